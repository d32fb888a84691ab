"""What a Compose file declares and nothing makes or uses: PSL424, PSL425, and PSL218 for a service."""

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def codes(folder, files, name="compose.yaml"):
    (folder / ".git").mkdir()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    path = folder / name
    document = Document(str(path), path.read_bytes(), "compose")
    findings = analyse(document, Workspace(str(folder)), Settings()).findings
    return [each.code for each in findings if each.code in ("PSL424", "PSL425", "PSL218")]


def web(volumes, declared="data: "):
    return f"services:\n  web:\n    image: nginx:1.27\n    volumes: [{volumes}]\nvolumes: {{{declared}}}\n"


CASES = {
    "unused": ({"compose.yaml": web("./a:/a")}, ["PSL424"]),
    "used": ({"compose.yaml": web("data:/a")}, []),
    "used in the long form": ({"compose.yaml": web("{type: volume, source: data, target: /a}")}, []),
    "used by a variable, perhaps": ({"compose.yaml": web("'${V}:/a'")}, []),
    "another file is laid over it": (
        {"compose.yaml": web("./a:/a"), "compose.prod.yaml": web("data:/a")},
        [],
    ),
    "a service isn't known as a whole": (
        {
            "compose.yaml": "services:\n  web:\n    extends: {file: gone.yaml, service: a}\nvolumes: {data: }\n"
        },
        [],
    ),
    "external, and nothing makes it": (
        {"compose.yaml": web("data:/a", "data: {external: true}")},
        ["PSL425"],
    ),
    "external, and a script makes it": (
        {"compose.yaml": web("data:/a", "data: {external: true}"), "up.sh": "docker volume create data\n"},
        [],
    ),
    "external, and a document speaks of it": (
        {
            "compose.yaml": web("data:/a", "data: {external: true, name: orders}"),
            "README.md": "```sh\ndocker volume create orders\n```\n",
        },
        [],
    ),
    "external under another name that nothing makes": (
        {
            "compose.yaml": web("data:/a", "data: {external: true, name: orders}"),
            "README.md": "```sh\ndocker volume create data\n```\n",
        },
        ["PSL425"],
    ),
    "external and unused: Compose passes over it": (
        {"compose.yaml": web("./a:/a", "data: {external: true}")},
        [],
    ),
    "external, the name not known": (
        {"compose.yaml": web("data:/a", "data: {external: true, name: '${N}'}")},
        [],
    ),
    "a file that isn't there": (
        {"compose.yaml": web("./conf/a.conf:/a.conf", ""), "conf/b.conf": ""},
        ["PSL218"],
    ),
    "a file that is there": ({"compose.yaml": web("./conf/a.conf:/a.conf", ""), "conf/a.conf": ""}, []),
    "a folder that isn't there either": ({"compose.yaml": web("./conf/a.conf:/a.conf", "")}, []),
    "the long form, which may refuse": (
        {
            "compose.yaml": web("{type: bind, source: ./conf/a.conf, target: /a.conf}", ""),
            "conf/b.conf": "",
        },
        [],
    ),
    "a script makes the file": (
        {
            "compose.yaml": web("./conf/a.conf:/a.conf", ""),
            "conf/b.conf": "",
            "up.sh": "cp a.conf.example conf/a.conf\ndocker compose up -d\n",
        },
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_declaration(name, tmp_path):
    files, expected = CASES[name]
    assert codes(tmp_path, files) == expected
