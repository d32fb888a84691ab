"""Documents: lines typed in a container (M03), and blocks that are alternatives."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.hosts.markdown import fragments
from persistlint.text.document import Document
from tests.durability.scenario import Scenario, describe

TUTORIAL = Path(__file__).resolve().parents[1] / "data" / "understanding-data-persistence.md"


def typed(*blocks, **options):
    """Return the writes of a document's only world, with how they were made."""
    replayed = Scenario(list(blocks), **options).timeline()
    return [f"{write.how} {describe(write)}" for write in replayed.writes]


def test_lines_after_an_interactive_run_are_typed_inside():
    block = "docker run -it --rm ubuntu:22.04\nmkdir my-data\necho hi > my-data/f\nexit\necho x > host\n"
    scenario = Scenario([block])
    replayed = scenario.timeline()
    assert [describe(write) for write in replayed.writes] == [
        "/my-data: container layer, gone",
        "/my-data/f: container layer, gone",
    ]
    # The directory was made for the file.
    assert [write.rank for write in replayed.writes] == ["scratch", "result"]
    assert scenario.text(replayed.writes[1].destroyed_by.span) == "exit"
    assert [line.program for line in replayed.containers[0].transcript] == ["mkdir", "echo", "exit"]


def test_in_a_script_they_run_on_the_host():
    text = "docker run -it --rm ubuntu:22.04\nmkdir my-data\necho hi > my-data/f\n"
    assert Scenario(text).timeline().writes == []


@pytest.mark.parametrize(
    "run",
    [
        "docker run -it --rm ubuntu bash",
        "docker run -i -t --rm ubuntu /bin/sh",
        "docker run -it --rm --entrypoint bash myapp",
        "docker run -it --rm myapp",
        "docker run -it --rm postgres:16 bash",
        "docker start -ai cc",
        "docker attach cc",
        "docker exec -it cc sh",
    ],
)
def test_commands_that_open_a_shell(run):
    first = "docker run -dit --name cc ubuntu\n" if " cc" in run else ""
    assert len(typed(first + run + "\ntouch /f\nexit\n")) == 1


@pytest.mark.parametrize(
    "run",
    [
        "docker run -d -it ubuntu",
        "docker run --rm ubuntu",
        "docker run -it --rm ubuntu cat /x",
        "docker run -it --rm postgres:16 psql -h db",
        "docker run -it --rm ubuntu bash -c 'true'",
        "docker run -it --rm python",
        "docker run -it --rm node",
        "docker exec cc sh",
        "docker start cc",
    ],
)
def test_commands_that_do_not(run):
    assert typed(run + "\ntouch /f\n") == []


def test_the_next_docker_command_ends_it():
    block = "docker run -it --rm ubuntu\ntouch /f\ndocker run -it --rm -v data:/d ubuntu\ntouch /d/g\n"
    scenario = Scenario([block])
    first, second = scenario.timeline().writes
    assert (describe(first), describe(second)) == ("/f: container layer, gone", "/d/g: volume, alive")
    assert scenario.text(first.destroyed_by.span) == "docker run -it --rm ubuntu"


def test_the_end_of_the_block_ends_it():
    assert typed("docker run -it --rm ubuntu\ntouch /f\n", "touch /g\n") == [
        "transcript /f: container layer, gone"
    ]


def test_a_container_without_rm_keeps_what_was_typed():
    blocks = [
        "docker run -it --name cc ubuntu\ntouch /f\nexit\ndocker start cc\ndocker attach cc\ncat /f\nexit\n"
    ]
    scenario = Scenario(blocks)
    replayed = scenario.timeline()
    assert [describe(write) for write in replayed.writes] == ["/f: container layer, alive"]
    assert [(read.target, read.container.id, read.how) for read in replayed.reads] == [
        ("/f", "c1", "transcript")
    ]


def test_directories_are_followed_inside():
    assert typed("docker run -it --rm ubuntu\ncd /srv\ntouch f\ncd ..\ntouch g\nexit\n") == [
        "transcript /srv/f: container layer, gone",
        "transcript /g: container layer, gone",
    ]
    # The caller's own directory has nothing to do with it.
    assert typed("cd project\ndocker run -it --rm -w /srv ubuntu\ntouch f\nexit\n") == [
        "transcript /srv/f: container layer, gone"
    ]


def test_an_exec_session_leaves_the_container_running():
    block = "docker run -d --rm --name cc postgres:16\ndocker exec -it cc bash\ntouch /f\nexit\n"
    scenario = Scenario([block])
    replayed = scenario.timeline()
    assert describe(replayed.writes[1]) == "/f: container layer, alive"
    assert replayed.containers[0].state == "running"


def test_what_another_block_did_is_possible():
    assert typed("docker run --name cc busybox touch /f\n", "docker rm cc\n") == [
        "run /f: container layer, unknown"
    ]
    assert typed("docker run -d --name cc busybox sleep inf\n", "docker exec cc touch /f\n") == [
        "exec /f?: container layer, alive"
    ]


def test_a_name_that_a_later_block_makes_again_is_an_alternative():
    blocks = ["docker run -d --name cc busybox sleep inf\n", "docker run --name cc busybox touch /f\n"]
    assert typed(*blocks) == ["run /f: container layer, alive"]


def tutorial():
    document = Document("tutorial.md", TUTORIAL.read_bytes(), "markdown")
    return Scenario([fragment.text.decode() for fragment in fragments(document)])


def test_the_tutorial():
    scenario = tutorial()
    replayed = scenario.timeline()
    assert [(write.how, write.by, describe(write)) for write in replayed.writes] == [
        # Installed in two containers of the first section, and once in an image.
        ("transcript", "apt", "/usr: container layer, gone"),
        ("transcript", "apt", "/usr: container layer, alive"),
        ("build", "apt", "/usr: image layer, alive"),
        ("transcript", "mkdir", "/my-data: container layer, gone"),
        ("transcript", "echo", "/my-data/hello.txt: container layer, gone"),
        ("transcript", "echo", "/my-data/hello.txt: volume, alive"),
        ("image", "image", "/var/lib/postgresql/data: volume, alive"),
        ("transcript", "echo", "/my-data/hello.txt: bind, alive"),
    ]
    lost = replayed.writes[4]
    assert lost.unmounted
    assert scenario.text(lost.destroyed_by.span) == "exit"
    # The next block looks for the file in vain, in a container of its own.
    later = [read for read in replayed.reads if read.target == "/my-data/hello.txt"]
    assert later[1].container is not lost.container
    assert later[1].container.mount_points == []
    assert [write.packages for write in replayed.installs()] == [["iputils-ping"]] * 3
    assert replayed.writes[1].ends_with == ["container removal"]
    assert [volume.label for volume in replayed.volumes] == ["my-volume", "pgdata"]
