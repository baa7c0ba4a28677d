"""What an article shows, as features of the scores of articles: the pieces of its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.scoring.ngrams import pieces, plain_words

if TYPE_CHECKING:
    from extractors.records import Article

#: texts that a term of an article must stand in
ARTICLE_FEWEST = 8


def article_terms(article: Article) -> Iterator[str]:
    """The pieces of the words of title and text; the title counts twice."""
    title = plain_words(article.title)
    return pieces([*title, *title, *plain_words(article.text)])
