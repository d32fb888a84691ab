"""What the scenarios on a real engine showed to be otherwise (docs/truth.md lists them), each as the smallest text that shows it."""

from __future__ import annotations

from tests.durability.scenario import Scenario, show, timeline


def ended(text, **options):
    """Return each write with the command that ended it, if one certainly did."""
    scenario = Scenario(text, **options)
    out = []
    for write in scenario.timeline().writes:
        by = write.destroyed_by
        sure = by is not None and by.certainty == "certain"
        out.append((write.target.display(), write.at_end, scenario.text(by.span) if sure else None))
    return out


def test_before_28_a_mount_without_a_source_makes_a_volume_that_a_bare_prune_leaves():
    text = """
    docker run --name cc --mount type=volume,target=/data busybox touch /data/f
    docker rm cc
    docker volume prune -f
    """
    assert ended(text, engine=(26, 1)) == [("/data/f", "orphaned", None)]
    assert ended(text, engine=(28, 0)) == [("/data/f", "gone", "docker volume prune -f")]
    assert ended(text.replace("-f", "-af"), engine=(26, 1)) == [
        ("/data/f", "gone", "docker volume prune -af")
    ]
    assert ended(text.replace("--mount type=volume,target=/data", "-v /data"), engine=(26, 1)) == [
        ("/data/f", "gone", "docker volume prune -f")
    ]


def test_a_subpath_that_nothing_made_may_not_be_there():
    run = "docker run --name cc --mount source=vv,target=/data,volume-subpath=sub busybox touch /data/f\n"
    assert show(run) == ["/data/f?: volume, alive"]
    made = "docker run --rm -v vv:/all busybox mkdir /all/sub\n"
    assert show(made + run) == ["/all/sub: volume, alive", "/data/f: volume, alive"]
    assert show(made + "docker volume rm vv\n" + run)[-1] == "/data/f?: volume, alive"


def test_a_mount_below_a_read_only_one_needs_its_directory():
    run = "docker run --rm -v vv:/data:ro -v ww:/data/sub busybox touch /data/sub/f\n"
    assert show(run) == ["/data/sub/f?: volume, alive"]
    made = "docker run --rm -v vv:/all busybox mkdir /all/sub\n"
    assert show(made + run)[-1] == "/data/sub/f: volume, alive"


def test_read_only_holds_for_the_engines_own_files():
    assert show("docker run --rm --read-only busybox sh -c 'echo x >> /etc/hosts'") == [
        "/etc/hosts!: read-only, gone"
    ]


def test_a_restart_of_the_engine_may_take_a_container_that_was_never_started():
    text = "docker create --rm --name cc busybox touch /f\nsystemctl restart docker\ndocker start cc\n"
    assert show(text) == ["/f?: container layer, gone"]


def test_a_name_given_up_by_rename_is_nobodys():
    text = """
    docker run -d --name cc busybox sleep infinity
    docker rename cc dd
    docker exec cc touch /f
    docker cp f cc:/g
    docker run --rm --volumes-from cc busybox touch /h
    """
    assert [(write.target.text, write.happened) for write in timeline(text).writes] == [
        ("/f", False),
        ("/g", False),
        ("/h", False),
    ]


def test_an_anonymous_volume_yields_to_volumes_from():
    text = """
    docker create --name cc -v vv:/data busybox
    docker run --rm -v /data --volumes-from cc busybox touch /data/f
    """
    assert show(text) == ["/data/f: volume, alive"]
    assert show(text.replace("-v /data ", "--mount type=volume,target=/data ")) == [
        "/data/f: anonymous volume, gone"
    ]


def test_a_tmpfs_of_mount_can_not_be_shared():
    text = """
    docker run -d --name cc --mount type=tmpfs,target=/m busybox sleep infinity
    docker run -v vv:/data --volumes-from cc busybox touch /data/f
    """
    replayed = timeline(text)
    assert [write.happened for write in replayed.writes] == [False]
    assert [refusal.reason for refusal in replayed.refusals] == ["a tmpfs can't be shared"]
    assert show(text.replace("--mount type=tmpfs,target=/m", "--tmpfs /m")) == ["/data/f: volume, alive"]


def test_cp_takes_nothing_out_of_memory():
    text = """
    docker run -d --name cc --tmpfs /data/m busybox sleep infinity
    docker exec cc touch /data/f /data/m/f /dev/shm/f
    docker cp cc:/data .
    docker cp cc:/dev/shm/f .
    """
    assert [(write.target.text, write.rescued_by is not None) for write in timeline(text).writes] == [
        ("/data/f", True),
        ("/data/m/f", False),
        ("/dev/shm/f", False),
    ]


def test_what_may_have_ended_before_is_not_said_to_end_with_the_next_command():
    text = """
    docker run --rm -v vv:/data busybox touch /data/f
    docker volume prune -af --filter "$FILTER"
    docker volume rm vv
    """
    assert ended(text) == [("/data/f", "gone", None)]


def test_a_prune_spares_a_label():
    text = """
    docker volume create --label keep vv
    docker run --rm -v vv:/data -v ww:/more busybox touch /data/f /more/f
    docker volume prune -af --filter label!=keep
    """
    assert ended(text) == [
        ("/data/f", "alive", None),
        ("/more/f", "gone", "docker volume prune -af --filter label!=keep"),
    ]


def test_exec_is_refused_in_a_paused_container():
    run = "docker run -d --name cc busybox sleep infinity\ndocker pause cc\n"
    assert show(run + "docker exec cc touch /f") == ["/f!: container layer, gone"]
    for command in ("unpause", "restart", "stop cc; docker start"):
        assert show(run + f"docker {command} cc\ndocker exec cc touch /f") == ["/f: container layer, alive"]


def test_volumes_from_its_own_name_is_refused():
    replayed = timeline("docker run --name cc --volumes-from cc busybox touch /f")
    assert [write.happened for write in replayed.writes] == [False]
    assert [refusal.reason for refusal in replayed.refusals] == ["the name is in use"]


def test_a_container_that_was_refused_may_not_be_there():
    text = """
    docker create --name cc busybox
    docker rm cc
    docker create --name dd --volumes-from cc busybox
    docker run --volumes-from dd busybox touch /f
    """
    assert [write.happened for write in timeline(text).writes] == [None]


def test_the_anonymous_volume_of_a_container_that_may_be_gone_may_be_an_orphan():
    text = "docker run --name cc -v /data busybox touch /data/f & wait\ndocker container prune -f\n"
    assert ended(text) == [("/data/f", "unknown", None)]


def test_a_container_that_may_have_been_removed_may_have_left_its_volume():
    text = """
    docker run -d --name cc -v /data busybox sh -c 'touch /data/f; sleep infinity'
    [ -e flag ] || docker rm -f cc
    docker rm -fv cc
    """
    assert ended(text) == [("/data/f", "unknown", None)]
    assert ended(text.replace("[ -e flag ] || docker rm -f cc", "")) == [
        ("/data/f", "gone", "docker rm -fv cc")
    ]


def test_rm_without_r_leaves_a_directory():
    text = """
    docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16
    docker exec db rm -f /var/lib/postgresql/data
    """
    assert ended(text) == [("/var/lib/postgresql/data", "unknown", None)]
    assert ended(text.replace("-f", "-rf"))[0][1] == "gone"


def test_a_run_that_may_not_happen_may_make_no_volume():
    text = "[ -e flag ] || docker run --name cc -v vol:/data busybox touch /data/f\n"
    assert [volume.at_end for volume in timeline(text).volumes] == ["unknown"]
    certain = text + "docker run --rm -v vol:/data busybox ls\n"
    assert [volume.at_end for volume in timeline(certain).volumes] == ["alive"]


def test_a_name_in_use_is_refused_to_a_run_that_may_not_happen_too():
    text = """
    docker run -d --name cc busybox sleep infinity
    [ -e flag ] || docker run --name cc -v vol:/data busybox touch /data/f
    """
    replayed = timeline(text)
    assert [write.happened for write in replayed.writes] == [False]
    assert [volume.name for volume in replayed.volumes] == []
    # No rule is to say that docker refuses what may not happen.
    assert replayed.refusals == []


def test_a_restart_policy_starts_a_container_again_with_the_engine():
    text = """
    docker run -d --name cc --restart POLICY --tmpfs /m busybox sh -c 'touch /m/f; sleep infinity'
    systemctl restart docker
    """
    assert [write.happened for write in timeline(text.replace("POLICY", "always")).writes] == [True, None]
    assert [write.happened for write in timeline(text.replace("POLICY", "no")).writes] == [True]


def test_on_failure_starts_a_killed_container_again_with_the_engine():
    text = """
    docker run -d --name cc --restart on-failure -v vol:/data busybox sh -c 'touch /data/f; sleep infinity'
    docker kill cc
    systemctl restart docker
    docker container prune -f
    docker volume rm vol
    """
    assert ended(text) == [("/data/f", "unknown", None)]
    assert ended(text.replace("on-failure", "no")) == [("/data/f", "gone", "docker volume rm vol")]


def test_a_job_in_the_background_ends_by_itself():
    text = """
    docker run --name cc --tmpfs /m busybox touch /m/f &
    docker rm cc
    docker start cc
    """
    assert [write.happened for write in timeline(text).writes] == [True, None]


def test_a_rename_to_a_name_that_may_be_in_use_may_be_refused():
    text = """
    docker run -d --name bb busybox sleep infinity
    docker create --name cc busybox true
    docker stop bb cc || docker rm -f bb
    docker rename cc bb
    docker run -d --name cc busybox touch /f
    docker rm -f bb
    """
    scenario = timeline(text)
    assert [(write.target.text, write.happened) for write in scenario.writes] == [("/f", None)]
    assert [sorted(container.states) for container in scenario.containers] == [
        ["exited", "removed"],
        ["created", "removed"],
        ["exited", "removed"],
    ]


def test_a_rename_that_may_not_happen_leaves_both_names_possible():
    text = """
    docker run -d --name cc busybox sleep infinity
    [ -e flag ] || docker stop cc || docker rename cc dd
    docker exec cc touch /f
    docker exec dd touch /g
    """
    assert [(write.target.text, write.happened) for write in timeline(text).writes] == [
        ("/f", None),
        ("/g", None),
    ]


def test_a_rename_to_its_own_name_is_refused():
    text = """
    docker run -d --name bb busybox sleep infinity
    docker rename bb bb
    docker exec bb touch /f
    """
    assert show(text) == ["/f: container layer, alive"]


def test_cat_takes_no_directory_out():
    text = """
    docker run -d --name db -v data:/other postgres:16
    docker exec db cat /var/lib/postgresql/data > out
    docker exec db touch /srv/f
    docker exec db cat /srv > more
    docker exec db cat /srv/f > file
    docker exec db tar c /var/lib/postgresql/data > data.tar
    """
    scenario = Scenario(text)
    assert [
        (write.target.display(), scenario.text(write.rescued_by) if write.rescued_by else None)
        for write in scenario.timeline().writes
    ] == [
        ("/var/lib/postgresql/data", "docker exec db tar c /var/lib/postgresql/data > data.tar"),
        ("/srv/f", "docker exec db cat /srv/f > file"),
    ]
