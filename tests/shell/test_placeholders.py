"""``<name>`` in documents: something for the reader to fill in, not two redirections."""

from __future__ import annotations

import pytest

from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Invocation


def words(text: str, document: bool) -> list[str]:
    evaluator = Evaluator("guide", document=document)
    evaluator.fragment(text.encode(), 0)
    return [
        word.display() for event in evaluator.events if isinstance(event, Invocation) for word in event.words
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker exec <container> ls\n", ["docker", "exec", "⟨container⟩", "ls"]),
        ("docker run <image>:<tag>\n", ["docker", "run", "⟨image⟩:⟨tag⟩"]),
        ('docker run -v "<host path>:/data" img\n', ["docker", "run", "-v", "⟨host path⟩:/data", "img"]),
        (
            "docker run -v </path/to/data>:/data img\n",
            ["docker", "run", "-v", "⟨/path/to/data⟩:/data", "img"],
        ),
        (
            "docker run -e HOST=<Your host, as DB (default: localhost)> img\n",
            ["docker", "run", "-e", "HOST=⟨Your host, as DB (default: localhost)⟩", "img"],
        ),
        ("docker build -t t <上下文路径/URL/->\n", ["docker", "build", "-t", "t", "⟨上下文路径/URL/-⟩"]),
        ("docker run -v <your data>:/data img\n", ["docker", "run", "-v", "⟨your data⟩:/data", "img"]),
        ("docker run ... -v data:/data img\n", ["docker", "run", "⟨...…⟩", "-v", "data:/data", "img"]),
        ("docker run <...> img <…>\n", ["docker", "run", "⟨...…⟩", "img", "⟨...…⟩"]),
        ("podman <<subcommand>> -v <<name>>:/x img\n", ["podman", "⟨subcommand⟩", "-v", "⟨name⟩:/x", "img"]),
        ("docker run … img\n", ["docker", "run", "⟨...…⟩", "img"]),
        ("docker run '...' img ....\n", ["docker", "run", "...", "img", "...."]),
    ],
)
def test_in_a_document(text: str, expected: list[str]) -> None:
    assert words(text, document=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "docker exec db psql < dump.sql > log\n",
        "docker exec db psql <dump.sql >log\n",
        "docker exec db psql </srv/dump.sql>log\n",
        "docker exec db psql </srv/dump.sql >log\n",
    ],
)
def test_redirections_stay(text: str) -> None:
    assert words(text, document=True) == ["docker", "exec", "db", "psql"]


def test_in_a_script_it_is_a_redirection() -> None:
    assert words("docker exec <container> ls\n", document=False) == ["docker", "exec"]


def test_a_default_that_may_be_a_list_is_no_single_word() -> None:
    text = 'set -- one two\nread -r B\ndocker run 9 "7${B:+$@}"\n'
    assert words(text, document=False) == ["docker", "run", "9", "7⟨B…⟩"]


@pytest.mark.parametrize("comment", ["`#optional`", "`# two words`", "$(# nothing\n)"])
@pytest.mark.parametrize("document", [True, False])
def test_a_comment_between_the_lines_of_a_command_is_no_word(comment: str, document: bool) -> None:
    text = f"docker run -e KEY= {comment} \\\n  -v x:/data {comment} \\\n  postgres:16\n"
    assert words(text, document) == ["docker", "run", "-e", "KEY=", "-v", "x:/data", "postgres:16"]


def test_what_echo_joins_again_is_another_text() -> None:
    evaluator = Evaluator("run.sh")
    evaluator.fragment(b'read -r D\ndocker run "$(echo a$D)" "$D" "$(echo "$D")"\n', 0)
    (call,) = [event for event in evaluator.events if isinstance(event, Invocation)]
    joined, plain, quoted = (word.value.unknowns[0] for word in call.words[2:])
    assert joined.key != plain.key
    assert quoted.key == plain.key


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{{< latest-patch >}}", "{{< latest-patch >}}"),
        ('{{< param "a.b" >}}', '{{< param "a.b" >}}'),
        ("{{% version %}}", "{{% version %}}"),
        ("{{ version }}", "{{ version }}"),
        ("{{version}}", "{{version}}"),
        ("{{ version | default('x') }}", "{{ version | default('x') }}"),
        ("{{- page.version -}}", "{{- page.version -}}"),
        ("{% include v.txt %}", "{% include v.txt %}"),
        ("<% version %>", "% version %"),
        ("<%= version %>", "%= version %"),
        ("@VERSION@", "@VERSION@"),
        ("@project.version@", None),
        ("${{ env.VERSION }}", "${{ env.VERSION }}"),
        ("%%VERSION%%", "%%VERSION%%"),
        ("%%TAG-NAME%%", "%%TAG-NAME%%"),
    ],
)
def test_templates_of_documents_are_unknown(template: str, name: str | None) -> None:
    image = f"img:⟨{name}⟩" if name is not None else f"img:{template}"
    assert words(f"docker run {'img:' + template} ls\n", document=True) == ["docker", "run", image, "ls"]
    assert words(f"docker run 'img:{template}' ls\n", document=True)[3] == "ls"


@pytest.mark.parametrize(
    "template",
    ["{{< x >}}", "{{% x %}}", "{{ x }}", "${{ x }}", "%%X%%", "@X_Y@", "{% x %}"],
)
def test_templates_in_double_quotes_are_unknown(template: str) -> None:
    assert words(f'docker run "img:{template}-a" ls\n', document=True) == [
        "docker",
        "run",
        f"img:⟨{template}⟩-a",
        "ls",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker ps --format {{.ID}}\n", "{{.ID}}"),
        ('docker ps --format "{{.ID}} {{json .}}"\n', "{{.ID}} {{json .}}"),
        ("docker ps --format '{{ range .X }}a{{ end }}'\n", "{{ range .X }}a{{ end }}"),
        ('docker ps --format "{{json .Mounts}}"\n', "{{json .Mounts}}"),
        ("docker ps --filter user@HOST\n", "user@HOST"),
        ("docker ps --filter 50%%\n", "50%%"),
        ("docker ps --filter a@b@c\n", "a@b@c"),
    ],
)
def test_formats_and_signs_stay_text(text: str, expected: str) -> None:
    assert words(text, document=True)[3] == expected


def test_a_script_has_no_templates() -> None:
    assert words("docker run img:@VERSION@\n", document=False) == ["docker", "run", "img:@VERSION@"]
    assert words("docker run img:%%X%%\n", document=False) == ["docker", "run", "img:%%X%%"]
