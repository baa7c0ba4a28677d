"""Officials: a name stands where its bearer acts in his role, never where he is harmed or accused.

قال المتحدث باسم الوزارة فلان: stands. اغتيال محافظ المدينة فلان, نجل المحافظ فلان: masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.names.vocabulary import SURELY
from extractors.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.names.runs import Line, Run
    from extractors.names.words import NameWord

#: the title stands so many words before the name at most: المتحدث باسم وزارة الصحة في غزة فلان
_REACH = 9
#: a title of somebody of rank who speaks so many words before at most
_FAR = 14
#: harm is looked for in so many words before the title, and behind the name
_HARM_BEFORE = 7
_HARM_AFTER = 2
#: before a title with a pronoun: خطفت فلانا ومساعده فلانا
_HARM_TO_AIDES = 12
#: a title behind a name belongs to the next name where one stands so many words behind it
_NEXT = 2
_COMMAS = (",", "،")
_BY, _FROM = "ب", "عن"
#: his words, behind a name
_SAID = word_set("roles.said")
_TITLES = frozenset({"rank", "honorific", "step"})


def in_role(line: Line, run: Run, standing: Sequence[Run]) -> bool:
    """Whether the name is that of an official who acts in his role. `standing`: the names of places
    and groups before it (آمر لواء طارق بن زياد فلان)."""
    before = run.first - 1
    ranked = False
    while before >= 0 and line.joined(before) and line.words[before].introduces & _TITLES:
        if line.words[before].is_office and "honorific" in line.words[before].introduces:
            break  # الرئيس
        ranked = ranked or "rank" in line.words[before].introduces
        before -= 1
    if _harmed_behind(line, run.end) or _called_behind(line, run.end):
        return False
    if line.gap(before) in _COMMAS and line.gap(run.end - 1) in _COMMAS:
        title = _title_before(line, before, standing, apart=True)  # قال وزير الدفاع، فلان، إن
        if (
            title is not None
            and title > 0
            and (line.words[title - 1].says or line.words[title - 1].text == _FROM)
        ):
            return True
        if ranked and _spoken_far(line, before):
            return True
    title = _title_before(line, before, standing)
    if title is not None:
        reach = _reach(line.words[title])
        if _accuses(line, title - 1, run):
            return True
        return not _kin(line, title - 1) and not _harmed_before(line, title - 1, reach)
    if ranked and before >= 0 and line.words[before].says:
        return True
    if _speaks(line, run) or _quoted_far(line, run):
        return True
    if before >= 0 and line.joined(before) and line.words[before].head == "owned":
        return False  # سيارة العقيد فلان، قائد الوحدة
    if before >= 0 and line.joined(before) and "his" in line.words[before].introduces:
        return False  # وشقيقه فلان، وكيل الجهاز
    if _goes_on(line, run):
        return False
    return _title_behind(line, run.end) and not _harmed_before(line, before)


def _reach(title: NameWord) -> int:
    """How far before a title harm is looked for: what befell somebody befell his aide, but not him
    whom he is loyal to (موالون للرئيس)."""
    if title.text.startswith("لل"):
        return 2
    return _HARM_BEFORE if title.construct or title.definite else _HARM_TO_AIDES


def _spoken_far(line: Line, at: int) -> bool:
    """Whether one long title that somebody speaks under ends at a token: قال قائد شرطة الولاية
    القريبة من الحدود، الجنرال فلان،."""
    for back in range(at, max(at - _FAR, 0), -1):
        if back < at and not line.joined(back):
            return False
        if line.words[back].is_office and line.words[back - 1].says:
            return line.joined(back - 1)
    return False


def _quoted_far(line: Line, run: Run) -> bool:
    """Whether his words follow, and his title stands before, whatever says where he holds it: عن
    رئيس البلدة، في قضاء العمادية، فلان، قوله."""
    if run.end >= len(line.words) or line.words[run.end].text not in _SAID:
        return False
    for back in range(run.first - 1, max(run.first - 1 - _FAR, 0), -1):
        if line.words[back].introduces & {"his", "called"} or line.words[back].harms_before:
            return False
        if line.words[back].is_office:
            return line.words[back - 1].text == _FROM
    return False


def _speaks(line: Line, run: Run) -> bool:
    """Whether somebody of rank says something, and the name is his: قال القاضي في المحكمة، فلان،
    إن."""
    commas = line.gap(run.end - 1) in _COMMAS
    for back in range(run.first - 1, max(run.first - 1 - _REACH, 0), -1):
        apart = commas and back == run.first - 1 and line.gap(back) in _COMMAS
        word = line.words[back]
        if not (line.joined(back) or apart) or word.says or word.harms_before or word.is_office:
            return False
        if "rank" in word.introduces:
            said = run.end < len(line.words) and line.words[run.end].text in _SAID
            return said or (line.joined(back - 1) and line.words[back - 1].says)
        if word.introduces & {"person", "his", "called"} or word.limit == "apart":
            return False
    return False


def _called_behind(line: Line, end: int) -> bool:
    """Whether a nickname follows the name: فلان المكنى أبا فلان."""
    if end >= len(line.words) or line.gap(end - 1) not in ("", ",", "،", '"'):
        return False
    return "nickname" in line.words[end].introduces


def harmed(line: Line, run: Run) -> bool:
    """Whether harm to the bearer of a name is told of right before it or behind it."""
    joined = line.gap(run.end - 1) == ""
    return _harmed_before(line, run.first - 1) or (joined and _harmed_behind(line, run.end))


def _title_before(
    line: Line, at: int, standing: Sequence[Run], *, apart: bool = False
) -> int | None:
    """The token of the title of office that a name behind `at` belongs to; `apart`: something may
    stand between the two."""
    for back in range(at, max(at - _REACH, -1), -1):
        if back < 0:
            return None
        if not (line.joined(back) or line.gap(back) == '"' or (apart and back == at)):
            return None
        word = line.words[back]
        if word.is_office:
            title = back
            while title > 0 and line.joined(title - 1) and line.words[title - 1].is_office:
                title -= 1
            return title
        if word.introduces & {"person", "his"} and _governed(line, back):
            continue  # نقيب الأطباء فلان
        if "adjective" in word.introduces and (line.describes(back) or line.of_office(back)):
            continue  # مديرة المكتب الإعلامي في الوزارة فلانة، الناطق الإعلامي فلان
        if word.says or word.harms_before or word.introduces & {"person", "his"}:
            return None
        if word.limit == "apart" or "nickname" in word.introduces:
            return None
        if word.given and back == at and not any(r.first <= at < r.end for r in standing):
            return None
    return None


def _governed(line: Line, at: int) -> bool:
    """Whether an office is that over the persons named here (نقيب الأطباء، رئيس الصحفيين), or they
    are part of a group's name: هيئة النازحين، هيئة شؤون الأسرى."""
    if "adjective" in line.words[at].introduces:
        return False
    for back in (at - 1, at - 2):
        if back < 0 or not line.joined(back):
            return False
        if line.words[back].head == "group" or (back == at - 1 and line.words[back].construct):
            return True
    return False


def _accuses(line: Line, at: int, run: Run) -> bool:
    """Whether the bearer of a title accuses others: اتهم المحافظ فلان جهات، but not اتهم بها."""
    if at < 0 or not line.joined(at) or run.end >= len(line.words):
        return False
    word, behind = line.words[at], line.words[run.end]
    return word.says and word.harms_before and line.joined(run.end - 1) and behind.text[0] != _BY


def _goes_on(line: Line, run: Run) -> bool:
    """Whether a title behind the name of somebody who is none of rank may be his own last name:
    الشاب ريبوار حمه أمين."""
    before, end = run.first - 1, run.end
    if before < 0 or end >= len(line.words) or not (line.joined(before) and line.joined(end - 1)):
        return False
    return line.words[end].given > 0 and "person" in line.words[before].introduces


def _title_behind(line: Line, end: int) -> bool:
    """Whether a title follows the name: فلان، مساعد الوزير."""
    if end >= len(line.words) or line.gap(end - 1) not in ("", ",", "،", "-", '"'):
        return False
    if line.gap(end - 1) == "" and not _governs(line, end):
        return False
    return line.words[end].is_office


def _governs(line: Line, at: int) -> bool:
    """Whether a title says whose it is, and is not another man's: فلان مدير عام الفرع, but not خان
    وزير, who is called so, nor ناشدت عائلة فلان رئيس الوزراء فلان."""
    follows = at + 1
    if follows >= len(line.words) or not line.joined(at):
        return line.words[at].definite
    word = line.words[follows]
    if not line.words[at].definite and (word.joins or word.harms_after or word.text[0] == "و"):
        return False
    for behind in range(follows, min(follows + _NEXT, len(line.words))):
        if not line.joined(behind - 1):
            return True
        if line.words[behind].given == SURELY and not line.words[behind - 1].head:
            return False
    return True


def _kin(line: Line, at: int) -> bool:
    """Whether the words before a title say that not its bearer is told of, or that his house is
    (نجل المحافظ، منزل القاضي)."""
    if at < 0 or not line.joined(at):
        return False
    word = line.words[at]
    return bool(word.introduces & {"of", "family"}) or word.head == "owned"


def _harmed_before(line: Line, at: int, reach: int = _HARM_BEFORE) -> bool:
    if at >= 0 and line.joined(at) and line.spelt_on(at):  # النار على، القبض على
        return True
    for back in range(at, max(at - reach, -1), -1):
        if not line.joined(back) and line.gap(back) != '"':
            return False
        word = line.words[back]
        named = back > 0 and line.joined(back - 1) and line.words[back - 1].head == "group"
        if word.harms_before and not named:  # جبهة تحرير فلسطين
            return True
        if word.says:
            return False
    return False


def _harmed_behind(line: Line, end: int) -> bool:
    if line.gap(end - 1) not in ("", ",", "،"):
        return False
    return any(word.harms_after for word in line.words[end : end + _HARM_AFTER])
