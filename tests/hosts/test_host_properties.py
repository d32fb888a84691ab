"""What holds for every text: reading never raises, and every byte of a fragment is a byte of the document."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from persistlint.hosts.dockerfile import read_dockerfile, run_fragments
from persistlint.hosts.dockerfile_expand import Reading, Scope, WordError, expand
from persistlint.hosts.pieces import Pieces, compose
from persistlint.hosts.read import read
from persistlint.text.document import Document
from persistlint.text.mapping import Mapping

DOCKERFILE = st.lists(
    st.sampled_from(
        [
            "FROM scratch AS a",
            "FROM a",
            "RUN ",
            "COPY ",
            "VOLUME ",
            "ENV A=",
            "ARG ",
            "ONBUILD ",
            "CMD ",
            "SHELL ",
            "WORKDIR ",
            "# escape=`",
            "\n",
            "\r\n",
            "\\\n",
            "`\n",
            "  # c\n",
            "<<E",
            "<<-'E'",
            "E\n",
            "\tE",
            '["a", "b"]',
            '["sh", "-c", "',
            '\\"',
            '"]',
            "$A",
            "${A:-",
            "${A%",
            "}",
            "'",
            '"',
            "\\",
            "--from=a ",
            "--",
            "x y",
            "é",
            "\ufeff",
            "\xa0",
            "\ue000U\ue001",
            "\ue000",
            "{{",
        ]
    ),
    max_size=30,
).map(lambda parts: "".join(parts).encode())
MARKDOWN = st.lists(
    st.sampled_from(
        [
            "```",
            "~~~",
            "bash",
            "console",
            "dockerfile",
            "\n",
            "\r\n",
            "    ",
            "  ",
            "> ",
            "- ",
            "1. ",
            "$ ",
            "# ",
            "\\",
            "docker run x",
            "FROM a",
            "RUN b",
            "<<E",
            "E",
            "'",
            '"',
            "# x",
            "---",
            "<!--",
            "-->",
            "é",
            "\ufeff",
            "\t",
            "text",
        ]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode())
MAKEFILE = st.lists(
    st.sampled_from(
        [
            "\n",
            "\n\t",
            "\t",
            "\r\n",
            "\\\n",
            "\\",
            "a: ",
            "a b: c; ",
            "X = ",
            "X := ",
            "X += ",
            "a: X = ",
            "$(X)",
            "${X}",
            "$X",
            "$$",
            "$",
            "$(",
            ")",
            "$(call X,",
            "$(if $(X),",
            ",",
            "define X\n",
            "\nendef\n",
            "ifeq ($(X),a)\n",
            "ifdef X\n",
            "else\n",
            "endif\n",
            "export X\n",
            ".ONESHELL:\n",
            ".RECIPEPREFIX = >\n",
            "include x\n",
            "@-",
            "docker run x",
            "é",
            "\ue0005\ue001",
            "#",
            "'",
        ]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode())
WORKFLOW = st.lists(
    st.sampled_from(
        [
            "env:\n  A: b\n",
            "jobs:\n",
            "  j:\n",
            "    runs-on: x\n",
            "    env: {A: 'it''s', B: \"a\\tb\"}\n",
            "    strategy:\n      matrix:\n        v: [1, 2]\n",
            "    services:\n      s:\n        image: postgres:16\n        volumes: [a:/b]\n        options: >-\n          -x\n          -y\n",
            "    steps:\n",
            "      - run: docker run ${{ matrix.v }} $A\n",
            "      - run: |\n          docker run \\\n            é ${{ env.A }}\n\n          b\n",
            "      - run: >\n          docker run\n          ${{ x }} '\n",
            '      - run: "a\\"b ${{ env.B }} \\u00e9"\n',
            "      - uses: a/b@v1\n",
            "        working-directory: a b\n",
            "        shell: sh\n",
            "runs:\n  using: composite\n  steps:\n    - run: a\n",
            "\ue0001\ue001",
            "${{",
            "}}",
            "\r\n",
        ]
    ),
    max_size=20,
).map(lambda parts: "".join(parts).encode())
UNIT = st.lists(
    st.sampled_from(
        [
            "[Service]\n",
            "[Container]\n",
            "[Volume]\n",
            "Image=postgres:16\n",
            "ExecStart=",
            "ExecStop=-",
            'Environment=A=b "B=c d"\n',
            "Volume=a.volume:/b\n",
            "Mount=type=volume,source=x.volume,target=/y\n",
            "WorkingDirectory=-/a b\n",
            "docker run ",
            "$A",
            "${B}",
            "$$",
            "%%",
            "%h",
            "%p",
            "\\\n",
            "\\x41",
            "\\",
            "'a b'",
            '"',
            ";",
            " ; ",
            "# c\n",
            "\n",
            "\r\n",
            "é",
            "\ue0001\ue001",
        ]
    ),
    max_size=30,
).map(lambda parts: "".join(parts).encode())
ANYTHING = st.binary(max_size=200)


def check(language: str, data: bytes) -> None:
    document = Document("x", data, language)
    reading = read(document)
    for fragment in reading.fragments:
        assert sum(length for _, _, length in fragment.mapping.segments) == len(fragment.text)
        for derived, origin, length in fragment.mapping.segments:
            assert fragment.text[derived : derived + length] == data[origin : origin + length]
        if language != "shell" or data.partition(b"\n")[0].endswith(b"\r"):
            assert b"\r\n" not in fragment.text or fragment.kind == "run"
    for image in reading.images:
        for instruction in image.instructions:
            for argument in instruction.args:
                assert 0 <= argument.span.start <= argument.span.end <= len(data)


@given(DOCKERFILE | ANYTHING)
def test_dockerfiles(data: bytes) -> None:
    check("dockerfile", data)


@given(MARKDOWN | ANYTHING)
def test_markdown(data: bytes) -> None:
    check("markdown", data)


#: A path whose name says what kind of Quadlet unit it is.
PATHS = {"quadlet": "x.container"}


def check_derived(language: str, data: bytes, path: str = "") -> None:
    """Text of a host that adds some of its own: every byte that has a place is the byte there, and every place lies in the document."""
    for fragment in read(Document(path or PATHS.get(language, "x"), data, language)).fragments:
        for derived, origin, length in fragment.mapping.segments:
            assert fragment.text[derived : derived + length] == data[origin : origin + length]
        for start in range(len(fragment.text) + 1):
            for end in (start, start + 1, len(fragment.text)):
                first, last = fragment.mapping.range(start, end)
                assert 0 <= first <= last <= len(data)
                if fragment.mapping.is_whole(start, end) and not any(
                    sign in data[first:last] for sign in (b"$", b"%", b"\\")
                ):
                    assert fragment.text[start:end] == data[first:last]


@given(MAKEFILE | ANYTHING)
@example(b"a: \n\t\xee\x80\x805\xee\x80\x81")
def test_makefiles(data: bytes) -> None:
    check_derived("makefile", data)


@given(WORKFLOW | ANYTHING)
def test_workflows(data: bytes) -> None:
    check_derived("workflow", data)


GITLAB = st.lists(
    st.sampled_from(
        [
            b"a:\n",
            b".b: &b\n",
            b"  script:\n",
            b"  script: &s docker run x\n",
            b"    - docker run $A\n",
            b"    - |\n      docker rm x\n      # y\n",
            b"    - 'it''s'\n",
            b'    - "a\\tb"\n',
            b"    - *s\n",
            b"    - !reference [.b, script]\n",
            b"  extends: .b\n",
            b"  <<: *b\n",
            b"  before_script: [x, y]\n",
            b"variables: {A: b}\n",
            b"default:\n",
        ]
    ),
    max_size=12,
).map(b"".join)
JSON = st.lists(
    st.sampled_from(
        [
            b'{"scripts": {',
            b'"a": "docker run \\"x\\"",',
            b'"b": "\\u0041 y"',
            b"}}",
            b'{"image": "x",',
            b'"mounts": ["source=${localEnv:HOME}/a,target=/b", {"source": "c", "target": "/d"}],',
            b'"runArgs": ["-v", "a b:/c"]',
            b"// c\n",
            b"/* d */",
            b"\t",
            b"}",
        ]
    ),
    max_size=10,
).map(b"".join)


@given(GITLAB)
def test_files_of_gitlab(data: bytes) -> None:
    check_derived("workflow", data)


@given(JSON | ANYTHING, st.sampled_from(["package.json", "devcontainer.json"]))
def test_json(data: bytes, path: str) -> None:
    check_derived("json", data, path)


@given(UNIT | ANYTHING, st.sampled_from(["pod", "build", "image", "network", "volume"]))
def test_other_units_of_quadlet(data: bytes, kind: str) -> None:
    check_derived("quadlet", data, f"x.{kind}")


@given(UNIT | ANYTHING, st.sampled_from(["systemd", "quadlet"]))
def test_units(data: bytes, language: str) -> None:
    check_derived(language, data)


@given(ANYTHING)
def test_shell(data: bytes) -> None:
    check("shell", data)


@given(st.text(alphabet="ab$AB{}:-+?#%/*'\"\\` \ue000\ue001", max_size=30), st.booleans())
def test_expansion_ends_or_refuses(word: str, closed: bool) -> None:
    scope = Scope(Reading(set()), closed)
    scope.variables = {"A": "a/b", "B": ""}
    try:
        expand(word, scope, "\\")
    except WordError:
        return


@given(
    st.binary(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6), st.data()
)
def test_maps_compose(origin: bytes, ranges: list[tuple[int, int]], data: st.DataObject) -> None:
    outer = Pieces(origin)
    for start, end in sorted(ranges):
        outer.add(start, min(end, len(origin)))
    inner = Pieces(outer.text)
    for start, end in data.draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)):
        inner.add(start, min(end, len(outer.text)))
    both = compose(inner.mapping, outer.mapping)
    for derived, at, length in both.segments:
        assert inner.text[derived : derived + length] == origin[at : at + length]
    assert sum(length for _, _, length in both.segments) == len(inner.text)


def test_a_fragment_of_a_nested_dockerfile_maps_to_the_document() -> None:
    data = b">> FROM x\n>> RUN a \\\n>>  b\n"
    pieces = Pieces(data)
    for start, end in ((3, 10), (13, 21), (24, len(data))):
        pieces.add(start, end)
    (fragment,) = run_fragments(read_dockerfile("x", pieces.text, mapping=pieces.mapping))
    assert fragment.text == b"a  b"
    assert [data[fragment.mapping.start(index)] for index in range(4)] == list(b"a  b")


LONG = [
    b"FROM a\nVOLUME " + b"a " * 200_000,
    b"FROM a\n" + b"ENV A=$A$A\n" * 20_000,
    b"FROM a\nENV A=" + b"${A:-" * 50_000,
    b"FROM a\nRUN " + b"<<A " * 50_000,
    b"FROM a\nRUN cat <<A" + b"'" * 200_000,
    b"CMD [" + b"[" * 200_000,
    b"RUN " + b"\\\n" * 200_000,
    b"#escape=a" + b" " * 200_000 + b"b",
    b"FROM a\n" + b"ONBUILD " * 50_000,
    b"\xee\x80\x80" * 100_000,
]


@pytest.mark.parametrize("data", LONG, ids=range(len(LONG)))
def test_long_dockerfiles_end(data: bytes) -> None:
    check("dockerfile", data)


LONG_BLOCKS = [
    b"A=1 " * 50_000,
    b"a@" + b"a" * 200_000,
    b"docker ps\n" + b"cat <<A1\n" * 20_000,
    b"$ ;" + b" " * 200_000 + b"x",
    b"$ echo 'a\nb\n" * 20_000,
]


@pytest.mark.parametrize("data", LONG_BLOCKS, ids=range(len(LONG_BLOCKS)))
def test_long_blocks_end(data: bytes) -> None:
    check("markdown", b"```\n" + data + b"\n```\n")


def test_the_map_of_nothing() -> None:
    assert compose(Mapping([(0, 0, 0)]), Mapping.identity(3)).range(0, 0) == (0, 0)


def test_a_shell_file_needs_no_grammar_and_nothing_heavy() -> None:
    program = (
        "import sys; from persistlint.hosts.read import read; from persistlint.hosts.discover import discover;"
        "from persistlint.text.document import Document; read(Document('a.sh', b'a', 'shell'));"
        "print(sorted(set(sys.modules) & {'tree_sitter', 'tree_sitter_markdown', 'tree_sitter_containerfile', 'pathspec', 'pathlib',"
        "'tomllib', 'importlib.resources', 'dataclasses', 'json', 'persistlint.hosts.dockerfile', 'persistlint.hosts.markdown'}))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


LONG_HOSTS = [
    ("makefile", b"a:\n\techo " + b"$(" * 100_000),
    ("makefile", b"a:\n\techo " + b"$(A" * 20_000 + b")" * 20_000),
    ("makefile", b"A = $(A)$(B)\nB = $(A)$(A)\na:\n" + b"\techo $(A)\n" * 5_000),
    ("makefile", b"\\\n" * 200_000),
    ("makefile", b"ifdef X\n" * 50_000),
    ("makefile", b"define x\n" * 50_000),
    ("makefile", b"".join(b"t%d: X%d = 1\nt%d:\n\techo $(X1)\n" % (n, n, n) for n in range(5_000))),
    ("makefile", b"A += $(A) x\n" * 5_000),
    ("makefile", b"A := $(A) x$(A)\n" * 5_000),
    ("makefile", b"A = " + b"a" * 100_000 + b"\na:\n\techo " + b"$(subst a,$(A),$(A))" * 100),
    ("workflow", b"jobs:\n  a:\n    steps:\n    - run: " + b"${{" * 100_000),
    (
        "workflow",
        b"env:\n  A: " + b"a" * 50_000 + b"\njobs:\n  a:\n    steps:\n    - run: " + b"${{ env.A }}" * 10_000,
    ),
    ("systemd", b"[Service]\nEnvironment=A=" + b"a" * 50_000 + b"\nExecStart=" + b"${A}" * 20_000),
    ("systemd", b"[Service]\nExecStart=" + b"'" * 200_001),
    ("systemd", b"[Service]\nExecStart=" + b"\\\n" * 100_000),
    (
        "workflow",
        b"before_script: ["
        + b"a" * 50_000
        + b"]\n"
        + b"".join(b"j%d: {script: x}\n" % n for n in range(2_000)),
    ),
    (
        "workflow",
        b"variables: {A: "
        + b"a" * 50_000
        + b"}\n"
        + b"".join(b"j%d: {script: $A}\n" % n for n in range(2_000)),
    ),
    ("json", b'{"image": "x", "mounts": [' + b'"",' * 50_000 + b"]}"),
    ("json", b'{"scripts": {"a": "' + b"/*" * 100_000),
    ("quadlet", b"[Container]\nImage=a\n" + b"".join(b"K%d=1\n" % number for number in range(20_000))),
]


@pytest.mark.parametrize(("language", "data"), LONG_HOSTS, ids=range(len(LONG_HOSTS)))
def test_long_texts_of_hosts_end(language: str, data: bytes) -> None:
    reading = read(Document(PATHS.get(language, "x"), data, language))
    assert sum(len(fragment.text) for fragment in reading.fragments) < 4 * len(data) + 2_000_000
