"""Draws scripts of Compose commands on one project. Each write puts a text of its own into a file of its own."""

from __future__ import annotations

import random

COMPOSE = """name: shop
services:
  app:
    image: busybox:1.36
    network_mode: none
    init: true
    stop_signal: SIGKILL
    command: sleep 1000
    volumes:
      - named:/named
      - /anonymous
      - ./bound:/bound
      - real:/real
  other:
    image: busybox:1.36
    network_mode: none
    init: true
    stop_signal: SIGKILL
    command: sleep 1000
    volumes: ["named:/shared", "theirs:/theirs"]
    depends_on: [app]
  tools:
    image: busybox:1.36
    network_mode: none
    profiles: [tools]
    volumes: [named:/named]
volumes:
  named:
  real: {name: pages}
  theirs: {external: true}
"""
_PLACES = {
    "app": ("/named", "/anonymous", "/bound", "/real", "/layer", "/named/deep"),
    "other": ("/shared", "/theirs", "/layer"),
    "tools": ("/named", "/layer"),
}


def scenario(seed: int) -> tuple[list[str], list[str]]:
    """Return the lines of a script, and the tags of its writes."""
    draw = random.Random(seed)
    lines = ["mkdir -p bound", "docker compose down -v"]
    tags: list[str] = []

    def write(command: str, service: str) -> None:
        tag = f"tag{seed}x{len(tags)}"
        tags.append(tag)
        place = draw.choice(_PLACES[service])
        if command == "cp":
            lines.append(
                f"docker compose cp {tag} {service}:{place}/{tag}"
                if place not in ("/layer", "/named/deep")
                else f"docker compose cp {tag} {service}:/{tag}"
            )
        else:
            directory = f"mkdir -p {place}; " if place in ("/layer", "/named/deep") else ""
            lines.append(f"{command} {service} sh -c '{directory}echo {tag} > {place}/{tag}'")

    lines.append(
        draw.choice(("docker compose up -d", "docker compose up -d app", "docker compose up -d other"))
    )
    for _ in range(draw.randint(3, 9)):
        kind = draw.random()
        service = draw.choice(("app", "app", "other"))
        if kind < 0.35:
            write(
                draw.choice(("docker compose exec -T", "docker compose exec -T -u root", "docker exec")),
                service,
            )
            if lines[-1].startswith("docker exec"):
                lines[-1] = lines[-1].replace(f"docker exec {service} ", f"docker exec shop-{service}-1 ", 1)
        elif kind < 0.45:
            write("cp", service)
        elif kind < 0.6:
            rest = draw.choice(("", "--rm ", "--rm --no-deps "))
            write(f"docker compose run -T {rest}".rstrip(), draw.choice(("app", "other", "tools")))
        else:
            lines.append(
                draw.choice(
                    (
                        "docker compose up -d",
                        "docker compose up -d",
                        "docker compose up -d --force-recreate",
                        "docker compose stop",
                        "docker compose stop app",
                        "docker compose start",
                        "docker compose restart app",
                        "docker compose kill app",
                        "docker compose rm -f",
                        "docker compose rm -fs app",
                        "docker compose rm -fsv",
                        "docker compose down",
                        "docker compose down -v",
                        "docker compose --profile tools down -v",
                        "docker compose -p shop down",
                        "docker compose down --rmi local",
                        "docker compose down --rmi local -v",
                        "docker compose down --remove-orphans",
                        "docker compose down -v app",
                        "docker compose down -v --remove-orphans",
                        "docker compose up -d --remove-orphans",
                        "docker compose up -d -V",
                        "docker compose up -d --force-recreate -V",
                        "docker compose create",
                        "docker compose rm -fsv app",
                        "docker rm -f shop-app-1",
                        "docker rm -fv shop-app-1",
                        "docker volume rm shop_named",
                        "docker volume rm pages",
                    )
                )
            )
    return lines, tags
