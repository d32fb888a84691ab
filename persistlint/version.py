"""The version, for the package's metadata too."""

VERSION = "0.1.0"
