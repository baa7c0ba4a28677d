"""A piece of HTML, or text that may be one, as plain text: paragraphs kept apart, tags gone."""

from __future__ import annotations

import html
import re

import lxml.html

#: Only these make a text HTML: "a < b" and "<3" do not.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|img|table|tr|td|th|blockquote|font|figure"
    r"|figcaption|section|article|script|style|iframe|u|center|hr|pre)\b[^<>]*>|<!--",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_BLOCKS = frozenset(
    {"p", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr",
     "blockquote", "figure", "figcaption", "section", "article", "hr", "pre"}
)  # fmt: skip
_SILENT = frozenset({"script", "style", "iframe", "noscript", "template", "svg", "object"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile("[ \t\r\u00a0]+")


def holds_tags(text: str) -> bool:
    """Whether a text is to be read as HTML."""
    return bool(_TAG.search(text))


def plain_text(text: str) -> str:
    """The text as a reader of the page sees it; text that holds no HTML stays as it is but for
    entities and control characters."""
    if holds_tags(text):
        return _without_tags(text)
    if _ENTITY.search(text):
        text = html.unescape(text)
    return without_controls(text).strip()


def one_line(text: str) -> str:
    """The same for a headline: no line breaks."""
    return " ".join(plain_text(text).split())


def without_controls(text: str) -> str:
    """The text without control characters, which HTML does not have, and with one kind of line
    break."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _without_tags(text: str) -> str:
    source = _CONTROL.sub("", text).encode("utf-8", "ignore")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(b"<div>" + source + b"</div>", parser=parser)
    except lxml.etree.ParserError:
        return ""
    pieces: list[str] = []
    silent = 0
    # without recursion: how deep the tags lie is not ours to say
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS:
                pieces.append("\n")
            if not silent and element.text:
                pieces.append(element.text.replace("\n", " "))
        else:
            silent -= tag in _SILENT
            if tag in _BLOCKS:
                pieces.append("\n")
            if not silent and element.tail:
                pieces.append(element.tail.replace("\n", " "))
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
