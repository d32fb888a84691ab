"""PSL213: a key, mode or value of a mount that docker refuses, or reads as a part of the path."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, SyntaxProblem
from persistlint.docker.mount_option import MOUNT_KEYS
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import clean
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mount_slips import meant, misread
from persistlint.rulekit.mounts import placeholder, refused
from persistlint.rulekit.phrases import if_not_written, target_place, unless
from persistlint.rulekit.placeholders import is_only_kinds, is_placeholder
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION
from persistlint.shell.values import Value
from persistlint.text.regex import regex
from persistlint.text.spans import first_span

_KINDS = tuple(
    """
    bad-mode mode-of-other-type mode-without-source empty-section too-many-colons unknown-mount-key
    unknown-mount-type not-a-pair empty-value empty-source empty-mount bad-mount-value mixed-mount-options
    bad-csv whitespace missing-source missing-target source-of-tmpfs target-is-root bad-volume-name
    """.split()
)


class InvalidMountOption(Rule):
    code = "PSL213"
    name = "invalid-mount-option"
    summary = "a key, mode or value of a mount that docker refuses, or takes for a part of the path"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused", "unclean target")
    topics = {CONTAINER: 10, SPECIFICATION: 60}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if command.program != "docker" or _is_for_windows(command, context):
            return
        said: set[int] = set()
        for problem, mount in refused(command, *_KINDS):
            value = mount.value
            if id(mount) in said or value is None or _anothers(problem, mount):
                continue
            is_form = placeholder(value) if context.language == "markdown" else False
            if not is_form and not _is_filled_in(value.marked(), context):
                said.add(id(mount))
                yield self._refused(problem, mount, value, command)
        for mount in command.mounts if not command.syntax_problems else ():
            yield from self._misread(mount, command, context)

    def _refused(
        self, problem: SyntaxProblem, mount: Mount, value: Value, command: ContainerCreate
    ) -> Finding:
        edit, title = meant(problem, mount)
        cut = _cut_off(problem, mount, command)
        if cut:
            edit, title = (
                None,
                f"Write it without the blank behind the comma, which leaves `{cut}` as the image",
            )
        advice = f" {title}." if title else ""
        return self.finding(
            first_span(problem, mount),
            f"Docker refuses this mount, and nothing runs{unless(value)}. It says “{problem.reason.rstrip('.')}”.{advice}",
            identity=f"{problem.kind} {value.display()}",
            command=command,
            fixes=offer(title, edit, safe=True),
            topic=CONTAINER.of(command),
        )

    def _misread(self, mount: Mount, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        misreading, target = misread(mount), mount.target
        if misreading is None or target is None:
            return
        path, start, end, text = misreading
        shown = target.display()
        written = f"{path}{text}{shown[end:]}"
        yield self.finding(
            target_place(mount, command),
            f"Docker takes all of `{shown}` for the container path{unless(if_not_written(target, context))}. Nothing is mounted at `{path}`. Write `{written}`.",
            identity=shown,
            command=command,
            fixes=offer(f"Write `{written}`", replace_value(target, start, end, text), safe=True),
            topic=CONTAINER.of(command, clean(path)),
        )


def _cut_off(problem: SyntaxProblem, mount: Mount, command: ContainerCreate) -> str:
    """Return the field that a blank cut off and docker takes for the image (``type=bind,src=/a, dst=/b``), "" without one."""
    value, image = mount.value, command.image
    if problem.kind != "not-a-pair" or value is None or image is None or not value.trailing().endswith(","):
        return ""
    key, equals, _ = image.raw.leading().partition("=")
    return image.raw.display().partition(",")[0] if equals and key in MOUNT_KEYS else ""


def _is_for_windows(command: ContainerCreate, context: Context) -> bool:
    """Return whether a document's command is typed into a shell of Windows, for a container of it: a pipe or a drive is mounted."""
    if context.language != "markdown" or not context.sources.knows(command.span):
        return False
    return _OF_WINDOWS.search(context.sources.text(command.span)) is not None


_OF_WINDOWS = regex(r"\\\\\.\\pipe\\|[:=][A-Za-z]:\\\w")


def _is_filled_in(text: str, context: Context) -> bool:
    """Return whether a mount has a field that its reader writes: `type=TYPE`, `key=value`, `本地目录:/data`. A path is none."""
    is_form = is_placeholder if context.language == "markdown" else is_only_kinds
    for field in text.replace(":", ",").split(","):
        key, equals, word = field.strip().partition("=")
        if not equals or key not in MOUNT_KEYS:
            word = field.strip()
        # A single letter is a drive, or `z`.
        if (
            len(word) > 1
            and (key, word) != ("type", "volume")
            and not word.startswith(("/", ".", "~"))
            and is_form(word)
        ):
            return True
    return False


def _anothers(problem: SyntaxProblem, mount: Mount) -> bool:
    """Return whether another rule reports the problem."""
    value = mount.value
    if problem.kind in ("empty-section", "empty-source", "empty-mount"):
        # A default that is empty is unset-variable-in-mount's.
        return value is not None and bool(value.assumes)
    text = value.text if value is not None else None
    return problem.kind == "mode-without-source" and text is not None and text[1:3] == ":/"


RULE = InvalidMountOption
