"""What the wheel brings beside the packages: completions and manual pages, made from the option parsers."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Shells(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the files in the build's folder, and has the wheel install them where shells and ``man`` look."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path[:0] = [self.root, os.path.join(self.root, "rules")]
        from persistlint.cli.shells.install import files

        folder = self._folder()
        for place, text in files().items():
            path = os.path.join(folder, *place.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            build_data["shared_data"][path] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder(), ignore_errors=True)

    def _folder(self) -> str:
        return os.path.join(self.directory, ".shells")
