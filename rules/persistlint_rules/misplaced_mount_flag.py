"""PSL216: a mount option after the image, before the verb, on a verb that has none, one that swallows the next word, or one that is cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from persistlint.docker.commands import Command, ContainerCreate, OptionUse
from persistlint.docker.mounts import Mount
from persistlint.docker.option_table import options_of
from persistlint.rulekit.edits import offer, rewrite, written
from persistlint.rulekit.option_slips import DASHES, clustered, dashed, severed, swallowed
from persistlint.rulekit.phrases import as_written
from persistlint.rules.demonstrations import has_gaps
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Word
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span

#: A value of ``-v`` that can be nothing else: SOURCE:/TARGET, with a mode or not. U+FFFC stands for what isn't known.
#: Not an address: ``http://…``.
_SPECIFICATION = regex(r"(?!-)[^\s:=]+:/(?!/)[^\s:]*(:[a-zA-Z,]+)?")
_FIELDS = regex(r"(type|source|src|target|dst|destination)=\S+(,\S+)+")
_SHELLS = frozenset(("bash", "sh", "/bin/bash", "/bin/sh", "zsh"))
#: Verbs that take no mount. ``build`` is podman's with ``-v``, and refused by docker.
_WITHOUT = frozenset(
    f"container {verb}"
    for verb in ("start", "restart", "exec", "stop", "attach", "commit", "update", "rename")
) | {"image build", "image pull"}
_SPELLINGS = ("-v", "--volume", "--mount", "--tmpfs")


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
        if isinstance(command, ContainerCreate):
            finding = self._no_image(command, context) or self._after_image(command, context)
            if finding is not None:
                yield finding
            for mount in command.mounts:
                finding = self._slip(command, mount, context)
                if finding is not None:
                    yield finding
        elif command.program == "docker":
            finding = self._before_verb(command, context) or self._wrong_verb(command)
            if finding is not None:
                yield finding

    # -- after the image -----------------------------------------------------------------------------------------------

    def _after_image(self, command: ContainerCreate, context: Context) -> Finding | None:
        words = command.command
        image = command.image
        if not command.resolved or image is None or image.span is None or not words:
            return None
        if image.raw.leading().startswith("/"):
            # No image is called so: the value before it was cut in two, and that is told of the value.
            return None
        skipped = 1 if words[0].text in _SHELLS and len(words) > 1 else 0
        count = _mount_words(words[skipped:])
        if not count:
            return None
        option = words[skipped]
        if not skipped and _SPECIFICATION.fullmatch(image.raw.marked()):
            written = as_written(image.raw)
            return self.finding(
                image.span,
                f"No `-v` stands before `{written}`, so docker takes it for the image. It refuses that, and nothing runs. Write `-v {written}`.",
                identity=written,
                command=command,
                topic=CONTAINER.of(command),
            )
        shown = " ".join(as_written(word.value) for word in words[skipped : skipped + count])
        where = f"`{as_written(image.raw)}`"
        return self.finding(
            option,
            f"`{shown}` stands after the image, so it is a word of the container's command. "
            f"Nothing is mounted, and what the container writes there goes with it. Put it before the image {where}.",
            identity=shown,
            command=command,
            fixes=_moved(command, words, context) if not skipped else [],
            topic=CONTAINER.of(command),
        )

    # -- instead of the image ------------------------------------------------------------------------------------------

    def _no_image(self, command: ContainerCreate, context: Context) -> Finding | None:
        image = command.image
        if image is None or image.span is None:
            return None
        written = as_written(image.raw)
        options = dashed(command)
        if options:
            return self.finding(
                image.span,
                f"`{written}` begins with a dash that is no hyphen, so docker takes it for the image. It refuses that, and nothing runs. "
                f"Write `{options[0][1].partition('=')[0]}`.",
                identity=written,
                command=command,
                severity=_severity_of_a_dash(command, context),
                fixes=_hyphens(options, context),
                topic=CONTAINER.of(command),
            )
        use = severed(command)
        if use is None:
            return None
        return self.finding(
            image.span,
            f"The blank before `{written}` ends the value of `{use.flag}`. Docker takes `{written}` for the image and refuses it, and nothing "
            f"runs. {'Remove the blank' if written.startswith(':') else 'Quote the whole value'}.",
            identity=written,
            command=command,
            fixes=_joined(use, image.span, written, context),
            topic=CONTAINER.of(command),
        )

    # -- before the verb -----------------------------------------------------------------------------------------------

    def _before_verb(self, command: Command, context: Context) -> Finding | None:
        words = command.invocation.words
        if len(words) < 4 or words[1].text not in ("-v", "--volume"):
            return None
        specification = words[2]
        verb = 4 if words[3].text == "container" else 3
        if len(words) <= verb or words[verb].text not in ("run", "create"):
            return None
        if specification.opaque or not _SPECIFICATION.fullmatch(specification.value.marked()):
            return None
        shown = f"{words[1].text} {as_written(specification.value)}"
        if words[1].text == "-v":
            happens = "`docker -v` only prints the client's version, with status 0, and no container runs."
        else:
            happens = "Docker itself has no such option, refuses it, and nothing runs."
        return self.finding(
            words[1].span or command.span,
            f"`{shown}` stands before `{words[verb].text}`. {happens} Put it behind `{words[verb].text}`.",
            identity=shown,
            command=command,
            fixes=_moved_behind(words[1], specification, words[verb], context),
        )

    # -- on a verb that has none ---------------------------------------------------------------------------------------

    def _wrong_verb(self, command: Command) -> Finding | None:
        if command.verb not in _WITHOUT:
            return None
        for problem in command.syntax_problems:
            if problem.kind != "unknown-flag":
                continue
            words = command.invocation.words
            at = next((index for index, word in enumerate(words) if word.span == problem.span), -1)
            if at < 0 or not _mount_words(words[at:]):
                continue
            verb = command.verb.rpartition(" ")[2]
            flag = (words[at].text or "").partition("=")[0]
            if command.verb.startswith("container"):
                advice = "A container keeps the mounts that it was made with: give them to `docker run` or `docker create`."
            else:
                advice = "An image has no mounts: give them to the `docker run` that uses it."
            return self.finding(
                words[at].span or command.span,
                f"`docker {verb}` has no `{flag}` and refuses it, so nothing happens. {advice}",
                identity=f"{verb} {flag}",
                command=command,
                topic=CONTAINER.of(command),
            )
        return None

    # -- an option that takes what isn't meant for it ------------------------------------------------------------------

    def _slip(self, command: ContainerCreate, mount: Mount, context: Context) -> Finding | None:
        use = clustered(command, mount)
        if use is not None:
            rest = as_written(mount.value) if mount.value is not None else ""
            word = use.word.text or ""
            message = (
                f"`{word}` is `-v {rest}`, an anonymous volume at `/{rest}`. The letters behind `v` are its value, and none of them is an "
                f"option. Write `-{rest}` and a `-v` with what is to be mounted."
            )
            span = use.word.span
            cluster = word.replace(f"v{rest}", rest, 1)
            title = f"Write `{cluster}` (without a volume)"
            if command.image is not None and _SPECIFICATION.fullmatch(command.image.raw.marked()):
                # What docker takes for the image is the mount.
                cluster = word.replace(f"v{rest}", f"{rest}v", 1)
                title = f"Write `{cluster}`"
            fixes = offer(title, rewrite(span, cluster, context.sources, was=word))
            return self.finding(
                span or command.span,
                message,
                identity=word,
                command=command,
                fixes=fixes,
                topic=CONTAINER.of(command),
            )
        use = swallowed(command, mount)
        if use is None or mount.value is None or command.program != "docker":
            return None
        shown = as_written(mount.value)
        return self.finding(
            use,
            f"`{use.flag}` has no value of its own and takes `{shown}` for one, so the next word is the image. Nothing runs. Write what is "
            f"to be mounted behind `{use.flag}`, or remove it.",
            identity=shown,
            command=command,
            topic=CONTAINER.of(command),
        )


def _severity_of_a_dash(command: ContainerCreate, context: Context) -> str | None:
    """Return a warning where the document leaves a part of the command to its reader: whatever stands there, the dash is copied. None elsewhere."""
    span = command.span
    if context.language != "markdown" or not context.sources.knows(span):
        return None
    return "warning" if has_gaps(context.sources.text(span)) else None


def _hyphens(options: list[tuple[Word, str]], context: Context) -> list[Fix]:
    """Write hyphens, where the options stand in the text as they are."""
    edits = []
    for word, right in options:
        text = written(word, context.sources) or ""
        name = right.partition("=")[0]
        bare = text.lstrip(DASHES + "-")
        if not bare.startswith(name.lstrip("-")):
            return []
        edits.append(rewrite(word, f"{'--' if name.startswith('--') else '-'}{bare}", context.sources))
    return offer("Write hyphens", *edits, safe=True)


def _joined(use: OptionUse, rest: Span, written: str, context: Context) -> list[Fix]:
    """Return the fix that joins the two words: without the blank where it stands before the colon, else in quotes."""
    first = use.value_word.span if use.value_word is not None else None
    sources = context.sources
    if first is None or first.anchor != rest.anchor or not sources.knows(first) or first.end > rest.start:
        return []
    whole = first.to(rest)
    text = sources.text(whole)
    if not sources.editable(whole) or "\n" in text:
        return []
    if written.startswith(":"):
        return [Fix("Remove the blank", [Edit(Span(rest.anchor, first.end, rest.start), "")], safe=True)]
    if any(character in text for character in "\"'\\`!*?[~\t") or text.count("${") != text.count("{"):
        return []
    return [Fix("Quote it", [Edit(whole, f'"{text}"')], safe=True)]


def _mount_words(words: Sequence[Word]) -> int:
    """Return how many words a certain mount option takes, 0 where the words don't begin with one."""
    first = words[0]
    marked = first.value.marked()
    if first.opaque or not marked.startswith("-"):
        return 0
    for spelling in _SPELLINGS:
        pattern = _FIELDS if spelling == "--mount" else _SPECIFICATION
        if spelling == "--tmpfs":
            continue
        if marked.startswith(spelling + "=") and pattern.fullmatch(marked[len(spelling) + 1 :]):
            return 1
        if (
            marked == spelling
            and len(words) > 1
            and not words[1].opaque
            and pattern.fullmatch(words[1].value.marked())
        ):
            return 2
    return 0


def _moved(command: ContainerCreate, words: list[Word], context: Context) -> list[Fix]:
    """Options and image change places, where nothing but options stands behind the image."""
    image = command.image
    span = image.span if image is not None else None
    if span is None or not _only_options(command, words):
        return []
    sources = context.sources
    spans = [word.span for word in words]
    if any(part is None or part.anchor != span.anchor or part.start < span.end for part in spans):
        return []
    first, last = spans[0], spans[-1]
    assert first is not None and last is not None
    whole = span.to(last)
    if (
        not sources.knows(whole)
        or not sources.editable(whole)
        or len({(part.start, part.end) for part in spans if part}) != len(spans)
    ):
        return []
    between = sources.text(Span(span.anchor, span.end, first.start))
    options = sources.text(first.to(last))
    text = f"{options}{between}{sources.text(span)}"
    if command.remove:
        return [Fix("Put the options before the image", [Edit(whole, text)], safe=True)]
    # An entrypoint may have taken them for words of its own, and run.
    title = "Put the options before the image (data of an existing container stays behind)"
    return [Fix(title, [Edit(whole, text)], safe=False)]


def _only_options(command: ContainerCreate, words: list[Word]) -> bool:
    """Return whether the words are only options of a run, each with its value."""
    table = options_of(command.verb, command.program)
    at = 0
    while at < len(words):
        text = words[at].value.marked()
        if words[at].opaque or not text.startswith("-") or text == "--":
            return False
        if text.startswith("--"):
            name, equals, _ = text[2:].partition("=")
            option = table.by_spelling.get(name)
            takes = option is not None and option.takes_value and not equals
        else:
            option = table.by_letter.get(text[1:2])
            if option is not None and not option.takes_value:
                if not all(
                    letter in table.by_letter and not table.by_letter[letter].takes_value
                    for letter in text[1:]
                ):
                    return False
            takes = option is not None and option.takes_value and len(text) == 2
        if option is None:
            return False
        at += 2 if takes else 1
    return at == len(words)


def _moved_behind(flag: Word, specification: Word, verb: Word, context: Context) -> list[Fix]:
    flag_span, specification_span, verb_span = flag.span, specification.span, verb.span
    if (
        flag_span is None
        or specification_span is None
        or verb_span is None
        or len({flag_span.anchor, specification_span.anchor, verb_span.anchor}) != 1
    ):
        return []
    if not flag_span.end <= specification_span.start <= specification_span.end <= verb_span.start:
        return []
    sources = context.sources
    if not sources.knows(flag_span) or not sources.editable(flag_span.to(verb_span)):
        return []
    option = sources.text(flag_span.to(specification_span))
    gap = sources.text(Span(flag_span.anchor, specification_span.end, verb_span.start))
    if gap.strip(" "):
        return []
    name = sources.text(verb_span)
    verb_name = verb.text or ""
    return [
        Fix(f"Put it behind `{verb_name}`", [Edit(flag_span.to(verb_span), f"{name} {option}")], safe=True)
    ]


RULE = MisplacedMountFlag
