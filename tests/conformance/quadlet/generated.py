"""Random Quadlet units."""

from __future__ import annotations

from random import Random

WORDS = ("a", "b-c", "'d e'", '"f g"', "h\\x20i", "%%", "$$J", "k=l", "1", "/m")
KEYS: dict[str, tuple[str, ...]] = {
    "Volume": (
        "pgdata.volume:/var/lib/postgresql/data",
        "data:/data",
        "data:/data:ro,Z",
        "/srv/x:/x",
        "%h/x:/x",
        "/anonymous",
        "other.volume:/o:ro",
    ),
    "Mount": (
        "type=volume,source=pgdata.volume,target=/y",
        "type=bind,source=/srv,target=/z,ro",
        "type=tmpfs,target=/t",
        "type=volume,source=named,destination=/n",
    ),
    "Tmpfs": ("/t", "/t:size=1m,mode=1777"),
    "Environment": ("A=b", 'A=b "C=d e"', "'X=y z' B=1", "P=%p"),
    "EnvironmentFile": ("/etc/x.env",),
    "Label": ("a=b", '"c=d e"'),
    "PublishPort": ("80:80", "127.0.0.1:5432:5432"),
    "Network": ("host", "none", "net.network", "bridge:ip=10.0.0.1"),
    "HostName": ("h",),
    "WorkingDir": ("/w",),
    "User": ("1000",),
    "Group": ("100",),
    "ReadOnly": ("true", "yes", "no", "1"),
    "PodmanArgs": ("--cpus 2", '--memory "1 g"', "--privileged"),
    "Entrypoint": ("/bin/sh",),
    "Secret": ("s", "s,type=env"),
    "AddHost": ("a:10.0.0.1",),
    "ShmSize": ("100m",),
    "Pull": ("never",),
    "Timezone": ("UTC",),
    "StopTimeout": ("20",),
}
IMAGES = ("docker.io/library/postgres:16", "quay.io/x/y@sha256:" + "0" * 64, "localhost/app")


def container(seed: int) -> str:
    """Return the text of a ``.container``."""
    random = Random(seed)
    lines = ["[Unit]", "Description=x", "[Container]", f"Image={random.choice(IMAGES)}"]
    for key in random.sample(sorted(KEYS), random.randint(0, 7)):
        for _ in range(random.choice((1, 1, 1, 2))):
            lines.append(f"{key}={random.choice(KEYS[key])}")
            if random.random() < 0.05:
                lines.append(f"{key}=")
    if random.random() < 0.3:
        lines.append(f"ContainerName={random.choice(('shop', '%p-x', 'a_b'))}")
    if random.random() < 0.4:
        glue = random.choice((" ", " \\\n   "))
        lines.append("Exec=" + glue.join(random.choice(WORDS) for _ in range(random.randint(1, 4))))
    if random.random() < 0.2:
        lines.insert(random.randint(3, len(lines)), "# a comment")
    return "\n".join([*lines, "[Service]", "Restart=always", ""])


def volume(seed: int) -> str:
    """Return the text of a ``.volume``."""
    random = Random(seed)
    lines = ["[Volume]"]
    for line in (
        "VolumeName=shop",
        "Driver=local",
        "Label=a=b",
        "Device=tmpfs\nType=tmpfs",
        "Options=size=1m",
    ):
        if random.random() < 0.3 and not (line.startswith("Options") and "Type" not in "".join(lines)):
            lines.append(line)
    return "\n".join([*lines, ""])
