"""PSL224 beyond its page."""

from persistlint.api import analyse


def findings(text: str) -> list[tuple[str, int]]:
    return [
        (finding.code, finding.line)
        for finding in analyse(text, path="Makefile").findings
        if finding.code == "PSL224"
    ]


def test_only_mounts_of_docker_commands_are_its_business() -> None:
    assert findings("a:\n\techo $PWD $(pwd)\n\tdocker run --rm -e D=$PWD busybox env\n") == []


def test_a_mount_in_the_option_s_other_forms() -> None:
    text = (
        "a:\n\tdocker run --rm --mount type=bind,source=$(pwd)/x,target=/x --volume=$HOME/y:/y busybox ls\n"
    )
    assert findings(text) == [("PSL224", 2), ("PSL224", 2)]


def test_the_fix_gives_the_shell_its_dollar() -> None:
    result = analyse("a:\n\tdocker run --rm -v $PWD/x:/x busybox ls /x\n", path="Makefile")
    (finding,) = [each for each in result.findings if each.code == "PSL224"]
    (fix,) = finding.fixes
    assert fix.applicability == "safe"
    assert [(edit.text) for edit in fix.edits] == ["$"]


def test_the_makefile_s_own_variables_are_meant() -> None:
    assert findings("P = /srv/\na:\n\tdocker run --rm -v $PWD:/x busybox ls\n") == []


def test_a_script_has_no_such_finding() -> None:
    result = analyse("docker run --rm -v $PWD:/x busybox ls\n", path="a.sh")
    assert "PSL224" not in {finding.code for finding in result.findings}
