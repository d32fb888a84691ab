"""The shell code and the Dockerfiles in the code blocks of a Markdown document.

The block grammar of tree-sitter-markdown says where code blocks are, in lists and block quotes too; the prefix of a line there is taken off through
the mapping. What a block is, its tag says: the first word of the info string (``bash``, ``{.bash}``, ``bash title="x"``). A block without a tag is read where it
has prompts, or where it calls docker, podman or nerdctl and holds nothing but commands before that; not where its lines are continued as in PowerShell, whatever the tag says.
Outside of blocks a line is read that is a command of an engine and nothing else (``bare_lines``).
"""

from __future__ import annotations

from persistlint.hosts.detect import holds_services
from persistlint.hosts.fragment import Fragment
from persistlint.hosts.pieces import Pieces
from persistlint.hosts.transcript import command_lines
from persistlint.text.budgets import MOST_NESTED_FENCES
from persistlint.text.document import BOM, Document
from persistlint.text.mapping import Mapping
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from persistlint.hosts.compose.definition import ComposeFile

#: Tags of scripts, and the dialect that each means.
SCRIPT_TAGS = {
    "bash": "bash",
    "shell": "bash",
    "sh": "sh",
    "zsh": "zsh",
    "ksh": "ksh",
    "dash": "dash",
    "ash": "ash",
    "bats": "bats",
    "shellscript": "bash",
    "shell-script": "bash",
}
#: Tags of what was seen in a terminal.
TERMINAL_TAGS = frozenset(
    {
        "bash-session",
        "console",
        "session",
        "sh-session",
        "shell-session",
        "shellconsole",
        "shellsession",
        "term",
        "terminal",
        "zsh-session",
    }
)
YAML_TAGS = frozenset({"compose", "docker-compose", "yaml", "yml"})
DOCKERFILE_TAGS = frozenset({"containerfile", "docker", "dockerfile"})

#: Not an attribute (``title="x"``), which may stand where no tag does.
#: The second group is there where the word is an attribute's name (``title="x"``) and no language.
_TAG = regex(r"\{?[ \t]*\.?([A-Za-z][\w+#-]*)(?:[ \t]*(=))?")
_DIRECTIVE = regex(r"\{(?:code-block|code|sourcecode|code-cell)\}[ \t]+([A-Za-z][\w+#-]*)")
#: An instruction: in upper case, for ``run`` and ``label`` begin sentences too; FROM and ARG, which begin Dockerfiles, in any.
_INSTRUCTION = regex(
    rb"(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME"
    rb"|WORKDIR|from|arg)[ \t]+\S"
)
_CONTAINERS = frozenset({"document", "section", "list", "list_item", "block_quote"})
_FENCE = regex(rb"[ \t]*(?:```|~~~)")
_BARE_ENGINE = regex(rb"(?m)^[ \t>`$]*(?:sudo[ \t]+)?(?:docker|podman|nerdctl)[ \t]")
#: Backquotes and blanks behind a bare command: so many bytes may stand before its line end.
_MOST_MARKUP = 60
#: A line that is one span of inline code.
_QUOTED_LINE = regex(rb"[ \t]*(`{1,2})(?!`)[^`]+\1[ \t]*\Z")
_INDENT = regex(rb" {0,3}\t| {1,4}")


class CodeBlock:
    """A code block: its ``tag`` in lower case ("" without one) and the range of each line without prefix and line end.

    ``is_bare`` is true for lines of a paragraph that are commands. They are no block on the page.
    """

    __slots__ = ("is_bare", "lines", "tag")

    def __init__(self, tag: str, lines: list[tuple[int, int]], is_bare: bool = False) -> None:
        self.tag = tag
        self.lines = lines
        self.is_bare = is_bare


def fragments(document: Document, blocks: list[CodeBlock] | None = None) -> list[Fragment]:
    """Return the shell code of the document's blocks.

    ``kind`` is "block", ``block`` counts those with shell code, ``transcript`` is true where a prompt stands.
    """
    result: list[Fragment] = []
    data = document.data
    for block in code_blocks(data) if blocks is None else blocks:
        if not _may_be_shell(block, data) or _is_powershell(block, data):
            continue
        lines = [data[start:end].decode("latin-1") for start, end in block.lines]
        tagged = is_shell_tag(block.tag)
        if block.is_bare:
            commands, transcript = [(index, 0) for index in range(len(lines))], False
        else:
            commands, transcript = command_lines(lines, block.tag in TERMINAL_TAGS, tagged)
        if not any(lines[index][skip:].strip() for index, skip in commands):
            continue
        pieces = Pieces(data)
        for index, skip in commands:
            start, end = block.lines[index]
            _add_line(pieces, data, start + skip, end, _MOST_MARKUP if block.is_bare else 0)
        dialect = SCRIPT_TAGS.get(block.tag, "bash")
        result.append(Fragment(pieces.text, pieces.mapping, "block", dialect, len(result), transcript))
    return result


def dockerfiles(document: Document, blocks: list[CodeBlock] | None = None) -> list[tuple[bytes, Mapping]]:
    """Return the text of each block tagged as a Dockerfile, with the map to the document."""
    result: list[tuple[bytes, Mapping]] = []
    data = document.data
    for block in code_blocks(data) if blocks is None else blocks:
        if block.tag not in DOCKERFILE_TAGS or not _is_dockerfile(block, data):
            continue
        pieces = Pieces(data)
        for start, end in block.lines:
            _add_line(pieces, data, start, end)
        result.append((pieces.text, pieces.mapping))
    return result


def compose_files(
    document: Document, blocks: list[CodeBlock] | None = None
) -> list[tuple[ComposeFile, Mapping]]:
    """Return each YAML block that is a whole Compose file, with the map to the document. Each file's spans have an anchor of their own."""
    result: list[tuple[ComposeFile, Mapping]] = []
    data = document.data
    if b"services:" not in data:
        return result
    for block in code_blocks(data) if blocks is None else blocks:
        if block.tag not in YAML_TAGS:
            continue
        pieces = Pieces(data)
        for start, end in block.lines:
            _add_line(pieces, data, start, end)
        if not holds_services(pieces.text):
            continue
        from persistlint.hosts.compose.reading import read_file

        file = read_file(document.path, pieces.text, {}, (document.path, "!compose", len(result)), "")
        file.is_editable = len(pieces.mapping.segments) == 1
        result.append((file, pieces.mapping))
    return result


def code_blocks(data: bytes) -> list[CodeBlock]:
    """Return every fenced and indented code block, in order.

    Fences in an indented block are blocks of their own: documentation tools indent what stands in a tab or a note.
    """
    return [block for block in _blocks(data, 0) if block.lines]


def _blocks(data: bytes, depth: int) -> list[CodeBlock]:
    from tree_sitter import Language, Parser
    from tree_sitter_markdown import language

    # The grammar counts on a line end at the end, and knows no BOM.
    text = data.replace(b"\0", b" ")
    if text.startswith(BOM):
        text = b"   " + text[3:]
    if not text.endswith(b"\n"):
        text += b"\n"
    tree = Parser(Language(language())).parse(text)
    result: list[CodeBlock] = []
    waiting = [tree.root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "fenced_code_block":
            result.append(_fenced(node, data))
        elif node.type == "indented_code_block":
            result += _indented_blocks(data, _indented(node, data), depth)
        elif node.type == "paragraph":
            result += _bare(node, data)
        elif node.type in _CONTAINERS:
            waiting += reversed(node.children)
    return result


def _bare(paragraph: Node, data: bytes) -> list[CodeBlock]:
    """Return the commands that stand bare in a paragraph, a block for those on consecutive lines."""
    inline = next((child for child in paragraph.children if child.type == "inline"), None)
    if inline is None or _BARE_ENGINE.search(data[inline.start_byte : inline.end_byte]) is None:
        return []
    return _commands_in(_lines(inline, data, inline.start_byte), data)


def _commands_in(ranges: list[tuple[int, int]], data: bytes) -> list[CodeBlock]:
    """Return the lines that are commands and nothing else, also in backquotes."""
    from persistlint.hosts.bare_lines import bare_commands

    lines = [data[start:end].decode("latin-1") for start, end in ranges]
    return [
        CodeBlock(
            "",
            [(ranges[index][0] + start, ranges[index][0] + end) for index, start, end in group],
            is_bare=True,
        )
        for group in bare_commands(lines)
    ]


def _indented_blocks(data: bytes, lines: list[tuple[int, int]], depth: int) -> list[CodeBlock]:
    written = [(start, end) for start, end in lines if data[start:end].strip()]
    if written and all(_QUOTED_LINE.match(data, start, end) for start, end in written):
        # Inline code on lines of its own, in a list's item.
        return _commands_in(lines, data)
    if depth >= MOST_NESTED_FENCES or not any(_FENCE.match(data, start, end) for start, end in lines):
        return [CodeBlock("", lines)]
    pieces = Pieces(data)
    for start, end in lines:
        _add_line(pieces, data, start, end)
    mapping = pieces.mapping
    return [
        CodeBlock(
            block.tag, [(first := mapping.start(start), first + end - start) for start, end in block.lines]
        )
        for block in _blocks(pieces.text, depth + 1)
    ]


def _add_line(pieces: Pieces, data: bytes, start: int, end: int, markup: int = 0) -> None:
    """Add a line with its line end, which is ``\\n`` whatever it is in the document. So many bytes of ``markup`` may stand before that."""
    pieces.add(start, end)
    newline = data.find(b"\n", end, end + 2 + markup)
    if newline >= 0:
        pieces.add(newline, newline + 1)


def tag_of(info: str) -> str:
    """Return the language that an info string names, in lower case, "" where it names none."""
    match = _DIRECTIVE.match(info.strip())
    if match is not None:
        return match.group(1).lower()
    match = _TAG.match(info.strip())
    return match.group(1).lower() if match is not None and match.group(2) is None else ""


#: Tags of other languages, and of what programs print. Any other tag says as little as none: it may be a theme's word, a file's name, ``text``.
_OTHER_LANGUAGES = frozenset(
    """
    actionscript apache apacheconf asciidoc asm awk bat batch batchfile bicep c caddy caddyfile clojure cmake cmd conf config coffee cpp c++ c# cs
    csharp css csv cypher d2 dart diff dos dotenv elixir elm email env erlang fish fsharp git go golang gradle graphql groovy haskell hcl haproxy html
    http ini input java javascript jenkins jenkinsfile jinja jinja2 jq js json json5 jsonc json5 jsx julia kotlin latex less liquid lisp log logs logfile lua make
    makefile markdown mdx mermaid md mysql nginx nim nix objc ocaml output pascal patch perl pgsql php plantuml postgres postgresql powershell properties proto
    protobuf prolog promql properties ps ps1 psql puppet pwsh py python python3 pycon r rb rego result results rst ruby rust rs scala scss sed smalltalk sql
    stderr stdout svelte svg swift systemd tcl terraform tex tf tfvars toml ts tsx twig typescript unit vb vbnet verilog vim vue wasm xml xsl yaml yml zig
    """.split()
)


def is_shell_tag(tag: str) -> bool:
    """Return whether a block's tag says that it holds shell commands."""
    return tag in SCRIPT_TAGS or tag in TERMINAL_TAGS


def _may_be_shell(block: CodeBlock, data: bytes) -> bool:
    if not block.tag or is_shell_tag(block.tag):
        return True
    if block.tag not in _OTHER_LANGUAGES and block.tag not in YAML_TAGS and block.tag not in DOCKERFILE_TAGS:
        return _holds_engine(block, data)
    return block.tag in DOCKERFILE_TAGS and not _is_dockerfile(block, data)


def _holds_engine(block: CodeBlock, data: bytes) -> bool:
    """Return whether a line of the block begins with an engine's name, behind a prompt or not."""
    return any(_BARE_ENGINE.match(data, start, end) is not None for start, end in block.lines)


def _is_powershell(block: CodeBlock, data: bytes) -> bool:
    """Return whether backquotes continue the block's lines, as in PowerShell: every backquote ends a line, behind a blank."""
    lines = [data[start:end] for start, end in block.lines]
    continued = sum(line.rstrip().endswith((b" `", b"\t`")) for line in lines)
    return continued > 0 and continued == sum(line.count(b"`") for line in lines)


def _is_dockerfile(block: CodeBlock, data: bytes) -> bool:
    """Return whether a block tagged ``docker`` or ``dockerfile`` holds instructions. Such tags stand over sessions and output too."""
    for start, end in block.lines:
        line = data[start:end].strip()
        if line and not line.startswith(b"#"):
            return _INSTRUCTION.match(line) is not None or line.startswith(b"...")
    return False


def _fenced(node: Node, data: bytes) -> CodeBlock:
    tag = ""
    content: Node | None = None
    for child in node.children:
        if child.type == "info_string":
            tag = tag_of(data[child.start_byte : child.end_byte].decode("latin-1"))
        elif child.type == "code_fence_content":
            content = child
    if content is None:
        return CodeBlock(tag, [])
    lines = _lines(content, data, content.start_byte)
    # A fence may stand up to three columns in; so far its lines are unindented. The grammar counts these columns to the fence's delimiter, or,
    # behind a list that the fence ends, to nothing at all: so what counts is where the fence itself stands.
    fence = node.start_byte
    while data[fence : fence + 1] == b" ":
        fence += 1
    column = _column(data, fence)
    return CodeBlock(
        tag,
        [
            (_unindented(data, start, end, min(column - _column(data, start), 3), b" "), end)
            for start, end in lines
        ],
    )


def _indented(node: Node, data: bytes) -> list[tuple[int, int]]:
    match = _INDENT.match(data, node.start_byte)
    first = match.end() if match else node.start_byte
    column = _column(data, first)
    lines: list[tuple[int, int]] = []
    for start, end in _lines(node, data, first):
        # The grammar takes the indentation for a prefix in some lines and for code in others (after a blank one).
        missing = column - _column(data, start)
        lines.append((_unindented(data, start, end, missing, b" \t"), end))
    while lines and not data[slice(*lines[-1])].strip():
        lines.pop()
    return lines


def _lines(node: Node, data: bytes, first: int) -> list[tuple[int, int]]:
    """Return the range of each line of a code node, without the prefixes (the grammar's block continuations)."""
    prefixes = {
        child.start_byte: child.end_byte for child in node.children if child.type == "block_continuation"
    }
    result: list[tuple[int, int]] = []
    end = min(node.end_byte, len(data))
    at = node.start_byte
    start = first
    while at < end:
        newline = data.find(b"\n", at, end)
        stop = end if newline < 0 else newline
        at = end if newline < 0 else newline + 1
        if newline >= 0 or stop > start:
            if stop > start and data[stop - 1] == 13:
                stop -= 1
            result.append((min(start, stop), stop))
        start = prefixes.get(at, at)
    return result


def _column(data: bytes, at: int) -> int:
    """Return the number of bytes before ``at`` in its line."""
    return at - (data.rfind(b"\n", 0, at) + 1)


def _unindented(data: bytes, start: int, end: int, columns: int, blanks: bytes) -> int:
    while columns > 0 and start < end and data[start] in blanks:
        start += 1
        columns -= 1
    return start
