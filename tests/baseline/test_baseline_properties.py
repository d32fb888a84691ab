"""What holds of any baseline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from persistlint.baseline.file import Entry, read_baseline, render, write_baseline
from persistlint.baseline.known_entries import KnownEntries
from persistlint.rules.finding import Finding
from persistlint.rules.fingerprints import fingerprint
from persistlint.text.spans import Span, document_anchor

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(["a.sh", "b/c.sh", "ü.sh"]) | TEXTS,
        st.sampled_from(["PSL101", "PSL409"]),
        st.sampled_from(["0123", "4567"]),
        TEXTS,
        st.integers(1, 3),
    ),
    max_size=8,
)


def counts(entries: list[Entry]) -> dict[tuple[str, str, str], int]:
    out: dict[tuple[str, str, str], int] = {}
    for entry in entries:
        out[entry.key] = out.get(entry.key, 0) + entry.count
    return out


@given(ENTRIES, st.randoms())
def test_written_and_read_again(tmp_path_factory, entries, random) -> None:  # type: ignore[no-untyped-def]
    path = str(tmp_path_factory.getbasetemp() / "known.json")
    write_baseline(path, entries, None)
    read_entries = read_baseline(path)
    assert counts(read_entries) == counts(entries)
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert render(shuffled) == render(entries) == render(read_entries)
    assert write_baseline(path, read_entries, None) is False


def finding(code: str, identity: str) -> Finding:
    return Finding(code, "x", "warning", Span(document_anchor("a"), 0, 1), "said", identity)


FINDINGS = st.dictionaries(
    st.sampled_from(["a.sh", "b.sh", "c.sh"]),
    st.lists(st.builds(finding, st.sampled_from(["PSL101", "PSL409"]), st.sampled_from("xyz")), max_size=5),
)


@given(FINDINGS, FINDINGS)
def test_pruning_only_shrinks_and_nothing_recorded_is_new(tmp_path_factory, before, after) -> None:  # type: ignore[no-untyped-def]
    root = tmp_path_factory.getbasetemp()
    for name in after:
        (root / name).touch()
    for name in {"a.sh", "b.sh", "c.sh"} - set(after):
        (root / name).unlink(missing_ok=True)
    recorded = [
        Entry(path, each.code, fingerprint(each), each.message)
        for path, findings in before.items()
        for each in findings
    ]
    known_entries = KnownEntries(_read(recorded), str(root))
    new = {path: known_entries.split(path, findings)[0] for path, findings in after.items()}
    pruned = known_entries.pruned(lambda entry: True)
    assert sum(entry.count for entry in pruned) <= len(recorded)
    # What the pruned baseline knows is what the old one knew of what is there.
    again = KnownEntries(_read(pruned), str(root))
    for path, findings in after.items():
        assert [id(each) for each in again.split(path, findings)[0]] == [id(each) for each in new[path]]
    assert again.outdated(lambda entry: True) == []
    # As many are new in a file as it has more than the record, and none where both are equal.
    if before == after:
        assert not any(new.values())


def _read(entries: list[Entry]) -> list[Entry]:
    out: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        earlier = out.get(entry.key)
        out[entry.key] = entry if earlier is None else earlier.fewer(earlier.count + entry.count)
    return list(out.values())
