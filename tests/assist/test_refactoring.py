"""Refactorings of mounts: tables, and properties over generated ones."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.assist.refactoring import mount_reading, refactorings
from persistlint.text.edits import apply_edits
from tests.assist.cursor import analysed, at
from tests.assist.cursor import settings as our_settings

WRITE_MOUNT, WRITE_VOLUME = "Write it as --mount", "Write it as -v"


def offered(text, path="/project/script.sh", language="shell"):
    """Return the titles' beginnings, each with the text that the refactoring gives."""
    analysis, offset = at(text, path, language)

    def again(document):
        return analyse(document, Workspace("/project"), our_settings())

    return {
        change.title: apply_edits(analysis.document.data, change.edits).decode()
        for change in refactorings(analysis, offset, again)
    }


def only(text, title, *rest):
    (action,) = [after for name, after in offered(text, *rest).items() if name.startswith(title)]
    return action


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run -v v1▮:/x alpine", "docker run --mount type=volume,source=v1,target=/x alpine"),
        (
            "docker run -v v1▮:/x:ro alpine",
            "docker run --mount type=volume,source=v1,target=/x,readonly alpine",
        ),
        ("docker run -v v1▮:/x:rw alpine", "docker run --mount type=volume,source=v1,target=/x alpine"),
        (
            "docker run -v v1▮:/x:ro,nocopy alpine",
            "docker run --mount type=volume,source=v1,target=/x,readonly,volume-nocopy alpine",
        ),
        (
            "docker run -v /srv▮:/x:rshared alpine",
            "docker run --mount type=bind,source=/srv,target=/x,bind-propagation=rshared alpine",
        ),
        ("docker run -v /x▮ alpine", "docker run --mount type=volume,target=/x alpine"),
        ("docker run --volume v1▮:/x alpine", "docker run --mount type=volume,source=v1,target=/x alpine"),
        ("docker run --volume=v1▮:/x alpine", "docker run --mount=type=volume,source=v1,target=/x alpine"),
        ("docker run -vv1▮:/x alpine", "docker run --mount=type=volume,source=v1,target=/x alpine"),
        ("docker run -dv v1▮:/x alpine", "docker run -d --mount type=volume,source=v1,target=/x alpine"),
        ("docker run -dvv1▮:/x alpine", "docker run -d --mount=type=volume,source=v1,target=/x alpine"),
        # Variables and quotations stay as they are.
        (
            'V=v1; docker run -v "$▮V":/x alpine',
            'V=v1; docker run --mount "type=volume,source=$V",target=/x alpine',
        ),
        (
            'docker run -v "$▮PWD/a b:/x" alpine',
            'docker run --mount "type=bind,source=$PWD/a b,target=/x" alpine',
        ),
        ("docker run -v '/a b▮:/x' alpine", "docker run --mount 'type=bind,source=/a b,target=/x' alpine"),
        ("docker run -v /a\\ b▮:/x alpine", "docker run --mount type=bind,source=/a\\ b,target=/x alpine"),
        (
            "docker run \\\n  -v v1▮:/x \\\n  alpine",
            "docker run \\\n  --mount type=volume,source=v1,target=/x \\\n  alpine",
        ),
    ],
)
def test_to_mount(before, after):
    assert only(before, WRITE_MOUNT) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --mount type=volume,source=v1▮,target=/x alpine", "docker run -v v1:/x alpine"),
        ("docker run --mount src=v1▮,dst=/x,ro alpine", "docker run -v v1:/x:ro alpine"),
        ("docker run --mount dst=/x▮,src=v1 alpine", "docker run -v v1:/x alpine"),
        (
            "docker run --mount type=bind,src=/srv▮,dst=/x,readonly=false alpine",
            "docker run -v /srv:/x alpine",
        ),
        ("docker run --mount type=volume,dst=/x▮ alpine", "docker run -v /x alpine"),
        ("docker run --mount=src=v1▮,dst=/x alpine", "docker run --volume=v1:/x alpine"),
        ('docker run --mount "type=bind,src=$PWD▮,dst=/x" alpine', 'docker run -v "$PWD:/x" alpine'),
        ('docker run --mount type=bind,src="$PWD▮",dst=/x alpine', 'docker run -v "$PWD":/x alpine'),
        ("docker run --mount src=v1▮,dst=/x,volume-nocopy alpine", "docker run -v v1:/x:nocopy alpine"),
    ],
)
def test_to_volume(before, after):
    assert only(before, WRITE_VOLUME) == after


@pytest.mark.parametrize(
    "text",
    [
        # There is no word for it on the other side.
        "docker run -v v1▮:/x:Z alpine",
        "docker run -v '/a,b▮:/x' alpine",
        "docker run -v ~/a▮:/x alpine",
        "docker run --mount type=volume,src=v1▮,dst=/x,volume-subpath=a alpine",
        "docker run --mount type=bind,src=/a▮,dst=/x,bind-recursive=disabled alpine",
        "docker run --mount type=tmpfs,dst=/x▮ alpine",
        "docker run --mount type=bind,src=/a:b▮,dst=/x alpine",
        "docker run --mount dst=/x▮,ro alpine",
        "docker run --tmpfs /x▮ alpine",
        # What is mounted isn't known.
        "docker run -v $X▮:/x alpine",
        "docker run -v $X▮ alpine",
        'docker run --mount "$X▮,dst=/x" alpine',
        # A bind that -v would take for a volume.
        "docker run --mount type=bind,src=a/b▮,dst=/x alpine",
        # Elsewhere written.
        "M=v1:/x; docker run -v $M▮ alpine",
        'A=(-v v1:/x); docker run "${A[@]}"▮ alpine',
        # No mount.
        "docker run -e A=1▮ alpine",
        "docker ps▮",
        "echo -v v1▮:/x",
    ],
)
def test_no_other_spelling_is_offered(text):
    titles = [title for title in offered(text) if title.startswith((WRITE_MOUNT, WRITE_VOLUME))]
    assert titles == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --name db -v /srv/x▮:/data alpine", "docker run --name db -v db-data:/data alpine"),
        ('docker run --name db -v "$PWD/x▮":/data alpine', "docker run --name db -v db-data:/data alpine"),
        (
            'docker run --name db -v "$PWD/x▮:/data:ro" alpine',
            'docker run --name db -v "db-data:/data:ro" alpine',
        ),
        ("docker run --name db -v ./x▮:/data alpine", "docker run --name db -v db-data:/data alpine"),
        (
            "docker run --name db --mount type=bind,src=/srv/x▮,dst=/data,ro alpine",
            "docker run --name db --mount type=volume,src=db-data,dst=/data,ro alpine",
        ),
        (
            'docker run --name db --mount type=bind,src="$PWD/x▮",dst=/data alpine',
            "docker run --name db --mount type=volume,src=db-data,dst=/data alpine",
        ),
    ],
)
def test_a_volume_for_a_directory(before, after):
    assert only(before, "Keep it in the volume `db-data`") == after


@pytest.mark.parametrize(
    "text",
    [
        "docker run -v ./nginx.conf▮:/etc/nginx/nginx.conf nginx",
        "docker run -v /var/run/docker.sock▮:/var/run/docker.sock alpine",
        "docker run -v /srv▮:/x:rshared alpine",
        "docker run -v v1▮:/x alpine",
    ],
)
def test_no_volume_for_files_and_volumes(text):
    assert not [title for title in offered(text) if title.startswith("Keep it")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --name db -v /data▮ alpine", "docker run --name db -v db-data:/data alpine"),
        ('docker run --name db -v "/data▮" alpine', 'docker run --name db -v "db-data:/data" alpine'),
        ("docker run --name db --volume=/data▮ alpine", "docker run --name db --volume=db-data:/data alpine"),
        (
            "docker run --name db --mount type=volume,dst=/data▮ alpine",
            "docker run --name db --mount type=volume,source=db-data,dst=/data alpine",
        ),
        ("docker run -d post▮gres:16", "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16"),
        (
            "docker run -d \\\n  --name db \\\n  post▮gres:16",
            "docker run -d \\\n  --name db \\\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16",
        ),
    ],
)
def test_a_name_for_an_anonymous_volume(before, after):
    assert only(before, "Give the anonymous volume the name") == after


def test_a_loop_s_containers_get_no_common_name():
    actions = offered("for n in aa bb; do docker run -d --name $n -v /data▮ alpine; done")
    assert [title.partition(" (")[0] for title in actions] == [WRITE_MOUNT]


def test_a_function_that_is_called_twice_keeps_its_meaning():
    text = 'f() { docker run -v v1▮:/x alpine "$1"; }\nf a\nf b\n'
    assert "--mount type=volume,source=v1,target=/x" in only(text, WRITE_MOUNT)


def test_in_markdown_and_with_other_line_ends():
    text = "```sh\r\ndocker run \\\r\n  -v v1▮:/é \\\r\n  alpine\r\n```\r\n"
    after = only(text, WRITE_MOUNT, "/project/README.md", "markdown")
    assert after == text.replace("-v v1▮:/é", "--mount type=volume,source=v1,target=/é")


# -- properties ------------------------------------------------------------------------------------------------------

_NAMES = st.from_regex(r"[a-z][a-z0-9_.-]{1,8}", fullmatch=True)
_PARTS = st.text("abcxyzAZ09_.- é$'*;&#@+%~(){}[]!?", min_size=1, max_size=6)
_PATHS = st.lists(_PARTS, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
_MODES = st.lists(st.sampled_from(["ro", "rw", "nocopy", "z", "cached", "rshared"]), max_size=2, unique=True)
_FLAGS = st.sampled_from(["-v ", "--volume ", "--volume=", "-v", "-dv ", "-dv"])
_QUOTING = st.sampled_from(["bare", "single", "double"])


def quoted(text, how):
    if how == "single":
        return "'" + text.replace("'", "'\\''") + "'"
    if how == "double":
        return '"' + "".join(f"\\{c}" if c in '$"\\`' else c for c in text) + '"'
    return shlex.quote(text) if any(not (c.isalnum() or c in "/._-:") for c in text) else text


@st.composite
def options(draw):
    """Return a ``-v`` option as text: source and target quoted each in its own way, or the specification as a whole."""
    source = draw(st.one_of(_NAMES, _PATHS, st.none()))
    target = draw(_PATHS)
    modes = ",".join(draw(_MODES)) if source is not None else ""
    fields = [field for field in (source, target, modes) if field]
    flag = draw(_FLAGS)
    if draw(st.booleans()):
        return flag + quoted(":".join(fields), draw(_QUOTING))
    return flag + ":".join(quoted(field, draw(_QUOTING)) for field in fields)


def the_mount(text):
    """Return the one mount of the one command, and everything else that docker reads of the command."""
    analysis = analysed(text)
    if len(analysis.commands) != 1:
        return None
    command = analysis.commands[0][0]
    if len(command.mounts) != 1 or command.syntax_problems or command.image is None:
        return None
    others = [
        (use.name, use.value.display() if use.value else None)
        for use in command.options
        if use.name not in ("volume", "mount")
    ]
    return mount_reading(command.mounts[0]), others, [word.display() for word in command.operands]


@settings(max_examples=150)
@given(options(), st.sampled_from([" ", " \\\n    "]), st.booleans())
def test_round_trip(option, blank, rest):
    tail = "alpine sh -c 'echo hi'" if rest else "alpine"
    text = f"echo before\ndocker run --name db{blank}{option}{blank}{tail}\necho after\n"
    reading = the_mount(text)
    assume(reading is not None)
    cursor = len(f"echo before\ndocker run --name db{blank}{option}") - 1
    actions = offered(text[:cursor] + "▮" + text[cursor:])
    forth = [after for title, after in actions.items() if title.startswith(WRITE_MOUNT)]
    if not forth:
        # Nothing but what --mount can't say, or can't say unquoted, keeps it from being offered.
        assert set(",\"\nzZ~$'`\\") & set(option), (option, actions)
        return
    assert the_mount(forth[0]) == reading
    assert forth[0].startswith("echo before\ndocker run --name db")
    assert forth[0].endswith(f"{blank}{tail}\necho after\n")
    middle = forth[0][len("echo before\ndocker run --name db") : -len(f"{blank}{tail}\necho after\n")]
    cursor = len("echo before\ndocker run --name db") + len(middle) - 1
    back = [
        after
        for title, after in offered(forth[0][:cursor] + "▮" + forth[0][cursor:]).items()
        if title.startswith(WRITE_VOLUME)
    ]
    assert back, forth[0]
    assert the_mount(back[0]) == reading


@settings(max_examples=80)
@given(options())
def test_whatever_is_offered_changes_this_mount_alone(option):
    text = f"docker run --name db {option} alpine\n"
    reading = the_mount(text)
    assume(reading is not None)
    cursor = len(f"docker run --name db {option}") - 1
    for title, after in offered(text[:cursor] + "▮" + text[cursor:]).items():
        changed = the_mount(after)
        assert changed is not None, (title, after)
        assert changed[1:] == reading[1:]
        # The target, the access and the options are what they were.
        assert changed[0][2:] == reading[0][2:]
        if title.startswith((WRITE_MOUNT, WRITE_VOLUME)):
            assert changed == reading
        else:
            assert changed[0][0] == "volume" and changed[0][1] not in (None, reading[0][1])
