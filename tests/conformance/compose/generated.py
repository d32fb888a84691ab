"""Draws projects: a Compose file, sometimes with an override, another file to extend, ``.env`` and ``env_file``."""

from __future__ import annotations

import random
from pathlib import Path

_IMAGES = (
    "postgres:16",
    "postgres:${PG:-17}",
    '"redis:7"',
    "'nginx'",
    "${IMAGE:-mysql:8}",
    "x/y@sha256:" + "a" * 64,
)
_IMAGES += (
    "postgres:$TAG",
    "${REGISTRY-docker.io}/library/mongo:${TAG-7}",
    "${A:-${B:-busybox}}",
    "${UNSET}",
)
_VOLUMES = ("pg", "data", "real", "theirs", "bound")
_SHORT = (
    "{v}:/data",
    "{v}:/data:ro",
    "./x:/x",
    "../up:/up:rw",
    "/srv/a:/a:ro,z",
    "~/h:/h",
    "/anon",
    "{v}:/c/:rw",
    "'./a b:/with blank'",
    '"{v}:/q"',
    "${{DIR:-./d}}:/dir",
    "{v}:/e:nocopy",
    ".:/here",
    "./x/../y:/norm",
    "~:/home2",
    "${{THRICE:-./e}}:/thrice",
)
_LONG = (
    "type: volume|source: {v}|target: /l1",
    "type: volume|source: {v}|target: /l2|read_only: true|volume: {{nocopy: true}}",
    "type: bind|source: ./lb|target: /l3",
    "type: bind|source: /abs|target: /l4|bind: {{create_host_path: false}}",
    "type: tmpfs|target: /l5|tmpfs: {{size: 1000}}",
    "type: volume|target: /l6",
    "type: volume|source: {v}|target: /l7|volume: {{subpath: a/b}}",
)
_COMMANDS = (
    "postgres -c 'shared_buffers=1 GB'",
    '["a", "b c", "$$X"]',
    'sh -c "echo $$HOME; ls"',
    "[]",
    "server ${PORT:-80} --x=${X}",
    "a\\ b c",
    "'quoted  \"inner words\" x'",
    "\"tab\\there 'one two'\"",
    ">-\n      run --flag\n      --other 'x y'",
    "|\n      one\n      two three",
    "''",
    "null",
    "redis-server --save 60 1 > /dev/null",
    "~",
)
_OBJECTS = (
    "configs: [site]",
    "configs: [{source: site, target: /etc/site.conf}]",
    "secrets: [password]",
    "secrets: [password, {source: token, target: token.txt}]",
    "develop: {watch: [{path: ./src, action: sync, target: /app}]}",
)
_OBJECT_LINES = (
    "configs:",
    "  site: {file: ./site.conf}",
    "secrets:",
    "  password: {file: '${DIR:-.}/password'}",
    "  token: {environment: TOKEN}",
)
_INCLUDES = (
    "sub/part.yaml",
    "{path: sub/part.yaml, project_directory: ./base}",
    "{path: [sub/part.yaml, sub/more.yaml], env_file: sub/x.env}",
    "{path: ./sub/part.yaml}",
)
_PART = """name: inner
services:
  included:
    image: part:${TAG:-none}
    volumes: ["./data:/d", "inner:/x", "/abs:/abs", "~/h:/h"]
    env_file: a.env
    environment: ["FROM_ENV", "B=${ONLY_SUB:-no}"]
    configs: [cc]
    extends: {file: deep/base.yaml, service: base}
volumes:
  inner:
configs:
  cc: {file: ./cc.txt}
"""
_MORE = "services: {included: {command: more, volumes: ['./more:/more']}}\n"
_BASE = "services: {base: {image: 'x:${TAG:-n}', restart: always, volumes: ['./b:/b', '../c:/c']}}\n"
_RESTARTS = ("always", '"no"', "unless-stopped", "on-failure:3")
_PAIRS = (
    "A: b",
    "B: 1",
    "C:",
    "D: true",
    'E: "x y"',
    "F: ${V:-dd}",
    "G: 'a$$b'",
    "PGDATA: /srv/pg",
    "H: ${FROM_ENV}",
    "FROM_ENV:",
)
_LIST = (
    "A=b",
    "B=1",
    "C",
    "'E=x y'",
    "F=${V:-dd}",
    "G=a$$b",
    "PGDATA=/srv/pg",
    "H=${FROM_ENV}",
    "FROM_ENV",
    "I=",
    "J=a=b",
)


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, values: tuple[str, ...], most: int) -> list[str]:
        return self.random.sample(values, self.random.randint(1, min(most, len(values))))

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    def mounts(self, indent: str) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(1, 4)):
            volume = self.random.choice(_VOLUMES)
            if self.maybe(0.7):
                lines.append(f"{indent}- {self.random.choice(_SHORT).format(v=volume)}")
            else:
                first, *rest = self.random.choice(_LONG).format(v=volume).split("|")
                lines += [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]
        return lines

    def service(self, names: list[str], override: bool = False) -> list[str]:
        """Return the lines of a service's mapping."""
        lines: list[str] = []
        if not override or self.maybe(0.3):
            lines.append(f"image: {self.random.choice(_IMAGES if not override else _IMAGES[:4])}")
        if self.maybe(0.5):
            tag = self.random.choice(("", "", "", " !override")) if override else ""
            lines += [f"volumes:{tag}", *self.mounts("  ")]
        if self.maybe(0.4):
            lines.append(f"command: {self.random.choice(_COMMANDS)}")
        if self.maybe(0.25):
            lines.append(f"entrypoint: {self.random.choice(_COMMANDS)}")
        if self.maybe(0.5):
            if self.maybe():
                lines += ["environment:", *(f"  {pair}" for pair in self.some(_PAIRS, 4))]
            else:
                lines += ["environment:", *(f"  - {pair}" for pair in self.some(_LIST, 4))]
        if self.maybe(0.15):
            lines.append("env_file: vars.env" if self.maybe() else "env_file: [vars.env]")
        if self.maybe(0.2):
            lines.append(self.random.choice(("tmpfs: /run", "tmpfs: [/run, '/tmp:size=1m']")))
        if self.maybe(0.15):
            lines.append(f"container_name: c{self.random.randint(1, 99)}-${{N:-x}}")
        if self.maybe(0.2):
            lines.append("restart: " + self.random.choice(_RESTARTS))
        if self.maybe(0.2):
            lines.append(f"profiles: [{self.random.choice(('dev', 'a'))}]")
        if self.maybe(0.15):
            lines.append(self.random.choice(_OBJECTS))
        if names and self.maybe(0.15):
            lines.append(f"volumes_from: ['{self.random.choice(names)}{self.random.choice(('', ':ro'))}']")
        if self.maybe(0.1) and not override:
            lines.append(self.random.choice(("build: .", "build: {context: ., target: x}")))
        self.random.shuffle(lines) if all(line[:1] not in " -" for line in lines) and "\n" not in "".join(
            lines
        ) else None
        return lines or ["restart: always"]

    def file(self, names: list[str], override: bool = False) -> str:
        out: list[str] = []
        if not override:
            if self.maybe(0.3):
                out.append(f"name: {self.random.choice(('shop', 'my-app_1', '${NAME:-other}'))}")
            out += [
                "x-base: &base",
                "  restart: always",
                "  environment: {BASE: '1'}",
                "  volumes: [pg:/base]",
            ]
            out += ["x-env: &env", "  X: y", "  A: anchored"]
        if not override and self.maybe(0.25):
            out += ["include:", f"  - {self.random.choice(_INCLUDES)}"]
        out.append("services:")
        done: list[str] = []
        for name in names:
            out.append(f"  {name}:{' # a comment' if self.maybe(0.2) else ''}")
            lines = self.service(done, override)
            keys = {line.split(":")[0] for line in lines}
            if not override and self.maybe(0.2) and done:
                lines.insert(0, f"extends: {self.random.choice(done)}")
            elif not override and self.maybe(0.15):
                lines.insert(0, "extends: {file: common.yaml, service: base}")
            elif not override and self.maybe(0.25):
                lines.insert(0, "<<: *base" if self.maybe() else "<<: [*base]")
            elif not override and "environment" not in keys and self.maybe(0.3):
                lines += ["environment:", "  <<: *env", "  Z: last"]
            out += [f"    {line}" for line in lines]
            done.append(name)
        if not override:
            out += [
                "volumes:",
                "  pg:",
                "  data: {}",
                "  real: {name: really}",
                "  theirs:",
                "    external: true",
                "  bound:",
                "    driver: local",
                "    driver_opts: {type: none, o: bind, device: /srv/bound}",
                "  unused:",
                *_OBJECT_LINES,
            ]
            if self.maybe(0.15):
                service = self.random.choice(names)
                out += ["---", "services:", f"  {service}:"]
                out += [f"    {line}" for line in self.service(done, override=True)]
        return "\n".join(out) + "\n"


def write_projects(folder: Path, count: int, seed: int) -> list[tuple[list[Path], Path]]:
    """Write ``count`` projects below the folder: each one's files in their order, and its folder."""
    projects: list[tuple[list[Path], Path]] = []
    for number in range(count):
        draw = _Draw(seed * 100_003 + number)
        home = folder / f"Project_{number}"
        home.mkdir()
        names = draw.some(("db", "web", "cache", "my-app", "job.1"), 4)
        files = [home / "compose.yaml"]
        files[0].write_text(draw.file(names))
        (home / "common.yaml").write_text(
            "services:\n  base:\n    image: common:1\n    volumes: [data:/common, ./c:/c]\n    command: from base\n"
        )
        (home / "vars.env").write_text("A=from-file\nK='single $X'\nL=\"two\"\n# no\nexport M=x # y\n")
        for name, text in (
            ("sub/part.yaml", _PART),
            ("sub/more.yaml", _MORE),
            ("sub/deep/base.yaml", _BASE),
            ("sub/a.env", "A=1\n"),
            ("base/a.env", "A=2\n"),
            ("sub/x.env", "TAG=x\nFROM_ENV=x\n"),
            ("base/deep/base.yaml", _BASE),
            ("sub/.env", "TAG=sub\nONLY_SUB=yes\n"),
            ("base/.env", "ONLY_SUB=base\n"),
        ):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text)
        if draw.maybe():
            (home / ".env").write_text(
                "FROM_ENV=known\nTAG=15\nDIR=/from/env\nTWICE=${TAG}-x\nTHRICE=${NOT_THERE:-/d}/${TAG}\n"
            )
        if draw.maybe(0.4):
            files.append(home / "compose.other.yaml")
            files[1].write_text(draw.file(draw.some(tuple(names), len(names)), override=True))
        projects.append((files, home))
    return projects
