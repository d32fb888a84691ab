"""The client's refusals about mounts: each must be met several times in a long campaign."""

from __future__ import annotations

import re

from hypothesis import strategies as st

#: Name to a pattern of the client's sentence (docker/cli 26.1: ``opts/mount.go``, ``cli/compose/loader/volume.go``).
REFUSALS = {
    "--mount: nothing given": r'for "--mount" flag: EOF',
    "--mount: a quote in an unquoted field": r'for "--mount" flag: parse error on line \d+, column \d+: bare',
    "--mount: text behind a quoted field, or no end": r'for "--mount" flag: (parse|record).*extraneous or missing',
    "--mount: not a pair": r"must be a key=value pair",
    "--mount: unexpected key": r'for "--mount" flag: unexpected key',
    "--mount: readonly": r"invalid value for (readonly|ro): ",
    "--mount: volume-nocopy": r"invalid value for volume-nocopy: ",
    "--mount: bind-nonrecursive": r"invalid value for bind-nonrecursive: ",
    "--mount: bind-recursive": r"invalid value for bind-recursive: ",
    "--mount: tmpfs-size": r"invalid value for tmpfs-size: ",
    "--mount: tmpfs-mode": r"invalid value for tmpfs-mode: ",
    "--mount: no type": r"type is required",
    "--mount: no target": r"target is required",
    "--mount: volume-* of another type": r"cannot mix 'volume-\*' options",
    "--mount: bind-* of another type": r"cannot mix 'bind-\*' options",
    "--mount: tmpfs-* of another type": r"cannot mix 'tmpfs-\*' options",
    "--mount: writable without readonly": r"'bind-recursive=writable' requires 'readonly'",
    "--mount: recursively readonly without readonly": r"'bind-recursive=readonly' requires 'readonly'",
    "--mount: recursively readonly without rprivate": r"'bind-recursive=readonly' requires 'bind-propagation=rprivate'",
    "-v: nothing given": r"invalid empty volume spec",
    "-v: nothing between colons": r"empty section between colons",
    "-v: too many colons": r"too many colons",
    "no value": r"flag needs an argument",
    "volume create: a name twice": r"either specify --name or provide positional arg",
    "cp: between containers": r"copying between containers is not supported",
    "cp: no container": r"must specify at least one container source",
}


def refusals_in(said: str) -> list[str]:
    """Which of them the client's words are."""
    return [name for name, pattern in REFUSALS.items() if re.search(pattern, said)]


_ANY = st.sampled_from(["type=bind,source=/srv,target=/x", "source=data,target=/x", "type=tmpfs,target=/x"])
_BIND = "type=bind,source=/srv,target=/x"
_WRONG = st.sampled_from(["yes", "no", "on", "", "TRUe", "2", " true", "rw"])


def _behind(
    fields: st.SearchStrategy[str] | str, base: st.SearchStrategy[str] = _ANY
) -> st.SearchStrategy[str]:
    """Return a whole mount with a field more, before or behind the others."""
    if isinstance(fields, str):
        fields = st.sampled_from([fields])
    return st.builds(
        lambda whole, field, first: f"{field},{whole}" if first else f"{whole},{field}",
        base,
        fields,
        st.booleans(),
    )


def _other(kind: str) -> st.SearchStrategy[str]:
    return _ANY.filter(
        lambda spec: f"type={kind}" not in spec and not (kind == "volume" and "type=" not in spec)
    )


#: Name of a refusal to mounts that are refused so, and else are well.
FAULTS: dict[str, tuple[str, st.SearchStrategy[str]]] = {
    "--mount: nothing given": ("--mount", st.sampled_from(["", "\n", "\n\n"])),
    "--mount: a quote in an unquoted field": (
        "--mount",
        _behind(st.sampled_from(['target="/y"', 'src=a"', 'ro"', 'source=/srv/"a b"'])),
    ),
    "--mount: text behind a quoted field, or no end": (
        "--mount",
        _behind(st.sampled_from(['"target=/y"x', '"ro" ', '"src=a"b"']))
        | st.builds('"{}'.format, _ANY)
        | st.builds('{},"\nro'.format, _ANY),
    ),
    "--mount: not a pair": ("--mount", _behind(st.sampled_from(["rw", "z", "data:/x", "", "source", "tmpfs-size", "consistency"]))),
    "--mount: unexpected key": ("--mount", _behind(st.sampled_from(["dest=/y", "from=a", "size=64m", " ro=1", "mode=700", "é=1", "=a", "image-subpath=a", "uid=1"]))),
    "--mount: readonly": ("--mount", _behind(st.builds("{}={}".format, st.sampled_from(["ro", "readonly", "RO"]), _WRONG))),
    "--mount: volume-nocopy": ("--mount", _behind(st.builds("volume-nocopy={}".format, _WRONG))),
    "--mount: bind-nonrecursive": ("--mount", _behind(st.builds("bind-nonrecursive={}".format, _WRONG))),
    "--mount: bind-recursive": ("--mount", _behind(st.builds("bind-recursive={}".format, st.sampled_from(["x", "", "true", "Enabled", "ro"])))),
    "--mount: tmpfs-size": ("--mount", _behind(st.builds("tmpfs-size={}".format, st.sampled_from(["x", "", "1q", "-1", "64mm", "$SIZE"])))),
    "--mount: tmpfs-mode": ("--mount", _behind(st.builds("tmpfs-mode={}".format, st.sampled_from(["9", "", "rwx", "-1", "77777777777", "0o7"])))),
    "--mount: no type": ("--mount", _behind("type=", st.just("source=data,target=/x"))),
    "--mount: no target": (
        "--mount",
        st.sampled_from(["type=bind,source=/srv", "source=data", "type=tmpfs", "type=bind", "ro", "target=", "source=data,target=/x,target=", "type=volume,src=data,readonly"]),
    ),
    "--mount: volume-* of another type": (
        "--mount",
        _behind(st.sampled_from(["volume-nocopy", "volume-label=a=b", "volume-driver=x", "volume-opt=a=b", "volume-subpath=a", "volume-nocopy=false"]), _other("volume")),
    ),
    "--mount: bind-* of another type": (
        "--mount",
        _behind(st.sampled_from(["bind-propagation=shared", "bind-nonrecursive", "bind-recursive=disabled", "bind-propagation="]), _other("bind")),
    ),
    "--mount: tmpfs-* of another type": ("--mount", _behind(st.sampled_from(["tmpfs-size=1m", "tmpfs-mode=700"]), _other("tmpfs"))),
    "--mount: writable without readonly": ("--mount", _behind(st.sampled_from(["bind-recursive=writable", "bind-recursive=writable,ro=false", "Bind-Recursive=writable"]), st.just(_BIND))),
    "--mount: recursively readonly without readonly": (
        "--mount",
        _behind(st.sampled_from(["bind-recursive=readonly", "bind-recursive=readonly,ro=0", "bind-recursive=readonly,bind-propagation=rprivate"]), st.just(_BIND)),
    ),
    "--mount: recursively readonly without rprivate": (
        "--mount",
        _behind(st.sampled_from(["bind-recursive=readonly,ro", "bind-recursive=readonly,readonly=1,bind-propagation=rslave", "bind-recursive=readonly,ro,bind-propagation="]), st.just(_BIND)),
    ),
    "-v: nothing given": ("-v", st.just("")),
    "-v: nothing between colons": ("-v", st.sampled_from([":/x", "data:", "data::ro", ":::", "data:/x:", "é:", "/a:", "C:/x:", ":ro:/x"])),
    "-v: too many colons": ("-v", st.sampled_from(["data:/x:ro:z", "/a:/b:/c:/d", "C:/x:D:/y:ro:z", "data:/x:ro:", "a b:c d:e:f:g"])),
    "no value": ("", st.sampled_from(["-v", "--volume", "--mount", "--tmpfs", "-itv", "--volumes-from"])),
}  # fmt: skip
