"""Puts into the wheel, beside each YAML file of the rules, what it says: a check need not parse."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParsedRules(BuildHookInterface[Any]):
    """Parses every YAML file of rules/ as the library would, once."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is put together; an editable install reads the rules where they are."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from compliance.rulebook.parsed import FOLDER, kept, name_of
        from compliance.rulebook.yaml_nodes import parsed

        self.scratch = tempfile.TemporaryDirectory()
        for file in sorted(Path(self.root, "rules").rglob("*.yaml")):
            if file.parent.name == "cases":  # which only `beian rules test` reads
                continue
            content = file.read_bytes()
            target = Path(self.scratch.name, name_of(content))
            target.write_bytes(kept(*parsed(content, file.name)))
            build_data["force_include"][str(target)] = f"compliance/rules/{FOLDER}/{target.name}"

    def finalize(
        self,
        version: str,
        build_data: dict[str, Any],  # noqa: ARG002 - hatchling's signature
        artifact_path: str,  # noqa: ARG002
    ) -> None:
        """After it."""
        if version != "editable":
            self.scratch.cleanup()
