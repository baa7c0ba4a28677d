"""Officials: a name stands where its bearer acts in his role, never where he is harmed or accused.

قال المتحدث باسم الوزارة فلان: stands. اغتيال محافظ المدينة فلان, نجل المحافظ فلان: masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.names.runs import Line, Run

#: the title stands so many words before the name at most: المتحدث باسم وزارة الصحة في غزة فلان
_REACH = 9
#: harm is looked for in so many words before the title, and behind the name
_HARM_BEFORE = 5
_HARM_AFTER = 2
_TITLES = frozenset({"rank", "honorific", "step"})


def in_role(line: Line, run: Run, standing: Sequence[Run]) -> bool:
    """Whether the name is that of an official who acts in his role. `standing`: the names of places
    and groups before it (آمر لواء طارق بن زياد فلان)."""
    before = run.first - 1
    ranked = False
    while before >= 0 and line.joined(before) and line.words[before].introduces & _TITLES:
        ranked = ranked or "rank" in line.words[before].introduces
        before -= 1
    if _harmed_behind(line, run.end):
        return False
    title = _title_before(line, before, standing)
    if title is not None:
        return not _kin(line, title - 1) and not _harmed_before(line, title - 1)
    if ranked and before >= 0 and line.words[before].says:
        return True
    if before >= 0 and line.joined(before) and line.words[before].head == "owned":
        return False  # سيارة العقيد فلان، قائد الوحدة
    return _title_behind(line, run.end) and not _harmed_before(line, before)


def harmed(line: Line, run: Run) -> bool:
    """Whether harm to the bearer of a name is told of right before it or behind it."""
    joined = line.gap(run.end - 1) == ""
    return _harmed_before(line, run.first - 1) or (joined and _harmed_behind(line, run.end))


def _title_before(line: Line, at: int, standing: Sequence[Run]) -> int | None:
    """The token of the title of office that a name behind `at` belongs to."""
    for back in range(at, max(at - _REACH, -1), -1):
        if back < 0 or not (line.joined(back) or line.gap(back) == '"'):
            return None
        word = line.words[back]
        if word.is_office:
            title = back
            while title > 0 and line.joined(title - 1) and line.words[title - 1].is_office:
                title -= 1
            return title
        if word.says or word.harms_before or word.introduces & {"person", "his"}:
            return None
        if word.given and back == at and not any(r.first <= at < r.end for r in standing):
            return None
    return None


def _title_behind(line: Line, end: int) -> bool:
    """Whether a title follows the name: فلان، مساعد الوزير."""
    if end >= len(line.words) or line.gap(end - 1) not in ("", ",", "،", "-"):
        return False
    return line.words[end].is_office


def _kin(line: Line, at: int) -> bool:
    """Whether the words before a title say that not its bearer is told of, or that his house is
    (نجل المحافظ، منزل القاضي)."""
    if at < 0 or not line.joined(at):
        return False
    word = line.words[at]
    return bool(word.introduces & {"of", "family"}) or word.head == "owned"


def _harmed_before(line: Line, at: int) -> bool:
    if at >= 0 and line.joined(at) and line.spelt_on(at):  # النار على، القبض على
        return True
    for back in range(at, max(at - _HARM_BEFORE, -1), -1):
        if not line.joined(back) and line.gap(back) != '"':
            return False
        word = line.words[back]
        if word.harms_before:
            return True
        if word.says:
            return False
    return False


def _harmed_behind(line: Line, end: int) -> bool:
    if line.gap(end - 1) not in ("", ",", "،"):
        return False
    return any(word.harms_after for word in line.words[end : end + _HARM_AFTER])
