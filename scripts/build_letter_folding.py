#!/usr/bin/env python3
"""Write seeds/letter_folding.csv: what `extractors.text.fold` makes of each letter, for SQL.

    python scripts/build_letter_folding.py [--output FILE]

One row a code point that folding changes, within the blocks that Arabic news is written in; a
letter without a row stays as it is. `folded` lists the code points that come of it, parted by
blanks, and is empty where the mark is dropped. A test holds the file to the extractors' folding.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

from extractors.seedfiles import SEEDS_DIR
from extractors.text.fold import fold

#: Latin with its accents, combining marks, Arabic, general punctuation, Arabic presentation
#: forms, variation selectors, fullwidth forms
BLOCKS = (
    (0x0000, 0x024F),
    (0x0300, 0x036F),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0x2000, 0x206F),
    (0xFB50, 0xFDFF),
    (0xFE00, 0xFE0F),
    (0xFE70, 0xFEFF),
    (0xFF00, 0xFF5E),
)


def folding_rows() -> Iterator[tuple[int, str]]:
    """Each changed code point with the code points that it becomes."""
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            folded = fold(chr(code))
            if folded != chr(code):
                yield code, " ".join(str(ord(letter)) for letter in folded)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Write the letters of the folding for SQL.")
    parser.add_argument("--output", type=Path, default=SEEDS_DIR / "letter_folding.csv")
    output: Path = parser.parse_args().output
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code_point", "folded"))
        writer.writerows(folding_rows())


if __name__ == "__main__":
    main()
