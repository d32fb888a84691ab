"""Code blocks of reStructuredText and AsciiDoc."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.analysis.add_ignores import with_ignores
from persistlint.analysis.analyse import analyse as analysed
from persistlint.analysis.workspace import Workspace
from persistlint.api import analyse
from persistlint.hosts.detect import language_of
from persistlint.hosts.markup_blocks import blocks_of
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def blocks(text: str, path: str) -> list[tuple[str, str]]:
    data = text.encode()
    blocks = blocks_of(Document(path, data, "markdown"))
    return [(each.tag, "\n".join(data[start:end].decode() for start, end in each.lines)) for each in blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Run it::\n\n    a\n      b\n\n    c\n\nText.\n", [("", "a\n  b\n\nc")]),
        ("::\n\n  a\n", [("", "a")]),
        (".. code-block:: bash\n   :linenos:\n   :caption: x\n\n   a\n", [("bash", "a")]),
        (".. code:: console\n\n   $ a\n   out\n", [("console", "$ a\nout")]),
        ("* x\n\n  .. code-block:: sh\n\n     a\n\n* y\n", [("sh", "a")]),
        (".. sourcecode::\n\n\ta\n", [("", "a")]),
        (".. note:: a::\n\n   b\n", []),
        (".. image:: x.png\n\n   a\n", []),
        ("a::\nb\n", []),
        ("a::b\n\n  c\n", []),
        (".. code-block:: bash\n", []),
        ("Run::\r\n\r\n  a\r\n  b\r\n", [("", "a\nb")]),
    ],
)
def test_blocks_of_restructuredtext(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text, "a.rst") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[source,bash]\n----\na\n\nb\n----\n", [("bash", "a\n\nb")]),
        (".Title\n[source, sh, subs=x]\n.More\n----\na\n----\nText.\n", [("sh", "a")]),
        ("[,console]\n----\na\n----\n", [("console", "a")]),
        ("[source,bash]\na\nb\n\nText\n", [("bash", "a\nb")]),
        ("----\na\n----\n", [("", "a")]),
        ("....\na\n....\n", [("", "a")]),
        ("```sh\na\n```\n", [("sh", "a")]),
        ("[NOTE]\n====\na\n====\n", []),
        ("----\na\n", []),
        ("[source,bash]\n\ntext\n", [("bash", "text")]),
    ],
)
def test_blocks_of_asciidoc(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text, "a.adoc") == expected


@given(st.text(alphabet="a:.- \n\t[]`,", max_size=80), st.sampled_from(["a.rst", "a.adoc"]))
def test_blocks_of_any_text(text: str, path: str) -> None:
    data = text.encode()
    last = 0
    for block in blocks_of(Document(path, data, "markdown")):
        for start, end in block.lines:
            assert last <= start <= end <= len(data)
            assert b"\n" not in data[start:end]
            last = end


def test_findings_and_fixes_stand_in_the_line() -> None:
    text = "Run it::\n\n    docker run -v $(pwd)/x:/x -v data: alpine\n\n.. code-block:: python\n\n   docker run -v x: y\n"
    codes_and_lines = [(finding.code, finding.line) for finding in analyse(text, path="a.rst").findings]
    assert codes_and_lines
    assert {line for _, line in codes_and_lines} == {3}


def test_no_comment_is_put_where_people_would_read_it() -> None:
    text = "Run it::\n\n    docker run -d -e POSTGRES_PASSWORD=x postgres:16\n"
    analysis = analysed(Document("a.rst", text.encode(), "markdown"), Workspace("."), Settings())
    assert analysis.findings
    assert with_ignores(analysis, Workspace("."), Settings(), "known").count == 0


def test_a_comment_in_the_block_is_heard() -> None:
    text = "Run it::\n\n    # persistlint: ignore[PSL101]\n    docker run -d -e POSTGRES_PASSWORD=x postgres:16\n"
    result = analyse(text, path="a.rst")
    assert [each.code for each in result.suppressed] == ["PSL101"]


@pytest.mark.parametrize("path", ["a.rst", "README.adoc", "x.asciidoc"])
def test_their_names(path: str) -> None:
    assert language_of(path, b"") == "markdown"
