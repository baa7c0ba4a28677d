"""Tables that commands write into pages, between marks: `<!-- name -->` and `<!-- /name -->`."""

from __future__ import annotations

import re
from pathlib import Path


def with_marked(text: str, name: str, content: str) -> str:
    """The text with `content`, whole lines, between the marks of that name; unchanged where they
    are not in it."""
    marked = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    return marked.sub(lambda _: content, text)


def write_marked(page: Path, name: str, content: str) -> None:
    """Put `content` into a page, between the marks of that name."""
    page.write_text(with_marked(page.read_text("utf-8"), name, content), encoding="utf-8")
