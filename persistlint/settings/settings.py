"""The settings in force for one file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.settings.origin import Origin
    from persistlint.settings.toml_places import Path

#: The newest client and engine whose behaviour is known here.
NEWEST_CLIENT = (29, 7)
NEWEST_ENGINE = (29, 7)

#: The baseline that counts where it exists and the settings name none.
BASELINE_NAME = "persistlint-baseline.json"


class RuleChoice:
    """One layer's choice of rules: which are on, and how severe they are.

    ``select`` and ``ignore`` hold codes, code prefixes ("PSL2") or rule names; an empty ``select`` says nothing.
    """

    __slots__ = ("extend_select", "ignore", "select", "severity")

    def __init__(self) -> None:
        self.select: list[str] = []
        self.extend_select: list[str] = []
        self.ignore: list[str] = []
        self.severity: dict[str, str] = {}


class FileChoice(RuleChoice):
    """An entry of ``per-file``: what counts for the files that fit ``pattern``. ``throw_away`` is None where it doesn't say."""

    __slots__ = ("pattern", "throw_away")

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self.pattern = pattern
        self.throw_away: bool | None = None


class Settings(RuleChoice):
    """The settings of a user, with defaults filled in. ``origin`` is the settings file that was read, None for the defaults.

    Its own choice of rules holds in general (an empty ``select`` means every rule that is on by default); ``layers`` are further choices, each of
    which is stronger than those before it. ``images`` maps an image's name to the data paths that the user states for it.
    """

    __slots__ = (
        "baseline",
        "baseline_strict",
        "client_version",
        "engine",
        "engine_version",
        "exclude",
        "extend",
        "fail_on",
        "images",
        "include",
        "layers",
        "mandatory",
        "narrowed",
        "origin",
        "per_file",
        "plugins",
        "profile",
        "require_reason",
        "root",
        "skip_languages",
        "stated",
        "stateless_images",
        "text",
        "throw_away",
    )

    def __init__(self) -> None:
        super().__init__()
        self.origin: str | None = None
        #: What was read from there, to say where something stands: an editor's text may not be saved.
        self.text: str | None = None
        #: The project's root: the folder of the settings file or of ``.git``, else the file's.
        self.root = "."
        self.extend: list[str] = []
        self.profile = "recommended"
        self.include: list[str] = []
        self.exclude: list[str] = []
        self.skip_languages: list[str] = []
        self.fail_on = "warning"
        self.plugins: list[str] = []
        self.images: dict[str, list[str]] = {}
        self.stateless_images: list[str] = []
        self.client_version: tuple[int, ...] = NEWEST_CLIENT
        self.engine_version: tuple[int, ...] = NEWEST_ENGINE
        #: Whether a running engine is asked about images and volumes.
        self.engine = False
        #: Rules that no comment turns off.
        self.mandatory: list[str] = []
        self.require_reason = False
        #: The file of known findings, relative to the root; None where the settings don't say.
        self.baseline: str | None = None
        self.baseline_strict = False
        self.per_file: dict[str, FileChoice] = {}
        self.layers: list[RuleChoice] = []
        #: Whether what runs in the file is made to be thrown away; None where its path and its commands decide.
        self.throw_away: bool | None = None
        #: Where a value was stated, by its path of keys; a default isn't here.
        self.stated: dict[Path, Origin] = {}
        #: The settings for files that entries of ``per_file`` speak of, by the patterns that fit.
        self.narrowed: dict[tuple[str, ...], Settings] = {}

    def for_path(self, path: str) -> Settings:
        """Return the settings for the file at ``path``, with its ``per-file`` entries on top. The same entries give the same object."""
        if not self.per_file:
            return self
        from persistlint.settings.per_file import narrowed

        return narrowed(self, path)
