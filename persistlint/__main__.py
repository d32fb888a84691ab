"""``python -m persistlint``."""

from __future__ import annotations

import sys

from persistlint.cli.app import main

sys.exit(main())
