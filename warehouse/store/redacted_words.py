"""What a redaction looks for, as keyed hashes: where it stands in a text, and the text without it.

Neither a name nor a text is written down to be found again: a redaction that was interrupted, and
the nights after it, recognise the words by hashes under a key that never leaves the machine.

- A name is its folded letters without blanks, so that spelling, vowel signs and "عبد الله" or
  "عبدالله" make no difference; a conjunction or preposition that is attached to it stays.
- A text is its runs of six words. Runs that another text has too are none of its own.
- A value (a title, an address, a quote) is looked up as a whole.

Escapes of addresses (%D8…) and of JSON (\\u06…) are looked through.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from extractors.names import MASK
from extractors.names.masking import QUOTE_WORDS
from extractors.text.fold import fold, fold_passage
from linking.words import telling_words

#: replaces a text's words in a column that cannot be null: "[withheld]"
WITHHELD = "[محجوب]"
#: stands for each letter that was taken out of a text, so that no offset and no length changes
FILLER = "█"
RUN_WORDS = 6

_TOKEN = re.compile(r"[^\W_]+")
#: what may be attached to a name
_ATTACHED = "وفبلك"
_ARTICLE = "ال"
#: begins of names that are written with and without a blank after them
_OPENINGS = ("عبد", "ابو", "ابا", "ابي", "ام", "بن", "ابن", "ال")
_LONGEST_GAP = 3
#: what stands for the rest of a name of which the masking found only that
_MASKED = re.compile(rf"\s{{0,{_LONGEST_GAP}}}{re.escape(fold(MASK))}")
_REMEMBERED_LETTERS = 200
_AT_ONCE = 500
#: six words of one letter
_SHORTEST_RUN = 2 * RUN_WORDS - 1
_PART = r"[^\s%\"'<>/?&=#]"
# it begins where a part begins: else each letter of a long one would be tried, to its end
_PERCENT = re.compile(rf"(?<!{_PART}){_PART}*(?:%[0-9A-Fa-f]{{2}}{_PART}*)+")
_ESCAPED = re.compile(r"(?:\\u[0-9A-Fa-f]{4}[^\\\"]{0,3})+")
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_QUOTE_IN_STATE = re.compile(r'"quote":"((?:[^"\\]|\\.)*)"')


def keyed(key: bytes, *parts: str) -> str:
    """A hash of the parts that nobody without the key can find by trying names: 24 hex digits."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, key=key, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class HashedName:
    """A name to look for, hashed: tokens that it may begin with, its letters, and its beginnings
    (a quote can end within a name). `tokens`: the most that any spelling has; `stems`: of its
    words, as the linking keeps them."""

    starts: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    tokens: int = 0

    @classmethod
    def of(cls, key: bytes, spellings: Iterable[str]) -> HashedName:
        """The name in all the spellings that were given."""
        starts: set[str] = set()
        whole: set[str] = set()
        cut: set[str] = set()
        stems: set[str] = set()
        most = 0
        for spelling in spellings:
            tokens = _TOKEN.findall(fold(spelling))
            begins = ["".join(tokens[:n]) for n in range(1, len(tokens) + 1)]
            starts |= {*begins, *(o for o in _OPENINGS if begins and begins[0].startswith(o))}
            whole |= set(begins[-1:])
            cut |= set(begins[:-1])
            most = max(most, len(tokens))
            for group in telling_words(spelling):
                stems |= set(group)
        return cls(
            frozenset(keyed(key, "start", one) for one in starts),
            frozenset(keyed(key, "name", one) for one in whole),
            frozenset(keyed(key, "name", one) for one in cut),
            frozenset(keyed(key, "stem", one) for one in stems),
            most,
        )

    def __or__(self, other: HashedName) -> HashedName:
        return HashedName(
            self.starts | other.starts,
            self.whole | other.whole,
            self.cut | other.cut,
            self.stems | other.stems,
            max(self.tokens, other.tokens),
        )


@dataclass(frozen=True)
class RedactedWords:
    """The words of a redaction, as hashes. `runs`: runs of words of texts; `run_starts`: their
    first words; `values`: complete values, each with its replacement (None: null)."""

    key: bytes
    name: HashedName = field(default_factory=HashedName)
    runs: frozenset[str] = frozenset()
    run_starts: frozenset[str] = frozenset()
    values: Mapping[str, str | None] = field(default_factory=dict)

    @cached_property
    def _begins(self) -> dict[str, bool]:
        """token → whether a name or a run may begin with it; filled as tokens are met."""
        return {}

    def among(self, values: Iterable[str]) -> list[str]:
        """Those of the values that hold the words; much faster than to ask of each one."""
        found: list[str] = []
        waiting = (value for value in values if value not in self._without_words)
        while chunk := list(itertools.islice(waiting, _AT_ONCE)):
            tokens = set(_TOKEN.findall(fold("\n".join(chunk))))
            escaped = [value for value in chunk if "%" in value or "\\u" in value]
            if any(map(self._may_begin, tokens)):
                found += filter(self.stands_in, chunk)
            else:
                found += filter(self.stands_in, escaped)
                self._without_words.update(v for v in chunk if len(v) <= _REMEMBERED_LETTERS)
        return found

    @cached_property
    def _without_words(self) -> set[str]:
        """Values that were already searched in vain: versions share most of theirs."""
        return set()

    @property
    def mark(self) -> str:
        """The text that replaces the words."""
        return WITHHELD if self.runs else MASK

    def stands_in(self, text: str) -> bool:
        """Whether the text holds any of the words, in whatever spelling or escape."""
        if text in self._without_words:
            return False
        found = any(True for _ in self._spans(text)) or any(
            any(True for _ in self._spans(plain)) for plain in _unescaped(text)
        )
        if not found and len(text) <= _REMEMBERED_LETTERS:
            self._without_words.add(text)
        return found

    def without(self, text: str) -> str:
        """The text with the mark in the place of the words."""
        for start, end in reversed(list(self._spans(text))):
            text = f"{text[:start]}{self.mark}{text[end:]}"
        if "%" in text:
            text = _PERCENT.sub(self._part_without, text)
        if "\\u" in text:
            text = _ESCAPED.sub(self._escaped_without, text)
        return text

    def filled(self, text: str) -> str:
        """The text with each letter of the words replaced: offsets and length stay."""
        for start, end in self._spans(text):
            text = f"{text[:start]}{FILLER * (end - start)}{text[end:]}"
        if "%" in text:
            text = _PERCENT.sub(lambda m: self._part_filled(m[0], unquote(m[0])), text)
        if "\\u" in text:
            text = _ESCAPED.sub(lambda m: self._part_filled(m[0], _plain(m[0])), text)
        return text

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each place where the words stand."""
        return list(self._spans(text))

    def value(self, value: str) -> str | None:
        """The replacement of a title, an address or a quote; the value itself where it holds none
        of the words."""
        return self.values.get(keyed(self.key, "value", value), value)

    def state(self, state: str) -> str:
        """A version's JSON without the words: a quote of a text that went is null."""
        if self.values or self.runs:
            state = _QUOTE_IN_STATE.sub(self._quote_without, state)
        return self.without(state)

    def linking_words(self, stems: Iterable[str]) -> list[str]:
        """Stems without those of the name."""
        return [one for one in stems if keyed(self.key, "stem", one) not in self.name.stems]

    # ── finding ──────────────────────────────────────────────────────────────────────────

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans in order, none overlapping another."""
        if not self.name.whole and len(text) < _SHORTEST_RUN:
            return
        folded = fold(text)
        tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
        found = [at for at, (token, _, _) in enumerate(tokens) if self._may_begin(token)]
        if not found:
            return
        spans = sorted({*self._names(tokens, found, folded), *self._runs(tokens, found)})
        if not spans:
            return
        offsets = fold_passage("text", text).offsets
        last = 0
        for low, high in _joined(spans):
            start, end = offsets[low], offsets[high - 1] + 1
            if end > max(start, last):
                yield max(start, last), end
                last = end

    def _may_begin(self, token: str) -> bool:
        known = self._begins.get(token)
        if known is None:
            known = self._begins[token] = keyed(self.key, "run", token) in self.run_starts or any(
                keyed(self.key, "start", form) in self.name.starts for form, _ in _forms(token)
            )
        return known

    def _names(
        self, tokens: list[tuple[str, int, int]], found: list[int], folded: str
    ) -> Iterator[tuple[int, int]]:
        if not self.name.whole:
            return
        cut_short = len(folded.split()) >= QUOTE_WORDS
        for at in found:
            for form, attached in _forms(tokens[at][0]):
                letters, longest = "", None
                for n in range(at, min(at + self.name.tokens + len(_OPENINGS), len(tokens))):
                    if n > at and tokens[n][1] - tokens[n - 1][2] > _LONGEST_GAP:
                        break
                    letters += form if n == at else tokens[n][0]
                    hashed = keyed(self.key, "name", letters)
                    is_last = n == len(tokens) - 1 and cut_short
                    masked = _MASKED.match(folded, tokens[n][2])
                    if hashed in self.name.whole or (is_last and hashed in self.name.cut):
                        longest = tokens[n][2]
                    elif masked and hashed in self.name.cut:
                        longest = masked.end()
                if longest is not None:
                    yield tokens[at][1] + attached, longest
                    break

    def _runs(
        self, tokens: list[tuple[str, int, int]], found: list[int]
    ) -> Iterator[tuple[int, int]]:
        if not self.runs:
            return
        for at in found:
            run = tokens[at : at + RUN_WORDS]
            if len(run) == RUN_WORDS and _run(self.key, run) in self.runs:
                yield run[0][1], run[-1][2]

    # ── replacing ────────────────────────────────────────────────────────────────────────

    def _part_filled(self, part: str, plain: str) -> str:
        return FILLER * len(part) if any(True for _ in self._spans(plain)) else part

    def _part_without(self, match: re.Match[str]) -> str:
        return "" if any(True for _ in self._spans(unquote(match[0]))) else match[0]

    def _escaped_without(self, match: re.Match[str]) -> str:
        plain = _plain(match[0])
        return self.without(plain) if any(True for _ in self._spans(plain)) else match[0]

    def _quote_without(self, match: re.Match[str]) -> str:
        quote = re.sub(r"\\(.)", r"\1", match[1])
        changed = self.value(quote)
        if changed is None or (self.runs and any(True for _ in self._spans(quote))):
            return '"quote":null'
        if changed != quote:
            return f'"quote":{json.dumps(changed, ensure_ascii=False)}'
        return match[0]


def runs_of(key: bytes, text: str) -> Iterator[tuple[str, str]]:
    """Each run of words of a text, hashed, with its hashed first word."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(fold(text))]
    for at in range(len(tokens) - RUN_WORDS + 1):
        yield _run(key, tokens[at : at + RUN_WORDS]), keyed(key, "run", tokens[at][0])


def runs_in(words: RedactedWords, text: str) -> Iterator[str]:
    """Those runs of a text that may be among the words' own."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(fold(text))]
    may_begin: Callable[[str], bool] = words._may_begin
    for at in range(len(tokens) - RUN_WORDS + 1):
        if may_begin(tokens[at][0]):
            yield _run(words.key, tokens[at : at + RUN_WORDS])


def _run(key: bytes, tokens: list[tuple[str, int, int]]) -> str:
    return keyed(key, "run", " ".join(token for token, _, _ in tokens))


def _forms(token: str) -> Iterator[tuple[str, int]]:
    """The token, and what is left of it without what may be attached; with how much that was."""
    yield token, 0
    for attached in (1, 2):
        if len(token) > attached + 1 and all(letter in _ATTACHED for letter in token[:attached]):
            yield token[attached:], attached
            # ل before the article swallows its alef: للزعيم
            if token[attached - 1 : attached + 1] == "لل":
                yield _ARTICLE + token[attached + 1 :], attached


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap, made one."""
    low, high = spans[0]
    for start, end in spans[1:]:
        if start > high:
            yield low, high
            low, high = start, end
        high = max(high, end)
    yield low, high


def _unescaped(text: str) -> Iterator[str]:
    if "%" in text:
        yield from (unquote(match[0]) for match in _PERCENT.finditer(text))
    if "\\u" in text:
        yield from (_plain(match[0]) for match in _ESCAPED.finditer(text))


def _plain(escaped: str) -> str:
    return _UNICODE.sub(lambda match: chr(int(match[1], 16)), escaped)
