"""Fragments as tests compare them."""

from __future__ import annotations

from persistlint.hosts.fragment import Fragment


def text_of(fragment: Fragment) -> str:
    """Return a fragment's text, unknown text in it as ``⟨name⟩``."""
    text = fragment.text.decode()
    for number, unknown in fragment.unknowns.items():
        text = text.replace(f"\ue000{number}\ue001", f"⟨{unknown.name}⟩")
    return text
