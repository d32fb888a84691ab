"""The table that says which module knows a program."""

from __future__ import annotations

from persistlint.durability import (
    access_archives,
    access_downloads,
    access_dumps,
    access_files,
    access_packages,
)
from persistlint.durability.access_handlers import MODULES, handler

_ALL = {
    "archives": access_archives,
    "downloads": access_downloads,
    "dumps": access_dumps,
    "packages": access_packages,
}


def test_the_table_names_the_programs_of_each_module():
    assert {program: name for name, module in _ALL.items() for program in module.HANDLERS} == MODULES


def test_each_handler_is_found():
    for module in (*_ALL.values(), access_files):
        for program, known in module.HANDLERS.items():
            if program in MODULES and module is access_files:
                continue
            assert handler(program) is known
    assert handler("unheard-of") is None
