"""A safe fix touches text that only its own command uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.checked_fixes import keep_checked
from persistlint.analysis.workspace import Workspace
from persistlint.rules.fixes import choose, fixed
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def offered(text: str, code: str) -> list[tuple[bool, str]]:
    """Return whether each fix of the rule that holds is safe, and its title."""
    analysis = analyse(Document("run.sh", text.encode(), "shell"), Workspace("."), Settings())
    keep_checked(analysis, Workspace("."), Settings())
    return [
        (fix.safe, fix.title)
        for finding in analysis.findings
        if finding.code == code
        for fix in finding.fixes
    ]


def mended(text: str, unsafe: bool = False) -> str:
    document = Document("run.sh", text.encode(), "shell")
    analysis = analyse(document, Workspace("."), Settings())
    keep_checked(analysis, Workspace("."), Settings())
    return fixed(document.data, choose(analysis.findings, analysis.sources, unsafe), "run.sh").decode()


RESTORE = """sh_in() { docker exec -i db "$@"; }
while read -r n; do sh_in touch "/data/$n"; done < names
sh_in psql < dump.sql
"""


def test_another_call_needs_the_option() -> None:
    assert mended(RESTORE) == RESTORE
    assert mended(RESTORE, unsafe=True) == RESTORE.replace('/$n";', '/$n" < /dev/null;')


@pytest.mark.parametrize(
    "text",
    [
        # Other calls of the function, each another command.
        'd() { docker exec db "$@"; }\nd psql < dump.sql\nd ls\n',
        'd() { docker exec -t db "$@"; }\nd pg_dump > x.sql\nd ls\n',
        'd() { docker exec -it db "$@"; }\nd psql < x.sql\nd bash\n',
        'd() { docker exec -i db "$@"; }\nwhile read -r n; do d echo $n; done < l\nd bash\n',
        'r() { docker run -d -v "$1" app:1; }\nr data/up:/x\nr data:/x\n',
        "O=(-v data/up:/x)\ndocker run -d ${O[@]} app:1\necho ${O[@]}\n",
    ],
)
def test_text_that_others_use(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        # A variable that something else reads, or may.
        'P=data/up\n[ "$P" = data/up ]\ndocker run -d -v $P:/x app:1\n',
        "P=data/up\ndocker run -d -v $P:/x app:1\ngit add $P\n",
        "P=data/up\nmkdir -p $P\ndocker run -d -v $P:/x app:1\n",
        "export P=data/up\ndocker run -d -v $P:/x app:1\n./other\n",
        "P=data/up\nexport P\ndocker run -d -v $P:/x app:1\n",
        "declare -x P=data/up\ndocker run -d -v $P:/x app:1\n",
        "set -a\nP=data/up\ndocker run -d -v $P:/x app:1\n",
        "#!/bin/bash -ea\nP=data/up\ndocker run -d -v $P:/x app:1\n./other\n",
        "P=data/up\nN=P\necho ${!N}\ndocker run -d -v $P:/x app:1\n",
        "P=data/up\ndocker run -d -v $P:/x app:1\ntar cf x.tar ${P}\n",
    ],
)
def test_a_variable_that_others_read_is_left_alone(text: str) -> None:
    assert mended(text) == text.replace("-v $P", "-v ./$P")


@pytest.mark.parametrize(
    "text",
    [
        # What the environment gives, or what isn't seen sets, may be an absolute path.
        'P="${P:-data/up}"\ndocker run -d -v "$P:/x" app:1\nls $P\n',
        'P="${DIR:-data/up}"\nQ="$P/sub"\ndocker run -d -v "$Q:/x" app:1\n',
        ': "${P:=data/up}"\ndocker run -d -v "$P:/x" app:1\n',
        'docker run -d -v "${P:=data/up}:/x" app:1\n[ "$P" = data/up ]\n',
        'docker run -d -v "${P=data/up}:/x" app:1\n[ "$P" = data/up ]\n',
        'P=data/up\n[ -f .env ] && . ./.env\ndocker run -d -v "$P:/x" app:1\n',
        'P=data/up\nsource lib.sh\ndocker run -d -v "$P:/x" app:1\n',
        'P=data/up\neval "$X"\ndocker run -d -v "$P:/x" app:1\n',
        'r() { docker run -d -v "$1:/x" app:1; ls "$1"; }\nr data/up\n"$@"\n',
    ],
)
def test_a_variable_that_may_hold_another_value_is_left_alone(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    "more",
    ['"$@"\n', '"$1" x\n', "$command\n", "do_$1 x\n", ". ./more.sh\n", 'eval "$X"\n', 'trap "$X" EXIT\n'],
)
@pytest.mark.parametrize(
    "text",
    [
        'f() { docker exec -i db "$@"; }\nwhile read -r n; do f touch "/data/$n"; done < names\n',
        'f() { docker exec db "$@"; }\nf psql < dump.sql\n',
        "f() { docker exec -t db pg_dump x; }\nf > dump.sql\n",
        "f() { while read -r n; do docker exec -i db touch $n; done; }\nf < names\nf\n",
        'f() { local c=$1; docker exec db "$c" < dump.sql; }\nf psql\n',
    ],
)
def test_callers_that_are_not_seen_may_need_it_otherwise(text: str, more: str) -> None:
    assert mended(text + more) == text + more


@pytest.mark.parametrize("more", ['exec "$@"\n', 'sudo "$@"\n'])
def test_another_process_calls_no_function(more: str) -> None:
    text = 'f() { docker exec db "$@"; }\nf psql < dump.sql\n' + more
    assert mended(text) == text.replace("exec db", "exec -i db")


def test_a_library_is_called_by_others() -> None:
    text = 'f() { docker exec -i db "$@"; }\ng() { while read -r n; do f touch "/data/$n"; done < names; }\n'
    assert mended(text) == text
    assert mended(text + "g\n") == text.replace("-i ", "") + "g\n"


@pytest.mark.parametrize(
    "text",
    [
        'f() { docker exec db psql < dump.sql; }\nf\n"$@"\n',
        'f() { docker exec -it db pg_dump x > dump.sql; }\nf\n"$@"\n',
        'f() { while read -r n; do docker exec -i db touch "$n"; done < names; }\nf\n"$@"\n',
        ". ./lib.sh\nf() { docker exec db psql < dump.sql; }\nf\n",
    ],
)
def test_what_the_function_says_itself_is_right_for_every_caller(text: str) -> None:
    assert mended(text) != text


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ('r() { docker exec "$1" psql < "$2"; }\nr a x\nr b y\n', 'exec "$1"', 'exec -i "$1"'),
        ("for n in a b; do docker exec $n psql < $n.sql; done\n", "exec $n", "exec -i $n"),
        ("P=data/up\ndocker run -d -v $P:/x app:1\n", "P=data", "P=./data"),
        ("# P is the folder\nP=data/up\ndocker run -d -v $P:/x app:1\n", "P=data", "P=./data"),
        ("f() {\n  local P=data/up\n  docker run -d -v $P:/x app:1\n}\nf\n", "P=data", "P=./data"),
        ("PP=1\nP=data/up\necho $PP\ndocker run -d -v $P:/x app:1\n", "P=data", "P=./data"),
        ("O=(-v data/up:/x)\ndocker run -d ${O[@]} app:1\n", "data/up", "./data/up"),
        ("O=(\n  -v data/up:/x\n)\ndocker run -d ${O[@]} app:1\n", "data/up", "./data/up"),
        ("docker run -d -v data/up:/x app:1\n", "data/up", "./data/up"),
        ("P=data/up\ndocker run -d -v $P:/x a:1\ndocker run -d -v $P:/y b:1\n", "P=data", "P=./data"),
        ("if [ $1 ]; then docker exec db psql < x; fi\n", "exec db", "exec -i db"),
    ],
)
def test_text_that_nobody_else_uses(text: str, old: str, new: str) -> None:
    assert mended(text) == text.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        'run() { docker run -d -e POSTGRES_PASSWORD=x --name "$1" "$2"; }\nrun db postgres:16\nrun web nginx:1.27\n',
        'run() { docker run -d -e POSTGRES_PASSWORD=x --name "$1" "$2"; }\nrun db postgres:16\nrun pg postgres:17\n',
        "for i in postgres:16 nginx:1.27; do docker run -d -e POSTGRES_PASSWORD=x $i; done\n",
    ],
)
def test_a_mount_for_one_call_is_none_for_the_others(text: str) -> None:
    assert offered(text, "PSL101") == []


@pytest.mark.parametrize(
    "image",
    [
        "postgres:$TAG",
        "postgres:custom",
        "postgres:${TAG}",
        "postgres:${TAG:-16}",
        "postgres:${TAG:-18}",
        "postgres:$1",
        "postgres:${V}-alpine",
        "postgres@sha256:" + "a" * 64,
        "postgres:$(cat version)",
        '"postgres:$TAG"',
    ],
)
def test_where_the_version_decides_no_path_is_offered(image: str) -> None:
    text = f"docker run -d --name db -e POSTGRES_PASSWORD=x {image}\n"
    analysis = analyse(Document("run.sh", text.encode(), "shell"), Workspace("."), Settings())
    (finding,) = [each for each in analysis.findings if each.code == "PSL101"]
    assert finding.fixes == ()
    assert "/var/lib/postgresql/data` (before 18)" in finding.message


@pytest.mark.parametrize(
    "image", ["postgres:16", "postgres:18-alpine", "postgres", "mongo:$TAG", "mysql:$TAG"]
)
def test_where_it_does_not_one_is_offered(image: str) -> None:
    assert (
        len(offered(f"docker run -d -e POSTGRES_PASSWORD=x -e MYSQL_ROOT_PASSWORD=x {image}\n", "PSL101"))
        == 1
    )


def test_every_report_has_the_line_ends_of_the_file(tmp_path: Path) -> None:
    text = "docker run -d \\\r\n  --name db \\\r\n  postgres:16\r\n"
    analysis = analyse(Document("run.sh", text.encode(), "shell"), Workspace(str(tmp_path)), Settings())
    (edit,) = [edit for finding in analysis.findings for fix in finding.fixes for edit in fix.edits]
    assert edit.text == "-v pgdata:/var/lib/postgresql/data \\\r\n  "


@pytest.mark.parametrize(
    "text",
    [
        "ssh host \"docker run -d -v '~/d:/x' app:1\"\n",
        "bash -c \"docker run -d -v '~/d:/x' app:1\"\n",
        "bash -c 'docker run -d -v '\\''$HOME/d:/x'\\'' app:1'\n",
        "sudo -u web bash -s <<EOF\ndocker run -d -v '~/d:/x' app:1\nEOF\n",
        'ssh host <<EOF\ndocker run -d -v "~/d:/x" app:1\nEOF\n',
        'eval "docker run -d -v \\$PWD/d:/x app:1"\n',
        "cat > x.sh <<EOF\ndocker run -d -v '~/d:/x' app:1\nEOF\n",
        "sudo tee x.sh <<EOF\ndocker run -d -v \\$PWD/d:/x app:1\nEOF\n",
    ],
)
def test_the_shell_around_reads_no_fix(text: str) -> None:
    assert mended(text, unsafe=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "cat > x.sh <<EOF\nD=d/e; docker run -d -v \\$D:/x app:1; git add \\$D\nEOF\n",
        'bash -c "D=d/e; docker run -d -v \\$D:/x app:1; git add \\$D"\n',
        'eval "D=d/e; docker run -d -v \\$D:/x app:1; git add \\$D"\n',
    ],
)
def test_nothing_comes_between_a_backslash_and_what_it_keeps(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("delimiter", ["'\\''EOF'\\''", '"EOF"'])
def test_a_text_that_is_written_in_several_pieces_is_not_mended_at_a_wrong_place(delimiter: str) -> None:
    text = (
        f"printf '%s\\n' 'docker run app:1 \"$X\"' 'docker build -t app - <<{delimiter}' 'FROM alpine:3.20' 'WORKDIR /app' "
        "'VOLUME data # <- here' 'EOF' > x.sh\n"
    )
    assert mended(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "ssh host 'docker run -d -v \"~/d:/x\" app:1'\n",
            "ssh host 'docker run -d -v \"$HOME/d:/x\" app:1'\n",
        ),
        ('ssh host "docker exec db psql < d.sql"\n', 'ssh host "docker exec -i db psql < d.sql"\n'),
        (
            "ssh host <<'EOF'\ndocker run -d -v '~/d:/x' app:1\nEOF\n",
            "ssh host <<'EOF'\ndocker run -d -v \"$HOME/d:/x\" app:1\nEOF\n",
        ),
        (
            "cat > x.sh <<'EOF'\ndocker run -d -v '~/d:/x' app:1\nEOF\n",
            "cat > x.sh <<'EOF'\ndocker run -d -v \"$HOME/d:/x\" app:1\nEOF\n",
        ),
        (
            "tee x.sh <<EOF\ndocker exec db psql < \\$d.sql\nEOF\n",
            "tee x.sh <<EOF\ndocker exec -i db psql < \\$d.sql\nEOF\n",
        ),
        ("x=\"$(docker run -d -v '~/d:/x' app:1)\"\n", 'x="$(docker run -d -v "$HOME/d:/x" app:1)"\n'),
    ],
)
def test_what_means_nothing_to_the_shell_around_is_written(text: str, after: str) -> None:
    assert mended(text) == after


@pytest.mark.parametrize("assignment", ["V := data/x", "V ?= data/x", "V = data/x"])
def test_the_command_line_of_make_gives_variables_other_values(assignment: str) -> None:
    text = f"{assignment}\ndb:\n\tdocker run -d -v $(V):/x app:1\n".encode()
    analysis = analyse(Document("Makefile", text, "makefile"), Workspace("."), Settings())
    keep_checked(analysis, Workspace("."), Settings())
    (finding,) = analysis.findings
    assert [fix.safe for fix in finding.fixes] == [False]
