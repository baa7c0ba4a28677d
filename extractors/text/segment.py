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
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.document import Passage, Sentence, Token
from extractors.patterns.word_sets import word_list, word_set
from extractors.seedfiles import read_seed
from extractors.text.fold import fold, fold_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.records import Article

#: a word of folded text
TOKEN = re.compile(
    r"[0-9]*[a-z][a-z0-9]*"  # f16, 24tv
    r"|[0-9]+(?:[.,][0-9]+)*"  # 1,200  2.5
    r"|[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]+"
    r"|[^\W\d_]+"
)
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+\Z")
_STOP = re.compile(r"[.!?؟؛۔]+[\"')\]]*")
_GAP = re.compile(r" {3,}")
_BAR = re.compile(r"[|│]")
_LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")

#: a sentence this long may be cut before a verb of saying
_LONG = 20
#: an item of a menu is not longer than this
_MENU_WORDS = 12
_MIN_STEM = 3
#: what is longer is no word: letters for emphasis, or a broken page
_LONGEST_WORD = 30
#: "as", the words of saying behind it, and what they are followed by where more is told
_AS = ("كما",)
_AS_TOLD, _MORE_TOLD = word_set("sentences.as_told"), word_set("sentences.more_told")
#: who told it is named in so few words, and not paused at by these
_AS_REACH, _NO_PAUSE = 9, " \"'()"
#: tokens of a sentence at most: the work on one grows faster than its length
_LONGEST_SENTENCE = 250


@lru_cache(maxsize=1)
def _protected() -> frozenset[str]:
    """Words whose first letter looks like a proclitic and is none (بغداد، واسط، كركوك)."""
    return frozenset(fold(r["word"]) for r in read_seed("lexicon/protected_words.csv", ["word"]))


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    """Words behind a semicolon with which a sentence goes on: أصيب شرطي؛ إثر إطلاق نار."""
    return frozenset(fold(r["word"]) for r in read_seed("lexicon/after_semicolon.csv", ["word"]))


@lru_cache(maxsize=1 << 16)
def is_protected(word: str) -> bool:
    """Whether the first letter belongs to the word: it is listed, or it extends a listed word of
    five letters or more (فلسطين، فلسطينيين)."""
    listed = _protected()
    longest = min(len(word), _LONGEST_WORD)
    return word in listed or any(word[:n] in listed for n in range(5, longest))


def _without_proclitics(word: str) -> Iterator[str]:
    """What the word is without و ف, ب ل ك, لل, ال, and without the س of a future verb."""
    if is_protected(word):
        return
    first = word[0]
    stems: list[str] = []
    if first in "وف" and len(word) > (2 if first == "و" else _MIN_STEM):
        stems.append(word[1:])
    if word.startswith("لل") and len(word) > _MIN_STEM:
        stems.append("ال" + word[2:])
    if first in "بلك" and len(word) > _MIN_STEM:
        stems.append(word[1:])
    if word.startswith("ال") and len(word) > _MIN_STEM:
        stems.append(word[2:])
    if first == "س" and len(word) > _MIN_STEM + 1 and word[1] in "يتنا":
        stems.append(word[1:])
    for stem in stems:
        yield stem
        yield from _without_proclitics(stem)


_PRONOUNS = word_list("sentences.pronouns")


def _without_pronoun(word: str) -> Iterator[str]:
    """What the word is without an attached pronoun, in the spelling that it then has."""
    for pronoun in _PRONOUNS:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < _MIN_STEM:
            continue
        stem = word[: -len(pronoun)]
        yield stem
        if stem.endswith("ت"):  # سيارته → سياره
            yield stem[:-1] + "ه"
        elif stem.endswith("و"):  # قتلوهم → قتلوا
            yield stem + "ا"
        if stem.endswith(("اي", "او")):  # ابنايهم → ابناء
            yield stem[:-1] + "ء"


@lru_cache(maxsize=1 << 17)
def word_forms(word: str) -> tuple[str, ...]:
    """The folded word first, then what it may be without proclitics and pronouns, longest first.

    بالفلوجه → بالفلوجه, الفلوجه, فلوجه. A form is a candidate: not each is a word.
    """
    if not _MIN_STEM <= len(word) <= _LONGEST_WORD or not _ARABIC.match(word):
        return (word,)
    found: dict[str, None] = {}
    standard = _in_standard_spelling(word)
    for whole in (word, standard) if standard else (word,):
        found |= dict.fromkeys((whole, *_without_proclitics(whole)))
    for stem in tuple(found):
        for bare in _without_pronoun(stem):
            found[bare] = None
    del found[word]
    return (word, *sorted(found, key=lambda form: (-len(form), form)))


def _in_standard_spelling(word: str) -> str:
    """A folded word as the lexicons write it, where a newspaper's own rule writes its hamza
    otherwise (مسئول); empty where it does not."""
    for written, standard in _spellings():
        if written in word:
            return word.replace(written, standard)
    return ""


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    """Folded stems as some newspapers write them, and as the lexicons do."""
    rows = read_seed("lexicon/spellings.csv", ["written", "standard"])
    return tuple((fold(r["written"]), fold(r["standard"])) for r in rows)


#: the word for a side (folded)
_SIDE = ("جهه",)


@dataclass(frozen=True, slots=True)
class _Break:
    """A phrase that opens another story. `mode`: always, after_comma (only behind a pause),
    when_long (only where the sentence is long already), or in the file ahead (with و or ف in front
    always, else only behind a pause)."""

    words: tuple[str, ...]
    mode: str


#: a caption has so many words at most
_CAPTION = 45
#: links to other articles at the end of a line have so many words at most; behind more stands the
#: article again
_LINKS_WORDS = 120
#: the head of a page that stands in one line has so many words at most
_HEAD_WORDS = 120
#: a title of fewer words may stand in the text by chance
_TITLE_WORDS = 4
#: among so many sentences at its head a text may hold its title once more
_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class _Furniture:
    """A pattern of furniture; `words` may hold # for a number.

    `mode`: whole (the sentence is nothing else), start (the sentence starts so), label (a
    sentence of a few words that starts so), short (one that holds it), rest (from here to the end
    of the line; of a page that stands in one line, of the sentence), block (rest, and the headlines
    on the lines below), end (as rest, whatever follows), head (all of the line up to here), credit
    (the line ends so, in brackets).
    """

    words: tuple[str, ...]
    mode: str


#: modes of what leads to other articles, and of all that make a part of a line furniture
_LINKS = frozenset({"rest", "block"})
_PARTS = _LINKS | {"end", "head"}
#: such patterns in a line, with the token that each begins at
_FoundHere = list[tuple[int, _Furniture]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(m.group() for m in re.finditer(r"#|" + TOKEN.pattern, fold(text)))


@lru_cache(maxsize=1)
def _breaks() -> dict[str, tuple[_Break, ...]]:
    """Discourse breaks by their first word, with and without و and ف in front."""
    table: dict[str, list[_Break]] = {}
    for row in read_seed("lexicon/discourse_breaks.csv", ["phrase", "mode"]):
        first, *rest = _words(row["phrase"])
        for head in (first, "و" + first, "ف" + first):
            mode = row["mode"]
            if mode == "ahead":  # وفي هجوم آخر قتل …; not قتل ثلاثة في هجوم آخر
                mode = "after_comma" if head == first else "always"
            table.setdefault(head, []).append(_Break((head, *rest), mode))
    return {key: tuple(value) for key, value in table.items()}


@lru_cache(maxsize=1)
def _furniture() -> dict[str, tuple[_Furniture, ...]]:
    table: dict[str, list[_Furniture]] = {}
    for row in read_seed("lexicon/furniture.csv", ["pattern", "mode"]):
        words = _words(row["pattern"])
        table.setdefault(words[0], []).append(_Furniture(words, row["mode"]))
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


@dataclass(slots=True)
class _Piece:
    """A stretch of a passage between two boundaries, as offsets and as token indices."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    furniture: bool


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
            text, tokens, _Piece(start, end, first, position, paragraph, in_block)
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


def _cut_line(text: str, tokens: list[Token], line: _Piece) -> tuple[list[_Piece], bool]:
    """The sentences of a line, and whether a block of related links is open behind it."""
    if line.furniture and _is_prose(text, line):
        line.furniture = False
    caption = _is_caption(text, tokens, line)
    menu, marks = _menu(text, tokens, line)
    marks |= _stops(text, tokens, line)
    found = _found(tokens, line)
    rest, opens_block = _rest_furniture(found, line)
    head = _head_furniture(found, line)
    marks |= {tokens[rest].start} if rest is not None else set()
    marks |= {tokens[head].end} if head is not None else set()
    links = _links_inside(tokens, line, sorted(marks), found, rest)
    marks |= {tokens[first].start for first, _ in links}
    cuts = sorted(mark for mark in marks if line.start < mark < line.end)
    pieces: list[_Piece] = []
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
            piece = _Piece(from_here, to_here, left, right, line.paragraph, line.furniture)
            piece.furniture = (
                line.furniture
                or caption
                or (rest is not None and left >= rest)
                or (head is not None and right <= head + 1)
                or any(a <= left and right <= b for a, b in (*menu, *links))
                or _is_furniture(tokens, left, right)
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


def _stops(text: str, tokens: list[Token], line: _Piece) -> set[int]:
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


def _is_abbreviation(tokens: list[Token], at: int, line: _Piece) -> bool:
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
            if not _matches(tokens, at, last, entry.words):
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


def _matches(tokens: list[Token], at: int, last: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > last:
        return False
    return all(
        tokens[at + k].text[0].isdecimal() if word == "#" else tokens[at + k].text == word
        for k, word in enumerate(words)
    )


def _entries(word: str) -> tuple[_Furniture, ...]:
    table = _furniture()
    return table.get(word, ()) + (table.get("#", ()) if word[0].isdecimal() else ())


def _rest_furniture(found: _FoundHere, line: _Piece) -> tuple[int | None, bool]:
    """Index of the token from which the rest of a line is furniture, and whether a block opens."""
    for at, entry in found:
        links = entry.mode in _LINKS and line.last - at <= _LINKS_WORDS
        if links or entry.mode == "end":
            return at, entry.mode == "block"
    return None, False


def _found(tokens: list[Token], line: _Piece) -> _FoundHere:
    """Where in a line patterns begin that make a part of it furniture, from left to right."""
    return [
        (at, entry)
        for at in range(line.first, line.last)
        for entry in _entries(tokens[at].text)
        if entry.mode in _PARTS and _matches(tokens, at, line.last, entry.words)
    ]


def _head_furniture(found: _FoundHere, line: _Piece) -> int | None:
    """Index of the last token of a page's head that stands in one line with its article: تاريخ
    النشر: 26.05.2026."""
    ends = (
        at + len(entry.words) - 1
        for at, entry in found
        if entry.mode == "head" and at - line.first <= _HEAD_WORDS
    )
    return max(ends, default=None)


def _links_inside(
    tokens: list[Token], line: _Piece, marks: list[int], found: _FoundHere, rest: int | None
) -> list[tuple[int, int]]:
    """Token ranges of links to other articles among the sentences of a page that stands in one
    line, ahead of what is furniture to its end (`rest`), each up to the end of its sentence."""
    out: list[tuple[int, int]] = []
    end = line.first
    for at, entry in found:
        if entry.mode not in _LINKS or at < end or (rest is not None and at >= rest):
            continue
        stop = bisect_right(marks, tokens[at].end)
        until = marks[stop] if stop < len(marks) else line.end
        end = next((k for k in range(at, line.last) if tokens[k].start >= until), line.last)
        out.append((at, end))
    return out


def _is_furniture(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a sentence is a pattern of furniture, or holds no Arabic word at all."""
    if last - first > 3 and not any(_ARABIC.match(t.text) for t in tokens[first:last]):
        return True
    for entry in _entries(tokens[first].text):
        if not _matches(tokens, first, last, entry.words):
            continue
        words = {"start": last - first, "label": _MENU_WORDS, "whole": len(entry.words)}
        if last - first <= words.get(entry.mode, 0):
            return True
    if last - first > _MENU_WORDS:
        return False
    return any(
        entry.mode == "short" and _matches(tokens, at, last, entry.words)
        for at in range(first, last)
        for entry in _entries(tokens[at].text)
    )


def _is_caption(text: str, tokens: list[Token], line: _Piece) -> bool:
    """Whether a line above others is one sentence that ends with who took the picture, in
    brackets: (الفرنسية); who is named so behind the last line told the story."""
    written = text[line.start : line.end].rstrip()
    if (
        not written.endswith(")")
        or line.last - line.first > _CAPTION
        or not text[line.end :].strip()
    ):
        return False
    inside = written.rfind("(") + line.start
    if inside < line.start or ". " in text[line.start : inside].rstrip(". "):
        return False
    first = next((at for at in range(line.first, line.last) if tokens[at].start > inside), None)
    return first is not None and any(
        entry.mode == "credit" and len(entry.words) == line.last - first
        for entry in _entries(tokens[first].text)
        if _matches(tokens, first, line.last, entry.words)
    )


def _is_prose(text: str, line: _Piece) -> bool:
    """Whether a line below related links is the article again: long, or closed by a full stop."""
    words = line.last - line.first
    closed = text[line.start : line.end].rstrip().endswith((".", '."'))
    return words > 25 or (closed and words > _MENU_WORDS)


def _menu(text: str, tokens: list[Token], line: _Piece) -> tuple[list[tuple[int, int]], set[int]]:
    """Token ranges of a line that are menu items, set apart by bars or wide gaps, and the cuts
    between the parts of the line."""
    gaps = [m.end() for m in _GAP.finditer(text, line.start, line.end)]
    bars = [m.end() for m in _BAR.finditer(text, line.start, line.end)]
    cuts = gaps if len(bars) < 3 else sorted((*gaps, *bars))
    if not cuts:
        return [], set()
    items: list[tuple[int, int]] = []
    position = line.first
    for end in (*cuts, line.end):
        first = position
        while position < line.last and tokens[position].start < end:
            position += 1
        if first == position:
            continue
        is_last = end == line.end and len(bars) < 3
        closed = text[tokens[position - 1].end : end].strip()[:1] in tuple(".!?؟")
        if not is_last and not closed and position - first <= _MENU_WORDS:
            items.append((first, position))
    return (items if len(items) > 1 else []), set(cuts)
