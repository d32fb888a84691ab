"""Hover, the map and ``inspect`` say the same of every example of ours."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.assist.survival_table import EVENTS, GOES, ORPHANED, STAYS, UNKNOWN, rows
from persistlint.durability.survival import EVENTS as MAP_EVENTS
from persistlint.report.inspect_report import inspect_document
from persistlint.report.map_report import map_document
from persistlint.report.map_tables import REST, map_of
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.durability.test_survival import texts

#: The rules that say of a write that it is lost.
ABOUT_LOST_WRITES = ("PSL101", "PSL102", "PSL104", "PSL105", "PSL107", "PSL404")

MARKS = {STAYS: "yes", GOES: "no", ORPHANED: "yes*", UNKNOWN: "?"}


@pytest.mark.parametrize("part", range(4))
def test_they_never_contradict_each_other(part: int, tmp_path: Path) -> None:
    compared = compared_writes = 0
    for text, language in texts()[part::4]:
        settings = Settings()
        settings.root = str(tmp_path)
        document = Document(os.path.join(tmp_path, "x"), text.encode(), language)
        analysis = analyse(document, Workspace(str(tmp_path)), settings)
        if len(analysis.timelines) != 1:
            continue
        timeline = analysis.timelines[0]
        document_map = map_of(analysis)
        assert len(document_map.tables) == len(timeline.containers), text
        commands = {
            (row["line"], row["column"], row.get("name")) for row in inspect_document([analysis])["commands"]
        }
        lost = {finding.span.start: finding for finding in analysis.findings if finding.code == "PSL101"}
        for container, table in zip(timeline.containers, document_map.tables, strict=True):
            if container.refused:
                continue
            fates = {
                row[0]: dict(zip(MAP_EVENTS, row[2 : 2 + len(MAP_EVENTS)], strict=True)) for row in table.rows
            }
            for row in rows(container, timeline.engine_version):
                shown = fates.get(row.path or REST)
                if shown is None or "-" in shown.values():
                    continue
                compared += 1
                assert [shown[event] for event in EVENTS] == [MARKS[fate] for fate in row.fates], (
                    text,
                    row.path,
                )
        mapped = map_document([analysis])
        for fields in mapped["containers"]:
            # `inspect` has the command that makes it, at the same place and by the same name.
            place = fields["declared_at"]
            assert (place["line"], place["column"], fields["name"]) in commands, text
        compared_writes += compare_writes(analysis, mapped, text)
        for finding in lost.values():
            # What a finding says is lost, the map doesn't say survives.
            path = finding.message.split("`")[1]
            rows_of_path = [
                mount["survives"]
                for fields in mapped["containers"]
                for mount in fields["mounts"]
                if mount["target"] == path and mount["survives"] is not None
            ]
            assert not rows_of_path or any(survives["rm"] != "yes" for survives in rows_of_path), text
    assert compared > 20 and compared_writes > 2


def compare_writes(analysis: Analysis, mapped: dict[str, Any], text: str) -> int:
    """Hold each finding about lost data against the map: no place that survives everything is called lost. The number of findings."""
    compared = 0
    for finding in analysis.findings:
        paths = re.findall(r"`(/[^`]+)`", finding.message)
        rows = [row for row in mapped["writes"] if paths and row["target"] == paths[0]]
        if finding.code not in ABOUT_LOST_WRITES or not rows:
            continue
        compared += 1
        assert any(
            row["at_end"] != "alive" or row["survives"] is None or set(row["survives"].values()) != {"yes"}
            for row in rows
        ), (text, finding.message)
    return compared


def test_a_write_by_exec_is_no_build(tmp_path: Path) -> None:
    text = "docker exec other sh -c 'echo x > /data/f'\n"
    analysis = analyse(Document("x.sh", text.encode(), "shell"), Workspace(str(tmp_path)), Settings())
    document_map = map_of(analysis)
    assert not document_map.builds
    assert "`/data/f`" in document_map.elsewhere[0]
