"""Podman's own ways, where they aren't docker's, as the map tells them; docs/truth.md has the facts, each tried with podman."""

from __future__ import annotations

import pytest

from tests.durability.scenario import timeline as timeline_of

RUN = "podman run -d --name db -v data:/data -v /own docker.io/library/alpine:3.20 sh -c 'echo x > /data/f; echo x > /own/f; echo x > /layer; sleep 1000'\n"


def fates(text: str) -> dict[str, tuple[str, str | None]]:
    """Return each write's end, and what certainly brings it about, by its path. The last write of a path counts."""
    out = {}
    for write in timeline_of(text).writes:
        gone = write.destroyed_by
        out[write.target.display()] = (
            write.at_end,
            gone.event if gone is not None and gone.certainty == "certain" else None,
        )
    return out


def test_forced_removal_of_a_volume_takes_its_containers() -> None:
    ends = fates(RUN + "podman volume rm -f data\n")
    assert [ends[path][0] for path in ("/data/f", "/own/f", "/layer")] == ["gone", "orphaned", "gone"]
    assert ends["/layer"][1] == "`podman volume rm -f data`"
    assert fates(RUN + "podman volume rm data\n")["/data/f"] == ("alive", None)
    # Docker refuses, with -f too.
    assert fates(RUN.replace("podman", "docker") + "docker volume rm -f data\n")["/data/f"] == ("alive", None)


def test_replace_takes_the_container_of_the_name() -> None:
    ends = fates(RUN + "podman run --replace --name db -v data:/data docker.io/library/alpine:3.20 true\n")
    assert [ends[path][0] for path in ("/data/f", "/own/f", "/layer")] == ["alive", "orphaned", "gone"]
    refused = timeline_of(RUN + "podman run --name db docker.io/library/alpine:3.20 true\n")
    assert refused.containers[-1].refused


@pytest.mark.parametrize("command", ["podman pod rm -f web", "podman pod rm -fa"])
def test_a_pod_goes_with_its_containers_and_their_anonymous_volumes(command: str) -> None:
    text = "podman pod create --name web\n" + RUN.replace("--name db", "--name db --pod web") + command + "\n"
    assert [fate for fate, _ in fates(text).values()] == ["alive", "gone", "gone"]


def test_a_pod_with_a_running_container_is_not_removed_without_force() -> None:
    text = RUN.replace("--name db", "--name db --pod new:web") + "podman pod rm web\n"
    assert [fate for fate, _ in fates(text).values()] == ["alive", "alive", "alive"]
    assert len(timeline_of(text).refusals) == 1
    assert [fate for fate, _ in fates(text.replace("rm web", "stop web\npodman pod rm web")).values()] == [
        "alive",
        "gone",
        "gone",
    ]


def test_other_pods_and_other_programs_are_left_alone() -> None:
    text = RUN.replace("--name db", "--name db --pod web") + "podman pod rm -f other\npodman rm -f $OTHER\n"
    assert fates(text)["/data/f"] == ("alive", None)
    assert fates(RUN + "docker rm -f db\n")["/layer"] == ("alive", None)


@pytest.mark.parametrize(
    ("command", "ends"),
    [
        ("podman rm -fa", ["alive", "orphaned", "gone"]),
        ("podman rm -fav", ["alive", "gone", "gone"]),
        ("podman rm -f $(podman ps -aq)", ["alive", "orphaned", "gone"]),
        ("podman rm -a", ["alive", "alive", "alive"]),
        ("podman stop -a\npodman rm -a", ["alive", "orphaned", "gone"]),
        ("podman volume rm -fa", ["gone", "gone", "gone"]),
        ("podman rm -f --latest", ["alive", "unknown", "unknown"]),
    ],
)
def test_options_that_mean_every_container(command: str, ends: list[str]) -> None:
    assert [fate for fate, _ in fates(RUN + command + "\n").values()] == ends


def test_a_prune_of_volumes_may_take_named_ones() -> None:
    # Podman 5 takes them, podman 6 doesn't.
    gone = "podman rm -f db\npodman volume prune -f\n"
    assert [fate for fate, _ in fates(RUN + gone).values()] == ["unknown", "gone", "gone"]
    assert fates(RUN + "podman rm -f db\npodman volume prune -fa\n")["/data/f"][0] == "gone"


def test_what_is_in_memory() -> None:
    text = "podman run -d --name a --tmpfs /t docker.io/library/alpine:3.20 sh -c 'echo x > /t/f; echo x > /dev/shm/f; sleep 1000'\n"
    timeline = timeline_of(text + "podman restart a\n")
    ends = [(write.target.display(), write.at_end) for write in timeline.writes]
    # The restart runs the command again; podman keeps /dev/shm.
    assert ("/t/f", "gone") in ends and ("/dev/shm/f", "gone") not in ends
    assert fates(text + "podman stop a\n")["/dev/shm/f"][0] == "gone"
    copied = timeline_of(text + "podman cp a:/t/f .\n").writes[0]
    assert copied.rescued_by is not None


def test_read_only_brings_memory_for_what_is_temporary() -> None:
    line = "podman run --read-only docker.io/library/alpine:3.20 sh -c 'echo x > /tmp/f'\n"
    assert [write.durability for write in timeline_of(line).writes] == ["tmpfs"]
    line = line.replace("docker.io", "--read-only-tmpfs=false docker.io")
    assert [write.durability for write in timeline_of(line).writes] == ["read-only"]


def test_an_overlay_is_neither_the_source_nor_the_layer() -> None:
    line = "podman run -v ./a:/data:O docker.io/library/alpine:3.20 sh -c 'echo x > /data/f'\n"
    assert [write.durability for write in timeline_of(line).writes] == ["unknown"]


def test_a_paused_container_is_not_stopped() -> None:
    text = "podman run -d --name a --tmpfs /t docker.io/library/alpine:3.20 sh -c 'echo x > /t/f; sleep 1000'\npodman pause a\n"
    assert fates(text + "podman stop a\n")["/t/f"][0] == "alive"
    assert fates(text + "podman stop a\npodman kill a\n")["/t/f"] == ("gone", "`podman kill a`")
    assert fates(text.replace("podman", "docker") + "docker stop a\n")["/t/f"][0] == "gone"


def test_stop_removes_a_container_that_goes_by_itself() -> None:
    text = "podman create --rm --name a docker.io/library/alpine:3.20 true\npodman cp f a:/f\npodman stop a\n"
    assert fates(text)["/f"] == ("gone", "`podman stop a`, and `--rm` deletes the container")
    assert fates(text.replace("podman", "docker"))["/f"][1] is None
    assert fates(text.replace("--rm ", ""))["/f"][0] == "alive"


def test_of_several_containers_none_goes_if_one_is_missing() -> None:
    text = "podman run --name a docker.io/library/alpine:3.20 touch /f\npodman run --name b docker.io/library/alpine:3.20 true\npodman rm b\n"
    assert fates(text + "podman rm a b\n")["/f"] == ("alive", None)
    assert fates(text + "podman rm -f a b\n")["/f"][0] == "gone"
    assert fates(text + "podman rm a stranger\n")["/f"][0] == "unknown"
    assert fates(text.replace("podman", "docker") + "docker rm a b\n")["/f"][0] == "gone"


def test_copies_between_containers() -> None:
    text = (
        RUN
        + "podman create --name two -v kept:/kept docker.io/library/alpine:3.20 true\npodman cp db:/layer two:/kept/copy\n"
    )
    timeline = timeline_of(text)
    assert [write.target.display() for write in timeline.writes if write.rescued_by is not None] == ["/layer"]
    assert timeline.writes[-1].target.display() == "/kept/copy" and timeline.writes[-1].durability == "volume"


def test_what_kube_makes_is_a_gap() -> None:
    assert len(timeline_of(RUN + "podman kube play pod.yaml\n").gaps) == 1
    assert not timeline_of(RUN + "podman generate kube db\n").gaps
