"""The picture: the same as the map, in every form, whatever names a text holds."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.cli.app import main
from persistlint.report.html.map_page import render_map_page
from persistlint.report.map_report import map_document
from persistlint.report.picture.dot import render_dot
from persistlint.report.picture.drawing import draw
from persistlint.report.picture.graph import graph_of
from persistlint.report.picture.mermaid import escape, render_mermaid
from persistlint.report.picture.model import Arrow, Picture
from persistlint.report.picture.svg import render_svg
from persistlint.report.picture.timeline import timeline_of
from persistlint.report.picture.words import description, verdicts
from persistlint.settings.settings import Settings
from persistlint.text.budgets import MOST_ARROWS, MOST_COMMANDS, MOST_CONTAINERS
from persistlint.text.document import Document
from scripts.pictures import files
from tests.durability.test_survival import texts
from tests.editors import tools

SCRIPT = """\
docker volume create pgdata
docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16
docker run --rm -v pgdata:/from:ro -v "$PWD/backup:/to" alpine tar czf /to/db.tgz -C /from .
docker run -d --rm --name cache redis:7
docker run --name build alpine sh -c 'echo 1 >/out/app; echo 2 >/out/log'
docker cp build:/out/app ./app
docker cp settings.json build:/etc/settings.json
docker rm -v build
docker commit db kept:1
docker run --rm alpine sh -c 'echo 3 >/lost'
docker exec elsewhere touch /x
"""

#: What mermaid, dot, SVG and HTML give a meaning to, and what editors and terminals do.
HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list("\"'`<>&#;|[]{}()\\%$*_-~=:,/.\n\r\t\0\x1b\u2028\u202e\ud800é日")),
        st.characters(),
    ),
    min_size=1,
    max_size=30,
) | st.sampled_from(
    ["</script><script>alert(1)</script>", '"]:::x', "-->", "#quot;", "\\N", "1. one", "%%{init}%%", "end"]
)


def read(text: str, name: str = "run.sh", language: str = "shell") -> Analysis:
    data = text.encode("utf-8", "surrogatepass")
    return analyse(Document(name, data, language), Workspace("."), Settings())


def named(picture: Picture) -> dict[str, str]:
    return {each.id: each.title for each in picture.things}


def told(picture: Picture, kind: str) -> set[tuple[str, str, str, str]]:
    names = named(picture)
    return {
        (names[arrow.source], arrow.label, names[arrow.target], arrow.state)
        for arrow in picture.arrows
        if arrow.kind == kind
    }


def test_what_a_picture_holds() -> None:
    picture = draw(read(SCRIPT))
    assert told(picture, "write") == {
        ("container db", "/var/lib/postgresql/data", "volume pgdata", "kept"),
        ("container from alpine", "/to/db.tgz", "host path $PWD/backup", "kept"),
        ("container from alpine", "/lost", "container layer", "lost"),
        ("container cache", "/data", "anonymous volume of cache", "risk"),
        ("container build", "/out/app", "container layer", "kept"),
        ("container build", "/out/log", "container layer", "lost"),
        ("container build", "/etc/settings.json", "container layer", "lost"),
        ("a container that the text doesn't make", "/x", "unknown", "unknown"),
    }
    assert told(picture, "mount") == {
        ("container from alpine", "/from", "volume pgdata", "kept"),
    }
    assert told(picture, "copy") == {
        ("volume pgdata", "copy", "container from alpine", "kept"),
        ("container layer", "docker cp", "copy ./app", "kept"),
        ("host path settings.json", "docker cp", "container build", "kept"),
    }
    ends = {each.name: each.end.told for each in picture.things if each.end and each.kind == "container"}
    assert ends["build"] == "gone, line 8: `docker rm -v build`"
    assert {each.place.shown for each in picture.things if each.place and each.name == "volume pgdata"} == {
        "line 1"
    }
    tones = {(each.title, each.tone) for each in picture.things}
    assert {
        ("container build", "plain"),
        ("volume pgdata", "kept"),
        ("anonymous volume of cache", "risk"),
    } <= tones


def test_a_commit_is_a_copy() -> None:
    picture = draw(read("docker run --name aa alpine touch /x\ndocker commit aa kept:1\ndocker rm aa\n"))
    assert told(picture, "copy") == {("container layer", "docker commit", "image kept:1", "kept")}


@pytest.mark.parametrize("part", range(4))
def test_it_never_contradicts_the_map(part: int, tmp_path: Path) -> None:
    """Each write of the map that a container makes is an arrow, and what the map has as gone is never drawn as kept, unless a copy was taken."""
    compared = 0
    for text, language in texts()[part::4]:
        settings = Settings()
        settings.root = str(tmp_path)
        analysis = analyse(
            Document(str(tmp_path / "x"), text.encode(), language), Workspace(str(tmp_path)), settings
        )
        picture = draw(analysis)
        rows = map_document([analysis])
        refused = {row["id"] for row in rows["containers"] if row["refused"]}
        arrows: dict[tuple[str, str, int], list[Arrow]] = {}
        for arrow in picture.arrows:
            if arrow.kind == "write":
                for place in arrow.places:
                    arrows.setdefault((arrow.source, place.path, place.line), []).append(arrow)
        for row in rows["writes"]:
            if row["container"] is None or row["container"] in refused:
                continue
            drawn = arrows.get((row["container"], row["path"], row["line"]), [])
            states = {arrow.state for arrow in drawn}
            assert drawn, (text, row)
            compared += 1
            if row["at_end"] == "gone" and row["rescued_by"] is None:
                assert states & {"lost", "absent"}, (text, row)
            if row["at_end"] == "alive" and row["survives"] and set(row["survives"].values()) == {"yes"}:
                assert states & {"kept"}, (text, row)
        ends = {row["id"]: row["destroyed_by"] for row in rows["containers"] + rows["volumes"]}
        for each in picture.things:
            if each.kind in ("container", "volume") and each.id in ends and each.state != "absent":
                end = ends[each.id]
                assert (each.end.place.line if each.end else None) == (end["line"] if end else None), text
    assert compared > 50


def test_mermaid_has_every_thing_and_arrow() -> None:
    picture = draw(read(SCRIPT))
    text = render_mermaid([picture])
    lines = text.splitlines()
    assert lines[0] == "flowchart LR" and text.count("subgraph") == 2
    assert text.count('subgraph legend["Colours"]') == 1
    assert sum("|" in line for line in lines) == len(picture.arrows)
    assert (
        'd1n4["container build<br/>alpine, line 5<br/>#10007; gone, line 8: #96;docker rm -v build#96;"]'
        in text
    )
    assert re.search(r"classDef lost stroke:#b0003a", text)
    assert re.search(r"classDef unknown .*stroke-dasharray", text)


def test_several_documents_are_boxes() -> None:
    pictures = [draw(read(SCRIPT, "a.sh")), draw(read("echo hi\n", "b.sh")), draw(read(SCRIPT, "c.sh"))]
    assert re.findall(r'subgraph \w+\["(.*)"\]', render_mermaid(pictures)) == ["a.sh", "c.sh", "Colours"]
    assert render_dot(pictures).count("subgraph cluster_") == 3


def test_legends_name_what_is_drawn() -> None:
    def legend(script: str) -> list[str]:
        text = render_mermaid([draw(read(script))])
        return [
            re.sub(r"#(\d+);", lambda match: chr(int(match[1])), line)
            for line in re.findall(r'legend\d+\("(.*)"\)', text)
        ]

    run = "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
    assert legend(run) == ["kept", "a container, or gone without a loss"]
    lost = "docker run --name job alpine touch /x\ndocker rm job\n"
    assert legend(lost) == ["✗ lost", "a container, or gone without a loss"]
    assert legend("echo hi\n") == []
    # A refusal is red, and no loss.
    refused = draw(read(f"{run}docker run -d --name db redis:7\n"))
    assert "✗ lost" not in lines_of(refused) and legend(f"{run}docker run -d --name db redis:7\n") == legend(
        run
    )
    # A layer whose data was taken out in time ends with its container.
    rescued = draw(read("docker run --name job alpine touch /x\ndocker cp job:/x .\ndocker rm job\n"))
    assert "container layer<br/>of container job<br/>#10007; gone, line 3" in render_mermaid([rescued])


def test_a_large_picture_is_cut_with_a_note() -> None:
    text = "".join(f"docker run -d --name c{index} -v v{index}:/data redis:7\n" for index in range(400))
    picture = draw(read(text))
    assert sum(each.kind == "container" for each in picture.things) == MOST_CONTAINERS
    assert len(picture.arrows) <= MOST_ARROWS
    assert picture.notes == [
        f"{400 - MOST_CONTAINERS} more containers aren't drawn: `persistlint map` tells of all."
    ]
    for drawn in (render_mermaid([picture]), render_dot([picture])):
        assert f"{400 - MOST_CONTAINERS} more containers" in drawn
        assert len(drawn) < 50_000
    many = render_mermaid([picture] * 30)
    assert len(many) < 50_000 and "more files aren" in many


NODE = r'd\d+\w+(?:\["|\[\("|\[/"|\{\{"|\(\["|\("|>")T(?:"\]|"\)\]|"/\]|"\}\}|"\]\)|"\))'
MERMAID = re.compile(
    (
        r'flowchart LR|  subgraph (?:d\d+|legend)\["T"\]|  end|  style (?:d\d+|legend) [\w,:#]+|    legend\d+\("T"\)|    NODE|'
        r'    d\d+n\d+ (?:-->|---|==>|-\.-x)\|"T"\| d\d+n\d+|  classDef [\w ,:#-]+|  class [\w,]+ \w+|  linkStyle [\w ,:#-]+'
    )
    .replace("NODE", NODE)
    .replace("T", r"(?:[A-Za-z0-9 /:,.()?-]|#\d+;|<br/>)*")
)
DOT_STRING = re.compile(r'"(?:[^"\\&]|\\\\|\\"|\\n|&amp;)*"')


@pytest.mark.long
@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=150, deadline=None)
def test_no_name_breaks_out_of_a_text(name: str, path: str, file: str) -> None:
    words = [shlex.quote(word.replace("\0", "")) for word in (f"/h{name}:/d", f"/d/{path}", f"/e/{path}")]
    script = (
        f"docker run -v {words[0]} alpine sh -c {shlex.quote(f'echo 1 >{words[1]}; echo 2 >{words[2]}')}\n"
    )
    picture = draw(read(script, file))
    for line in render_mermaid([picture]).splitlines():
        assert MERMAID.fullmatch(line), line
    for line in render_dot([picture]).splitlines():
        assert '"' not in DOT_STRING.sub("", line), line
        assert "\\" not in DOT_STRING.sub("", line), line


@pytest.mark.long
@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=150, deadline=None)
def test_no_name_breaks_out_of_an_svg(name: str, path: str, file: str) -> None:
    words = [shlex.quote(word.replace("\0", "")) for word in (f"/h{name}:/d", f"/d/{path}")]
    picture = draw(
        read(f"docker run --rm -v {words[0]} alpine sh -c {shlex.quote(f'echo 1 >{words[1]}')}\n", file)
    )
    root = ElementTree.fromstring(render_svg([picture]))
    tags = {"svg", "title", "style", "rect", "g", "path", "circle", "text", "tspan"}
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= tags
    for each in root.iter():
        assert not [name for name in each.attrib if name.startswith("on") or "href" in name]


SVG = "{http://www.w3.org/2000/svg}"


def test_the_timeline() -> None:
    root = ElementTree.fromstring(render_svg([draw(read(SCRIPT))]))
    rows = {
        int(row.attrib["data-line"]): ["".join(text.itertext()) for text in row.iter(f"{SVG}text")]
        for row in root.iter(f"{SVG}g")
        if "data-line" in row.attrib
    }
    # A commit takes nothing along where nothing is known to be written.
    assert set(rows) == set(range(1, 12)) - {9}
    assert rows[8] == ["8", "docker rm -v build", "✗ container build ends: `docker rm -v build`"]
    assert rows[7][-2:] == ["⇒ docker cp: host path settings.json to", "container build"]
    assert "● /lost in container layer: ✗ gone, line 10:" in rows[10]
    lives = [path for path in root.iter(f"{SVG}path") if path.attrib["class"].startswith("life ")]
    data = [path for path in root.iter(f"{SVG}path") if path.attrib["class"].startswith("data ")]
    containers = [path for path in lives if path.find(f"{SVG}title") is not None]
    assert len(containers) == 5
    # Two volumes, two host paths and a copy.
    assert len([path for path in data if path.find(f"{SVG}title") is not None]) == 5
    ends = {
        path.find(f"{SVG}title").text: float(path.attrib["d"].partition("V")[2]) for path in [*containers]
    }  # type: ignore[union-attr]
    assert ends["container build"] < ends["container db"] == ends["container cache"]


def lines_of(picture: Picture) -> list[str]:
    """Return the texts of a timeline, from top to bottom."""
    root = ElementTree.fromstring(render_svg([picture]))
    texts = [(float(text.attrib["y"]), "".join(text.itertext())) for text in root.iter(f"{SVG}text")]
    return [text for _, text in sorted(texts, key=lambda row: row[0])]


def test_a_read_of_lost_data_has_a_sign() -> None:
    text = "docker run --rm alpine sh -c 'echo 1 >/out.txt'\n\n\ndocker run --rm alpine cat /out.txt\n"
    picture = draw(read(text))
    lines = lines_of(picture)
    assert "⊘ Looked for in vain: /out.txt (line 4)." in lines
    assert any(line.startswith("⊘ /out.txt: ✗ looked for in vain: it was in") for line in lines)
    # The lines between are said.
    assert lines[lines.index("⋮") + 1] == "2 lines"
    assert "-.-x" in render_mermaid([picture]) and "arrowhead=tee" in render_dot([picture])
    assert "in vain" not in render_svg([draw(read(text.replace("cat /out.txt", "cat /etc/hosts")))])


def test_a_copy_out_of_a_container_that_is_gone_has_a_sign() -> None:
    text = "docker run --rm --name job alpine touch /out\ndocker cp job:/out .\n"
    lines = lines_of(draw(read(text)))
    assert "⊘ `docker cp` fails: the container is gone" in lines


def test_a_refused_command_is_no_clean_picture() -> None:
    picture = draw(read("docker run -d --name wiki -v wiki/pages:/pages alpine\n"))
    lines = lines_of(picture)
    assert "✗ Refused by docker: container wiki (line 1). It never runs." in lines
    text = " ".join(lines)
    assert "✗ docker refuses to make container wiki" in text and "absolute path" in text
    assert not [line for line in lines if line.startswith("▸ container")]
    assert [each.tone for each in picture.things] == ["lost"]
    for drawn in (render_mermaid([picture]), render_dot([picture])):
        assert "docker refuses to make container" in drawn and "absolute path" in drawn


def picture_of_shop(name: str) -> Picture:
    folder = tools.ROOT / "examples" / "shop"
    language = "compose" if name.endswith(".yaml") else "shell"
    document = Document(str(folder / name), (folder / name).read_bytes(), language)
    return draw(analyse(document, Workspace(str(folder)), Settings()), str(folder))


def test_commands_of_compose_are_told() -> None:
    rows = [(deed.place.line, deed.kind, deed.told) for deed in picture_of_shop("backup.sh").deeds]
    assert rows == [
        (5, "stop", "`docker compose stop` stops container shop-db-1"),
        (7, "start", "`docker compose start` starts container shop-db-1"),
    ]
    reset = picture_of_shop("reset.sh")
    lines = lines_of(reset)
    # The Dockerfile of web's build declares the second one.
    volumes = "volume shop_orders, anonymous volume of service web (/srv/shop/uploads)"
    assert ("lost", f"✗ Deletes {volumes} (line 6: `docker compose down -v`).") in verdicts(reset)
    assert f"✗ `docker compose down -v` deletes {volumes}" in " ".join(lines)
    assert description(reset) == "reset.sh: makes no containers; 4 deletions."
    assert len(graph_of(reset).arrows) == 4
    page = render_map_page([picture_of_shop("reset.sh"), picture_of_shop("deploy.sh")]).decode()
    assert page.count('<section class="file">') == 2 and page.count('class="graph"') == 2
    assert 'class="verdict lost">✗ Deletes volume shop_orders' in page
    assert 'class="verdict risk">! At risk: /srv/shop/uploads' in page


def test_a_text_that_only_deletes() -> None:
    text = (
        "docker volume rm pgdata\ndocker rm -f db\ndocker system prune -f --volumes\n"
        'docker volume prune -af\ndocker image prune -f\nif [ "$1" ]; then docker volume rm more; fi\n'
    )
    picture = draw(read(text))
    assert [(deed.place.line, deed.told) for deed in picture.deeds] == [
        (1, "`docker volume rm` deletes volume pgdata"),
        (2, "`docker rm` removes container db"),
        (3, "`docker system prune` deletes stopped containers and anonymous volumes that no container uses"),
        (4, "`docker volume prune` deletes volumes that no container uses"),
        (6, "`docker volume rm` deletes volume more, in a branch"),
    ]
    assert verdicts(picture) == [
        (
            "lost",
            "✗ Deletes volume pgdata (line 1: `docker volume rm`), volume more (line 6: `docker volume rm`, in a branch).",
        )
    ]
    # The map tells what becomes of what the text makes.
    with_creation = "docker volume create own\ndocker run -d --name a -v own:/x alpine\ndocker rm -f a\ndocker volume rm own\n"
    assert not draw(read(with_creation)).deeds


def test_a_graph_has_what_commands_delete() -> None:
    script = """\
docker run -d --name web nginx:1.27
docker stop web
docker volume rm orders carts
if [ -n "$1" ]; then docker rm -f old; fi
"""
    graph = graph_of(draw(read(script)))
    names = {each.id: each.title for each in graph.things}
    assert [
        (names[arrow.source], arrow.label, names[arrow.target], arrow.state, arrow.notes)
        for arrow in graph.arrows
        if arrow.kind == "deed"
    ] == [
        ("`docker stop`", "stops", "container web", "plain", []),
        ("`docker volume rm`", "deletes", "volume orders", "lost", []),
        ("`docker volume rm`", "deletes", "volume carts", "lost", []),
        ("`docker rm`", "removes", "container old", "plain", ["in a branch"]),
    ]
    only = draw(
        read(
            "docker volume rm orders\n. ./lib.sh\ndocker run alpine true\n".replace(
                "docker run alpine true\n", ""
            )
        )
    )
    assert not only.things
    for drawn in (render_mermaid([only]), render_dot([only])):
        assert "docker volume rm" in drawn and "volume orders" in drawn and "deletes" in drawn
        assert "Not followed, line 2" in drawn
    assert [line for line in render_mermaid([only]).splitlines() if not MERMAID.fullmatch(line)] == []
    (shown,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', render_map_page([only]).decode()
    )
    assert "volume orders" in shown


RELEASE = """\
services:
  db:
    image: mysql:8.4
    volumes: [mysql:/var/lib/mysql]
  search:
    image: elasticsearch:8.15.0
volumes:
  mysql:
"""


def test_what_goes_before_compose_makes_it_anew(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(f"name: shop\n{RELEASE}")
    script = """\
docker compose exec -T db mysqldump --all-databases > dump.sql
docker compose down
docker compose up -d
"""
    document = Document(str(tmp_path / "release.sh"), script.encode(), "shell")
    picture = draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path))
    assert ("copy dump.sql", "copy") in {(each.title, each.kind) for each in picture.things}
    assert [(deed.place.line, deed.told, deed.state) for deed in picture.deeds] == [
        (2, "`docker compose down` removes container shop-search-1", "plain"),
        (2, "`docker compose down` deletes /usr/share/elasticsearch/data of container shop-search-1", "lost"),
    ]
    timeline = timeline_of(picture)
    # The database's container was there before, and ends above the lines that make it anew.
    ends = [
        (row.line, event.text)
        for row in timeline.rows
        for event in row.events
        if event.kind == "end" and "shop-db-1" in event.text
    ]
    assert ends == [(2, "container shop-db-1 ends: `docker compose down`")]
    lives = [(bar.first, bar.last) for bar in timeline.bars if bar.thing.title == "container shop-db-1"]
    assert lives == [(0, 1), (3, None)]
    (mount,) = [row for row in timeline.rows if row.text.startswith("volumes:")]
    assert [event.text for event in mount.events] == ["volume shop_mysql is mounted here"]


def test_what_a_stop_and_a_prune_take(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "name: shop\nservices:\n  cache:\n    image: redis:7\n    tmpfs: /data\n  db:\n    image: mysql:8.4\n"
    )

    def deeds(script: str) -> list[tuple[int, str, str]]:
        document = Document(str(tmp_path / "run.sh"), script.encode(), "shell")
        picture = draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path))
        return [(deed.place.line, deed.told, deed.state) for deed in picture.deeds]

    gone = "deletes /data of container shop-cache-1"
    for verb, did in (("stop", "stops"), ("kill", "kills"), ("down", "removes")):
        told = deeds(f"docker compose {verb} cache\ndocker compose up -d\n")
        assert told == [
            (1, f"`docker compose {verb}` {did} container shop-cache-1", "plain"),
            (1, f"`docker compose {verb}` {gone}", "lost"),
        ]
    assert not [
        told for _, told, _ in deeds("docker compose pause cache\ndocker compose up -d\n") if gone in told
    ]
    pruning = "docker container prune -f\n"
    spared = "`docker container prune` deletes stopped containers (nothing drawn here)"
    assert [told for _, told, _ in deeds(f"docker run -d --name cache redis:7\n{pruning}")] == [spared]
    hit = deeds(f"docker run --name job alpine touch /x\n{pruning}")
    assert [told for _, told, _ in hit] == ["`docker container prune` deletes stopped containers"]
    assert [told for _, told, _ in deeds(pruning)] == [told for _, told, _ in hit]


def test_many_commands_that_delete_are_cut_with_a_note() -> None:
    text = "".join(
        f"docker volume rm {' '.join(f'v{line}x{index}' for index in range(1000))}\n"
        for line in range(MOST_COMMANDS + 5)
    )
    picture = draw(read(text))
    graph = graph_of(picture)
    assert len(graph.arrows) <= MOST_ARROWS
    assert any("more commands that end something aren't drawn." in note for note in graph.notes)
    assert {arrow.target for arrow in graph.arrows} >= {"deleted.volume v0x0", "deleted.1 993 more"}
    assert len(render_svg([picture])) < 200_000 and len(render_mermaid([picture])) < 50_000


def test_a_volume_that_is_not_the_one_of_compose(tmp_path: Path) -> None:
    sentence = (
        "risk",
        "! Another volume: volume orders (line 6) isn't Compose's shop_orders, and the services write nothing there.",
    )
    picture = picture_of_shop("backup.sh")
    assert sentence in verdicts(picture)
    assert [drawn.about for drawn in picture.things if drawn.mistaken_for] == [["not Compose's shop_orders"]]
    (tmp_path / "compose.yaml").write_bytes((tools.ROOT / "examples/shop/compose.yaml").read_bytes())
    for volume, head in (("shop_orders", ""), ("other", ""), ("orders", "docker volume create orders\n")):
        text = f"docker compose stop db\n{head}docker run --rm -v {volume}:/d alpine ls /d\n"
        document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
        picture = draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path))
        assert [deed.kind for deed in picture.deeds] == ["stop"]
        assert not [each for _, each in verdicts(picture) if "Another volume" in each], text


def test_causes_stand_at_their_lines(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "name: shop\nservices:\n  cache:\n    image: redis:7\n    tmpfs: /data\n"
        "  files:\n    image: minio/minio\n    volumes:\n      - ./minio:/data\n"
    )
    document = Document(str(tmp_path / "run.sh"), b"docker compose up -d\n", "shell")
    picture = draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path))
    rows = {row.text: [event.text for event in row.events] for row in timeline_of(picture).rows}
    assert rows["tmpfs: /data"] == ["tmpfs is mounted here"]
    assert rows["- ./minio:/data"] == ["host path ./minio is mounted here"]
    assert next(iter(rows)) == "docker compose up -d"
    (reason,) = (each for each in rows["image: minio/minio"] if each.startswith("/data in"))
    assert reason.endswith(
        "? what reboot does to it isn't known, since the text doesn't say where on the host it lies"
    )
    script = "docker run --name job alpine touch /x\ndocker cp job:/x .\ndocker rm job\n"
    rows = {row.text: [event.text for event in row.events] for row in timeline_of(draw(read(script))).rows}
    assert (
        "/x in container layer: a copy is taken out, line 2, before it is gone"
        in rows["docker run --name job alpine touch /x"]
    )


def test_a_loss_before_the_end_of_its_container_has_a_row() -> None:
    run = "docker run -d --name web --tmpfs /out nginx\n"
    write = "docker exec web sh -c 'echo 42 > /out/result'\n"
    timeline = timeline_of(draw(read(f"{run}{write}docker stop web\ndocker start web\n")))
    events = [(row.line, event) for row in timeline.rows for event in row.events if event.kind == "end"]
    assert [(line, event.text, event.tone) for line, event in events] == [
        (3, "/out/result in tmpfs is lost: `docker stop web`", "lost")
    ]
    (bar,) = timeline.bars
    assert events[0][1].bar is bar and bar.last is None
    # Where the container ends, its end says it.
    for script in (
        f"{run}{write}docker rm -f web\n",
        "docker run --name job --tmpfs /out alpine touch /out/x\n",
    ):
        rows = timeline_of(draw(read(script))).rows
        assert not [event for row in rows for event in row.events if "is lost" in event.text], script


def test_lines_of_functions_stand_at_their_calls() -> None:
    script = (
        'clean() {\n  docker rm -f -v job\n}\nmake() {\n  docker run --name "$1" alpine touch /x\n}\n'
        "clean\nmake job\ndocker cp job:/x .\nclean\nmake other\n"
    )
    timeline = timeline_of(draw(read(script)))
    assert [(row.line, row.file) for row in timeline.rows] == [
        (8, ""),
        (5, "the function that line 8 calls"),
        (9, "run.sh"),
        (10, ""),
        (2, "the function that line 10 calls"),
        (11, "run.sh"),
    ]
    (job,) = [bar for bar in timeline.bars if bar.thing.title == "container job"]
    assert (job.first, job.last) == (1, 4)
    assert [event.text for event in timeline.rows[5].events] == ["makes container other (line 5)"]
    trap = "clean() {\n  docker rm -f -v job\n}\ntrap clean EXIT\ndocker run --name job alpine touch /x\necho 1\n"
    assert [row.line for row in timeline_of(draw(read(trap))).rows][-1] == 2


def test_the_line_of_a_volume_instruction(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine\nVOLUME /data\n")
    run = "docker run --name job app touch /data/x\n"
    inline = f"docker build -t app - <<'EOF'\nFROM alpine\nVOLUME /data\nEOF\n{run}"
    for script, line, file in ((f"docker build -t app .\n{run}", 2, "Dockerfile"), (inline, 3, "")):
        document = Document(str(tmp_path / "run.sh"), script.encode(), "shell")
        timeline = timeline_of(draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path)))
        assert next((row.line, row.file, [event.text for event in row.events]) for row in timeline.rows) == (
            line,
            file,
            ["anonymous volume of job is declared here"],
        )


def test_what_is_removed_before_it_is_made_and_what_is_in_use() -> None:
    def deeds(script: str) -> list[tuple[int, str, str]]:
        return [(deed.place.line, deed.told, deed.state) for deed in draw(read(script)).deeds]

    run = "docker run -d --name lab -v notes:/n alpine sleep 9\n"
    assert deeds(f"docker volume rm notes\n{run}") == [(1, "`docker volume rm` deletes volume notes", "lost")]
    assert deeds(f"{run}docker volume rm notes\n") == [
        (2, "`docker volume rm` fails, as it is in use: volume notes", "plain")
    ]
    assert deeds(f"{run}docker rm -f lab\ndocker volume rm notes\n") == []


def test_stops_of_containers_that_are_drawn() -> None:
    run = "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
    deeds = draw(read(f"{run}docker stop db web\ndocker system prune -f\n")).deeds
    assert (deeds[0].place.line, deeds[0].kind, deeds[0].told) == (
        2,
        "stop",
        "`docker stop` stops container db",
    )
    # Where the stop ends the container, its end says it.
    ending = draw(read("docker run -d --rm --name db alpine sleep 9\ndocker stop db\n" * 2))
    assert ending.deeds == [] and draw(read("docker stop web\n")).empty


def test_a_volume_that_no_program_fills_is_not_at_risk() -> None:
    client = draw(read("docker run --rm mysql:8.4 mysqldump -h db shop\n"))
    assert verdicts(client) == [] and {arrow.state for arrow in client.arrows} == {"kept"}
    server = draw(read("docker run -d -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n"))
    assert verdicts(server) == [("risk", "! At risk: /var/lib/mysql (line 1).")]
    # Nothing is known of what a volume of the user's own holds.
    assert verdicts(draw(read("docker run -d -v /data alpine sleep 9\n"))) == [
        ("risk", "! At risk: /data (line 1).")
    ]


def test_a_volume_without_a_write_is_pale() -> None:
    picture = draw(
        read("docker volume create own\ndocker run -d -v mongo:/data -v db:/data/db --name docs mongo:7\n")
    )
    assert {each.title: each.tone for each in picture.things if each.kind == "volume"} == {
        "volume own": "unused",
        "volume mongo": "unused",
        "volume db": "kept",
    }
    lines = lines_of(picture)
    assert "▸ volume own (no write to it is seen)" in lines and "no write seen" in lines
    for drawn in (render_mermaid([picture]), render_dot([picture])):
        assert drawn.count("no write to it is seen") == 3  # Two volumes, and the legend.


def test_compose_names_the_volumes_and_the_events() -> None:
    picture = picture_of_shop("compose.yaml")
    assert "volume shop_orders" in {each.title for each in picture.things}
    notes = [note for arrow in picture.arrows if arrow.state == "risk" for note in arrow.notes[1:]]
    assert notes == [
        "is lost on `docker compose down -v`, prune; nothing finds it again after `docker compose down`"
    ]


def test_the_headline_of_a_loss_names_both_lines() -> None:
    text = "docker run --rm --name job alpine \\\n  sh -c 'echo 1 >/out'\n"
    assert verdicts(draw(read(text))) == [
        ("lost", "✗ Lost: /out (written at line 2, gone with the command of line 1: `--rm`).")
    ]
    many = "".join(f"docker run --rm alpine touch /x{number}\n" for number in range(6))
    assert verdicts(draw(read(many)))[0][1].endswith("/x2 (line 3: `--rm`) and 3 more.")


def test_the_legend_has_what_is_drawn() -> None:
    lines = lines_of(draw(read("docker run -d -v kept:/k alpine sleep 9\n")))
    assert "▸ begins" in lines and "⊢ mounted" in lines and "no write seen" in lines
    assert not {"kept", "✗ lost", "⊘ missed", "⇒ copied", "✗ ends"} & set(lines)


def test_whose_an_anonymous_volume_is() -> None:
    picture = draw(
        read("docker run -d -v /x alpine sleep 9\ndocker run -d --name two -v /x alpine sleep 9\n")
    )
    names = [each.title for each in picture.things if each.kind == "anonymous volume"]
    assert names == ["anonymous volume of alpine", "anonymous volume of two"]


def test_lines_of_other_files_come_when_they_run(tmp_path: Path) -> None:
    (tmp_path / "lib.sh").write_text(
        "keep() {\n  docker run -v kept:/k alpine touch /k/x\n}\ndocker volume create late\n"
    )
    text = "docker volume create early\n. ./lib.sh\ndocker volume create middle\nkeep\n"
    (tmp_path / "run.sh").write_text(text)
    document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
    timeline = timeline_of(draw(analyse(document, Workspace(str(tmp_path)), Settings()), str(tmp_path)))
    assert [(row.file, row.line) for row in timeline.rows] == [
        ("", 1),
        ("", 2),
        ("lib.sh", 4),
        ("run.sh", 3),
        ("", 4),
        ("lib.sh", 2),
    ]
    assert timeline.rows[1].text == ". ./lib.sh" and timeline.rows[4].text == "keep"


def test_services_come_when_compose_makes_them() -> None:
    folder = tools.ROOT / "examples" / "shop"
    document = Document(str(folder / "deploy.sh"), (folder / "deploy.sh").read_bytes(), "shell")
    timeline = timeline_of(draw(analyse(document, Workspace(str(folder)), Settings()), str(folder)))
    assert timeline.rows[0].text == "docker compose up -d"
    assert timeline.rows[1].text == "VOLUME /srv/shop/uploads" and timeline.rows[1].file.endswith(
        "Dockerfile"
    )
    assert [row.line for row in timeline.rows[2:]] == [5, 6, 10, 12, 13]


@pytest.mark.long
def test_a_picture_of_ten_thousand_containers() -> None:
    text = "".join(f"docker run -d --name c{index} -v v{index}:/data redis:7\n" for index in range(10_000))
    drawn = render_svg([draw(read(text))])
    assert len(drawn) < 200_000 and "more containers aren" in drawn and "have no bar" in drawn
    ElementTree.fromstring(drawn)


def test_an_svg_of_nothing() -> None:
    assert "No docker commands." in render_svg([draw(read("echo hi\n"))])


@given(HOSTILE)
def test_mermaid_reads_each_letter_back(text: str) -> None:
    back = re.sub(r"#(\d+);", lambda match: chr(int(match[1])), escape(text))
    assert back == text


def test_dot_reads_it() -> None:
    dot = tools.need("dot", "graphviz")
    nasty = "docker run -v '/h\"\\N&lt;<b>]:/d' alpine sh -c 'echo 1 >/d/x'\n"
    text = render_dot([draw(read(SCRIPT)), draw(read(nasty, 'b\\".sh'))])
    done = subprocess.run([dot, "-Tsvg"], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    drawn = done.stdout.decode()
    assert "/h&quot;\\N&amp;lt;&lt;b&gt;]" in drawn and "b\\&quot;.sh" in drawn


def test_the_pages_show_today_s_pictures() -> None:
    for path, text in files().items():
        assert path.read_text("utf-8") == text, f"{path}: run scripts/pictures.py"


def test_the_command_line(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "a.sh").write_text(SCRIPT)
    (tmp_path / "Dockerfile").write_text("FROM alpine\nVOLUME /data\nRUN touch /data/x\n")
    (tmp_path / "build.sh").write_text(f"docker build -t img {tmp_path}\ndocker run --rm img\n")
    (tmp_path / "compose.yaml").write_text("services:\n  db:\n    image: postgres:16\n")
    assert main(["map", "--isolated", "--format", "mermaid", str(tmp_path)]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert text.count("subgraph") == 4 and "image build" in text and "container of service db" in text
    assert main(["map", "--isolated", "--format", "dot", str(tmp_path / "a.sh")]) == 0
    assert capfdbinary.readouterr().out.startswith(b"digraph persistlint {")
