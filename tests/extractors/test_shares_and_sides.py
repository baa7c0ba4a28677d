"""Several attacks of one sentence: shares of a toll or of those arrested, town by town, others by
other means, others by other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "استشهد سبعة فلسطينيين في غارتين أمس، أربعة في خان يونس وثلاثة في رفح.",
            [("خان يونس", 4, None), ("رفح", 3, None)],
        ),
    ],
)
def test_a_toll_town_by_town(
    read: Read, text: str, told: list[tuple[str, int | None, int | None]]
) -> None:
    assert [(f.place.name, best(f, "killed"), best(f, "wounded")) for f in read(text)] == told
