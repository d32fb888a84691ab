"""Reading a settings file, and saying exactly what is wrong with it."""

from __future__ import annotations

import os
import tomllib

from persistlint.files.places import repository_above, resolve
from persistlint.files.read import read_regular, reason
from persistlint.settings.kinds import Wrong, kind_of, unknown_key
from persistlint.settings.origin import Origin
from persistlint.settings.paths import shown
from persistlint.settings.problem import SettingsProblem, together
from persistlint.settings.profiles import PROFILES
from persistlint.settings.settings import FileChoice, Settings
from persistlint.settings.table import KEYS, PER_FILE
from persistlint.settings.toml_places import Path, line_and_column, places_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A larger settings file isn't read.
MOST_BYTES = 1_000_000
#: So many files are read for one settings file: what extends two files each of which extends two files … must end.
MOST_FILES = 50

#: Where the settings stand in a ``pyproject.toml``.
PYPROJECT_TABLE: Path = ("tool", "persistlint")

#: What to do about a file outside the project.
_TRUST = "name the settings with --config, or trust the workspace in the editor"


class _File:
    """One settings file: its ``values`` by key, as ``Settings`` holds them, without those that are wrong."""

    __slots__ = ("path", "problems", "text", "values")

    def __init__(self, path: str) -> None:
        self.path = path
        self.text = ""
        self.values: dict[str, Any] = {}
        self.problems: list[SettingsProblem] = []


def read_settings(path: str, trusted: bool = True) -> Settings:
    """Return the settings of the file at ``path`` and of those that it extends. Of a ``pyproject.toml``, ``[tool.persistlint]`` is read.

    A file that isn't ``trusted``, because it was found and not named, may be and may extend only what lies in its own project: its repository,
    or its folder where there is none.

    Raises ``SettingsProblem`` for a file that can't be read, isn't TOML, or has a key or value that means nothing here; it holds every problem.
    Whether the rules that it names exist is asked later, when the plugins are known (``persistlint.rules.registry``).
    """
    if not trusted and resolve(*_in_project(path)) is None:
        raise SettingsProblem(
            path, 0, 0, f"can't read the settings: a symbolic link leads out of the project; {_TRUST}"
        )
    settings = settings_from(path, load(path), trusted)
    if settings is None:
        raise SettingsProblem(path, 0, 0, "there is no [tool.persistlint] table in it")
    return settings


def load(path: str) -> bytes:
    """Return the file's bytes. Raises ``SettingsProblem`` where it can't be read."""
    try:
        return read_regular(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        raise SettingsProblem(path, 0, 0, f"can't read the settings: {reason(error)}") from None


def settings_from(path: str, data: bytes, trusted: bool = True) -> Settings | None:
    """Return the settings that ``data``, the content of the file at ``path``, states. None for a ``pyproject.toml`` without any.

    Raises ``SettingsProblem``. An editor calls this with text that isn't saved yet.
    """
    settings, problems = settings_and_problems(path, data, trusted)
    if problems:
        problem = together(problems)
        problem.settings = settings
        raise problem
    return settings


def settings_and_problems(
    path: str, data: bytes, trusted: bool = True
) -> tuple[Settings | None, list[SettingsProblem]]:
    """Return the settings in ``data``, the content of the file at ``path``, as far as they are valid, and every problem in it.

    Never raises. The settings are None for a ``pyproject.toml`` without any. Problems of files that it extends name those files.
    """
    file = _read(path, data)
    if file is None:
        return None, []
    settings = Settings()
    settings.origin = path
    settings.text = file.text
    files: list[_File] = []
    _extended(file, (os.path.abspath(path),), files, None if trusted else _in_project(path)[1])
    _choose_profile(settings, files)
    for each in files:
        _merge(settings, each)
    if settings.require_reason and "suppression-without-reason" not in settings.extend_select:
        settings.extend_select = [*settings.extend_select, "suppression-without-reason"]
        settings.stated[("extend-select", len(settings.extend_select) - 1)] = settings.stated[
            ("require-reason",)
        ]
    problems = [problem for each in files for problem in each.problems]
    # Those of the file itself first, as they stand in it.
    problems.sort(key=lambda problem: (problem.path != path, problem.path, problem.line, problem.column))
    return settings, problems


def fill(settings: Settings, content: dict[str, Any], name: str) -> None:
    """Put what ``content`` states, from wherever an editor has it, into ``settings``; ``name`` says where, for messages.

    Nothing of it is taken where something is wrong. Raises ``SettingsProblem`` with ``name`` as the path.
    """
    file = _File(name)
    wrong = _take(file, content)
    if wrong:
        raise together([SettingsProblem(name, 0, 0, wrong_value.message) for wrong_value in wrong])
    _merge(settings, file, name)


def is_pyproject(path: str) -> bool:
    """Return whether the file is a ``pyproject.toml``, by its name."""
    return path.replace("\\", "/").rpartition("/")[2] == "pyproject.toml"


def problem_in(
    settings: Settings, keys: Path, message: str, suggestion: str = "", about_key: bool = False
) -> SettingsProblem:
    """Return a problem at the place of a value that ``settings`` got from a file. A file that it extends is read again."""
    origin = origin_of(settings, keys)
    path = origin.file if origin is not None and origin.file else settings.origin or "settings"
    keys = origin.keys if origin is not None else keys
    try:
        text_read = settings.text if path == settings.origin else None
        text = text_read if text_read is not None else _decoded(path, load(path))
    except SettingsProblem:
        return SettingsProblem(path, 0, 0, message)
    return _problem_at(path, text, Wrong(keys, message, about_key, suggestion))


def origin_of(settings: Settings, keys: Path) -> Origin | None:
    """Return the place where the value at ``keys``, or the nearest value above it, was stated. None for a default."""
    for length in range(len(keys), 0, -1):
        origin = settings.stated.get(keys[:length])
        if origin is not None:
            return (
                origin
                if length == len(keys)
                else Origin(origin.file, (*origin.keys, *keys[length:]), origin.other)
            )
    return None


def place_of(path: str, keys: Path) -> tuple[int, int]:
    """Line and column of the key in the file at ``path``, (0, 0) where it can't be told."""
    try:
        text = _decoded(path, load(path))
    except SettingsProblem:
        return 0, 0
    place = places_of(text).key((*PYPROJECT_TABLE, *keys) if is_pyproject(path) else keys)
    return line_and_column(text, place[0]) if place is not None else (0, 0)


# One file


def _read(path: str, data: bytes) -> _File | None:
    file = _File(path)
    table: Path = PYPROJECT_TABLE if is_pyproject(path) else ()
    try:
        file.text = _decoded(path, data)
        content: Any = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        file.problems.append(_syntax_problem(path, file.text, error))
        return file
    except RecursionError:
        file.problems.append(SettingsProblem(path, 0, 0, "not valid TOML: nested too deeply"))
        return file
    except ValueError:
        # Python's own limit for the digits of a number.
        file.problems.append(SettingsProblem(path, 0, 0, "not valid TOML: a number is too long"))
        return file
    except SettingsProblem as problem:
        file.problems.append(problem)
        return file
    for name in table:
        content = content.get(name) if isinstance(content, dict) else None
        if content is None:
            return None
    file.problems += [_problem_at(path, file.text, wrong_value) for wrong_value in _take(file, content)]
    return file


def _take(file: _File, content: Any) -> list[Wrong]:
    """Put what ``content`` states into ``file``, and what is wrong with it into the result."""
    wrong: list[Wrong] = []
    if not isinstance(content, dict):
        return [Wrong((), f"the settings must be a table, not {kind_of(content)}")]
    for name, value in content.items():
        key = KEYS.get(name)
        if key is None:
            wrong.append(unknown_key((name,), name, KEYS))
            continue
        before = len(wrong)
        read = key.kind.read((name,), value, wrong)
        if len(wrong) == before:
            file.values[name] = read
    return wrong


def _problem_at(path: str, text: str, wrong: Wrong) -> SettingsProblem:
    """Return a problem at the place of its keys, or of the nearest key above that stands in the text."""
    keys = (*PYPROJECT_TABLE, *wrong.path) if is_pyproject(path) else wrong.path
    places = places_of(text)
    place = places.key(keys) if wrong.about_key else places.value(keys)
    if place is None:
        return SettingsProblem(path, 0, 0, wrong.message)
    line, column = line_and_column(text, place[0])
    end = line_and_column(text, place[1])
    return SettingsProblem(path, line, column, wrong.message, end, wrong.suggestion)


def _decoded(path: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsProblem(path, line, 0, "not valid TOML: the line isn't UTF-8") from None
    return text.replace("\r\n", "\n")


def _syntax_problem(path: str, text: str, error: tomllib.TOMLDecodeError) -> SettingsProblem:
    message, _, place = str(error).rpartition(" (at ")
    line = column = 0
    if place.startswith("line "):
        numbers = [
            int(word) for word in place.replace(",", " ").replace(")", " ").split() if word.isdecimal()
        ]
        line, column = (*numbers, 0, 0)[:2]
    elif place:
        line, column = line_and_column(text, len(text.rstrip()))
    return SettingsProblem(path, line, column, f"not valid TOML: {message or error}")


# Several files


def _extended(file: _File, chain: tuple[str, ...], files: list[_File], reach: tuple[str, ...] | None) -> None:
    """Put the files that ``file`` extends into ``files``, each before those that build on it, and ``file`` last.

    ``reach`` is the folders that they must lie in, None for any.
    """
    extends = file.values.get("extend", [])
    folder = os.path.dirname(os.path.abspath(file.path))
    for index, name in enumerate(extends):
        path = os.path.join(folder, os.path.expanduser(name))
        keys: Path = ("extend", index)

        def wrong(message: str, keys: Path = keys) -> None:
            file.problems.append(_problem_at(file.path, file.text, Wrong(keys, message)))

        if len(files) + len(chain) > MOST_FILES:
            wrong(f"`extend` leads to more than {MOST_FILES} files")
            break
        if reach is None:
            real: str | None = os.path.realpath(path)
        else:
            # From the real folder, whatever the way to the project is.
            real = resolve(os.path.join(os.path.realpath(folder), os.path.expanduser(name)), reach)
        if real is None:
            wrong(f"`extend` names `{name}`, which lies outside the project and isn't read; {_TRUST}")
            continue
        if real in [os.path.realpath(each) for each in chain]:
            wrong(f"`extend` leads back to {shown(real)}")
            continue
        path = shown(path)
        try:
            other = _read(path, load(path))
        except SettingsProblem as problem:
            why = problem.message.removeprefix("can't read the settings: ")
            wrong(f"`extend` names `{name}`, which can't be read: {why}")
            continue
        if other is None:
            wrong(f"`extend` names `{name}`, which has no [tool.persistlint] table")
        else:
            _extended(other, (*chain, real), files, reach)
    files.append(file)


def _in_project(path: str) -> tuple[str, tuple[str, ...]]:
    """Return the path of a settings file by the real path of its folder, and the folders that it may lead to."""
    folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
    return os.path.join(folder, os.path.basename(path)), (repository_above(folder) or folder,)


def _choose_profile(settings: Settings, files: list[_File]) -> None:
    """Fill in what the profile says that the nearest file names."""
    for file in reversed(files):
        name = file.values.get("profile")
        if name is not None:
            profile = _File("")
            for key, value in PROFILES[name].items():
                profile.values[key] = KEYS[key].kind.read((key,), value, [])
            _merge(settings, profile, f"profile {name}")
            return


def _merge(settings: Settings, file: _File, other: str = "") -> None:
    for name, value in file.values.items():
        key = KEYS[name]
        origin = Origin(file.path, (name,), other)
        if name == "per-file":
            for pattern, entry in value.items():
                settings.per_file[pattern] = _file_choice(pattern, entry)
                _state(settings, (name, pattern), Origin(file.path, (name, pattern), other))
        elif isinstance(value, dict):
            if name == "images":
                value = {image: entry.get("data", []) for image, entry in value.items()}
            setattr(settings, key.attribute, {**getattr(settings, key.attribute), **value})
            for entry in value:
                _state(settings, (name, entry), Origin(file.path, (name, entry), other))
        elif key.adds:
            before = getattr(settings, key.attribute)
            setattr(settings, key.attribute, before + [item for item in value if item not in before])
            for index, item in enumerate(value):
                if item not in before:
                    place = getattr(settings, key.attribute).index(item)
                    settings.stated.setdefault((name, place), Origin(file.path, (name, index), other))
        else:
            setattr(settings, key.attribute, value)
            _state(settings, (name,), origin)


def _state(settings: Settings, keys: Path, origin: Origin) -> None:
    settings.stated[keys] = origin


def _file_choice(pattern: str, entry: dict[str, Any]) -> FileChoice:
    choice = FileChoice(pattern)
    for name in PER_FILE.keys:
        if name in entry:
            setattr(choice, name.replace("-", "_"), entry[name])
    return choice
