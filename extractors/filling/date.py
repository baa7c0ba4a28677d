"""When it happened, and whether that is news."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from extractors.document import token_at
from extractors.filling.context import OLD_DAYS
from extractors.mentions.incidental import is_said, is_told_of_it
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.records import DateValue
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.candidates.triggers import Clause
    from extractors.document import DateMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.records import Span

#: a day of the head of the text is taken by an incident that is told so many sentences later
_LEAD_REACH = 4
#: … or however much later where so many sentences of the text hold it
_HEAD = 3
#: how a flash is headed, which tells what has just happened
_URGENT = frozenset({"عاجل", "خبرعاجل"})
#: hours of the day, folded, where no day is named
_HOURS = word_set("dates.hours")
_NOON, _ABOUT_NOON = "الظهر", frozenset({"بعد", "قبل", "عند", "قبيل", "بعيد"})
#: … and those that lie behind, before so many hours of the next day
_LATE, _SMALL_HOURS = frozenset({"عصرا", "مساء", "ليلا", "ظهرا", _NOON}), 5
#: … within so many words of a sentence's beginning
_HEADED = 3
#: characters between a day counted from an event and its name
_RIGHT_BEHIND = 2
#: characters before a date that are looked at for a word of since when
_SINCE_REACH = 30
#: … and words before one of long ago
_SINCE_WORDS = 3
_SINCE = word_set("dates.since")
#: … and what it was that has gone on, in so many words
_SINCE_NOUN = 12
#: words for until and since, and how many words before a day they may stand
_UNTIL = word_set("dates.until")
_UNTIL_WORDS = 3


def date_of(context: Context, incident: Incident) -> DateValue:
    """The day that stands nearest to what happened; else a week or month, or the day of the head
    of the text."""
    bodies = [m for m in incident.mentions if not m.title]
    pools = [[d for d in m.dates if not d.is_dateline] for m in bodies]
    if not any(d.precision == "day" for pool in pools for d in pool):
        pools = [[*m.dates, *m.said] for m in bodies]
    order = {"day": 0, "month": 1, "year": 2, "unknown": 3}
    best: tuple[tuple[int, bool, bool, bool, bool, int, int], DateMention] | None = None
    for number, (mention, pool) in enumerate(zip(bodies, pools, strict=True)):
        anchor = _anchor(context, mention)
        for date in pool:
            apart = not _in_clauses(context, mention, date)
            if apart and mention.anchors:
                continue  # زار الوزير المدينة أمس بعد أسبوع من مقتل …: his day
            named = date.of_next and _names_next(context, mention, date)
            if date.of_next and (apart or (date.start > anchor and not named)):
                continue
            hinted = not incident.background and _only_hints(mention, bodies)
            if date.precision in ("month", "year") and (apart or hinted):
                continue
            if _since(context, date, anchor) or _since_another(context, date):
                continue  # منذ العام الماضي: how long it has gone on
            until = _until(context, date)
            of_it = not until and date.sentence == mention.sentence
            of_it = named or (of_it and is_told_of_it(context.doc, date, anchor))
            rank = (
                order[date.precision], date.of_next and not named, until, apart, not of_it, number,
                abs(date.start - anchor),
            )  # fmt: skip
            if best is None or rank < best[0]:
                best = (rank, date)
    published = context.doc.article.published_on
    if best is not None and best[1].precision == "unknown" and not best[0][3]:
        chosen = best[1]  # "last week" is what its own words say
    elif best is None or best[1].precision == "unknown":
        lead = _lead_date(context, incident) or _titled(incident)
        urgent = None
        if lead is None and not incident.background:
            urgent = _urgent(context) or _hour(context, incident)
        if urgent is not None:
            context.note("date", urgent)
            day = published - dt.timedelta(days=_past_midnight(context, urgent))
            return DateValue(day, day, "day")
        if lead is None:
            return DateValue(None, published, "unknown")
        chosen = lead
    else:
        chosen = best[1]
    sentence = context.doc.sentences[chosen.sentence]
    context.note("date", sentence.span(chosen.start, chosen.end))
    return DateValue(chosen.earliest, chosen.latest, chosen.precision)


def _only_hints(mention: Mention, bodies: list[Mention]) -> bool:
    """Whether a mention only hints at fighting, beside others that tell the event: قبيل سيطرة
    النظام على المحافظة في تموز 2018."""
    weak = mention.firmness == "weak" and not mention.counts
    return weak and any(m.firmness == "event" for m in bodies)


def _titled(incident: Incident) -> DateMention | None:
    """The day that its title names, where the text names none."""
    days = (d for m in incident.mentions if m.title for d in m.dates if d.precision == "day")
    return next(days, None)


def _urgent(context: Context) -> Span | None:
    """The word that heads a flash (عاجل), in a text that says no more than its title."""
    if not context.is_flash:
        return None
    for sentence in context.doc.sentences:
        for at, token in enumerate(sentence.tokens[:_HEADED]):
            if token.text in _URGENT:
                return context.span(sentence.index, at, at)
    return None


def _hour(context: Context, incident: Incident) -> Span | None:
    """The hour of the day at which it is told to have happened, in a text that names no day: what
    a local outlet reports from its own town is of the day."""
    if any(d.precision != "unknown" for d in context.doc.dates):
        return None
    for mention in incident.mentions:
        tokens = context.doc.sentences[mention.sentence].tokens
        for at, token in enumerate(tokens):
            before = tokens[at - 1].text if at else ""
            if token.text in _HOURS or (token.text == _NOON and before in _ABOUT_NOON):
                return context.span(mention.sentence, at, at)
    return None


def _past_midnight(context: Context, hour: Span) -> int:
    """One where an evening is reported in the small hours of the next day, else none."""
    small = context.doc.article.published_at.hour < _SMALL_HOURS
    return int(small and fold(hour.words) in _LATE)


def _since(context: Context, date: DateMention, anchor: int) -> bool:
    """Whether a date says since when something has gone on, or what happened long ago: منذ العام
    الماضي، منذ إجراءات 25 تشرين الأول; what stands between may be the event itself."""
    long_ago = (context.doc.article.published_on - date.latest).days > OLD_DAYS
    if date.precision == "day" and not long_ago:
        return False
    folded = context.doc.sentences[date.sentence].passage.folded
    if date.precision == "year" and folded[date.start : date.end].split()[0] in _SINCE:
        return True  # تحاصرها منذ عام
    reach = max(0, date.start - _SINCE_REACH)
    before = folded[max(reach, anchor) if anchor < date.start else reach : date.start].split()
    return not _SINCE.isdisjoint(before[-(_SINCE_WORDS if long_ago else 1) :])


def _since_another(context: Context, date: DateMention) -> bool:
    """Whether a day is that of something else since which the event is reckoned: الأول من نوعه منذ
    إقرار الهدنة قبل تسعة أيام."""
    sentence = context.doc.sentences[date.sentence]
    at = token_at(context.doc, date.sentence, date.start)
    events = {at for h in hits_of(context.doc, date.sentence, "triggers") for at in h.tokens}
    for before in range(at - 1, max(at - 1 - _SINCE_NOUN, 0), -1):
        token = sentence.tokens[before]
        behind = sentence.passage.folded[token.end : sentence.tokens[before + 1].start]
        if before in events or behind.strip(" \"'()"):
            return False
        if token.text in _SINCE:
            return at - before > _SINCE_WORDS - 1
    return False


def _until(context: Context, date: DateMention) -> bool:
    """Whether a day says until or since when something was so: لم تعلن أي جهة مسؤوليتها حتى صباح
    الاثنين."""
    folded = context.doc.sentences[date.sentence].passage.folded
    start = context.doc.sentences[date.sentence].start
    before = folded[start : date.start].replace("،", " ").split()
    return not _UNTIL.isdisjoint(before[-_UNTIL_WORDS:])


def _since_when(context: Context, date: DateMention) -> bool:
    """Whether a day says since when something has gone on: منذ بدء الهجوم الأربعاء."""
    folded = context.doc.sentences[date.sentence].passage.folded
    start = context.doc.sentences[date.sentence].start
    return not _SINCE.isdisjoint(folded[start : date.start].split()[-_SINCE_WORDS:-1])


def _in_clauses(context: Context, mention: Mention, date: DateMention) -> bool:
    """Whether a date stands in the mention's own clauses, not only in its sentence."""
    tokens = context.doc.sentences[mention.sentence].tokens
    return date.sentence == mention.sentence and any(
        tokens[c.first].start <= date.start < tokens[c.end - 1].end for c in mention.clauses
    )


def _anchor(context: Context, mention: Mention) -> int:
    tokens = context.doc.sentences[mention.sentence].tokens
    hits = mention.triggers or mention.harms
    return tokens[hits[0].first if hits else mention.clauses[0].first].start


def _names_next(context: Context, mention: Mention, date: DateMention) -> bool:
    """Whether a word for what happened, of harm or of an attack, stands right behind a day that is
    counted from it: بعد يومين من تفجير."""
    tokens = context.doc.sentences[mention.sentence].tokens
    firsts = (tokens[h.first].start for h in (*mention.triggers, *mention.harms))
    return any(0 <= first - date.end <= _RIGHT_BEHIND for first in firsts)


def _lead_date(context: Context, incident: Incident) -> DateMention | None:
    """The date of the head of the text, for a main incident without one of its own."""
    if incident.background:
        return None
    body = context.body
    own = [m.sentence for m in incident.mentions if not m.title]
    # a title's day is that of the text's first sentences
    first = min(own) if own else body[min(1, len(body) - 1)] if body else -1
    days = [d for d in context.recent if d.sentence <= first]
    told = [d for d in days if not (d.is_dateline or d.of_next or _since_when(context, d))]
    only_day = len({(d.earliest, d.latest) for d in told}) == 1 and len(told) == len(days)
    told = [
        d
        for d in told
        if only_day or first - d.sentence <= _LEAD_REACH or d.sentence in body[:_HEAD]
    ]
    told = _of_no_other_story(context, incident, told) or told
    recalled = {m.sentence for i in context.incidents for m in i.mentions if m.had or m.background}
    told = [d for d in told if d.sentence not in recalled] or told
    if told:
        last = max(d.sentence for d in told)
        # the day when somebody said it only where no other day is told
        near = max(
            (d for d in told if d.sentence == last),
            key=lambda d: (not is_said(context.doc, d), d.start),
        )
        # the same day, as the head of the text tells it
        same = [
            d
            for d in told
            if (d.earliest, d.latest) == (near.earliest, near.latest) and d.sentence in body
        ]
        return min(same, key=lambda d: (d.sentence, -d.start), default=near)
    return next((d for d in days if d.is_dateline), None)


def _of_no_other_story(
    context: Context, incident: Incident, told: list[DateMention]
) -> list[DateMention]:
    """The days without those of other towns, for what is told of a town of its own: وفي حضرموت …
    behind وفي البيضاء … ليل الأربعاء."""
    opening = incident.mentions[0].clauses[0]
    if not (opening.first == 0 and opening.fronted):
        return told
    clauses = cast("tuple[Clause, ...]", context.doc.annotations.get("clauses", ()))
    others = {c.sentence for c in clauses if c.first == 0 and c.fronted}
    return [d for d in told if d.sentence not in others]
