"""Split a newly labelled source into train, open and sealed: python -m scripts.split_labels

    python -m scripts.split_labels NAME --labels labels.jsonl --articles articles.jsonl

60 % train, 20 % open, 20 % sealed, by article; articles that carry one text lie on one side. A hash
of the id decides, so that an article stays where it is when others are added. Writes
evaluation/<kind>/NAME.labels.jsonl, and NAME.articles.jsonl with `--own` (texts of our own writing;
others stay where they are). Whoever runs it names the three sets in evaluation/sets.csv.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.articles import read_json_lines
from evaluation.near_duplicates import groups

FOLDER = Path(__file__).resolve().parents[1] / "evaluation"
#: upper bounds of the hash for each kind
SHARES = (("train", 0.6), ("open", 0.8), ("sealed", 1.0))


def place_of(group: str) -> float:
    """A number from 0 to 1 derived from the name of a group of articles."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64


def kind_of(group: str, shares: tuple[tuple[str, float], ...] = SHARES) -> str:
    """train, open or sealed."""
    at = place_of(group)
    return next(kind for kind, bound in shares if at < bound)


def text_of(record: Mapping[str, Any]) -> str:
    """The text of an article that is compared."""
    return f"{record.get('title') or ''}\n{record['text']}"


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    """Append one JSON object on each line."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Split one source."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--own", action="store_true", help="the texts go into the project too")
    options = parser.parse_args()
    labels = {str(row["id"]): row for row in read_json_lines(options.labels)}
    articles = {
        str(row["id"]): row for row in read_json_lines(options.articles) if str(row["id"]) in labels
    }
    of_group = groups({id_: text_of(record) for id_, record in articles.items()})
    for kind, _ in SHARES:
        ids = [id_ for id_ in labels if kind_of(of_group[id_]) == kind]
        write_lines(FOLDER / kind / f"{options.name}.labels.jsonl", [labels[i] for i in ids])
        if options.own:
            name = f"{options.name}.articles.jsonl"
            write_lines(FOLDER / kind / name, [articles[i] for i in ids])
        print(kind, len(ids))


if __name__ == "__main__":
    main()
