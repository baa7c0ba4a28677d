"""The fuzz targets under hypothesis; under atheris too, for a moment, where it is installed.

All of it takes half a minute at most. `make fuzz` is the long way.
"""

from __future__ import annotations

import random
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import guided
from tests.fuzz.targets import TARGETS, seeds

#: half a minute for all of them, on a machine with other work
GUIDED_SECONDS = 8


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with pieces overwritten, cut out, doubled."""
    data = bytearray(raw)
    for _ in range(chance.randint(0, 5)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 12)
        new = chance.choice((b"", chance.randbytes(length), bytes(data[at : at + length]) * 2))
        data[at : at + chance.choice((0, 1, length))] = new
    return bytes(data)


@st.composite
def near_seeds(draw: st.DrawFn, name: str) -> bytes:
    return mutated(
        draw(st.sampled_from(list(seeds(name)))), draw(st.randoms(use_true_random=False))
    )


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_it(name: str) -> None:
    @hypothesis.settings(
        max_examples=120,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        database=None,
    )
    @given(data=st.one_of(st.binary(max_size=300), near_seeds(name)))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()


@pytest.mark.skipif(not guided.has_atheris(), reason="no atheris: pip install -e '.[fuzz]'")
def test_the_guided_run_holds(tmp_path: Path) -> None:
    assert guided.run("contract", GUIDED_SECONDS, tmp_path) == 0
    assert len(list((tmp_path / "contract").iterdir())) > 5
