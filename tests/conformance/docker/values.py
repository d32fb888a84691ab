"""Values for the docker client's options, good ones and bad ones: as hypothesis strategies, by the option's name."""

from __future__ import annotations

from hypothesis import strategies as st

#: What people and shells put into words: quotes, blanks, signs of the shell, letters that need more than one byte.
ODD_TEXT = st.text(alphabet="ab1/:.,=-_~$\"'\\ \t\n@#%*éßж漢😀C", min_size=0, max_size=8)
PLAIN_TEXT = st.text(alphabet="abcxyz0189_.-/", min_size=1, max_size=8)
TEXT = st.one_of(PLAIN_TEXT, PLAIN_TEXT, ODD_TEXT)

INTEGERS = st.sampled_from(
    ["0", "1", "7", "64", "100", "-1", "+5", "0x10", "010", "0b11", "0o17", "1_000", "", "x", "1.5", "09", "1e3", "--1", " 1",
     "65535", "65536", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "_1", "1_", "0_7"]
)  # fmt: skip
SMALL = st.sampled_from(["0", "1", "10", "64", "100", "0x10", "010", "-1", "x", ""])
DURATIONS = st.sampled_from(
    ["0", "5s", "1m30s", "1.5h", "100ms", "1us", "1µs", "+3s", "-5s", "", "5", "x", "2y", ".5s", "1.s", ".s", "1h-3m", "3 s", "1d",
     "9223372036854775808ns", "300000000h"]
)  # fmt: skip
# No ".5m", "1e3" and "+1g": Docker's own client takes them, Debian's, with an older library, doesn't.
SIZES = st.sampled_from(
    ["0", "64m", "1g", "1.5g", "64MiB", "64 mb", "1b", "4 b", "1kib", "-1", "-2m", "", "x", "1q", "1mm", "1kiB", "1bb", "1 e", "0x10", "1..5", "1tb", "2PiB", "inf",
     "NaN", "m", " 1", "1  m", "1abcd", "$MEM", "1,5g", "10GiBs"]
)  # fmt: skip
DECIMALS = st.sampled_from(["1", "0.5", "1.5", "2/3", "1/4", "1/0", "x", "", "1e3", ".5", "5.", "-1", "+2", "0x1p-2", "1.0000000001", "1_0", "inf", "1 ", "3/-4"])  # fmt: skip
BOOLEANS = st.sampled_from(["true", "false", "1", "0", "t", "F", "TRUE", "False", "yes", "", "tRUE", "2"])
PAIRS = st.one_of(
    st.sampled_from(["A=b", "A", "A=", "=x", "A=b=c", "a b=c", " A=b", "A =b", "", "=", "SEEN", "PATH", "A='b c'", "a\tb", "\t", "é=ß", "a.b/c=d", "\"A\"=1", "A=\n"]),
    TEXT,
)  # fmt: skip
ADDRESSES = ["127.0.0.1", "::1", "fe80::1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", " 8.8.8.8 ", "[::1]", "x", "", "::ffff:1.2.3.4", "2001:db8::33", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", ":::"]  # fmt: skip

IMAGES = st.one_of(
    st.sampled_from(
        ["img", "img:1", "postgres:16", "a/b", "h:1/x", "localhost/x", f"a/b@sha256:{'0' * 64}", f"x:1@sha256:{'a' * 64}", "a" * 64, "A.io/b",
         "registry.example.org:5000/team/app:v1.2"]
    ),
    st.sampled_from(
        ["X", "", "a:", "a:b:c", "a@b", ":a", "a//b", "/a", "a/", "-a", "a..b", "a__b", "a___b", "h:x/a", "a b", "é", "a:é", "A/b", "A", f"a@sha256:{'0' * 63}",
         "[::1]:5000/x", "a_b.c/d", "a:" + "t" * 128, "a:" + "t" * 129, "$IMAGE", "b" * 300, "http://x/y", "%%A%%", "x:.t", "localhost:5000", "UP/case:1", f"{'0' * 64}:1",
         "a.b./c", "-h.io/x", "h.io:/x", "index.docker.io/a", "docker.io/library/a:2", "docker.io/A", "a@md5:00", f"a@sha512:{'0' * 128}", f"a@x+y:{'0' * 32}", f"a@sha256:{'G' * 64}"]
    ),
)  # fmt: skip
GOOD_IMAGES = st.sampled_from(
    ["img", "img:1", "postgres:16-alpine", "a/b", "h:1/x", "localhost/x:é"[:-2], f"a/b@sha256:{'0' * 64}"]
)
NAMES = st.sampled_from(["db", "web-1", "my_app", "a.b", "x", "0a"])

# -- mounts ------------------------------------------------------------------------------------------------------

SOURCES = st.sampled_from(
    ["data", "pg_data", "d", "./x", ".", "./", "..", "../x", ".hidden", "~/x", "~", "/srv/a b", "/", "//x", "/a/../b", "C:/x", "C:\\x", "c:", "\\\\srv\\x", "\\x",
     "$PWD/x", "", "é", "éa", "a b", " data", "data ", "app.conf", "data/", "data/sub", "C:", "漢", "/srv/é", "./a/../b", "./é", "-x", "a,b", "a=b", "\"a\"", "@x", "_a", "x\ny"]
)  # fmt: skip
TARGETS = st.sampled_from(
    ["/x", "/var/lib/postgresql/data", "/", "x", "./x", "", "/a b", "/x ", " /x", "D:/x", "D:\\x", "/x,/y", "/é", "~/x", "/a//b/", "/x\ny", "d:", "/x=y", "/\"q\"", "."]
)  # fmt: skip
MODES = st.sampled_from(
    ["ro", "rw", "z", "Z", "ro,z", "nocopy", "cached", "delegated", "consistent", "rslave", "shared", "readonly", "RO", "ro,rw", "volume-nocopy", "", "/x", "ro ", "rprivate,ro",
     "C", "ro,", "z,Z", "é"]
)  # fmt: skip


@st.composite
def volume_specs(draw: st.DrawFn) -> str:
    """Return what ``-v`` may be given: two or three fields mostly, sometimes one or four, sometimes any text of such characters."""
    form = draw(st.sampled_from([1, 2, 2, 2, 3, 3, 4, 0]))
    if form == 0:
        return draw(st.text(alphabet="aC:/.~\\ é,ro漢", max_size=7))
    fields = [draw(SOURCES), draw(TARGETS), draw(MODES), draw(MODES)][:form]
    if form == 1:
        fields = [draw(st.one_of(SOURCES, TARGETS))]
    return ":".join(fields)


_BOOLEAN_FIELDS = st.sampled_from(["", "=true", "=false", "=1", "=0", "=T", "=yes", "=", "=True", "= true"])
_FIELDS = st.one_of(
    st.builds("type={}".format, st.sampled_from(["bind", "volume", "tmpfs", "image", "npipe", "cluster", "Bind", "volumes", "", "bind "])),
    st.builds("{}={}".format, st.sampled_from(["source", "src", "Source", "SRC"]), SOURCES),
    st.builds("{}={}".format, st.sampled_from(["target", "dst", "destination", "Target", "DST"]), TARGETS),
    st.builds("{}{}".format, st.sampled_from(["readonly", "ro", "ReadOnly", "RO"]), _BOOLEAN_FIELDS),
    st.builds("consistency={}".format, st.sampled_from(["cached", "Delegated", "", "x"])),
    st.builds("bind-propagation={}".format, st.sampled_from(["rprivate", "RSlave", "shared", "x", ""])),
    st.builds("bind-nonrecursive{}".format, _BOOLEAN_FIELDS),
    st.builds("bind-recursive={}".format, st.sampled_from(["enabled", "disabled", "writable", "readonly", "x", ""])),
    st.builds("volume-nocopy{}".format, _BOOLEAN_FIELDS),
    st.builds("volume-label={}".format, st.sampled_from(["a=b", "a", "=b", "", "a=b=c", "é=ß"])),
    st.builds("volume-driver={}".format, st.sampled_from(["local", "", "x/y:1"])),
    st.builds("volume-opt={}".format, st.sampled_from(["type=nfs", "o=addr=1.2.3.4", "device", "", "=x", "o=rw"])),
    st.builds("volume-subpath={}".format, st.sampled_from(["a", "../x", "/x", "a/b", "", "."])),
    st.builds("image-subpath={}".format, st.sampled_from(["a", ""])),
    st.builds("tmpfs-size={}".format, SIZES),
    st.builds("tmpfs-mode={}".format, st.sampled_from(["1777", "0700", "7", "9", "", "x", "-1", "77777777777", "37777777777", "+7", "1_7"])),
    st.builds("bind-create-src{}".format, _BOOLEAN_FIELDS),
    st.sampled_from(["rw", "z", "data:/x", "", " source=a", "dest=/x", "from=a", "size=64m", "=x", "source", "type", "target=/x:ro", "é=1", "volume-opt", "ro;", "Ro=1", "src =a", "src= a",
                     "bind-propagation", "tmpfs-mode", "mode=0700", "volume-no-copy"]),
)  # fmt: skip


def _quote(field: str, style: int) -> str:
    """Return a field in CSV: as it is, quoted rightly, or quoted as people do it."""
    if style == 1:
        return '"' + field.replace('"', '""') + '"'
    if style == 2:
        key, equals, value = field.partition("=")
        return f'{key}{equals}"{value}"'
    if style == 3:
        return f'"{field}"x'
    if style == 4:
        return f'"{field}'
    return field


@st.composite
def mount_specs(draw: st.DrawFn) -> str:
    """Return what ``--mount`` may be given: mostly a whole mount with one or two fields more."""
    if draw(st.integers(0, 11)) == 0:
        return draw(st.sampled_from(["", " ", "x", ",", '"', '""', '"dst=/x"', "\n", "dst=/x\nro", "\ndst=/x", "dst=/x,", ",dst=/x", "é", '"dst=/x\nro"']))  # fmt: skip
    base = draw(
        st.sampled_from(
            [
                ["type=bind", "source=/srv", "target=/x"],
                ["type=bind", "src=./a", "dst=/x", "ro"],
                ["type=volume", "source=data", "target=/x"],
                ["source=data", "target=/x"],
                ["type=tmpfs", "target=/x"],
                ["target=/x"],
                ["type=bind", "target=/x"],
                ["type=bind", "source=/srv", "target=/x", "bind-propagation=rprivate", "readonly"],
                [],
            ]
        )
    )
    fields = base + draw(st.lists(_FIELDS, max_size=3 if base else 4))
    if draw(st.booleans()):
        fields = draw(st.permutations(fields))
    styles = [draw(st.sampled_from([0] * 14 + [1, 1, 2, 3, 4])) for _ in fields]
    separator = draw(st.sampled_from([",", ",", ",", ",", ",", ",", ", "]))
    return separator.join(_quote(field, style) for field, style in zip(fields, styles, strict=True))


TMPFS = st.one_of(
    st.sampled_from(["/t", "/t:size=64m", "/t:ro,noexec", "/t:", "t", "", ":x", "/t,size=1m", "/t:a:b", "/é", "/a b:mode=1777", "/t:rw,size=1g,mode=0700"]),
    st.builds("{}:{}".format, TARGETS, st.sampled_from(["size=1g", "ro", "x", "exec,ro"])),
)  # fmt: skip

# -- the rest ----------------------------------------------------------------------------------------------------

_PORTS = st.one_of(
    st.sampled_from(
        ["80", "8080:80", "127.0.0.1:8080:80", "[::1]:80:80", "::1:80:80", "8000-8001:80-81", "8000-8005:80", "80/udp", "80/TCP", "80/x", "80/sctp", "", ":", ":80", "80:", "x", "a:b", "1:2:3",
         "70000:80", "80:70000", "9-1:80", "1-3:4-5", "80/", "/udp", "80/tcp/x", "target=80,published=8080", "target=80", "published=80", "target=80,protocol=udp", "target", "=80,a=b",
         "localhost:80:80", "0.0.0.0::80", "1.2.3.4:80", "-1:80", "+1:80", "0x50:80", "80-", "-", "1-2-3:80-81", " 80", "80 ", "[::1:80:80", "target=80,mode=host", "1.2.3.4.5:1:2", "$PORT:80",
         "8080:80:", "::", "[fe80::1%eth0]:1:2", "010:80", "é", "80:80/é", "65535:65535", "0:0", "1.2.3.4:1-2:3", "256.1.1.1:1:2"]
    ),
    st.builds("{}:{}".format, st.sampled_from(["80", "1-2", "x", "", "70000"]), st.sampled_from(["80", "1-2", "81/udp", "x", ""])),
)  # fmt: skip
_THROTTLE = st.sampled_from(["/dev/sda:1mb", "/dev/sda:100", "/dev/sda:x", "/dev/sda", "sda:1", ":1", "/dev/sda:", "", "/dev/sda:-1", "/dev/sda:1:2", "/dev/é:1", "/dev/:010", "/dev/sda:1.5"])  # fmt: skip

VALUES: dict[str, st.SearchStrategy[str]] = {
    "add-host": st.one_of(
        st.builds("{}{}{}".format, st.sampled_from(["h", "", "h.x", "é", "a:b"]), st.sampled_from([":", "=", "::", ""]), st.sampled_from([*ADDRESSES, "host-gateway", "[1.2.3.4]", "[]"])),
        TEXT,
    ),
    "annotation": PAIRS,
    "attach": st.sampled_from(["stdin", "STDOUT", "stderr", "x", "", "stdin,stdout", "Stdin"]),
    "author": TEXT,
    "blkio-weight-device": st.one_of(st.sampled_from(["/dev/sda:9", "/dev/sda:10", "/dev/sda:1000", "/dev/sda:1001", "/dev/sda:0", "/dev/sda:70000"]), _THROTTLE),
    "build-arg": PAIRS,
    "cache-from": st.sampled_from(["img", "a,b", "img:1", "", 'a"b', '"a,b"', '"a', "a, b"]),
    "cap-add": st.sampled_from(["NET_ADMIN", "all", "CAP_SYS_ADMIN", "", "x y"]),
    "cap-drop": st.sampled_from(["ALL", "MKNOD", ""]),
    "cgroupns": st.sampled_from(["host", "private", "", "x", "Host", "container:x"]),
    "change": st.sampled_from(["CMD x", 'ENV A="b c"', "", "VOLUME /x", "x"]),
    "cidfile": st.sampled_from(["cid.txt", "./cid2.txt", "a b.cid", ""]),
    "cpus": DECIMALS,
    "detach-keys": st.sampled_from(["ctrl-p,ctrl-q", "a", "", "ctrl-@"]),
    "device": st.sampled_from(
        ["/dev/sda", "/dev/sda:/dev/xvda", "/dev/sda:/dev/xvda:rwm", "/dev/sda:r", "/dev/sda:rr", "/dev/sda:/dev/x:q", "", ":", ":/x", "sda", "sda:/dev/x", "/a:/b:rw:x", "/a:", "/a:b", "/a:/b:", "vendor.com/gpu=0",
         "vendor.com/gpu=all", "a/b=c", "v.com/gpu", "/dev/é", "nvidia.com/gpu=0:r", "1a/b=c", "a/b=", "a/1=c", "a.b/c-d=e.f:g", "a_/b=c", "/a::r", "a:r"]
    ),
    "device-cgroup-rule": st.sampled_from(["c 1:3 mr", "a *:* rwm", "x", "", "b 1:3 rwmr", "c 1:3 x", "c  1:3 r", "c 1:3 r\n", "A 1:3 r", "c *:3 r "]),
    "device-read-bps": _THROTTLE,
    "device-read-iops": _THROTTLE,
    "device-write-bps": _THROTTLE,
    "device-write-iops": _THROTTLE,
    "dns": st.sampled_from(ADDRESSES),
    "dns-search": st.sampled_from([".", "example.org", "a", "1", "", " a ", "-a", "a_b", "a..b", "é", "x.", "a-.b", "x" * 260, " . ", "1.a", ":a", "a:b", "a. ", "a b"]),
    "driver": st.sampled_from(["local", "", "x/y:1"]),
    "entrypoint": st.sampled_from(["sh", "", "a b", "/e.sh"]),
    "env": PAIRS,
    "env-file": st.just("env.list"),
    "expose": st.sampled_from(["80", "80/udp", "80-81", "80-81/tcp", "x", "", "80:80", "81-80", "70000", "80/", "/tcp", "80/x", "-1", "1-", "80/é", "1-2-3"]),
    "file": st.just("Dockerfile"),
    "gpus": st.sampled_from(
        ["all", "1", "-1", "x", "", "device=0", '"device=0,1"', "device=0,1", "all,capabilities=utility", '"capabilities=a,b"', "count=2", "count=x", "driver=nvidia", "foo=1", "all,all", "1,2", '"options=a=b"', 'options=a"b',
         "count=all", "count=1,2", "all,count=1", "device=", "options=", '"', "all,", "1_0", "0x1", "+1", "99999999999999999999", '"options=""a"']
    ),
    "group-add": st.sampled_from(["docker", "0", ""]),
    "health-cmd": st.sampled_from(["true", "", "a b"]),
    "hostname": st.sampled_from(["h", "a.b", "", "é", "-x"]),
    "iidfile": st.sampled_from(["iid.txt", ""]),
    "io-maxbandwidth": SIZES,
    "ip": st.sampled_from(ADDRESSES),
    "ip6": st.sampled_from(ADDRESSES),
    "ipc": st.sampled_from(["host", "shareable", "private", "none", "", "x", "container:a"]),
    "isolation": st.sampled_from(["default", "process", "", "x"]),
    "label": PAIRS,
    "label-file": st.just("label.list"),
    "link": st.sampled_from(["a", "a:b", "a:b:c", "", ":", "/a:/b/c"]),
    "link-local-ip": st.sampled_from(ADDRESSES),
    "log-driver": st.sampled_from(["json-file", "none", "", "x"]),
    "log-opt": PAIRS,
    "mac-address": st.sampled_from(["92:d0:c6:0a:29:33", "92-d0-c6-0a-29-33", "92d0.c60a.2933", "x", "", "92:d0:c6:0a:29", "92:d0:c6:0a:29:3", " 92:d0:c6:0a:29:33 ", "02:00:5e:10:00:00:00:01", "92:d0-c6:0a:29:33", "0200.5e10.0000.0001", "9:d0:c6:0a:29:33"]),
    "memory-swap": SIZES,
    "message": TEXT,
    "mount": mount_specs(),
    "name": st.one_of(st.sampled_from(["db", "a b", "", "/x", "-x", "x", "é", "a/b"]), TEXT),
    "network": st.one_of(
        st.sampled_from(["bridge", "host", "none", "default", "net1", "net2", "container:x", "", "name=net1", "name=net1,alias=a", "alias=a", "name=bridge,alias=a", "name=net1,ip=1.2.3.4", "name=net1,ip=x", "name=net1,ip6=::1",
                         "name=net1,mac-address=x", "name=net1,mac-address=92:d0:c6:0a:29:33", "name=net1,driver-opt=a=b", "name=net1,driver-opt=a", "name=net1,foo=1", "name=", "name=net1,alias", "NAME=Net1", "name=net1,link-local-ip=1.2.3.4",
                         '"name=net1"', 'name=net1,"alias=a', "name =net1", "x=", "a=b", "é=b", "-=-", " ", "name=net1,=x", "name=net1,gw-priority=1", "name=net1, alias=b", "name=net1,alias=a=b"]),
        st.sampled_from(["net1", "net2", "host"]),
    ),
    "network-alias": st.sampled_from(["a", "", "a.b"]),
    "opt": PAIRS,
    "pid": st.sampled_from(["host", "", "container:x", "container:", "x", "private", "Host", "container:a:b", "container"]),
    "platform": st.sampled_from(["linux/amd64", "linux", "linux/arm64/v8", "x", "", "/", "a/b/c/d", "linux/é", "amd64", "Linux/AMD64", "linux/", "windows(10.0)/amd64", "darwin", "i386"]),
    "publish": _PORTS,
    "pull": st.sampled_from(["always", "missing", "never", "", "x", "Always", "true"]),
    "restart": st.sampled_from(
        ["no", "always", "unless-stopped", "on-failure", "on-failure:3", "on-failure:x", "on-failure:", ":3", ":", "", "alway", "never", "no:1", "always:5", "on-failure:-1", "on-failure:1:2", "On-Failure", "on-failure: 3",
         "on-failure:+3", "on-failure:0x3", "on-failure:99999999999999999999", "on-failure:1_0", "no:", "x:1"]
    ),
    "runtime": st.sampled_from(["runc", "", "x"]),
    "scope": st.sampled_from(["single", "multi", "x", ""]),
    "secret": st.sampled_from(["a=b", "a", ""]),
    "security-opt": st.sampled_from(["no-new-privileges", "no-new-privileges=true", "seccomp=unconfined", "seccomp=seccomp.json", "seccomp=builtin", "label=disable", "label:user:x", "apparmor=", "x", "", "apparmor:x", "systempaths=unconfined", "a=b", "=", "=b", "é"]),
    "sharing": st.sampled_from(["none", "all", ""]),
    "shm-size": SIZES,
    "stop-signal": st.sampled_from(["SIGTERM", "9", "", "x"]),
    "storage-opt": st.sampled_from(["size=10G", "size", "", "=x", "a=b=c"]),
    "sysctl": st.sampled_from(["net.core.somaxconn=1", "kernel.msgmax=1", "kernel.x=1", "net.x", "", "=1", "fs.mqueue.a=b", "net.=1", "Net.a=1", "fs.mqueue=1"]),
    "tag": IMAGES,
    "tmpfs": TMPFS,
    "type": st.sampled_from(["block", "mount", "x", ""]),
    "ulimit": st.sampled_from(
        ["nofile=1024", "nofile=1024:2048", "nofile=2048:1024", "nofile=-1", "nofile=-1:5", "nofile=5:-1", "nofile=x", "nofile", "", "foo=1", "nofile=1:2:3", "nofile=", "nofile=1:", "nofile=:1", "=1", "NOFILE=1", "cpu=0x1", "core=0",
         "nofile=99999999999999999999", "nofile=1_0", "rttime=1", "as=1", "locks=+1:+2", "nofile = 1"]
    ),
    "user": st.sampled_from(["0:0", "1000", "app", "", "a b"]),
    "userns": st.sampled_from(["host", "", "x", "keep-id", "private"]),
    "uts": st.sampled_from(["host", "", "x", "private"]),
    "volume": volume_specs(),
    "volumes-from": st.sampled_from(["c", "c:ro", "", "c:", "c:x", "c:ro,z", "a:b:c", ":ro"]),
    "workdir": st.sampled_from(["/w", "", "w", "a b"]),
}  # fmt: skip

BY_KIND = {
    "i": INTEGERS,
    "u": INTEGERS,
    "d": DURATIONS,
    "m": SIZES,
    "n": DECIMALS,
    "s": TEXT,
    "l": TEXT,
    "f": DECIMALS,
}

#: Values that every client takes, for the options around the one that a line is about.
GOOD_BY_KIND: dict[str, list[str]] = {
    "i": ["0", "1", "64", "0x10", "010"],
    "u": ["0", "10", "500"],
    "d": ["0", "5s", "1m30s"],
    "m": ["64m", "1g", "1.5g", "64MiB"],
    "n": ["1", "0.5", "3/4"],
    "s": ["a", "x y", "é", "a=b", ""],
    "l": ["a=b", "x", "a b=c"],
    "f": ["1"],
}
GOOD: dict[str, list[str]] = {
    "add-host": ["h:1.2.3.4", "h=::1", "host.docker.internal:host-gateway"],
    "attach": ["stdin", "STDOUT", "stderr"],
    "availability": ["active"],
    "blkio-weight-device": ["/dev/sda:100"],
    "cgroupns": ["host", "private", ""],
    "cidfile": ["cid.txt", ""],
    "device": ["/dev/sda", "/dev/sda:/dev/xvda:r", "vendor.com/gpu=0"],
    "device-cgroup-rule": ["c 1:3 mr", "a *:* rwm"],
    "device-read-bps": ["/dev/sda:1mb"],
    "device-read-iops": ["/dev/sda:100"],
    "device-write-bps": ["/dev/sda:1mb"],
    "device-write-iops": ["/dev/sda:100"],
    "dns": ["8.8.8.8", "::1"],
    "dns-search": ["example.org", "."],
    "env": ["A=b", "A", "A=b=c", "PATH", "A=b c"],
    "env-file": ["env.list"],
    "expose": ["80", "80-81/udp"],
    "file": ["Dockerfile"],
    "gpus": ["all", "2", "device=0", '"device=0,1"'],
    "health-cmd": ["true"],
    "iidfile": ["iid.txt"],
    "ip": ["172.30.1.2"],
    "ip6": ["2001:db8::33"],
    "label": ["a", "a=b", "a=b c"],
    "label-file": ["label.list"],
    "link": ["a", "a:b"],
    "link-local-ip": ["169.254.1.1"],
    "log-driver": ["json-file"],
    "log-opt": ["max-size=1m"],
    "mac-address": ["92:d0:c6:0a:29:33"],
    "memory-swappiness": ["0", "60", "100"],
    "mount": [
        "type=bind,source=/srv,target=/x", "type=volume,src=data,dst=/y,readonly", "target=/z", "type=tmpfs,dst=/t,tmpfs-size=64m,tmpfs-mode=1777", "type=bind,src=./a,dst=/x,bind-propagation=rslave",
        "src=data,dst=/v,volume-nocopy,volume-label=a=b,volume-driver=local,volume-opt=type=nfs,volume-opt=o=addr=1.2.3.4", '"type=bind","src=/a,b",dst=/c',
        "TYPE=bind,SRC=/a,DST=/b,RO=1,bind-recursive=writable",
    ],
    "name": ["db", "web-1"],
    "network": ["net1"],
    "network-alias": ["a"],
    "pid": ["host", "container:x", ""],
    "platform": ["linux/amd64", "linux"],
    "publish": ["80", "8080:80", "127.0.0.1:8000-8001:80-81/udp", "target=80,published=8080"],
    "pull": ["missing", "never"],
    "restart": ["no", "always", "on-failure:3", "unless-stopped", ""],
    "scope": ["single", "multi"],
    "security-opt": ["no-new-privileges", "seccomp=unconfined", "label=disable"],
    "sharing": ["none", "all"],
    "storage-opt": ["size=10G"],
    "sysctl": ["net.core.somaxconn=1"],
    "tag": ["img:1", "a/b", "h:1/x:2"],
    "tmpfs": ["/t", "/t:size=64m,ro"],
    "type": ["block", "mount"],
    "ulimit": ["nofile=1024:2048", "core=0"],
    "userns": ["host", ""],
    "uts": ["host", ""],
    "volume": ["data:/x", "/srv:/x:ro", "./a:/y", ".:/z", "data:/x:ro,z", "/x", "C:/x:/y", "d:/data", "~/x:/y", "é:/x", "a b:/c", "\\\\x:/y", "/a b:/x y"],
    "volumes-from": ["c", "c:ro"],
}  # fmt: skip
