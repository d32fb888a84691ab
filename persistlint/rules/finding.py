"""A rule's statement about a span, and how to mend it."""

from __future__ import annotations

from persistlint.text.edits import Edit
from persistlint.text.secrets import mask
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.topics import About
    from persistlint.suppressions import Suppression

#: Severities, worst first.
SEVERITIES = ("error", "warning", "info", "hint")


def at_least(severity: str, floor: str) -> bool:
    """Return whether ``severity`` is as bad as ``floor``, or worse. ``floor`` may be "never"."""
    return floor in SEVERITIES and SEVERITIES.index(severity) <= SEVERITIES.index(floor)


def lowered(severity: str, reason: str | None) -> str:
    """Return the severity of a statement that is only a note for ``reason``: at most info. None changes nothing."""
    return "info" if reason is not None and at_least(severity, "info") else severity


def as_sentences(text: str) -> str:
    """Return clauses that semicolons join as full sentences, each with a capital and a mark at its end."""
    sentences = ". ".join(clause[:1].upper() + clause[1:] for clause in text.rstrip(".").split("; "))
    return sentences if sentences.endswith("?") else f"{sentences}."


def with_note(message: str, reason: str | None) -> str:
    """Return the message with the ``reason`` for which it is only a note, if there is one."""
    return f"{message} This is only a note: {reason}." if reason is not None else message


class Fix:
    """Edits that mend a finding together. ``safe`` fixes are applied by ``--fix``, the others by ``--unsafe-fixes``.

    ``changes`` names the fields of the commands' and images' models that it may change (``Rule.fix_changes``); None where its rule doesn't say.
    """

    __slots__ = ("asked_by", "changes", "edits", "safe", "title")

    def __init__(self, title: str, edits: list[Edit], safe: bool) -> None:
        self.title = mask(title)
        self.edits = edits
        self.safe = safe
        self.changes: tuple[str, ...] | None = None
        #: The evaluations of docker commands whose findings have just these edits: where each is written, the calls that lead there, its round.
        self.asked_by: frozenset[tuple[Span, tuple[Span, ...], int]] = frozenset()


class Related:
    """Another place that the finding is about, with its part in it ("the volume is made here")."""

    __slots__ = ("message", "span")

    def __init__(self, span: Span, message: str) -> None:
        self.span = span
        self.message = mask(message)


class Silenced:
    """Stands for the comment that silenced a finding of an earlier run: the ``reason`` that it gave."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Finding:
    """One statement of one rule. What is told of it (``message``, titles of fixes) has its secrets masked.

    ``identity`` names what it is about without line numbers (the container, the path), for fingerprints and baselines.
    ``command_span`` is the docker command whose suppressions count (``span`` lies in it); ``via`` the calls that lead there. ``when`` is the condition of its world.
    """

    __slots__ = (
        "about",
        "code",
        "command_span",
        "fixes",
        "identity",
        "message",
        "occurrence",
        "related",
        "rule",
        "severity",
        "span",
        "subject",
        "suppressed_by",
        "topic",
        "via",
        "when",
    )

    def __init__(
        self,
        code: str,
        rule: str,
        severity: str,
        span: Span,
        message: str,
        identity: str,
        related: tuple[Related, ...] = (),
        fixes: tuple[Fix, ...] = (),
        command_span: Span | None = None,
        via: tuple[Span, ...] = (),
        when: str | None = None,
        topic: About | None = None,
        about: str = "",
    ) -> None:
        self.code = code
        self.rule = rule
        self.severity = severity
        self.span = span
        self.message = mask(message)
        self.identity = identity
        self.related = related
        self.fixes = fixes
        self.command_span = command_span or span
        self.via = via
        self.when = when
        #: What it is about, where only one rule speaks about a thing (``persistlint.rules.precedence``).
        self.topic = topic
        #: Which of several times that its command happens (the rounds of a loop), from 1.
        self.occurrence = 1
        #: The meaning of the docker command that it is about ("container run db"), for fingerprints.
        self.about = about
        #: The thing that its rule looked at (a command, a container, a write …); None where the result of an earlier run is used.
        self.subject: object = None
        #: The comment that silences it.
        self.suppressed_by: Suppression | Silenced | None = None

    def copy(self) -> Finding:
        """Return a copy of the finding, to be placed and settled anew."""
        other = Finding.__new__(Finding)
        for name in Finding.__slots__:
            setattr(other, name, getattr(self, name))
        return other
