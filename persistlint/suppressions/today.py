"""The date of today, from one place."""

from __future__ import annotations

import os
import time

#: The variable that says which day it is instead of the clock: to see what a date will bring.
VARIABLE = "PERSISTLINT_TODAY"


def today() -> str:
    """Today's date as ``2027-03-01``: what ``PERSISTLINT_TODAY`` says if it holds a date, else the clock's, of the local time zone."""
    said = os.environ.get(VARIABLE, "")
    return said if is_date(said) else time.strftime("%Y-%m-%d")


def is_date(text: str) -> bool:
    """Return whether ``text`` is a day of the calendar, written ``2027-03-01``."""
    if len(text) != 10 or not text.isascii():
        return False
    # Only a comment with a date pays for this import.
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return text[4] == text[7] == "-"
