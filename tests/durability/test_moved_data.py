"""Options, arguments and variables of a server put its data somewhere, in every spelling that such programs take."""

import pytest

from tests.rules.checking import Said

#: The run, and where the data is that goes with the container ("" where none does).
RUNS = {
    "two dashes for one": ("victoriametrics/victoria-metrics --storageDataPath=/store", "/store"),
    "one dash, the value apart": ("victoriametrics/victoria-metrics -storageDataPath /store", "/store"),
    "one dash, one word": ("victoriametrics/victoria-metrics -storageDataPath=/store", "/store"),
    "two dashes, the value apart": ("victoriametrics/victoria-metrics --storageDataPath /store", "/store"),
    "moved into the mount": ("-v vm:/store victoriametrics/victoria-metrics --storageDataPath=/store", ""),
    "one dash for two": ("prom/prometheus -storage.tsdb.path=/tsdb", "/tsdb"),
    "the option of two letters, in one word": (
        "-e POSTGRES_PASSWORD=x postgres:16 postgres -D/srv/pg",
        "/srv/pg",
    ),
    "an agent's directory": ("consul:1.15 agent -server -data-dir=/store", "/store"),
    "the same with two dashes": ("hashicorp/consul agent -server --data-dir /store", "/store"),
    "a development agent": ("consul:1.15 agent -dev -client=0.0.0.0", ""),
    "a development agent with two dashes": ("hashicorp/consul:1.20 agent --dev", ""),
    "a development server": ("hashicorp/vault server -dev -dev-root-token-id=root", ""),
    "a setting behind a letter": ("elasticsearch:8.15.0 elasticsearch -E path.data=/store", "/store"),
    "a setting in the letter's word": ("elasticsearch:8.15.0 elasticsearch -Epath.data=/store", "/store"),
    "a store's address": ("surrealdb/surrealdb start --log trace rocksdb:/store/app.db", "/store/app.db"),
    "the older scheme": ("surrealdb/surrealdb:v1 start file:/data/db", "/data/db"),
    "an address with slashes": ("surrealdb/surrealdb start surrealkv:///store", "/store"),
    "an address in a mount": ("-v db:/store surrealdb/surrealdb start rocksdb:/store/app.db", ""),
    "an address in a variable": (
        "-v db:/store -e SURREAL_PATH=rocksdb:/store/a surrealdb/surrealdb start",
        "",
    ),
    "a subcommand's directory": ("minio/minio server /store", "/store"),
    "the same behind an option": ('minio/minio server --console-address ":9001" /data', "/data"),
    "an option behind it": ('minio/minio server /store --console-address ":9001"', "/store"),
    "several directories": ("-v a:/d1 -v b:/d2 minio/minio server /d1 /d2", ""),
    "a pattern of directories": ("-v aa:/data1 -v bb:/data2 minio/minio server /data{1...2}", ""),
    "a pattern of servers": (
        '-v aa:/data1 -v bb:/data2 minio/minio server --console-address ":9001" http://minio{1...4}/data{1...2}',
        "",
    ),
    "in memory": ("surrealdb/surrealdb start memory", ""),
    "in memory, as no path is given": ("surrealdb/surrealdb start --user root", ""),
}


@pytest.mark.parametrize("name", RUNS)
def test_place(name):
    run, place = RUNS[name]
    said = Said("PSL101", f"docker run -d --name srv {run}\n")
    assert place or "PSL203" not in said.others
    assert [f"`{place}` of" in message for message in said.messages] == ([True] if place else []), said
