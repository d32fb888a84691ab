"""The colours of states, told apart by people who see red and green alike (after Okabe and Ito, "Color Universal Design")."""

from __future__ import annotations

#: On white paper.
COLOURS = {
    "kept": "#0072b2",
    "risk": "#a86500",
    "lost": "#b0003a",
    "unused": "#6496bf",
    "unknown": "#6e7781",
    "absent": "#8c959f",
    "plain": "#57606a",
}

#: On a dark screen.
DARK_COLOURS = {
    "kept": "#56b4e9",
    "risk": "#e69f00",
    "lost": "#ff6b5e",
    "unused": "#4a7a99",
    "unknown": "#9aa4ae",
    "absent": "#768390",
    "plain": "#adbac7",
}
