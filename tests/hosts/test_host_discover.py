import os
import sys
from pathlib import Path

import pytest

from persistlint.hosts.discover import ReadProblem, discover, read_file

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links, FIFOs and modes")


def tree(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, *paths: str, **options: object) -> list[tuple[str, str]]:
    before = Path.cwd()
    os.chdir(root)
    try:
        return [
            (each.path.replace(os.sep, "/"), each.problem.kind if each.problem else each.language)
            for each in discover(paths, **options)  # type: ignore[arg-type]
        ]
    finally:
        os.chdir(before)


def test_a_directory_is_walked_in_order(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "b.sh": "",
            "a/Dockerfile": "FROM x\n",
            "a/README.md": "",
            "bin/tool": "#!/bin/bash\n",
            "bin/data": "x",
            "bin/tool.py": "#!/bin/bash\n",
            "compose.yaml": "",
            "node_modules/x.sh": "",
            "sub/vendor/x.sh": "",
            ".git/hooks/x.sh": "",
            ".ci/run": "#!/bin/sh\n",
        },
    )
    assert found(tmp_path, ".") == [
        (".ci/run", "shell"),
        ("a/Dockerfile", "dockerfile"),
        ("a/README.md", "markdown"),
        ("b.sh", "shell"),
        ("bin/tool", "shell"),
        ("compose.yaml", "compose"),
    ]
    assert found(tmp_path, "a/", "b.sh", "./b.sh") == [
        ("a/Dockerfile", "dockerfile"),
        ("a/README.md", "markdown"),
        ("b.sh", "shell"),
    ]
    assert found(tmp_path, "node_modules") == [("node_modules/x.sh", "shell")]


def test_a_named_file_is_taken_or_told(tmp_path: Path) -> None:
    tree(tmp_path, {"x.py": "", "tool": "#!/bin/sh\n", ".gitignore": "tool\n", ".git/HEAD": ""})
    assert found(tmp_path, "tool", "x.py", "gone", exclude=["tool"]) == [
        ("tool", "shell"),
        ("x.py", "not-ours"),
        ("gone", "missing"),
    ]


def test_a_named_file_is_read_by_its_text_where_its_name_says_nothing(tmp_path: Path) -> None:
    compose = "services:\n  db:\n    image: postgres:16\n"
    tree(
        tmp_path,
        {
            "deploy.txt": compose,
            "stack": compose,
            "deploy.py": compose,
            "deploy.yaml.j2": compose,
            "a.json": "{}",
        },
    )
    names = ("deploy.txt", "stack", "deploy.py", "deploy.yaml.j2", "a.json")
    assert [kind for _, kind in found(tmp_path, *names)] == [
        "compose",
        "compose",
        "not-ours",
        "not-ours",
        "not-ours",
    ]
    # Nobody named them in a folder.
    assert found(tmp_path, ".") == []


def test_gitignore_of_every_level(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            ".git/info/exclude": "local.sh\n",
            ".gitignore": "build/\n*.tmp.sh\n!keep.tmp.sh\n/top.sh\n# comment\n\n",
            "build/x.sh": "",
            "sub/build/x.sh": "",
            "sub/.gitignore": "!wanted.tmp.sh\nown.sh\n",
            "sub/wanted.tmp.sh": "",
            "sub/other.tmp.sh": "",
            "sub/own.sh": "",
            "sub/top.sh": "",
            "own.sh": "",
            "top.sh": "",
            "keep.tmp.sh": "",
            "sub/local.sh": "",
            "inner/.git/HEAD": "",
            "inner/x.tmp.sh": "",
        },
    )
    expected = ["inner/x.tmp.sh", "keep.tmp.sh", "own.sh", "sub/top.sh", "sub/wanted.tmp.sh"]
    assert [path for path, _ in found(tmp_path, ".")] == expected
    assert [path for path, _ in found(tmp_path, "sub")] == ["sub/top.sh", "sub/wanted.tmp.sh"]
    # A directory that the user names is walked, ignored or not.
    assert [path for path, _ in found(tmp_path, "build")] == ["build/x.sh"]


def test_a_worktree_has_the_exclusions_of_its_repository(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "main/.git/info/exclude": "x.sh\n",
            "main/.git/worktrees/w/commondir": "../..\n",
            "w/.git": "gitdir: ../main/.git/worktrees/w\n",
            "w/x.sh": "",
            "w/y.sh": "",
        },
    )
    assert found(tmp_path, "w") == [("w/y.sh", "shell")]


def test_exclude(tmp_path: Path) -> None:
    tree(tmp_path, {"a/x.sh": "", "a/y.sh": "", "b/x.sh": ""})
    assert found(tmp_path, ".", exclude=["/a/x.sh", "b/"]) == [("a/y.sh", "shell")]
    assert found(tmp_path, "a", exclude=["x.sh"], exclude_root=str(tmp_path / "b")) == [
        ("a/x.sh", "shell"),
        ("a/y.sh", "shell"),
    ]


@posix
def test_links(tmp_path: Path) -> None:
    tree(tmp_path, {"in/a.sh": "", "in/vendor/v.sh": "", "out/o.sh": ""})
    (tmp_path / "in/loop").symlink_to("..")
    (tmp_path / "in/link.sh").symlink_to("a.sh")
    (tmp_path / "in/v1.sh").symlink_to("vendor/v.sh")
    (tmp_path / "in/v2.sh").symlink_to("vendor/v.sh")
    (tmp_path / "in/outside.sh").symlink_to("../out/o.sh")
    (tmp_path / "in/broken.sh").symlink_to("nowhere")
    (tmp_path / "in/self.sh").symlink_to("self.sh")
    # What leads nowhere is passed over; by name it is asked for.
    assert found(tmp_path, "in") == [("in/a.sh", "shell"), ("in/v1.sh", "shell")]
    assert found(tmp_path, "in/broken.sh") == [("in/broken.sh", "missing")]
    assert found(tmp_path, "in/link.sh", "in/loop/in/a.sh") == [("in/link.sh", "shell")]
    (tmp_path / "whole").symlink_to("in")
    assert ("whole/a.sh", "shell") in found(tmp_path, "whole")


@posix
def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sh")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path, ".") == [("pipe.sh", "not-regular")]
    assert found(tmp_path, "pipe") == [("pipe", "not-regular")]
    problem = read_file(str(tmp_path / "pipe"))
    assert isinstance(problem, ReadProblem)
    assert "a FIFO" in problem.message


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    tree(tmp_path, {"a.sh": "", "dir/b.sh": ""})
    (tmp_path / "a.sh").chmod(0)
    (tmp_path / "dir").chmod(0)
    try:
        assert found(tmp_path, ".") == [("a.sh", "unreadable"), ("dir", "unreadable")]
    finally:
        (tmp_path / "dir").chmod(0o700)


def test_read_file(tmp_path: Path) -> None:
    tree(tmp_path, {"a.sh": "echo\n", "empty": ""})
    (tmp_path / "binary").write_bytes(b"\x7fELF\0")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(20_000_000)
    assert read_file(str(tmp_path / "a.sh")) == b"echo\n"
    assert read_file(str(tmp_path / "empty")) == b""
    kinds = {
        name: problem.kind
        for name in ("binary", "large", ".", "gone", "a.sh/x", "nul\0", "x" * 5000)
        if isinstance(problem := read_file(os.path.join(str(tmp_path), name)), ReadProblem)
    }
    assert kinds == {
        "binary": "binary",
        "large": "too-large",
        ".": "directory",
        "gone": "missing",
        "a.sh/x": "missing",
        "nul\0": "missing",
        "x" * 5000: "missing",
    }


def test_a_problem_tells_the_user_what_to_do(tmp_path: Path) -> None:
    problem = read_file("no/such.sh")
    assert isinstance(problem, ReadProblem)
    assert problem.message == "no/such.sh: no such file or directory; check the path"
    assert problem.is_error
    (each,) = discover([str(write_one(tmp_path, "values.yml"))])
    assert each.problem is not None
    assert not each.problem.is_error


def write_one(root: Path, name: str) -> Path:
    (root / name).write_text("")
    return root / name


def test_what_is_read_on_the_way_is_what_is_in_the_file(tmp_path: Path) -> None:
    files = {
        "short.sh": b"#!/bin/sh\ntrue\n",
        "empty.sh": b"",
        "long.sh": b"#!/bin/sh\n" + b"true\n" * 5_000,
        "just.sh": b"x" * 16_384,
        "guide.md": b"# x\n",
        "script": b"#!/bin/sh\nexit\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert {Path(each.path).name: each.read() for each in discover([str(tmp_path)])} == files
    (tmp_path / "binary.sh").write_bytes(b"#!/bin/sh\n\0")
    (problem,) = [each.read() for each in discover([str(tmp_path)]) if each.path.endswith("binary.sh")]
    assert isinstance(problem, ReadProblem) and problem.kind == "binary"


def test_a_walk_tells_the_names_that_it_sees(tmp_path: Path) -> None:
    tree(tmp_path, {"a/Dockerfile": "", "a/PersistLint.toml": "", "node_modules/x.sh": "", "b.sh": ""})
    seen: dict[str, frozenset[str]] = {}
    discover([str(tmp_path)], listed=seen.__setitem__)
    assert seen == {
        str(tmp_path): frozenset({"a", "node_modules", "b.sh"}),
        str(tmp_path / "a"): frozenset({"dockerfile", "persistlint.toml"}),
    }


def test_folders_of_others_files_are_skipped_and_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folders = ("vendor", "a/vendor", "node_modules", ".venv", "__pycache__", "gone/vendor")
    tree(tmp_path, {f"{folder}/run.sh": "" for folder in folders})
    tree(tmp_path, {"run.sh": "", ".gitignore": "gone\nnode_modules\n"})
    skipped: list[str] = []
    assert found(tmp_path, ".", skipped=skipped.append) == [("run.sh", "shell")]
    assert sorted(skipped) == ["vendor", "vendor"]
    assert found(tmp_path, "vendor") == [("vendor/run.sh", "shell")]
