"""Demonstrations: mistakes that a document shows on purpose, so that whoever reads it has been told."""

from __future__ import annotations

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.rules.finding import Finding
    from persistlint.text.document import Document
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Span

#: How a comment says that what stands beside it doesn't work.
_COMMENT = regex(r"(?:^|[\s>])#+\s*(?P<text>[^\n]*)$")
_SAYS = regex(
    r"(?i)\b(?:fails|will fail|(?:won't|doesn't|does not|will not) work|don't do this|No such file|not found|refuses|refused)\b"
    r"|\b(?:produces|gives|throws|raises|causes|an)\s+(?:an?\s+)?error\b|^\W*(?:wrong|error|bad|don't)\b\W*(?:$|[:.!,(-])|^\W*don't (?:do|use|run|copy) (?:this|that|it)\b|\b(?:is|this is) wrong\b"
    r"|\b(?:is|are) (?:gone|lost)\b|will be (?:gone|lost)|[\u274c\u2717\u2718]",
)
#: "# exit on error", "# if it fails": of what may happen, not of what does.
_MAY = regex(
    r"(?i)\b(?:on|if|when|whenever|in case|unless|until|so that|ensure|ensures|make sure|avoid|avoids|prevent|prevents|without|fix|fixes|ignore)\b"
)
_MISHAP = regex(r"(?i)\b(?:error|fails?|wrong|not found|lost|gone)")
_SENTENCES = regex(r"[.;]")
#: How the programs themselves say it.
_OUTPUT = regex(
    r"No such file or directory|Error response from daemon|^docker: |^Error: |^error: |invalid (?:reference format|mode|mount|argument|spec)"
    r"|^=> ERROR \[|^ERROR: failed to |unknown (?:shorthand )?flag|is not (?:absolute|a directory)|cannot (?:access|open)|can't open|the input device is not a TTY|mount path must be",
)
#: How databases say that the data isn't there.
_MISSING = regex(
    r"^\s*(?:>\s*)*(?:psql: |mysql: )?(?:ERROR|FATAL|error|Error)\b.*(?:\b(?:relation|database|table|schema)\b.* (?:does not|doesn't) exist"
    r"|Unknown database|no such (?:table|index))",
)
_BLOCK_LINES = 60
_PROMPT = regex(r"\s*(?:>\s*)*(?:\S*[@\]/~:]\S*\s?)?[$%#>]\s")
#: So many lines after a command are looked at for what it prints, and so many of text for the block that shows it.
_OUTPUT_LINES = 4
#: BuildKit's progress, behind which the error stands.
_PROGRESS = regex(r"\[\+\] Building |=> |#\d+ ")
_MOST_PROGRESS = 40
_FENCES = ("```", "~~~")
#: How a text introduces what a command prints, and how it introduces what it may print (``If you see this error``).
_PRINTS = regex(r"(?i)\b(?:see|outputs?|prints?|shows?|returns?|result|error|fails)\b")
_IF = regex(r"(?i)\b(?:if|in case|might|may|can|could|sometimes|when)\b")


def demonstrated(finding: Finding, sources: Sources) -> bool:
    """Return whether a comment or an output shown with the command says that it goes wrong."""
    if any(_says_so(line) for line in _own(finding.command_span, sources)):
        return True
    if _misses(finding.command_span, sources) or _led_to_by_a_refusal(finding.command_span, sources):
        return True
    spans = [finding.command_span, *(related.span for related in finding.related)]
    return any(_meets(span, sources) for span in spans)


#: What a reader has to fill in or to leave out: `...`, `<name>`, `[OPTIONS]`, `[image name]`, `{the image}`, `db??`, templates.
#: Behind a `0.03s user` stands what `time` printed. Arrows and frames are a drawing's.
_GAP = regex(
    r"(?<![\w./])(?:\.\.\.|\u2026)(?![\w/])|<[A-Za-z\u00a1-\uffff][^<>\n]{0,80}>|\[(?:OPTIONS?|options?|flags?|ARG|COMMAND)\b[^\]\n]{0,40}\]|\{\{(?![- ]{0,3}(?:[.$\"(]|(?:range|json|if|end|println|index|len|with|join|upper|lower|title|table|slice)\b))|\{%|%%\w+%%|@[A-Z_]{2,}@"
    r"|(?<=[ \t=])\[{1,2}[A-Za-z\u00a1-\uffff-][^\[\]\n]{0,60}\]{1,2}(?=[\s:,]|$)|(?<=[ \t])(?:[-=]>|//)(?=[ \t\w])|(?<=[\s/:=_-])\{[A-Za-z\u00a1-\uffff][^{}\n,.$]{0,60}\}|\w\?\?+|\d(?:\.\d+)?s user\b|Sending build context|Using default tag: |[\u2190-\u21ff\u27f5-\u27ff\u2794\u279c\u279e\u2500-\u257f]"
)


#: Words in capitals that a reader replaces (`TAG_NAME`, `EXT_PORT:INT_PORT`). A variable that is passed on by its name is none.
_TO_REPLACE = regex(
    r"(?:(?<=[ \t:/=])|\A)(?<!-e )(?<!--env )(?<!--build-arg )(?<!env=)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"
    r"_(?:NAME|DIR|DIRECTORY|PATH|PORT|TAG|ID|FILE|FOLDER|ARGS?|ARGUMENTS?|OPTIONS?|IMAGE|CONTAINER|VOLUME|NETWORK|HOST|IP|COMMAND|HERE)(?![\w=$}.-])"
)


def shown_with_gaps(finding: Finding, sources: Sources) -> bool:
    """Return whether the document leaves a part of the finding's command to its reader."""
    span = finding.command_span
    if not sources.knows(span):
        return False
    return has_gaps(sources.text(span))


def has_gaps(text: str) -> bool:
    """Return whether a document's command leaves something to its reader: an ellipsis, a placeholder, a synopsis' brackets."""
    return _GAP.search(text) is not None or _TO_REPLACE.search(text) is not None


def _says_so(line: str) -> bool:
    comment = _COMMENT.search(line)
    if comment is None or _SAYS.search(comment["text"]) is None:
        return False
    return not any(map(_may_happen, _SENTENCES.split(comment["text"])))


def _may_happen(sentence: str) -> bool:
    """Return whether the sentence tells of what may go wrong."""
    may = _MAY.search(sentence)
    return may is not None and _MISHAP.search(sentence, may.end()) is not None


def _own(span: Span, sources: Sources) -> Iterator[str]:
    """Yield the lines of the command, and the comment above it."""
    if not sources.knows(span):
        return
    place = sources.place(span)
    document = place.document
    first, last = place.line, document.position(max(place.start, place.end - 1))[0]
    for number in range(first, last + 1):
        yield document.line_text(number)
    above = document.line_text(first - 1).strip(" \t>")
    if above.startswith("#"):
        yield f" {above}"


#: How a text leads to what can't be done: "The Dockerfile cannot simply do:".
_CANNOT = regex(
    r"(?i)\b(?:cannot|can't|can not|must not|mustn't|won't work|doesn't work|does not work|isn't allowed|not allowed|not supported|unsupported|no (?:se )?puede[ns]?|não (?:se )?pode|ne peut pas|kann nicht|нельзя|不能|不可以|できません)"
    r"[^.!?\n]*[:：]\W*$"
)
_MOST_LEAD = 3


def _led_to_by_a_refusal(span: Span, sources: Sources) -> bool:
    """Return whether the line before the block says that what follows can't be done."""
    if not sources.knows(span):
        return False
    place = sources.place(span)
    document = place.document
    if document.language != "markdown":
        return False
    first = document.position(place.start)[0]
    number = first - 1
    while number > max(0, first - _BLOCK_LINES) and not document.line_text(number).strip(" \t>").startswith(
        _FENCES
    ):
        number -= 1
    for above in range(number - 1, number - 1 - _MOST_LEAD, -1):
        line = document.line_text(above).strip(" \t>")
        if line:
            return _CANNOT.search(line) is not None
    return False


def _meets(span: Span, sources: Sources) -> bool:
    if not sources.knows(span):
        return False
    place = sources.place(span)
    document = place.document
    last = document.position(max(place.start, place.end - 1))[0]
    if _says_so(document.line_text(last)):
        return True
    behind = next(filter(None, (document.line_text(last + more).strip(" \t>") for more in (1, 2))), "")
    if behind.startswith("#") and _says_so(f" {behind}"):
        return True
    return _fails(document, last + 1) or _fails(document, _next_block(document, last + 1))


def _misses(span: Span, sources: Sources) -> bool:
    """Return whether a database's output further down in the block says that it doesn't have what was asked for."""
    if not sources.knows(span):
        return False
    place = sources.place(span)
    document = place.document
    first = document.position(max(place.start, place.end - 1))[0] + 1
    for number in range(first, first + _BLOCK_LINES):
        line = document.line_text(number)
        if line.strip(" \t>").startswith(_FENCES):
            return False
        if not _PROMPT.match(line) and _MISSING.search(line):
            return True
    return False


def _fails(document: Document, number: int) -> bool:
    """Return whether the lines from ``number`` on are output that shows a failure."""
    seen = passed = 0
    while seen < _OUTPUT_LINES and passed < _MOST_PROGRESS:
        line = document.line_text(number).strip(" \t>")
        if not line or line.startswith(_FENCES) or _PROMPT.match(document.line_text(number)):
            return False
        if _OUTPUT.search(line):
            return True
        if _PROGRESS.match(line):
            passed += 1
        else:
            seen += 1
        number += 1
    return False


def _next_block(document: Document, number: int) -> int:
    """Return the first line of the output block that follows at once ("You should see:") where this block ends at ``number``, else 0."""
    if not document.line_text(number).strip(" \t>").startswith(_FENCES):
        return 0
    text = ""
    for opening in range(number + 1, number + 2 + _OUTPUT_LINES):
        line = document.line_text(opening).strip(" \t>")
        if line.startswith(_FENCES):
            return opening + 1 if _PRINTS.search(text) and not _IF.search(text) else 0
        text += f"{line} "
    return 0
