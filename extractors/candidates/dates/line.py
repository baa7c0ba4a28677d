"""A sentence as the readers of dates see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.dates.words import date_words

if TYPE_CHECKING:
    from extractors.candidates.dates.words import Calendar
    from extractors.document import Sentence


class DateLine:
    """A sentence's words, and what is asked of them to read its dates."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words = [token.text for token in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = date_words()
        #: the month named last, which منه takes up
        self.last_month: tuple[int, Calendar] | None = None

    def gap(self, left: int) -> str:
        """What stands between a token and the next one, blanks apart."""
        if left < 0 or left + 1 >= len(self.tokens):
            return ""
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    def word(self, at: int) -> str:
        """The folded word at an index, empty outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_written_with(self, at: int, letter: str) -> bool:
        """Whether the original spelling of a token has a letter that folding takes from it."""
        token = self.tokens[at]
        return letter in self.sentence.passage.span(token.start, token.end).words

    def is_in(self, at: int, kind: str) -> bool:
        """Whether a word, or what it is behind و, ف or ب, is in a context list."""
        if not 0 <= at < len(self.words):
            return False
        context = self.lexicon.contexts.get(kind, frozenset())
        word = self.words[at]
        return word in context or (word[0] in "وفبل" and word[1:] in context)

    def modifier(self, at: int) -> tuple[str | None, int]:
        """(past, current, future or None; index behind it)."""
        kind = self.lexicon.modifiers.get(self.word(at))
        return (kind, at + 1) if kind else (None, at)

    def year_counted(self, at: int) -> tuple[int, int] | None:
        """(years from that of writing; index behind it) of العام الماضي, السنة الجارية."""
        for entry in self.lexicon.relative.get(self.word(at), ()):
            end = at + len(entry.words)
            whole = entry.unit == "year" and tuple(self.words[at:end]) == entry.words
            if whole and entry.words[0].startswith("ال"):
                return entry.earliest, end
        return None

    def year_number(self, at: int) -> tuple[int, int] | None:
        """(year, Gregorian or Hijri; index behind it)."""
        word = self.word(at)
        if (
            len(word) == 4
            and word.isdecimal()
            and (1900 <= int(word) <= 2100 or 1300 <= int(word) <= 1500)
        ):
            return int(word), at + 1
        return None
