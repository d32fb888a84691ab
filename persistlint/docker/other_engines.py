"""Options of nerdctl beyond docker's: a short list, in the form of ``option_data``.

An option that isn't here makes a command unresolved, never wrong. Source: nerdctl's docs/command-reference.md of
2026-08-22.
"""

from __future__ import annotations

_NERDCTL_CREATE = (
    "cgroup-conf:l cgroup-manager:s cosign-certificate-identity:s cosign-certificate-identity-regexp:s "
    "cosign-certificate-oidc-issuer:s cosign-certificate-oidc-issuer-regexp:s cosign-key:s cpuset-cpus:s device:l "
    "init-binary:s insecure-registry:b ipfs-address:s label-file:l pidfile:s rdt-class:s rootfs:b secret:l "
    "snapshotter:s systemd:s umask:s verify:s"
)
_NERDCTL_GLOBAL = (
    "address/a:s cgroup-manager:s cni-netconfpath:s cni-path:s data-root:s debug-full:b experimental:b host-gateway-ip:s "
    "hosts-dir:l insecure-registry:b namespace/n:s selinux-enabled:b snapshotter:s storage-driver:s userns-remap:s"
)

#: Program to canonical command to further options.
EXTRA_OPTIONS: dict[str, dict[str, str]] = {
    "nerdctl": {
        "": _NERDCTL_GLOBAL,
        "container run": _NERDCTL_CREATE,
        "container create": _NERDCTL_CREATE,
        "container commit": (
            "compression:s estargz:b estargz-chunk-size:i estargz-compression-level:i estargz-min-chunk-size:i format:s "
            "zstdchunked:b zstdchunked-chunk-size:i zstdchunked-compression-level:i"
        ),
        "image build": "buildkit-host:s",
        "image pull": "all-platforms:b snapshotter:s unpack:s verify:s",
        "image rm": "async:b",
        "image save": "all-platforms:b quiet/q:b",
    },
}
