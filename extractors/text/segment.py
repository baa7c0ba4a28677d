"""Cutting an article into sentences and words.

Sentences end at . ! ? ؟ ؛ and line breaks; a full stop in a number, after an abbreviation or in
a web address ends none. Newspapers often run several stories together without a full stop, so a
sentence is also cut where a phrase such as "من جهة أخرى" opens another story
(seeds/lexicon/discourse_breaks.csv). Menus, share buttons, related links and captions are marked
as furniture (seeds/lexicon/furniture.csv).

Tokens are words and numbers; punctuation between them is found in the passage's folded text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.document import Passage, Sentence, Token
from extractors.patterns.word_sets import word_set
from extractors.seedfiles import read_seed
from extractors.text.fold import fold, fold_passage
from extractors.text.furniture import (
    Piece,
    found_furniture,
    head_furniture,
    is_caption,
    is_furniture,
    is_prose,
    links_inside,
    matches,
    menu_items,
    rest_furniture,
    words_of,
)
from extractors.text.word_forms import TOKEN, word_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.records import Article

_STOP = re.compile(r"[.!?؟؛۔]+[\"')\]]*")
_LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")

#: a sentence this long may be cut before a verb of saying
_LONG = 20
#: "as", the words of saying behind it, and what they are followed by where more is told
_AS = ("كما",)
_AS_TOLD, _MORE_TOLD = word_set("sentences.as_told"), word_set("sentences.more_told")
#: who told it is named in so few words, and not paused at by these
_AS_REACH, _NO_PAUSE = 9, " \"'()"
#: tokens of a sentence at most: the work on one grows faster than its length
_LONGEST_SENTENCE = 250


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    """Words behind a semicolon with which a sentence goes on: أصيب شرطي؛ إثر إطلاق نار."""
    return frozenset(fold(r["word"]) for r in read_seed("lexicon/after_semicolon.csv", ["word"]))


#: the word for a side (folded)
_SIDE = ("جهه",)


@dataclass(frozen=True, slots=True)
class _Break:
    """A phrase that opens another story. `mode`: always, after_comma (only behind a pause),
    when_long (only where the sentence is long already), or in the file ahead (with و or ف in front
    always, else only behind a pause)."""

    words: tuple[str, ...]
    mode: str


#: a title of fewer words may stand in the text by chance
_TITLE_WORDS = 4
#: among so many sentences at its head a text may hold its title once more
_HEAD_LINES = 12


@lru_cache(maxsize=1)
def _breaks() -> dict[str, tuple[_Break, ...]]:
    """Discourse breaks by their first word, with and without و and ف in front."""
    table: dict[str, list[_Break]] = {}
    for row in read_seed("lexicon/discourse_breaks.csv", ["phrase", "mode"]):
        first, *rest = words_of(row["phrase"])
        for head in (first, "و" + first, "ف" + first):
            mode = row["mode"]
            if mode == "ahead":  # وفي هجوم آخر قتل …; not قتل ثلاثة في هجوم آخر
                mode = "after_comma" if head == first else "always"
            table.setdefault(head, []).append(_Break((head, *rest), mode))
    return {key: tuple(value) for key, value in table.items()}


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """Short forms behind which a full stop ends no sentence (د. = doctor)."""
    rows = read_seed("lexicon/abbreviations.csv", ["abbreviation"])
    return frozenset(fold(r["abbreviation"]).rstrip(".") for r in rows)


def segment(article: Article) -> tuple[tuple[Passage, ...], tuple[Sentence, ...]]:
    """The folded passages (the title's first, where there is a title) and all their sentences.

    Every word of the article is in exactly one sentence. Time is linear in the text's length.
    """
    passages = []
    if article.title.strip():
        passages.append(fold_passage("title", article.title))
    passages.append(fold_passage("text", article.text))
    sentences: list[Sentence] = []
    for passage in passages:
        _segment_passage(passage, sentences)
    return tuple(passages), tuple(_without_links(_without_title(sentences)))


def _without_title(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences; those at the head of the text that only say the title again as furniture."""
    titles = {
        tuple(t.text for t in s.tokens)
        for s in sentences
        if s.passage.part == "title" and len(s.tokens) >= _TITLE_WORDS
    }
    body = sum(s.passage.part == "title" for s in sentences)
    return [
        replace(s, furniture=True)
        if body <= at < body + _HEAD_LINES and tuple(t.text for t in s.tokens) in titles
        else s
        for at, s in enumerate(sentences)
    ]


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Names of countries of one word, folded."""
    rows = read_seed("places/countries.csv", ["name_ar", "aliases"])
    names = (fold(name) for r in rows for name in (r["name_ar"], *r["aliases"].split(";")))
    return frozenset(name for name in names if name and " " not in name)


def _without_links(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences; headlines of other articles among the paragraphs as furniture: a line without
    a full stop, between paragraphs that have theirs, that sets out with a country and a colon:
    اليمن: جرحى في غارات على صعدة."""
    out = list(sentences)
    lines = Counter(s.paragraph for s in sentences if s.passage.part == "text")
    for before, here, behind in zip(sentences, sentences[1:], sentences[2:], strict=False):
        alone = here.passage.part == before.passage.part == "text" and lines[here.paragraph] == 1
        if alone and _is_link(here) and _has_stop(before) and _has_stop(behind):
            out[here.index] = replace(here, furniture=True)
    return out


def _is_link(sentence: Sentence) -> bool:
    text, tokens = sentence.passage.folded, sentence.tokens
    return (
        len(tokens) >= _TITLE_WORDS
        and tokens[0].text in _countries()
        and text[tokens[0].end : tokens[1].start].strip() == ":"
        and sentence.folded.rstrip()[-1].isalnum()
    )


def _has_stop(sentence: Sentence) -> bool:
    return sentence.folded.rstrip().endswith((".", "!", "؟"))


def _segment_passage(passage: Passage, sentences: list[Sentence]) -> None:
    """Append the passage's sentences to `sentences`."""
    text = passage.folded
    tokens = [
        Token(word, m.start(), m.end(), word_forms(word))
        for m in TOKEN.finditer(text)
        if (word := m.group())
    ]
    position = 0
    in_block = False
    for start, end, paragraph in _lines(text):
        first = position
        while position < len(tokens) and tokens[position].start < end:
            position += 1
        if first == position:
            in_block = in_block and end == start  # an empty line keeps a block of links open
            continue
        pieces, in_block = _cut_line(
            text, tokens, Piece(start, end, first, position, paragraph, in_block)
        )
        for piece in pieces:
            sentences.append(
                Sentence(
                    index=len(sentences),
                    passage=passage,
                    start=piece.start,
                    end=piece.end,
                    paragraph=piece.paragraph,
                    tokens=tuple(tokens[piece.first : piece.last]),
                    furniture=piece.furniture,
                )
            )


def _lines(text: str) -> list[tuple[int, int, int]]:
    """(start, end, number of the first line) of each line; lines that a page width broke in the
    middle of a sentence are one."""
    lines: list[tuple[int, int, int]] = []
    start = number = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append((start, end, number))
        start, number = end + 1, number + 1
    out: list[tuple[int, int, int]] = []
    block: list[tuple[int, int, int]] = []
    for line in (*lines, (len(text), len(text), number)):
        if text[line[0] : line[1]].strip():
            block.append(line)
            continue
        out.extend(_unwrapped(text, block))
        out.append(line)
        block = []
    return out


#: columns of text that was wrapped by hand or by a mail program
_WRAP_WIDTH = 110
_WRAP_MIN = 20


def _unwrapped(text: str, block: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join the lines of a block without blank lines where it looks wrapped: three lines or more,
    none long, half of them or more open, and the last one closed by a full stop."""
    ends = [text[start:end].rstrip()[-1] in '.!?؟؛:"' for start, end, _ in block]
    if (
        len(block) < 3
        or any(end - start > _WRAP_WIDTH for start, end, _ in block)
        or not ends[-1]
        or sum(ends) * 2 > len(ends)
    ):
        return block
    joined: list[tuple[int, int, int]] = []
    open_line = False
    for (start, end, number), closed in zip(block, ends, strict=True):
        if open_line:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, number))
        open_line = not closed and end - start >= _WRAP_MIN
    return joined


def _cut_line(text: str, tokens: list[Token], line: Piece) -> tuple[list[Piece], bool]:
    """The sentences of a line, and whether a block of related links is open behind it."""
    if line.furniture and is_prose(text, line):
        line.furniture = False
    caption = is_caption(text, tokens, line)
    menu, marks = menu_items(text, tokens, line)
    marks |= _stops(text, tokens, line)
    found = found_furniture(tokens, line)
    rest, opens_block = rest_furniture(found, line)
    head = head_furniture(found, line)
    marks |= {tokens[rest].start} if rest is not None else set()
    marks |= {tokens[head].end} if head is not None else set()
    links = links_inside(tokens, line, sorted(marks), found, rest)
    marks |= {tokens[first].start for first, _ in links}
    cuts = sorted(mark for mark in marks if line.start < mark < line.end)
    pieces: list[Piece] = []
    position = line.first
    for start, end in zip((line.start, *cuts), (*cuts, line.end), strict=True):
        first = position
        while position < line.last and tokens[position].start < end:
            position += 1
        if first == position:
            if pieces:  # closing quotes and the like belong to what they close
                pieces[-1].end = end
            continue
        begin = start if pieces else line.start
        for left, right in _no_longer(_stories(text, tokens, first, position)):
            from_here = begin if left == first else tokens[left].start
            to_here = end if right == position else tokens[right].start
            piece = Piece(from_here, to_here, left, right, line.paragraph, line.furniture)
            piece.furniture = (
                line.furniture
                or caption
                or (rest is not None and left >= rest)
                or (head is not None and right <= head + 1)
                or any(a <= left and right <= b for a, b in (*menu, *links))
                or is_furniture(tokens, left, right)
            )
            pieces.append(piece)
    for piece in pieces:
        stripped = text[piece.start : piece.end]
        piece.start += len(stripped) - len(stripped.lstrip())
        piece.end -= len(stripped) - len(stripped.rstrip())
    return pieces, opens_block or line.furniture


def _no_longer(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of tokens, those cut that are longer than a sentence may be."""
    for left, right in spans:
        for first in range(left, right, _LONGEST_SENTENCE):
            yield first, min(first + _LONGEST_SENTENCE, right)


def _stops(text: str, tokens: list[Token], line: Piece) -> set[int]:
    """Offsets behind the full stops of a line that end a sentence."""
    marks: set[int] = set()
    position = line.first
    for match in _STOP.finditer(text, line.start, line.end):
        start, end = match.span()
        marks_only = match.group().rstrip("\"')]")
        while position < line.last and tokens[position].end <= start:
            position += 1
        if set(marks_only) == {"."}:
            if len(marks_only) > 1:  # a pause, as newspapers write it
                continue
            before, after = text[max(start - 1, line.start) : start], text[start + 1 : start + 2]
            if _LETTER_OR_DIGIT.match(before) and _LETTER_OR_DIGIT.match(after):
                continue  # 2.5, www.example.com
            previous = tokens[position - 1] if position > line.first else None
            if previous is None:
                continue
            if (
                previous.end == start
                and end < line.end
                and _is_abbreviation(tokens, position - 1, line)
            ):
                continue
        following = next((t.text for t in tokens[position : position + 1]), "")
        if set(marks_only) == {"؛"} and following in _links():
            continue
        marks.add(end)
    return marks


def _is_abbreviation(tokens: list[Token], at: int, line: Piece) -> bool:
    """Whether a full stop behind this token belongs to it: د., a list number, initials."""
    word = tokens[at].text
    behind_number = at > line.first and tokens[at - 1].text[0].isdecimal()
    if word in _abbreviations() or len(word) == 1:
        return not (behind_number and not word.isdecimal())  # 2015 م. ends a sentence
    return word.isdecimal() and len(word) <= 2 and at == line.first


def _stories(text: str, tokens: list[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Token ranges of the stories that a sentence runs together."""
    table = _breaks()
    starts = [first]
    for at in range(first + 1, last):
        length = at - starts[-1]
        if length < 3:
            continue
        entries = table.get(tokens[at].text, ())
        following = tokens[at + 1].text if entries and at + 1 < last else ""
        for entry in entries:
            if entry.mode == "when_long" and length < _LONG:
                continue
            if len(entry.words) > 1 and entry.words[1] != following:
                continue
            if not matches(tokens, at, last, entry.words):
                continue
            if entry.words[-2:-1] == _SIDE and _one_side(tokens, starts[-1], at):
                continue  # بين الجيش من جهة والمسلحين من جهة أخرى
            if entry.words == _AS and _says_who(text, tokens, at, last):
                continue  # …، كما قال مصدر أمني
            pause = text[tokens[at - 1].end : tokens[at].start].strip()
            if entry.mode != "after_comma" or pause:
                starts.append(at)
                break
    return list(zip(starts, (*starts[1:], last), strict=True))


def _one_side(tokens: list[Token], first: int, end: int) -> bool:
    """Whether the one side is named before the other: من جهة … من جهة أخرى."""
    return any(
        tokens[at].text == _SIDE[0] and tokens[at - 1].text == "من" for at in range(first + 1, end)
    )


def _says_who(text: str, tokens: list[Token], at: int, last: int) -> bool:
    """Whether "as" only says who told what stands before it, in a few words up to a pause: كما أعلن
    مصدر أمني. Where somebody told something more, what he told follows: كما أعلن مقتل ثلاثة."""
    if at + 1 >= last or tokens[at + 1].text not in _AS_TOLD:
        return False
    end = at + 2
    while end < last and not text[tokens[end - 1].end : tokens[end].start].strip(_NO_PAUSE):
        end += 1
    return end - at <= _AS_REACH and _MORE_TOLD.isdisjoint(t.text for t in tokens[at + 2 : end])
