"""Runs scripts with the real bash where they can do no harm, and reports each docker command that they made.

A script runs in namespaces of its own (no network, no other process to be seen) on a root that holds bash and a few busybox tools
and nothing of the machine; all of it is read-only but ``/tmp``, in memory. It has no capabilities, can't gain any, and its
memory, processor time, processes and files are bounded. As root it runs as ``nobody``; as an ordinary user in a user namespace.

Stand-ins, the only differences from a machine that has everything (``STANDINS``):

* ``docker``, ``podman``, ``nerdctl`` only record their words and the line; ``docker run`` and ``docker create`` print an id.
* ``sudo`` runs its arguments. ``sleep`` doesn't sleep. A command that isn't there succeeds and prints nothing.
* Standard input is empty. The repository is read-only. The positional parameters are empty.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

STANDINS = (
    "docker, podman and nerdctl record and print nothing (run and create: an id)",
    "sudo runs its arguments, sleep returns at once",
    "a command that isn't there succeeds and prints nothing",
    "standard input is empty, there are no arguments, the repository can't be written",
)

_APPLETS = [
    "awk",
    "basename",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "dirname",
    "egrep",
    "env",
    "expr",
    "false",
    "fgrep",
    "find",
    "fold",
    "grep",
    "head",
    "hostname",
    "id",
    "ln",
    "ls",
    "md5sum",
    "mkdir",
    "mktemp",
    "mv",
    "nproc",
    "od",
    "paste",
    "printf",
    "pwd",
    "readlink",
    "realpath",
    "rev",
    "rm",
    "rmdir",
    "sed",
    "seq",
    "sha256sum",
    "sort",
    "stat",
    "tac",
    "tail",
    "tee",
    "test",
    "timeout",
    "touch",
    "tr",
    "true",
    "uname",
    "uniq",
    "wc",
    "which",
    "whoami",
    "xargs",
    "setsid",
]
_TOOLS = ("bash", "busybox", "unshare", "setpriv", "prlimit", "pivot_root", "mount", "ldd")

#: Read by every bash before its script (BASH_ENV). A record is ``file NUL line NUL count NUL word NUL …``.
_PRELUDE = r"""
__record() {
    local IFS=' ' __at=1
    while [[ ${BASH_SOURCE[__at]-} == /recorder/* || ${FUNCNAME[__at]-} == sudo ]]; do __at=$((__at + 1)); done
    builtin printf '%s\0' "${BASH_SOURCE[__at]-}" "${BASH_LINENO[__at - 1]-0}" "$#" "$@" >> /out/log
} 2>/dev/null
docker() {
    __record docker "$@"
    case "${1-}" in run|create) builtin echo 0123456789ab ;; esac
    return 0
}
podman() { __record podman "$@"; return 0; }
nerdctl() { __record nerdctl "$@"; return 0; }
sudo() {
    while [[ ${1-} == -* ]]; do
        case "$1" in -u|-g|-C|-h|-p|-r|-t|-T|-D|-R|-U) shift ;; --) shift; break ;; esac
        shift
    done
    while [[ ${1-} == [A-Za-z_]*=* ]]; do builtin export "$1"; shift; done
    "$@"
}
sleep() { :; }
command_not_found_handle() { return 0; }
export -f __record docker podman nerdctl sudo sleep command_not_found_handle
"""
#: The same for whoever calls the program and not the function (``exec``, ``env``, ``xargs``).
_PROGRAM = r"""#!/bin/bash
{ builtin printf '%s\0' "" 0 "$(($# + 1))" "${0##*/}" "$@"; } >> /out/log
case "${1-}" in run|create) builtin echo 0123456789ab ;; esac
exit 0
"""
#: Puts the root in place; runs with the host's shell inside the new namespaces.
_SETUP = r"""
set -e
root=$1 work=$2 user=$3
mount --bind "$root" "$root"
mount --bind "$work" "$root/w"
mount -o remount,bind,ro,nosuid,nodev "$root/w"
for device in null zero urandom; do mount --bind /dev/$device "$root/dev/$device"; done
mount -t proc -o ro,nosuid,nodev,noexec proc "$root/proc" 2>/dev/null || :
mount -t tmpfs -o size=64m,nr_inodes=20k,nosuid,nodev,mode=1777 none "$root/tmp"
mount -t tmpfs -o size=64m,nr_inodes=1k,nosuid,nodev,noexec,mode=1777 none "$root/out"
mount -o remount,bind,ro,nosuid "$root"
cd "$root"
pivot_root . old
/bin/busybox umount -l /old
exec /bin/bash /recorder/session "$user"
"""
#: Runs every script that ``/recorder/jobs`` names, then writes the log to standard output.
_SESSION = r"""
drop=(/recorder/setpriv --bounding-set -all --inh-caps -all --no-new-privs)
(( $1 )) && drop+=(--reuid 65534 --regid 65534 --clear-groups)
while IFS= read -r job <&3 && IFS= read -r directory <&3; do
    printf '%s\0%s\0' "" "$job"
    : > /out/log
    /bin/chmod 666 /out/log
    cd "$directory" || cd /
    BASH_ENV=/recorder/prelude HOME=/tmp/home USER=user PATH=/bin \
        /recorder/prlimit --as=600000000 --cpu=5 --nproc=128 --fsize=30000000 --nofile=128 --core=0 \
        "${drop[@]}" /bin/timeout -s KILL "$SECONDS_EACH" /bin/bash "$job" </dev/null >/dev/null 2>&1 3<&-
    cd /
    # Background jobs and pipelines outlive a script that was killed, and would go on recording (this is process 1: all others).
    kill -KILL -1 2>/dev/null
    /bin/head -c 4000000 /out/log
    /bin/find /tmp -mindepth 1 -delete 2>/dev/null
done 3< /recorder/jobs
exit 0
"""


def missing() -> str:
    """Return what this machine lacks for the sandbox, "" where it has everything."""
    if not sys.platform.startswith("linux"):
        return "the sandbox needs Linux"
    absent = [tool for tool in _TOOLS if shutil.which(tool, path=_path()) is None]
    if absent:
        return "not installed: " + ", ".join(absent)
    command = ["unshare", *_flags(), "true"]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": _path()}, check=False)
    return "" if done.returncode == 0 else f"namespaces can't be made ({done.stderr.strip()})"


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"


def _flags() -> list[str]:
    flags = ["--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    return flags if os.geteuid() == 0 else ["--user", "--map-root-user", *flags]


def bash_version() -> str:
    done = subprocess.run(["bash", "--version"], capture_output=True, text=True, check=True)
    return done.stdout.split("\n", 1)[0].split("version ")[-1].split(" ")[0]


class Observed:
    """One call that bash made: ``file`` as the script names it ("" where that isn't known), ``line`` from 1 (0: not known)."""

    __slots__ = ("file", "line", "words")

    def __init__(self, file: str, line: int, words: list[str]) -> None:
        self.file = file
        self.line = line
        self.words = words

    def __repr__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


class Sandbox:
    """A prepared root. Use it as a context manager."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="bash-sandbox-")
        self.root = os.path.join(self.folder, "root")
        self._build()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _build(self) -> None:
        root = self.root
        for name in ("bin", "usr/bin", "dev", "proc", "tmp", "out", "w", "old", "etc", "recorder"):
            os.makedirs(os.path.join(root, name))
        for target, folder in (
            ("bash", "bin"),
            ("busybox", "bin"),
            ("setpriv", "recorder"),
            ("prlimit", "recorder"),
        ):
            self._copy(target, folder)
        for applet in _APPLETS:
            os.symlink("busybox", os.path.join(root, "bin", applet))
        os.symlink("bash", os.path.join(root, "bin/sh"))
        for name in ("env", "bash", "dirname", "basename", "docker"):
            os.symlink("/bin/" + name, os.path.join(root, "usr/bin", name))
        os.symlink("/proc/self/fd", os.path.join(root, "dev/fd"))
        for name in ("stdin", "stdout", "stderr"):
            os.symlink(
                "/proc/self/fd/" + "012"[("stdin", "stdout", "stderr").index(name)],
                os.path.join(root, "dev", name),
            )
        for name in ("null", "zero", "urandom"):
            self._write("dev/" + name, "")
        self._write(
            "etc/passwd", "root:x:0:0:root:/tmp/home:/bin/bash\nnobody:x:65534:65534:n:/tmp/home:/bin/bash\n"
        )
        self._write("recorder/prelude", _PRELUDE)
        self._write("recorder/session", _SESSION)
        self._write("recorder/jobs", "")
        for name in ("docker", "podman", "nerdctl"):
            self._write("bin/" + name, _PROGRAM)
            os.chmod(os.path.join(root, "bin", name), 0o755)
        # Characters are those of UTF-8, as in the evaluator.
        for place in ("/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8"):
            if os.path.isdir(place):
                shutil.copytree(place, root + place)
        os.chmod(self.folder, 0o755)

    def _write(self, name: str, text: str) -> None:
        with open(os.path.join(self.root, name), "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os.chmod(os.path.join(self.root, name), 0o644)

    def _copy(self, name: str, folder: str) -> None:
        path = shutil.which(name, path=_path())
        assert path is not None
        shutil.copy(path, os.path.join(self.root, folder, name))
        done = subprocess.run(
            ["ldd", path], capture_output=True, text=True, env={"PATH": _path()}, check=False
        )
        for word in done.stdout.split():
            if word.startswith("/") and os.path.exists(word):
                target = os.path.join(self.root, word.lstrip("/"))
                if not os.path.exists(target):
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    shutil.copy(word, target)

    def run(self, work: str, jobs: list[tuple[str, str]], *, seconds: int = 20) -> dict[str, list[Observed]]:
        """Run each ``(script, directory)``, paths below ``work``, which the scripts see as ``/w``; the calls of each script."""
        text = "".join(f"/w/{script}\n/w/{directory}\n" for script, directory in jobs)
        self._write("recorder/jobs", text)
        command = [
            "unshare",
            *_flags(),
            "sh",
            "-c",
            _SETUP,
            "sh",
            self.root,
            work,
            "1" if os.geteuid() == 0 else "0",
        ]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env={"PATH": _path(), "SECONDS_EACH": str(seconds), "LC_ALL": "C.UTF-8"},
            timeout=60 + (seconds + 1) * len(jobs),
        )
        if done.returncode:
            raise RuntimeError(
                f"the sandbox could not be set up: {done.stderr.decode(errors='replace').strip()}"
            )
        return _records(done.stdout)


def _records(log: bytes) -> dict[str, list[Observed]]:
    fields = log.decode("utf-8", "surrogateescape").split("\0")
    out: dict[str, list[Observed]] = {}
    current: list[Observed] = []
    at = 0
    while at + 1 < len(fields):
        if fields[at] == "" and fields[at + 1].startswith("/w/"):
            current = out.setdefault(fields[at + 1].removeprefix("/w/"), [])
            at += 2
            continue
        if at + 2 >= len(fields) or not fields[at + 1].isdigit() or not fields[at + 2].isdigit():
            # A script that was killed while it wrote its record.
            at += 1
            continue
        count = int(fields[at + 2])
        current.append(Observed(fields[at], int(fields[at + 1]), fields[at + 3 : at + 3 + count]))
        at += 3 + count
    return out
