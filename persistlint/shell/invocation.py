"""Events of evaluated shell code: invocations in the order in which they happen, and gaps."""

from __future__ import annotations

from persistlint.shell.standard_input import SCRIPT_INPUT, StandardInput
from persistlint.shell.values import Value, Word
from persistlint.text.budgets import MOST_BRANCHES
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.streams import Redirect, Stage

#: Programs that are read with docker's grammar.
ENGINES = frozenset({"docker", "podman", "nerdctl"})


class Guard:
    """The branch choices under which something happens: for each branch the arms that allow it.

    ``arms`` maps a branch to a bit mask over its arms. No entry means any arm.
    """

    __slots__ = ("arms",)

    def __init__(self, arms: dict[Branch, int] | None = None) -> None:
        self.arms: dict[Branch, int] = arms or {}

    def __bool__(self) -> bool:
        return bool(self.arms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and self.arms == other.arms

    def __hash__(self) -> int:
        return hash(frozenset(self.arms.items())) if self.arms else 0

    def narrowed(self, branch: Branch, mask: int) -> Guard | None:
        """Return this guard with ``branch`` restricted to ``mask``, None where no arm is left."""
        mask_left = self.arms.get(branch, branch.all_arms) & mask
        if not mask_left:
            return None
        if mask_left == self.arms.get(branch, branch.all_arms):
            return self
        arms = dict(self.arms)
        arms[branch] = mask_left
        return Guard(arms)

    def joined(self, other: Guard) -> Guard | None:
        """Both together; None where they contradict."""
        mine = self.arms
        if not mine or mine is other.arms:
            return other
        changed: dict[Branch, int] = {}
        for branch, mask in other.arms.items():
            have = mine.get(branch)
            if have is None:
                changed[branch] = mask
            elif have & mask != have:
                if not have & mask:
                    return None
                changed[branch] = have & mask
        return Guard({**mine, **changed}) if changed else self


NO_GUARD = Guard()


def limited(guard: Guard) -> Guard:
    """Return the guard without its oldest branches where it has too many."""
    if len(guard.arms) <= MOST_BRANCHES:
        return guard
    return Guard(dict(list(guard.arms.items())[-MOST_BRANCHES:]))


class Branch:
    """A place where the shell takes one of several ways.

    ``conditions`` has a text for each arm, fit for "when …" (``$1 is `stop```). ``context`` is the guard under which the branch is reached at all.
    Branches are compared by ``key``, so that a branch evaluated again is the same branch. Two with equal ``question`` go the same way
    (``[ "$STAGE" = live ]`` of the same ``STAGE``); None where that can't be told.
    """

    __slots__ = ("_hash", "all_arms", "conditions", "context", "key", "question", "span")

    def __init__(
        self,
        key: object,
        span: Span,
        conditions: tuple[str, ...],
        context: Guard = NO_GUARD,
        question: object = None,
    ) -> None:
        self.key = key
        self.question = question
        self.span = span
        self.conditions = conditions
        self.context = context
        #: The mask of every arm.
        self.all_arms = (1 << len(conditions)) - 1
        self._hash = hash(key)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Branch) and self._hash == other._hash and self.key == other.key
        )

    def __hash__(self) -> int:
        return self._hash


class ShellOptions:
    """The options in force where a command stands."""

    __slots__ = ("errexit", "nounset", "pipefail")

    def __init__(self, errexit: bool = False, nounset: bool = False, pipefail: bool = False) -> None:
        self.errexit = errexit
        self.nounset = nounset
        self.pipefail = pipefail


class Invocation:
    """One call of a program, as the shell would make it.

    ``words[0]`` is the program's word, wrappers (``sudo``, ``env`` …) taken off; ``program`` its base name, "" where it isn't known.
    """

    __slots__ = (
        "background",
        "block",
        "captured_as",
        "certainty",
        "condition",
        "cwd",
        "environment",
        "function",
        "guard",
        "host",
        "inherited",
        "input_loop",
        "negated",
        "occurrence",
        "options",
        "output",
        "program",
        "quoted",
        "redirects",
        "span",
        "stage",
        "standard_input",
        "via",
        "words",
        "wrappers",
    )

    def __init__(self, words: tuple[Word, ...], program: str, span: Span) -> None:
        self.words = words
        self.program = program
        #: The whole command where it is written, first word to last word or redirection (without a here-document's body).
        self.span = span
        self.redirects: tuple[Redirect, ...] = ()
        #: The redirections of the compound commands around it, outermost first (``while read …; done < list``).
        self.inherited: tuple[Redirect, ...] = ()
        #: What it reads on standard input, and the loop around it that reads on from the same.
        self.standard_input: StandardInput = SCRIPT_INPUT
        self.input_loop: Span | None = None
        #: ``certain``, ``possible`` (behind ``&&``, ``||``, in a trap, a function that nothing calls) or ``repeated``.
        self.certainty = "certain"
        self.guard: Guard = NO_GUARD
        #: Which of several times that this place happens, from 1.
        self.occurrence = 1
        #: The calls that lead here, outermost first.
        self.via: tuple[Span, ...] = ()
        #: The function that nothing calls in which this stands, "" elsewhere: each is a world of its own.
        self.function = ""
        #: The working directory: a known or partly unknown path; None where it can't be told.
        self.cwd: Value | None = None
        self.options = ShellOptions()
        self.stage: Stage | None = None
        self.background = False
        self.negated = False
        #: True where the exit status decides a branch (``if docker …``, ``while docker …``).
        self.condition = False
        #: "" (inherited), "captured" (inside ``$(…)``).
        self.output = ""
        #: The key of the unknown that this command's output is, where it is captured (``id=$(docker run -d …)``).
        self.captured_as: object = None
        #: Variables that a program sees and that docker reads (``DOCKER_HOST``, ``DOCKER_BUILDKIT``, ``COMPOSE_PROJECT_NAME`` …).
        self.environment: dict[str, Value] = {}
        #: Where it runs: () here, ("ssh", "db1") on another host, ("build",) in a Dockerfile's RUN, ("root",) behind sudo where that matters (podman).
        self.host: tuple[str, ...] = ()
        self.wrappers: tuple[str, ...] = ()
        #: How the text is quoted in the shell around that hands it on (``bash -c "…"``): what that shell reads first.
        self.quoted: frozenset[str] = frozenset()
        #: The index of the document's block (Markdown) that it stands in.
        self.block = 0

    def __repr__(self) -> str:
        return f"Invocation({' '.join(word.display() for word in self.words)})"

    @property
    def is_engine(self) -> bool:
        """Return whether it is a docker, podman or nerdctl command."""
        return self.program in ENGINES

    @property
    def stdin(self) -> Redirect | None:
        """Return the last redirection of standard input."""
        reading = [redirect for redirect in self.redirects if redirect.reads]
        return reading[-1] if reading else None

    @property
    def piped_in(self) -> bool:
        return self.stage is not None and self.stage.position > 0

    @property
    def piped_out(self) -> bool:
        return self.stage is not None and self.stage.position < self.stage.count - 1

    @property
    def stdout(self) -> Redirect | None:
        """Return the last redirection of standard output to a file."""
        writing = [redirect for redirect in self.redirects if redirect.writes]
        return writing[-1] if writing else None


#: The reason of the gap after which nothing is looked at any more.
SPENT = "the budget for this file is spent"
#: The reason of the gap where a file is sourced from inside too many others.
SOURCED_TOO_DEEP = "too many files source one another here"


def is_unit(function: str) -> bool:
    """Return whether a function's name is that of a host's unit ("make db"). A unit is started as it is, and nothing calls it."""
    return " " in function


class Gap:
    """Something may have happened here that the text doesn't show. ``reason`` completes "not followed: …".

    ``in_shell`` is true where the shell itself does it (a sourced file, ``eval``): variables may be others afterwards. ``may_call`` is true where
    it may be a function of the text that is called (``"$@"``).
    """

    __slots__ = ("block", "certainty", "function", "guard", "in_shell", "may_call", "reason", "span")

    def __init__(self, reason: str, span: Span, guard: Guard = NO_GUARD, function: str = "") -> None:
        self.reason = reason
        self.span = span
        self.guard = guard
        self.function = function
        self.certainty = "possible"
        self.block = 0
        self.in_shell = False
        self.may_call = False


class NotUnderstood:
    """Shell text that holds an engine's name and that could not be parsed (PSL901).

    ``unclosed`` is true for a compound command without its end: its commands are listed, but the shell runs none of them. ``harmless``
    where nothing is at stake in the text (``persistlint.shell.harmless``).
    """

    __slots__ = ("block", "function", "guard", "harmless", "reason", "span", "unclosed")

    def __init__(self, reason: str, span: Span, guard: Guard = NO_GUARD, function: str = "") -> None:
        self.reason = reason
        self.span = span
        self.guard = guard
        self.function = function
        self.block = 0
        self.unclosed = False
        self.harmless = False


Event = Invocation | Gap | NotUnderstood
