"""The command as a user calls it."""

from __future__ import annotations

import pytest

from warehouse.cli import app as cli


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """`sijill` with these arguments; returns its exit code."""
    monkeypatch.setattr("sys.argv", ["sijill", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    return code if isinstance(code, int) else 0
