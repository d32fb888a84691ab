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
        "named.volume:/n:rw",
    ),
    "Mount": (
        "type=volume,source=pgdata.volume,target=/y",
        "type=bind,source=/srv,target=/z,ro",
        "type=tmpfs,target=/t",
        "type=volume,source=named,destination=/n",
        "type=volume,source=named.volume,destination=/nv",
    ),
    "Tmpfs": ("/t", "/t:size=1m,mode=1777"),
    "Environment": ("A=b", 'A=b "C=d e"', "'X=y z' B=1", "P=%p"),
    "EnvironmentFile": ("/etc/x.env",),
    "Label": ("a=b", '"c=d e"'),
    "PublishPort": ("80:80", "127.0.0.1:5432:5432"),
    "Network": (
        "host",
        "none",
        "net.network",
        "bridge:ip=10.0.0.1",
        "called.network",
        "called.network:ip=10.0.0.2",
        "other.container",
        "called.container",
    ),
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
IMAGES = (
    "docker.io/library/postgres:16",
    "quay.io/x/y@sha256:" + "0" * 64,
    "localhost/app",
    "app.build",
    "pg.image",
    "plain.image",
)
#: The units that others refer to.
UNITS = {
    "pgdata.volume": "[Volume]\n",
    "other.volume": "[Volume]\nDriver=local\n",
    "named.volume": "[Volume]\nVolumeName=shop\n",
    "net.network": "[Network]\n",
    "called.network": "[Network]\nNetworkName=shop\n",
    "other.container": "[Container]\nImage=localhost/x\n",
    "called.container": "[Container]\nImage=localhost/x\nContainerName=web\n",
    "app.build": "[Build]\nImageTag=localhost/app:2\nImageTag=localhost/app\nSetWorkingDirectory=unit\n",
    "pg.image": "[Image]\nImage=docker.io/library/postgres:16\nImageTag=localhost/pg:16\n",
    "plain.image": "[Image]\nImage=docker.io/library/redis:7\n",
    "shop.pod": "[Pod]\nVolume=named.volume:/pod\nVolume=/srv/p:/p:ro\n",
    "empty.pod": "[Pod]\nPodName=empty\n",
}
#: The volumes that a pod's containers have from it, as options.
POD_VOLUMES = {"shop-pod": ("-v=shop:/pod", "-v=/srv/p:/p:ro"), "empty-pod": ()}


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
        lines.append(f"Pod={random.choice(('shop', 'empty'))}.pod")
        lines = [line for line in lines if not line.startswith(("Network=", "PublishPort=", "UserNS="))]
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


def pod(seed: int) -> str:
    """Return the text of a ``.pod``."""
    random = Random(seed)
    lines = ["[Pod]"]
    for key in random.sample(("AddHost", "Network", "PublishPort", "Volume"), random.randint(0, 4)):
        for _ in range(random.choice((1, 1, 2))):
            lines.append(
                f"{key}={random.choice([each for each in KEYS[key] if not each.endswith('.container')])}"
            )
    if random.random() < 0.4:
        lines.append("PodName=shop-%p")
    return "\n".join([*lines, ""])


def build(seed: int) -> str:
    """Return the text of a ``.build``."""
    random = Random(seed)
    lines = ["[Build]", "ImageTag=localhost/app:1"]
    lines.append(
        random.choice(
            (
                "File=./Containerfile\nSetWorkingDirectory=unit",
                "SetWorkingDirectory=/srv/app",
                "SetWorkingDirectory=./app",
                "File=/srv/app/Containerfile",
                "SetWorkingDirectory=https://example.com/app.git",
                "File=Containerfile\nSetWorkingDirectory=/srv/app",
            )
        )
    )
    for line in (
        "Target=last",
        "Pull=never",
        "Environment=A=b",
        "Label=a=b",
        "Volume=named.volume:/c",
        "Network=called.network",
        "PodmanArgs=--squash",
        "Secret=id=s,src=/s",
        "ImageTag=localhost/app:latest",
    ):
        if random.random() < 0.3:
            lines.append(line)
    return "\n".join([*lines, ""])


def image(seed: int) -> str:
    """Return the text of an ``.image``."""
    random = Random(seed)
    tag = ["ImageTag=localhost/x"] if random.random() < 0.3 else []
    return "\n".join(["[Image]", f"Image={random.choice(IMAGES[:3])}", *tag, ""])


def network(seed: int) -> str:
    """Return the text of a ``.network``."""
    random = Random(seed)
    name = [f"NetworkName={random.choice(('shop', '%p-net'))}"] if random.random() < 0.4 else []
    label = ['Label=a=b "c=d e"'] if random.random() < 0.3 else []
    return "\n".join(["[Network]", *name, *label, ""])


def drop_ins(seed: int) -> dict[str, str]:
    """Return the drop-ins of the seed's container, by their paths: for every third one."""
    random = Random(seed)
    if seed % 3:
        return {}
    files = {}
    for name in ("10-a.conf", "20-b.conf", "README")[: random.randint(1, 3)]:
        key = random.choice(("Volume", "Tmpfs", "Environment", "HostName", "User", "Mount"))
        lines = ["[Container]", f"{key}=", f"{key}={random.choice(KEYS[key])}"]
        if random.random() < 0.5:
            del lines[1]
        if random.random() < 0.3:
            lines.append(f"Image={random.choice(IMAGES)}")
        files[f"u{seed}.container.d/{name}"] = "\n".join([*lines, ""])
    return files
