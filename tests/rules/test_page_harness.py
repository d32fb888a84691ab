"""The harness for rule pages notices every way in which a page isn't true."""

import os

import pytest

import persistlint_rules
from persistlint.testing.pages import PageProblem, check_page, page_problems, read_page, without_markers

PAGE = os.path.join(os.path.dirname(persistlint_rules.__file__), "unmounted_data_path.md")


def broken(tmp_path, *changes):
    """PSL101's page with changes made, each of which must fit."""
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "unmounted_data_path.md"
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path, *changes):
    return "\n".join(page_problems(broken(tmp_path, *changes)))


def test_a_true_page():
    assert page_problems(PAGE) == []


def test_a_missing_marker(tmp_path):
    reported = problems(tmp_path, (" # <- PSL101", ""))
    assert "gives PSL101 in script.sh, line 1, unannounced" in reported
    assert "announces nothing" in reported


def test_a_marker_too_many(tmp_path):
    assert "doesn't give the PSL103" in problems(tmp_path, ("# <- PSL101", "# <- PSL101 PSL103"))


def test_a_good_block_that_isnt(tmp_path):
    reported = problems(tmp_path, (" -v pgdata:/var/lib/postgresql/data postgres", " postgres"))
    assert "the good example" in reported
    assert "gives PSL101" in reported
    assert "fixed, should be" in reported


def test_a_fix_that_makes_something_else(tmp_path):
    reported = problems(tmp_path, ("-v pgdata:", "-v other:"))
    assert "fixed, should be" in reported


def test_a_bad_block_without_a_good_one(tmp_path):
    reported = problems(tmp_path, ("```sh good", "```sh"), ("```yaml good", "```yaml"))
    assert "no good example after it" in reported
    assert "no block is tagged `good`" in reported


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "# PSL101 unmounted-data-path",
            "# PSL101 unmounted-path",
            "the rule is listed as unmounted-data-path",
        ),
        ("# PSL101 unmounted-data-path", "# ACME99 nothing", "no rule has the code"),
        ("## Sources", "## Further reading", "`## Sources` is missing"),
        ("## Versions", "## Sources and versions", "`## Versions` is missing"),
        ("```sh proof", "```sh", "neither a `proof` block nor"),
        ("## Proof\n", "## Proof\n\nno-proof: needs a registry\n", "says that it needs none"),
        ("```sh proof", "no-proof: too hard\n\n```sh", "none of the reasons"),
        (
            "Severity: warning, info. ",
            "Severity: error, info. ",
            "the page says the severity error, the rule warning",
        ),
        ("Severity: warning, info. ", "Severity: warning, warning. ", "names something twice"),
        (
            "## Severity\n\nWarning where",
            "## Severity\n\nError where",
            "begins with error, which `Severity:` doesn't name",
        ),
        (
            "Severity: warning, info. ",
            "Severity: warning, bad. ",
            "something else than error, warning, info, hint",
        ),
        (
            "(`--appendonly yes`).\n",
            "(`--appendonly yes`)\n",
            "no sentence behind `Severity:` says why",
        ),
    ],
)
def test_form(tmp_path, old, new, said):
    assert said in problems(tmp_path, (old, new))


def test_a_wrong_file_name(tmp_path):
    path = broken(tmp_path).rename(tmp_path / "page.md")
    assert page_problems(path) == ["the file should be called unmounted_data_path.md"]


def test_check_page_lists_everything(tmp_path):
    with pytest.raises(PageProblem, match="announces nothing"):
        check_page(broken(tmp_path, (" # <- PSL101", "")))


def test_markers():
    text, markers = without_markers(
        "a # <- PSL101\nb \\\n  c\n# <- PSL102, PSL103\n<!-- <- PSL104 -->\nd <- no marker\n"
    )
    assert text == "a\nb \\\n  c\nd <- no marker\n"
    assert markers == [(1, "PSL101"), (3, "PSL102"), (3, "PSL103"), (3, "PSL104")]


def test_files_of_one_example(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(
        "```sh bad file=a.sh\none # <- X1\n```\n\n```toml bad file=persistlint.toml\n```\n\n```sh bad file=a.sh\ntwo\n```\n"
        "```sh good\nx\n```\n```sh good\ny\n```\n````markdown bad\n```sh\nz\n```\n<!-- <- X2 -->\n````\n"
    )
    examples = read_page(path).examples()
    assert [(example.role, list(example.files)) for example in examples] == [
        ("bad", ["a.sh", "persistlint.toml"]),
        ("bad", ["a.sh"]),
        ("good", ["script.sh"]),
        ("good", ["script.sh"]),
        ("bad", ["README.md"]),
    ]
    assert dict(examples[0].announced) == {("a.sh", 1, "X1"): 1}
    assert examples[-1].files["README.md"] == "```sh\nz\n```\n"
    assert dict(examples[-1].announced) == {("README.md", 3, "X2"): 1}


def test_settings_of_an_example_choose(tmp_path):
    changes = [
        (
            "```sh good\n",
            "```toml good file=persistlint.toml\nignore = ['PSL101']\n```\n\n```sh good file=script.sh\n",
        ),
        (" -v pgdata:/var/lib/postgresql/data postgres", " postgres"),
    ]
    assert "the good example" not in problems(tmp_path, *changes)
