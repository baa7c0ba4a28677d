"""Put on the path of a process: its extractor dies of articles with these words in their title.

It stands for a model's crash, which no article of the samples brings about.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from types import ModuleType
from typing import Any

KILLS, HANGS = "قاتل القارئ", "معلق القارئ"


class _Poison(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if name != "extractors.pipeline":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        sys.meta_path.insert(0, self)
        assert spec is not None
        assert spec.loader is not None
        run = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            run(module)
            real = module.Extractor.read_bulk

            def read_bulk(self: Any, articles: Any) -> Any:
                for article in articles:
                    if KILLS in article.title:
                        os.kill(os.getpid(), signal.SIGKILL)
                    if HANGS in article.title:
                        time.sleep(3600)
                return real(self, articles)

            module.Extractor.read_bulk = read_bulk

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


if os.environ.get("SIJILL_TEST_POISON"):
    sys.meta_path.insert(0, _Poison())
