"""Command lines of podman: every option of create, run and volume create in every spelling, with good values, and with bad ones where podman's own
reading is judged."""

from __future__ import annotations

import random

from persistlint.docker.option_table import Option, options_of

Line = tuple[str, ...]

#: What must be there for lines to be judged: images, host directories (below the folder in which podman is called), a container.
IMAGES = ["localhost/im:1", "im:1", "im", "docker.io/library/pg:16", "pg:16"]
FOLDERS = ["a", "a/b", ".hidden", "x y", "a=b"]
LENDER = "lender"

_SOURCES = [
    *(
        "data",
        "pg_data",
        "d",
        "./a",
        ".",
        "./",
        "./a/../a",
        "..",
        ".hidden",
        "~/x",
        "~",
        "/tmp",
        "/",
        "//tmp",
    ),
    *("/tmp/../usr", "C:/x", "c", "$PWD/x", "", "é", "a b", " data", "data ", "app.conf", "data/sub", "-x"),
    *("a,b", "a=b", "@x", "_a", "/nowhere/at/all", "./nowhere", "0a", "a-b.c", ".x"),
]
_TARGETS = [
    *(
        "/x",
        "/var/lib/postgresql/data",
        "/",
        "x",
        "./x",
        "",
        "/a b",
        "/x ",
        " /x",
        "/x,/y",
        "/é",
        "~/x",
        "/a//b/",
    ),
    *("/x=y", ".", "/x/../y", "/y", "/z"),
]
_MODES = [
    *(
        "ro",
        "rw",
        "z",
        "Z",
        "ro,z",
        "nocopy",
        "copy",
        "cached",
        "delegated",
        "consistent",
        "rslave",
        "shared",
    ),
    *(
        "RO",
        "ro,rw",
        "rw,rw",
        "",
        "/x",
        "ro ",
        "rprivate,ro",
        "U",
        "ro,U",
        "O",
        "O,U",
        "O,ro",
        "idmap",
        "dev",
    ),
    *("idmap=uids=0-1-10", "noexec", "exec,nodev", "nosuid,suid", "bind", "rbind,bind", "unbindable", "U,U"),
    *("private,shared", "no-dereference", "upperdir=/tmp", "O,upperdir=/tmp,workdir=/var", "O,upperdir=/tmp"),
    *("Z,cached,ro", "size=1m", "x"),
]
_GOOD_MODES = [
    "ro",
    "rw",
    "z",
    "Z",
    "ro,z",
    "nocopy",
    "U",
    "rw,U",
    "O",
    "cached",
    "rprivate,ro",
    "noexec",
    *_MODES,
]
_FIELDS = [
    *(
        "type=bind",
        "type=volume",
        "type=tmpfs",
        "type=glob",
        "type=ramfs",
        "type=Bind",
        "type=",
        "type=npipe",
    ),
    *("source=data", "src=/tmp", "src=./a", "source=", "src", "source=a b", "SRC=data", "source=im:1"),
    *("target=/x", "dst=/y", "destination=/z", "target=x", "target=", "dst", "Target=/x", "dst=/y/../w"),
    *("ro", "readonly", "rw", "ro=true", "ro=false", "rw=false", "readonly=TRUE", "ro=1", "rw=true"),
    *("consistency=cached", "bind-propagation=rslave", "bind-propagation=x", "bind-propagation", "rslave"),
    *(
        "bind-nonrecursive",
        "idmap",
        "idmap=uids=0-1-10",
        "relabel=shared",
        "relabel=private",
        "relabel",
        "relabel=x",
    ),
    *("U", "U=true", "U=false", "U=x", "chown=true", "z", "Z", "nodev", "dev", "noexec", "exec", "nosuid"),
    *(
        "volume-label=a=b",
        "volume-opt=type=tmpfs",
        "volume-nocopy",
        "subpath=/a",
        "tmpfs-size=64m",
        "tmpfs-mode=1777",
    ),
    *("tmpfs-size", "tmpcopyup", "notmpcopyup", "volume-opt=o=rw", "x", "size=64m", "no-dereference", ""),
]
_BASES = [
    ["type=bind", "source=/tmp", "target=/x"],
    ["type=bind", "src=./a", "dst=/x", "ro"],
    ["type=volume", "source=data", "target=/x"],
    ["type=volume", "target=/x"],
    ["source=data", "target=/x"],
    ["type=tmpfs", "target=/x"],
    ["type=tmpfs", "dst=/x", "tmpfs-size=1m"],
    ["type=image", "source=im:1", "target=/x"],
    ["type=image", "src=im:1", "dst=/x", "rw=true"],
    ["type=bind", "target=/tmp"],
    ["type=glob", "src=/etc/host*", "dst=/g"],
    ["type=ramfs", "target=/x"],
    ["type=devpts", "target=/x"],
    [],
]
_TMPFS = [
    *(
        "/t",
        "/t:size=64m",
        "/t:ro,noexec",
        "/t:",
        "t",
        "",
        ":x",
        "/t,size=1m",
        "/t:rw:b",
        "/é",
        "/a b:mode=1777",
    ),
    *(
        "/t:rw,size=1g,mode=0700",
        "/t:x",
        "/t:ro,rw",
        "/t:size=1,size=2",
        "/t:z",
        "/t:bind",
        "/t:U",
        "/t:nodev,dev",
    ),
    *("/t:tmpcopyup", "/t:notmpcopyup", "/x", "/x:ro"),
]
_PAIRS = ["A=b", "A", "A=", "=x", "A=b=c", "a b=c", " A=b", "", "=", "SEEN", "PATH=/bin", "A='b c'", "é=ß", "a.b/c=d"]  # fmt: skip
_SIZES = ["64m", "1g", "1.5g", "64MiB", "x", "1q", "-1", "", "1 gb"]

#: Option to good and bad values.
VALUES: dict[str, list[str]] = {
    "tmpfs": _TMPFS,
    "env": _PAIRS,
    "label": _PAIRS,
    "annotation": ["a=b", "a", "=b", "a="],
    "log-opt": ["max-size=1m", "x", "tag=y"],
    "restart": ["no", "always", "unless-stopped", "on-failure", "on-failure:3", "on-failure:x", "on-failure:", ":3", "", "alway", "never",
                "no:1", "always:5", "on-failure:-1", "on-failure:1:2", "On-Failure", "Never", "on-failure:+3"],
    "name": ["{n}", "{n}", "a b", "", "/{n}", "-x", "é", "a/b", "{n}.y", "_x"],
    "pull": ["missing", "never", "x", "Never", "ifnotpresent", ""],
    "image-volume": ["bind", "tmpfs", "ignore", "anonymous", "x", ""],
    "memory": _SIZES,
    "shm-size": _SIZES,
    "memory-reservation": _SIZES,
    "pid": ["host", "private", "x", "", "Host", "ns:/proc/self/ns/pid", "container:lender"],
    "uts": ["host", "private", "x", ""],
    "ipc": ["host", "private", "shareable", "none", "x", ""],
    "systemd": ["true", "false", "always", "x", "True", ""],
    "cap-add": ["NET_ADMIN", "net_raw,SYS_TIME", "CAP_SYS_ADMIN", "", "all", 'a"b'],
    "cap-drop": ["MKNOD", "ALL", ""],
    "volumes-from": [LENDER, f"{LENDER}:ro", f"{LENDER}:z", f"{LENDER}:x", f"{LENDER}:ro,rw", f"{LENDER}:z,z", f"{LENDER}:rw,z"],
    "user": ["0:0", "1000", "root", ""],
    "workdir": ["/w", "", "w", "/a b"],
    "hostname": ["h", "a.b", ""],
    "entrypoint": ["sh", "", "a b", "/e.sh", '["a", "b c"]', '["sh"]', "[x]", "[]"],
    "stop-timeout": ["0", "5", "x", "-1", ""],
    "cpu-shares": ["512", "x", "-1"],
    "opt": ["o=rw", "type=tmpfs", "device=tmpfs", "o=size=1m", "nocopy", "size=1m", "x=y", "=x", "", "type", "Type=tmpfs"],
    "driver": ["local", "local", "local", "", "image"],
}  # fmt: skip

#: Good values of the others, by option and else by kind. An option that isn't here and has no kind's value isn't given.
GOOD: dict[str, list[str]] = {
    "tmpfs": ["/t", "/t:size=64m", "/t2:ro,noexec", "/t3:rw,size=1g,mode=0700", "/t4:notmpcopyup"],
    "env": ["A=b", "A", "A=b=c", "SEEN", "B=b c"],
    "label": ["a", "a=b", "a=b c"],
    "restart": ["no", "always", "on-failure:3", "unless-stopped", "on-failure", ""],
    "name": ["{n}"],
    "pull": ["missing", "never"],
    "memory": ["64m", "1g"],
    "shm-size": ["64m"],
    "memory-reservation": ["64m"],
    "cap-add": ["NET_ADMIN", "net_raw,SYS_TIME"],
    "volumes-from": [LENDER, f"{LENDER}:ro", f"{LENDER}:z"],
    "opt": ["o=size=1m", "size=1m", "type=tmpfs", "device=tmpfs", "copy"],
    "driver": ["local"],
    "add-host": ["h:1.2.3.4"],
    "attach": ["stdin", "STDOUT"],
    "blkio-weight": ["100"],
    "cgroup-parent": [""],
    "cgroupns": ["private"],
    "cgroups": ["enabled"],
    "chrootdirs": ["/x"],
    "cidfile": [""],
    "device-cgroup-rule": ["c 1:3 rmw"],
    "dns": ["8.8.8.8", "::1"],
    "dns-option": ["debug"],
    "dns-search": ["example.org"],
    "env-merge": ["X=${A}"],
    "expose": ["80", "80-81/udp"],
    "group-add": ["0"],
    "health-cmd": ["true"],
    "health-interval": ["30s"],
    "health-on-failure": ["none", "kill"],
    "health-start-period": ["1s"],
    "health-startup-cmd": ["true"],
    "health-startup-interval": ["5s"],
    "health-startup-timeout": ["5s"],
    "health-timeout": ["5s"],
    "hosts-file": ["none"],
    "log-driver": ["none", "k8s-file"],
    "mount": [",".join(base) for base in _BASES if base],
    "network": ["none", "host"],
    "oom-score-adj": ["100"],
    "personality": [""],
    "pids-limit": ["100"],
    "platform": ["linux/amd64"],
    "arch": ["amd64"],
    "os": ["linux"],
    "publish": ["8080:80", "80", "127.0.0.1:81:81/udp"],
    "retry-delay": ["1s"],
    "sdnotify": ["container", "ignore"],
    "seccomp-policy": ["default"],
    "security-opt": ["no-new-privileges", "label=disable", "seccomp=unconfined"],
    "stop-signal": ["SIGTERM", "9"],
    "sysctl": ["net.core.somaxconn=1"],
    "ulimit": ["nofile=1024:2048", "core=0", "host"],
    "umask": ["0022"],
    "unsetenv": ["FOO"],
    "userns": ["host"],
    "volume": ["data:/x", "/tmp:/x:ro", "./a:/y", "data:/x:ro,z", "/x", "d:/data", "/a:/b"[:2] + ":/x"],
    "tz": ["UTC"],
    "group-entry": ["x:x:0:"],
    "passwd-entry": ["x:x:0:0::/:/bin/sh"],
    "init-path": [""],
    "subuidname": [""],
    "subgidname": [""],
    "pod": [""],
    "label-file": ["label.list"],
    "env-file": ["env.list"],
    "uid": ["0"],
    "gid": ["0"],
    "detach-keys": ["ctrl-a"],
    "preserve-fds": ["0"],
    "shm-size-systemd": ["64m"],
    "memory-swappiness": ["-1"],
    "requires": [LENDER],
    "health-retries": ["3"],
    "health-startup-retries": ["3"],
    "health-startup-success": ["1"],
    "health-max-log-count": ["5"],
    "health-max-log-size": ["500"],
    "health-log-destination": ["local"],
    "retry": ["1"],
    "timeout": ["10"],
    "network-alias": ["a"],
    "cpus": ["1"],
}  # fmt: skip
#: Options that ask for what this machine hasn't, or that change what the line is about.
LEFT_OUT = frozenset(
    """
    authfile cert-dir creds decryption-key signature-policy conmon-pidfile pidfile device device-read-bps device-read-iops
    device-write-bps device-write-iops blkio-weight-device gpus hostuser init-ctr init intel-rdt-closid rdt-class pod-id-file secret
    storage-opt rootfs uidmap gidmap variant cgroup-conf cpu-rt-period cpu-rt-runtime cpuset-cpus cpuset-mems ip ip6
    mac-address memory-swap kernel-memory oom-kill-disable cpu-period cpu-quota cpus requires network-alias tls-verify env-host
    preserve-fd preserve-fds health-startup-cmd read-only-tmpfs detach-keys sig-proxy passwd chrootdirs unsetenv-all unsetenv
    override-arch override-os override-variant http-proxy replace rmi umask
    """.split()
)
#: What only a newer podman has.
NOT_IN_INSTALLED = frozenset(("uid", "gid", "cert-dir", "creds", "link-local-ip"))
#: What only ``run`` knows: such lines are run, the others made.
RUN_ONLY = frozenset(("detach", "rmi", "detach-keys", "sig-proxy", "passwd", "preserve-fd", "preserve-fds"))


class Lines:
    """Draws lines, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def draw(self, verb: str = "") -> Line:
        """Return a line (without ``podman``) of ``verb``, mostly of create and run."""
        choose = self._random.choice
        verb = verb or choose(["container create"] * 6 + ["container run"] * 6 + ["volume create"] * 2)
        if verb == "volume create":
            return self._volume()
        spelt = choose(
            [["create"], ["container", "create"]]
            if verb.endswith("create")
            else [["run"], ["container", "run"]]
        )
        words = self._options(verb)
        image = choose(IMAGES)
        rest = [
            choose(["sh", "-c", "-v", "--", "x:/y", "--rm", "a b", "", "-it", "$X", "'q'", "é"])
            for _ in range(choose([0, 1, 1, 2, 3]))
        ]
        operands = choose([[image, *rest]] * 30 + [[]])
        if choose(range(15)) == 0:
            operands = ["--", *operands]
        return (
            *choose([[]] * 12 + [["--log-level", "error"], ["--log-level=fatal"]]),
            *spelt,
            *words,
            *operands,
        )

    def _volume(self) -> Line:
        choose = self._random.choice
        self._count += 1
        names = choose(
            [[f"v{self._count}"]] * 5 + [[]] * 2 + [["a b"], ["a/b"], [""], ["x", "y"], ["-"], ["é"]]
        )
        words = self._options("volume create")
        return ("volume", "create", *(words + names if choose([True, True, False]) else names + words))

    def _options(self, verb: str) -> list[str]:
        choose = self._random.choice
        table = options_of(verb, "podman")
        usable = [
            option
            for spelling, option in sorted(table.by_spelling.items())
            if option.name not in LEFT_OUT
            and spelling not in NOT_IN_INSTALLED
            and not (verb == "container run" and option.name in RUN_ONLY - {"detach"})
        ]
        weighty = [
            table.by_spelling[name] for name in ("volume", "mount", "tmpfs") if name in table.by_spelling
        ]
        words: list[str] = []
        for _ in range(choose([1, 1, 2, 2, 3, 4])):
            option = choose(usable) if not weighty or choose([True, False]) else choose(weighty)
            words += self._use(option)
        if choose(range(25)) == 0:
            words += choose(
                [
                    ["--nmae", "x"],
                    ["--no-such"],
                    ["-Z"],
                    ["---x"],
                    ["--=x"],
                    ["--voluem=x"],
                    ["-é"],
                    ["--name"],
                ]
            )
        return words

    def _use(self, option: Option) -> list[str]:
        choose = self._random.choice
        long = "--" + option.spelling
        if not option.takes_value:
            forms = [[long], [long], [long + choose(["=true", "=false", "=1", "=T", "=x", "="])]]
            return choose([*forms, ["-" + option.short], ["-" + option.short]] if option.short else forms)
        value = self._value(option)
        forms = [[long, value], [f"{long}={value}"]]
        if option.short:
            flag = "-" + option.short
            forms += [[flag, value], [flag, value], [f"{flag}={value}"], ["-i" + option.short, value]]
            if value and not value.startswith("="):
                forms.append([flag + value])
        return choose(forms)

    def _value(self, option: Option) -> str:
        choose = self._random.choice
        name = option.name
        if name == "volume":
            count = choose([1, 2, 2, 2, 3, 3, 3, 4])
            if choose(range(10)) < 7:
                good = [
                    choose(["data", "d", "/tmp", "./a", "pg_data", "."]),
                    choose(["/x", "/y", "/z", "/a b"]),
                    choose(_GOOD_MODES),
                ]
                return ":".join(good[: max(2, min(count, 3))])
            fields = [choose(_SOURCES), choose(_TARGETS), choose(_MODES), choose(_MODES)][:count]
            return ":".join(fields) if count > 1 else choose(_TARGETS + _SOURCES)
        if name == "mount":
            fields = [*choose(_BASES), *(choose(_FIELDS) for _ in range(choose([0, 0, 0, 1, 1, 2, 3])))]
            if choose([True, False, False]):
                self._random.shuffle(fields)
            spec = ",".join(f'"{field}"' if choose(range(20)) == 0 else field for field in fields)
            return choose([spec] * 20 + ["", " ", ",", '"', 'a"b', "type=bind\nx"])
        self._count += 1
        values = GOOD.get(name) or VALUES.get(name)
        if name in VALUES and choose(range(10)) < 4:
            values = VALUES[name]
        if values is None:
            values = {"i": ["0", "1", "x"], "u": ["0", "10", "-1"], "f": ["1", "x"], "d": ["1s"]}.get(
                option.kind, [""]
            )
        return choose(values).replace("{n}", f"n{self._count}")
