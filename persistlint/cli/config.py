"""``persistlint config``: every setting that is in force for a file, and where it comes from."""

from __future__ import annotations

import os

from persistlint.cli.output import Output, complain
from persistlint.report.safe_text import safe
from persistlint.settings.discover import SettingsFinder
from persistlint.settings.paths import shown
from persistlint.settings.problem import SettingsProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.cli.parser import Parser
    from persistlint.settings.effective import Effective
    from persistlint.settings.settings import Settings


def config(arguments: list[str]) -> int:
    """Show the settings for what ``arguments`` name; the exit status."""
    options = config_parser().parse_args(arguments)
    output = Output()
    if options.schema:
        from persistlint.settings.schema import schema_text

        output.text(schema_text())
        output.flush()
        return 0
    finder = SettingsFinder(options.config, options.isolated)
    is_folder = os.path.isdir(options.path)
    folder = options.path if is_folder else os.path.dirname(os.path.abspath(options.path))
    settings: Settings | None
    try:
        settings = finder.for_folder(folder)
        problems = _problems(settings)
    except SettingsProblem as problem:
        settings = problem.settings
        problems = [*problem.all(), *(_rule_problems(settings) if settings is not None else [])]
    for wrong in problems:
        complain(safe(str(wrong)))
    if problems or settings is None:
        return 2
    narrowed = settings if is_folder else settings.for_path(options.path)
    if options.format == "json":
        from persistlint.report.json_report import dump

        output.data(dump(_document(options.path, settings, narrowed)))
    else:
        output.text(_text(options.path, settings, narrowed))
    output.flush()
    return 0


def config_parser() -> Parser:
    """Return the options of ``persistlint config``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "config",
        "Show every setting that is in force for a file or folder, and where it comes from. Everything that is wrong with the settings is named.",
        (
            ("persistlint config", "the settings of this folder"),
            ("persistlint config tests/run.sh", "those of one file, `per-file` included"),
            ("persistlint config --schema", "the JSON Schema of the settings"),
        ),
        operands="[FILE]",
        epilog="Exit status: 0 the settings are right, 2 something is wrong with them.",
    )
    arguments = parser.section("Arguments")
    arguments.add("path", nargs="?", default=".", metavar="FILE", help="a file or folder (default: .)")
    output = parser.section("Output")
    output.add("--format", choices=("text", "json"), default="text", help="the form of the output")
    output.add("--schema", action="store_true", help="print the JSON Schema of the settings instead")
    settings = parser.section("Settings")
    settings.add("--config", metavar="FILE", help="use this settings file")
    settings.add("--isolated", action="store_true", help="read no settings file")
    return parser.end()


def _problems(settings: Settings) -> list[SettingsProblem]:
    problems = _rule_problems(settings)
    if settings.include or settings.exclude or settings.per_file:
        from persistlint.settings.globs import unmatched_globs

        problems += unmatched_globs(settings)
    return problems


def _rule_problems(settings: Settings) -> list[SettingsProblem]:
    from persistlint.rules.registry import rules_for

    try:
        rules_for(settings)
    except SettingsProblem as problem:
        return list(problem.all())
    return []


def _files(settings: Settings) -> list[str]:
    """Return the settings files that were read, the nearest first."""
    files = [settings.origin] if settings.origin is not None else []
    files += [origin.file for origin in settings.stated.values() if origin.file and not origin.other]
    return [shown(path) for path in dict.fromkeys(files)]


def _fitting(settings: Settings, narrowed: Settings) -> list[str]:
    """Return the patterns of ``per-file`` that fit the file."""
    if narrowed is settings:
        return []
    return next(
        list(patterns) for patterns, settings_of in settings.narrowed.items() if settings_of is narrowed
    )


def _document(path: str, settings: Settings, narrowed: Settings) -> dict[str, Any]:
    from persistlint.settings.effective import effective

    values: dict[str, Any] = {}
    for effective_key in effective(settings):
        values[effective_key.name] = {"value": effective_key.value, "origin": effective_key.origin}
        if effective_key.entries:
            values[effective_key.name]["entries"] = {
                name: {"value": entry.value, "origin": entry.origin}
                for name, entry in effective_key.entries.items()
            }
    return {
        "version": 1,
        "path": path,
        "root": shown(settings.root),
        "files": _files(settings),
        "settings": values,
        "per_file": _fitting(settings, narrowed),
    }


def _text(path: str, settings: Settings, narrowed: Settings) -> str:
    """TOML that states every setting, with where it comes from in comments."""
    from persistlint.settings.effective import effective

    files = ", ".join(_files(settings)) or "none"
    rows: list[tuple[str, str]] = []
    tables: list[tuple[str, str]] = []
    for effective_key in effective(settings):
        if isinstance(effective_key.value, dict):
            tables += _table(effective_key)
        elif effective_key.value is None:
            rows.append((f"# {effective_key.name} is not set", _told(effective_key.origin)))
        else:
            rows.append(
                (f"{_toml(effective_key.name)} = {_value(effective_key.value)}", _told(effective_key.origin))
            )
            rows += [
                (f"#   {_value(each.value)}", _told(each.origin)) for each in effective_key.entries.values()
            ]
    out = [f"# settings for {path}", f"# project: {shown(settings.root)}", f"# settings files: {files}"]
    fitting = _fitting(settings, narrowed)
    if fitting:
        out.append(f"# per-file entries that count for it: {', '.join(fitting)}")
    out += ["", *_aligned(rows)]
    if tables:
        out += _aligned(tables)
    return "".join(f"{_visible(line)}\n" for line in out)


def _table(effective_key: Effective) -> list[tuple[str, str]]:
    if not effective_key.entries:
        return [("", ""), (f"[{effective_key.name}]", "default")]
    rows: list[tuple[str, str]] = [("", ""), (f"[{effective_key.name}]", "")]
    rows += [
        (f"{_toml(name)} = {_value(entry.value)}", _told(entry.origin))
        for name, entry in effective_key.entries.items()
    ]
    return rows


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    wide = max((len(left) for left, right in rows if right and len(left) <= 60), default=0)
    return [f"{left:<{wide}}  # {right}" if right else left for left, right in rows]


def _told(origin: dict[str, Any]) -> str:
    if origin["path"] is None:
        return str(origin["kind"])
    if origin["line"] is None:
        return str(origin["path"])
    return f"{origin['path']}:{origin['line']}:{origin['column']}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(key)} = {_value(item)}' for key, item in value.items())}}}"
    return str(value)


def _toml(key: str) -> str:
    bare = bool(key) and key.isascii() and all(part.isalnum() or part in "-_" for part in key)
    return key if bare else _quoted(key)


def _quoted(text: str) -> str:
    import json

    # A JSON string is a TOML string, but for this one control character.
    return json.dumps(text, ensure_ascii=not text.isprintable()).replace("\x7f", "\\u007f")


def _visible(line: str) -> str:
    return "".join(character if character == "\t" else safe(character) for character in line)
