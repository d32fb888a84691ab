"""PSL805 as people would write it."""

import pytest

from tests.rules.told import told

FOUND = [
    "docker run --rm -v data:/data -v $(pwd):/backup ubuntu tar cvf /backup/b.tar /data\n",
    "docker run --rm -v data:/data alpine tar c /data > b.tar\n",
    "sudo podman run --rm -v data:/data:Z -v /srv:/out alpine tar -czf /out/x.tgz -C /data .\n",
    "docker run --rm --mount source=data,target=/d -v $PWD:/b alpine sh -c 'cd /d && tar cf /b/x.tar .'\n",
    "docker run --rm \\\n  -v data:/data \\\n  -v $PWD:/b \\\n  alpine \\\n  tar czf /b/x.tgz /data\n",
]

SILENT = [
    "docker run --rm -v data:/data:ro -v $(pwd):/backup ubuntu tar cvf /backup/b.tar /data\n",
    "docker run --rm -v data:/data -v $(pwd):/backup:ro ubuntu tar xf /backup/b.tar -C /data\n",
    "docker run --rm -v data:/data alpine sh -c 'tar c /data && rm -rf /data/*'\n",
    "docker run --rm -v data:/data alpine tar czf /data/b.tgz /data/x\n",
    "docker run --rm $OPTS alpine tar c /data\n",
    "docker run --rm --volumes-from db -v $PWD:/b ubuntu tar cf /b/x.tar /dbdata\n",
    "docker run --rm -v data:/data backup-tool /data\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL805", text)] == ["hint"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL805", text) == []
