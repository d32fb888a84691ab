"""Shell code of GitHub's workflows and composite actions."""

from persistlint.api import analyse
from persistlint.hosts.workflow import read_workflow
from tests.hosts.shown import text_of

PATH = ".github/workflows/deploy.yml"


def shown(text: str) -> list[tuple[str, str, str]]:
    """Return each fragment's unit, dialect and text, unknown text as ``⟨name⟩``."""
    fragments = read_workflow(text.encode())
    return [(fragment.unit, fragment.dialect, text_of(fragment)) for fragment in fragments]


def step(*lines: str, job: str = "", top: str = "") -> list[tuple[str, str, str]]:
    body = "\n".join(f"        {line}" for line in lines)
    return shown(f"{top}jobs:\n  a:\n    runs-on: ubuntu-latest\n{job}    steps:\n      -\n{body}\n")


def test_the_shell_and_its_options() -> None:
    assert step("run: x") == [("job a", "bash", "set -e\nx")]
    assert step("run: x", "shell: bash") == [("job a", "bash", "set -eo pipefail\nx")]
    assert step("run: x", "shell: sh") == [("job a", "sh", "set -e\nx")]
    assert step("run: x", "shell: bash -l {0}") == [("job a", "bash", "x")]
    assert step("run: x", "shell: pwsh") == []
    defaults = "    defaults:\n      run:\n        shell: sh\n        working-directory: a b\n"
    assert step("run: x", job=defaults) == [("job a", "sh", "set -e\ncd 'a b'\nx")]


def test_powershell_is_passed_over() -> None:
    windows = "jobs:\n  a:\n    runs-on: windows-2022\n    steps:\n      - run: docker run x\n"
    assert shown(windows) == []
    unknown = "jobs:\n  a:\n    runs-on: ${{ inputs.os }}\n    steps:\n      - run: |\n          & docker build `\n            x\n      - run: docker run y\n"
    assert shown(unknown) == [("job a", "bash", "set -e\ndocker run y")]


def test_environments_of_all_levels() -> None:
    top = "env:\n  A: one\n  B: two\n"
    assert step("run: echo $A ${B} $C", "env: {B: it's, C: '${{ github.sha }}'}", top=top) == [
        (
            "job a",
            "bash",
            "set -e\nexport A=one\nexport B='it'\\''s'\nexport C='⟨${{ github.sha }}⟩'\necho $A ${B} $C",
        )
    ]


def test_expressions() -> None:
    top = "env:\n  A: one\n"
    assert step("run: echo ${{ env.A }} '${{ inputs.x }}'", top=top) == [
        ("job a", "bash", "set -e\necho one '⟨${{ inputs.x }}⟩'")
    ]


def test_a_matrix_makes_a_unit_of_each_combination() -> None:
    matrix = "    strategy:\n      matrix:\n        v: ['15', '16']\n"
    assert step("run: docker run postgres:${{ matrix.v }}", job=matrix) == [
        ("job a (15)", "bash", "set -e\ndocker run postgres:15"),
        ("job a (16)", "bash", "set -e\ndocker run postgres:16"),
    ]


def test_a_large_matrix_is_unknown() -> None:
    matrix = "    strategy:\n      matrix:\n        v: [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    ((unit, _, text),) = step("run: echo ${{ matrix.v }}", job=matrix)
    assert (unit, text) == ("job a", "set -e\necho ⟨${{ matrix.v }}⟩")


def test_block_scalars() -> None:
    assert (
        step("run: |", "  docker run \\", "    -d x", "", "  y")[0][2]
        == "set -e\ndocker run \\\n  -d x\n\ny\n"
    )
    assert step("run: >-", "  docker run", "  -d x")[0][2] == "set -e\ndocker run -d x"


def test_a_service_that_mounts_something_is_a_container() -> None:
    services = (
        "    services:\n      db:\n        image: postgres:16\n        env:\n          POSTGRES_PASSWORD: x\n"
        "        volumes:\n          - data:/var/lib/postgresql/data\n        options: >-\n          --health-cmd pg_isready\n"
        "      plain:\n        image: redis:7\n"
    )
    assert step("run: x", job=services)[0][2] == (
        "docker run -d -e POSTGRES_PASSWORD=x -v data:/var/lib/postgresql/data --health-cmd pg_isready postgres:16 "
    )


def test_a_composite_action() -> None:
    text = "runs:\n  using: composite\n  steps:\n    - run: docker run x\n      shell: bash\n"
    assert shown(text) == [("the action", "bash", "set -eo pipefail\ndocker run x")]


def test_a_finding_stands_in_the_block_and_its_fix_too() -> None:
    text = (
        "jobs:\n  up:\n    runs-on: self-hosted\n    steps:\n      - run: |\n          docker run -d --name shop \\\n"
        "            -e POSTGRES_PASSWORD=x \\\n            postgres:16\n"
    )
    (finding,) = [each for each in analyse(text, path=PATH).findings if each.code == "PSL101"]
    assert (finding.line, finding.severity) == (8, "info")
    (edit,) = finding.fixes[0].edits
    assert (edit.line, edit.text) == (8, "-v pgdata:/var/lib/postgresql/data \\\n            ")


def test_one_place_is_told_once_whatever_the_matrix() -> None:
    text = (
        "jobs:\n  up:\n    strategy:\n      matrix:\n        v: [1, 2]\n    steps:\n"
        "      - run: docker run -d --name s -v x:relative alpine sleep 1\n"
    )
    codes = [finding.code for finding in analyse(text, path=PATH).findings]
    assert len(codes) == len(set(codes)) > 0


def test_half_typed_text_gives_nothing_and_no_error() -> None:
    assert shown("jobs:\n  a:\n    steps:\n      - run: |\n   x: [") == []
