"""The meaning of docker's options, in our own words.

A text under the option's canonical name holds for the commands of ``CONTAINER_VERBS``; one under "VERB NAME" ("container rm volumes") for that command alone.
The facts are those of the option's help and of the command reference (docs.docker.com/reference/cli/docker), read 2026-08, and of the source where they
are about data.
"""

from __future__ import annotations

#: Where an option of one name means the same.
CONTAINER_VERBS = frozenset(
    (
        "compose run",
        "container attach",
        "container create",
        "container exec",
        "container run",
        "container start",
        "container update",
        "image build",
    )
)

TEXTS = {
    # Where data lives.
    "volume": (
        "Mounts something at a path of the container: `-v SOURCE:TARGET[:MODES]`. A source that is a path (`/srv/x`, `./x`) is a directory of the "
        "host, made (empty, owned by root) where it is missing. A source without a slash is the *name of a volume*: it stays when the container is "
        "removed. Without a source (`-v /data`) the volume is anonymous: a new one for each container, deleted by `--rm` and by `docker rm -v`.\n\n"
        "Modes: `ro`, `rw`; `z` and `Z` (SELinux labels); `nocopy` (a new volume isn't filled with what the image has at the target); "
        "`rshared`, `rslave`, `rprivate` and the like (bind mounts)."
    ),
    "mount": (
        "Mounts something at a path of the container, spelt out as `key=value` fields with commas between them: "
        "`--mount type=volume,source=pgdata,target=/data`. `type` is `volume` (the default), `bind`, `tmpfs` or `image`. A missing directory of the host is an error here, while "
        "`-v` makes one. A volume without a `source` is anonymous."
    ),
    "tmpfs": (
        "Mounts an empty file system in memory at the path: `--tmpfs /run:size=64m`. What is written there never reaches a disk, and is gone when the "
        "container stops."
    ),
    "volumes-from": (
        "Mounts everything that another container has mounted, at the same paths (`--volumes-from db:ro` read-only). Both then share the same volumes; "
        "an anonymous one stays as long as one of the two exists."
    ),
    "volume-driver": (
        "The driver that makes the volumes which `-v` names and which don't exist yet. The default, `local`, keeps them on the engine's own disk."
    ),
    "rm": (
        "Deletes the container as soon as it stops, however that happens, and its *anonymous* volumes with it. What was written into the container's own "
        "layer is gone then. Named volumes and directories of the host stay."
    ),
    "read-only": (
        "The container's own layer can't be written: only mounts take data, so a path without one fails instead of losing what is written there. Pair it "
        "with `--tmpfs` for scratch directories."
    ),
    "name": (
        "The container's name. Only one container can have it at a time, stopped ones included; with it later commands (`docker exec`, "
        "`docker start`, `docker cp`) find this container and its data again."
    ),
    "restart": (
        "When the engine starts the container again: `no`, `on-failure[:N]`, `always`, `unless-stopped`. The container stays the same, so its "
        "layer and anonymous volumes do too. It can't be combined with `--rm`."
    ),
    "hostname": (
        "The host name inside the container. Without it, it is the container's ID and changes with each new container; some programs (RabbitMQ among "
        "them) keep their data under it and then find nothing."
    ),
    "user": (
        "The user (and group) that the container's process runs as: `UID[:GID]` or names of the image. A directory of the host must be writable for that "
        "very UID; a new volume takes over the owner that the image gives the target."
    ),
    "workdir": "The directory that the command starts in, made where it is missing. Relative paths that the program writes to are below it.",
    "storage-opt": "Options of the storage driver for the container's layer, such as `size=20G`, the most that may be written into it.",
    "shm-size": "The size of `/dev/shm`, which lives in memory and is gone when the container stops. Databases use it for queries that run in parallel.",
    "cidfile": "Writes the new container's ID into this file, which must not exist yet.",
    "env": (
        "Sets an environment variable in the container: `NAME=value`, or `NAME` to hand on the shell's own. Images are told in this way where to keep "
        "their data (`PGDATA`) and which passwords to set when a data directory is first made. It can be read with `docker inspect` for as long as the "
        "container exists."
    ),
    "env-file": "Sets environment variables from a file with a `NAME=value` on each line. Quotes are taken as part of the value.",
    "privileged": (
        "Gives the container nearly all rights of the host's root, devices included: it can read and destroy the host's data."
    ),
    "pid": "The process namespace: `host`, or `container:NAME` to see another container's processes.",
    "network": (
        "The network that the container joins: a name, `bridge`, `host`, `none`, or `container:NAME` to share another container's."
    ),
    "entrypoint": (
        "Runs this program instead of the image's ENTRYPOINT; the image's CMD is dropped too. The start-up script that makes a database's data directory "
        "isn't run then."
    ),
    "detach": "Starts the container in the background and prints its ID. It ends when its main process does.",
    "interactive": "Keeps standard input open, so that a pipe or a redirection (`< dump.sql`) reaches the program. Without it the program reads nothing.",
    "tty": (
        "Gives the program a terminal. Then line ends come out as CR LF and errors mix with the output: don't use it where output goes into a file or a pipe."
    ),
    "init": "Runs a small init process as PID 1 that hands on signals and collects dead children, so that the program gets the stop signal and can write its data out.",
    "stop-timeout": "How many seconds `docker stop` waits before it kills the process. A database needs enough of them to write its data out.",
    "stop-signal": "The signal that `docker stop` sends first. The image's own choice (STOPSIGNAL) usually is the one that shuts down cleanly.",
    "pull": "Whether the image is pulled first: `always`, `missing` (the default) or `never`.",
    "label": "Attaches a `KEY=value` to what is made; `--filter label=…` finds it again, in prunes too.",
    "label-file": "Reads labels from a file, one on each line.",
    "device": "Makes a device of the host available in the container: `/dev/sdb:/dev/xvdb:rwm`. Writes to a disk go past every mount.",
    "use-api-socket": "Mounts the engine's API socket and the registry credentials into the container, which then controls the engine.",
    "security-opt": "Security options, such as `label=disable` (no SELinux separation, so that mounts need no `z`), `no-new-privileges` or a seccomp profile.",
    "userns": "The user namespace: `host` switches the engine's remapping of user IDs off for this container. Remapped IDs decide who owns files in mounts.",
    "platform": "The platform of the image, such as `linux/arm64`.",
    "publish": "Makes a port of the container reachable from the host: `[ADDRESS:]HOSTPORT:PORT[/PROTOCOL]`.",
    "publish-all": "Makes every port that the image exposes reachable under a free port of the host.",
    # A container's resources and surroundings.
    "add-host": "Adds a line to the container's `/etc/hosts`: `NAME:ADDRESS`. The engine writes that file anew at each start.",
    "annotation": "Hands a `KEY=value` on to the runtime (for a build: puts it into the image's manifest).",
    "attach": "Attaches standard input, output or error to this terminal.",
    "blkio-weight": "The container's share of disk access, 10 to 1000; 0 switches it off.",
    "blkio-weight-device": "The same for one device: `DEVICE:WEIGHT`.",
    "cap-add": "Adds a Linux capability, such as `SYS_ADMIN`.",
    "cap-drop": "Takes a Linux capability away; `ALL` takes them all.",
    "cgroup-parent": "The cgroup under which the container's own is made.",
    "cgroupns": "The cgroup namespace: `host` or `private`.",
    "cpu-count": "How many processors (Windows).",
    "cpu-percent": "How much of the processors in percent (Windows).",
    "cpu-period": "The length of a scheduling period in microseconds.",
    "cpu-quota": "The time on a processor in each period, in microseconds.",
    "cpu-rt-period": "The length of a real-time period in microseconds.",
    "cpu-rt-runtime": "The real-time run time in each period, in microseconds.",
    "cpu-shares": "The container's weight against others when processors are busy.",
    "cpus": "How many processors the container may use at most: `1.5`.",
    "cpuset-cpus": "The processors it may run on: `0-3`, `0,2`.",
    "cpuset-mems": "The memory nodes it may use (NUMA).",
    "detach-keys": "The keys that leave the container without stopping it (Ctrl-P Ctrl-Q without this).",
    "device-cgroup-rule": "Adds a rule to the list of devices that the container may use.",
    "device-read-bps": "The most bytes a second that may be read from a device: `/dev/sda:1mb`.",
    "device-read-iops": "The most reads a second from a device.",
    "device-write-bps": "The most bytes a second that may be written to a device.",
    "device-write-iops": "The most writes a second to a device.",
    "disable-content-trust": "Skips the check of image signatures.",
    "dns": "A DNS server for the container.",
    "dns-option": "A resolver option for the container's `/etc/resolv.conf`.",
    "dns-search": "A search domain for names.",
    "domainname": "The NIS domain name.",
    "expose": "Notes that the program listens on this port, without publishing it.",
    "gpus": "The GPUs that the container gets: `all`, a number, or devices.",
    "group-add": "A further group for the process; useful where a mounted directory belongs to a group.",
    "health-cmd": "The command that tells whether the container is healthy.",
    "health-interval": "The time between two health checks.",
    "health-retries": "How many failed checks in a row make it unhealthy.",
    "health-start-interval": "The time between health checks while the container starts.",
    "health-start-period": "How long failures don't count after the start.",
    "health-timeout": "How long one health check may take.",
    "io-maxbandwidth": "The most bytes a second for the system drive (Windows).",
    "io-maxiops": "The most operations a second for the system drive (Windows).",
    "ip": "The container's IPv4 address in its network.",
    "ip6": "The container's IPv6 address in its network.",
    "ipc": "The IPC namespace: `private`, `shareable`, `host`, `none` or `container:NAME`. It decides whose `/dev/shm` is seen.",
    "isolation": "The isolation technology (Windows).",
    "kernel-memory": "The most kernel memory; today's engines ignore it.",
    "link": "Makes another container reachable under a name (old; use a network).",
    "link-local-ip": "A link-local address for the container.",
    "log-driver": "Where the container's output goes. With `none` or a remote driver there may be nothing for `docker logs`.",
    "log-opt": "Options of the log driver, such as `max-size=10m`. The files belong to the container and go with it.",
    "mac-address": "The container's MAC address.",
    "memory": "The most memory. What lies in a tmpfs counts too; past the limit the process is killed.",
    "memory-reservation": "The memory that is left to the container when the host runs short.",
    "memory-swap": "Memory and swap together; -1 lifts the limit.",
    "memory-swappiness": "How readily memory is swapped out, 0 to 100.",
    "network-alias": "A further name of the container in its network.",
    "no-healthcheck": "Switches the image's health check off.",
    "oom-kill-disable": "Doesn't kill the process when memory runs out.",
    "oom-score-adj": "How likely the process is to be killed when the host runs out of memory, -1000 to 1000.",
    "pids-limit": "The most processes; -1 lifts the limit.",
    "quiet": "Prints less: no progress, or only IDs.",
    "runtime": "The OCI runtime that runs the container.",
    "sig-proxy": "Hands signals that the client gets on to the container's process (on by default).",
    "sysctl": "Sets a kernel parameter of the container's namespaces.",
    "ulimit": "Sets a resource limit: `nofile=1024:4096`.",
    "uts": "The UTS namespace: `host` shares the host's name.",
    # Volumes.
    "volume create driver": "The driver that makes and mounts the volume. The default, `local`, keeps it in a directory of the engine's host.",
    "volume create opt": (
        "An option of the driver. `local` takes what mount takes: `type=nfs`, `o=addr=…`, `device=:/export` for a share, `type=none`, `o=bind`, `device=/srv/x` for a "
        "directory. With `type=tmpfs` the volume lives in memory: its content is gone when the last container that uses it stops."
    ),
    "volume create label": "Attaches a `KEY=value` to the volume. `docker volume prune --filter label!=keep` spares volumes by it.",
    "volume create name": "The volume's name (the old way to give it; now it is the operand).",
    "volume create availability": "Whether a cluster volume may be used: `active`, `pause`, `drain`.",
    "volume create group": "The group of a cluster volume.",
    "volume create limit-bytes": "The most that a cluster volume may hold.",
    "volume create required-bytes": "The least that a cluster volume must be able to hold.",
    "volume create scope": "Whether a cluster volume is used on one node at a time (`single`) or on several (`multi`).",
    "volume create secret": "A secret for the driver of a cluster volume.",
    "volume create sharing": "Who may use a cluster volume at the same time: `none`, `readonly`, `onewriter`, `all`.",
    "volume create topology-preferred": "A part of the cluster that a cluster volume should be in.",
    "volume create topology-required": "A part of the cluster that a cluster volume must be reachable from.",
    "volume create type": "How a cluster volume is used: as a file system (`mount`) or a device (`block`).",
    "volume rm force": "Says nothing where the volume doesn't exist. A volume that a container has is not removed, even so.",
    "volume prune all": "Removes every volume that no container uses, *named ones too*. Without it (since Docker 23.0) only anonymous volumes go.",
    "volume prune filter": "Which unused volumes go: `label=KEY`, `label!=KEY`. `--filter all=1` is `--all`.",
    "volume prune force": "Asks no question first.",
    # Containers that go.
    "container rm volumes": "Removes the container's *anonymous* volumes too. Named volumes stay. Without it anonymous volumes stay behind, without a container that leads to them.",
    "container rm force": "Kills the container first if it runs, so its program can't write its data out.",
    "container rm link": "Removes a link between containers, not the container.",
    "container prune filter": "Which stopped containers go: `until=24h`, `label=KEY`.",
    "container prune force": "Asks no question first.",
    "system prune volumes": "Removes *anonymous* volumes that no container uses, after the stopped containers are gone: theirs go in the same breath.",
    "system prune all": "Removes every image that no container uses, not only those without a tag.",
    "system prune filter": "Which things go: `until=24h`, `label=KEY`. Docker refuses `until` together with `--volumes`.",
    "system prune force": "Asks no question first.",
    "compose down volumes": "Removes the volumes that the Compose file declares, and the anonymous ones: the project's data is gone. External volumes stay.",
    "compose down rmi": "Removes images too: `all`, or `local` for those without a name of their own.",
    "compose rm volumes": "Removes the anonymous volumes of the containers too.",
    "compose up renew-anon-volumes": "Gives the containers new anonymous volumes instead of those of the containers that they replace.",
    "container stop time": "How many seconds the process gets before it is killed.",
    "container stop timeout": "How many seconds the process gets before it is killed.",
    # Copies.
    "container cp archive": "Keeps owner and group of the files.",
    "container cp follow-link": "Copies what a symbolic link in the source leads to.",
    "container commit change": "Applies a Dockerfile instruction to the new image. The image holds the container's layer, never what is in its volumes.",
    "container commit pause": "Pauses the container during the commit (the default).",
    "container commit no-pause": "Doesn't pause the container during the commit.",
    "container export output": "Writes the tar archive to this file. It holds the container's own files, never what is in its volumes.",
    "image save output": "Writes the tar archive of the images to this file. Volumes are no part of an image.",
    "container exec env": "Sets an environment variable for this command alone.",
    "container exec detach": "Runs the command in the background.",
    "container exec privileged": "Gives the command nearly all rights of the host's root.",
    "container exec workdir": "The directory that the command starts in.",
    "container exec user": "The user that the command runs as; files that it writes belong to this user.",
    # Builds.
    "image build tag": "The name and tag of the image that is built; without one it is found only by its ID, and a prune takes it.",
    "image build file": "The Dockerfile, `Dockerfile` in the context without this; `-` reads it from standard input.",
    "image build target": "Builds up to this stage of the Dockerfile.",
    "image build build-arg": "Sets a build argument (ARG). It can be read in the image's history: not for secrets.",
    "image build build-context": "A further directory, image or URL that `COPY --from=NAME` and `RUN --mount=from=NAME` can use.",
    "image build output": (
        "What becomes of the result: `type=local,dest=DIR` writes its files to a directory of the host, `type=tar`, `type=docker` and others an archive or an image. What isn't put out is left in the build cache."
    ),
    "image build load": "Puts the image into the engine's own store, which some builders otherwise don't.",
    "image build push": "Pushes the image to its registry.",
    "image build cache-from": "Where the build cache is taken from.",
    "image build cache-to": "Where the build cache is kept for later builds. Without it the cache stays with the builder and goes with `docker builder prune`.",
    "image build no-cache": "Runs every step anew.",
    "image build no-cache-filter": "Runs these stages anew.",
    "image build secret": "A secret for `RUN --mount=type=secret`, in no layer: `id=token,src=FILE` or `env=NAME`.",
    "image build ssh": "The SSH agent or keys for `RUN --mount=type=ssh`, in no layer.",
    "image build label": "Attaches a `KEY=value` to the image.",
    "image build annotation": "Attaches a `KEY=value` to the image's manifest.",
    "image build network": "The network of the RUN steps: `default`, `none`, `host`.",
    "image build pull": "Looks for a newer version of the base images.",
    "image build rm": "Removes the intermediate containers of the old builder (on by default). It has nothing to do with the image.",
    "image build force-rm": "Removes the intermediate containers of the old builder, when a step fails too.",
    "image build squash": "Makes one layer of all new ones (old builder, experimental).",
    "image build allow": "Allows what the builder doesn't by default, such as `network.host`.",
    "image build attest": "Attaches attestations to the image.",
    "image build builder": "The builder that is used.",
    "image build call": "What to do: `build`, or answer a question (`check`, `outline`, `targets`).",
    "image build check": "Checks the Dockerfile and builds nothing.",
    "image build compress": "Sends the context compressed (old builder).",
    "image build debug": "Logs more.",
    "image build iidfile": "Writes the image's ID into this file.",
    "image build metadata-file": "Writes what is known of the result into this file, as JSON.",
    "image build policy": "A policy that sources of the build must meet.",
    "image build progress": "How progress is shown: `auto`, `plain`, `tty`, `rawjson`.",
    "image build provenance": "Attaches a record of how the image was made.",
    "image build resource": "Limits for the RUN steps.",
    "image build sbom": "Attaches a list of what is in the image.",
    "image build platform": "The platforms to build for: `linux/amd64,linux/arm64`.",
    "image build shm-size": "The size of `/dev/shm` in the RUN steps.",
    "image build memory": "The most memory for the RUN steps (old builder).",
    "image build security-opt": "Security options of the RUN steps (old builder).",
}

#: The options that ``docker container run``'s page has a heading of its own for.
RUN_HEADINGS = frozenset(
    [
        "add-host",
        "attach",
        "cgroup-parent",
        "cidfile",
        "detach",
        "detach-keys",
        "device",
        "device-cgroup-rule",
        "env",
        "gpus",
        "init",
        "interactive",
        "ipc",
        "isolation",
        "label",
        "log-driver",
        "memory",
        "mount",
        "name",
        "network",
        "pid",
        "privileged",
        "publish",
        "publish-all",
        "pull",
        "read-only",
        "restart",
        "rm",
        "security-opt",
        "stop-signal",
        "stop-timeout",
        "storage-opt",
        "sysctl",
        "tmpfs",
        "tty",
        "ulimit",
        "userns",
        "uts",
        "volume",
        "volumes-from",
        "workdir",
    ]
)

#: The same for ``docker buildx build``, and for other commands as "VERB NAME".
BUILD_HEADINGS = frozenset(
    [
        "add-host",
        "allow",
        "annotation",
        "attest",
        "build-arg",
        "build-context",
        "builder",
        "cache-from",
        "cache-to",
        "call",
        "cgroup-parent",
        "check",
        "file",
        "load",
        "metadata-file",
        "network",
        "no-cache-filter",
        "output",
        "platform",
        "progress",
        "provenance",
        "push",
        "resource",
        "sbom",
        "secret",
        "shm-size",
        "ssh",
        "tag",
        "target",
        "ulimit",
    ]
)
OTHER_HEADINGS = frozenset(
    (
        "volume create opt",
        "volume prune all",
        "volume prune filter",
        "system prune filter",
        "container rm force",
        "container rm link",
        "container rm volumes",
        "container exec env",
        "container exec privileged",
        "container exec workdir",
        "container commit change",
    )
)

#: The keys of ``--mount``, canonical names first.
MOUNT_KEYS = {
    "type": "What is mounted: `volume` (the default), `bind`, `tmpfs`, `image` (since Docker 28.0), `npipe` or `cluster`.",
    "source": "What is mounted: a volume's name, a path of the host (`bind`), an image (`image`). A volume without a source is anonymous. Also spelt `src`.",
    "target": "The path in the container, absolute. Also spelt `dst` and `destination`.",
    "readonly": "The container can't write there. Also spelt `ro`.",
    "consistency": "How strictly a bind mount is kept in step on Docker Desktop (`consistent`, `cached`, `delegated`). Linux ignores it.",
    "bind-propagation": "Whether mounts made below the directory later on show on the other side: `rprivate` (the default), `rshared`, `rslave`, `private`, `shared`, `slave`.",
    "bind-recursive": "Whether mounts below the directory come along: `enabled`, `disabled`, `writable` (they stay writable under `readonly`), `readonly`.",
    "bind-nonrecursive": "Leaves mounts below the directory out (old; use `bind-recursive=disabled`).",
    "bind-create-src": "Makes the directory of the host where it is missing, as `-v` does (since Docker 29.3).",
    "volume-nocopy": "A new volume stays empty: what the image has at the target isn't copied into it.",
    "volume-subpath": "A directory inside the volume that is mounted instead of all of it. It must be there already.",
    "volume-label": "A label for the volume, where this command makes it.",
    "volume-driver": "The driver of the volume, where this command makes it.",
    "volume-opt": "An option of the volume's driver (`type=tmpfs`, `o=…`, `device=…`), where this command makes the volume. With `type=tmpfs` its content is in memory.",
    "image-subpath": "A directory inside the image that is mounted instead of all of it.",
    "tmpfs-size": "The most that the tmpfs may hold: `64m`. Without it the kernel's default counts, half of the memory.",
    "tmpfs-mode": "The mode of its top directory, in octal: `1777`.",
}
MOUNT_KEY_ALIASES = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
