"""PSL102 on scripts as people write them."""

import pytest

from tests.rules.checking import Said

FOUND = {
    "sh -c, one line": (
        "docker run --rm ubuntu:22.04 sh -c 'mkdir /my-data; echo hi > /my-data/hello.txt'\n",
        1,
        "warning",
    ),
    "an archive beside the mount, over several lines": (
        "docker run --rm \\\n  -v appdata:/data \\\n  ubuntu:22.04 \\\n  tar cvf /backup.tar /data\n",
        4,
        "warning",
    ),
    "a here-document": (
        "docker run -i --rm debian:12 bash <<'EOF'\nset -e\nuname -a > /out/result.txt\nEOF\n",
        3,
        "warning",
    ),
    "sudo, docker container run, long options": (
        "sudo docker container run --rm --entrypoint pg_dump postgres:16 --host db --file /dumps/all.sql app\n",
        1,
        "warning",
    ),
    "podman, options in an array": (
        'opts=(--rm --network host)\npodman run "${opts[@]}" alpine:3.20 wget -O /dl/data.json http://localhost/x\n',
        2,
        "warning",
    ),
    "a function that wraps docker": (
        'in_box() {\n  docker run --rm -w /work golang:1.22 "$@"\n}\nin_box go build -o app .\n',
        4,
        "warning",
    ),
    "a variable holds the script": (
        'SCRIPT="dd if=/dev/zero of=/data/blob bs=1M count=10"\ndocker run --rm busybox sh -c "$SCRIPT"\n',
        2,
        "warning",
    ),
    "a mount that misses": (
        "docker run --rm -v out:/output alpine sh -c 'date > /results/now'\n",
        1,
        "warning",
    ),
    "configuration of the container": (
        "docker run --name box debian:12 sh -c 'echo LANG=C > /etc/default/locale'\n",
        1,
        "info",
    ),
    "a container for a test": (
        "docker run --rm --name smoke-test alpine sh -c 'date > /data/now'\n",
        1,
        "info",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    said = Said("PSL102", text)
    assert (said.lines, said.severities) == ([line], [severity]), said


SILENT = {
    "an archive, whose files may go below a mount": "docker run --rm -v data:/backup/app -v /l:/archive:ro alpine tar xzf /archive/app.tgz\n",
    "nothing is written": "docker run --rm alpine echo hi\ndocker run --rm alpine ls /data\n",
    "the classic backup": 'docker run --rm -v vol:/data -v "$(pwd)":/backup ubuntu tar cvf /backup/b.tar /data\n',
    "volumes of another container": 'docker run --rm --volumes-from db -v "$PWD":/backup ubuntu tar cf /backup/b.tar /data\n',
    "a build container": 'docker run --rm -v "$PWD":/src -w /src node:20 sh -c "npm ci && npm run build > build.log"\n',
    "install and use in one command": (
        'docker run --rm -v "$PWD":/w ubuntu bash -c "apt-get update && apt-get install -y gcc && cd /w && make"\n'
    ),
    "scratch": "docker run --rm alpine sh -c 'echo x > /tmp/a; cp /tmp/a /var/tmp/b; echo y > /run/z'\n",
    "a write and its reader in one command": (
        "docker run --rm alpine sh -c 'wget -O /f.tgz http://x/y && tar xzf /f.tgz -C /tmp && rm /f.tgz'\n"
    ),
    "output that is streamed out": (
        "docker run --rm img cat /f > f\ndocker run --rm -v d:/data alpine tar c /data | gzip > d.tgz\n"
        "docker run --rm -v d:/data alpine tar czf - /data > d.tgz\n"
    ),
    "copied out": (
        "docker run --name build img sh -c 'make && cp -r dist /dist'\ndocker cp build:/dist .\ndocker rm build\n"
    ),
    "committed": "docker run --name box debian:12 sh -c 'echo x > /data/x'\ndocker commit box snapshot\n",
    "copied out of the last container": (
        "docker run debian:12 sh -c 'date > /srv/now'\ndocker cp \"$(docker ps -lq)\":/srv/now .\n"
    ),
    "unknown options": "docker run $OPTS alpine sh -c 'date > /data/x'\n",
    "an unknown list of options": "docker run --rm \"$@\" alpine sh -c 'date > /data/x'\n",
    "a mount whose target isn't known": 'docker run --rm -v "$SRC:$DST" alpine sh -c "date > /data/x"\n',
    "read-only": "docker run --rm --read-only alpine sh -c 'date > /data/x'\n",
    "the script runs on the host": "docker run --rm alpine date > /data/x\ndocker exec db pg_dump -U u d > dump.sql\n",
    "deleted again": "docker run --rm alpine sh -c 'touch /probe && rm /probe'\n",
    "a clone that is built": (
        "docker run --rm golang:1.22 sh -c 'git clone https://x/y /src && cd /src && go test ./...'\n"
    ),
    "configuration for the server that follows": (
        "docker run -d -p 80:80 --name web nginx sh -c 'echo hi > /usr/share/nginx/html/index.html && nginx -g \"daemon off;\"'\n"
    ),
    "options of the container's own program": "docker run --rm golang:1.22 go test -v ./...\n",
    "standard error": "docker run --rm alpine sh -c 'ls /x 2>/dev/null; ls > /dev/null 2>&1'\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL102", SILENT[name])
    assert [severity for severity in said.severities if severity != "info"] == [], said
    if name != "configuration for the server that follows":
        assert said.lines == [], said


def test_one_finding_for_what_goes_to_one_place():
    said = Said("PSL102", "docker run --rm alpine sh -c 'date > /out/a; date > /out/b; date > /out/c'\n")
    assert said.severities == ["warning"]


def test_the_message_names_path_and_end():
    (message,) = Said("PSL102", "docker run --rm alpine sh -c 'date > /out/a'\n").messages
    assert "`/out/a`" in message
    assert "`--rm`" in message


def test_a_name_that_is_made_up_at_run_time_has_a_known_directory():
    (message,) = Said("PSL102", 'docker run --rm alpine sh -c "date > /out/$(date +%F).txt"\n').messages
    assert "on `/out`" in message


USED_UP = {
    "a key that a program imports": (
        "docker run --rm buildpack-deps:bookworm sh -c 'wget -O key.asc https://x/k; gpg --batch --import key.asc'\n",
        [],
    ),
    "looked at only": (
        "docker run --rm -v d1:/data ubuntu sh -c 'tar cf /backup/all.tar /data && ls -lh /backup && sha256sum /backup/all.tar'\n",
        ["warning"],
    ),
    "made executable": (
        "docker run --rm debian:12 sh -c 'cp /bin/true /srv/tool; chmod +x /srv/tool'\n",
        ["warning"],
    ),
    "a subcommand that is called as a program": (
        "docker run --rm minio/mc cp local/bucket/file /data/file\ndocker run --rm docker/ucp install --host-address node0\n",
        [],
    ),
    "the program of a system's image": ("docker run --rm debian:12 cp /etc/passwd /srv/users\n", ["warning"]),
    "a letter that docker takes for a drive": (
        "docker run --rm -v d:/data alpine sh -c 'date > /data/now'\n",
        [],
    ),
}


@pytest.mark.parametrize("name", USED_UP)
def test_what_uses_a_file_up(name):
    text, severities = USED_UP[name]
    said = Said("PSL102", text)
    assert said.severities == severities, said


@pytest.mark.parametrize(
    "text",
    [
        "docker run --name box debian:12 sh -c 'date > /out/log'\n./collect.sh box\n",
        "f() {\n  docker run --name box debian:12 sh -c 'date > /out/log'\n}\n",
    ],
)
def test_what_isnt_seen_may_take_a_copy_out_of_a_container_that_stays(text):
    said = Said("PSL102", text)
    assert said.severities == ["info"]
    assert "not followed" in said.messages[0]


def test_of_a_container_that_is_gone_nothing_can():
    said = Said("PSL102", "docker run --rm debian:12 sh -c 'date > /out/log'\n./collect.sh box\n")
    assert said.severities == ["warning"]


#: The words of a run are arguments of the program that the image's ENTRYPOINT starts.
ARGUMENTS = [
    ('-v "$PWD/in":/in jrottenberg/ffmpeg:8.0-alpine -i /in/a.mov /out/a.mp4', "warning"),
    ('-v "$PWD":/work pandoc/latex:3 /work/notes.md -o notes.pdf', "warning"),
    ('-v "$PWD":/data pandoc/core:3 -o /output/book.pdf book.md', "warning"),
    ("alpine/git clone https://example.org/x.git /repo", "info"),
    ('-v "$PWD":/in lscr.io/linuxserver/ffmpeg:latest -i /in/a.mkv /out/b.mkv', "warning"),
]


@pytest.mark.parametrize(("words", "severity"), ARGUMENTS)
def test_arguments_of_the_image_s_own_program(words, severity):
    assert Said("PSL102", f"docker run --rm {words}\n").severities == [severity]


@pytest.mark.parametrize(
    "words",
    [
        '-v "$PWD":/data pandoc/core:3 -o book.pdf book.md',
        '-v "$PWD":/work -w /work pandoc/core:3 -o book.pdf book.md',
        '-v "$PWD":/git alpine/git clone https://example.org/x.git',
        '-v "$PWD":/git alpine/git log',
        '-v "$PWD":/v -w /v jrottenberg/ffmpeg:8.0-alpine -i in.mov out.mp4',
        "jrottenberg/ffmpeg:8.0-alpine -version",
        '--entrypoint sh -v "$PWD":/v jrottenberg/ffmpeg:8.0-alpine -c "cd /v && ffmpeg -i in.mov out.mp4"',
    ],
)
def test_what_is_mounted_or_only_asked_is_silent(words):
    assert Said("PSL102", f"docker run --rm {words}\n").lines == []


PREPARED = "sh -c 'envsubst < /etc/a > /etc/nginx/conf.d/default.conf; exec nginx'"


def test_what_a_service_writes_before_its_server_starts_is_made_anew_each_time():
    assert Said("PSL102", f"docker run -d --restart always alpine:3 {PREPARED}\n").lines == []


@pytest.mark.parametrize(
    "run",
    [f"docker run alpine:3 {PREPARED}\n", "docker run -d alpine:3 sh -c 'make-report > /srv/report.txt'\n"],
)
def test_other_writes_of_the_command_are_told(run):
    assert Said("PSL102", run).lines == [1]
