"""Worlds: which choices docker commands depend on, and which events a world has."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.durability.worlds import select, worlds
from persistlint.shell.invocation import NO_GUARD, Branch, Gap, Guard, Invocation
from persistlint.shell.values import Value, Word
from persistlint.text.budgets import MOST_WORLDS
from persistlint.text.spans import Span, document_anchor


def span(at=0):
    return Span(document_anchor("x"), at, at + 1)


def branch(key, *conditions, context=NO_GUARD, question=None):
    return Branch(key, span(), conditions, context, question)


def command(program, guard=NO_GUARD, at=0, function="", certainty="certain"):
    made = Invocation((Word(Value.of(program), span(at)),), program, span(at))
    made.guard = guard
    made.function = function
    made.certainty = certainty
    return made


def test_without_branches_there_is_one_world():
    assert worlds([command("docker")]) == [(NO_GUARD, None, "")]
    assert worlds([]) == [(NO_GUARD, None, "")]


def test_a_branch_without_docker_commands_splits_nothing():
    choice = branch("a", "x", "y")
    assert worlds([command("echo", Guard({choice: 1})), command("docker")]) == [(NO_GUARD, None, "")]


def test_arms_that_no_command_tells_apart_are_one_choice():
    choice = branch("a", "$1 is `start`", "$1 is `stop`", "$1 is `status`", "$1 is anything else")
    events = [command("docker", Guard({choice: 1})), command("docker", Guard({choice: 2}))]
    guards = worlds(events)
    assert [when for _, when, _ in guards] == [
        "when $1 is `start`",
        "when $1 is `stop`",
        "when $1 is `status` or $1 is anything else",
    ]
    assert [[event for event, _ in select(events, world)] for world in guards] == [
        [events[0]],
        [events[1]],
        [],
    ]


def test_a_nested_branch_is_chosen_only_inside_its_arm():
    outer = branch("a", "a", "not a")
    inner = branch("b", "b", "not b", context=Guard({outer: 1}))
    events = [command("docker", Guard({outer: 1, inner: 1})), command("docker", Guard({outer: 2}))]
    assert [when for _, when, _ in worlds(events)] == ["when a and b", "when a and not b", "when not a"]


def test_two_branches_give_every_combination():
    first, two = branch("a", "a", "not a"), branch("b", "b", "not b")
    events = [command("docker", Guard({first: 1})), command("docker", Guard({two: 1}))]
    assert len(worlds(events)) == 4


def test_branches_that_ask_the_same_go_the_same_way():
    first, two, three = (branch(key, "live", "not live", question="live?") for key in "abc")
    events = [command("docker", Guard({each: 1}), at=at) for at, each in enumerate((first, two, three))]
    guards = worlds(events)
    assert [when for _, when, _ in guards] == ["when live", "when not live"]
    assert [[event for event, _ in select(events, world)] for world in guards] == [events, []]


def test_after_a_gap_in_the_shell_a_question_is_another():
    first, two = (branch(key, "live", "not live", question="live?") for key in "ab")
    for in_shell, count in ((True, 4), (False, 2)):
        gap = Gap("a sourced file", span())
        gap.in_shell = in_shell
        assert (
            len(worlds([command("docker", Guard({first: 1})), gap, command("docker", Guard({two: 1}))]))
            == count
        )


def test_past_the_limit_branches_stay_unsplit_and_their_events_are_possible():
    branches = [branch(index, f"c{index}", f"not c{index}") for index in range(6)]
    events = [command("docker", Guard({each: 1}), at=index) for index, each in enumerate(branches)]
    guards = worlds(events)
    assert len(guards) == MOST_WORLDS
    chosen = select(events, guards[0])
    assert [certainty for _, certainty in chosen] == ["certain"] * 4 + ["possible"] * 2


def test_a_function_that_nothing_calls_is_a_world_of_its_own():
    events = [command("docker"), command("docker", at=5, function="stop")]
    guards = worlds(events)
    assert [function for _, _, function in guards] == ["", "stop"]
    assert [event for event, _ in select(events, guards[0])] == events[:1]
    before, inside, after = select(events, guards[1])
    assert inside[0] is events[1]
    assert isinstance(before[0], Gap)
    assert isinstance(after[0], Gap)


def test_possible_stays_possible():
    events = [command("docker", certainty="possible"), command("docker", certainty="repeated")]
    assert [certainty for _, certainty in select(events, worlds(events)[0])] == ["possible", "repeated"]


@st.composite
def documents(draw):
    """Events under random guards over random, possibly nested, branches."""
    branches = []
    for index in range(draw(st.integers(0, 7))):
        context = NO_GUARD
        if branches and draw(st.booleans()):
            outer = draw(st.sampled_from(branches))
            context = Guard({**outer.context.arms, outer: draw(st.integers(1, outer.all_arms))})
        question = draw(st.sampled_from([None, "one", "other"]))
        arms = draw(st.integers(2, 4)) if question is None else 2
        branches.append(
            branch(index, *[f"c{index}.{arm}" for arm in range(arms)], context=context, question=question)
        )
    events = []
    for at in range(draw(st.integers(0, 8))):
        arms = {}
        for each in draw(st.lists(st.sampled_from(branches), max_size=2)) if branches else []:
            arms.update(each.context.arms)
            arms[each] = draw(st.integers(1, each.all_arms))
        events.append(command(draw(st.sampled_from(["docker", "echo"])), Guard(arms), at=at))
    return branches, events


@given(documents(), st.data())
@settings(max_examples=300)
def test_every_way_through_lies_in_exactly_one_world(document, data):
    branches, events = document
    guards = worlds(events)
    assert 1 <= len(guards) <= MOST_WORLDS
    # One arm for every branch is one way that the script may take; the same question has the same answer.
    answers = {question: data.draw(st.integers(0, 1)) for question in ("one", "other")}
    way = {
        branch: 1 << answers.get(branch.question, data.draw(st.integers(0, len(branch.conditions) - 1)))
        for branch in branches
    }

    def allows(guard):
        return all(mask & way[branch] for branch, mask in guard.arms.items())

    matching = [world for world in guards if allows(world[0])]
    assert len(matching) == 1
    chosen = {id(event): certainty for event, certainty in select(events, matching[0])}
    for event in events:
        if event.program != "docker":
            continue
        if allows(event.guard):
            assert id(event) in chosen
        elif chosen.get(id(event)) == "certain":
            raise AssertionError("an event that this way doesn't reach is called certain")


def test_many_ways_through_the_same_branches_are_looked_at_once():
    """Each branch stands in the arms of six others, thirty deep: 6³⁰ ways lead out of the last."""
    around = NO_GUARD
    for level in range(30):
        around = Guard({branch((level, n), "x", "y", context=around): 1 for n in range(6)})
    guards = worlds([command("docker", around)])
    assert 1 < len(guards) <= MOST_WORLDS


def test_a_branch_around_itself_ends():
    inner = branch("a", "x", "y")
    inner.context = Guard({branch("a", "x", "y", context=Guard({inner: 1})): 1})
    assert worlds([command("docker", Guard({inner: 1}))])
