"""The table that says which module knows a program."""

from __future__ import annotations

from persistlint.durability.accesses import archives, downloads, dumps, files, packages
from persistlint.durability.accesses.handlers import MODULES, handler

_ALL = {
    "archives": archives,
    "downloads": downloads,
    "dumps": dumps,
    "packages": packages,
}


def test_the_table_names_the_programs_of_each_module():
    assert {program: name for name, module in _ALL.items() for program in module.HANDLERS} == MODULES


def test_each_handler_is_found():
    for module in (*_ALL.values(), files):
        for program, each in module.HANDLERS.items():
            if program in MODULES and module is files:
                continue
            assert handler(program) is each
    assert handler("unheard-of") is None
