"""The words that the search for names knows.

Vocabulary in seeds/lexicon/: given_names.csv, family_names.csv, name_parts.csv,
name_introducers.csv, name_limits.csv, named_after.csv, name_verbs.csv, place_heads.csv. Every word
of the other lexicons, of common_words.csv and no_names.csv, is ordinary: an unknown word behind
"the citizen" is a name, an ordinary one is not, nor is the name of a governorate or town.
known_names.csv, plain_words.csv and verb_forms.csv are generated (scripts/build_names.py):
thousands of rarer names, of rarer words that are no names, and of verbs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from extractors.text.word_forms import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: how sure it is that a word is a name
NOT, PERHAPS, SURELY = 0, 1, 2
#: two Arabic letters or more
ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]{2,}\Z")
ARTICLE = "ال"
#: the kind of name_introducers.csv that a title of two words may have
_OFFICE = "office"
#: letters that are written to the front of a word: and, so, in, to
LETTERS_BEFORE = ("و", "ف", "ب", "ل")
#: lexicons that hold names of persons, or places that are called by them
_OF_NAMES = frozenset(
    {"given_names", "family_names", "known_names", "plain_words", "verb_forms", "name_parts",
     "person_words", "place_compound_starts", "public_figures"}
)  # fmt: skip
#: lexicons of words that hold a sentence together
_OF_GRAMMAR = ("place_prepositions", "place_stop_words", "place_links", "directions")
#: what tells that a name is seldom an ordinary word
_SELDOM = "seldom"
#: inhabitants of a town whose name every reader knows for one
_TOWN = 20_000


class Vocabulary:
    """The lexicons, folded.

    `given`, `family`: names, PERHAPS or SURELY; `mostly`: given names that are seldom anything
    else; `by_hand`: those not generated. `parts`, `limits`: their kinds. `introducers`: the
    kinds of each. `offices`: titles of office of two words, the second ones by the first (عميد
    بلدية). `heads`: the kind of what is named after persons, or place. `verbs`: by kind,
    "form" for those of verb_forms.csv too. `ordinary`: words of the language. `plain`: rarer
    ones. `towns`: names of countries, governorates and larger towns. `grammar`: prepositions
    and the like.
    """

    def __init__(self, seeds_dir: Path, *, generated: bool = True) -> None:
        """Read the seeds, without those that are generated if so asked. Raises LexiconError where
        one is missing or faulty."""
        given = _rows(seeds_dir, "given_names")
        self.given, self.family = _names(given), _names(_rows(seeds_dir, "family_names"))
        self.mostly = frozenset(fold(r["word"]) for r in given if r["also_a_word"] == _SELDOM)
        self.by_hand = frozenset({*self.given, *self.family})
        if generated:
            _add_known(seeds_dir, self.given, self.family)
        self.parts = {
            fold(row["word"]): row["kind"]
            for row in read_seed("lexicon/name_parts.csv", ("word", "kind"), root=seeds_dir)
        }
        self.introducers: dict[str, frozenset[str]] = {}
        self.offices: dict[str, frozenset[str]] = {}
        for row in read_seed("lexicon/name_introducers.csv", ("word", "kind"), root=seeds_dir):
            word, _, governed = fold(row["word"]).partition(" ")
            if governed:
                if row["kind"] != _OFFICE:
                    raise LexiconError(
                        f"name_introducers.csv: {row['word']!r} has two words and the kind"
                        f" {row['kind']}",
                        f"two words may be a title of the kind {_OFFICE} only",
                    )
                self.offices[word] = self.offices.get(word, frozenset()) | {governed}
            else:
                self.introducers[word] = self.introducers.get(word, frozenset()) | {row["kind"]}
        self.heads = {
            fold(row["word"]): "place"
            for row in read_seed("lexicon/place_heads.csv", ("word",), root=seeds_dir)
            if not row["word"].startswith(ARTICLE)
        }
        for row in read_seed("lexicon/named_after.csv", ("word", "kind"), root=seeds_dir):
            self.heads[fold(row["word"])] = row["kind"]
        self.limits = {
            fold(row["word"]): row["kind"]
            for row in read_seed("lexicon/name_limits.csv", ("word", "kind"), root=seeds_dir)
        }
        self.verbs: dict[str, set[str]] = {}
        for row in read_seed("lexicon/name_verbs.csv", ("word", "kind"), root=seeds_dir):
            self.verbs.setdefault(row["kind"], set()).add(fold(row["word"]))
        self.ordinary = frozenset(
            word
            for path in sorted((seeds_dir / "lexicon").glob("*.csv"))
            if path.stem not in _OF_NAMES
            for word in _words_of(seeds_dir, path.stem)
        )
        self.plain = frozenset(_words_of(seeds_dir, "plain_words") if generated else ())
        if generated:
            self.verbs.setdefault("form", set()).update(_words_of(seeds_dir, "verb_forms"))
        self.towns = frozenset(_towns(seeds_dir))
        self.grammar = frozenset(
            word for name in _OF_GRAMMAR for word in _words_of(seeds_dir, name)
        )


def _rows(seeds_dir: Path, name: str) -> Sequence[Mapping[str, str]]:
    return read_seed(f"lexicon/{name}.csv", ("word", "also_a_word"), root=seeds_dir)


def _names(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    return {fold(row["word"]): PERHAPS if row["also_a_word"] else SURELY for row in rows}


def _add_known(seeds_dir: Path, given: dict[str, int], family: dict[str, int]) -> None:
    """Add the generated names to those that were written by hand, whose word counts."""
    kinds = {"given": (given,), "family": (family,), "both": (given, family)}
    for row in read_seed("lexicon/known_names.csv", ("word", "kind"), root=seeds_dir):
        for names in kinds[row["kind"]]:
            names.setdefault(row["word"], SURELY)


def _towns(seeds_dir: Path) -> Iterator[str]:
    """The names, if one word, of countries, and of the region's governorates and larger towns."""
    region = {
        row["country"] for row in read_seed("places/region.csv", ("country",), root=seeds_dir)
    }
    for row in read_seed("places/countries.csv", ("name_ar", "aliases"), root=seeds_dir):
        yield from (fold(name) for name in (row["name_ar"], *row["aliases"].split(";")))
    for row in read_seed("places/admin1.csv", ("name_ar", "aliases"), root=seeds_dir):
        yield from (fold(name) for name in (row["name_ar"], *row["aliases"].split(";")))
    for row in read_seed("places/gazetteer.csv", ("name_ar", "population"), root=seeds_dir):
        if row["country"] in region and int(row["population"] or 0) >= _TOWN:
            yield fold(row["name_ar"])


def _words_of(seeds_dir: Path, name: str) -> Iterator[str]:
    """All Arabic words in a lexicon's first column, folded."""
    for row in read_seed(f"lexicon/{name}.csv", (), root=seeds_dir):
        for word in TOKEN.findall(fold(next(iter(row.values())))):
            if ARABIC.match(word):
                yield word
