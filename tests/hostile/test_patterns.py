"""No pattern of ours can be kept busy: each is given long texts made of its own letters.

A pattern that goes back and forth takes the square of a text's length, or worse. What is measured
is the time for texts of 20,000 letters, which a well-behaved one reads in a few milliseconds.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

pytestmark = pytest.mark.full

LETTERS = 20_000
SECONDS = 0.5
#: These are asked of one place of a text only (match, fullmatch), not looked for in it.
ASKED_OF_ONE_PLACE = {
    "extractors.candidates.actors.names._DATELINE_END",
    "extractors.names.vocabulary.ARABIC",
    "extractors.text.number_words.DECIMAL",
    "extractors.text.number_words.DIGITS",
    "extractors.text.word_forms.ARABIC",
    "warehouse.cli.options._COMMENT",
    "warehouse.contract.outlets._HOST",
}


def patterns() -> dict[str, re.Pattern[Any]]:
    """All patterns that our modules hold, by where they are first found."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for package in ("extractors", "intake", "warehouse", "linking", "bi"):
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, f"{package}."):
            if module.name.endswith("__main__") or ".superset" in module.name:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _held(value):
                    where = f"{module.name}.{name}"
                    key = pattern.pattern, pattern.flags
                    if key not in found or where in ASKED_OF_ONE_PLACE:
                        found[key] = (where, pattern)
    return dict(found.values())


def _held(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, re.Pattern))
    elif isinstance(value, tuple | list):
        yield from (one for one in value if isinstance(one, re.Pattern))


def letters_of(tree: Any) -> set[str]:
    """Letters that the parts of a parsed pattern take."""
    found: set[str] = set()
    for operation, told in tree:
        if operation is codes.LITERAL:
            found.add(chr(told))
        elif operation is codes.NOT_LITERAL:
            found.add("x" if told != ord("x") else "y")
        elif operation is codes.ANY:
            found.add(".")
        elif operation is codes.RANGE:
            found.add(chr(told[0]))
        elif operation is codes.CATEGORY:
            kinds = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "و"}
            found.add(kinds.get(str(told), "-"))
        elif operation in {codes.IN, codes.ATOMIC_GROUP}:
            found |= letters_of(told)
        elif operation is codes.BRANCH:
            for branch in told[1]:
                found |= letters_of(branch)
        elif operation is codes.SUBPATTERN:
            found |= letters_of(told[3])
        elif operation in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            found |= letters_of(told[2])
        elif operation in {codes.ASSERT, codes.ASSERT_NOT}:
            found |= letters_of(told[1])
    return found


class TooLong(Exception):
    pass


def seconds_of(pattern: re.Pattern[Any], text: str, *, at_one_place: bool) -> float:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    subject: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * SECONDS)
    started = time.process_time()
    try:
        if at_one_place:
            pattern.match(subject)
        else:
            for _ in pattern.finditer(subject):
                pass
    except TooLong:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - started


def slowest(pattern: re.Pattern[Any], *, at_one_place: bool = False) -> float:
    """Over texts of each of its letters, and of pairs of them, with an end that fits nothing."""
    letters = sorted(letters_of(parser.parse(pattern.pattern, pattern.flags)))[:12]
    pieces = [*letters, *("".join(pair) for pair in itertools.permutations(letters[:5], 2))]
    worst = 0.0
    for piece in pieces:
        text = (piece * (LETTERS // len(piece))) + "\x01"
        worst = max(worst, seconds_of(pattern, text, at_one_place=at_one_place))
        if worst > SECONDS:
            break
    return worst


def test_no_pattern_takes_the_square_of_a_text() -> None:
    held = patterns()
    assert len(held) > 80
    assert held.keys() >= ASKED_OF_ONE_PLACE
    slow = {
        name: seconds
        for name, pattern in held.items()
        if (seconds := slowest(pattern, at_one_place=name in ASKED_OF_ONE_PLACE)) > SECONDS
    }
    assert slow == {}


@pytest.mark.parametrize("bad", [r"[0-9]+(?:[.,][0-9]+)*\Z", r"\s+$", r"(a|aa)+b"])
def test_the_measure_finds_patterns_that_do(bad: str) -> None:
    assert slowest(re.compile(bad)) > SECONDS
