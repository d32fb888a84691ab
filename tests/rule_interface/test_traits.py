"""The traits of a world and of an image definition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.rules.traits import traits_of, traits_of_image
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def analysed(text: str, language: str = "shell") -> Analysis:
    return analyse(Document("x", text.encode(), language), Workspace("."), Settings())


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("docker run --rm alpine true", "container run,--rm", "mount,refused,several containers"),
        ('docker run -v "$PWD/x":/x alpine', "mount,bind,unknown mount,--volume", "unquoted mount,volume"),
        ("docker run -v $PWD/x:/x alpine", "unquoted mount", "dollar"),
        ("docker run -v '$PWD/x:/x' alpine", "dollar", "unknown mount"),
        ('docker run -v "$(dirname "$0")/x:/x" alpine', "script directory", "dollar"),
        ("docker run -v ${D:-/x}:/x alpine", "assumed mount,bind", "tmpfs"),
        ("docker volume create v", "refused", "repeated"),
        (
            "docker run alpine touch /x; docker run alpine cat /x",
            "run write,read,several containers",
            "mount",
        ),
        ("docker exec -i db psql < x.sql", "input,--interactive", "output"),
        ("docker exec db pg_dump | gzip > x", "output", "input"),
        ("while read -r l; do docker exec -i db cat; done < list", "repeated,input", "refusal"),
        ("docker run alpine\n  -v x:/y", "severed option", "mount"),
        (
            "docker volume create --opt type=tmpfs --opt device=tmpfs mem; docker run -v mem:/x alpine",
            "volume create,volume in memory",
            "bind",
        ),
        (
            "docker run -d --name db mysql:8",
            "database,known paths",
            "built here,unmounted write,floating data",
        ),
        (
            "docker run -v vol:/x redis:7",
            "unmounted write",
            "data in a bind,wide bind,relative bind,pathless mount",
        ),
        ("docker run -v /srv/a/b:/data redis:7", "data in a bind", "unmounted write,wide bind,relative bind"),
        ("docker run -v ./a:/data redis:7; rm -rf ./a", "relative bind,host rm,deleted data", "shared data"),
        ("docker run -v /etc:/x/a.cf:z alpine", "wide bind,mount on a file,relabelled mount", "drive"),
        ("docker run -v /run/docker.sock:/s -v d:/data alpine", "socket mount,drive", "engine's directory"),
        ("docker run -v /var/lib/docker/volumes/x/_data:/x alpine", "engine's directory", "shared store"),
        ("docker run -d postgres", "floating data", "shared store"),
        ("docker run -v vol:/x alpine; docker run -v vol:/y alpine", "shared store", "shared data"),
        ("docker run -v 'vol:/y,ro' alpine", "unclean target", "shared store"),
        ("set -u; docker run -v $X:/x alpine", "unknown mount,wide bind", "mount that may be empty"),
        ("docker run -v $X:/x alpine", "mount that may be empty", "refused"),
        ("docker run alpine -v /x:/y; docker -v x:/y run a", "late option,early -v", "mount"),
        ("docker run -v ~x:y alpine", "refused,refused relative-target", "refused bad-mode"),
        ("docker run -it -v it:/x alpine", "container run --interactive", "pathless mount"),
        ("docker run -vit alpine", "pathless mount,anonymous mount", "relative bind"),
        ("docker rm $(docker ps -aq)", "removal of a list", "container rm --force"),
        ("docker exec db sh -c 'tar c /x' > b.tar", "exec tar,output,kept output", "unread input"),
        ('docker exec db pg_dump > "$X"', "output", "kept output"),
        ("docker exec db cat <<X\nX\n", "input,unread input,here-document", "output"),
        ("podman run -v vol:/x alpine", "podman,volume", "docker"),
    ],
)
def test_traits_of_a_world(text: str, there: str, absent: str) -> None:
    (timeline,) = analysed(text).timelines
    traits = traits_of(timeline)
    assert set(there.split(",")) <= traits
    assert not set(absent.split(",")) & traits


def test_traits_of_an_image_definition() -> None:
    (image,) = analysed("FROM a AS b\nVOLUME /x\nFROM b\nRUN true\n", "dockerfile").images
    assert traits_of_image(image) == {"FROM", "VOLUME", "RUN"} or traits_of_image(image) == {"VOLUME", "RUN"}


ROOT = Path(__file__).parents[2]
PAGES = sorted(Path(str(persistlint_rules.__file__)).parent.glob("*.md"))
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.M | re.S)


def said(text: str, language: str) -> list[tuple[str, str, int, str]]:
    analysis = analysed(text, language)
    return [
        (finding.code, finding.severity, analysis.sources.place(finding.span).start, finding.message)
        for finding in analysis.findings
    ]


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_rule_that_stays_unasked_has_anything_to_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    texts = [(text, "markdown")]
    for tag, block in _FENCE.findall(text):
        texts.append((block, "dockerfile" if tag == "dockerfile" else "shell"))
    asked = [said(*each) for each in texts]
    for entry in persistlint_rules.RULES:
        monkeypatch.setattr(entry, "needs", ())
    assert [said(*each) for each in texts] == asked
