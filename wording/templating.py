"""How templates are filled: pages, in which all that is put in is escaped, and plain text:
Markdown and SQL.

A name that a template asks for and nobody gave is an error, not a blank.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

#: what pages share: their head and their style
SHARED = Path(__file__).with_name("templates")


def page_templates(*folders: Path) -> Environment:
    """The templates of pages in `folders`, and those that all pages share."""
    return Environment(
        loader=FileSystemLoader([*folders, SHARED]),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def text_templates(folder: Path) -> Environment:
    """The templates of Markdown or SQL in `folder`, for our own words, codes and numbers alone."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - nothing in it comes from outside
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
