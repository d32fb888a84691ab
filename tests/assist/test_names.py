"""Definition, references, highlights and rename, in texts with a cursor."""

from __future__ import annotations

import pytest

from persistlint.assist.navigation import Indexed, definition, highlights, references, references_of
from persistlint.assist.rename import renamable, rename
from persistlint.assist.results import Change, Refused
from persistlint.text.edits import apply_edits
from tests.assist.cursor import analysed, at


def indexed(text, path="/project/script.sh", language="shell", files=None):
    analysis, offset = at(text, path, language, files)
    return Indexed(analysis), offset


def told(places):
    return [f"{place.line}:{place.text()}" for place in places]


def renamed(text, new, others=(), files=None):
    """Return the texts after a rename, by path; or why it is refused."""
    here, offset = indexed(text, files=files)
    workspace = [here, *others]
    change = rename(here, offset, new, workspace)
    if not isinstance(change, Change):
        return change
    documents = {}
    for each in workspace:
        documents.update(each.analysis.sources.documents)
    return {
        path: apply_edits(document.data, [edit for edit in change.edits if edit.path == path]).decode()
        for path, document in documents.items()
        if any(edit.path == path for edit in change.edits)
    }


SCRIPT = """\
VOL=pgdata
docker volume create "$VOL"
docker run -d --name db -v $VOL:/data alpine
docker exec db ls /data
docker rm -f db
docker volume rm pgdata
"""


@pytest.mark.parametrize("cursor", ["VOL=pg▮data", 'create "$V▮OL"', "-v $V▮OL", "volume rm pg▮data"])
def test_references_of_a_volume(cursor):
    text = SCRIPT.replace(cursor.replace("▮", ""), cursor, 1)
    here, offset = indexed(text)
    places = references(here, offset)
    assert sorted(told(each.place for each in places)) == ["1:pgdata", "2:$VOL", "3:$VOL", "6:pgdata"]
    assert [each.place.line for each in places if each.makes] == [2]
    assert [each.place.line for each in places if each.assigns] == [1]
    assert told(definition(here, offset)) == ["2:$VOL"]


def test_references_without_the_declaration():
    here, offset = indexed(SCRIPT.replace("exec db", "exec d▮b"))
    places = references(here, offset, declaration=False)
    assert told(each.place for each in places) == ["4:db", "5:db"]
    assert told(definition(here, offset)) == ["3:db"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # Every way to name a container.
        (
            "docker run -d --name d▮b alpine\ndocker logs -f db\ndocker cp db:/x .\ndocker cp . db:/x\n"
            "docker run --volumes-from db:ro alpine\ndocker run --network container:db alpine\ndocker commit db x\n"
            "docker inspect db\ndocker network connect net db\ndocker ps --filter name=^db$\ndocker stats db\n",
            [f"{line}:db" for line in range(1, 12)],
        ),
        # Every way to name a volume.
        (
            "docker volume create --name v▮1\ndocker run -vv1:/x alpine\ndocker run --volume=v1:/x alpine\n"
            'docker run --mount "type=volume,src=v1,dst=/x" alpine\ndocker volume inspect v1\n',
            [f"{line}:v1" for line in range(1, 6)],
        ),
        # Another engine's, another host's, another context's is another thing.
        (
            "docker volume create v▮1\npodman volume create v1\nssh host docker volume rm v1\n"
            "docker -H tcp://x volume rm v1\ndocker --context other volume rm v1\nDOCKER_HOST=tcp://x docker volume rm v1\n"
            "sudo docker volume rm v1\n",
            ["1:v1", "7:v1"],
        ),
        (
            "docker volume rm v1\ndocker context use far\ndocker volume rm v▮1\ndocker volume create v1\n",
            ["3:v1", "4:v1"],
        ),
        # A volume and a container of one name are two things.
        (
            "docker run --name app -v a▮pp:/x alpine\ndocker rm app\ndocker volume rm app\n",
            ["1:app", "3:app"],
        ),
        # A name that is part of another one isn't it.
        ("docker volume create da▮ta\ndocker volume rm data2 my-data\n", ["1:data"]),
        # Loops and functions.
        (
            "for v in one two; do docker volume create $v; done\ndocker volume rm tw▮o\n",
            ["1:$v", "1:two", "2:two"],
        ),
        (
            'make() { docker volume create "$1"; }\nmake cache\nmake other\ndocker volume rm cac▮he\n',
            ["1:$1", "2:cache", "4:cache"],
        ),
        # A captured ID.
        (
            "id=$(docker run -d alpine)\ndocker stop $i▮d\ndocker rm $id\n",
            ["1:docker run -d alpine", "2:$id", "3:$id"],
        ),
        # In the branches that hold it.
        (
            "if test -e x; then N=one; else N=two; fi\ndocker volume create $N\ndocker volume rm o▮ne\n",
            ["1:one", "2:$N", "3:one"],
        ),
    ],
)
def test_references(text, places):
    here, offset = indexed(text)
    reference_places = [place.place for place in references(here, offset)]
    assert sorted(told(reference_places), key=lambda place: (int(place.partition(":")[0]), place)) == places


def test_highlights_are_the_document_s_own():
    here, offset = indexed(SCRIPT.replace("exec db", "exec d▮b"))
    assert told(place.place for place in highlights(here, offset)) == ["3:db", "4:db", "5:db"]


def test_nothing_is_named_in_other_places():
    for text in ("docker run -d alp▮ine\n", "ec▮ho db\ndocker rm db\n", "docker inspect no▮body\n", "▮"):
        here, offset = indexed(text)
        assert definition(here, offset) == [] and references(here, offset) == []
        assert rename(here, offset, "new-name") is None and renamable(here, offset) is None


def test_across_documents():
    here, offset = indexed("docker run -v pgd▮ata:/d alpine\n")
    other = Indexed(analysed("set -e\ndocker volume create pgdata\n", "/project/setup.sh"))
    page = Indexed(analysed("```sh\ndocker volume rm pgdata\n```\n", "/project/README.md", "markdown"))
    definition_places = definition(here, offset, [here, other, page])
    assert [(place.path, place.line) for place in definition_places] == [("/project/setup.sh", 2)]
    places = [each.place for each in references(here, offset, [here, other, page])]
    assert [place.path for place in places] == [
        "/project/script.sh",
        "/project/setup.sh",
        "/project/README.md",
    ]


def test_a_volume_that_nothing_creates_is_made_by_its_first_mount():
    here, offset = indexed("docker run -v v1:/d alpine\ndocker run -v v1:/d busybox\ndocker volume rm v▮1\n")
    assert told(definition(here, offset)) == ["1:v1"]


def test_an_assignment_in_a_sourced_file():
    vars_text = "VOL=pgdata\n"
    user = Indexed(
        analysed(". ./vars.sh\ndocker volume create $VOL\n", files={"/project/vars.sh": vars_text})
    )
    here, offset = indexed("VOL=pgd▮ata\n", "/project/vars.sh")
    assert told(definition(here, offset, [here, user])) == ["2:$VOL"]
    change = rename(here, offset, "newdata", [here, user])
    assert isinstance(change, Change)
    assert [(edit.path, edit.start, edit.end, edit.text) for edit in change.edits] == [
        ("/project/vars.sh", 4, 10, "newdata")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker volume create o▮ld\ndocker run -v old:/x alpine\n",
            "docker volume create new\ndocker run -v new:/x alpine\n",
        ),
        ('V="old"\ndocker run -v "$▮V":/x alpine\n', 'V="new"\ndocker run -v "$V":/x alpine\n'),
        ("docker run -v 'ol▮d:/x' alpine\n", "docker run -v 'new:/x' alpine\n"),
        ('docker run -v "${V:-o▮ld}:/x" alpine\n', 'docker run -v "${V:-new}:/x" alpine\n'),
        (
            "docker run --mount type=volume,source=ol▮d,target=/old alpine\n",
            "docker run --mount type=volume,source=new,target=/old alpine\n",
        ),
        ("echo old\ndocker volume rm ol▮d # old\n", "echo old\ndocker volume rm new # old\n"),
        (
            "for v in old; do docker volume rm $v; done\ndocker volume create ol▮d\n",
            "for v in new; do docker volume rm $v; done\ndocker volume create new\n",
        ),
        ('N=old\necho "$N"\ndocker rm $▮N\n', 'N=new\necho "$N"\ndocker rm $N\n'),
        ("docker run -dvol▮d:/x alpine\n", "docker run -dvnew:/x alpine\n"),
        ("docker rename ol▮d other\ndocker rm other old\n", "docker rename new other\ndocker rm other new\n"),
        (
            'args=(--name old)\ndocker run "${args[@]}" alpine\ndocker rm ol▮d\n',
            'args=(--name new)\ndocker run "${args[@]}" alpine\ndocker rm new\n',
        ),
    ],
)
def test_rename(before, after):
    assert renamed(before, "new") == {"/project/script.sh": after}


@pytest.mark.parametrize(
    ("text", "new", "reason"),
    [
        ("P=app\ndocker volume create ${P}-da▮ta\n", "new", "the name is computed, script.sh line 2"),
        ("docker volume create $(date +%F)-d▮ata\n", "new", "`$(date +%F)`, isn't known"),
        ('docker volume create "$▮V"\n', "new", "`V`, isn't known"),
        ("id=$(docker run -d alpine)\ndocker rm $i▮d\n", "new", "known by its ID"),
        ("N=app\ndocker run --name $▮N -v $N:/x alpine\n", "new", "also used for `-v`, script.sh line 2"),
        ("N=app\ndocker run --name $▮N --hostname $N alpine\n", "new", "also used for `--hostname`"),
        ("N=app\ndocker run --name $▮N -v /srv/$N:/x alpine\n", "new", "also used for `-v`"),
        (
            "docker volume create o▮ld\ndocker volume create new\n",
            "new",
            "there is a volume `new` already, script.sh line 2",
        ),
        ("docker volume create o▮ld\n", "x", "`x` is no name for a volume"),
        ("docker volume create o▮ld\n", "a/b", "`a/b` is no name"),
        ("docker volume create o▮ld\n", "", "is no name"),
    ],
)
def test_rename_is_refused(text, new, reason):
    text_after = renamed(text, new)
    assert isinstance(text_after, Refused)
    assert reason in text_after.reason


def test_rename_across_documents():
    other = Indexed(analysed("docker volume create old\n", "/project/setup.sh"))
    text_after = renamed("docker run -v o▮ld:/d alpine\n", "new", [other])
    assert text_after == {
        "/project/script.sh": "docker run -v new:/d alpine\n",
        "/project/setup.sh": "docker volume create new\n",
    }


def test_a_computed_name_in_another_document_hinders_the_rename():
    other = Indexed(analysed("P=o\ndocker volume create ${P}ld\n", "/project/setup.sh"))
    text_after = renamed("docker run -v o▮ld:/d alpine\n", "new", [other])
    assert isinstance(text_after, Refused)
    assert "setup.sh line 2" in text_after.reason


def test_what_can_be_renamed():
    here, offset = indexed("V=old\ndocker volume create $▮V\n")
    range_to_rename = renamable(here, offset)
    assert isinstance(range_to_rename, tuple)
    assert (range_to_rename[0].text(), range_to_rename[1]) == ("$V", "old")
    here, offset = indexed("P=app\ndocker volume create ${P}-da▮ta\n")
    assert isinstance(renamable(here, offset), Refused)


def test_a_rename_changes_no_other_name():
    """After the rename, the document says of the new name what it said of the old one, and of everything else the same."""
    here = Indexed(analysed(SCRIPT))
    text_after = renamed(SCRIPT.replace("rm pgdata", "rm pg▮data"), "newdata")
    after = Indexed(analysed(text_after["/project/script.sh"]))
    keys = {mention.key for mention in here.mentions}
    expected = {key if key[2] != ("pgdata",) else (*key[:2], ("newdata",)) for key in keys}
    assert {mention.key for mention in after.mentions} == expected
    for key in keys:
        other = key if key[2] != ("pgdata",) else (*key[:2], ("newdata",))
        assert len(references_of(key, [here])) == len(references_of(other, [after]))
