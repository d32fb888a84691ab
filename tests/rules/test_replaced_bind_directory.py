"""PSL310 as people would write it."""

import pytest

from tests.rules.told import messages, told

RUN = "docker run -d --name web -v /srv/site:/usr/share/nginx/html:ro nginx:1.29\n"

FOUND = {
    "removed and made again": (RUN + "rm -rf /srv/site\nmkdir /srv/site\ncp -r build/. /srv/site\n", 2),
    "removed and copied": (RUN + "sudo rm -rf /srv/site\ncp -r build /srv/site\n", 2),
    "moved away": (RUN + "mv /srv/site /srv/site.old\nmv /srv/site.new /srv/site\n", 2),
    "a link is moved": (
        "docker run -d --name web -v /srv/current:/usr/share/nginx/html nginx:1.29\nln -sfn /srv/releases/2 /srv/current\n",
        2,
    ),
    "a link above it": (
        "docker run -d --name web -v /srv/current/public:/usr/share/nginx/html nginx:1.29\nln -sfn releases/2 /srv/current\n",
        2,
    ),
    "in the project": (
        'docker run -d --name web -v "$PWD/dist":/srv nginx:1.29\nrm -rf dist\nmkdir -p dist\ncp -r build/. dist\n',
        2,
    ),
    "git clone": (RUN + "rm -rf /srv/site && git clone https://example.org/site /srv/site\n", 2),
    "a variable": (
        'DIR=/srv/app\ndocker run -d --name app -v "$DIR":/app my/app:1\nrm -rf "$DIR"\nmkdir -p "$DIR"\n',
        3,
    ),
    "podman, a function": (
        'fresh() { rm -rf "$1"; mkdir -p "$1"; }\npodman run -d --name app -v /srv/in:/in my/app:1\nfresh /srv/in\n',
        3,
    ),
    "--mount": (
        "docker run -d --name app \\\n  --mount type=bind,src=/srv/in,dst=/in \\\n  my/app:1\nrm -r /srv/in\nmkdir /srv/in\n",
        4,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL310", text) == [(line, "warning")]


SILENT = {
    "what is in it": RUN + "rm -rf /srv/site/*\ncp -r build/. /srv/site\n",
    "before the run": "rm -rf /srv/site\nmkdir -p /srv/site\n" + RUN,
    "restarted": RUN + "rm -rf /srv/site\nmkdir /srv/site\ndocker restart web\n",
    "made anew": RUN + "rm -rf /srv/site\nmkdir /srv/site\ndocker rm -f web\n" + RUN,
    "stopped first": RUN + "docker stop web\nrm -rf /srv/site\nmkdir /srv/site\ndocker start web\n",
    "removed first": RUN + "docker rm -f web\nrm -rf /srv/site\nmkdir /srv/site\n",
    "never made again": RUN + "rm -rf /srv/site\n",
    "another directory": RUN + "rm -rf /srv/site2\nmkdir /srv/site2\nln -sfn a /srv/site-link\n",
    "a container that has ended": (
        'docker run --rm -v "$PWD/out":/out alpine:3.20 sh -c "date > /out/x"\nrm -rf out\nmkdir out\n'
    ),
    "a volume": "docker run -d --name web -v site:/srv nginx:1.29\nrm -rf site\nmkdir site\n",
    "something that isn't followed may restart it": RUN + "rm -rf /srv/site\nmkdir /srv/site\n./restart.sh\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL310", SILENT[name]) == []


def test_the_message_names_directory_and_container():
    (message,) = messages("PSL310", FOUND["removed and made again"][0])
    assert "`/srv/site`" in message
    assert "`web`" in message


def test_a_build_changes_nothing_on_the_host():
    text = (
        "```dockerfile\nFROM nginx:1.29\nRUN ln -snf /srv/2 /srv/site && rm -rf /srv/site && mkdir /srv/site\n```\n\n```sh\n"
        + RUN
        + "```\n"
    )
    assert told("PSL310", text, "README.md") == []
