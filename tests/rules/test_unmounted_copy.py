"""PSL105 on scripts and documents as people write them."""

import pytest

from tests.rules.checking import Said, block

FOUND = {
    "configuration": (
        "docker run -d --name web nginx:1.29\ndocker cp nginx.conf web:/etc/nginx/nginx.conf\ndocker restart web\n",
        2,
    ),
    "data": ("docker run -d --name app -p 80:80 myapp:1\ndocker cp ./seed.db app:/srv/data/app.db\n", 2),
    "a directory, over lines": (
        'docker run -d --name site httpd:2.4\ndocker container cp \\\n  "$PWD/public/." \\\n  site:/usr/local/apache2/htdocs/\n',
        4,
    ),
    "by its id": (
        "id=$(docker run -d tomcat:10)\ndocker cp app.war $id:/usr/local/tomcat/webapps/app.war\n",
        2,
    ),
    "a variable": (
        "C=wiki\ndocker run -d --name $C mediawiki:1.42\ndocker cp LocalSettings.php $C:/var/www/html/\n",
        3,
    ),
    "from a pipe": ("docker run -d --name app myapp:1\ntar c conf | docker cp - app:/srv\n", 2),
    "a function": (
        'put() { docker cp "$1" app:"$2"; }\ndocker run -d --name app myapp:1\nput app.ini /srv/app.ini\n',
        3,
    ),
    "a loop": (
        "docker run -d --name app myapp:1\nfor f in *.conf; do docker cp $f app:/srv/conf/; done\n",
        2,
    ),
    "podman": ("podman run -d --name app myapp:1\npodman cp app.ini app:/srv/app.ini\n", 2),
    "started after it was made, long before": (
        "docker create --name app myapp:1\ndocker start app\ndocker cp app.ini app:/srv/app.ini\n",
        3,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL105", text)
    assert (said.lines, said.severities) == ([line], ["info"]), said


SILENT = {
    "copied out": "docker run -d --name app myapp:1\ndocker cp app:/srv/app.ini .\n",
    "made, filled, started": (
        "docker create --name app myapp:1\ndocker cp app.ini app:/srv/app.ini\ndocker start app\n"
    ),
    "a volume is filled": (
        "docker create --name helper -v data:/data busybox:1.36\ndocker cp . helper:/data\ndocker rm helper\n"
    ),
    "a mount": "docker run -d --name app -v data:/srv myapp:1\ndocker cp app.ini app:/srv/app.ini\n",
    "committed": "docker run -d --name app myapp:1\ndocker cp app.ini app:/srv/app.ini\ndocker commit app myapp:2\n",
    "scratch": "docker run -d --name db -v d:/var/lib/mysql mysql:8.4\ndocker cp dump.sql db:/tmp/dump.sql\n",
    "used by an exec": (
        "docker run -d --name db -v d:/var/lib/mysql mysql:8.4\n"
        "docker cp dump.sql db:/dump.sql\ndocker exec db sh -c 'mysql shop < /dump.sql'\n"
    ),
    "a script that is run": (
        "docker run -d --name app myapp:1\ndocker cp setup.sh app:/setup.sh\ndocker exec app bash /setup.sh\n"
    ),
    "a container that the text doesn't make": "docker cp app.ini app:/srv/app.ini\n",
    "removed again": (
        "docker run -d --name app myapp:1\ndocker cp app.ini app:/srv/app.ini\ndocker exec app reload\ndocker rm -f app\n"
    ),
    "a tmpfs is another rule's": (
        "docker run -d --name app --tmpfs /run/x myapp:1\ndocker cp app.ini app:/run/x/app.ini\n"
    ),
    "a test": "docker run -d --name app-test myapp:1\ndocker cp app.ini app-test:/srv/app.ini\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL105", SILENT[name])
    assert said.lines == [], said


def test_in_a_document():
    text = block(
        ["$ docker run -d --name web nginx:1.29\n", "$ docker cp nginx.conf web:/etc/nginx/nginx.conf\n"],
        "console",
    )
    said = Said("PSL105", text, "guide.md")
    assert (said.lines, said.severities) == ([10], ["info"]), said


def test_the_message_proposes_a_mount():
    (message,) = Said("PSL105", FOUND["configuration"][0]).messages
    assert "`/etc/nginx/nginx.conf`" in message
    assert "`web`" in message
    assert ":/etc/nginx/nginx.conf:ro" in message


def test_no_option_for_a_path_of_windows():
    (message,) = Said(
        "PSL105", block('docker run -d --name web nginx\ndocker cp "C:\\Site" web:/site\n'), "README.md"
    ).messages
    assert message.endswith("Mount what is copied, or COPY it in an image.")


def test_a_service_gets_an_item_of_its_volumes(tmp_path):
    from persistlint.analysis.analyse import analyse
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    (tmp_path / "compose.yaml").write_text("name: shop\nservices: {web: {image: nginx:1.27}}\n")
    text = (
        b"docker compose up -d\ndocker compose cp a.conf web:/etc/nginx/conf.d/a.conf\ndocker compose down\n"
    )
    document = Document(str(tmp_path / "run.sh"), text, "shell")
    settings = Settings()
    settings.root = str(tmp_path)
    findings = analyse(document, Workspace(str(tmp_path)), settings).findings
    messages = [each.message for each in findings if each.code == "PSL105"]
    assert len(messages) == 1
    assert "Add `./a.conf:/etc/nginx/conf.d/a.conf:ro` under the service's `volumes:`" in messages[0]
