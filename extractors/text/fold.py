"""Folding: one spelling for each word, whatever keyboard, font or newspaper wrote it.

What is folded, and why:

- marks that do not change a word (harakat, tatweel, bidi and zero-width marks) are dropped;
- presentation forms and ligatures become plain letters (Unicode NFKD);
- the alefs, the hamza carriers, alef maqsura and teh marbuta become ا و ي ه, since newspapers
  write them as they like (الارهاب, الإرهاب);
- Persian, Kurdish and Urdu letters become their Arabic neighbours as Arabic newspapers
  transcribe them: پ→ب چ→ج ژ→ز ڤ→ف گ→ك ک→ك ی→ي, so that پیشمرگة and بيشمركة are one word;
- Arabic-Indic and Persian digits become ASCII, ٫ ٬ ٪ become . , %;
- quotation marks become ", dashes -, white space other than a line break a space;
- Latin letters are lower-cased and lose their accents;
- what is left of the names that HTML has for quotation marks, dashes and blanks (&quot; quot;) is
  what it stands for: archives of newspapers lose the ampersand before them;
- quotation marks between an article and its noun are dropped: الـ"تيفور" is التيفور.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from itertools import chain, compress, count, repeat

from extractors.document import Passage
from extractors.records import Part

_LETTERS = {
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ۃ": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۂ": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ۓ": "ي",
    "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ڥ": "ف", "ڨ": "ق", "ۆ": "و", "ۇ": "و", "ۋ": "و",
    "ۈ": "و", "ۏ": "و", "ڵ": "ل", "ڕ": "ر", "ړ": "ر", "ڑ": "ر", "ٹ": "ت", "ټ": "ت", "ڈ": "د",
    "ډ": "د", "ں": "ن", "ڼ": "ن", "ښ": "ش", "ږ": "ز", "ځ": "ز", "څ": "س",
    "٫": ".", "٬": ",", "٪": "%",
}  # fmt: skip
_QUOTES = "«»“”„‟″‶‹›〝〞＂"
_SINGLE_QUOTES = "‘’‚‛′`´"
_DASHES = "‐‑‒–—―−"
_ENTITY = re.compile(
    r"&?(?<![A-Za-z])(?:quot|apos|nbsp|laquo|raquo|[lr]squo|[lr]dquo|ndash|mdash|hellip|zwnj|zwj|lrm|rlm);|"
    r"&?#(?:34|39|160|171|187|821[1267]|822[01]);"
)
#: the marks around a noun that stand behind its article
_QUOTED_NOUN = re.compile(rf'الـ+(["{_QUOTES}])[^\n"{_QUOTES}]{{2,24}}(["{_QUOTES}])')
_LINE_BREAKS = "\n\u2028\u2029\x85"


_PUNCTUATION = {
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
}


def _fold_char(char: str) -> str:
    """The folded letters of one character: none, one, or several for a ligature."""
    # looked up before it is taken apart (´ would be a blank and an accent) and after (‴ is ′′′)
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    return "".join(map(_fold_part, _parts(char)))


def _parts(char: str) -> str:
    # № gives the capital of No only when it is taken apart; what is made small may have an accent
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).lower())


def _fold_part(part: str) -> str:
    if part in _PUNCTUATION:
        return _PUNCTUATION[part]
    category = unicodedata.category(part)
    if category in ("Mn", "Me", "Cf", "Cs") or part == "ـ":
        return ""
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category == "Nd":
        return str(unicodedata.digit(part))
    return _LETTERS.get(part, part)


class _FoldTable(dict[int, str]):
    """Code point → folded letters, worked out at the first meeting."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The folded text; for lexicon entries and names, which are compared with folded passages."""
    return text.translate(_TABLE)


def fold_passage(part: Part, original: str) -> Passage:
    """The title or text, folded, with the way back: `offsets[i]` is the original index of folded
    character i, and the last entry is the original's length.

    A mark that is dropped belongs to no folded character; the letters of a ligature share its
    index, and what an entity stands for has the index of its first character.
    """
    pieces = [_TABLE[ord(char)] for char in original]
    for entity in _ENTITY.finditer(original) if ";" in original else ():
        written = "&" + entity.group().lstrip("&")
        pieces[entity.start()] = fold(html.unescape(written))
        pieces[entity.start() + 1 : entity.end()] = [""] * (len(entity.group()) - 1)
    for noun in _QUOTED_NOUN.finditer(original) if "ـ" in original else ():
        pieces[noun.start(1)] = pieces[noun.start(2)] = ""
    lengths = list(map(len, pieces))
    # mostly one letter for one, or none for a mark; only a ligature gives more
    several = max(lengths, default=0) > 1
    offsets = array(
        "l",
        chain.from_iterable(map(repeat, count(), lengths))
        if several
        else compress(count(), lengths),
    )
    offsets.append(len(original))
    return Passage(part, original, "".join(pieces), offsets)
