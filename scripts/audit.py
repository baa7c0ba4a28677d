"""Checks the pinned dependencies for known vulnerabilities, by the package index: `make audit`.

    python -m scripts.audit

Needs a network. Without one, and where the index does not know a package (a mirror without
advisories), it says that nothing was audited and ends with code 3, since pip-audit itself calls
that "no known vulnerabilities". Code 1: something was found; 0: all packages were checked, and none
has a known vulnerability.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from warehouse.core.settings import PROJECT_ROOT

PINNED = ("constraints.txt", "bi/superset/constraints.txt")


def parsed(answer: str) -> tuple[list[str], list[str], int]:
    """pip-audit's JSON: findings in words, packages that it could not check, and how many it
    checked. Raises ValueError where the text is no such answer."""
    dependencies: Iterable[dict[str, Any]] = json.loads(answer)["dependencies"]
    found, skipped, asked = [], [], 0
    for one in dependencies:
        if "skip_reason" in one:
            skipped.append(one["name"])
            continue
        asked += 1
        for flaw in one["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
            found.append(f"{one['name']} {one['version']}: {flaw['id']}, mended in {fixed}")
    return found, skipped, asked


def main() -> int:
    """Returns the exit code."""
    if importlib.util.find_spec("pip_audit") is None:
        sys.stderr.write("pip-audit is not installed: .venv/bin/pip install pip-audit\n")
        return 2
    code = 0
    for pinned in PINNED:
        done = subprocess.run(  # noqa: S603 - no argument from outside
            [sys.executable, "-m", "pip_audit", "-r", str(PROJECT_ROOT / pinned), "--no-deps",
             "--disable-pip", "--progress-spinner", "off", "--format", "json"],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        try:
            found, skipped, asked = parsed(done.stdout)
        except (ValueError, KeyError, TypeError):
            sys.stdout.write(f"{pinned}: not audited: {done.stderr.strip()[-300:]}\n")
            code = code or 3
            continue
        for line in found:
            sys.stdout.write(f"{pinned}: {line}\n")
        sys.stdout.write(f"{pinned}: {asked} asked about, {len(found)} findings\n")
        if skipped:
            sys.stdout.write(f"{pinned}: NOT audited are {len(skipped)}: {', '.join(skipped)}\n")
        code = 1 if found else (3 if skipped and not code else code)
    return code


if __name__ == "__main__":
    sys.exit(main())
