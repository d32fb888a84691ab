"""The one table of settings: reading them, their JSON Schema, their documentation and the file that ``init`` writes all come from here."""

from __future__ import annotations

from persistlint.hosts.detect import LANGUAGES
from persistlint.settings.kinds import Boolean, Choice, Kind, OneOrMore, Record, Strings, Table, Text, Version
from persistlint.settings.profiles import PROFILES
from persistlint.settings.settings import BASELINE_NAME, NEWEST_CLIENT, NEWEST_ENGINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SEVERITIES = ("error", "warning", "info", "hint")


class Key:
    """One setting.

    ``default`` is its value as a file would state it, None where leaving it out means something else than any value. ``summary`` is one sentence about it. ``example`` is TOML
    that a starter file shows. With ``adds`` a file adds to what the file that it extends says; otherwise it replaces that, tables entry by entry.
    """

    __slots__ = ("adds", "default", "example", "kind", "name", "summary")

    def __init__(
        self, name: str, kind: Kind, default: Any, summary: str, example: str = "", adds: bool = False
    ) -> None:
        self.name = name
        self.kind = kind
        self.default = default
        self.summary = summary
        self.example = example
        self.adds = adds

    @property
    def attribute(self) -> str:
        """Return the key's name in ``Settings``."""
        return self.name.replace("-", "_")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


_RULES = Strings(Text("a rule: its code, the beginning of one, or its name"), "PSL101")
_LISTED = ", ".join(f"`{name}`" for name in LANGUAGES)
_LANGUAGE = Text(f"one of {_LISTED}", "|".join(LANGUAGES))
_GLOBS = Strings(Text("a pattern"), "legacy/")
_SEVERITY = Table(Choice(SEVERITIES), 'a table from a rule to its severity, such as {PSL101 = "error"}')
_PATH_INSIDE = Text("an absolute path", "/[\\s\\S]*", "is no absolute path inside the container")

#: What a ``per-file`` entry may say.
PER_FILE = Record(
    {
        "select": _RULES,
        "extend-select": _RULES,
        "ignore": _RULES,
        "severity": _SEVERITY,
        "throw-away": Boolean(),
    },
    'a table such as {ignore = ["PSL101"]}',
)

#: Every setting, in the order in which they are shown.
TABLE: tuple[Key, ...] = (
    Key(
        "extend",
        OneOrMore(Text("the path of a settings file, or a list of such paths")),
        [],
        "Settings files that this one builds on, relative to it; of several the later one counts more.",
        'extend = "../persistlint-base.toml"',
    ),
    Key(
        "profile",
        Choice(tuple(PROFILES)),
        "recommended",
        "Settings to begin with: `recommended`; `strict` (every rule, reasons asked for, info fails too); `teaching` (what Markdown shows is info); "
        "`ci` (reasons asked for, an outdated baseline fails).",
        'profile = "strict"',
    ),
    Key(
        "include",
        _GLOBS,
        [],
        "Of the files in a folder only those that fit one of these patterns are read; empty means every file that is a script, Dockerfile or document.",
        'include = ["scripts/", "*.md"]',
    ),
    Key(
        "exclude",
        _GLOBS,
        [],
        "Files and folders that are passed over, besides what git ignores.",
        'exclude = ["legacy/"]',
    ),
    Key(
        "skip-languages",
        Strings(_LANGUAGE, "workflow"),
        [],
        f"Languages of files in which nothing is looked at: {_LISTED}.",
        'skip-languages = ["workflow"]',
    ),
    Key(
        "select",
        _RULES,
        [],
        "Exactly these rules, by code (`PSL101`), beginning of a code (`PSL2`) or name; `ALL` is every rule. Empty means those that are on by default.",
        'select = ["PSL1", "PSL2"]',
    ),
    Key(
        "extend-select",
        _RULES,
        [],
        "These rules too.",
        'extend-select = ["PSL109"]',
        adds=True,
    ),
    Key(
        "ignore",
        _RULES,
        [],
        "Without these rules. Of `select` and `ignore` the one that names a rule more exactly wins.",
        'ignore = ["PSL219"]',
    ),
    Key(
        "mandatory",
        _RULES,
        [],
        "Rules that no comment turns off.",
        'mandatory = ["PSL408", "PSL409"]',
        adds=True,
    ),
    Key(
        "require-reason",
        Boolean(),
        False,
        "Whether a comment that silences a rule must say why (PSL904).",
        "require-reason = true",
    ),
    Key(
        "fail-on",
        Choice((*SEVERITIES, "never")),
        "warning",
        "The severity from which on the exit status is 1.",
        'fail-on = "error"',
    ),
    Key(
        "baseline",
        Text("the path of a file"),
        None,
        f"The file of known findings, relative to the project's root. Without it `{BASELINE_NAME}` counts where it exists.",
        'baseline = ".github/persistlint-baseline.json"',
    ),
    Key(
        "baseline-strict",
        Boolean(),
        False,
        "Whether an entry of the baseline that no finding answers to makes the exit status 1.",
        "baseline-strict = true",
    ),
    Key(
        "plugins",
        Strings(Text("the name of a rule package"), "acme-rules"),
        [],
        "Installed packages whose rules are used too.",
        'plugins = ["acme-rules"]',
        adds=True,
    ),
    Key(
        "client-version",
        Version(),
        _dotted(NEWEST_CLIENT),
        "The docker client that the scripts are for.",
        'client-version = "28.1"',
    ),
    Key(
        "engine-version",
        Version(),
        _dotted(NEWEST_ENGINE),
        "The engine that the scripts are for.",
        'engine-version = "28.1"',
    ),
    Key(
        "engine",
        Boolean(),
        False,
        "Whether a running engine is asked about images and volumes (it is only read).",
        "engine = true",
    ),
    Key(
        "stateless-images",
        Strings(Text("the name of an image"), "ghcr.io/acme/proxy"),
        [],
        "Images that keep no data, whatever their VOLUME says.",
        'stateless-images = ["ghcr.io/acme/proxy"]',
        adds=True,
    ),
    Key(
        "images",
        Table(
            Record({"data": Strings(_PATH_INSIDE, "/data")}, 'a table such as {data = ["/data"]}'),
            'a table from an image to its data paths, such as {myapp = {data = ["/data"]}}',
        ),
        {},
        "Where images keep their data, by the image's name.",
        '[images."ghcr.io/acme/db"]\ndata = ["/srv/data"]',
    ),
    Key(
        "severity",
        _SEVERITY,
        {},
        "The severity of rules, by code, beginning of a code or name; the most exact one counts.",
        '[severity]\nPSL101 = "error"',
    ),
    Key(
        "per-file",
        Table(
            PER_FILE,
            'a table from a pattern to what counts for its files, such as {"tests/" = {ignore = ["PSL101"]}}',
            Text("a pattern", "[^!][\\s\\S]*", "begins with `!`: name the files that are meant"),
        ),
        {},
        "What counts for the files that fit a pattern, over what is said in general: `select`, `extend-select`, `ignore`, `severity`, and `throw-away` "
        "(whether what runs there is made to be thrown away).",
        '[per-file."tools/demo/"]\nignore = ["PSL4"]\nthrow-away = true',
    ),
)

KEYS: dict[str, Key] = {key.name: key for key in TABLE}
