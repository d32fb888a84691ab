"""The language server: what persistlint knows, as the language server protocol (3.17, 3.18) has it."""

VERSION = "0.1.0"
