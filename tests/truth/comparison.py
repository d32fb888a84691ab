"""A prediction beside the truth: every difference, and how many predictions don't say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tests.truth.lives import Life
from tests.truth.places import Look
from tests.truth.running import Done
from tests.truth.scenario import Scenario

#: What compose makes has it, and is not in the map.
_PROJECT = "com.docker.compose.project"
_KINDS = ("writes", "volumes", "containers")


class Verdict:
    """``differences`` and ``unclear`` predictions are sentences; of ``predictions`` so many are ``unknown``."""

    def __init__(self) -> None:
        self.differences: list[str] = []
        self.unclear: list[str] = []
        self.predictions = 0

    @property
    def unknown(self) -> int:
        return len(self.unclear)


def compare(
    scenario: Scenario, told: dict[str, Any], lives: dict[str, list[Life]], done: list[Done]
) -> Verdict:
    """Compares the writes with their lives, and volumes and containers with what is there at the end."""
    verdict = Verdict()
    answers = _answers(scenario, done)
    asked = {
        text for kind in told if kind in _KINDS for entry in told[kind] for text in _texts(entry["when"])
    }
    if asked - answers.keys():
        verdict.differences.append(f"conditions that the text doesn't ask: {asked - answers.keys()}")
        return verdict
    told = {kind: [entry for entry in told[kind] if _chosen(entry["when"], answers)] for kind in _KINDS}
    for number, step in enumerate(scenario.steps):
        for write in step.writes:
            entries = [
                entry
                for entry in told["writes"]
                if entry["target"] == write.target and scenario.step_at(entry["line"] - 1) == number
            ]
            _writes(verdict, scenario, f"{write.tag} at {write.target}", entries, lives[write.tag])
    _volumes(verdict, scenario, told, done[-1].look)
    _containers(verdict, told, done[-1].look)
    return verdict


def _answers(scenario: Scenario, done: list[Done]) -> dict[str, bool]:
    """Return each answer to a condition of the text, in the map's words, with whether it was given."""
    answers: dict[str, bool] = {}
    for number, step in enumerate(scenario.steps):
        before = done[number - 1].look.containers if number else {}
        for condition in step.conditions:
            holds = condition.holds
            if holds is None:
                holds = any(each["Name"] == f"/{condition.container}" for each in before.values())
            answers[condition.true] = holds
            answers[condition.false] = not holds
        # The map tells of a function that nothing calls what a call would do.
        if step.function:
            answers[f"{step.function} is called"] = False
    return answers


def _chosen(when: str | None, answers: dict[str, bool]) -> bool:
    """Return whether an entry is of the branches that were taken."""
    parts = (when or "").removeprefix("when ").split(" and ")
    return when is None or all(any(answers[text] for text in part.split(" or ")) for part in parts)


def _texts(when: str | None) -> list[str]:
    """Return the answers that an entry depends on."""
    if when is None:
        return []
    return [text for part in when.removeprefix("when ").split(" and ") for text in part.split(" or ")]


def _writes(
    verdict: Verdict, scenario: Scenario, name: str, entries: list[dict[str, Any]], lives: list[Life]
) -> None:
    verdict.predictions += max(len(entries), 1)
    happened = [entry for entry in entries if entry["happened"] is not False]
    sure = [entry for entry in happened if entry["happened"]]
    if not entries and lives:
        verdict.differences.append(f"{name}: not in the map, but it happened: {lives}")
        return
    if len(sure) != len(happened):
        verdict.unclear += [f"{name}: it may happen"] * (len(happened) - len(sure))
        if len(sure) > len(lives):
            verdict.differences.append(f"{name}: {len(sure)} times for sure, but only {len(lives)}")
        return
    if len(sure) > len(lives):
        sure = _files(sure)
    if len(sure) != len(lives):
        verdict.differences.append(
            f"{name}: predicted to happen {len(sure)} times, happened {len(lives)} times: {lives}"
        )
        return
    for entry, life in zip(sure, lives, strict=True):
        if _unknown(entry):
            verdict.unclear.append(
                f"{name}: {entry['durability']}, {entry['at_end']}, {entry['destroyed_by']}"
            )
        for problem in _problems(scenario, entry, life):
            verdict.differences.append(f"{name}: {problem}")


def _files(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of the writes to each file: a function that is called again adds to what its first call made, and both have one fate."""
    kept_entries: list[dict[str, Any]] = []
    for entry in entries:
        fate = [entry[key] for key in ("line", "durability", "at_end", "destroyed_by")]
        if not kept_entries or fate != [
            kept_entries[-1][key] for key in ("line", "durability", "at_end", "destroyed_by")
        ]:
            kept_entries.append(entry)
    return kept_entries


def _unknown(entry: dict[str, Any]) -> bool:
    destroyed = entry["destroyed_by"]
    return (
        entry["durability"] == "unknown"
        or entry["at_end"] == "unknown"
        or (destroyed is not None and destroyed["certainty"] != "certain")
    )


def _problems(scenario: Scenario, entry: dict[str, Any], life: Life) -> list[str]:
    sentences = []
    if entry["durability"] not in ("unknown", life.durability):
        sentences.append(f"predicted in {entry['durability']}, is in {life.durability}")
    if entry["at_end"] not in ("unknown", life.at_end):
        sentences.append(f"predicted to be {entry['at_end']}, is {life.at_end}")
    destroyed = entry["destroyed_by"]
    if destroyed is None:
        if life.end is not None and entry["at_end"] != "unknown":
            sentences.append(f"no destruction predicted, gone by step {life.end + 1}")
    elif destroyed["certainty"] == "certain":
        steps = scenario.moments(destroyed["line"] - 1)
        if life.end not in steps:
            sentences.append(f"predicted to go by {_steps(steps)}, went by {_steps({life.end})}")
    rescued: set[int | None] = {None}
    if entry["rescued_by"]:
        rescued = {*scenario.moments(entry["rescued_by"]["line"] - 1)}
        if (
            _unknown(entry)
            and life.end is not None
            and all(step > life.end for step in rescued if step is not None)
        ):
            # What may have been gone before can't be rescued any more.
            rescued.add(None)
        first = min(step for step in rescued if step is not None)
        if any(step.conditions for step in scenario.steps[:first]):
            # The map names a rescue that a branch may have made impossible, and has no word for that.
            rescued.add(None)
    if life.rescued not in rescued and life.durability != "bind":
        sentences.append(f"predicted to be rescued by {_steps(rescued)}, was by {_steps({life.rescued})}")
    return sentences


def _steps(steps: Collection[int | None]) -> str:
    return " or ".join("none" if index is None else f"step {index + 1}" for index in steps)


def _volumes(verdict: Verdict, scenario: Scenario, told: dict[str, Any], look: Look) -> None:
    for volume in told["volumes"]:
        name = volume["name"]
        if name is None or volume["at_end"] == "unknown" or "⟨" in name:
            continue
        later = [each for each in told["volumes"] if each["name"] == name]
        if later[-1] is not volume:
            continue
        there = "alive" if name in look.volumes else "gone"
        if volume["at_end"] != there:
            verdict.differences.append(f"volume {name}: predicted to be {volume['at_end']}, is {there}")
    told_names = {volume["name"] for volume in told["volumes"]}
    if not any("⟨" in str(name) for name in told_names):
        for name, described in look.volumes.items():
            if _PROJECT in (described.get("Labels") or {}):
                continue
            if len(name) < 64 and name not in told_names:
                verdict.differences.append(f"volume {name}: is there, and not in the map")


def _containers(verdict: Verdict, told: dict[str, Any], look: Look) -> None:
    if any(container["at_end"] == "unknown" for container in told["containers"]):
        return
    predicted = sorted(
        container["name"] or "" for container in told["containers"] if container["at_end"] == "alive"
    )
    names = [
        each["Name"].lstrip("/")
        for each in look.containers.values()
        if _PROJECT not in (each["Config"]["Labels"] or {})
    ]
    given = {container["name"] for container in told["containers"]}
    actual = sorted(name if name in given else "" for name in names)
    if predicted != actual:
        verdict.differences.append(f"containers: predicted {predicted}, are {actual}")
