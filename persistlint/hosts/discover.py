"""Finds the files to read under the paths that a user gives."""

from __future__ import annotations

import os
import stat

from persistlint.files.places import resolve
from persistlint.hosts.detect import LANGUAGES, TEMPLATE_EXTENSIONS, is_binary, language_of
from persistlint.hosts.files import (
    HEAD,
    START,
    ReadProblem,
    from_error,
    not_regular,
    read_file,
    read_start,
)
from persistlint.hosts.not_read import holds_command, kind_not_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from persistlint.hosts.ignored import Ignored, IgnoreRules

__all__ = ["FoundFile", "ReadProblem", "discover", "read_file"]

#: Directories in which a user may look for findings: others' programs that the project carries. Nobody expects any in a tool's folders.
OTHERS_DIRECTORIES = frozenset(
    {
        "bower_components",
        "dist-packages",
        "node_modules",
        "site-packages",
        "third-party",
        "third_party",
        "vendor",
        "venv",
    }
)
#: Directories that hold what others wrote, or what a tool made.
SKIPPED_DIRECTORIES = OTHERS_DIRECTORIES | frozenset(
    {
        ".eggs",
        ".git",
        ".hg",
        ".jj",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".terraform",
        ".tox",
        ".venv",
        "__pycache__",
    }
)
#: Extensions of files that are no scripts, so that they aren't opened to look for a shebang.
_NO_SCRIPTS = frozenset(
    [
        ".7z",
        ".a",
        ".adoc",
        ".asc",
        ".avi",
        ".bin",
        ".bmp",
        ".bz2",
        ".c",
        ".cc",
        ".cert",
        ".cfg",
        ".class",
        ".conf",
        ".cpp",
        ".crt",
        ".cs",
        ".css",
        ".csv",
        ".cxx",
        ".d",
        ".dart",
        ".db",
        ".deb",
        ".diff",
        ".dll",
        ".doc",
        ".docx",
        ".dylib",
        ".ejs",
        ".el",
        ".elm",
        ".eot",
        ".erl",
        ".ex",
        ".exe",
        ".exs",
        ".flac",
        ".fs",
        ".gif",
        ".go",
        ".gql",
        ".gradle",
        ".graphql",
        ".gz",
        ".h",
        ".hcl",
        ".hpp",
        ".hs",
        ".html",
        ".ico",
        ".iml",
        ".ini",
        ".ipynb",
        ".jar",
        ".java",
        ".jpeg",
        ".jpg",
        ".js",
        ".json",
        ".json5",
        ".jsonl",
        ".jsx",
        ".key",
        ".kt",
        ".kts",
        ".less",
        ".lock",
        ".log",
        ".lua",
        ".m",
        ".map",
        ".md5",
        ".ml",
        ".mov",
        ".mp3",
        ".mp4",
        ".o",
        ".odt",
        ".ogg",
        ".otf",
        ".patch",
        ".pb",
        ".pdf",
        ".pem",
        ".php",
        ".pl",
        ".pm",
        ".png",
        ".po",
        ".pot",
        ".ppt",
        ".pptx",
        ".properties",
        ".proto",
        ".ps1",
        ".psd",
        ".pub",
        ".pxd",
        ".py",
        ".pyc",
        ".pyi",
        ".pyx",
        ".r",
        ".rar",
        ".rb",
        ".rlib",
        ".rpm",
        ".rs",
        ".rst",
        ".s",
        ".sass",
        ".scala",
        ".scss",
        ".sha256",
        ".sig",
        ".sln",
        ".so",
        ".sqlite",
        ".sqlite3",
        ".sql",
        ".sum",
        ".svelte",
        ".svg",
        ".swift",
        ".tar",
        ".tf",
        ".tfvars",
        ".tgz",
        ".tif",
        ".tiff",
        ".toml",
        ".ts",
        ".tsv",
        ".tsx",
        ".ttf",
        ".txt",
        ".vue",
        ".war",
        ".wasm",
        ".wav",
        ".webm",
        ".webp",
        ".whl",
        ".wmv",
        ".woff",
        ".woff2",
        ".xls",
        ".xlsx",
        ".xml",
        ".xz",
        ".zip",
        ".zst",
    ]
)
#: Extensions of texts that may be anything.
_TEXTS = frozenset([".asc", ".cfg", ".conf", ".log", ".txt"])
#: The bytes of files that are kept between the walk, which looks at them, and their turn.
_MOST_KEPT = 32_000_000


class FoundFile:
    """A file: ``path`` as the user would write it, and its ``language``; ``problem`` says why it isn't read, None where it is.

    ``data`` is what is in it, where that has been read on the way.
    """

    __slots__ = ("data", "language", "path", "problem")

    def __init__(
        self, path: str, language: str, problem: ReadProblem | None = None, data: bytes | None = None
    ) -> None:
        self.path = path
        self.language = language
        self.problem = problem
        self.data = data

    def read(self) -> bytes | ReadProblem:
        """Return the file's content, or the problem that keeps it from being read."""
        if self.problem is not None:
            return self.problem
        return self.data if self.data is not None else read_file(self.path)

    def __repr__(self) -> str:
        return f"FoundFile({self.path!r}, {self.language!r}, {self.problem!r})"


def discover(
    paths: Iterable[str],
    exclude: Iterable[str] = (),
    exclude_root: str = ".",
    listed: Callable[[str, frozenset[str]], None] | None = None,
    skipped: Callable[[str], None] | None = None,
) -> list[FoundFile]:
    """Return the files under ``paths``, each once, in the order of the arguments and sorted within a directory.

    A file that is named is taken whatever is excluded; one that is neither shell, Dockerfile, Compose nor Markdown comes with a problem. A directory is
    walked: what git ignores, vendored trees, ``exclude`` (patterns of .gitignore's form, relative to ``exclude_root``) and links to
    directories are passed over; links to files count where they stay inside and lead to a file that isn't found otherwise. Nothing but regular files is
    opened, and of those only the beginning. Never raises.

    ``listed`` is called with the absolute path of each directory that is walked and the names in it, in lower case; ``skipped`` with the name of each directory that
    isn't entered because of its name, where git doesn't ignore it.
    """
    patterns = list(exclude)
    excluded = None
    if patterns:
        from persistlint.hosts.ignored import rules_for

        excluded = rules_for(os.path.abspath(exclude_root), patterns)
    result: list[FoundFile] = []
    seen: set[str] = set()
    paths = list(paths)
    if len(paths) == 1:
        # A walk gives each file once.
        return _argument(paths[0], excluded, listed, skipped)
    for path in paths:
        for file in _argument(path, excluded, listed, skipped):
            identity = _identity(file.path)
            if identity not in seen:
                seen.add(identity)
                result.append(file)
    return result


def _argument(
    path: str,
    excluded: IgnoreRules | None,
    listed: Callable[[str, frozenset[str]], None] | None,
    skipped: Callable[[str], None] | None,
) -> list[FoundFile]:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        return [FoundFile(path, "", from_error(path, error))]
    if stat.S_ISDIR(mode):
        return _Walk(path, excluded, listed, skipped).files()
    if not stat.S_ISREG(mode):
        return [FoundFile(path, "", not_regular(path, mode))]
    head = read_start(path)
    if isinstance(head, ReadProblem):
        return [FoundFile(path, language_of(path, b""), head)]
    language = language_of(path, head[:HEAD])
    if not language and _says_nothing(path) and not is_binary(head):
        from persistlint.hosts.guess import language_by_content

        language = language_by_content(head)
    return [_named(path, language)]


def _says_nothing(path: str) -> bool:
    """Return whether a file's name doesn't say what is in it: "deploy.txt", "notes"."""
    name = os.path.basename(path)
    extension = os.path.splitext(name)[1].lower()
    if extension in _TEXTS:
        return True
    foreign = extension in _NO_SCRIPTS or extension in TEMPLATE_EXTENSIONS or extension in (".yaml", ".yml")
    return not foreign and kind_not_read(name) is None


def _named(path: str, language: str) -> FoundFile:
    if language in LANGUAGES:
        return FoundFile(path, language)
    if path.lower().endswith((".yaml", ".yml")):
        return FoundFile(path, language, ReadProblem(path, "other-yaml", "YAML, but not a Compose file"))
    if path.lower().endswith((".build", ".image", ".network", ".pod")):
        return FoundFile(path, language, ReadProblem(path, "other-unit", "not a unit of Quadlet"))
    kind = kind_not_read(os.path.basename(path))
    if kind is not None:
        return FoundFile(path, language, ReadProblem(path, "not-ours", f"{kind[0]}: {kind[1]}"))
    *names, last = LANGUAGES.values()
    message = f"neither its name nor its text says {', '.join(names)} or {last}; name its language with `--language`"
    return FoundFile(path, language, ReadProblem(path, "not-ours", message))


def _identity(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


class _Walk:
    __slots__ = (
        "_excluded",
        "_found",
        "_kept",
        "_links",
        "_listed",
        "_real_root",
        "_root",
        "_skipped",
        "_taken",
        "_top",
    )

    def __init__(
        self,
        top: str,
        excluded: IgnoreRules | None,
        listed: Callable[[str, frozenset[str]], None] | None,
        skipped: Callable[[str], None] | None,
    ) -> None:
        self._top = top
        self._root = os.path.abspath(top)
        #: No link is followed on the way down.
        self._real_root = os.path.realpath(top)
        self._excluded = excluded
        self._found: list[FoundFile] = []
        self._links: list[str] = []
        self._taken: set[str] = set()
        self._listed = listed
        self._skipped = skipped
        #: The bytes of the files that were read whole.
        self._kept = 0

    def files(self) -> list[FoundFile]:
        waiting: list[tuple[str, Ignored | None]] = [("", None)]
        while waiting:
            relative, above = waiting.pop()
            directory = os.path.join(self._root, relative) if relative else self._root
            waiting += self._directory(relative, directory, above)
        self._follow_links()
        self._found.sort(key=lambda file: file.path.split(os.sep))
        return self._found

    def _directory(
        self, relative: str, directory: str, above: Ignored | None
    ) -> list[tuple[str, Ignored | None]]:
        """Take a directory's files; its directories to walk are the result, with what is ignored here."""
        try:
            with os.scandir(directory) as listing:
                entries = list(listing)
        except OSError as error:
            shown = self._shown(relative)
            self._found.append(FoundFile(shown, "", from_error(shown, error)))
            return []
        names = frozenset([entry.name.lower() for entry in entries])
        if self._listed is not None:
            self._listed(directory, names)
        if above is None:
            from persistlint.hosts.ignored import ignored_at

            ignored = ignored_at(directory)
        else:
            ignored = above.inside(directory, names)
        below: list[tuple[str, Ignored | None]] = []
        for entry in entries:
            path = os.path.join(relative, entry.name) if relative else entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name in SKIPPED_DIRECTORIES:
                    if self._skipped is not None and entry.name in OTHERS_DIRECTORIES:
                        if not self._passed_over(entry.path, True, ignored):
                            self._skipped(entry.name)
                elif not self._passed_over(entry.path, True, ignored):
                    below.append((path, ignored))
            elif not self._passed_over(entry.path, False, ignored):
                self._entry(entry, path)
        return below

    def _passed_over(self, path: str, is_directory: bool, ignored: Ignored) -> bool:
        if self._excluded is not None and self._excluded.decide(path, is_directory):
            return True
        return ignored(path, is_directory)

    def _entry(self, entry: os.DirEntry[str], path: str) -> None:
        if entry.is_symlink():
            self._links.append(path)
        elif entry.is_file(follow_symlinks=False):
            self._taken.add(os.path.join(self._real_root, path))
            self._file(path)
        else:
            shown = self._shown(path)
            language = language_of(shown, b"")
            if language in LANGUAGES:
                mode = entry.stat(follow_symlinks=False).st_mode
                self._found.append(FoundFile(shown, language, not_regular(shown, mode)))

    def _follow_links(self) -> None:
        """Take what links to files lead to, once, where that lies in the tree and wasn't found under its own name."""
        root = self._real_root
        for path in sorted(self._links):
            try:
                target = resolve(os.path.join(root, path), (root,))
                regular = target is not None and stat.S_ISREG(os.lstat(target).st_mode)
            except (OSError, ValueError):
                # A broken link that the walk met, and nobody named, is passed over.
                continue
            if regular and target is not None and target not in self._taken:
                self._taken.add(target)
                self._file(path)

    def _file(self, path: str) -> None:
        shown = self._shown(path)
        language = language_of(shown, b"")
        if not language and self._not_read(path, shown):
            return
        data: bytes | None = None
        extension = os.path.splitext(path)[1].lower()
        if language in ("", "shell", "dockerfile") and not (language == "" and extension in _NO_SCRIPTS):
            start = read_start(os.path.join(self._root, path))
            if isinstance(start, ReadProblem):
                if language:
                    self._found.append(
                        FoundFile(shown, language, ReadProblem(shown, start.kind, _reason(start)))
                    )
                return
            language = language_of(shown, start[:HEAD])
            if len(start) < START and self._kept < _MOST_KEPT and not is_binary(start):
                # The whole file fitted into the first read.
                data = start
        if language:
            file = _named(shown, language)
            if data is not None and file.problem is None:
                file.data = data
                self._kept += len(data)
            self._found.append(file)

    def _not_read(self, path: str, shown: str) -> bool:
        """Note a file with docker commands that is of a kind which isn't read; False for other files."""
        kind = kind_not_read(path.rpartition(os.sep)[2])
        if kind is None:
            return False
        start = read_start(os.path.join(self._root, path))
        if isinstance(start, bytes) and holds_command(start):
            reason_words, reason = kind
            self._found.append(
                FoundFile(
                    shown, "", ReadProblem(shown, "not-read", f"{reason_words}: {reason}", reason_words)
                )
            )
        return True

    def _shown(self, path: str) -> str:
        if not path:
            return self._top
        return path if self._top == "." else os.path.join(self._top, path)


def _reason(problem: ReadProblem) -> str:
    return problem.message[len(problem.path) + 2 :]
