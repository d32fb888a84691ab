"""PSL216: a mount option after the image, before the verb, on a verb that has none, one that swallows the next word, or one that is cut in two."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit import option_slips
from persistlint.rulekit.edits import (
    exchange,
    offer,
    quote_together,
    remove_blank,
    rewrite,
    together,
)
from persistlint.rulekit.phrases import as_written
from persistlint.rules.demonstrations import has_gaps
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.text.sources import Sources
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.spans import Written

    #: A slip: where it stands, how it is written, the message, the fixes.
    _Slip = tuple[Written | Span | None, str, str, list[Fix]]

#: Verbs that take no mount. ``build`` is podman's with ``-v``, and refused by docker.
_WITHOUT = frozenset(
    f"container {verb}"
    for verb in ("start", "restart", "exec", "stop", "attach", "commit", "update", "rename")
) | {"image build", "image pull"}


class MisplacedMountFlag(Rule):
    code = "PSL216"
    name = "misplaced-mount-flag"
    summary = "a mount option stands where docker doesn't read it as one"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = Command
    needs = ("late option", "illegal image", "early -v", "refused unknown-flag", "pathless mount")
    topics = {CONTAINER: 10}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        for place, shown, message, fixes in _slips(command, context.sources):
            yield self.finding(
                place,
                message,
                identity=shown,
                command=command,
                severity=_severity(command, context),
                fixes=fixes,
                topic=CONTAINER.of(command),
            )


def _slips(command: Command, sources: Sources) -> Iterator[_Slip]:
    if isinstance(command, ContainerCreate):
        yield from list(_instead_of_image(command, sources)) or _behind_image(command, sources)
        for mount in command.mounts:
            yield from _swallowing(command, mount, sources)
    elif command.program == "docker":
        yield from list(_before_verb(command, sources)) or _on_wrong_verb(command)


def _severity(command: Command, context: Context) -> str | None:
    """Return a warning where a wrong dash stands in a form of a document: whatever its reader writes there, the dash is copied."""
    if context.language != "markdown" or not isinstance(command, ContainerCreate):
        return None
    is_form = context.sources.knows(command.span) and has_gaps(context.sources.text(command.span))
    return "warning" if is_form and option_slips.dashed(command) else None


def _instead_of_image(command: ContainerCreate, sources: Sources) -> Iterator[_Slip]:
    image = command.image
    if image is None or image.span is None:
        return
    shown = as_written(image.raw)
    options, severed = option_slips.dashed(command), option_slips.severed(command)
    if options:
        flag = options[0][1].partition("=")[0]
        message = f"`{shown}` begins with a dash that is no hyphen, so docker takes it for the image. It refuses that, and nothing runs. Write `{flag}`."
        yield (
            image,
            shown,
            message,
            offer("Write hyphens", *option_slips.hyphens(options, sources), safe=True),
        )
    elif severed is not None:
        title, advice, join = "Quote it", "Quote the whole value", quote_together
        if shown.startswith(":"):
            title, advice, join = "Remove the blank", "Remove the blank", remove_blank
        message = f"The blank before `{shown}` ends the value of `{severed.flag}`. Docker takes `{shown}` for the image and refuses it, and nothing runs. {advice}."
        yield image, shown, message, offer(title, join(severed.value_word, image, sources), safe=True)


def _behind_image(command: ContainerCreate, sources: Sources) -> Iterator[_Slip]:
    option, image, words = option_slips.behind_image(command), command.image, command.command
    if not option or image is None:
        return
    written = as_written(image.raw)
    is_first = option[0] is words[0]
    if is_first and option_slips.is_volume(image.raw):
        message = f"No `-v` stands before `{written}`, so docker takes it for the image. It refuses that, and nothing runs. Write `-v {written}`."
        yield image, written, message, []
        return
    shown = " ".join(as_written(word.value) for word in option)
    message = (
        f"`{shown}` stands after the image, so it is a word of the container's command. Nothing is mounted, and what the container writes there "
        f"goes with it. Put it before the image `{written}`."
    )
    is_movable = is_first and option_slips.only_options(words, command)
    move = exchange(image, together(*words, sources=sources), sources) if is_movable else None
    # Without `--rm` an entrypoint may have taken them for words of its own, and run.
    removes = command.remove is True
    behind = "" if removes else " (data of an existing container stays behind)"
    yield (
        option[0],
        shown,
        message,
        offer(f"Put the options before the image{behind}", move, safe=removes),
    )


def _before_verb(command: Command, sources: Sources) -> Iterator[_Slip]:
    words = option_slips.before_verb(command)
    if not words:
        return
    flag, verb = words[0].text, words[-1].text
    shown = f"{flag} {as_written(words[1].value)}"
    happens = "Docker itself has no such option, refuses it, and nothing runs."
    if flag == "-v":
        happens = "`docker -v` only prints the client's version, with status 0, and no container runs."
    # Behind `container` a verb has to follow.
    option = together(*words[:2], sources=sources) if len(words) == 3 else None
    fixes = offer(f"Put it behind `{verb}`", exchange(option, words[-1], sources), safe=True)
    yield words[0], shown, f"`{shown}` stands before `{verb}`. {happens} Put it behind `{verb}`.", fixes


def _on_wrong_verb(command: Command) -> Iterator[_Slip]:
    option = option_slips.unknown_mount_option(command) if command.verb in _WITHOUT else ()
    if not option:
        return
    noun, _, verb = command.verb.rpartition(" ")
    flag = (option[0].text or "").partition("=")[0]
    advice = "An image has no mounts: give them to the `docker run` that uses it."
    if noun == "container":
        advice = "A container keeps the mounts that it was made with: give them to `docker run` or `docker create`."
    message = f"`docker {verb}` has no `{flag}` and refuses it, so nothing happens. {advice}"
    yield option[0], f"{verb} {flag}", message, []


def _swallowing(command: ContainerCreate, mount: Mount, sources: Sources) -> Iterator[_Slip]:
    clustered, swallowed = option_slips.clustered(command, mount), option_slips.swallowed(command, mount)
    value = as_written(mount.value) if mount.value is not None else ""
    if clustered is not None:
        word = clustered.word.text or ""
        message = (
            f"`{word}` is `-v {value}`, an anonymous volume at `/{value}`. The letters behind `v` are its value, and none of them is an option. "
            f"Write `-{value}` and a `-v` with what is to be mounted."
        )
        # What docker takes for the image may be the mount.
        is_mount = command.image is not None and option_slips.is_volume(command.image.raw)
        cluster = word.replace(f"v{value}", f"{value}v" if is_mount else value, 1)
        title = f"Write `{cluster}`" if is_mount else f"Write `{cluster}` (without a volume)"
        yield clustered.word, word, message, offer(title, rewrite(clustered.word, cluster, sources, was=word))
    elif swallowed is not None and command.program == "docker":
        message = (
            f"`{swallowed.flag}` has no value of its own and takes `{value}` for one, so the next word is the image. Nothing runs. Write what is "
            f"to be mounted behind `{swallowed.flag}`, or remove it."
        )
        yield swallowed, value, message, []


RULE = MisplacedMountFlag
