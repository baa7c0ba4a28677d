"""Count in how many of our own train articles each word is met: python -m scripts.count_words

Writes linking/word_counts.csv: folded forms that at least two articles have, and, in the row
without a word, the number of articles. A form counts with and without what is attached to it.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

from extractors.text.fold import fold
from extractors.text.word_forms import word_forms
from linking.words import COUNTS_FILE

ROOT = Path(__file__).resolve().parents[1]
_WORD = re.compile(r"[ء-ي]{3,}")
#: the corpus that the linking is fitted on and measured on is not counted
SOURCES = ("evaluation/train/own.articles.jsonl", "evaluation/train/ordinary.articles.jsonl")
FEWEST = 2


def main() -> None:
    """Count and write."""
    counts: Counter[str] = Counter()
    articles = 0
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                words = set(_WORD.findall(fold(f"{row.get('title', '')} {row['text']}")))
                counts.update({form for word in words for form in word_forms(word)})
                articles += 1
    with COUNTS_FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("word", "articles"))
        writer.writerow(("", articles))
        writer.writerows(
            (word, count)
            for word, count in sorted(counts.items())
            if count >= FEWEST and len(word) > 2
        )


if __name__ == "__main__":
    main()
