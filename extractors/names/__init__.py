"""Names of persons in articles: which are to be masked, and quotes with the mask in their place.

docs/safety.md tells the rule; the words are in seeds/lexicon/.
"""

from extractors.names.finding import NameFinder
from extractors.names.masking import MASK, masked_quote, masked_value, quote_around
from extractors.names.quoted import quoted_sentences

__all__ = [
    "MASK", "NameFinder", "masked_quote", "masked_value", "quote_around", "quoted_sentences",
]  # fmt: skip
