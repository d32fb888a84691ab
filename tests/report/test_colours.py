"""The colours of pictures: people who see red and green alike tell them apart, and text in them can be read."""

from __future__ import annotations

from itertools import combinations

import pytest

from persistlint.report.picture.colours import COLOURS, DARK_COLOURS

#: How eyes without one kind of cones see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: CIE76. Two colours that are nearer than about 2 look the same side by side; bars stand apart.
FAR = 25


def linear(colour: str) -> list[float]:
    values = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, value)) for value in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    values = linear(colour)
    return lab([sum(part * value for part, value in zip(row, values, strict=True)) for row in EYES[eye]])


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("colours", [COLOURS, DARK_COLOURS], ids=["light", "dark"])
def test_states_are_told_apart(colours: dict[str, str], eye: str) -> None:
    for state, other in combinations(("kept", "risk", "lost"), 2):
        pairs = zip(seen(colours[state], eye), seen(colours[other], eye), strict=True)
        assert sum((here - there) ** 2 for here, there in pairs) ** 0.5 > FAR, (state, other)


@pytest.mark.parametrize(
    ("colours", "paper"), [(COLOURS, "#ffffff"), (DARK_COLOURS, "#0d1117")], ids=["light", "dark"]
)
def test_text_can_be_read(colours: dict[str, str], paper: str) -> None:
    # The web's guidelines ask for 4.5 : 1.
    for state in ("kept", "risk", "lost", "unknown", "plain"):
        dark, light = sorted((luminance(colours[state]), luminance(paper)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, state
