"""Code pages: told by the bytes, whatever a page says of itself."""

from __future__ import annotations

import pytest

from intake.decoding import declared_in, decode
from intake.items import Unreadable
from tests.intake.kit import SENTENCES

TEXT = " ".join(SENTENCES)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", [None, "windows-1256", "iso-8859-1", "utf-8", "no-such-name"])
def test_arabic_is_read_in_any_code_page_whatever_is_declared(
    encoding: str, declared: str | None
) -> None:
    text = TEXT.replace("،", ",") if encoding == "iso8859-6" else TEXT
    assert decode(text.encode(encoding), declared).text == text


def test_a_declared_latin_page_of_names_stays_latin() -> None:
    told = decode("Café à la carte, señor".encode("cp1252"), "iso-8859-1")
    assert (told.text, told.encoding) == ("Café à la carte, señor", "cp1252")


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1256"])
def test_a_letter_cut_in_half_does_not_make_utf8_another_encoding(declared: str | None) -> None:
    raw = TEXT.encode() + "م".encode()[:1] + TEXT.encode()
    assert decode(raw, declared).text == f"{TEXT}\ufffd{TEXT}"


def test_encodings_that_run_something_are_not_known() -> None:
    # "zip" and "rot13" are codecs to Python, not encodings of text
    for name in ("zip", "rot13", "unicode_escape", "idna"):
        assert decode(TEXT.encode("cp1256"), name).text == TEXT


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable, match="neither UTF-8 nor"):
        decode(bytes(range(0x80, 0xA0)) * 10)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="windows-1256">', "windows-1256"),
        (b"<META http-equiv=Content-Type content='text/html; charset=ISO-8859-6'>", "ISO-8859-6"),
        (b'<?xml version="1.0" encoding="utf-8"?><rss>', "utf-8"),
        (b"<html>", None),
    ],
)
def test_what_a_document_says_of_itself(head: bytes, name: str | None) -> None:
    assert declared_in(head) == name
