"""Options of podman and nerdctl beyond docker's: a short list, in the form of ``option_data``.

An option of theirs that isn't here makes a command unresolved, never wrong.
Sources: podman's man pages (podman-run(1), podman(1)) and nerdctl's docs/command-reference.md.
"""

from __future__ import annotations

_PODMAN_CREATE = (
    "arch:s authfile:s cert-dir:s cgroup-conf:l cgroups:s chrootdirs:l conmon-pidfile:s creds:s decryption-key:l "
    "env-host:b env-merge:l gidmap:l group-entry:s health-log-destination:s health-max-log-count:u health-max-log-size:u "
    "health-on-failure:s health-startup-cmd:s health-startup-interval:s health-startup-retries:u "
    "health-startup-success:u health-startup-timeout:s hosts-file:s hostuser:l http-proxy:b image-volume:s "
    "infra-command:s init-ctr:s init-path:s intel-rdt-closid:s no-healthcheck:b no-hostname:b no-hosts:b os:s "
    "passwd:b passwd-entry:s personality:s pidfile:s pod:s pod-id-file:s preserve-fd:l preserve-fds:u rdt-class:s "
    "read-only-tmpfs:b replace:b requires:l retry:u retry-delay:s rmi:b rootfs:b sdnotify:s seccomp-policy:s secret:l "
    "shm-size-systemd:s subgidname:s subuidname:s systemd:s timeout:u tls-verify:b tz:s uidmap:l umask:s unsetenv:l "
    "unsetenv-all:b variant:s"
)
_NERDCTL_CREATE = (
    "cgroup-manager:s cosign-certificate-identity:s cosign-key:s cpuset-cpus:s device:l insecure-registry:b "
    "ipfs-address:s label-file:l pidfile:s rootfs:b secret:l snapshotter:s umask:s verify:s"
)
_PODMAN_GLOBAL = (
    "cgroup-manager:s cdi-spec-dir:l conmon:s connection:s events-backend:s hooks-dir:l identity:s imagestore:s "
    "log-level:s module:l network-cmd-path:s network-config-dir:s noout:b out:s remote/r:b root:s runroot:s runtime:s "
    "runtime-flag:l ssh:s storage-driver:s storage-opt:l syslog:b tmpdir:s transient-store:b url:s volumepath:s"
)
_NERDCTL_GLOBAL = (
    "address/a:s cgroup-manager:s cni-netconfpath:s cni-path:s data-root:s debug-full:b experimental:b host-gateway-ip:s "
    "hosts-dir:l insecure-registry:b namespace/n:s snapshotter:s storage-driver:s"
)

#: Program to canonical command to further options.
EXTRA_OPTIONS: dict[str, dict[str, str]] = {
    "podman": {
        "": _PODMAN_GLOBAL,
        "container run": _PODMAN_CREATE + " rmi:b passwd:b",
        "container create": _PODMAN_CREATE,
        "container exec": "latest/l:b preserve-fds:u preserve-fd:l cidfile:s",
        "container rm": "cidfile:l depend:b filter:l ignore/i:b latest/l:b time/t:i",
        "container stop": "cidfile:l filter:l ignore/i:b latest/l:b",
        "container start": "all:b filter:l latest/l:b sig-proxy:b",
        "container kill": "all/a:b cidfile:l latest/l:b",
        "container commit": "format/f:s iidfile:s include-volumes:b quiet/q:b squash/s:b",
        "container cp": "overwrite:b pause:b",
        "container prune": "",
        "image build": (
            "authfile:s cert-dir:s creds:s format:s from:s isolation:s jobs:i layers:b logfile:s manifest:s squash-all:b "
            "tls-verify:b volume/v:l"
        ),
        "image pull": "authfile:s arch:s cert-dir:s creds:s os:s tls-verify:b variant:s",
        "image push": "authfile:s cert-dir:s compress:b creds:s digestfile:s format/f:s sign-by:s tls-verify:b",
        "image save": "compress:b format:s multi-image-archive/m:b quiet/q:b",
        "volume create": "ignore:b",
        "volume rm": "all/a:b time/t:i",
        "system prune": "build:b external:b",
    },
    "nerdctl": {
        "": _NERDCTL_GLOBAL,
        "container run": _NERDCTL_CREATE,
        "container create": _NERDCTL_CREATE,
        "image build": "buildkit-host:s",
        "image pull": "all-platforms:b snapshotter:s unpack:s verify:s",
        "image save": "all-platforms:b",
    },
}
