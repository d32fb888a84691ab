"""Reads a Dockerfile into an image definition.

Three steps: lines (``dockerfile_lines``), words (``dockerfile_words``, ``dockerfile_expand``) and, here, instructions; what the instructions
make of the image is ``dockerfile_stages``. No grammar takes part; ``dockerfile_lines`` says why.
"""

from __future__ import annotations

from collections.abc import Callable

from persistlint.hosts.detect import DIALECTS, interpreter_of
from persistlint.hosts.dockerfile_checks import syntax_problem
from persistlint.hosts.dockerfile_lines import Body, LineReader, LogicalLine, skip_space, trim_space_end
from persistlint.hosts.dockerfile_run import run_fragments
from persistlint.hosts.dockerfile_stages import TEMPLATE, StageBuilder
from persistlint.hosts.dockerfile_words import (
    Range,
    decode,
    here_document,
    here_documents,
    json_array_of_others,
    json_strings,
    split_blanks,
    split_flags,
    split_keyword,
    split_words,
)
from persistlint.hosts.image_definition import (
    Argument,
    Flag,
    HereDocument,
    ImageDefinition,
    Instruction,
    Pair,
    ShellCode,
)
from persistlint.hosts.pieces import Pieces, compose
from persistlint.text.budgets import MOST_ARGUMENTS, MOST_INSTRUCTIONS, MOST_WORDS
from persistlint.text.document import Document
from persistlint.text.mapping import Mapping
from persistlint.text.spans import Span, document_anchor

__all__ = ["KEYWORDS", "definition_of", "read_dockerfile", "run_fragments"]

_WORDS = frozenset({"EXPOSE", "FROM"})
_WORDS_OR_JSON = frozenset({"ADD", "COPY", "VOLUME"})
_TEXT = frozenset({"MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR"})
_TEXT_OR_JSON = frozenset({"CMD", "ENTRYPOINT", "RUN", "SHELL"})
_PAIRS = frozenset({"ENV", "LABEL", "ARG"})
_SPLIT = _WORDS | _WORDS_OR_JSON
_WITH_HERE_DOCUMENTS = frozenset({"ADD", "COPY", "RUN"})
KEYWORDS = _WORDS | _WORDS_OR_JSON | _TEXT | _TEXT_OR_JSON | _PAIRS | {"HEALTHCHECK", "ONBUILD"}

SpanMaker = Callable[[int, int], Span]


def read_dockerfile(
    path: str,
    text: bytes,
    span: SpanMaker | None = None,
    build_args: dict[str, str] | None = None,
    mapping: Mapping | None = None,
) -> ImageDefinition:
    """Return the image definition that ``text`` holds. Never raises. Broken text gives the instructions that can be read.

    ``span`` makes the span of a range of ``text``; without it, spans are anchored at the document ``path``, through ``mapping`` where the Dockerfile is
    a part of it. ``build_args`` are the arguments of a known build (a name that isn't among them isn't set); None where no build is known: then an
    ARG without a default is unknown, and a default is taken and listed in ``assumes``. Unknown values are written as
    ``image_definition`` says, in ``text`` (as UTF-8) and in ``build_args``.
    """
    if span is None:
        span = _document_spans(path, mapping)
        mapping = mapping or Mapping.identity(len(text))
    definition = ImageDefinition(path, mapping)
    reader = _Reader(text, span)
    stages = StageBuilder(definition, reader.lines, build_args)
    words = 0
    while True:
        instruction = reader.next_instruction()
        if instruction is None:
            break
        words += len(instruction.args) + len(instruction.pairs) + len(instruction.flags)
        if len(definition.instructions) >= MOST_INSTRUCTIONS or words > MOST_ARGUMENTS:
            definition.complete = False
            break
        if TEMPLATE.match(instruction.keyword) or len(instruction.args) >= MOST_WORDS:
            # A line of a template may repeat or drop the lines around it.
            definition.complete = False
        definition.instructions.append(instruction)
        stages.add(instruction)
    if not definition.complete:
        for instruction in definition.instructions:
            if instruction.code is not None and TEMPLATE.search(
                decode(instruction.code.text.decode("latin-1"))
            ):
                instruction.code = None
    definition.escape = reader.lines.escape
    stages.finish()
    return definition


def definition_of(document: Document, build_args: dict[str, str] | None = None) -> ImageDefinition:
    """Return the image definition of a document that is a Dockerfile."""
    return read_dockerfile(document.path, document.data, build_args=build_args)


def _document_spans(path: str, mapping: Mapping | None) -> SpanMaker:
    anchor = document_anchor(path)

    def make(start: int, end: int) -> Span:
        if mapping is not None:
            start, end = mapping.range(start, end)
        return Span(anchor, start, end)

    return make


class _Reader:
    __slots__ = ("_data", "_span", "_text", "lines")

    def __init__(self, data: bytes, span: SpanMaker) -> None:
        self._data = data
        self._span = span
        self._text = data.decode("latin-1")
        self.lines = LineReader(self._text)

    def next_instruction(self) -> Instruction | None:
        while True:
            line = self.lines.next_line()
            if line is None:
                return None
            instruction = self._instruction(line, 0, len(line.text), False)
            if instruction is not None:
                return instruction

    def _instruction(self, line: LogicalLine, start: int, end: int, onbuild: bool) -> Instruction | None:
        text = line.text
        keyword_range, rest = split_keyword(text, start, end)
        keyword = decode(text[slice(*keyword_range)]).upper()
        end = trim_space_end(text, rest, end)
        if keyword == "ONBUILD" and not onbuild and rest < end:
            flags, rest = split_flags(text, rest, end, self.lines.escape)
            inner = self._instruction(line, rest, end, True)
            if inner is not None:
                inner.span = self._line_span(line)
                if inner.keyword in ("FROM", "MAINTAINER", "ONBUILD"):
                    inner.problem = f"ONBUILD {inner.keyword} isn't allowed"
                elif flags:
                    inner.problem = inner.problem or "ONBUILD takes no flags"
                return inner
        if not keyword:
            return None
        instruction = Instruction(keyword, self._line_span(line))
        instruction.onbuild = onbuild
        flags, rest = split_flags(text, rest, end, self.lines.escape)
        for written, place in flags:
            name, equals, value = decode(written)[2:].partition("=")
            instruction.flags.append(Flag(name, value, self._range_span(line, place), not equals))
        self._arguments(instruction, line, rest, end)
        if keyword in _WITH_HERE_DOCUMENTS and not instruction.json and "<<" in text:
            self._here_documents(instruction, line, rest, end)
        if not onbuild and keyword in KEYWORDS:
            # What a trigger's words are good for is asked when it is triggered.
            instruction.problem = instruction.problem or syntax_problem(instruction)
        return instruction

    def _arguments(self, instruction: Instruction, line: LogicalLine, start: int, end: int) -> None:
        keyword = instruction.keyword
        text = line.text
        if keyword in _SPLIT and TEMPLATE.search(text, start, end):
            # Its blanks don't separate words.
            instruction.args += self._plain(line, [(start, end)])
        elif keyword == "HEALTHCHECK":
            (start, kind_end), rest = split_keyword(text, start, end)
            instruction.args += self._plain(line, [(start, kind_end)] if kind_end > start else [])
            self._text_or_json(instruction, line, skip_space(text, rest, end), end)
        elif keyword in _TEXT_OR_JSON:
            self._text_or_json(instruction, line, start, end)
        elif keyword in _WORDS_OR_JSON:
            if not self._json(instruction, line, start, end):
                instruction.args += self._plain(line, split_blanks(text, start, end))
        elif keyword in _WORDS:
            instruction.args += self._plain(line, split_blanks(text, start, end))
        elif keyword in _PAIRS:
            self._pairs(instruction, line, start, end)
        elif keyword in _TEXT:
            instruction.args += self._plain(line, [(start, end)] if end > start else [])
        elif keyword != "ONBUILD":
            if not instruction.onbuild:
                instruction.problem = f"{keyword} is no instruction"
            instruction.args += self._plain(line, split_blanks(text, start, end))

    def _text_or_json(self, instruction: Instruction, line: LogicalLine, start: int, end: int) -> None:
        if self._json(instruction, line, start, end) or end <= start:
            return
        instruction.args += self._plain(line, [(start, end)])
        if instruction.keyword != "SHELL":
            instruction.code = ShellCode(
                line.text[start:end].encode("latin-1"), self._cut(line, [(0, start, end - start)]), ""
            )

    def _json(self, instruction: Instruction, line: LogicalLine, start: int, end: int) -> bool:
        strings = json_strings(line.text, start, end)
        if strings is None:
            if line.text.startswith("[", start) and json_array_of_others(decode(line.text[start:end])):
                instruction.problem = "a JSON array here holds nothing but strings"
            return False
        instruction.json = True
        for string in strings:
            span = self._range_span(line, (string.start, string.end))
            instruction.args.append(Argument(string.value, span))
        if instruction.keyword in ("RUN", "CMD", "ENTRYPOINT"):
            index = _script_index([string.value for string in strings])
            if index is not None and strings[index].segments is not None:
                script = strings[index]
                code = script.value.encode("utf-8", "surrogateescape")
                instruction.code = ShellCode(
                    code,
                    self._cut(line, script.segments or []),
                    DIALECTS[strings[0].value.rpartition("/")[2]],
                )
        return True

    def _pairs(self, instruction: Instruction, line: LogicalLine, start: int, end: int) -> None:
        text = line.text
        words = split_words(text, start, end, self.lines.escape)
        if not words:
            return
        if instruction.keyword != "ARG" and "=" not in text[slice(*words[0])]:
            # The old form: ENV NAME the rest of the line
            (name_start, name_end), value_start = split_keyword(text, start, end)
            name, *values = self._plain(line, [(name_start, name_end), (value_start, end)])
            if value_start >= end:
                instruction.problem = f"{instruction.keyword} needs a name and a value"
            instruction.pairs.append(Pair(name, values[0], legacy=True))
            return
        for word_start, word_end in words:
            equals = text.find("=", word_start, word_end)
            if equals < 0:
                (name,) = self._plain(line, [(word_start, word_end)])
                if instruction.keyword != "ARG":
                    instruction.problem = f"{name.written} has no ="
                    continue
                instruction.pairs.append(Pair(name, None))
                continue
            name, value = self._plain(line, [(word_start, equals), (equals + 1, word_end)])
            instruction.pairs.append(Pair(name, value))

    def _here_documents(self, instruction: Instruction, line: LogicalLine, start: int, end: int) -> None:
        operators = here_documents(line.text)
        if not operators:
            return
        bodies: list[Body] = []
        for name, expand, chomp in operators:
            body = self.lines.body(name, chomp)
            bodies.append(body)
            instruction.heredocs.append(
                HereDocument(
                    decode(name),
                    self._data[body.start : body.end],
                    body.start,
                    body.end,
                    self._span(body.start, body.end),
                    expand,
                    chomp,
                    body.terminated,
                )
            )
            if not body.terminated:
                instruction.problem = f"the here-document {decode(name)} has no end"
        instruction.span = self._span(line.start, bodies[-1].name_end)
        if instruction.keyword == "RUN":
            whole = here_document(line.text[start:end]) is not None
            instruction.code = self._here_code(instruction, bodies, whole)

    def _here_code(self, instruction: Instruction, bodies: list[Body], whole: bool) -> ShellCode | None:
        """Return the code that the shell reads of a RUN with here-documents.

        Where the here-document's operator is the ``whole`` command, the code is its body alone.
        """
        pieces = Pieces(self._data)
        if whole:
            body = bodies[0]
            _add_body(pieces, self._data, body, instruction.heredocs[0].chomp)
            text = pieces.text
            dialect = ""
            if text.startswith(b"#!"):
                dialect = DIALECTS.get(interpreter_of(text), "")
                if not dialect:
                    return None
            return ShellCode(text, pieces.mapping, dialect)
        if instruction.code is None:
            return None
        for _, origin, length in instruction.code.mapping.segments:
            pieces.add(origin, origin + length)
        for body in bodies:
            # The line end before the body is the one that ends the command's line, or the delimiter's of the body before.
            pieces.add(body.start - 1, body.start)
            pieces.add_lines(body.start, body.end)
            pieces.add(body.name_start, body.name_end)
        return ShellCode(pieces.text, pieces.mapping, "")

    def _plain(self, line: LogicalLine, ranges: list[Range]) -> list[Argument]:
        return [
            Argument(decode(line.text[start:end]), self._range_span(line, (start, end)))
            for start, end in ranges
        ]

    def _line_span(self, line: LogicalLine) -> Span:
        return self._span(line.start, line.end)

    def _range_span(self, line: LogicalLine, place: Range) -> Span:
        return self._span(*line.mapping.range(*place))

    def _cut(self, line: LogicalLine, segments: list[tuple[int, int, int]]) -> Mapping:
        return compose(Mapping(segments or [(0, 0, 0)]), line.mapping)


def _script_index(words: list[str]) -> int | None:
    """Return the index of the word in an exec form that is a shell's ``-c`` script, None where there is no such word."""
    if not words or words[0].rpartition("/")[2] not in DIALECTS:
        return None
    index = 1
    takes_script = False
    while index < len(words):
        word = words[index]
        if not word.startswith(("-", "+")) or word in ("-", "--"):
            break
        if word.startswith("--"):
            index += 1
            continue
        takes_script = takes_script or "c" in word[1:]
        index += 2 if word.endswith(("o", "O")) else 1
    return index if takes_script and index < len(words) else None


def _add_body(pieces: Pieces, data: bytes, body: Body, chomp: bool) -> None:
    if not chomp:
        pieces.add_lines(body.start, body.end)
        return
    at = body.start
    while at < body.end:
        newline = data.find(b"\n", at, body.end)
        end = body.end if newline < 0 else newline + 1
        while at < end and data[at] == 9:
            at += 1
        pieces.add_lines(at, end)
        at = end
