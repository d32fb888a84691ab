"""Which texts are forms to fill in."""

import pytest

from persistlint.rules.forms import has_signs, stands_for_more


@pytest.mark.parametrize(
    "text",
    [
        "docker run <name>",
        "docker exec <container_id/name> pg_dump",
        "<your registry>/app",
        "docker run -e A={{ a }} app",
        "docker run YOUR_IMAGE",
        "echo '<b>x</b>' | docker exec -i <name> sh",
    ],
)
def test_a_form(text: str) -> None:
    assert stands_for_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "sh -c 'echo \"<h1>42</h1>\" > /report/index.html'",
        "sh -c 'echo \"<html><body>x</body></html>\" > /a'",
        "sh -c 'echo \"<br>\" > /a'",
        "sh -c 'echo \"<img src=a.png>\" > /a'",
        "sh -c 'echo \"<!DOCTYPE html>\" > /a'",
        "sh -c 'echo \"#include <stdio.h>\" > /a.c'",
        "docker exec -i db psql < dump.sql > out.txt",
    ],
)
def test_no_form(text: str) -> None:
    assert not stands_for_more(text)
    assert not has_signs(text)
