"""PSL805 as people would write it."""

import pytest

from tests.rules.told import told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker run --rm --name saver -v grafana:/g -v "$PWD":/backup alpine tar czf /backup/g.tgz /g\n',
    'V=pgdata\ndocker run --rm -v "$V":/volume -v /backups:/backup alpine tar -cjf /backup/$V.tar.bz2 -C /volume ./\n',
    (
        "README.md",
        "```sh\ndocker run --rm -v wiki:/wiki -v $(pwd):/out busybox tar cf /out/wiki.tar /wiki\n```\n",
    ),
    'backup() { docker run --rm -v "$1":/data -v "$PWD":/backup ubuntu tar czf "/backup/$1.tgz" /data; }\nbackup shop\n',
    "docker container run --rm -w /data --volume shop:/data --volume /srv/backup:/backup alpine tar -cf /backup/shop.tar .\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL805", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm -v data:/data:ro -v $PWD:/b alpine tar cf /b/x.tar /data\n",
    "docker run --rm -v data:/data -v $PWD:/b:ro alpine tar xf /b/x.tar -C /data\n",
    "docker run --rm -v data:/data alpine sh -c 'date > /data/now; tar c /data' > b.tar\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL805", case) == []


@pytest.mark.parametrize(
    "command",
    [
        "tar cf /backup/x.tar --remove-files /data",
        "tar --remove-f -cf /backup/x.tar /data",
        "tar czgf /data/.list /backup/x.tar /data",
        "tar -cf /backup/x.tar -g /data/.list /data",
        "tar -cf /backup/x.tar --listed-incremental=/data/.list /data",
        "tar -cf /backup/x.tar --checkpoint-action=exec=/data/hook /data",
    ],
)
def test_tar_that_writes_to_what_it_saves_is_left_alone(command):
    text = f'docker run --rm -v app:/data -v "$PWD":/backup debian:12 {command}\n'
    assert told_about("PSL805", text) == []
