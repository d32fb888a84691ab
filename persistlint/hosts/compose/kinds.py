"""The kinds of values that Compose takes, key by key: what every version of Compose 2 refuses is told by ``wrong_values``.

Facts of the Compose specification's schema and of compose-go 2.13 (``schema``, ``loader/interpolate.go``). The loosest version counts: older ones
refuse more, and a key that isn't here takes anything.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as AbstractMapping


class Kind:
    """A kind of value: the ``types`` that it may have, as the schema calls them and in the order of Compose's sentences.

    ``entries`` are the known keys of a mapping, ``others`` what any other key may have, ``items`` what those of a list may have. ``required`` are keys
    that must be there, ``given`` keys of which exactly one must be, but for what is made elsewhere, and ``choices`` the texts that are taken. ``cast`` is what a text is read as, a key of ``wrong_values.READ_AS``. ``unique`` is true where an item may stand once only. ``first`` is the type that Compose names in its sentence where it names one
    of several, and ``odd_item`` the words for an item of another type, where they are not the usual ones.
    """

    __slots__ = (
        "cast",
        "choices",
        "entries",
        "first",
        "given",
        "items",
        "odd_item",
        "others",
        "required",
        "types",
        "unique",
    )

    def __init__(
        self,
        types: str,
        entries: AbstractMapping[str, Kind] | None = None,
        others: Kind | None = None,
        items: Kind | None = None,
        required: str = "",
        choices: str = "",
        cast: str = "",
        unique: bool = False,
        first: str = "",
        odd_item: bool = False,
        given: str = "",
    ) -> None:
        self.types = tuple(types.split())
        self.entries = entries or {}
        self.others = others
        self.items = items
        self.required = tuple(required.split())
        self.choices = tuple(choices.split())
        self.cast = cast
        self.unique = unique
        self.first = first
        self.odd_item = odd_item
        self.given = tuple(given.split())


def _keys(rows: list[tuple[Kind, str]]) -> dict[str, Kind]:
    """Return the table of keys that ``(kind, "key key …")`` rows say."""
    return {key: kind for kind, keys in rows for key in keys.split()}


STRING = Kind("string")
#: ``FLAG`` is read by another part of Compose than ``BOOLEAN``, which takes other words.
BOOLEAN = Kind("boolean string", cast="boolean")
FLAG = Kind("boolean string", cast="flag")
INTEGER = Kind("integer string", cast="integer")
WHOLE = Kind("integer string")
WHOLE_NUMBER = Kind("number string", cast="integer")
NUMBER = Kind("number string", cast="number")
SIZE = Kind("number string", cast="size")
WHOLE_SIZE = Kind("integer string", cast="size")
COUNT = Kind("string integer")
TEXT_SIZE = Kind("string", cast="size")
DURATION = Kind("string", cast="duration")

STRINGS = Kind("list", items=STRING)
#: Compose compares the items of these lists before it looks at their types.
COMPARED_STRINGS = Kind("list", items=STRING, odd_item=True)
UNIQUE_STRINGS = Kind("list", items=STRING, unique=True)
STRING_OR_STRINGS = Kind("string list", items=STRING, first="string", odd_item=True)
_PAIR = Kind("string number boolean null")
PAIRS = Kind("mapping list", others=_PAIR, items=STRING, first="mapping")
COMPARED_PAIRS = Kind("mapping list", others=_PAIR, items=STRING, first="mapping", odd_item=True)
_HOST = Kind("string list", items=STRING, first="string")
HOSTS = Kind("mapping list", others=_HOST, items=STRING, first="mapping")
OPTIONS = Kind("mapping", others=Kind("string number"))
COMMAND = Kind("null string list", items=STRING, first="null")
EXTERNAL = Kind("boolean string mapping", entries={"name": STRING}, cast="boolean")

_LIMIT = Kind("mapping", _keys([(STRING, "path"), (WHOLE_SIZE, "rate")]))
_WEIGHT = Kind("mapping", _keys([(STRING, "path"), (WHOLE, "weight")]))
BLKIO = Kind(
    "mapping",
    _keys(
        [
            (
                Kind("list", items=_LIMIT),
                "device_read_bps device_read_iops device_write_bps device_write_iops",
            ),
            (Kind("list", items=_WEIGHT), "weight_device"),
            (WHOLE, "weight"),
        ]
    ),
)
OBJECTS = Kind(
    "list",
    items=Kind(
        "string mapping", _keys([(STRING, "source target uid gid"), (NUMBER, "mode")]), first="string"
    ),
)
ULIMITS = Kind(
    "mapping",
    others=Kind(
        "integer string mapping", _keys([(INTEGER, "hard soft")]), required="soft hard", cast="integer"
    ),
)
BUILD = Kind(
    "string mapping",
    _keys(
        [
            (STRING, "context dockerfile dockerfile_inline network target isolation"),
            (COMPARED_PAIRS, "args labels additional_contexts"),
            (PAIRS, "ssh"),
            (HOSTS, "extra_hosts"),
            (STRINGS, "entitlements cache_from cache_to platforms"),
            (COMPARED_STRINGS, "tags"),
            (STRING_OR_STRINGS, "no_cache_filter"),
            (FLAG, "no_cache pull privileged"),
            (WHOLE_SIZE, "shm_size"),
            (OBJECTS, "secrets"),
            (ULIMITS, "ulimits"),
        ]
    ),
    first="string",
)
_CONDITION = Kind("string", choices="service_started service_healthy service_completed_successfully")
DEPENDS_ON = Kind(
    "list mapping",
    items=STRING,
    unique=True,
    others=Kind("mapping", {"restart": BOOLEAN, "condition": _CONDITION}, required="condition"),
    first="list",
)
_DEVICE_REQUEST = Kind(
    "mapping",
    _keys([(STRINGS, "capabilities device_ids"), (COUNT, "count"), (STRING, "driver"), (PAIRS, "options")]),
)
_UPDATE = Kind(
    "mapping",
    _keys(
        [
            (INTEGER, "parallelism"),
            (DURATION, "delay monitor"),
            (STRING, "failure_action"),
            (NUMBER, "max_failure_ratio"),
            (Kind("string", choices="start-first stop-first"), "order"),
        ]
    ),
)
_RESOURCE = _keys([(Kind("number string", cast="decoded number"), "cpus"), (TEXT_SIZE, "memory")])
DEPLOY = Kind(
    "mapping null",
    {
        **_keys(
            [
                (STRING, "mode endpoint_mode"),
                (INTEGER, "replicas"),
                (COMPARED_PAIRS, "labels"),
                (_UPDATE, "rollback_config update_config"),
            ]
        ),
        "resources": Kind(
            "mapping",
            {
                "limits": Kind(
                    "mapping", {**_RESOURCE, "pids": Kind("integer string", cast="decoded integer")}
                ),
                "reservations": Kind(
                    "mapping",
                    {
                        **_RESOURCE,
                        "generic_resources": Kind("list", items=Kind("mapping")),
                        "devices": Kind("list", items=_DEVICE_REQUEST),
                    },
                ),
            },
        ),
        "restart_policy": Kind(
            "mapping", _keys([(STRING, "condition"), (DURATION, "delay window"), (INTEGER, "max_attempts")])
        ),
        "placement": Kind(
            "mapping",
            {
                "constraints": STRINGS,
                "preferences": Kind("list", items=Kind("mapping", {"spread": STRING})),
                "max_replicas_per_node": INTEGER,
            },
        ),
    },
)
HEALTHCHECK = Kind(
    "mapping",
    _keys(
        [
            (BOOLEAN, "disable"),
            (DURATION, "interval timeout start_period start_interval"),
            (WHOLE_NUMBER, "retries"),
            (STRING_OR_STRINGS, "test"),
        ]
    ),
)
_HOOK = Kind(
    "mapping",
    _keys([(COMMAND, "command"), (STRING, "user working_dir"), (FLAG, "privileged"), (PAIRS, "environment")]),
)
DEVELOP = Kind(
    "mapping null",
    {
        "watch": Kind(
            "list",
            items=Kind(
                "mapping",
                _keys([(STRING_OR_STRINGS, "ignore include"), (STRING, "path action target")]),
                required="path action",
            ),
        )
    },
)
_NETWORK_OF_SERVICE = Kind(
    "mapping null",
    _keys(
        [
            (COMPARED_STRINGS, "aliases link_local_ips"),
            (STRING, "interface_name ipv4_address ipv6_address mac_address"),
            (OPTIONS, "driver_opts"),
            (Kind("number"), "priority gw_priority"),
        ]
    ),
    first="mapping",
)
PORTS = Kind(
    "list",
    items=Kind(
        "number string mapping",
        _keys(
            [(STRING, "name mode host_ip protocol app_protocol"), (INTEGER, "target"), (WHOLE, "published")]
        ),
        required="target",
        first="number",
        cast="port",
    ),
)
VOLUMES = Kind(
    "list",
    items=Kind(
        "string mapping",
        {
            **_keys([(STRING, "type source target consistency"), (BOOLEAN, "read_only")]),
            "bind": Kind("mapping", _keys([(STRING, "propagation"), (FLAG, "create_host_path")])),
            "volume": Kind("mapping", _keys([(BOOLEAN, "nocopy"), (STRING, "subpath"), (PAIRS, "labels")])),
            "tmpfs": Kind("mapping", _keys([(WHOLE_SIZE, "size"), (Kind("number string"), "mode")])),
            "image": Kind("mapping", {"subpath": STRING}),
        },
        first="string",
    ),
)

SERVICE = Kind(
    "mapping",
    _keys(
        [
            (
                STRING,
                "cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode platform pull_policy"
                " restart runtime stop_signal user uts userns_mode working_dir",
            ),
            (Kind("string null"), "pid"),
            (Kind("string", choices="host private"), "cgroup"),
            (DURATION, "stop_grace_period"),
            (FLAG, "attach"),
            (BOOLEAN, "init oom_kill_disable privileged read_only stdin_open tty"),
            (Kind("string integer", cast="integer", first="string"), "cpu_count oom_score_adj"),
            (INTEGER, "scale"),
            (Kind("string integer", cast="number", first="string"), "cpu_percent"),
            (WHOLE_NUMBER, "cpu_shares cpu_quota cpu_period pids_limit"),
            (Kind("number string"), "cpu_rt_period cpu_rt_runtime"),
            (NUMBER, "cpus"),
            (SIZE, "mem_limit memswap_limit shm_size"),
            (WHOLE_SIZE, "mem_swappiness"),
            (Kind("string integer", cast="size"), "mem_reservation"),
            (COMPARED_PAIRS, "annotations environment labels sysctls"),
            (HOSTS, "extra_hosts"),
            (COMPARED_STRINGS, "cap_add cap_drop dns_opt links"),
            (STRINGS, "device_cgroup_rules"),
            (COMPARED_STRINGS, "profiles"),
            (UNIQUE_STRINGS, "external_links security_opt volumes_from"),
            (STRING_OR_STRINGS, "dns dns_search tmpfs"),
            (Kind("string list", items=STRING, first="string"), "label_file"),
            (Kind("list", items=Kind("string number")), "expose"),
            (Kind("list", items=Kind("string number"), unique=True), "group_add"),
            (COMMAND, "command entrypoint"),
            (OBJECTS, "configs secrets"),
            (Kind("mapping", _keys([(STRING, "config file registry")])), "credential_spec"),
            (
                Kind(
                    "mapping",
                    {"driver": STRING, "options": Kind("mapping", others=Kind("string number null"))},
                ),
                "logging",
            ),
            (Kind("mapping"), "storage_opt"),
            (
                Kind(
                    "string mapping", {"service": STRING, "file": STRING}, required="service", first="string"
                ),
                "extends",
            ),
            (Kind("list mapping", items=STRING, others=_NETWORK_OF_SERVICE, first="list"), "networks"),
            (
                Kind(
                    "list",
                    items=Kind(
                        "string mapping",
                        _keys([(STRING, "source target permissions")]),
                        required="target source",
                        first="string",
                    ),
                ),
                "devices",
            ),
            (Kind("list", items=_HOOK), "post_start pre_stop"),
            (
                Kind(
                    "string list",
                    items=Kind(
                        "string mapping", {"path": STRING, "format": STRING}, required="path", first="string"
                    ),
                    first="string",
                    odd_item=True,
                ),
                "env_file",
            ),
        ]
    )
    | {
        "blkio_config": BLKIO,
        "build": BUILD,
        "depends_on": DEPENDS_ON,
        "deploy": DEPLOY,
        "develop": DEVELOP,
        "gpus": Kind("string list", items=_DEVICE_REQUEST, choices="all", first="string"),
        "healthcheck": HEALTHCHECK,
        "ports": PORTS,
        "ulimits": ULIMITS,
        "volumes": VOLUMES,
    },
)

_NAMED = _keys([(STRING, "name driver"), (OPTIONS, "driver_opts"), (PAIRS, "labels"), (EXTERNAL, "external")])
_OBJECT = _NAMED | _keys([(STRING, "environment file template_driver")])
_IPAM = Kind(
    "mapping",
    {
        "driver": STRING,
        "options": Kind("mapping", others=STRING),
        "config": Kind(
            "list",
            items=Kind(
                "mapping",
                _keys(
                    [(STRING, "subnet ip_range gateway"), (Kind("mapping", others=STRING), "aux_addresses")]
                ),
            ),
        ),
    },
)
FILE = Kind(
    "mapping",
    {
        "version": STRING,
        "name": STRING,
        "include": Kind("list"),
        "services": Kind("mapping", others=SERVICE),
        "volumes": Kind("mapping", others=Kind("mapping null", _NAMED)),
        "networks": Kind(
            "mapping",
            others=Kind(
                "mapping null",
                {**_NAMED, "ipam": _IPAM} | _keys([(BOOLEAN, "internal attachable enable_ipv4 enable_ipv6")]),
            ),
        ),
        "configs": Kind(
            "mapping", others=Kind("mapping", _OBJECT | {"content": STRING}, given="file environment content")
        ),
        "secrets": Kind("mapping", others=Kind("mapping", _OBJECT, given="file environment")),
    },
)
