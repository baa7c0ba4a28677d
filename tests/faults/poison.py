"""An extractor that some articles kill, hang or fill the memory of, by what stands in them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from extractors.records import Article, Reading
from tests.warehouse.landing_kit import CountingExtractor

KILLS, HANGS, EXITS = "[kills]", "[hangs]", "[exits]"


class Poisoned(CountingExtractor):
    """Reads as the counting one, as long as it lives."""

    def read_bulk(self, articles: Sequence[Article]) -> list[Reading]:
        for article in articles:
            if KILLS in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if EXITS in article.text:
                os._exit(3)
            if HANGS in article.text:
                time.sleep(3600)
        return super().read_bulk(articles)


def load(seeds_dir: Path, recogniser: str) -> Poisoned:
    """For a process of its own."""
    return Poisoned()
