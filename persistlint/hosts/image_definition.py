"""The definition of an image by a Dockerfile.

**Unknown text.** An argument may hold text that can't be known: a build argument without a default, a variable that only the base image
sets, a shell variable in a here-document. Such a stretch stands *inside* the string as U+E000, a name, U+E001 (both characters are for
private use, so no Dockerfile means anything by them). ``unknown("TAG")`` makes one, ``has_unknown`` asks for it,
``show_unknown`` prints it for people.
"""

from __future__ import annotations

from persistlint.text.mapping import Mapping
from persistlint.text.regex import regex
from persistlint.text.spans import Span

UNKNOWN_START = "\ue000"
UNKNOWN_END = "\ue001"
_MARK = regex("\ue000([^\ue000\ue001]*)\ue001")
_UNFIT = regex(r"[^A-Za-z0-9_.@*?-]+")


def unknown(name: str) -> str:
    """Return the mark of an unknown text called ``name``. Characters that could take part in quoting or splitting are replaced."""
    return UNKNOWN_START + (_UNFIT.sub("_", name[:100]).strip("_") or "value") + UNKNOWN_END


def has_unknown(text: str) -> bool:
    """Return whether any part of ``text`` is unknown."""
    return UNKNOWN_START in text or UNKNOWN_END in text


def show_unknown(text: str) -> str:
    """Return ``text`` with each unknown shown as ``⟨name⟩``."""
    return _MARK.sub(r"⟨\1⟩", text)


class Argument:
    """One argument of an instruction: ``written`` as it stands there, ``text`` after the engine's quoting and expansion."""

    __slots__ = ("span", "text", "written")

    def __init__(self, written: str, span: Span, text: str | None = None) -> None:
        self.written = written
        self.span = span
        self.text = written if text is None else text

    @property
    def unknown(self) -> bool:
        """Return whether any part of the text is unknown."""
        return has_unknown(self.text)

    def __repr__(self) -> str:
        return f"Argument({self.text!r})"


class Pair:
    """``NAME=value`` or ``NAME value`` of ENV, LABEL and ARG; ``value`` is None for an ARG without a default."""

    __slots__ = ("legacy", "name", "value")

    def __init__(self, name: Argument, value: Argument | None, legacy: bool = False) -> None:
        self.name = name
        self.value = value
        self.legacy = legacy


class Flag:
    """A flag of an instruction, ``--from=build``: ``name`` without dashes, ``value`` "" and ``bare`` true where none is given, ``span`` of the whole."""

    __slots__ = ("bare", "name", "span", "value")

    def __init__(self, name: str, value: str, span: Span, bare: bool = False) -> None:
        self.name = name
        self.value = value
        self.span = span
        self.bare = bare


class HereDocument:
    """A here-document of RUN, COPY or ADD.

    ``text`` is the body as bytes, ``start`` and ``end`` its range in the Dockerfile, ``expand`` false for a quoted delimiter, ``chomp`` true for
    ``<<-``, ``terminated`` false where the file ends first (the engine refuses that).
    """

    __slots__ = ("chomp", "end", "expand", "name", "span", "start", "terminated", "text")

    def __init__(
        self,
        name: str,
        text: bytes,
        start: int,
        end: int,
        span: Span,
        expand: bool,
        chomp: bool,
        terminated: bool,
    ) -> None:
        self.name = name
        self.text = text
        self.start = start
        self.end = end
        self.span = span
        self.expand = expand
        self.chomp = chomp
        self.terminated = terminated


class ShellCode:
    """Code that an instruction hands to a shell, and where its bytes stand in the Dockerfile's text."""

    __slots__ = ("dialect", "mapping", "text")

    def __init__(self, text: bytes, mapping: Mapping, dialect: str) -> None:
        self.text = text
        self.mapping = mapping
        self.dialect = dialect


class Instruction:
    """One instruction.

    ``keyword`` is in upper case (the inner one's for ``ONBUILD RUN …``, with ``onbuild`` true). ``args`` are the arguments as the engine
    splits them: the words of VOLUME, COPY, FROM …, the strings of a JSON form, or the whole rest in one for RUN, CMD, USER, WORKDIR.
    ``pairs`` holds those of ENV, LABEL and ARG instead. ``workdir``, ``user``, ``shell`` and ``variables`` are what is in force when
    it runs (``workdir`` and ``user`` None: the base image's; ``variables`` only for RUN). ``code`` is what a shell reads of it, where that
    is a shell persistlint knows. ``problem`` says why the engine refuses the instruction, None where it doesn't.
    """

    __slots__ = (
        "args",
        "code",
        "flags",
        "heredocs",
        "json",
        "keyword",
        "onbuild",
        "pairs",
        "problem",
        "shell",
        "span",
        "stage",
        "user",
        "variables",
        "workdir",
    )

    def __init__(self, keyword: str, span: Span) -> None:
        self.keyword = keyword
        self.span = span
        self.args: list[Argument] = []
        self.pairs: list[Pair] = []
        self.flags: list[Flag] = []
        self.heredocs: list[HereDocument] = []
        self.json = False
        self.onbuild = False
        self.problem: str | None = None
        self.code: ShellCode | None = None
        self.stage = -1
        self.workdir: str | None = None
        self.user: str | None = None
        self.shell: list[str] | None = None
        self.variables: dict[str, str] = {}

    def flag(self, name: str) -> str | None:
        """Return the value of the last flag ``--name``, None where it isn't given."""
        for flag in reversed(self.flags):
            if flag.name == name:
                return flag.value
        return None

    def __repr__(self) -> str:
        return f"Instruction({'ONBUILD ' if self.onbuild else ''}{self.keyword} {self.args!r})"


class Volume:
    """A path of VOLUME, ``path`` verbatim as the engine stores it (relative to ``/``, whatever WORKDIR says)."""

    __slots__ = ("instruction", "path", "span")

    def __init__(self, path: str, span: Span, instruction: Instruction) -> None:
        self.path = path
        self.span = span
        self.instruction = instruction

    @property
    def is_misspelt(self) -> bool:
        """Return whether the path holds a mark that can't be meant: a list that is no JSON, a comma, ``HOST:CONTAINER``, ``~``."""
        instruction = self.instruction
        if not instruction.json and instruction.args and instruction.args[0].written.startswith("["):
            return True
        path = self.path
        if "\\" in path or (path[1:2] == ":" and path[:1].isalpha()):
            # A path of Windows.
            return False
        return "," in path or ":" in path or path.startswith("~")

    def __repr__(self) -> str:
        return f"Volume({self.path!r})"


class ImageCommand:
    """CMD or ENTRYPOINT: ``words`` as the image stores them, for the shell form the shell's own words first."""

    __slots__ = ("instruction", "shell_form", "span", "words")

    def __init__(
        self, words: list[str], shell_form: bool, span: Span, instruction: Instruction | None
    ) -> None:
        self.words = words
        self.shell_form = shell_form
        self.span = span
        self.instruction = instruction

    def __repr__(self) -> str:
        return f"ImageCommand({self.words!r})"


class Stage:
    """One build stage, with what it inherits from the earlier stage that it is FROM.

    ``base`` is the image reference after expansion (None in a snippet without FROM), ``base_stage`` the index of the stage
    that it names instead of an image. ``workdir``, ``user``, ``cmd`` and ``entrypoint`` are None where only the base image knows; ``cmd`` has no words
    where the stage's ENTRYPOINT reset an inherited one. ``env`` holds what this text sets. ``base_known`` is true where no outside image is below
    (FROM scratch), so that what isn't set here isn't set.
    """

    __slots__ = (
        "base",
        "base_known",
        "base_span",
        "base_stage",
        "cmd",
        "entrypoint",
        "env",
        "index",
        "instructions",
        "labels",
        "name",
        "platform",
        "shell",
        "span",
        "user",
        "volumes",
        "workdir",
    )

    def __init__(self, index: int, name: str | None, base: str | None, span: Span) -> None:
        self.index = index
        self.name = name
        self.base = base
        self.base_span: Span | None = None
        self.base_stage: int | None = None
        self.base_known = False
        self.platform: str | None = None
        self.span = span
        self.instructions: list[Instruction] = []
        self.volumes: list[Volume] = []
        self.workdir: str | None = None
        self.user: str | None = None
        self.env: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.shell: list[str] | None = None
        self.cmd: ImageCommand | None = None
        self.entrypoint: ImageCommand | None = None

    def __repr__(self) -> str:
        return f"Stage({self.index}, {self.name!r}, {self.base!r})"


class ImageDefinition:
    """A Dockerfile: its instructions in order, and the stages that they make.

    ``mapping`` leads from offsets in the Dockerfile's text to offsets in the document ``path``, where that is known. ``assumes`` names the build arguments
    whose default was taken. ``complete`` is false where reading stopped at the limit on instructions, or where the text is a template
    whose lines may be dropped or repeated.
    """

    __slots__ = ("assumes", "complete", "escape", "instructions", "mapping", "path", "stages")

    def __init__(self, path: str, mapping: Mapping | None) -> None:
        self.path = path
        self.mapping = mapping
        self.instructions: list[Instruction] = []
        self.stages: list[Stage] = []
        self.assumes: set[str] = set()
        self.escape = "\\"
        self.complete = True

    @property
    def image(self) -> Stage | None:
        """Return the last stage, which a build without ``--target`` gives. None for a text without instructions."""
        return self.stages[-1] if self.stages else None

    def target(self, name: str) -> Stage | None:
        """Return the stage that ``--target name`` builds: by name, else by number."""
        for stage in reversed(self.stages):
            if stage.name is not None and stage.name == name.lower():
                return stage
        if name.isascii() and name.isdecimal() and len(name) < 6 and int(name) < len(self.stages):
            return self.stages[int(name)]
        return None

    def chain(self, stage: Stage) -> list[Stage]:
        """Return ``stage`` and the earlier stages that it is built on, itself first."""
        result = [stage]
        while result[-1].base_stage is not None:
            result.append(self.stages[result[-1].base_stage])
        return result
