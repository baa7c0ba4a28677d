"""Where a report says that it was written: دبي، الإمارات العربية المتحدة (رويترز)— قالت …"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.document import Sentence

#: what stands behind the agency, and within how many letters
_DASHES, _DATELINE = ("-", "–", "—"), 30


def heads_report(sentence: Sentence, last: int) -> bool:
    """Whether a name that ends with token `last` stands in the dateline: an agency in brackets and
    a dash follow it."""
    end = sentence.tokens[last].end
    agency, closed, behind = sentence.passage.folded[end : end + _DATELINE].partition(")")
    return bool(closed) and agency.lstrip().startswith("(") and behind.lstrip().startswith(_DASHES)
