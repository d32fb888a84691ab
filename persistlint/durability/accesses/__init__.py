"""Accesses of programs to files: one module for each kind of program."""
