"""What the evaluator lists for a piece of shell text, in a form that a table can hold."""

from __future__ import annotations

from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.evaluate.memo import Memo, SourcedFiles
from persistlint.shell.invocation import Gap, Invocation, NotUnderstood
from persistlint.shell.reach import may_source, names_engine, sourced_files
from persistlint.shell.syntax.parser import Parser
from persistlint.shell.values import Literal, Word


def evaluate(
    text: str,
    dialect: str = "bash",
    *,
    files: dict[str, str] | None = None,
    memo: Memo | None = None,
    budget: int = 400_000,
    document: bool = False,
    sourced_files: SourcedFiles | None = None,
) -> Evaluator:
    """Return the evaluator after ``text``; ``files`` are those that ``source`` finds."""

    def read(name: str) -> tuple[str, bytes] | None:
        key = name.removeprefix("./")
        return (key, files[key].encode()) if files and key in files else None

    evaluator = Evaluator(
        "script.sh",
        dialect,
        read_source=read,
        memo=memo,
        budget=budget,
        document=document,
        sourced_files=sourced_files,
    )
    evaluator.fragment(text.encode("utf-8", "surrogateescape"), 0)
    evaluator.uncalled()
    # What lists an engine's command must never be passed over as text that can't.
    assert not engine_calls(evaluator) or reaches(text, files or {}), text
    return evaluator


def reaches(text: str, files: dict[str, str]) -> bool:
    """Return whether the text says that it may come to an engine's command; of what it sources, ``files`` are looked into."""
    source = text.encode("utf-8", "surrogateescape").decode("latin-1")
    if names_engine(source):
        return True
    if not may_source(source):
        return False
    names = sourced_files(Parser(source).parse()[0], source)
    return names is None or any(reaches(files.get(name, ""), files) for name in names)


def engine_calls(evaluator: Evaluator) -> list[Invocation]:
    return [event for event in evaluator.events if isinstance(event, Invocation) and event.is_engine]


def shown(words: tuple[Word, ...] | list[Word]) -> str:
    """Return the words with blanks between them; one that is empty or holds a blank stands in ``[…]``."""
    out = []
    for word in words:
        text = word.display()
        out.append(f"[{text}]" if not text or any(c in text for c in " \t\n") else text)
    return " ".join(out)


def calls(text: str, dialect: str = "bash", **options: object) -> list[str]:
    """Return every docker command that the text makes."""
    return [shown(call.words) for call in engine_calls(evaluate(text, dialect, **options))]  # type: ignore[arg-type]


def gaps(text: str, **options: object) -> list[str]:
    return [event.reason for event in evaluate(text, **options).events if isinstance(event, Gap)]  # type: ignore[arg-type]


def unread(text: str) -> list[str]:
    """Return the stretches that could not be parsed, as text."""
    evaluator = evaluate(text)
    out = []
    for event in evaluator.events:
        if isinstance(event, NotUnderstood):
            base = evaluator.anchors[event.span.anchor][1]
            out.append(text.encode()[base + event.span.start : base + event.span.end].decode())
    return out


def misplaced(text: str, **options: object) -> list[str]:
    """Literal pieces of docker commands whose span doesn't hold their text."""
    evaluator = evaluate(text, **options)  # type: ignore[arg-type]
    raw = text.encode()
    out = []
    for call in engine_calls(evaluator):
        for word in call.words:
            for piece in word.value.pieces:
                if not isinstance(piece, Literal) or piece.span is None:
                    continue
                if piece.span.anchor in evaluator.anchors:
                    base, source = evaluator.anchors[piece.span.anchor][1], raw
                else:
                    _, source, base = evaluator.sourced[piece.span.anchor]
                written = source[base + piece.span.start : base + piece.span.end].decode()
                if written != piece.text:
                    out.append(f"{piece.text!r} stands where {written!r} is written")
    return out
