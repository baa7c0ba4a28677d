"""The hostile corpus: the same inputs for the same seed, made anew each time in a folder of one's
own. Nothing of it is kept as a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.hostile import field_cases, file_cases, json_cases, long_cases, packed_cases
from tests.hostile.case import Book, Case

SEED = 20260203
#: how many files of random bytes
MUTATED = 300
GIGABYTE = 1 << 30


def all_cases(outside: Path, seed: int = SEED) -> list[Case]:
    """Every case. `outside` is a folder beside the landing folder, for what links lead to."""
    book = Book()
    field_cases.injections(book, seed)
    field_cases.wrong_types(book)
    field_cases.lengths(book)
    field_cases.controls(book)
    field_cases.dates(book)
    field_cases.urls(book)
    json_cases.cut(book, seed)
    json_cases.broken(book)
    json_cases.twice(book)
    json_cases.deep(book)
    json_cases.numbers(book)
    json_cases.encodings(book)
    json_cases.mutated(book, seed, MUTATED)
    packed_cases.tables(book)
    packed_cases.packed(book, seed)
    packed_cases.columnar(book, seed)
    file_cases.names(book)
    file_cases.special(book, outside)
    long_cases.sized(book, 9_000_000, "nine-megabytes", is_heavy=False)
    long_cases.sized(book, GIGABYTE, "gigabyte", is_heavy=True)
    long_cases.hollow_rows(book, GIGABYTE // 5)
    long_cases.pumped(book)
    return book.cases


def sample(cases: Iterable[Case], every: int) -> list[Case]:
    """Of each family one in so many, all that is no file, and nothing heavy."""
    seen: dict[str, int] = {}
    chosen = []
    for case in cases:
        family = case.name.partition("/")[0]
        seen[family] = seen.get(family, -1) + 1
        # of these one leads to the other
        if not case.is_heavy and (seen[family] % every == 0 or family == "special"):
            chosen.append(case)
    return chosen


def write(cases: Iterable[Case], folder: Path) -> None:
    """Deliver the cases into a batch's folder, with the mark that all is there."""
    folder.mkdir(parents=True)
    for case in cases:
        path = folder / case.file
        path.parent.mkdir(parents=True, exist_ok=True)
        case.make(path)
    (folder / "_SUCCESS").touch()
