"""Whether articles are read alike with one thread and two, and with narrower instruction sets:

    python -m benchmarks.same_everywhere [articles]

Reads articles of the open night of newspapers, each way in a process of its own, and compares a
digest of all incidents and masked names. Ends with 1 where two ways differ.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from evaluation.articles import plain_articles
from extractors.nlp import load_recogniser
from extractors.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
NIGHT = ROOT.parent / "shared" / "articles" / "night.jsonl.gz"
ARTICLES = 5_000
#: what torch and its libraries are set to use
WAYS = {
    "one thread": {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    "two threads": {"OMP_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"},
    "no AVX": {
        "ATEN_CPU_CAPABILITY": "default", "DNNL_MAX_CPU_ISA": "SSE41",
        "MKL_ENABLE_INSTRUCTIONS": "SSE4_2", "OPENBLAS_CORETYPE": "Nehalem",
    },
}  # fmt: skip
_READ = "--read"


def digest(articles: int) -> str:
    """A digest of what is read of so many articles."""
    reader = Extractor(recogniser=load_recogniser("own"))
    chosen = list(plain_articles(NIGHT, ROOT / "seeds").values())[:articles]
    found = hashlib.sha256()
    for reading in reader.read_bulk(chosen):
        found.update(repr(reading).encode())
    return found.hexdigest()


def main() -> int:
    """Read each way, print the digests; 1 where they differ."""
    if _READ in sys.argv:
        print(digest(int(sys.argv[-1])))
        return 0
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    digests = {}
    for way, settings in WAYS.items():
        command = [sys.executable, "-m", "benchmarks.same_everywhere", _READ, str(articles)]
        done = subprocess.run(  # noqa: S603 - this module
            command, env=os.environ | settings, capture_output=True, text=True, check=True, cwd=ROOT
        )
        digests[way] = done.stdout.split()[-1]
        print(f"{articles:,} articles, {way}: {digests[way][:16]}", flush=True)
    return int(len(set(digests.values())) > 1)


if __name__ == "__main__":
    raise SystemExit(main())
