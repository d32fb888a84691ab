"""The mount model: what -v, --mount, --tmpfs and --volumes-from say, and what is refused by whom and when."""

from __future__ import annotations

import pytest

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.docker.to_json import mount_fields
from tests.docker.docker_lines import kinds, read


def only(options: str, version: tuple[int, ...] = (29, 7)) -> tuple[Mount, Command]:
    command = read(f"docker run {options} image", version)
    assert isinstance(command, ContainerCreate)
    (mount,) = command.mounts
    return mount, command


def shown(options: str) -> tuple[object, ...]:
    fields = mount_fields(only(options)[0])
    return tuple(fields[name] for name in ("type", "source", "target", "read_only"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("-v data:/x", ("volume", "data", "/x", False)),
        ("-v data:/x:ro", ("volume", "data", "/x", True)),
        ("-v app.conf:/x", ("volume", "app.conf", "/x", False)),
        ("-v /a:/x:ro,z", ("bind", "/a", "/x", True)),
        ("-v ./a:/x", ("bind", "./a", "/x", False)),
        ("-v ../a:/x", ("bind", "../a", "/x", False)),
        ("-v /data", ("volume", None, "/data", False)),
        ("-v x", ("volume", None, "x", False)),
        ("-v d:/data", ("volume", None, "d:/data", False)),
        (r"-v '\\.\pipe\docker:\\.\pipe\docker'", ("bind", r"\\.\pipe\docker", r"\\.\pipe\docker", False)),
        (r"-v 'data:C:\x'", ("volume", "data", r"C:\x", False)),
        (r"-v 'C:\a:D:\x:ro'", ("bind", r"C:\a", r"D:\x", True)),
        ("-v ⟨cwd:PWD⟩:/x", ("bind", None, "/x", False)),
        ("-v ⟨cwd:PWD⟩/a:/x", ("bind", "⟨PWD⟩/a", "/x", False)),
        ("-v ⟨DIR⟩/a:/x", ("bind", "⟨DIR⟩/a", "/x", False)),
        ("-v /srv/⟨APP⟩:/x", ("bind", "/srv/⟨APP⟩", "/x", False)),
        ("-v pg_⟨APP⟩:/x", ("volume", "pg_⟨APP⟩", "/x", False)),
        ("-v ⟨VOL⟩:/x", (None, None, "/x", False)),
        ("-v ⟨VOL⟩:⟨DIR⟩", (None, None, None, False)),
        ("-v ⟨SPEC⟩", (None, None, None, None)),
        ("-v data:/x:⟨MODE⟩", ("volume", "data", "/x", None)),
        ("-v data:/x⟨Z⟩", ("volume", "data", "/x⟨Z⟩", None)),
        ("--mount source=data,target=/x", ("volume", "data", "/x", False)),
        ("--mount src=data,dst=/x,ro", ("volume", "data", "/x", True)),
        ("--mount type=bind,source=/a,destination=/x,readonly=true", ("bind", "/a", "/x", True)),
        ("--mount type=bind,source=/a,destination=/x,readonly=0", ("bind", "/a", "/x", False)),
        ("--mount TYPE=Bind,SRC=/a,DST=/x,ReadOnly", ("bind", "/a", "/x", True)),
        ("--mount src=a1,src=b1,dst=/x", ("volume", "b1", "/x", False)),
        ("--mount dst=/x", ("volume", None, "/x", False)),
        ("--mount '\"src=/a,b\",type=bind,dst=/x'", ("bind", "/a,b", "/x", False)),
        ('--mount \'"src=/a""b",type=bind,dst=/x\'', ("bind", '/a"b', "/x", False)),
        ("--mount type=tmpfs,dst=/x,tmpfs-size=64m", ("tmpfs", None, "/x", False)),
        ("--mount type=image,src=alpine,dst=/x", ("image", "alpine", "/x", False)),
        ("--mount type=volume,src=data,dst=/x:ro", ("volume", "data", "/x:ro", False)),
        ("--mount type=⟨T⟩,src=data,dst=/x", (None, "data", "/x", False)),
        ("--mount type=bind,src=⟨A⟩,dst=/x", ("bind", None, "/x", False)),
        ("--mount ⟨FIELDS⟩,dst=/x", (None, None, "/x", None)),
        ("--mount ⟨SPEC⟩", (None, None, None, None)),
        ("--tmpfs /x", ("tmpfs", None, "/x", False)),
        ("--tmpfs /x:ro,size=64m", ("tmpfs", None, "/x", True)),
        ("--tmpfs ⟨SPEC⟩", ("tmpfs", None, None, None)),
    ],
)
def test_reading(options: str, expected: tuple[object, ...]) -> None:
    assert shown(options) == expected
    assert not only(options)[1].syntax_problems


def test_options_stay_as_written() -> None:
    assert only("-v a1:/x:ro,Z")[0].options == ["ro", "Z"]
    assert only("--tmpfs /x:size=64m,noexec")[0].options == ["size=64m", "noexec"]
    mount, _ = only("--mount src=a1,dst=/x,volume-opt=o=bind,volume-nocopy")
    assert mount.options == ["volume-opt=o=bind", "volume-nocopy"]


def test_anonymous() -> None:
    assert only("-v /x")[0].anonymous
    assert only("--mount dst=/x")[0].anonymous
    assert not only("--mount src=data,dst=/x")[0].anonymous
    assert not only("--tmpfs /x")[0].anonymous


def test_drive_letter_is_remarked() -> None:
    assert only("-v d:/data")[0].drive
    assert not only("-v dd:/data")[0].drive


INVALID_NAME = (
    'includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. '
    "If you intended to pass a host directory, use absolute path"
)


@pytest.mark.parametrize(
    ("options", "kind", "reason"),
    [
        ("-v '~/x:/x'", "tilde", f'create ~/x: "~/x" {INVALID_NAME}'),
        ("-v '~/⟨A⟩:/x'", "tilde", f'create ~/⟨A⟩: "~/⟨A⟩" {INVALID_NAME}'),
        ("-v data/pg:/x", "relative-bind-source", f'create data/pg: "data/pg" {INVALID_NAME}'),
        ("-v data/:/x", "relative-bind-source", f'create data/: "data/" {INVALID_NAME}'),
        ("-v '$PWD/data:/x'", "unexpanded-variable", f'create $PWD/data: "$PWD/data" {INVALID_NAME}'),
        ("-v '$(pwd)/data:/x'", "unexpanded-variable", f'create $(pwd)/data: "$(pwd)/data" {INVALID_NAME}'),
        ("-v 'data :/x'", "whitespace", f'create data : "data " {INVALID_NAME}'),
        ("-v _x:/x", "bad-volume-name", f'create _x: "_x" {INVALID_NAME}'),
        ("-v data:/x:readonly", "bad-mode", "invalid mode: readonly"),
        ("-v data:/x:RO", "bad-mode", "invalid mode: RO"),
        ("-v data:/x:ro,rw", "bad-mode", "invalid mode: ro,rw"),
        ("-v 'data:/x:ro '", "bad-mode", "invalid mode: ro "),
        ("-v data:/x:ro:z", "too-many-colons", "invalid spec: data:/x:ro:z: too many colons"),
        ("-v :/x", "empty-section", "invalid spec: :/x: empty section between colons"),
        ("-v /a:b:/x", "bad-mode", "invalid mode: /x"),
        ("-v /x:ro", "mode-without-source", "invalid volume specification: '/x:ro'"),
        (
            "-v /d:/x:nocopy",
            "mode-of-other-type",
            "invalid volume specification: '/d:/x:nocopy': invalid mount config for type \"bind\": "
            "field VolumeOptions must not be specified",
        ),
        (
            "-v data:/x:rslave",
            "mode-of-other-type",
            "invalid volume specification: 'data:/x:rslave': invalid mount config for type \"volume\": "
            "field BindOptions must not be specified",
        ),
        (
            "-v data:x",
            "relative-target",
            "invalid volume specification: 'data:x': invalid mount config for type \"volume\": "
            "invalid mount path: 'x' mount path must be absolute",
        ),
        (
            "-v data:/",
            "target-is-root",
            "invalid volume specification: 'data:/': invalid mount config for type \"volume\": "
            "invalid specification: destination can't be '/'",
        ),
        ("-v /", "target-is-root", "invalid specification: destination can't be '/'"),
        (
            "--mount type=bind,source=~/x,target=/x",
            "tilde",
            "invalid mount config for type \"bind\": invalid mount path: '~/x' mount path must be absolute",
        ),
        (
            "--mount type=bind,source=data,target=/x",
            "relative-bind-source",
            "invalid mount config for type \"bind\": invalid mount path: 'data' mount path must be absolute",
        ),
        (
            "--mount 'type=bind,source=$PWD/data,target=/x'",
            "unexpanded-variable",
            "invalid mount config for type \"bind\": invalid mount path: '$PWD/data' mount path must be absolute",
        ),
        (
            "--mount source=/srv/a,target=/x",
            "path-as-volume-source",
            f'create /srv/a: "/srv/a" {INVALID_NAME}',
        ),
        (
            "--mount source=⟨cwd:PWD⟩/a,target=/x",
            "path-as-volume-source",
            f'create ⟨PWD⟩/a: "⟨PWD⟩/a" {INVALID_NAME}',
        ),
        (
            "--mount source=d,target=/x",
            "short-volume-name",
            "volume name is too short, names should be at least two alphanumeric characters",
        ),
        ("--mount source=data,dest=/x", "unknown-mount-key", "unknown option 'dest' in 'dest=/x'"),
        ("--mount source=data,target=/x,rw", "not-a-pair", "invalid field 'rw' must be a key=value pair"),
        ("--mount data:/x", "not-a-pair", "invalid field 'data:/x' must be a key=value pair"),
        ("--mount type=tmpfs,target=/x,size=64m", "unknown-mount-key", "unknown option 'size' in 'size=64m'"),
        (
            "--mount 'source=data, target=/x'",
            "whitespace",
            "invalid option 'target' in ' target=/x': option should not have whitespace",
        ),
        ("--mount source=,target=/x", "empty-source", "invalid value for 'source': value is empty"),
        (
            "--mount source=data",
            "missing-target",
            'invalid mount config for type "volume": field Target must not be empty',
        ),
        (
            "--mount type=bind,target=/x",
            "missing-source",
            'invalid mount config for type "bind": field Source must not be empty',
        ),
        (
            "--mount type=tmpfs,source=a,target=/x",
            "source-of-tmpfs",
            'invalid mount config for type "tmpfs": field Source must not be specified',
        ),
        (
            "--mount type=volumes,source=aa,target=/x",
            "unknown-mount-type",
            'invalid mount config for type "volumes": mount type unknown',
        ),
        (
            "--mount type=bind,source=/a,target=/x,volume-nocopy",
            "mixed-mount-options",
            "cannot mix 'volume-*' options with mount type 'bind'",
        ),
        (
            "--mount source=data,target=/x,readonly=yes",
            "bad-mount-value",
            "invalid value for 'readonly': invalid boolean value (\"yes\"): must be one of "
            '"true", "1", "false", or "0" (default "true")',
        ),
        (
            "--mount source=data,target=/x,volume-subpath=../etc",
            "bad-mount-value",
            'invalid mount config for type "volume": subpath must be a relative path within the volume',
        ),
        (
            "--mount target=/x,volume-subpath=a",
            "bad-mount-value",
            'invalid mount config for type "volume": must not set Subpath when using anonymous volumes',
        ),
        (
            "--mount type=bind,source=/a,target=/x,bind-nonrecursive",
            "unknown-mount-key",
            "bind-nonrecursive is deprecated, use bind-recursive=disabled instead",
        ),
        ("--tmpfs t", "relative-target", "invalid mount path: 't' mount path must be absolute"),
        ("--tmpfs /", "target-is-root", "invalid specification: destination can't be '/'"),
    ],
)
def test_refusals(options: str, kind: str, reason: str) -> None:
    mount, command = only(options)
    assert [(problem.kind, problem.reason) for problem in command.syntax_problems] == [(kind, reason)]
    (problem,) = command.syntax_problems
    assert problem.mount is mount and problem.span is not None


@pytest.mark.parametrize(
    ("options", "version", "expected"),
    [
        ("-v ./a:/x", (20, 10), [("relative-bind-source", "23.0")]),
        ("-v ./a:/x", (23, 0), []),
        ("-v ../a:/x", (28, 1), [("relative-bind-source", "28.2")]),
        ("-v .a:/x", (28, 1), [("relative-bind-source", "28.2")]),
        ("-v ../a:/x", (28, 2), []),
        ("--mount type=bind,src=../a,dst=/x", (28, 1), [("relative-bind-source", "28.2")]),
        ("--mount type=bind,src=.,dst=/x", (23, 0), []),
        ("--mount type=image,src=a,dst=/x", (27, 5), [("unknown-mount-type", "28.0")]),
        ("--mount type=bind,src=/a,dst=/x,bind-create-src", (29, 2), [("unknown-mount-key", "29.3")]),
        ("--mount type=bind,src=/a,dst=/x,bind-create-src", (29, 3), []),
        ("--mount source=,target=/x", (29, 2, 0), []),
        ("--mount source=data", (29, 2, 0), [("missing-target", "")]),
        ("--mount source=data,target=/x,readonly=t", (29, 2, 0), []),
        ("--mount source=data,target=/x,readonly=t", (29, 2, 1), [("bad-mount-value", "")]),
        ("--mount type=bind,src=/a,dst=/x,bind-nonrecursive", (28, 5), []),
    ],
)
def test_versions(options: str, version: tuple[int, ...], expected: list[tuple[str, str]]) -> None:
    _, command = only(options, version)
    assert [(problem.kind, problem.before) for problem in command.syntax_problems] == expected


def test_what_a_spelling_needs() -> None:
    assert only("-v ./a:/x")[0].needs == "23.0"
    assert only("-v ../a:/x")[0].needs == "28.2"
    assert only("-v /a:/x")[0].needs == ""
    assert only("--mount type=image,src=a,dst=/x")[0].needs == "28.0"


def test_older_clients_words() -> None:
    _, command = only("--mount source=data,dest=/x", (26, 1, 5))
    assert [problem.reason for problem in command.syntax_problems] == ["unexpected key 'dest' in 'dest=/x'"]
    _, command = only("--mount source=data", (26, 1, 5))
    assert [problem.reason for problem in command.syntax_problems] == ["target is required"]


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ("-v aa:/x -v bb:/x", True),
        ("-v aa:/x -v bb:/x/", True),
        ("-v aa:/x -v aa:/x", False),
        ("-v aa:/x -v bb:/x/y", False),
        ("-v aa:/x --mount src=bb,dst=/x", True),
        ("-v aa:/x --mount type=tmpfs,dst=/x", True),
        ("--mount src=aa,dst=/x --mount src=bb,dst=/x", True),
        ("-v aa:/x --tmpfs /x", True),
        ("--mount src=aa,dst=/x --tmpfs /x", False),
        ("-v aa:/x -v /x", False),
        ("-v aa:⟨T⟩ -v bb:⟨T⟩", False),
    ],
)
def test_duplicate_targets(options: str, refused: bool) -> None:
    command = read(f"docker run {options} image")
    assert kinds(command) == (["duplicate-target"] if refused else [])
    if refused:
        assert command.syntax_problems[0].reason == "Duplicate mount point: /x"


def test_volumes_from() -> None:
    command = read("docker run --volumes-from db:ro --volumes-from ⟨C⟩ image")
    assert isinstance(command, ContainerCreate)
    assert [value.display() for value in command.volumes_from] == ["db:ro", "⟨C⟩"]
    assert kinds(read("docker run --volumes-from db:nocopy image")) == ["bad-mode"]


def test_nerdctl_is_not_judged() -> None:
    command = read("nerdctl run -v data/x:/y -v a:/b:U --mount type=bind,dest=/z image")
    assert isinstance(command, ContainerCreate)
    assert not command.syntax_problems


def test_podman_is_judged_by_its_own_rules() -> None:
    command = read("podman run -v data/x:/y -v a:/b:U -v d:/c --mount type=bind,dst=/z image")
    assert isinstance(command, ContainerCreate)
    # Options and names of one letter that docker refuses; a bind without a source has its target's.
    assert [problem.mount for problem in command.syntax_problems] == [command.mounts[0]]
    assert [mount.type for mount in command.mounts] == ["volume", "volume", "volume", "bind"]
    assert command.mounts[3].source is not None and command.mounts[3].source.text == "/z"
