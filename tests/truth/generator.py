"""Makes scenarios at random.

It knows docker's command line and what makes a text worth running (a volume that was mentioned before, a container that may be there), and
nothing of what docker then does: no line of it is shared with the model that it tests.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.truth.scenario import END, FOREVER, SUCCEEDED, Condition, Planned, Scenario, Step, write_line

IMAGE = "busybox:1.36"
#: Folders that the image holds, each with a file.
FOLDERS = ("data", "data/sub", "srv", "opt/app", "layer", "vol", "vol/sub")
#: An image whose own command writes, and where.
DATABASE = "postgres:16"
DATABASE_PATH = "/var/lib/postgresql/data"

_NAMES = ("aa", "bb", "cc")
#: The last one is also the volume of a compose file that lies beside the text.
_VOLUMES = ("vol1", "vol2", "work_named")
_TARGETS = ("/data", "/srv", "/opt/app", "/vol", "/data/sub", "/new")


def _deep(target: str) -> bool:
    """Return whether the folder of a file may have to be made: the image doesn't hold it, or a mount above it can hide it."""
    return target.count("/") > 2 or target.split("/")[1] not in (*FOLDERS, "tmp", "etc")


class _Container:
    """What the text has said of a container: the paths of its mounts. Whether it exists is not asked."""

    def __init__(self, paths: list[str], detached: bool) -> None:
        self.paths = paths
        self.detached = detached


class Generator:
    """``scenario()`` makes one; the same seed makes the same."""

    def __init__(self, seed: int, restarts: bool = False) -> None:
        self.seed = seed
        self._random = random.Random(seed)
        self._restarts = restarts
        self._steps: list[Step] = []
        self._tags = 0
        self._containers: dict[str, _Container] = {}
        self._volumes: list[str] = []
        self._images: dict[str, list[str]] = {IMAGE: []}
        #: Names that a run or create has given.
        self._named: list[str] = []
        self._captured = 0
        #: Volumes in which a folder for ``volume-subpath`` was made.
        self._prepared: list[str] = []
        #: Functions that were defined, with whether they take a name.
        self._functions: dict[str, bool] = {}
        self._flags: list[str] = []
        self._variables: dict[str, str] = {}
        self._conditions = 0

    def scenario(self) -> Scenario:
        length = self._random.randint(3, 12)
        self._add(self._run)
        while len(self._steps) < length:
            self._add(self._pick())
        return Scenario(self._steps, self.seed, self._flags, self._variables)

    def _add(self, make: Callable[[], Step | None]) -> None:
        step = make()
        if step is not None:
            self._steps.append(step)

    def _pick(self) -> Callable[[], Step | None]:
        choices: list[tuple[int, Callable[[], Step | None]]] = [
            (24, self._run),
            (7, self._create),
            (14, self._exec),
            (9, self._start),
            (9, self._stop),
            (5, self._restart),
            (4, self._kill),
            (13, self._remove),
            (3, self._rename),
            (4, self._volume_create),
            (7, self._volume_remove),
            (5, self._volume_prune),
            (3, self._container_prune),
            (3, self._system_prune),
            (6, self._copy_in),
            (5, self._copy_out),
            (2, self._commit),
            (2, self._export),
            (3, self._build),
            (3, self._delete),
            (2, self._pipe_out),
            (2, self._prepare),
            (3, self._pause),
            (3, self._database),
            (2, self._every_container),
            (1, self._every_volume),
            (2, self._delete_on_host),
            (2, self._several),
            (3, self._if),
            (2, self._case),
            (3, self._chain),
            (3, self._define),
            (5 if self._functions else 0, self._call),
            (1, self._trap),
            (2, self._background),
            (1, self._compose),
        ]
        if self._restarts:
            choices.append((12, self._engine_restart))
        weights = [weight for weight, _ in choices]
        return self._random.choices([make for _, make in choices], weights)[0]

    # -- parts --------------------------------------------------------------------------------------------------

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _name(self) -> str:
        containers = list(self._containers)
        return (
            self._random.choice(containers)
            if containers and self._chance(0.96)
            else self._random.choice(_NAMES)
        )

    def _volume(self) -> str:
        if self._volumes and self._chance(0.75):
            return self._random.choice(self._volumes)
        name = self._random.choice(_VOLUMES)
        self._volumes.append(name)
        return name

    def _planned(self, target: str, how: str) -> Planned:
        self._tags += 1
        return Planned(f"w{self._tags}", f"{target}/w{self._tags}", how)

    def _mount(self, path: str) -> str:
        kind = self._random.choices(
            ("named", "anonymous", "bind", "tmpfs", "read-only", "nocopy", "subpath"), (9, 5, 3, 4, 2, 1, 1)
        )[0]
        if kind == "named":
            volume = self._volume()
            return self._random.choice(
                (
                    f"-v {volume}:{path}",
                    f"--mount source={volume},target={path}",
                    f"--volume={volume}:{path}:rw",
                )
            )
        if kind == "anonymous":
            return self._random.choice((f"-v {path}", f"--mount type=volume,target={path}"))
        if kind == "bind":
            folder = self._random.choice(("bind1", "bind2"))
            return self._random.choice((f'-v "$PWD/{folder}:{path}"', f"-v ./{folder}:{path}"))
        if kind == "tmpfs":
            return self._random.choice((f"--tmpfs {path}", f"--mount type=tmpfs,destination={path}"))
        if kind == "read-only":
            volume = self._volume()
            return self._random.choice(
                (f"-v {volume}:{path}:ro", f"--mount src={volume},dst={path},readonly")
            )
        if kind == "nocopy":
            return f"-v {self._volume()}:{path}:nocopy"
        if not self._prepared:
            return f"--tmpfs {path}"
        return f"--mount type=volume,src={self._random.choice(self._prepared)},dst={path},volume-subpath=sub"

    def _places(self, paths: list[str]) -> list[str]:
        places = list(paths) * 3 + [path + "/deep" for path in paths]
        return [*places, "/layer", "/srv", "/tmp", "/data", "/dev/shm", "/data/sub"]

    def _script(self, paths: list[str], forever: bool) -> tuple[str, tuple[Planned, ...]]:
        """Return the command behind the image: writes, and then it ends or goes on."""
        writes, parts = [], ["cat /proc/self/mountinfo"]
        for _ in range(self._random.randint(1, 2)):
            # Two writes of one command to one path would be one entry of the map.
            if self._chance(0.04) and not any(write.target == "/etc/hosts" for write in writes):
                planned = self._planned("", "run")
                planned.target = "/etc/hosts"
                parts.append(write_line(planned.tag, planned.target))
            else:
                planned = self._planned(self._random.choice(self._places(paths)), "run")
                parts.append(write_line(planned.tag, planned.target, _deep(planned.target)))
            writes.append(planned)
        parts.append(f"echo {END}")
        if forever:
            parts.append(FOREVER)
        return "sh -c '" + "; ".join(parts) + "'", tuple(writes)

    def _options(self) -> tuple[list[str], list[str]]:
        paths = self._random.sample(_TARGETS, self._random.choices((0, 1, 2, 3), (3, 8, 5, 1))[0])
        options = [self._mount(path) for path in paths]
        if self._named and self._chance(0.12):
            source = self._random.choice(self._named)
            options.append(f"--volumes-from {source}" + (":ro" if self._chance(0.15) else ""))
            paths = paths + self._containers[source].paths
        if self._chance(0.05):
            options.append("--read-only")
        return options, paths

    def _make(self, verb: str, detached: bool) -> Step:
        options, paths = self._options()
        image = self._random.choice(list(self._images))
        paths = paths + self._images.get(image, [])
        remove = self._chance(0.35)
        # An engine without a bridge leaves /etc/hosts alone at a start, unless it is told that there is no network.
        words = [f"docker {verb} --network none"]
        if remove:
            words.append("--rm")
        if verb.endswith("run") and detached:
            words.append("-d")
        name = None
        if self._chance(0.85):
            name = self._random.choice(_NAMES)
            words.append(f"--name {name}")
        forever = detached and (verb.endswith("create") or self._chance(0.85))
        if verb.endswith("create") and self._chance(0.4):
            forever = False
        if forever and self._chance(0.04 if remove else 0.15):
            # With --rm docker refuses all but `no`.
            policy = self._random.choice(("always", "always", "unless-stopped", "on-failure:2", "no"))
            words.append(f"--restart {policy}")
        script, writes = self._script(paths, forever)
        if name is not None:
            self._containers[name] = _Container(paths, forever)
            self._named.append(name)
        return Step(" ".join([*words, *options, image, script]), writes)

    # -- commands -----------------------------------------------------------------------------------------------

    def _run(self) -> Step:
        verb = self._random.choice(("run", "run", "container run"))
        return self._make(verb, self._chance(0.6))

    def _create(self) -> Step:
        return self._make("create", True)

    def _exec(self) -> Step | None:
        if not self._containers:
            return None
        name = self._name()
        paths = self._containers[name].paths if name in self._containers else []
        planned = self._planned(self._random.choice(self._places(paths)), "exec")
        line = write_line(planned.tag, planned.target, _deep(planned.target))
        if self._chance(0.2):
            return Step(f"docker exec -i {name} sh <<'EOF'\n{line}\nEOF", (planned,))
        return Step(f"docker exec {name} sh -c '{line}'", (planned,))

    def _names(self) -> str:
        names = [self._name()]
        if self._chance(0.15):
            names.append(self._name())
        return " ".join(dict.fromkeys(names))

    def _start(self) -> Step:
        name = self._name()
        containers = self._containers.get(name)
        attach = "-a " if containers is not None and not containers.detached and self._chance(0.6) else ""
        return Step(f"docker start {attach}{name}")

    def _stop(self) -> Step:
        return Step(f"docker {self._random.choice(('stop', 'stop -t 1', 'container stop'))} {self._names()}")

    def _restart(self) -> Step:
        return Step(f"docker restart {self._name()}")

    def _kill(self) -> Step:
        return Step(f"docker kill {self._random.choice(('', '', '-s KILL '))}{self._name()}")

    def _remove(self) -> Step:
        options = self._random.choice(("", "", "-f ", "-f ", "-v ", "-fv "))
        return Step(f"docker {self._random.choice(('rm', 'rm', 'container rm'))} {options}{self._names()}")

    def _rename(self) -> Step:
        old, new = self._name(), self._random.choice((*_NAMES, "dd"))
        if old in self._containers:
            self._containers[new] = self._containers[old]
        return Step(f"docker rename {old} {new}")

    def _volume_create(self) -> Step:
        if self._chance(0.1):
            return Step("docker volume create")
        if self._chance(0.35):
            self._captured += 1
            variable = f"made{self._captured}"
            self._volumes.append(f"${variable}")
            return Step(f"{variable}=$(docker volume create)")
        name = self._random.choice(_VOLUMES)
        self._volumes.append(name)
        options = self._random.choice(("", "", "--label keep=1 ", "-o type=tmpfs -o device=tmpfs "))
        return Step(f"docker volume create {options}{name}")

    def _volume_remove(self) -> Step:
        names = [self._volume()]
        if self._chance(0.15):
            names.append(self._volume())
        force = "-f " if self._chance(0.15) else ""
        return Step(f"docker volume rm {force}{' '.join(dict.fromkeys(names))}")

    def _volume_prune(self) -> Step:
        forms = (
            "-f",
            "-f",
            "-af",
            "-f --all",
            "-f --filter all=1",
            "-f --filter label=keep",
            "-af --filter label!=keep",
        )
        return Step(f"docker volume prune {self._random.choice(forms)}")

    def _container_prune(self) -> Step:
        return Step(f"docker container prune -f{self._random.choice(('', '', '', ' --filter until=10h'))}")

    def _system_prune(self) -> Step:
        return Step(f"docker system prune {self._random.choice(('-f', '-f --volumes'))}")

    def _copy_in(self) -> Step | None:
        name = self._name()
        paths = self._containers[name].paths if name in self._containers else []
        # There is no `mkdir -p` before it: a folder that is there in any container.
        paths = [path for path in paths if path.lstrip("/") in FOLDERS and path.count("/") == 1]
        planned = self._planned(self._random.choice([*paths, *paths, "/layer", "/srv", "/tmp"]), "cp")
        form = self._random.choice((planned.target, planned.target.rpartition("/")[0] + "/"))
        return Step(f"docker cp {planned.tag} {name}:{form}", (planned,))

    def _copy_out(self) -> Step:
        name = self._name()
        paths = self._containers[name].paths if name in self._containers else []
        path = self._random.choice([*paths, *paths, "/layer", "/srv"])
        form = self._random.choice((path, path + "/."))
        target = f"out/copy{len(self._steps)}"
        if self._chance(0.2):
            return Step(f"docker cp {name}:{path} - > {target}.tar")
        return Step(f"mkdir {target}; docker cp {name}:{form} {target}")

    def _pipe_out(self) -> Step | None:
        written = [
            (write.target, step.text)
            for step in self._steps
            for write in step.writes
            if write.how in ("run", "exec") and write.target != "/etc/hosts"
        ]
        if not written:
            return None
        target, _ = self._random.choice(written)
        name = self._name()
        return Step(f"docker exec {name} cat {target} > out/piped{len(self._steps)}")

    def _commit(self) -> Step:
        tag = f"saved{len(self._steps)}"
        name = self._name()
        return Step(f"docker commit {name} {tag}")

    def _export(self) -> Step:
        form = self._random.choice(("-o out/export{}.tar {}", "{1} > out/export{0}.tar"))
        return Step("docker export " + form.format(len(self._steps), self._name()))

    def _build(self) -> Step:
        tag = f"own{len(self._images)}"
        base = self._random.choice(list(self._images))
        volume = self._random.choice(("/vol", "/data", "/declared"))
        lines = [f"FROM {base}", f"VOLUME {volume}"]
        paths = [*self._images[base], volume]
        if self._chance(0.3):
            lines = [
                f"FROM {base} AS first",
                f"VOLUME {volume}",
                f"FROM {IMAGE}",
                "COPY --from=first /srv /srv",
            ]
            paths = []
            if self._chance(0.5):
                lines.append('VOLUME ["/opt/app"]')
                paths = ["/opt/app"]
        self._images[tag] = paths
        text = "\n".join(lines)
        return Step(f"docker build -q -t {tag} - <<'EOF'\n{text}\nEOF")

    def _database(self) -> Step:
        """Return a run of an image whose own command writes."""
        self._tags += 1
        planned = Planned(f"w{self._tags}", DATABASE_PATH, "run")
        name = self._random.choice(_NAMES)
        options = [self._mount(path) for path in (DATABASE_PATH,) if self._chance(0.6)]
        options += [self._mount("/data")] if self._chance(0.3) else []
        remove = "--rm " if self._chance(0.4) else ""
        self._containers[name] = _Container([DATABASE_PATH], True)
        self._named.append(name)
        words = [
            f"docker run --network none -d {remove}--name {name} -e TAG={planned.tag}",
            *options,
            DATABASE,
        ]
        return Step(" ".join(words), (planned,))

    def _every_container(self) -> Step:
        forms = (
            "rm -f $(docker ps -aq)",
            "rm -fv $(docker ps -aq)",
            "stop $(docker ps -q)",
            "rm $(docker ps -aq)",
        )
        return Step(f"docker {self._random.choice(forms)}")

    def _every_volume(self) -> Step:
        return Step("docker volume rm $(docker volume ls -q)")

    def _delete_on_host(self) -> Step:
        folder = self._random.choice(("bind1", "bind2"))
        return Step(self._random.choice((f"rm -rf {folder}/*", f'rm -rf "$PWD/{folder}"/*')))

    def _several(self) -> Step:
        name, other = self._name(), self._name()
        forms = (
            f"for name in {name} {other}; do docker rm -f $name; done",
            f'clean() {{ docker rm -f "$1"; }}; clean {name}',
            f"docker rm -f {name} || true",
            f"docker stop {name}; docker rm {name}",
        )
        return Step(self._random.choice(forms))

    # -- what the shell adds ------------------------------------------------------------------------------------

    def _plain(self) -> Step:
        """Return a docker command on one line."""
        makers = (
            self._run,
            self._remove,
            self._remove,
            self._stop,
            self._exec,
            self._volume_remove,
            self._start,
        )
        named = list(self._named)
        while True:
            step = self._random.choice(makers)()
            # The map takes it that the container of a --volumes-from is there where the text doesn't make it: what is made under a
            # condition is none for later ones.
            self._named = list(named)
            if step is not None and "\n" not in step.text:
                return step

    def _flag(self) -> tuple[str, bool]:
        """Return a file that the harness makes or doesn't."""
        self._conditions += 1
        flag, holds = f"flag{self._conditions}", self._chance(0.5)
        if holds:
            self._flags.append(flag)
        return flag, holds

    def _if(self) -> Step:
        if self._chance(0.3):
            name = self._name()
            asked = f"docker inspect {name} > /dev/null 2>&1"
            condition = Condition(f"`{asked}` succeeds", f"`{asked}` fails", container=name)
        else:
            flag, holds = self._flag()
            asked = f"[ -e {flag} ]"
            condition = Condition(f"`{asked}` succeeds", f"`{asked}` fails", holds)
        first = self._plain()
        if self._chance(0.4):
            second = self._plain()
            text = f"if {asked}; then\n  {first.text}\nelse\n  {second.text}\nfi"
            return Step(text, (*first.writes, *second.writes), conditions=(condition,))
        form = self._random.choice(("if {}; then {}; fi", "{} && {}", "if ! {}; then {}; fi", "{} || {}"))
        if "!" in form:
            condition.true, condition.false = f"`! {asked}` fails", f"`! {asked}` succeeds"
        return Step(form.format(asked, first.text), first.writes, conditions=(condition,))

    def _case(self) -> Step:
        self._conditions += 1
        variable, holds = f"mode{self._conditions}", self._chance(0.5)
        self._variables[variable] = "keep" if holds else "other"
        last = self._chance(0.5)
        other = "anything" if last else "something"
        condition = Condition(f"`${variable}` is `keep`", f"`${variable}` is {other} else", holds)
        first, second = self._plain(), self._plain()
        if not last:
            text = f'case "${variable}" in\n  keep) {first.text} ;;\nesac'
            return Step(text, first.writes, conditions=(condition,))
        text = f"case ${variable} in\n  keep) {first.text} ;;\n  *) {second.text} ;;\nesac"
        return Step(text, (*first.writes, *second.writes), conditions=(condition,))

    def _chain(self) -> Step:
        """Commands of which one depends on the other's success."""
        name = self._name()
        if self._chance(0.5):
            forms = (
                f"docker rm {name} || docker rm -f {name}",
                f"docker stop {name} || true; docker rm -v {name} || true",
            )
            if self._chance(0.6):
                return Step(self._random.choice(forms))
            first, second = Step(f"docker stop {name}"), Step(f"docker rm {name}")
        else:
            first, second = self._plain(), self._plain()
            if self._chance(0.5):
                return Step(f"{first.text} || {second.text}", (*first.writes, *second.writes))
        return Step(
            f"{first.text} && {second.text}",
            (*first.writes, *second.writes),
            executed=f"{first.text} && touch {SUCCEEDED} && {second.text}",
        )

    def _define(self) -> Step:
        """Return a function, which later commands call, or none does."""
        name = f"step{len(self._functions) + 1}"
        if self._chance(0.5):
            self._functions[name] = True
            body = self._random.choice(("rm -f", "rm -fv", "stop", "rm", "kill"))
            return Step(f'{name}() {{ docker {body} "$1"; }}', function=name)
        self._functions[name] = False
        plain = self._plain()
        return Step(f"{name}() {{\n  {plain.text}\n}}", plain.writes, function=name)

    def _call(self) -> Step:
        name = self._random.choice(list(self._functions))
        return Step(f"{name} {self._name()}" if self._functions[name] else name, function=name)

    def _trap(self) -> Step:
        name = self._name()
        command = self._random.choice(
            (f"docker rm -fv {name}", f"docker rm -f {name}", f"docker stop {name}")
        )
        return Step(f"trap '{command}' EXIT", trap=True)

    def _background(self) -> Step:
        """Jobs that the text waits for."""
        jobs = [self._make("run", False)]
        if self._chance(0.3):
            containers, named = dict(self._containers), list(self._named)
            other = self._make("run", False)
            if "--name" not in other.text:
                jobs.append(other)
            else:
                # Of two jobs that want one name nobody knows which gets it.
                self._containers, self._named = containers, named
        text = " & ".join(job.text for job in jobs)
        return Step(f"{text} & wait", tuple(write for job in jobs for write in job.writes))

    def _compose(self) -> Step:
        return Step(f"docker compose {self._random.choice(('up -d', 'up -d -V', 'down', 'down -v'))}")

    def _pause(self) -> Step:
        return Step(f"docker {self._random.choice(('pause', 'pause', 'unpause'))} {self._name()}")

    def _prepare(self) -> Step:
        volume = self._volume()
        self._prepared.append(volume)
        return Step(f"docker run --rm --network none -v {volume}:/made {IMAGE} mkdir -p /made/sub")

    def _delete(self) -> Step | None:
        written = [write for step in self._steps for write in step.writes if write.target != "/etc/hosts"]
        if not written:
            return None
        target = self._random.choice(written).target
        if self._chance(0.3):
            folder, volume = target.rpartition("/")[0], self._volume()
            return Step(f"docker run --rm --network none -v {volume}:{folder} {IMAGE} rm -f {target}")
        return Step(f"docker exec {self._name()} rm -f {target}")

    def _engine_restart(self) -> Step:
        return Step("systemctl restart docker", restart=True)
