"""Settings on top of settings: extend, profiles, per-file, and what the problems of all of them say."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.rules.registry import RuleSet
from persistlint.settings.discover import SettingsFinder
from persistlint.settings.globs import unmatched_globs
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.read import origin_of, place_of, settings_and_problems
from persistlint.settings.settings import Settings


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def of(path: str = "run.sh") -> Settings:
    return SettingsFinder().for_file(path)


def on(settings: Settings, code: str) -> bool:
    rules = RuleSet(settings)
    return rules.enabled(rules.entry(code))


def problems() -> list[str]:
    with pytest.raises(SettingsProblem) as caught:
        of()
    return [str(each) for each in caught.value.all()]


def test_extend(root: Path) -> None:
    write(
        root / "shared" / "base.toml",
        'extend = "further.toml"\nignore = ["PSL1"]\nextend-select = ["PSL109"]\nmandatory = ["PSL408"]\n'
        '[severity]\nPSL101 = "error"\nPSL102 = "hint"\n',
    )
    write(root / "shared" / "further.toml", 'fail-on = "error"\nignore = ["PSL3"]\nrequire-reason = true\n')
    write(
        root / "persistlint.toml",
        'extend = ["shared/base.toml"]\nignore = ["PSL2"]\nextend-select = ["PSL109", "PSL418"]\nmandatory = ["PSL409"]\n'
        '[severity]\nPSL102 = "info"\n',
    )
    settings = of()
    assert settings.ignore == ["PSL2"]
    assert settings.extend_select[:2] == ["PSL109", "PSL418"]
    assert settings.mandatory == ["PSL408", "PSL409"]
    assert settings.severity == {"PSL101": "error", "PSL102": "info"}
    assert (settings.fail_on, settings.require_reason) == ("error", True)
    origin = origin_of(settings, ("mandatory", 1))
    assert origin is not None
    assert (origin.file, place_of(origin.file, origin.keys)) == ("persistlint.toml", (4, 14))
    origin = origin_of(settings, ("severity", "PSL101"))
    assert origin is not None
    assert origin.file == "shared/base.toml"


def test_what_is_wrong_with_extend(root: Path) -> None:
    write(root / "persistlint.toml", 'extend = ["no.toml", "a.toml", "pyproject.toml"]\n')
    write(root / "a.toml", 'selct = 1\nextend = "persistlint.toml"\n')
    write(root / "pyproject.toml", "[project]\n")
    assert problems() == [
        "persistlint.toml:1:11: `extend` names `no.toml`, which can't be read: No such file or directory",
        "persistlint.toml:1:32: `extend` names `pyproject.toml`, which has no [tool.persistlint] table",
        "a.toml:1:1: unknown key `selct`; did you mean `select`?",
        "a.toml:2:10: `extend` leads back to persistlint.toml",
    ]


def test_everything_wrong_is_named_at_once(root: Path) -> None:
    write(
        root / "persistlint.toml", 'selct = 1\nfail-on = "eror"\nignore = ["PSL101", 7]\n[severity]\nx = 1\n'
    )
    assert [text.split(": ")[0] for text in problems()] == [
        "persistlint.toml:1:1",
        "persistlint.toml:2:11",
        "persistlint.toml:3:21",
        "persistlint.toml:5:5",
    ]


def test_rules_that_are_not_there_are_all_named(root: Path) -> None:
    write(
        root / "persistlint.toml",
        'select = ["PSL101", "unmounted-data-pth"]\nmandatory = ["PSL999"]\n[severity]\nPSL1O1 = "info"\n'
        '[per-file."docs/"]\nignore = ["nothing-like-it-at-all"]\n',
    )
    with pytest.raises(SettingsProblem) as caught:
        RuleSet(of())
    assert [(each.line, each.column, each.message) for each in caught.value.all()] == [
        (1, 21, "`select` names the unknown rule `unmounted-data-pth`; did you mean `unmounted-data-path`?"),
        (4, 1, "`severity` names the unknown rule `PSL1O1`; did you mean `PSL101`?"),
        (2, 14, "`mandatory` names the unknown rule `PSL999`" + caught.value.others[1].message[43:]),
        (6, 11, "`per-file.'docs/'.ignore` names the unknown rule `nothing-like-it-at-all`"),
    ]


def test_profiles(root: Path) -> None:
    write(root / "persistlint.toml", 'profile = "strict"\nfail-on = "error"\n')
    settings = of()
    assert (settings.select, settings.fail_on, settings.require_reason) == (["ALL"], "error", True)
    origin = origin_of(settings, ("select",))
    assert origin is not None
    assert origin.other == "profile strict"
    write(root / "persistlint.toml", 'profile = "teaching"\n[severity]\nPSL101 = "error"\n')
    assert RuleSet(of("docs/guide.md"))._severity[-1] == ("ALL", "info")
    assert of("run.sh").layers == []
    # The nearest file's profile counts, and what farther files state is on top of it.
    write(root / "base.toml", 'profile = "strict"\nselect = ["PSL1"]\n')
    write(root / "persistlint.toml", 'extend = "base.toml"\nprofile = "ci"\n')
    settings = of()
    assert (settings.select, settings.fail_on, settings.baseline_strict) == (["PSL1"], "warning", True)


PER_FILE = """\
select = ["PSL101", "PSL102"]
[severity]
PSL101 = "error"
[per-file."tests/"]
ignore = ["ALL"]
throw-away = true
[per-file."tests/keep/*.sh"]
extend-select = ["PSL1"]
severity = {ALL = "hint"}
throw-away = false
[per-file."*.md"]
select = ["PSL2"]
"""


def test_per_file(root: Path) -> None:
    write(root / "persistlint.toml", PER_FILE)
    general, tests, keep, document = of("run.sh"), of("tests/a.sh"), of("tests/keep/a.sh"), of("x/README.md")
    assert [on(general, code) for code in ("PSL101", "PSL102", "PSL201")] == [True, True, False]
    assert not on(tests, "PSL101")
    assert [on(keep, code) for code in ("PSL101", "PSL106", "PSL201")] == [True, True, False]
    assert [on(document, code) for code in ("PSL101", "PSL201")] == [False, True]
    assert [each.throw_away for each in (general, tests, keep)] == [None, True, False]
    assert RuleSet(keep)._severity == [("PSL101", "error"), ("ALL", "hint")]
    finder = SettingsFinder()
    assert finder.for_file("tests/a.sh") is finder.for_file("tests/b.sh")
    assert finder.for_file("tests/a.sh").root == str(root)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'exclude = ["scirpts/"]\n',
            "1:12: `exclude`: nothing in the project fits the pattern `scirpts/`; did you mean `scripts/`?",
        ),
        ('[per-file."scripts/deply.sh"]\nignore = ["PSL1"]\n', "did you mean `scripts/deploy.sh`?"),
        ('include = ["*.zsh"]\n', "1:12: `include`: nothing in the project fits the pattern `*.zsh`"),
        ('exclude = ["scripts/"]\n', ""),
        ('exclude = ["node_modules/", "dist/"]\n', ""),
        ('exclude = ["scripts/", "!scripts/nothing.sh"]\n', ""),
        ('profile = "teaching"\n', ""),
        ('include = ["scripts/**/*.sh", "README"]\n', "README"),
        ('[per-file."#x"]\n', "`#x`"),
    ],
)
def test_patterns_that_fit_nothing(root: Path, text: str, said: str) -> None:
    write(root / "scripts" / "deploy.sh", "true\n")
    write(root / ".gitignore", "dist\n")
    write(root / "persistlint.toml", text)
    patterns = [str(unmatched_glob) for unmatched_glob in unmatched_globs(SettingsFinder().for_folder("."))]
    assert len(patterns) == bool(said)
    assert said in "".join(patterns)


def test_unsaved_text_of_an_editor(root: Path) -> None:
    settings, problems = settings_and_problems(
        str(root / "persistlint.toml"), b'fail-on = "info"\nselct = 1\nignore = "x"\n'
    )
    assert settings is not None
    assert settings.fail_on == "info"
    assert [
        (each.line, each.column, each.end_line, each.end_column, each.suggestion) for each in problems
    ] == [
        (2, 1, 2, 6, "select"),
        (3, 10, 3, 13, '["x"]'),
    ]
