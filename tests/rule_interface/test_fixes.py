"""Choosing fixes, and putting them into files whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.rules.finding import Finding, Fix
from persistlint.rules.fixes import FixProblem, apply_to_file, choose, fixed, unified_diff
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.mapping import Mapping
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor
from tests.programs import needed

DATA = b"one two three four\n"


def sources_of(data: bytes = DATA) -> Sources:
    sources = Sources()
    sources.add(Document("a.sh", data, "shell"))
    return sources


def at(word: str, data: bytes = DATA, path: str = "a.sh") -> Span:
    start = data.index(word.encode())
    return Span(document_anchor(path), start, start + len(word))


def finding(*fixes: Fix) -> Finding:
    return Finding("PSL101", "x", "warning", at("one"), "m", "i", fixes=fixes)


def fix(word: str, text: str, safe: bool = True) -> Fix:
    return Fix(f"{word} to {text}", [Edit(at(word), text)], safe)


def test_only_what_is_allowed() -> None:
    findings = [finding(fix("one", "1", safe=False)), finding(fix("two", "2"))]
    assert fixed(DATA, choose(findings, sources_of(), unsafe=False), "a.sh") == b"one 2 three four\n"
    assert fixed(DATA, choose(findings, sources_of(), unsafe=True), "a.sh") == b"1 2 three four\n"


def test_the_first_allowed_fix_of_a_finding() -> None:
    findings = [finding(fix("one", "1", safe=False), fix("two", "2"), fix("three", "3"))]
    assert fixed(DATA, choose(findings, sources_of(), unsafe=False), "a.sh") == b"one 2 three four\n"


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    findings = [finding(fix("two three", "x")), finding(fix("three", "3")), finding(fix("four", "4"))]
    chosen = choose(findings, sources_of(), unsafe=False)
    assert [insertion.fix.title for insertion in chosen] == ["two three to x", "four to 4"]
    insertions = [Fix("a", [Edit(at("two").at_start(), text)], True) for text in ("a ", "b ")]
    assert len(choose([finding(insertion) for insertion in insertions], sources_of(), unsafe=False)) == 1


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    both = Fix("both", [Edit(at("one"), "1"), Edit(at("three"), "3")], True)
    findings = [finding(fix("three", "x")), finding(both), finding(fix("one", "y"))]
    assert fixed(DATA, choose(findings, sources_of(), unsafe=False), "a.sh") == b"y two x four\n"
    itself = Fix("itself", [Edit(at("one"), "1"), Edit(at("one"), "2")], True)
    assert choose([finding(itself)], sources_of(), unsafe=False) == []


def test_text_that_is_not_in_one_piece_is_left_alone() -> None:
    sources = sources_of(b"> ab\n> cd\n")
    anchor = ("a.sh", "block", 0)
    sources.place_anchor(anchor, sources.documents["a.sh"], Mapping([(0, 2, 3), (3, 7, 3)]), 0)
    whole = Fix("x", [Edit(Span(anchor, 0, 2), "x")], True)
    parted = Fix("x", [Edit(Span(anchor, 1, 4), "x")], True)
    unknown = Fix("x", [Edit(Span(("b.sh", "", 0), 0, 1), "x")], True)
    chosen = choose([finding(parted), finding(unknown), finding(whole)], sources, unsafe=False)
    assert [each.fix for each in chosen] == [whole]


def test_other_documents_are_left_alone() -> None:
    sources = sources_of()
    sources.add(Document("lib.sh", DATA, "shell"))
    other = Fix("x", [Edit(at("one", path="lib.sh"), "1")], True)
    assert choose([finding(other)], sources, False, "a.sh") == []
    assert len(choose([finding(other)], sources, False)) == 1


def test_line_ends_and_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbfone\r\ntwo\r\n"
    sources = sources_of(data)
    fix = Fix("x", [Edit(at("two", data), "2 \\\n  3")], True)
    assert (
        fixed(data, choose([finding(fix)], sources, False), "a.sh") == b"\xef\xbb\xbfone\r\n2 \\\r\n  3\r\n"
    )


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    path.chmod(0o754)
    apply_to_file(str(path), b"before", b"after", str(tmp_path))
    assert path.read_bytes() == b"after"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o754
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.sh"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"other")
    with pytest.raises(FixProblem, match="changed while"):
        apply_to_file(str(path), b"before", b"after", str(tmp_path))
    assert path.read_bytes() == b"other"


def test_symbolic_links(tmp_path: Path) -> None:
    inside, outside = tmp_path / "project", tmp_path / "outside.sh"
    inside.mkdir()
    outside.write_bytes(b"before")
    (inside / "real.sh").write_bytes(b"before")
    link, far = inside / "link.sh", inside / "far.sh"
    link.symlink_to("real.sh")
    far.symlink_to(outside)
    apply_to_file(str(link), b"before", b"after", str(inside))
    assert link.is_symlink()
    assert (inside / "real.sh").read_bytes() == b"after"
    with pytest.raises(FixProblem, match="outside the project"):
        apply_to_file(str(far), b"before", b"after", str(inside))
    assert outside.read_bytes() == b"before"


def test_read_only_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FixProblem, match="read-only"):
        apply_to_file(str(path), b"before", b"after", str(tmp_path))


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "open"])
def test_a_failure_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(FixProblem, match="No space left"):
        apply_to_file(str(path), b"before", b"after", str(tmp_path))
    monkeypatch.undo()
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.sh", b"before")]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FixProblem):
        apply_to_file(str(tmp_path / "no.sh"), b"before", b"after", str(tmp_path))


CASES = {
    "plain": (b"a\nb\nc\n", b"a\nB\nc\n"),
    "no line end": (b"a\nb", b"a\nB"),
    "line end is added": (b"a\nb", b"a\nb\n"),
    "windows": (b"a\r\nb\r\n", b"a\r\nB\r\n"),
    "not utf-8": (b"a\xff\nb\n", b"a\xff\nB\n"),
    "form feed": (b"a\x0cx\nb\n", b"a\x0cx\nB\n"),
    "empty": (b"", b"a\n"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="git may change line ends there")
@pytest.mark.parametrize("name", ["run.sh", "my script.sh", "ümlaut.sh", 'quo"te.sh', "tab\tname.sh"])
@pytest.mark.parametrize("case", list(CASES))
def test_git_applies_the_patch(tmp_path: Path, case: str, name: str) -> None:
    before, after = CASES[case]
    (tmp_path / name).write_bytes(before)
    patch = unified_diff(name, before, after).encode("utf-8", "surrogateescape")
    result = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=patch,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / name).read_bytes() == after


@pytest.mark.skipif(sys.platform == "win32", reason="names are another thing there")
@pytest.mark.parametrize(
    "name", ["run.sh", "my script.sh", "ümlaut.sh", 'quo"te.sh', "tab\tname.sh", "-R.sh"]
)
@pytest.mark.parametrize("case", [case for case in CASES if case != "empty"])
def test_patch_applies_the_patch(tmp_path: Path, case: str, name: str) -> None:
    program = needed("patch", "install patch")
    before, after = CASES[case]
    (tmp_path / name).write_bytes(before)
    patch = unified_diff(name, before, after).encode("utf-8", "surrogateescape")
    # Without --binary it takes the carriage returns of a Windows file for the mail's.
    result = subprocess.run(
        [program, "-p1", "--binary"], input=patch, cwd=tmp_path, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / name).read_bytes() == after
    assert os.listdir(tmp_path) == [name]


def test_a_link_to_a_folder_outside_the_project(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (outside / "a.sh").write_bytes(b"before")
    (project / "link").symlink_to(outside, target_is_directory=True)
    with pytest.raises(FixProblem, match="outside the project"):
        apply_to_file(str(project / "link" / "a.sh"), b"before", b"after", str(project))
    assert (outside / "a.sh").read_bytes() == b"before"
    # A project that is reached by a link is none.
    (tmp_path / "way").symlink_to(outside, target_is_directory=True)
    apply_to_file(str(tmp_path / "way" / "a.sh"), b"before", b"after", str(tmp_path / "way"))
    assert (outside / "a.sh").read_bytes() == b"after"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    os.chown(path, 1234, 4321)
    path.chmod(0o4750)
    apply_to_file(str(path), b"before", b"after", str(tmp_path))
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 4321, 0o4750)


def test_no_difference_is_no_patch() -> None:
    assert unified_diff("a.sh", DATA, DATA) == ""
