"""Standard input of a command, as the shell binds it: redirections, pipes, and what stands around the command."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.shell.streams import Redirect, Stage
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span

#: Files of which a read gives nothing of the user's.
_EMPTY = frozenset(("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"))
#: Other names of the standard input that a command has already.
_ITSELF = frozenset(("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"))


class StandardInput:
    """The stream that a command reads on standard input.

    ``kind`` is ``script`` (whatever the script itself is fed), ``terminal``, ``file`` (also a here-document or here-string), ``pipe``,
    ``nothing`` or ``unknown``. ``redirect`` is the redirection of a ``file``, ``stage`` the pipeline's stage behind a ``pipe``.

    ``binding`` says what binds it: a ``command``, a ``compound`` command, the ``call`` of a function or script, ``exec``, or "" (nothing in
    the text). Two are equal where one stream is meant: bound by one construct at one moment.
    """

    __slots__ = ("binding", "kind", "path", "printed", "redirect", "span", "stage")

    def __init__(
        self,
        kind: str,
        binding: str = "",
        path: object = None,
        span: Span | None = None,
        redirect: Redirect | None = None,
        stage: Stage | None = None,
        printed: Value | None = None,
    ) -> None:
        self.kind = kind
        self.binding = binding
        self.path = path
        #: The construct that binds it.
        self.span = span
        self.redirect = redirect
        self.stage = stage
        #: What the stage before prints, where that is known.
        self.printed = printed

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, StandardInput)
            and self.kind == other.kind
            and self.binding == other.binding
            and self.path == other.path
            and self.span == other.span
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.binding, self.span))

    def __repr__(self) -> str:
        return f"StandardInput({self.described()})"

    @property
    def feeds(self) -> bool:
        """Return whether a file, a text or another program feeds it."""
        return self.kind in ("file", "pipe")

    @property
    def script(self) -> Value | None:
        """Return the text that a shell reads here as its script: a here-document of its own, or what ``echo`` or ``cat`` prints into its pipe."""
        if self.binding == "pipe":
            return self.printed
        redirect = self.redirect
        if self.binding != "command" or redirect is None or redirect.operator not in ("<<", "<<-", "<<<"):
            return None
        return redirect.target

    def described(self) -> str:
        """Return what feeds it, as one line for comparisons: the kind, and the file or the stages of the pipeline."""
        if self.redirect is not None and self.redirect.target is not None:
            return f"{self.kind} {self.redirect.operator} {self.redirect.target.display()}"
        if self.stage is not None:
            return f"{self.kind} {self.stage.position} of {self.stage.names}"
        return self.kind


#: What feeds the script itself.
SCRIPT_INPUT = StandardInput("script")
NO_INPUT = StandardInput("nothing")
UNKNOWN_INPUT = StandardInput("unknown")


def redirected(
    before: StandardInput, redirects: Iterable[Redirect], binding: str, path: object, span: Span
) -> StandardInput:
    """Return the standard input of a construct at ``span`` that has ``before`` without its ``redirects``, of which the last one counts."""
    now = before
    for redirect in redirects:
        if redirect.operator in ("<&", ">&"):
            if redirect.descriptor != 0 and (redirect.descriptor is not None or redirect.operator == ">&"):
                continue
            target = redirect.target.text if redirect.target is not None else None
            if target != "0":
                now = NO_INPUT if target == "-" else UNKNOWN_INPUT
            continue
        if not redirect.reads:
            continue
        text = redirect.target.text if redirect.target is not None and redirect.operator[:2] != "<<" else None
        if text in _ITSELF:
            continue
        if text in _EMPTY:
            now = NO_INPUT
        elif text == "/dev/tty":
            now = StandardInput("terminal", binding, path, span, redirect)
        else:
            now = StandardInput("file", binding, path, span, redirect)
    return now
