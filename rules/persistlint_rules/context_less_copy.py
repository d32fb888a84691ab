"""PSL506: a build without a context copies files of the context."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.image_definition import ImageDefinition
from persistlint.rulekit.definitions import build_of, copied_from_context
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rulekit.told_to_fail import told_to_fail
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ImageBuild


class ContextLessCopy(Rule):
    code = "PSL506"
    name = "context-less-copy"
    summary = (
        "COPY or ADD in a Dockerfile that is fed through standard input: there is no context to copy from"
    )
    severity = "error"
    fix = "unsafe"
    fix_changes = ("context", "file")
    subject = ImageDefinition

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        build = build_of(definition, context)
        if build is None or build.context is None or build.context.text != "-":
            return
        copies = [step for step in definition.instructions if copied_from_context(step)]
        if not copies:
            return
        first = copies[0]
        source = copied_from_context(first)[0].text
        effect = (
            "there is nothing to copy"
            if source.strip("./") == ""
            else f"the build ends without `{source}`: it isn't found"
        )
        edit = _with_context(build, context) if build.file is None else None
        yield self.finding(
            first.span,
            f"`{build.program} build -` has a Dockerfile and no context, so {effect}. Write `-f - .`, which takes the Dockerfile from standard input and "
            "the files from this directory.",
            identity=f"{first.keyword} {source}",
            command=build,
            reason=told_to_fail(build, context),
            related=[
                (build.span, "this build has no context"),
                *((copy, "and this copies from it") for copy in copies[1:]),
            ],
            fixes=offer("Send this directory as the context", edit),
        )


def _with_context(build: ImageBuild, context: Context) -> Edit | None:
    """Return the edit that writes ``-f - .`` for the ``-``. [] unless the ``-`` is a word of its own."""
    for word in build.operands:
        if word.text == "-":
            return rewrite(word, "-f - .", context.sources, was="-")
    return None


RULE = ContextLessCopy
