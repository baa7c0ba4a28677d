"""Names folded so that they are found however they are written: الموصل, موصل, Mosul, Al-Mawsil.

The rules are data, seeds/name_folding.csv, applied in their order: `letters` replaces each of the
letters, `regex` what the expression finds, `squeeze` a doubled letter by one. Two levels:

- spelling: letter case, accents, hamza, teh marbuta, yeh and alef maqsura, tatweel, the article in
  both scripts, blanks and hyphens. Names of one spelling are the same name.
- sound: the consonants that are left of a spelling, in one alphabet for both scripts. Names of one
  sound may be the same name.

Python and SQL fold alike: the macros are made of the same rules, so that whoever reads the
published file folds as the warehouse did.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractors.errors import LexiconError
from extractors.seedfiles import SEEDS_DIR
from warehouse.core.sql_text import sql_literal

FILE = "name_folding.csv"
LEVELS = ("spelling", "sound")
_KINDS = ("letters", "regex", "squeeze")
_GROUPS = 9
_COLUMNS = ["level", "kind", "pattern", "replacement", "why"]


@dataclass(frozen=True, slots=True)
class _Rule:
    level: str
    kind: str
    pattern: str
    replacement: str

    def apply(self, text: str) -> str:
        if self.kind == "letters":
            return text.translate({ord(letter): self.replacement for letter in self.pattern})
        if self.kind == "squeeze":
            return re.sub(f"([{self.pattern}])\\1+", r"\1", text)
        return re.sub(self.pattern, self.replacement, text)

    def sql(self, text: str) -> str:
        """The same of an SQL expression."""
        if self.kind == "letters":
            return _translate(text, dict.fromkeys(self.pattern, self.replacement))
        if self.kind == "squeeze":
            # RE2 knows no back references in a pattern, and nine groups in a replacement
            for start in range(0, len(self.pattern), _GROUPS):
                letters = self.pattern[start : start + _GROUPS]
                doubled = "|".join(f"({letter}){letter}+" for letter in letters)
                kept = "".join(f"\\{group}" for group in range(1, len(letters) + 1))
                text = f"regexp_replace({text}, '{doubled}', '{kept}', 'g')"
            return text
        pattern, replacement = sql_literal(self.pattern), sql_literal(self.replacement)
        return f"regexp_replace({text}, {pattern}, {replacement}, 'g')"


@dataclass(frozen=True, slots=True)
class NameFolding:
    """The rules, ready for use."""

    rules: tuple[_Rule, ...]

    def spelling(self, name: str) -> str:
        """Names that differ in no more than spelling become the same; empty where a name has
        neither letter nor digit of the two scripts."""
        bare = "".join(
            letter
            for letter in unicodedata.normalize("NFD", name)
            if unicodedata.category(letter) not in ("Mn", "Mc", "Me")
        )
        text = "".join(letter.lower() for letter in unicodedata.normalize("NFC", bare))
        return self._apply("spelling", f" {text} ")

    def sound(self, name: str) -> str:
        """The consonants of a name in one alphabet for both scripts; empty where it has none."""
        return self._apply("sound", self.spelling(name))

    def macros(self, schema: str) -> str:
        """SQL that makes `fold_name(name)` and `sound_name(name)` in a schema."""
        spelling = self._sql("spelling", "' ' || lower(strip_accents(name)) || ' '")
        sound = self._sql("sound", f"{schema}.fold_name(name)")
        return (
            f"create or replace macro {schema}.fold_name(name) as {spelling};\n"
            f"create or replace macro {schema}.sound_name(name) as {sound};\n"
        )

    def _apply(self, level: str, text: str) -> str:
        for rule in self.rules:
            if rule.level == level:
                text = rule.apply(text)
        return text

    def _sql(self, level: str, text: str) -> str:
        letters: dict[str, str] = {}
        for rule in (*(rule for rule in self.rules if rule.level == level), None):
            if rule is not None and rule.kind == "letters":
                letters |= dict.fromkeys(rule.pattern, rule.replacement)
                continue
            if letters:
                text, letters = _translate(text, letters), {}
            if rule is not None:
                text = rule.sql(text)
        return text


@lru_cache(maxsize=4)
def read_name_folding(seeds_dir: Path = SEEDS_DIR) -> NameFolding:
    """Read seeds/name_folding.csv. Raises LexiconError where it is missing or faulty."""
    path = seeds_dir / FILE
    try:
        # blanks are part of the rules, so they are not stripped as those of other seeds
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if list(reader.fieldnames or ()) != _COLUMNS:
                raise ValueError(f"its header row should be {','.join(_COLUMNS)}")
            rows = list(reader)
        folding = NameFolding(tuple(_rule(row) for row in rows))
        _refuse_chains(folding)
        return folding
    except (OSError, UnicodeDecodeError, csv.Error, re.error, ValueError) as err:
        raise LexiconError(
            f"{path} cannot be read: {err}", "restore it: git checkout -- seeds"
        ) from err


def _rule(row: dict[str, str]) -> _Rule:
    rule = _Rule(row["level"], row["kind"], row["pattern"], row["replacement"])
    if rule.level not in LEVELS or rule.kind not in _KINDS or not rule.pattern:
        raise ValueError(f"the row {','.join(map(str, row.values()))} is none of ours")
    if rule.kind == "letters" and len(rule.replacement) > 1:
        raise ValueError(f"{rule.pattern}: letters become one letter, or none")
    re.compile(rule.pattern)
    return rule


def _refuse_chains(folding: NameFolding) -> None:
    """Neighbouring rules of letters are one step in SQL, so none may feed on another."""
    written: set[str] = set()
    for rule in folding.rules:
        if rule.kind != "letters":
            written = set()
            continue
        if written & set(rule.pattern):
            raise ValueError(f"{rule.pattern}: a rule before it writes one of these letters")
        written.add(rule.replacement)


def _translate(text: str, letters: dict[str, str]) -> str:
    """One call for many letters: those that are dropped come last, without a counterpart."""
    kept = {letter: to for letter, to in letters.items() if to}
    dropped = [letter for letter, to in letters.items() if not to]
    before, after = "".join((*kept, *dropped)), "".join(kept.values())
    return f"translate({text}, {sql_literal(before)}, {sql_literal(after)})"
