"""Bytes of Arabic text → text, whatever code page they are in and whatever they say they are in.

What is UTF-8 but for a few letters is UTF-8 (exports cut texts in the middle of one): Arabic in
another code page never is, by accident, for more than a few letters. Beyond that, what is declared
counts where it fits the bytes. Two code pages of one byte are told apart by what they leave empty:
ISO 8859-6 has no letter at 0xDB-0xDF and above 0xF2, where windows-1256 has ف and ق and ك.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from intake.items import Unreadable, Why

_HEAD_BYTES = 4_096
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_XML = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""", re.I
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC = re.compile("[\u0621-\u064a]")
_C1 = re.compile("[\x80-\x9f]")
_MAX_LOST_SHARE = 0.01
#: A text is UTF-8 where it has this many whole letters beyond ASCII for each broken one.
_WHOLE_FOR_BROKEN = 10
#: Encodings that a name may lead to: none of them runs code or unpacks anything.
_TEXT_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6", "mac-arabic", "cp720",
     "cp864", "cp1252", "iso8859-1", "ascii"}
)  # fmt: skip
#: Taken where they are declared only: nothing tells their bytes from others'.
_NOT_GUESSED = frozenset({"utf-16", "utf-16-le", "utf-16-be", "mac-arabic", "cp720", "cp864"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was in, by Python's name for it."""

    text: str
    encoding: str


def declared_in(raw: bytes) -> str | None:
    """The encoding that an HTML or XML document says it is in, or None."""
    head = raw[:_HEAD_BYTES]
    match = _XML.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else None


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of these bytes. `declared`: what a header or the document itself says.

    Raises Unreadable(wrong_encoding) where no encoding fits.
    """
    for mark, marked in _BOMS:
        if raw.startswith(mark):
            return _with_losses(raw[len(mark) :], marked)
    lossy = raw.decode("utf-8", "replace")
    broken = lossy.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in lossy) - broken if broken else 0
    if not broken or whole >= broken * _WHOLE_FOR_BROKEN:
        return Decoded(lossy, "utf-8")
    name = encoding_named(declared)
    if name in _NOT_GUESSED:
        return _with_losses(raw, name)
    return _one_byte(raw, name)


def encoding_named(declared: str | None) -> str | None:
    """Python's name of an encoding that is read here, or None."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    return name if name in _TEXT_ENCODINGS else None


def _with_losses(raw: bytes, name: str) -> Decoded:
    text = raw.decode(name, "replace")
    if text.count("\ufffd") > len(text) * _MAX_LOST_SHARE:
        raise Unreadable(Why.WRONG_ENCODING, f"says it is {name}, and is not")
    return Decoded(text, name)


def _one_byte(raw: bytes, declared: str | None) -> Decoded:
    """ISO 8859-6 or windows-1256; a Latin code page where it is declared and the letters of the
    others make no Arabic words."""
    guess = Decoded(raw.decode("cp1256", "replace"), "cp1256")
    try:
        iso = raw.decode("iso8859-6")
        if not _C1.search(iso):
            guess = Decoded(iso, "iso8859-6")
    except UnicodeDecodeError:
        pass
    if declared in {"cp1252", "iso8859-1"} and not _mostly_arabic(guess.text):
        return Decoded(raw.decode("cp1252", "replace"), "cp1252")
    if _ARABIC.search(guess.text):
        return guess
    raise Unreadable(Why.WRONG_ENCODING, "neither UTF-8 nor a code page with Arabic letters")


def _mostly_arabic(text: str) -> bool:
    """Whether the letters beyond ASCII are Arabic ones standing together, as in words."""
    beyond = sum(1 for letter in text if letter > "\x7f")
    in_words = sum(len(word) for word in re.findall("[\u0621-\u064a]{2,}", text))
    return in_words * 2 > beyond
