"""An audit that could not ask is no audit that found nothing."""

from __future__ import annotations

import json

import pytest

from scripts.audit import parsed


def test_findings_and_what_was_not_asked_about_are_told_apart() -> None:
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": [], "description": "x"}
    answer = {
        "dependencies": [
            {"name": "a", "version": "1.0", "vulns": [flaw, {**flaw, "fix_versions": []}]},
            {"name": "b", "version": "1.0", "vulns": []},
            {"name": "c", "skip_reason": "Dependency not found on PyPI"},
        ],
        "fixes": [],
    }
    found, skipped, asked = parsed(json.dumps(answer))
    assert found == ["a 1.0: PYSEC-1, mended in 2.0", "a 1.0: PYSEC-1, mended in no version yet"]
    assert (skipped, asked) == (["c"], 2)


@pytest.mark.parametrize("answer", ["", "No known vulnerabilities found", "{}", "[]"])
def test_what_is_no_answer_is_none(answer: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        parsed(answer)
