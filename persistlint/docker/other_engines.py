"""Options of nerdctl beyond docker's: a short list, in the form of ``option_data``.

An option that isn't here makes a command unresolved, never wrong. Source: nerdctl's docs/command-reference.md.
"""

from __future__ import annotations

_NERDCTL_CREATE = (
    "cgroup-manager:s cosign-certificate-identity:s cosign-key:s cpuset-cpus:s device:l insecure-registry:b "
    "ipfs-address:s label-file:l pidfile:s rootfs:b secret:l snapshotter:s umask:s verify:s"
)
_NERDCTL_GLOBAL = (
    "address/a:s cgroup-manager:s cni-netconfpath:s cni-path:s data-root:s debug-full:b experimental:b host-gateway-ip:s "
    "hosts-dir:l insecure-registry:b namespace/n:s snapshotter:s storage-driver:s"
)

#: Program to canonical command to further options.
EXTRA_OPTIONS: dict[str, dict[str, str]] = {
    "nerdctl": {
        "": _NERDCTL_GLOBAL,
        "container run": _NERDCTL_CREATE,
        "container create": _NERDCTL_CREATE,
        "image build": "buildkit-host:s",
        "image pull": "all-platforms:b snapshotter:s unpack:s verify:s",
        "image save": "all-platforms:b",
    },
}
