"""``map --format json``: the contract's fields, and worlds told as one."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.durability.map_fields import map_fields
from persistlint.durability.model import DURABILITIES, ENDINGS
from tests.durability.scenario import Scenario

WRITE_FIELDS = """
    id path line column occurrence when container target by happened durability volume host_path at_end destroyed_by ends_with
    rescued_by
"""


def mapped(text, **options):
    scenario = Scenario(text, **options)

    def resolve(span):
        number, _ = scenario.place(span)
        start = scenario.evaluator.anchors[span.anchor][1] + span.start
        head = scenario.sources[number][:start]
        return {"path": "script.sh", "line": head.count(b"\n") + 1, "column": start - head.rfind(b"\n")}

    return map_fields(scenario.timelines(), resolve)


SURVIVES_ALL = dict.fromkeys(("stop", "rm", "rm -v", "--rm", "reboot", "prune"), "yes")


def test_the_fields():
    document_map = mapped(
        "docker run -d --rm --name db -v pg:/var/lib/postgresql/data postgres:16\ndocker stop db\n"
    )
    assert json.loads(json.dumps(document_map)) == {
        "version": 1,
        "volumes": [
            {
                "id": "v1",
                "name": "pg",
                "anonymous": False,
                "declared_at": {"path": "script.sh", "line": 1, "column": 30},
                "mounted_by": ["c1"],
                "at_end": "alive",
                "destroyed_by": None,
                "in_engine": None,
                "when": None,
            }
        ],
        "containers": [
            {
                "id": "c1",
                "name": "db",
                "service": None,
                "image": "postgres:16",
                "declared_at": {"path": "script.sh", "line": 1, "column": 1},
                "mounts": [
                    {
                        "type": "volume",
                        "source": "pg",
                        "target": "/var/lib/postgresql/data",
                        "read_only": False,
                        "volume": "v1",
                        "declared": False,
                        "survives": SURVIVES_ALL,
                    }
                ],
                "mounts_known": True,
                "remove": True,
                "refused": None,
                "survives": dict.fromkeys(SURVIVES_ALL, "no"),
                "at_end": "gone",
                "destroyed_by": {
                    "path": "script.sh",
                    "line": 2,
                    "column": 1,
                    "event": "`docker stop db`, and `--rm` deletes the container",
                    "certainty": "certain",
                },
                "when": None,
            }
        ],
        "writes": [
            {
                "id": "w1",
                "path": "script.sh",
                "line": 1,
                "column": 61,
                "occurrence": 1,
                "when": None,
                "container": "c1",
                "target": "/var/lib/postgresql/data",
                "by": "image",
                "happened": True,
                "durability": "volume",
                "volume": "v1",
                "host_path": None,
                "at_end": "alive",
                "destroyed_by": None,
                "ends_with": ["volume removal"],
                "rescued_by": None,
                "how": "image",
                "rank": "data",
                "survives": SURVIVES_ALL,
            }
        ],
        "gaps": [],
    }


def test_what_differs_between_worlds_stands_once_for_each():
    text = """docker run -d --name cc busybox sleep infinity
docker exec cc touch /f
if [ "$1" = clean ]; then docker rm -f cc; fi
"""
    document_map = mapped(text)
    assert sorted((write["when"] is not None, write["at_end"]) for write in document_map["writes"]) == [
        (True, "alive"),
        (True, "gone"),
    ]
    # Both containers are told apart too, each write with its own.
    assert {write["container"] for write in document_map["writes"]} == {
        container["id"] for container in document_map["containers"]
    }


def test_what_is_the_same_in_every_world_stands_once():
    text = """docker run --rm -v data:/d busybox touch /d/f
if [ "$1" = more ]; then docker run --rm busybox touch /g; fi
"""
    document_map = mapped(text)
    assert [(write["target"], write["when"] is None) for write in document_map["writes"]] == [
        ("/d/f", True),
        ("/g", False),
    ]


def test_rounds_of_a_loop_are_occurrences():
    document_map = mapped("for name in aa bb; do docker run --rm -v $name:/d busybox touch /d/f; done\n")
    assert [write["occurrence"] for write in document_map["writes"]] == [1, 2]
    assert [volume["name"] for volume in document_map["volumes"]] == ["aa", "bb"]


def test_an_uncalled_functions_writes():
    document_map = mapped("go() { docker run --rm busybox touch /f; }\n")
    assert [write["when"] for write in document_map["writes"]] == ["when go is called"]
    assert len(document_map["gaps"]) == 2


COMMANDS = st.sampled_from(
    [
        "docker run -d --name aa -v one:/d busybox sleep infinity",
        "docker run -d --rm --name aa -v /anon --tmpfs /t busybox sleep infinity",
        "docker run --name bb --volumes-from aa busybox touch /d/x /anon/x",
        "docker run --rm -v one:/d busybox sh -c 'touch /d/y /z'",
        "docker create --name cc -v two:/d busybox touch /d/c",
        "docker start cc",
        "docker start -a cc",
        "docker exec aa touch /d/e /t/e /anon/e /f",
        "docker exec aa rm -rf /d",
        "docker stop aa",
        "docker restart aa",
        "docker kill aa",
        "docker rm aa",
        "docker rm -f aa",
        "docker rm -fv aa bb",
        "docker rename aa bb",
        "docker cp x aa:/d/",
        "docker cp aa:/f .",
        "docker commit aa kept",
        "docker volume create one",
        "docker volume rm one",
        "docker volume prune -f",
        "docker volume prune -af",
        "docker container prune -f",
        "docker system prune -f --volumes",
        "docker compose down -v",
        "docker rm -f $X",
        'if [ "$1" = a ]; then docker rm -f aa; fi',
        "grep -q x y && docker volume rm one",
        "while read l; do docker exec aa touch /d/loop; done",
        "systemctl restart docker",
    ]
)


@given(st.lists(COMMANDS, max_size=10), st.booleans())
@settings(max_examples=200)
def test_any_sequence_gives_a_map_that_holds_together(commands, document):
    text = "\n".join(commands) + "\n"
    answer = json.loads(
        json.dumps(mapped([text[: len(text) // 2], text[len(text) // 2 :]] if document else text))
    )
    containers = {container["id"] for container in answer["containers"]}
    volumes = {volume["id"]: volume for volume in answer["volumes"]}
    for write in answer["writes"]:
        assert set(WRITE_FIELDS.split()) <= write.keys()
        assert write["durability"] in DURABILITIES
        assert set(write["ends_with"]) <= set(ENDINGS)
        assert write["container"] is None or write["container"] in containers
        assert write["volume"] is None or write["volume"] in volumes
        assert write["at_end"] in ("alive", "orphaned", "gone", "unknown")
        if write["at_end"] in ("alive", "orphaned"):
            assert write["destroyed_by"] is None or write["destroyed_by"]["certainty"] == "possible"
        if write["destroyed_by"] is not None:
            certain = write["destroyed_by"]["certainty"] == "certain"
            # What is gone for sure may have gone by an earlier command already.
            assert write["at_end"] == "gone" or not certain
        if write["at_end"] == "gone":
            assert write["ends_with"] == []
        # What is in a volume that has gone is gone.
        if write["volume"] is not None and volumes[write["volume"]]["at_end"] == "gone":
            assert write["at_end"] == "gone"
    for container in answer["containers"]:
        assert container["at_end"] in ("alive", "gone", "unknown")
