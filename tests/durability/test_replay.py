"""Scenarios: what becomes of each write. M-numbers are those of the mistakes that the facts come from."""

from __future__ import annotations

import pytest

from tests.durability.scenario import Scenario, describe, show, timeline


def fates(text, **options):
    """Return the end of each write, with the command that ended it."""
    scenario = Scenario(text, **options)
    out = []
    for write in scenario.timeline().writes:
        by = write.destroyed_by
        end = f" by {scenario.text(by.span)} ({by.certainty})" if by is not None else ""
        out.append(f"{write.target.display()}: {write.at_end}{end}")
    return out


# -- the layer (M01, M11, M66, M67) -----------------------------------------------------------------------------------


def test_rm_deletes_the_layer_right_at_an_attached_run():
    assert show("docker run --rm busybox sh -c 'echo hi > /my/hello.txt'") == [
        "/my/hello.txt: container layer, gone"
    ]


def test_the_layer_of_a_stopped_container_lives_until_it_is_removed():
    text = "docker run --name cc busybox touch /f\n"
    assert show(text) == ["/f: container layer, alive"]
    assert fates(text + "docker rm cc") == ["/f: gone by docker rm cc (certain)"]
    assert fates(text + "docker container prune -f") == ["/f: gone by docker container prune -f (certain)"]
    assert fates(text + "docker system prune -f") == ["/f: gone by docker system prune -f (certain)"]


def test_stop_start_and_restart_keep_the_layer():
    text = """
    docker run -d --name cc busybox sleep infinity
    docker exec cc touch /f
    docker stop cc
    docker start cc
    docker restart cc
    """
    assert show(text) == ["/f: container layer, alive"]


def test_a_detached_rm_container_goes_when_it_stops():
    text = "docker run -d --rm --name cc busybox sleep infinity\ndocker exec cc touch /f\n"
    assert show(text) == ["/f: container layer, alive"]
    for command in ("docker stop cc", "docker kill cc", "docker rm -f cc"):
        assert fates(text + command) == [f"/f: gone by {command} (certain)"]


def test_a_detached_rm_container_with_short_work_goes_by_itself():
    assert fates("docker run -d --rm busybox touch /f") == [
        "/f: gone by docker run -d --rm busybox touch /f (certain)"
    ]


def test_restart_holds_rm_back():
    text = "docker run -d --rm --name cc busybox sleep infinity\ndocker exec cc touch /f\ndocker restart cc\n"
    assert show(text) == ["/f: container layer, alive"]


def test_create_writes_nothing_until_it_is_started():
    text = "docker create --name cc busybox touch /f\n"
    assert show(text) == []
    assert show(text + "docker start cc") == ["/f: container layer, alive"]
    assert show(text.replace("create", "create --rm") + "docker start -a cc") == ["/f: container layer, gone"]


def test_rm_refuses_a_running_container():
    text = "docker run -d --name cc busybox sleep infinity\ndocker exec cc touch /f\ndocker rm cc\n"
    assert show(text) == ["/f: container layer, alive"]


def test_prune_spares_running_containers():
    text = (
        "docker run -d --name cc busybox sleep infinity\ndocker exec cc touch /f\ndocker container prune -f\n"
    )
    assert show(text) == ["/f: container layer, alive"]


def test_a_prune_that_asks_may_not_happen():
    text = "docker run --name cc busybox touch /f\ndocker container prune\n"
    assert fates(text) == ["/f: unknown by docker container prune (possible)"]
    assert fates("docker run --name cc busybox touch /f\nyes | docker container prune\n")[0].startswith(
        "/f: gone"
    )


def test_two_runs_have_two_layers():
    # M02
    replayed = timeline(
        "docker run --rm alpine sh -c 'mkdir /d && echo 1 > /d/f'\ndocker run --rm alpine cat /d/f"
    )
    assert [write.target.text for write in replayed.writes] == ["/d", "/d/f"]
    assert [(read.target, read.container.id) for read in replayed.reads] == [("/d/f", "c2")]
    assert [write.sequence for write in replayed.writes] + [replayed.reads[0].sequence] == [0, 1, 2]


# -- volumes (M08, M60, M61, M75, M76) --------------------------------------------------------------------------------


def test_a_named_volume_outlives_its_containers():
    text = "docker run --rm -v data:/d busybox touch /d/f\n"
    assert show(text) == ["/d/f: volume, alive"]
    assert fates(text + "docker volume rm data") == ["/d/f: gone by docker volume rm data (certain)"]


def test_volume_rm_refuses_a_volume_in_use():
    text = "docker run --name cc -v data:/d busybox touch /d/f\ndocker volume rm -f data\n"
    assert show(text) == ["/d/f: volume, alive"]
    assert show(text + "docker rm cc\ndocker volume rm data") == ["/d/f: volume, gone"]


def test_volume_prune_by_engine_version():
    text = "docker run --rm -v data:/d busybox touch /d/f\n"
    assert show(text + "docker volume prune -f") == ["/d/f: volume, alive"]
    assert show(text + "docker volume prune -f", engine=(20, 10)) == ["/d/f: volume, gone"]
    assert show(text + "docker volume prune -af") == ["/d/f: volume, gone"]
    assert show(text + "docker volume prune -f --filter all=1") == ["/d/f: volume, gone"]
    assert show(text + "docker system prune -f --volumes") == ["/d/f: volume, alive"]
    assert show(text + "docker system prune -f --volumes", engine=(20, 10)) == ["/d/f: volume, gone"]
    assert show(text + "docker volume prune -f --filter label=ci") == ["/d/f: volume, alive"]


def test_a_stopped_container_protects_its_volumes_from_volume_prune():
    text = "docker run --name cc -v data:/d -v /anon busybox sh -c 'touch /d/f; touch /anon/f'\n"
    assert show(text + "docker volume prune -af") == [
        "/d/f: volume, alive",
        "/anon/f: anonymous volume, alive",
    ]
    # system prune removes the container first, then its anonymous volumes are unused.
    assert show(text + "docker system prune -f --volumes") == [
        "/d/f: volume, alive",
        "/anon/f: anonymous volume, gone",
    ]


def test_a_volume_with_driver_options_is_never_pruned():
    text = "docker volume create -o type=nfs -o o=addr=h -o device=:/x data\ndocker run --rm -v data:/d busybox touch /d/f\n"
    assert show(text + "docker volume prune -af") == ["/d/f: volume, alive"]


def test_the_anonymous_volume_of_an_image():
    # M08
    assert show("docker run -d --name db postgres:16") == [
        "/var/lib/postgresql/data: anonymous volume, alive"
    ]
    assert show("docker run --rm postgres:16") == ["/var/lib/postgresql/data: anonymous volume, gone"]


@pytest.mark.parametrize(
    ("options", "command", "end"),
    [
        ("", "docker rm -f cc", "orphaned"),
        ("", "docker rm -fv cc", "gone"),
        # M61: with --rm too, `rm -f` leaves the anonymous volume behind; stop and kill don't.
        ("--rm", "docker rm -f cc", "orphaned"),
        ("--rm", "docker rm -fv cc", "gone"),
        ("--rm", "docker stop cc", "gone"),
        ("--rm", "docker kill cc", "gone"),
        ("", "docker stop cc", "alive"),
        ("", "docker stop cc; docker rm cc", "orphaned"),
        ("", "docker stop cc; docker rm -v cc", "gone"),
        ("", "docker rm -f cc; docker volume prune -f", "gone"),
    ],
)
def test_what_becomes_of_an_anonymous_volume(options, command, end):
    text = f"docker run -d {options} --name cc -v /data busybox sleep infinity\ndocker exec cc touch /data/f\n{command}\n"
    assert show(text) == [f"/data/f: anonymous volume, {end}"]


def test_a_named_volume_on_the_declared_path():
    assert show("docker run -d -v pg:/var/lib/postgresql/data postgres:16") == [
        "/var/lib/postgresql/data: volume, alive"
    ]
    assert show("docker run -d -v pg:/var/lib/postgresql/data/ postgres:16")[0].endswith("volume, alive")


def test_a_mount_on_the_parent_leaves_an_anonymous_volume_inside():
    # M13
    assert show("docker run --rm -v pg:/var/lib/postgresql postgres:16") == [
        "/var/lib/postgresql/data: anonymous volume, gone"
    ]
    # M14: from 18 on the parent is the VOLUME.
    assert show("docker run --rm -v pg:/var/lib/postgresql postgres:18") == [
        "/var/lib/postgresql: volume, alive"
    ]
    assert show("docker run --rm -v pg:/var/lib/postgresql/data postgres:18") == [
        "/var/lib/postgresql: anonymous volume, gone"
    ]
    assert show("docker run --rm -v pg:/var/lib/postgresql/18/docker postgres:18")[0].endswith(
        "volume, alive"
    )


def test_a_moved_data_path():
    # M16, F18
    run = "docker run --rm -v pg:/var/lib/postgresql/data"
    assert show(f"{run} -e PGDATA=/var/lib/postgresql/data/pgdata postgres:16")[0].endswith(": volume, alive")
    assert show(f"{run} -e PGDATA=/pg/data postgres:16") == ["/pg/data: container layer, gone"]
    assert show(f'{run} -e PGDATA="$WHERE" postgres:16') == ["⟨WHERE⟩: unknown, unknown"]
    assert show("docker run --rm -v db:/srv mysql:8 --datadir=/srv/db") == ["/srv/db: volume, alive"]


@pytest.mark.parametrize(
    "command",
    [
        "docker run --rm postgres:16 psql -h db -c 'select 1'",
        "docker run --rm postgres:16 pg_dump -h db",
        "docker run --rm postgres:16 --version",
        "docker run --rm postgres:16 postgres --version",
        "docker run --rm --entrypoint psql postgres:16 -h db",
        "docker run --rm -it postgres:16 bash",
        "docker run --rm redis redis-cli -h cache",
        "docker run --rm mysql mysqldump -h db all",
    ],
)
def test_clients_write_no_data(command):
    # F8
    assert timeline(command).writes == []


@pytest.mark.parametrize(
    "command",
    [
        "docker run --rm postgres:16 postgres -c fsync=off",
        "docker run --rm postgres:16 -c fsync=off",
        "docker run --rm postgres:16 docker-entrypoint.sh postgres",
        "docker run --rm minio/minio server /data",
    ],
)
def test_servers_do(command):
    assert [write.happened for write in timeline(command).writes if write.by == "image"][:1] == [True]


def test_an_unclear_command_may_be_the_server():
    assert [write.happened for write in timeline("docker run --rm postgres:16 ./start-it").writes] == [None]


def test_an_image_that_keeps_everything_in_memory_by_default():
    assert show("docker run -d hashicorp/vault") == []
    assert show("docker run -d hashicorp/vault server")[0] == "/vault/file: anonymous volume, alive"


def test_an_unnamed_volume_is_known_by_its_captured_name():
    # M62
    text = 'vol=$(docker volume create)\ndocker run --rm -v "$vol":/d busybox touch /d/f\n'
    assert show(text) == ["/d/f: anonymous volume, alive"]
    assert show(text + "docker volume prune -f") == ["/d/f: anonymous volume, gone"]
    assert show(text + 'docker volume rm "$vol"') == ["/d/f: anonymous volume, gone"]


def test_volumes_from():
    # M63
    text = """
    docker create --name store -v /data busybox
    docker run --rm --volumes-from store busybox touch /data/f
    """
    assert show(text) == ["/data/f: anonymous volume, alive"]
    assert show(text + "docker rm store") == ["/data/f: anonymous volume, orphaned"]
    assert show(text + "docker container prune -f; docker volume prune -f") == [
        "/data/f: anonymous volume, gone"
    ]


def test_the_last_user_with_rm_deletes_an_orphan():
    text = """
    docker create --name store -v /data busybox
    docker run -d --rm --name user --volumes-from store busybox sleep infinity
    docker exec user touch /data/f
    docker rm store
    docker stop user
    """
    assert show(text) == ["/data/f: anonymous volume, gone"]
    assert show(text.replace("docker rm store", "")) == ["/data/f: anonymous volume, alive"]


def test_volumes_from_a_stranger_leaves_the_mounts_unknown():
    assert show("docker run --rm --volumes-from other busybox touch /data/f") == ["/data/f: unknown, unknown"]


def test_volumes_from_a_removed_container_is_refused():
    text = "docker run --rm --name cc busybox true\ndocker run --rm --volumes-from cc busybox touch /f\n"
    assert show(text) == ["/f!: container layer, gone"]


def test_a_volume_in_memory_is_emptied_with_its_last_user():
    # M73
    text = """
    docker volume create -o type=tmpfs -o device=tmpfs mem
    docker run --rm -v mem:/d busybox touch /d/f
    """
    assert show(text) == ["/d/f: volume, gone"]


def test_a_volume_that_is_removed_and_made_again_is_another():
    replayed = timeline(
        "docker run --rm -v data:/d busybox touch /d/f\ndocker volume rm data\ndocker run --rm -v data:/d busybox touch /d/g"
    )
    assert [describe(write) for write in replayed.writes] == ["/d/f: volume, gone", "/d/g: volume, alive"]
    assert [volume.at_end for volume in replayed.volumes] == ["gone", "alive"]


# -- binds, tmpfs, read-only (M12, M22, M71, M72) ------------------------------------------------------------------------


def test_a_bind_is_on_the_host():
    write = timeline('docker run --rm -v "$PWD/out":/out busybox touch /out/f').writes[0]
    assert (write.durability, write.host_path.display(), write.at_end) == ("bind", "⟨PWD⟩/out/f", "alive")
    assert write.ends_with == ["host path removal"]


def test_the_host_removes_a_bind():
    text = "docker run --rm -v /srv/out:/out busybox touch /out/f\n"
    assert fates(text + "rm -rf /srv/out") == ["/out/f: gone by rm -rf /srv/out (certain)"]
    assert fates(text + "rm -rf /srv/out/*") == ["/out/f: gone by rm -rf /srv/out/* (certain)"]
    assert fates(text + "rm -rf /srv/other") == ["/out/f: alive"]
    assert fates('docker run --rm -v "$(pwd)/out":/out busybox touch /out/f\nrm -rf out') == [
        "/out/f: gone by rm -rf out (certain)"
    ]


def test_a_tmpfs_goes_at_stop():
    text = "docker run -d --name cc --tmpfs /t busybox sleep infinity\ndocker exec cc touch /t/f\n"
    assert show(text) == ["/t/f: tmpfs, alive"]
    for command in ("docker stop cc", "docker restart cc", "docker kill cc", "docker rm -f cc"):
        assert fates(text + command) == [f"/t/f: gone by {command} (certain)"]


def test_shared_memory_is_a_tmpfs_and_tmp_is_not():
    # M12
    text = "docker run -d --name cc busybox sleep infinity\ndocker exec cc sh -c 'touch /dev/shm/f; touch /tmp/f'\n"
    assert show(text + "docker restart cc") == ["/dev/shm/f: tmpfs, gone", "/tmp/f: container layer, alive"]


def test_a_tmpfs_wins_over_a_mount():
    # M22
    assert show("docker run --rm --mount source=vol,target=/x --tmpfs /x busybox touch /x/f") == [
        "/x/f: tmpfs, gone"
    ]


def test_nested_mounts():
    text = "docker run --rm -v aa:/x -v bb:/x/sub busybox sh -c 'touch /x/f; touch /x/sub/f'"
    assert [write.volume.label for write in timeline(text).writes] == ["aa", "bb"]


def test_a_target_is_cleaned():
    # M17
    assert show("docker run --rm -v data:/x/../y busybox touch /y/f") == ["/y/f: volume, alive"]
    assert show("docker run --rm -v data:/data busybox touch /data2/f") == ["/data2/f: container layer, gone"]


def test_a_read_only_mount_refuses_the_write():
    assert show("docker run --rm -v data:/d:ro busybox touch /d/f") == ["/d/f!: read-only, gone"]
    assert show("docker run --rm --read-only busybox touch /f") == ["/f!: read-only, gone"]
    assert show("docker run --rm --read-only -v data:/d busybox touch /d/f") == ["/d/f: volume, alive"]


def test_managed_files_are_written_anew_at_start():
    text = "docker run -d --name cc busybox sleep infinity\ndocker exec cc sh -c 'echo x >> /etc/hosts'\n"
    assert show(text) == ["/etc/hosts: engine-managed file, alive"]
    assert fates(text + "docker restart cc") == ["/etc/hosts: gone by docker restart cc (certain)"]


def test_copies_into_a_container():
    # M06
    run = "docker run -d --name cc -v data:/d --tmpfs /t busybox sleep infinity\n"
    assert show(run + "docker cp f cc:/conf") == ["/conf: container layer, alive"]
    assert show(run + "docker cp f cc:/d/") == ["/d/f: volume, alive"]
    assert show(run + "docker cp f cc:conf/x") == ["/conf/x: container layer, alive"]
    # M72: cp doesn't reach a tmpfs.
    assert fates(run + "docker cp f cc:/t/f") == ["/t/f: gone by docker cp f cc:/t/f (certain)"]
    assert show("docker run --rm --name cc busybox true\ndocker cp f cc:/conf") == [
        "/conf!: container layer, gone"
    ]


# -- refused, unknown, possible ---------------------------------------------------------------------------------------


def test_a_name_in_use_is_refused():
    # M68
    text = "docker run -d --name cc busybox sleep infinity\ndocker run --name cc busybox touch /f\n"
    assert show(text) == ["/f!: container layer, gone"]
    assert show(text.replace("\ndocker run --name", "\ndocker rm -f cc\ndocker run --name")) == [
        "/f: container layer, alive"
    ]


def test_what_the_client_refuses_does_not_happen():
    assert show("docker run --rm -v data:/d:readonly busybox touch /d/f")[0].startswith("/d/f!")
    # M65
    assert show("docker run -d --rm --restart always --name cc busybox touch /f")[0].startswith("/f!")


def test_exec_in_a_container_that_is_gone_or_stopped():
    # M64
    run = "docker run -d --rm --name cc busybox sleep infinity\n"
    assert show(run + "docker stop cc\ndocker exec cc touch /f") == ["/f!: container layer, gone"]
    assert show("docker run -d --name cc busybox true\ndocker exec cc touch /f") == [
        "/f!: container layer, gone"
    ]
    # A base image's shell ends at once without a terminal.
    assert show("docker run -d --name cc ubuntu\ndocker exec cc touch /f") == ["/f!: container layer, gone"]
    assert show("docker run -dit --name cc ubuntu\ndocker exec cc touch /f") == ["/f: container layer, alive"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("docker start cc", "the container is gone"),
        ("docker cp cc:/x .", "the container is gone"),
        ("docker cp x cc:/x", "the container is gone"),
        ("docker exec cc true", "the container is gone"),
        ("docker commit cc kept", "the container is gone"),
        ("docker export cc -o x.tar", "the container is gone"),
        ("docker rm cc", "the container is gone"),
        ("docker run --name up busybox true", "the name is in use"),
        ("docker rm up", "the container is running"),
        ("docker volume rm used", "the volume is in use"),
        ("docker exec down true", "the container isn't running"),
        ("docker rename up down", "the name is in use"),
        ("docker run -v data:/d:readonly busybox", "invalid mode: readonly"),
        ("docker exec up true", None),
        ("docker exec stranger true", None),
    ],
)
def test_refusals(command, reason):
    # M64, M68
    before = """
    docker run --rm --name cc busybox true
    docker run -d --name up -v used:/d busybox sleep infinity
    docker run --name down busybox true
    """
    replayed = timeline(before + command + "\n")
    assert [refusal.reason for refusal in replayed.refusals] == ([reason] if reason else [])
    if reason:
        assert replayed.refusals[0].command is replayed.happenings[-1]


def test_sudo_leads_to_the_same_engine():
    assert show("docker run --name cc busybox touch /f\nsudo docker rm cc") == ["/f: container layer, gone"]
    assert show("podman run --name cc busybox touch /f\nsudo podman rm cc") == ["/f: container layer, alive"]


def test_a_short_sleep_is_still_going_on():
    assert show("docker run -d --name cc busybox sleep 5\ndocker exec cc touch /f") == [
        "/f: container layer, alive"
    ]


def test_exec_in_a_stranger_is_unknown():
    # M05
    assert show("docker exec cc touch /f") == ["/f?: unknown, unknown"]


def test_opaque_options_leave_the_mounts_unknown():
    # F28
    assert show("docker run --rm $OPTS busybox touch /f")[0].split(": ")[1].startswith("unknown")
    # An image's VOLUME is only used where no option is on its path.
    assert show("docker run -d $OPTS postgres:16")[0].split(": ")[1].startswith("unknown")


def test_an_image_that_is_not_known():
    write = timeline("docker run -d --name cc myapp\ndocker exec cc touch /srv/f").writes[0]
    assert (write.durability, write.unmounted, write.at_end) == ("unknown", True, "alive")
    # Whether layer or anonymous volume, --rm takes it.
    assert show("docker run --rm myapp touch /srv/f") == ["/srv/f: unknown, gone"]
    assert show("docker run --name cc myapp touch /srv/f\ndocker rm cc") == ["/srv/f: unknown, unknown"]


def test_possible_events_never_destroy_for_certain():
    run = "docker run --name cc busybox touch /f\n"
    assert fates(run + "grep -q x y && docker rm cc") == ["/f: unknown by docker rm cc (possible)"]
    assert fates(run + "while read x; do docker rm cc; done") == ["/f: unknown by docker rm cc (possible)"]
    assert fates(run + "docker rm cc || true")[0].startswith("/f: gone")


def test_a_possible_run_may_not_happen_but_what_it_does_to_itself_is_certain():
    assert fates("grep -q x y && docker run --rm busybox touch /f")[0].endswith("(certain)")
    assert show("grep -q x y && docker run --rm busybox touch /f") == ["/f?: container layer, gone"]
    # What it would delete elsewhere is only possible.
    text = "docker run --rm -v data:/d busybox touch /d/f\ngrep -q x y && docker run --rm -v data:/d busybox rm /d/f"
    assert show(text) == ["/d/f: volume, unknown"]


def test_a_removal_with_an_unknown_operand_makes_fates_unknown():
    run = "docker run --name cc busybox touch /f\n"
    assert fates(run + 'docker rm -f "$NAME"')[0].startswith("/f: unknown by")
    assert fates(run + 'docker rm -f "other-$NAME"') == ["/f: alive"]
    assert fates(run + "docker rm -f $(docker ps -aq --filter name=cc)")[0].startswith("/f: unknown by")
    assert fates(run + "docker rm -f $(docker ps -aq)")[0].startswith("/f: gone by")


def test_names_may_be_unknown_as_long_as_they_are_the_same():
    text = 'docker run -d --name "$NAME" busybox sleep infinity\ndocker exec "$NAME" touch /f\ndocker rm -f "$NAME"\n'
    assert show(text) == ["/f: container layer, gone"]
    text = 'cid=$(docker run -d busybox sleep infinity)\ndocker exec "$cid" touch /f\ndocker rm -f "$cid"\n'
    assert show(text) == ["/f: container layer, gone"]


def test_engines_are_namespaces():
    run = "docker run --rm -v data:/d busybox touch /d/f\n"
    for other in (
        "podman volume rm data",
        "DOCKER_HOST=ssh://x docker volume rm data",
        "docker --context other volume rm data",
        "ssh host docker volume rm data",
        "docker context use other\ndocker volume rm data",
    ):
        assert show(run + other) == ["/d/f: volume, alive"], other


def test_rename_moves_the_name():
    text = """
    docker run -d --name one busybox sleep infinity
    docker rename one two
    docker exec two touch /f
    docker rm -f one
    """
    assert show(text) == ["/f: container layer, alive"]
    assert show(text + "docker rm -f two") == ["/f: container layer, gone"]


def test_a_container_that_waits_has_ended():
    text = "docker run -d --rm --name cc busybox sh -c 'touch /f; ./work'\n"
    assert show(text) == ["/f: container layer, alive"]
    assert show(text + "docker wait cc") == ["/f: container layer, gone"]


def test_a_start_runs_the_command_again():
    text = "docker run --name cc --tmpfs /t busybox sh -c 'touch /t/f; touch /g'\n"
    assert show(text) == ["/t/f: tmpfs, gone", "/g: container layer, alive"]
    assert show(text + "docker start -a cc") == [
        "/t/f: tmpfs, gone",
        "/g: container layer, alive",
        "/t/f: tmpfs, gone",
    ]


# -- deletes and rescues ----------------------------------------------------------------------------------------------


def test_a_delete_in_another_container():
    # M80
    text = "docker run --rm -v data:/d busybox touch /d/f\n"
    assert fates(text + "docker run --rm -v data:/x busybox rm /x/f")[0].startswith(
        "/d/f: gone by docker run"
    )
    assert fates(text + "docker run --rm -v data:/x busybox rm -rf /x")[0].startswith("/d/f: gone")
    assert fates(text + "docker run --rm -v data:/x busybox sh -c 'rm -rf /x/*'")[0].startswith("/d/f: gone")
    assert show(text + "docker run --rm -v data:/x busybox rm /x/g") == ["/d/f: volume, alive"]
    assert show(text + "docker run --rm -v data:/x:ro busybox rm -rf /x") == ["/d/f: volume, alive"]
    assert show(text + "docker run --rm -v data:/x busybox find /x -delete") == ["/d/f: volume, gone"]


def test_a_move_takes_the_file_along():
    shown_writes = show("docker run --rm -v data:/d busybox sh -c 'touch /d/f; mv /d/f /d/g'")
    assert shown_writes == ["/d/f: volume, gone", "/d/g: volume, alive"]


def rescued(text):
    scenario = Scenario(text)
    return [
        scenario.text(write.rescued_by) if write.rescued_by is not None else None
        for write in scenario.timeline().writes
    ]


def test_copies_out():
    # F15, F16
    run = "docker run --name cc busybox sh -c 'touch /dist/f'\n"
    assert rescued(run + "docker cp cc:/dist .\ndocker rm cc") == ["docker cp cc:/dist ."]
    assert rescued(run + "docker cp cc:/dist/f .") == ["docker cp cc:/dist/f ."]
    assert rescued(run + "docker cp cc:/other .") == [None]
    assert rescued(run + "docker rm cc\ndocker cp cc:/dist .") == [None]
    assert rescued(run + "docker commit cc kept") == ["docker commit cc kept"]
    assert rescued(run + "docker export cc > all.tar") == ["docker export cc > all.tar"]
    assert rescued(run + "docker export cc -o all.tar") == ["docker export cc -o all.tar"]


def test_commit_and_export_leave_volumes_out():
    # M81, M82
    run = "docker run --name cc -v /anon -v data:/d busybox sh -c 'touch /anon/f; touch /d/f; touch /f'\n"
    assert rescued(run + "docker commit cc kept") == [None, None, "docker commit cc kept"]


def test_output_that_is_kept_on_the_host():
    # F29
    assert rescued("docker run --rm busybox sh -c 'make > /f; cat /f' > f")[0] is not None
    assert rescued("docker run --rm busybox sh -c 'make > /f; tar cf - /f' | tar x")[0] is not None
    assert rescued("docker run --rm busybox sh -c 'make > /f; cat /f'") == [None]
    assert rescued("docker run --rm busybox sh -c 'make > /f; cat /f' > /dev/null") == [None]
    assert rescued(
        "docker run -d --name cc busybox sleep infinity\ndocker exec cc touch /f\ndocker exec cc cat /f > f"
    )[0]


def test_a_dump_saves_the_database():
    # F13
    run = "docker run -d --rm --name db postgres:16\n"
    assert rescued(run + "docker exec db pg_dump -U u app > dump.sql")[0] is not None
    assert rescued(run + "docker exec db pg_dump -U u app | gzip > dump.gz")[0] is not None
    assert rescued(run + "docker run --rm --link db postgres:16 pg_dump -h db app > dump.sql")[0] is not None
    assert rescued(run + "docker exec db pg_dump -U u -f /tmp/x app") == [None, None]


def test_a_backup_container_saves_a_volume():
    # F2, F3
    text = """
    docker run --rm -v data:/data busybox touch /data/f
    docker run --rm -v data:/data -v "$PWD":/backup busybox tar cvf /backup/b.tar /data
    """
    scenario = Scenario(text)
    first, backup = scenario.timeline().writes
    assert scenario.text(first.rescued_by).startswith("docker run --rm -v data:/data -v")
    assert (backup.durability, backup.rank) == ("bind", "result")


# -- what build steps, compose and the engine do --------------------------------------------------------------------------


def test_build_steps_write_into_the_image():
    text = "docker build -t tools - <<'EOF'\nFROM alpine\nRUN apk add curl && echo x > /etc/x.conf\nEOF\n"
    assert show(text) == ["/usr: image layer, alive", "/etc/x.conf: image layer, alive"]
    assert show(text + "docker rmi tools") == ["/usr: image layer, gone", "/etc/x.conf: image layer, gone"]


def test_a_build_steps_cache():
    text = "docker build -t tools - <<'EOF'\nFROM alpine\nRUN --mount=type=cache,target=/c touch /c/f\nEOF\n"
    assert show(text) == ["/c/f: build cache, alive"]
    assert show(text + "docker builder prune -af") == ["/c/f: build cache, gone"]


def test_a_step_behind_volume_by_builder():
    # M90
    dockerfile = "FROM alpine\nVOLUME /data\nRUN echo x > /data/seed\n"
    options = {"dockerfiles": {"app": dockerfile}}
    assert show("docker build -t app .", **options) == ["/data/seed: image layer, alive"]
    classic = ["/data/seed: anonymous volume, gone"]
    assert show("DOCKER_BUILDKIT=0 docker build -t app .", **options) == classic
    assert show("docker build -t app .", engine=(20, 10), **options) == classic
    assert show("docker buildx build -t app .", engine=(20, 10), **options) == [
        "/data/seed: image layer, alive"
    ]
    base = {"dockerfiles": {"app": "FROM postgres:16\nRUN touch /var/lib/postgresql/data/x\n"}}
    assert show("DOCKER_BUILDKIT=0 docker build -t app .", **base)[0].endswith("anonymous volume, gone")


def test_compose_is_a_gap():
    replayed = timeline(
        "docker volume create data\ndocker run --rm -v data:/d busybox touch /d/f\ndocker compose down -v"
    )
    assert [describe(write) for write in replayed.writes] == ["/d/f: volume, unknown"]
    assert replayed.volumes[0].at_end == "unknown"
    assert len(replayed.gaps) == 1


def test_what_volume_create_prints_is_the_name_that_it_was_given():
    text = (
        "v=$(docker volume create data)\ndocker run --rm -v $v:/d busybox touch /d/f\ndocker volume rm data\n"
    )
    assert fates(text) == ["/d/f: gone by docker volume rm data (certain)"]
    assert fates(text.replace("rm data", "rm $v")) == ["/d/f: gone by docker volume rm $v (certain)"]
    assert fates(text.replace("rm data", "rm other")) == ["/d/f: alive"]


def test_an_engine_restart_is_not_certain():
    text = "docker run -d --rm --name cc busybox sleep infinity\ndocker exec cc touch /f\nsystemctl restart docker\n"
    assert fates(text) == ["/f: unknown by systemctl restart docker (possible)"]


@pytest.mark.parametrize(
    "restart",
    [
        "sudo systemctl restart docker",
        "systemctl stop docker.service",
        "service docker restart",
        "/etc/init.d/docker restart",
        "sudo /etc/rc.d/docker stop",
        "invoke-rc.d docker restart",
        "rc-service docker restart",
        "sudo snap restart docker",
        "initctl restart docker",
        "reboot",
        "sudo shutdown -r now",
        "systemctl reboot",
        "init 6",
    ],
)
def test_whoever_restarts_the_engine_may_end_a_container(restart: str) -> None:
    text = f"docker run -d --rm --name cc busybox sleep infinity\ndocker exec cc touch /f\n{restart}\n"
    assert fates(text) == [f"/f: unknown by {restart} (possible)"]


@pytest.mark.parametrize(
    "other",
    [
        "systemctl restart nginx",
        "systemctl status docker",
        "/etc/init.d/docker status",
        "ssh h sudo systemctl restart docker",
        "shutdown -c",
        "snap install docker",
        "init 3",
    ],
)
def test_what_restarts_no_engine_ends_no_container(other: str) -> None:
    text = f"docker run -d --rm --name cc busybox sleep infinity\ndocker exec cc touch /f\n{other}\n"
    assert fates(text) == ["/f: alive"]


# -- definitions --------------------------------------------------------------------------------------------------------


def test_an_image_of_the_workspace():
    dockerfile = "FROM alpine\nWORKDIR /srv\nVOLUME /data\n"
    options = {"dockerfiles": {"app": dockerfile}}
    shown_writes = show("docker run --rm app sh -c 'touch f; touch /data/f'", **options)
    assert shown_writes == ["/srv/f: container layer, gone", "/data/f: anonymous volume, gone"]
    assert show("docker run --rm -w /x app touch f", **options) == ["/x/f: container layer, gone"]
    assert show("docker run --rm app", **options)[0].startswith("/data")


def test_an_image_built_on_a_known_one():
    shown_writes = show(
        "docker run -d --name db pg",
        dockerfiles={"pg": "FROM postgres:16\nCOPY x /docker-entrypoint-initdb.d/\n"},
    )
    assert shown_writes == ["/var/lib/postgresql/data: anonymous volume, alive"]
    # Definitions of the workspace build on each other.
    chain = {"base": "FROM postgres:16\n", "app": "FROM base\nVOLUME /more\n"}
    assert [write.target.text for write in timeline("docker run -d app", dockerfiles=chain).writes] == [
        "/var/lib/postgresql/data",
        "/more",
    ]


def test_a_definitions_own_command():
    dockerfile = 'FROM alpine\nWORKDIR /srv\nCMD ["sh", "-c", "date > started; sleep infinity"]\n'
    text = "docker run -d --rm --name cc app\n"
    assert show(text, dockerfiles={"app": dockerfile}) == ["/srv/started: container layer, alive"]
    assert show(text + "docker stop cc", dockerfiles={"app": dockerfile}) == [
        "/srv/started: container layer, gone"
    ]


def test_images_of_the_settings():
    stated = {"registry.acme.io/billing": ["/srv/state"]}
    assert show("docker run --rm registry.acme.io/billing:1", own=stated) == ["/srv/state: unknown, gone"]
    assert show("docker run --rm postgres", stateless=["postgres"]) == []


def test_a_definition_and_the_settings_together():
    dockerfiles = {"registry.acme.io/billing": "FROM alpine\nVOLUME /srv/cache\n"}
    text = "docker run -d registry.acme.io/billing\n"
    stated = {"registry.acme.io/billing": ["/srv/state"]}
    assert show(text, dockerfiles=dockerfiles, own=stated) == [
        "/srv/state: container layer, alive",
        "/srv/cache: anonymous volume, alive",
    ]
    assert show(text, dockerfiles=dockerfiles, stateless=["registry.acme.io/billing"]) == []


def test_a_committed_image_is_what_its_container_was():
    text = "docker run --name cc postgres:16 true\ndocker commit cc kept\ndocker run --rm kept\n"
    assert show(text) == ["/var/lib/postgresql/data: anonymous volume, gone"]


# -- worlds ----------------------------------------------------------------------------------------------------------------


def test_a_case_has_a_world_for_each_command():
    text = """
    case "$1" in
      start) docker run -d --name cc busybox sleep infinity; docker exec cc touch /f ;;
      stop) docker rm -f cc ;;
      status) echo fine ;;
    esac
    """
    scenario = Scenario(text)
    by_when = {
        timeline.when: [describe(write) for write in timeline.writes] for timeline in scenario.timelines()
    }
    assert sorted(by_when.values()) == [[], [], ["/f: container layer, alive"]]
    assert all(when is not None and when.startswith("when ") for when in by_when)


def test_a_function_that_nothing_calls_is_a_world():
    text = "docker run --name cc busybox touch /f\nclean() { docker rm -f cc; }\n"
    scenario = Scenario(text)
    main, clean = scenario.timelines()
    assert [describe(write) for write in main.writes] == ["/f: container layer, alive"]
    assert (clean.function, clean.writes, len(clean.gaps)) == ("clean", [], 2)


def test_a_loop_over_a_list_happens_for_each():
    replayed = timeline("for name in aa bb; do docker run --rm -v $name:/d busybox touch /d/f; done")
    assert [write.volume.label for write in replayed.writes] == ["aa", "bb"]
