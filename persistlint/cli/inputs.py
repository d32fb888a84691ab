"""The documents that a command line names: files, what lies in folders, standard input."""

from __future__ import annotations

import os
import sys

from persistlint.hosts.discover import FoundFile, ReadProblem, discover
from persistlint.settings.paths import shown
from persistlint.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from persistlint.cli.options import Options
    from persistlint.settings.discover import SettingsFinder

STDIN = "-"

_MOST_STDIN = 10_000_000


class Input:
    """One document to read, or why it can't be (``problem``).

    ``path`` is its path as told to people, ``file`` the same file for the operating system, None for standard input, ``absolute`` where it lies (or
    would). ``folder`` is where its settings are looked for. ``fatal`` says whether a problem means that the run could not do what was asked;
    ``named`` whether the user named this very file.
    """

    __slots__ = (
        "absolute",
        "document",
        "expected",
        "fatal",
        "file",
        "folder",
        "named",
        "path",
        "problem",
        "what",
    )

    def __init__(self, path: str, file: str | None, absolute: str, named: bool) -> None:
        self.path = path
        self.file = file
        self.absolute = absolute
        self.folder = os.path.dirname(absolute)
        self.named = named
        self.problem = ""
        self.fatal = False
        #: Whether files like it were to be expected among those that are named, so that not reading one is no failure.
        self.expected = False
        #: What a file is that isn't read ("PowerShell").
        self.what = ""
        self.document = _NOTHING

    def failed(self, problem: str, fatal: bool = True) -> Input:
        self.problem = problem
        self.fatal = fatal
        return self


_NOTHING = Document("", b"")


def inputs(
    options: Options,
    finder: SettingsFinder,
    walked: Callable[[int], None] | None = None,
    skipped: Callable[[str], None] | None = None,
) -> Iterator[Input]:
    """Yield every document that the options name, each once. Raises ``SettingsProblem`` where a folder's settings are wrong.

    ``walked`` is told of each folder how many files it holds, before the first of them; ``skipped`` of each folder of others' files that isn't entered.
    """
    seen: set[str] = set()
    several = len(options.paths) > 1
    for path in options.paths:
        if path == STDIN:
            yield _standard_input(options)
            continue
        folder = os.path.isdir(path)
        files = _discover(path, finder, walked, skipped) if folder else _named(path, options.language)
        for file in files:
            if several:
                identity = os.path.realpath(file.path) if "\0" not in file.path else file.path
                if identity in seen:
                    continue
                seen.add(identity)
            absolute = os.path.abspath(file.path)
            item = Input(shown(absolute), file.path, absolute, named=not folder)
            yield _read(item, file)


def _named(path: str, language: str | None) -> Iterable[FoundFile]:
    """Return the file that is named, in the language that is forced where one is."""
    files = discover((path,))
    if language is None:
        return files
    return [
        FoundFile(file.path, language) if file.problem is None or not file.problem.is_error else file
        for file in files
    ]


def _discover(
    folder: str,
    finder: SettingsFinder,
    walked: Callable[[int], None] | None,
    skipped: Callable[[str], None] | None,
) -> Iterator[FoundFile]:
    """Yield the files in a folder that neither its settings nor those of a project inside it exclude."""
    settings = finder.for_folder(folder)
    files = discover((folder,), settings.exclude, settings.root, finder.listed, skipped)
    if walked is not None:
        walked(len(files))
    last = None
    for file in files:
        # Files of one folder follow one another.
        at = os.path.dirname(file.path)
        if at != last:
            last = at
            folder_settings = finder.for_folder(at)
        if (
            folder_settings is not settings
            and folder_settings.exclude
            and _fits(file.path, folder_settings.root, folder_settings.exclude)
        ):
            continue
        if folder_settings.include and not _fits(file.path, folder_settings.root, folder_settings.include):
            continue
        yield file


def _fits(path: str, root: str, patterns: list[str]) -> bool:
    from persistlint.hosts.ignored import rules_for

    rules = rules_for(root, patterns)
    return rules is not None and bool(rules.decide(os.path.abspath(path), False))


def _read(item: Input, file: FoundFile) -> Input:
    data = file.read()
    if not isinstance(data, ReadProblem):
        item.document = Document(item.path, data, file.language)
        return item
    item.expected = data.kind in ("other-yaml", "other-unit")
    item.what = data.what
    return item.failed(data.message.removeprefix(f"{data.path}: "), data.is_error)


def _standard_input(options: Options) -> Input:
    from persistlint.hosts.detect import is_binary, language_of

    name = options.stdin_filename
    path = shown(name) if name else STDIN
    item = Input(path, None, os.path.abspath(path), named=True)
    try:
        data = sys.stdin.buffer.read(_MOST_STDIN + 1) if sys.stdin is not None else b""
    except OSError as error:
        return item.failed(f"can't read standard input: {os.strerror(error.errno) if error.errno else error}")
    if len(data) > _MOST_STDIN:
        return item.failed("standard input holds more than 10 MB, which isn't read")
    if is_binary(data):
        return item.failed("standard input is binary (it holds NUL bytes)")
    language = options.language or (language_of(name, data[:4096]) if name else "")
    if not language:
        from persistlint.hosts.guess import guess

        guessed = guess(data)
        if not guessed.language:
            reason = f"it seems to be {guessed.kind}, not a shell script"
            hint = "" if name else "; `--stdin-filename FILE` tells what it is"
            return item.failed(f"{reason}{hint}", fatal=False)
        language = guessed.language
    item.document = Document(item.path, data, language)
    return item
