"""The results of a project's files are the same in one run, one by one, over the folder, from the cache, in several processes and in the editor."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from persistlint.cli.app import main
from tests.server.client import PULLING, Client

EXAMPLES = Path(__file__).parents[2] / "examples"
LANGUAGES = {".sh": "shellscript", ".yaml": "yaml", ".yml": "yaml", ".md": "markdown", ".json": "json"}

Row = tuple[str, str, int, int]

#: What a file of a project may be, in variants: other files' findings depend on which one it is.
FILES: dict[str, tuple[str, ...]] = {
    "compose.yaml": (
        "name: shop\nservices:\n  db:\n    image: postgres:16\n    restart: always\n    environment: {POSTGRES_PASSWORD: x}\n"
        "  web:\n    build: .\n    volumes: ['pgdata:/srv/a']\nvolumes:\n  pgdata:\n",
        "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes: ['pgdata:/var/lib/postgresql/data', /srv/x]\n"
        "volumes:\n  pgdata: {external: true}\n  idle:\n",
    ),
    "compose.override.yaml": (
        "services:\n  db:\n    volumes: ['more:/var/lib/postgresql/data']\nvolumes: {more: }\n",
        "services:\n  db:\n    restart: always\n",
    ),
    "reports/compose.yaml": (
        "services:\n  db:\n    image: postgres:16\n    volumes: ['shop_pgdata:/var/lib/postgresql/data']\nvolumes:\n  shop_pgdata: {external: true}\n",
    ),
    "Makefile": (
        "up:\n\tdocker compose up -d\nclean:\n\tdocker compose down -v\n",
        "IMAGE = acme/app\nstop:\n\tdocker compose down\nrun:\n\tdocker run -d --restart always --name app $(IMAGE)\nwipe:\n\tdocker volume rm pgdata\n",
    ),
    "build.sh": ("docker build -t acme/app .\n", "docker build -t acme/app -f other/Dockerfile .\n"),
    "Dockerfile": ('FROM alpine:3.20\nVOLUME /srv/state\nCMD ["/srv/run"]\n', "FROM alpine:3.20\n"),
    "other/Dockerfile": ("FROM postgres:16\n",),
    "run.sh": (
        "docker run -d --restart always acme/app\ndocker run -d --name cache --restart always -v cache:/data redis:7\n",
        "docker run -d --name db --restart always -e POSTGRES_PASSWORD=x postgres:16\ndocker exec shop-db-1 sh -c 'echo x > /srv/y'\n",
    ),
    "stop.sh": (
        "docker rm -f db app\n",
        "docker rm -fv db\ndocker volume rm cache\n",
        "docker compose down -v\n",
    ),
    "backup.sh": (
        "docker run --rm -v pgdata:/data busybox:1.36 tar c /data\n",
        ". ./lib.sh\ndocker run -d -v $DATA postgres:16\n",
    ),
    "lib.sh": ("DATA=pgdata:/var/lib/postgresql\n", "DATA=pgdata:/var/lib/postgresql/data\n"),
    ".github/workflows/ci.yml": (
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          docker build -t acme/app .\n          docker run -v /srv/state acme/app\n",
    ),
    "db.service": ("[Service]\nExecStart=docker run --name db -e POSTGRES_PASSWORD=x postgres:16\n",),
    "db.container": (
        "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\nVolume=pgdata.volume:/var/lib/postgresql\n",
        "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\n",
    ),
    "db.container.d/10.conf": ("[Container]\nVolume=pgdata:/var/lib/postgresql/data\n",),
    "pgdata.volume": ("[Volume]\n", "[Volume]\nVolumeName=pgdata\n"),
    "README.md": (
        "# x\n\n```sh\ndocker run -d --name db -v pgdata:/var/lib/postgresql postgres:16\n```\n",
        "# x\n\ndocker volume create pgdata\n",
    ),
    "package.json": ('{"scripts": {"db": "docker run -d --name db postgres:16"}}\n',),
}


def draw_file(dice: random.Random, name: str) -> str | None:
    """Return one of the file's variants, or None for no such file."""
    return None if dice.random() < 0.25 else dice.choice(FILES[name])


def put(folder: Path, name: str, text: str | None) -> None:
    path = folder / name
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


class Folder:
    """A project's folder, in which ``check`` runs the command line."""

    def __init__(
        self, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.path = path
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def check(self, *arguments: str) -> list[Row]:
        """Return the findings of a run."""
        self._monkeypatch.chdir(self.path)
        main(["check", "--format", "json", "--exit-zero", "--show", "hints", *arguments])
        done = self._capsys.readouterr()
        assert "internal error" not in done.err
        rows = json.loads(done.out)["findings"]
        return sorted((Path(row["path"]).as_posix(), row["code"], row["line"], row["column"]) for row in rows)


def names_in(folder: Path) -> list[str]:
    """Return the files of a project that are read, by their paths below it."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts[:-1])
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if not name.endswith((".conf", ".png", ".svg")))


class Editor:
    """A server with the whole project open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = Client()
        self.client.initialize(PULLING, folder, {"settings": {"show": "hints"}})
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def show(self, name: str) -> None:
        """Open a file, or give the editor its new text."""
        text = (self.folder / name).read_text("utf-8")
        self._versions[name] = self._versions.get(name, 0) + 1
        if self._versions[name] == 1:
            suffix = Path(name).suffix
            self.client.open(self.uri(name), text, LANGUAGES.get(suffix, "plaintext"))
        else:
            self.client.replace(self.uri(name), self._versions[name], text)

    def findings(self) -> list[Row]:
        rows = []
        for name in self._versions:
            items = self.client.ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri(name)}})[
                "items"
            ]
            starts = [(item["code"], item["range"]["start"]) for item in items]
            rows += [(name, code, start["line"] + 1, start["character"] + 1) for code, start in starts]
        return sorted(rows)


@pytest.fixture
def editors() -> Iterator[list[Editor]]:
    started: list[Editor] = []
    yield started
    for editor in started:
        editor.client.stop()


@pytest.mark.parametrize(
    "seed", [0, "shop", *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2, 3, 4, 5, "bad"))]
)
def test_results_are_the_same_everywhere(
    seed: int | str,
    tmp_path: Path,
    editors: list[Editor],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, cache = tmp_path / "project", str(tmp_path / "cache")
    dice = random.Random(seed)
    if isinstance(seed, str):
        shutil.copytree(EXAMPLES / seed, path)
    else:
        for name in FILES:
            put(path, name, draw_file(dice, name))
    (path / ".git").mkdir()
    folder = Folder(path, capsys, monkeypatch)
    editors.append(Editor(path))
    for name in names_in(path):
        editors[0].show(name)
    for _ in range(2 if isinstance(seed, str) else 3):
        names = names_in(path)
        together = folder.check("--no-cache", ".")
        assert len(together) > 1
        assert folder.check("--no-cache", *names) == together
        assert folder.check("--no-cache", "--jobs", "2", ".") == together
        assert sorted(row for name in names for row in folder.check("--no-cache", name)) == together
        assert folder.check("--cache-dir", cache, ".") == together
        assert folder.check("--cache-dir", cache, ".") == together
        # What stands in a script that a document sources is shown at the document's command.
        shown = editors[0].findings()
        assert sorted(code for _, code, *_ in shown) == sorted(code for _, code, *_ in together)
        assert {row for row in together if row[0] != "lib.sh"} <= set(shown)
        # The next round finds one file changed, seen by the cache and the editor alone.
        if isinstance(seed, str):
            changed = dice.choice([name for name in names if name.endswith((".sh", ".yaml"))])
            put(path, changed, (path / changed).read_text("utf-8") + "\n")
        else:
            changed = dice.choice([name for name in names if len(FILES[name]) > 1])
            text = (path / changed).read_text("utf-8")
            put(path, changed, dice.choice([other for other in FILES[changed] if other != text]))
        editors[0].show(changed)
