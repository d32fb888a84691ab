from pathlib import Path

import pytest

from persistlint.hosts import markdown
from persistlint.hosts.markdown import tag_of
from persistlint.hosts.read import read
from persistlint.text.document import Document

TUTORIAL = Path(__file__).parent.parent / "data" / "understanding-data-persistence.md"


def code(text: str) -> list[str]:
    return [each.text.decode() for each in markdown.fragments(Document("a.md", text.encode(), "markdown"))]


BLOCKS = [
    ("```bash\na\n```\n", ["a\n"]),
    ("~~~sh\na\n```\nb\n~~~\n", ["a\n```\nb\n"]),
    ("````shell\n```\n````\n", ["```\n"]),
    ('```bash title="x"\na\n```\n', ["a\n"]),
    ("``` {.bash .numberLines}\na\n```\n", ["a\n"]),
    ("```{bash}\na\n```\n", ["a\n"]),
    ('```title="x"\ndocker ps\n```\n', ["docker ps\n"]),
    ('```python title="x"\ndocker ps\n```\n', []),
    ("```{code-block} bash\na\n```\n", ["a\n"]),
    ("```Bash\na\n```\n", ["a\n"]),
    ("```zsh,ignore\na\n```\n", ["a\n"]),
    ("```python\ndocker = 1\n```\n", []),
    ("```text\n$ docker ps\n```\n", ["docker ps\n"]),
    ("```output\n$ docker ps\n```\n", []),
    ("```bash\n```\n", []),
    ("```bash\nunfinished", ["unfinished"]),
    ("  ```bash\n  a\n    b\n c\n  ```\n", ["a\n  b\nc\n"]),
    # The fence ends the list, and stands two columns in.
    ("3. x\n  ```sh\n  a\n    b\n c\n  ```\n", ["a\n  b\nc\n"]),
    ("3. x\n\n  ```sh\n  a\n  ```\n", ["a\n"]),
    ("- x\n  - y\n   ```sh\n   a\n   ```\n", ["a\n"]),
    ("1. x\n\n   ```sh\n   a \\\n     b\n\n   c\n   ```\n", ["a \\\n  b\n\nc\n"]),
    ("- x\n  ```sh\n  a\n  ```\n", ["a\n"]),
    ("- ```sh\n  a\n  ```\n", ["a\n"]),
    ("> ```sh\n> a\n>\n> b\n> ```\n", ["a\n\nb\n"]),
    (">```sh\n>a\n>```\n", ["a\n"]),
    ("- > ```sh\n  > a\n  > ```\n", ["a\n"]),
    ("```sh\r\na \\\r\n  b\r\n```\r\n", ["a \\\n  b\n"]),
    ("\ufeff```sh\na\n```\n", ["a\n"]),
    ("    docker ps\n\n    docker rm x\n\ntext\n", ["docker ps\n\ndocker rm x\n"]),
    ("\tdocker ps\n", ["docker ps\n"]),
    ("- x\n\n      docker ps\n", ["docker ps\n"]),
    ("    echo no docker here\n", []),
    ('=== "tab"\n\n    ```bash\n    a\n      b\n    ```\n\n    ```\n    $ c\n    ```\n', ["a\n  b\n", "c\n"]),
    ("<!--\n```sh\na\n```\n-->\n", []),
    ("text ```sh docker ps``` text\n", []),
    ("```\nFROM a\nRUN b\n```\n", []),
    ("```docker\ndocker ps\n```\n", ["docker ps\n"]),
    ("```docker\n$ docker ps\nCONTAINER ID\n```\n", ["docker ps\n"]),
    ("```docker\nFROM a\n```\n", []),
    ("```bash\ndocker run -d `\n  --name a `\n  b\n```\n", []),
    ("```\r\ndocker run -d `\r\n  b\r\n```\r\n", []),
    ("```bash\ndocker rm `docker ps -q`\n```\n", ["docker rm `docker ps -q`\n"]),
    ("```bash\ndocker rm `\n  docker ps -q`\n```\n", ["docker rm `\n  docker ps -q`\n"]),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: list[str]) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    ("info", "tag"),
    [
        ("", ""),
        ("bash", "bash"),
        ("{.bash}", "bash"),
        ("{ .sh }", "sh"),
        ("shell-session x", "shell-session"),
        ("!", ""),
    ],
)
def test_tags(info: str, tag: str) -> None:
    assert tag_of(info) == tag


def test_dialects_and_numbers() -> None:
    document = Document(
        "a.md", b"```sh\na\n```\n```python\nx\n```\n```zsh\nb\n```\n```console\n$ c\n```\n", "markdown"
    )
    assert [
        (each.kind, each.dialect, each.block, each.transcript) for each in markdown.fragments(document)
    ] == [
        ("block", "sh", 0, False),
        ("block", "zsh", 1, False),
        ("block", "bash", 2, True),
    ]


def test_dockerfiles_in_fences() -> None:
    text = "1. x\n\n   ```Dockerfile\n   FROM a\n   RUN b \\\n     c\n   VOLUME ['/x']\n   ```\n\n```dockerfile\n$ docker build .\n```\n"
    document = Document("a.md", text.encode(), "markdown")
    reading = read(document)
    (image,) = reading.images
    assert [each.keyword for each in image.instructions] == ["FROM", "RUN", "VOLUME"]
    span = image.stages[0].volumes[0].span
    assert document.data[span.start : span.end] == b"['/x']"
    assert [(each.kind, each.text) for each in reading.fragments] == [
        ("block", b"docker build .\n"),
        ("run", b"b   c"),
    ]
    run = reading.fragments[1]
    assert document.data[run.mapping.start(4)] == ord("c")


def test_the_tutorial() -> None:
    document = Document("understanding-data-persistence.md", TUTORIAL.read_bytes(), "markdown")
    reading = read(document)
    assert reading.images == []
    assert [each.block for each in reading.fragments] == list(range(11))
    assert not any(each.transcript for each in reading.fragments)
    commands = [
        line
        for each in reading.fragments
        for line in each.text.decode("utf-8").splitlines()
        if line.startswith("docker ")
    ]
    assert len(commands) == 18
    assert "docker build --tag my-ubuntu-image -<<EOF " in commands
    for each in reading.fragments:
        start, end = each.mapping.range(0, len(each.text))
        assert document.data[start:end] == each.text


def test_an_attribute_of_a_fence_is_no_language_however_long_it_is() -> None:
    assert tag_of("a" * 1_000_000 + "=1") == ""
    assert tag_of("sh title=a") == tag_of("{ .sh }") == "sh"
