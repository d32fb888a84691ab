"""Hover, as a table: a text with a cursor, what is hovered, and what is said of it."""

from __future__ import annotations

import pytest

from persistlint.assist.hover import hover
from persistlint.assist.navigation import Indexed
from persistlint.assist.survival_table import rows
from tests.assist.cursor import analysed, at, settings

RUN = "docker run -d --rm --name db -v pgdata:/x -v ./d:/y -v /z postgres:16\n"


def cell(text: str, path: str) -> list[str]:
    """Return the cells of the row that begins with ``path``."""
    for line in text.splitlines():
        if line.startswith(f"| {path} |"):
            return [part.strip() for part in line.strip("| ").split(" | ")]
    raise AssertionError(text)


def test_a_run_shows_its_mount_table():
    analysis, offset = at(RUN.replace("run", "ru▮n"))
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert hover_text.place.text() == RUN.strip()
    gone = ["**gone**"] * 4
    assert cell(hover_text.text, "`/x`")[1:] == ["the volume `pgdata`", "writable", *["stays"] * 4]
    anonymous = ["**gone**", "stays, out of reach", "**gone**", "**gone**"]
    assert cell(hover_text.text, "`/z`")[1:] == ["an anonymous volume", "writable", *anonymous]
    assert (
        cell(hover_text.text, "`/var/lib/postgresql/data`")[1] == "an anonymous volume (VOLUME of the image)"
    )
    assert cell(hover_text.text, "*every other path*")[3:] == gone
    assert cell(hover_text.text, "`/y`")[1:] == ["the host's `⟨PWD⟩/d`", "writable", *["stays"] * 4]


@pytest.mark.parametrize(
    ("options", "path", "fates"),
    [
        ("-v /z", "/z", "stays orphaned goes goes"),
        ("--rm -v /z", "/z", "goes orphaned goes goes"),
        ("-v named:/z", "/z", "stays stays stays stays"),
        ("--rm -v named:/z", "/z", "stays stays stays stays"),
        ("-v /srv/z:/z", "/z", "stays stays stays stays"),
        ("--tmpfs /z", "/z", "goes goes goes goes"),
        ("", "", "stays goes goes goes"),
        ("--rm", "", "goes goes goes goes"),
        ("--rm=$X", "", "unknown goes goes goes"),
        ("--rm=$X -v /z", "/z", "unknown orphaned goes goes"),
        (
            "--mount type=volume,target=/z,volume-opt=type=tmpfs,volume-opt=device=t,source=mem",
            "/z",
            "goes goes goes goes",
        ),
    ],
)
def test_what_survives_what(options, path, fates):
    analysis = analysed(f"docker run -d {options} alpine sleep 9\n")
    (container,) = analysis.timelines[0].containers
    (row,) = [row for row in rows(container, (29, 7)) if row.path == path]
    assert list(row.fates) == fates.split()


def test_an_old_engine_prunes_named_volumes():
    analysis = analysed("docker run -d -v named:/z alpine sleep 9\n")
    (container,) = analysis.timelines[0].containers
    assert rows(container, (20, 10))[0].fates == ("stays", "stays", "stays", "goes")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        # Images.
        ("docker run -d -v v1:/var/lib/mysql my▮sql:8\n", "mysql:8", "the volume `v1`"),
        ("docker run -d my▮sql:8\n", "mysql:8", "an anonymous volume"),
        ("docker run -d unheard/o▮f\n", "unheard/of", "Nothing is known"),
        ("docker run --rm alp▮ine true\n", "alpine", "not known to keep data"),
        # Options and keys.
        ("docker run --r▮m alpine\n", "--rm", "its *anonymous* volumes with it"),
        ("docker run -▮it alpine\n", "-it", "standard input open"),
        ("docker run -i▮t alpine\n", "-it", "a terminal"),
        ("docker run --volum▮e=x:/y alpine\n", "--volume=x:/y", "`-v SOURCE:TARGET[:MODES]`"),
        ("docker --con▮text x ps\n", "--context", "**`-c, --context`**"),
        ("docker run --mount type=volume,s▮rc=v1,dst=/x alpine\n", "src", "a volume's name"),
        ("docker run --mount type=volume,src=v1,dst=/x,ro▮ alpine\n", "ro", "can't write"),
        ("docker rm -▮v db\n", "-v", "Named volumes stay"),
        ("docker volume prune -▮a\n", "-a", "named ones too"),
        # Paths.
        (
            "docker run -d --name db -v pgdata:/da▮ta alpine\n",
            "pgdata:/data",
            "`/data` in `db` lives in the volume `pgdata`",
        ),
        ("docker run -v /srv▮/x:/data alpine\n", "/srv/x", "makes an empty directory"),
        ("docker run --mount type=bind,src=/srv▮/x,dst=/data alpine\n", "/srv/x", "refuses to start"),
        (
            "docker run -d --name db alpine sleep 9\ndocker exec db ls /t▮mp\n",
            "/tmp",
            "the container's layer",
        ),
        (
            "docker run -d --name db -v v1:/d alpine sleep 9\ndocker cp db:/d▮/x .\n",
            "db:/d/x",
            "the volume `v1`",
        ),
        ("docker run --rm -v v1:/d alpine cat /d▮/x\n", "/d/x", "the volume `v1`"),
        # Paths inside a program's own words.
        (
            "docker run -d --name db alpine sleep 9\ndocker exec db sh -c 'echo hi > /da▮ta/x'\ndocker rm -f db\n",
            "/data/x",
            "the container's layer. It stays when the container stops, and is gone when the container is removed.\n\n"
            "What ends it in line 3: `docker rm -f db`.",
        ),
        (
            "docker run -d --name db -v v1:/data alpine sleep 9\ndocker exec db touch /da▮ta/x\ndocker cp db:/data/x .\n",
            "/data/x",
            "A copy is taken out in line 3.",
        ),
        ("docker run --rm -v v1:/d alpine sh -c 'cat /d▮/x'\n", "/d/x", "the volume `v1`"),
        # Names, through variables too.
        ("docker run -v pg▮data:/d alpine\n", "pgdata", "at `/d`"),
        ("V=pgdata\ndocker run -v $▮V:/d alpine\n", "$V", "at `/d`"),
        ("V=pg▮data\ndocker run -v $V:/d alpine\n", "pgdata", "at `/d`"),
        ("docker run -d --name db alpine\ndocker stop d▮b\n", "db", "made from `alpine`"),
        ("id=$(docker run -d alpine)\ndocker stop $i▮d\n", "$id", "made from `alpine`"),
        # Commands that work on a container, and prunes.
        (
            "docker run -d --name db -v v1:/d alpine\ndocker ex▮ec db true\n",
            "docker exec db true",
            "the volume `v1`",
        ),
        (
            "docker run --name db alpine true\ndocker contai▮ner prune -f\n",
            "docker container prune -f",
            "- container `db`",
        ),
        # Suppressions.
        ("docker run -d postgres:16 # persistlint: ignore[PSL▮101] known\n", "PSL101", "unmounted-data-path"),
        ("docker run -d postgres:16 # persistlint: ignore[PSL▮000] x\n", "PSL000", "There is no rule"),
    ],
)
def test_hover(text, place, said):
    analysis, offset = at(text)
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert hover_text.place.text() == place
    assert said in hover_text.text


@pytest.mark.parametrize(
    "text",
    [
        "ec▮ho docker\n",
        "# a comm▮ent\ndocker run alpine\n",
        "docker run -e A▮=1 alpine\n",
        "docker▮\n",
        "▮",
    ],
)
def test_nothing_to_say(text):
    analysis, offset = at(text)
    assert hover(Indexed(analysis), offset, settings()) is None


def test_in_markdown():
    text = "Run it:\n\n```console\n$ docker run -d -v pg▮data:/d alpine\n```\n"
    analysis, offset = at(text, "/project/README.md", "markdown")
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert hover_text.place.text() == "pgdata"


def test_a_stage_s_base_in_a_dockerfile():
    analysis, offset = at("FROM post▮gres:16\nRUN true\n", "/project/Dockerfile", "dockerfile")
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert "`/var/lib/postgresql/data`" in hover_text.text


def test_a_volume_of_a_dockerfile():
    analysis, offset = at("FROM alpine\nVOLUME /da▮ta\n", "/project/Dockerfile", "dockerfile")
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert hover_text.place.text() == "/data"
    assert "anonymous volume" in hover_text.text


def test_an_image_that_the_workspace_builds():
    text = "docker build -t app .\ndocker run a▮pp\n"
    files = {"/project/Dockerfile": "FROM alpine\nVOLUME /state\n"}
    analysis, offset = at(text, files=files)
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert "`/state`" in hover_text.text and "the Dockerfile in this workspace" in hover_text.text


def test_podman_s_container_is_another_one():
    text = (
        "docker run -d --name db -v v1:/d alpine\npodman run -d --name db -v v2:/d alpine\npodman stop d▮b\n"
    )
    analysis, offset = at(text)
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert "`v2`" in hover_text.text and "`v1`" not in hover_text.text


def test_a_name_that_is_made_again_means_the_one_before():
    text = (
        "docker run -d --name db -v old:/d alpine\ndocker stop d▮b\ndocker rm db\n"
        "docker run -d --name db -v new:/d alpine\n"
    )
    analysis, offset = at(text)
    hover_text = hover(Indexed(analysis), offset, settings())
    assert hover_text is not None
    assert "`old`" in hover_text.text
