"""Runs of words that make one name, within a sentence: محمد بن علي أبو زيد الجبوري."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.names.words import PERHAPS, SURELY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Sentence
    from extractors.names.words import NameWord, NameWords

#: a name has so many words at most, and so many unknown ones in a row
_LONGEST = 9
_MOST_UNKNOWN = 3
#: a surname that no lexicon holds stands behind so many names at most
_SURNAME_UP_TO = 5
#: behind a name, صباح and the like (name_limits.csv) are a time of day where one of these follows
_DAYS = ("ال", "امس", "يوم", "غد")
_TAILS = frozenset({"الدين", "الله"})
_GOD = "الله"
_SERVANT = "عبد"
_PRONOUNS = ("ها", "هم", "هما", "هن", "نا")
#: how verbs begin that no lexicon holds
_VERBS = ("است", "انت", "يست", "تست", "يت", "تت", "سي")
#: kinds of introducing words behind which an unknown word is a name
_STRONG = frozenset(
    {"person", "his", "called", "family", "nation", "rank", "honorific", "office", "list"}
)
_ON = "علي"
_ON_SPELT = "على"


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens first ≤ i < end of a sentence that may be a name; `certain`: they are one whatever
    stands before them; `clitic`: how many letters of the first one belong not to it."""

    first: int
    end: int
    certain: bool
    clitic: int = 0


def _of_god(word: NameWord) -> bool:
    """Whether a name may go on with God's (سعد الله), and it is no wish (رحمه الله)."""
    return bool(word.is_name or not word.listed)


class Line:
    """A sentence with what each of its words says about names."""

    def __init__(self, sentence: Sentence, words: NameWords) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words: Sequence[NameWord] = [words[token.text] for token in sentence.tokens]
        self._folded = sentence.passage.folded

    def gap(self, at: int) -> str:
        """What stands between the token at `at` and the next one, without blanks."""
        if not 0 <= at < len(self.tokens) - 1:
            return "\n"
        return self._folded[self.tokens[at].end : self.tokens[at + 1].start].strip()

    def joined(self, at: int) -> bool:
        """Whether nothing but blanks parts a token from the next one."""
        return self.gap(at) in ("", "-")

    def spelt_on(self, at: int) -> bool:
        """Whether the preposition على stands here, and not the name علي."""
        return self.words[at].text == _ON and self.sentence.spelt(self.tokens[at]) == _ON_SPELT

    def run_at(self, at: int, by: str) -> Run | None:
        """The name that begins at a token, None where none does.

        `by`: the kind of word that introduces it, "" where none does: behind some an unknown word
        is a name too.
        """
        word = self.words[at]
        initials = self._initials(at) if by in _STRONG else at
        if initials > at:
            rest = self.run_at(initials, by) if initials < len(self.words) else None
            return Run(at, rest.end if rest else initials, certain=rest is not None)
        if not self._opens(at, by):
            return None
        end = at + 1
        if word.part in ("kunya", "servant", "link"):
            if end >= len(self.tokens) or not self.joined(at):
                return None
            end += 1
        unknown = int(word.unknown)
        while end < len(self.tokens) and end - at < _LONGEST and self.joined(end - 1):
            taken = self._taken(at, end, unknown)
            if not taken:
                break
            unknown = unknown + 1 if self.words[end].unknown else 0
            end += taken
        clitic = 1 if word.unknown and word.text[0] == "و" else word.clitic
        certain = self._certain(at, end) or (
            end - at > 1
            and (
                (word.given and len(self.tokens[end - 1].text) == 1)  # رمضان ص.
                or self._told_of(at)
                or self._looks_like_a_name(word, self.words[at + 1])
            )
        )
        return Run(at, end, certain, clitic)

    def widened(self, run: Run, free: int, covered: frozenset[int]) -> Run:
        """The run with an unknown word before it, a given name that no lexicon holds (فدوى محمود);
        tokens before `free` are taken, the `covered` ones belong to a place or an actor."""
        at = run.first - 1
        if at < free or at in covered or not self.joined(at) or run.clitic:
            return run
        word = self.words[at]
        is_verb = word.text.startswith(_VERBS) or word.text.endswith("وا")
        if not word.unknown or word.definite or is_verb or word.text[0] in "يت":
            return run
        return replace(run, first=at, clitic=1 if word.text[0] == "و" else 0)

    def _initial(self, at: int) -> bool:
        """Whether a token is a single letter."""
        return len(self.tokens[at].text) == 1 and self.words[at].text.isalpha()

    def _initials(self, at: int) -> int:
        """The token behind initials with full stops that begin at `at`: ع. أ. طالب."""
        while at < len(self.tokens) and len(self.tokens[at].text) == 1 and self.gap(at) == ".":
            at += 1
        return at

    def _follows(self, at: int) -> NameWord | None:
        """The word right behind a token, if nothing parts them."""
        return self.words[at + 1] if at + 1 < len(self.words) and self.joined(at) else None

    def _opens(self, at: int, by: str) -> bool:
        word, follows = self.words[at], self._follows(at)
        introduced = by in _STRONG
        if "called" in word.introduces:
            return False
        if word.part == "kunya":
            if follows is None or (follows.clitic and not follows.given):
                return False
            if word.core == "ام":
                return bool(follows.given) or (introduced and follows.unknown)
            return follows.is_name or follows.unknown or follows.definite or introduced
        if word.part == "servant":
            return (
                follows is not None
                and word.clitic < 2
                and (follows.part == "tail" or (word.core == _SERVANT and follows.definite))
            )
        if word.part == "link":
            return introduced and follows is not None and (follows.is_name or follows.unknown)
        if word.given and not (word.is_office and word.definite and follows and follows.definite):
            if self.spelt_on(at):
                return introduced and (follows is None or follows.is_name)
            return by not in ("of", "listing") or (
                word.given == SURELY
                or (follows is not None and (follows.is_name or follows.unknown))
                or (by == "listing" and follows is not None and follows.definite)
            )
        if word.family == SURELY or (word.family and by in ("called", "family")):
            return introduced or self._alone(at)
        if introduced and follows is not None and self._named_by_word(word, follows):
            return True
        if word.unknown and introduced and by != "nation":
            return self._unknown_opens(word, follows, by)
        if by == "his" and word.is_person_noun and not (follows and follows.definite):
            return True  # زميله صياد
        if word.unknown and word.text.endswith("ي") and self._alone(at):
            return True
        if follows is not None and self._looks_like_a_name(word, follows):
            return True
        return (
            self._told_of(at)
            and word.unknown
            and follows is not None
            and follows.unknown
            and not (word.text[-1] == follows.text[-1] and word.text[-1] in "ان")
            and follows.text[0] not in "وتي"
        )

    @staticmethod
    def _looks_like_a_name(word: NameWord, follows: NameWord) -> bool:
        """Whether two words that no lexicon holds are a name by their form: زعل الحويان."""
        return (
            word.unknown
            and follows.unknown
            and follows.definite
            and not word.definite
            and word.text[0] not in "وفبلكستي"
            and not word.text.endswith(("وا", "ات", *_PRONOUNS))
            and not follows.text.endswith(("ات", "ين", "ون", "يه", "ه"))
        )

    @staticmethod
    def _named_by_word(word: NameWord, follows: NameWord) -> bool:
        """Whether an ordinary word is a given name, for a name goes on behind it: المعلم بحر الدين،
        السيدة نجمة عبد الجبار."""
        if word.joins or word.says or word.harms_before or word.head or word.introduces - {"of"}:
            return False
        if follows.clitic or (follows.core == _GOD and not _of_god(word)):
            return False
        if word.definite:
            return follows.part == "link"
        return follows.given == SURELY or follows.part in ("link", "servant", "kunya", "tail")

    def _told_of(self, at: int) -> bool:
        """Whether the word before tells what somebody said or what befell him: two unknown words
        behind it are a name."""
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        return before is not None and (before.says or before.of_person)

    def _alone(self, at: int) -> bool:
        """Whether a family name stands for somebody: وأضاف الجبوري، مقتل الجبوري."""
        word = self.words[at]
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        if before is None or not word.definite or word.clitic:
            return False
        return before.says or (before.harms_before and word.family == SURELY)

    @staticmethod
    def _unknown_opens(word: NameWord, follows: NameWord | None, by: str) -> bool:
        """Whether an unknown word begins a name, and not a verb or adjective that no lexicon
        holds."""
        if word.text.endswith(("وا", *_PRONOUNS)) or word.text.startswith(_VERBS):
            return False
        if word.text[0] in "وي" and by not in ("called", "family", "list"):
            return False  # الشهداء والمصابين، المصاب يتعافى
        if by == "his" and word.text[0] in "بلفتس":
            return False
        if word.definite and by not in ("called", "family"):
            named_behind = follows is not None and (follows.given or follows.unknown)
            return not named_behind and not word.text.endswith(("ين", "ون", "ات"))
        return True

    def _taken(self, first: int, at: int, unknown: int) -> int:
        """How many tokens from `at` on go on with the name that began at `first`."""
        word, follows = self.words[at], self._follows(at)
        if self._initial(at):  # فضل م.
            return 1
        if word.part in ("link", "kunya", "servant") and not word.clitic:
            if follows is None or (follows.clitic and not follows.given):
                return 0
            return 2
        if word.clitic or (self.spelt_on(at) and follows is not None and not follows.is_name):
            return 0
        if word.part == "tail":
            return int(word.core != _GOD or _of_god(self.words[at - 1]))
        if follows is not None and follows.core in _TAILS and not (word.clitic or word.head):
            return 2 if follows.core != _GOD or _of_god(word) else 0  # سعد بحر الدين
        if word.part == "title":
            if follows is None or follows.clitic:
                return int(not word.definite)
            return int(follows.is_name or not (word.definite or follows.definite))
        if at == first + 1 and word.definite:
            closes = word.is_thing and not (word.is_office or self.joined(at))  # وجدان الطيار،
            if closes or self._surname(first, word):
                return 1
        if SURELY in (word.given, word.family):
            return 1
        if at == first + 1 and word.is_person_noun and not (follows and follows.definite):
            return int(SURELY in (self.words[first].given, self.words[first].family))
        if word.given or word.family:
            return int(self._not_a_word_here(word, follows))
        if word.definite and not word.listed and at - first < _SURNAME_UP_TO:
            return 1
        if word.text.startswith(("وال", "بال", "لل", "كال", "فال")):
            return 0
        if word.unknown and unknown < _MOST_UNKNOWN:
            behind_title = self.words[at - 1].part == "title"  # ملا ويسي
            return int(word.text[0] != "و" or at == first + 1 or behind_title)
        # محمد حمية: what looks like another form of an ordinary word
        return int(
            at == first + 1
            and self.words[first].given == SURELY
            and not (word.listed or word.says or word.harms_after)
            and word.is_arabic
            and word.text[0] not in "وفبلكستي"
            and not word.text.endswith(_PRONOUNS)
        )

    def _surname(self, first: int, word: NameWord) -> bool:
        """Whether a word with an article right behind a given name is a surname, whatever else it
        means (مروان السلطان); a day or a nationality is none."""
        before = self.words[first]
        if word.limit == "never" or (word.is_thing and not word.family):
            return before.part == "kunya" and "nation" in word.introduces
        return SURELY in (before.given, word.family) or before.part == "kunya"

    @staticmethod
    def _not_a_word_here(word: NameWord, follows: NameWord | None) -> bool:
        """Whether a word that is also an ordinary one is part of a name: محمد صالح, but not محمد
        صباح اليوم, nor محمد قائد الكتيبة."""
        if word.limit == "time":
            return follows is None or not follows.text.startswith(_DAYS) or bool(follows.family)
        if word.construct:
            return follows is not None and bool(
                follows.given or follows.family or follows.part == "servant"
            )
        return True

    def _certain(self, first: int, end: int) -> bool:
        words = self.words[first:end]
        if any(w.given == SURELY for w in words):
            return True
        if words[0].part in ("kunya", "servant"):
            return True
        if any(w.family == SURELY for w in words):
            return True
        known = sum(1 for w in words if w.given or w.family)
        tails = any(w.part == "tail" for w in words)
        surname = any(w.unknown and w.text.endswith("ي") for w in words[1:])
        unlisted = any(not w.listed for w in words)
        return (
            words[0].given >= PERHAPS
            and not words[0].definite
            and ((known > 1 and unlisted) or tails or surname)
        )
