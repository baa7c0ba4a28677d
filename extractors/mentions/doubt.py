"""How far a mention is to be believed to be of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import specific
from extractors.document import token_at
from extractors.event_types import BOMBINGS
from extractors.facts.triggers import is_compared, since_held
from extractors.lexicon import hits_of
from extractors.mentions.mention import HARM, told
from extractors.word_sets import word_set

if TYPE_CHECKING:
    from extractors.document import DateMention, Document
    from extractors.facts.triggers import Sense
    from extractors.mentions.article_sense import ArticleSense
    from extractors.mentions.mention import Mention

#: a toll above this is a war's or a year's, unless an event with its day and place has it
_STATISTIC = 900
#: kinds that only count where a word of them stands before the trigger
_BEFORE = frozenset({"denial", "hypothetical"})
_BEFORE_REACH = 9
#: what an accident may look like
_ACCIDENTS = (None, "bombing_other", "execution", "armed_attack", "arrest", "other_violence")
#: what ordinary crime is not called, where the article is about militants
_WARLIKE = frozenset({"execution", "clash", "assassination"})
#: what ordinary crime looks like, and how much it is doubted where nobody speaks of militants
_MURDERS = (None, "armed_attack", "execution", "other_violence")
_ORDINARY = 2.0
#: what no ordinary criminal is caught for
_TERROR = BOMBINGS | {"bombing_other"}
#: whose dead are no victims of ordinary crime
_FORCES = frozenset({"military", "militants"})
#: … nor are so many policemen
_POLICEMEN = 3
#: … nor so many people at once
_MASSACRE = 10
#: … and whom criminals seldom shoot at
_SELDOM_OF_CRIMES = frozenset(
    {"military", "police", "government", "forces", "religious_site", "journalists", "educational"}
)
#: … and at whom or what they aim nowhere
_SINGLED_OUT = frozenset({"religious_site", "journalists"})
#: what begins to tell more of somebody (folded)
_WHO = word_set("doubt.who")
#: … and what goes on around it: بعدما بدأت حملة على المظاهرات المستمرة منذ أشهر
_AGAINST = word_set("doubt.against")
#: days that lie so far apart are a period's ends
_WEEKS = 20
#: "since" a day so many days ago still tells of one event (القصف المستمر منذ أول من أمس)
_RECENT = 3
#: what lies so many days back is history
_LONG_AGO = 30
#: what rows of negatives are noted as that deny what was rumoured
_RUMOUR = "rumours that are denied"
#: a toll of several days is doubted so much that it is none of one of them
_DAYS = 2.5
#: what has gone on for weeks is doubted so much, unless a day and a toll are told
CAMPAIGN = 6.0
#: what goes on all the time is doubted so much
GENERAL = 1.75


def doubt_of(
    doc: Document, article: ArticleSense, mention: Mention, sense: Sense, *, by_group: bool
) -> float:
    """What the negatives around a mention take away from it; 9 and more: everything. `by_group`: an
    armed group did it, whose courts only say whom it killed."""
    doubt = _denied(doc, article, mention)
    firm_means = any(
        w.weapon in ("ied", "car_bomb", "explosive_belt", "mortar", "aircraft_bomb", "drone")
        for w in mention.weapons
    )
    told_bomb = mention.firmness == "event" and firm_means
    if "accident" in sense.negatives and not told_bomb and mention.event_type in _ACCIDENTS:
        doubt = max(doubt, 9.0)
    if sense.negatives & {"disease", "threat"} and mention.event_type is None:
        doubt = max(doubt, 9.0)
    doubt = max(doubt, _of_crime(doc, article, mention, sense, firm_means=firm_means))
    judged = bool(sense.negatives & {"judicial"}) or _sentenced(article, mention)
    if (judged and not by_group) or _of_long_ago(doc, mention):
        doubt = max(doubt, 9.0)
    if mention.about and "funeral" not in sense.negatives:
        doubt = max(doubt, 1.5)
    if "general" in sense.background and not told(mention) and not _goes_over(doc, mention):
        doubt = max(doubt, GENERAL)
    if "verdict" in sense.negatives and not (by_group or _charged(doc, mention)):
        doubt = max(doubt, 9.0 if mention.event_type in ("execution", "arrest", None) else 2.0)
    if "condemn" in sense.negatives:
        doubt = max(doubt, 2.0)
    if "anniversary" in sense.negatives:
        doubt = max(doubt, 2.5)
    period = article.lead_negatives & {"statistic", "campaign"}
    unplaced = not any(specific(p) for p in mention.places)
    if period and mention.event_type in (None, "arrest") and unplaced:
        doubt = max(doubt, CAMPAIGN)
    if _of_months(doc, article, mention):
        doubt = max(doubt, CAMPAIGN)
    since = [d for d in mention.dates if _runs_on(doc, d)]
    dated = any(d.precision == "day" and d not in since for d in mention.dates)
    if "campaign" in sense.negatives and not _of_others(doc, mention, "campaign"):
        doubt = max(doubt, 1.0 if dated and told(mention) else CAMPAIGN)
    counted = "statistic" in sense.negatives and not _of_others(doc, mention, "statistic")
    if since or _spans(mention.dates) or counted or article.counts_a_period:
        doubt = max(doubt, 1.0 if dated and told(mention) else CAMPAIGN)
    if "days" in sense.negatives and told(mention) and not dated:
        doubt = max(doubt, _DAYS)
    if mention.event_type == "arrest":
        crime_news = "crime" in article.title_negatives | article.lead_negatives
        # توقيف ضابط بتهمة الإهمال بعد التفجير: its own sentence may only recall what it came after
        around = {h.values["event_type"] for h in mention.triggers}
        for_terror = not _TERROR.isdisjoint(around) or any(
            article.is_told_beside(kind, mention.sentence) for kind in _TERROR
        )
        if not (article.security or for_terror) or (crime_news and not told(mention)):
            doubt = max(doubt, 9.0)  # how ordinary criminals were caught
    if ("statistic" in sense.negatives or not _pinned_down(mention)) and any(
        (c.value or c.low or 0) > _STATISTIC and c.measure in HARM for c in mention.counts
    ):
        doubt = max(doubt, 9.0)
    return doubt


def _denied(doc: Document, article: ArticleSense, mention: Mention) -> float:
    """What words of denying or supposing right before it take away; a rumour that the headline
    denies too goes as far as its sentence: لا صحة لوجود قنبلة … نفى ما تناقلته صفحات عن كذا."""
    clause = mention.clauses[0]
    doubt = 0.0
    heads = [h.first for h in (*clause.triggers, *clause.harms)]
    anchor = min(heads, default=clause.first)
    for hit in hits_of(doc, clause.sentence, "negatives"):
        kind = hit.values["kind"]
        if kind in _BEFORE and -1 <= anchor - hit.last <= _BEFORE_REACH:
            doubt = max(doubt, 9.0 if kind == "denial" or not told(mention) else 2.5)
        rumour = hit.values["note"] == _RUMOUR and hit.first < anchor
        inside = anchor < hit.last  # الأخبار عن سيارة انفجرت … غير صحيحة
        if rumour and (inside or "denial" in article.title_negatives):
            doubt = 9.0
    return doubt


def _of_long_ago(doc: Document, mention: Mention) -> bool:
    """Whether words that only hint at a fight recall what was so long ago: وكان التنظيم قد سيطر
    على أجزاء من المحافظة عام 2014."""
    hinted = mention.event_type == "clash" and mention.firmness == "weak" and not mention.counts
    if not hinted or not mention.dates or not (mention.had or mention.background):
        return False
    published = doc.article.published_on
    return all((published - d.latest).days > _LONG_AGO for d in mention.dates)


def _goes_over(doc: Document, mention: Mention) -> bool:
    """Whether the sentence goes over from what happens all the time to what happened on a day:
    تتواصل المعارك في الجبهة، فيما شنت المقاتلات أمس غارات."""
    clause = mention.clauses[0]
    return (
        clause.first > 0
        and "contrast" in clause.marks
        and any(d.precision == "day" and token_at(doc, d.sentence, d.start) >= clause.first
                for d in mention.dates)
    )  # fmt: skip


def _of_others(doc: Document, mention: Mention, kind: str) -> bool:
    """Whether what goes on all the time is said of people in general, behind an event that is told
    with its toll: أصيب صياد بنيران زورق، ما يفاقم معاناة الصيادين الذين يتعرضون لذلك بشكل متكرر."""
    if not told(mention) or mention.firmness != "event":
        return False
    tokens = doc.sentences[mention.sentence].tokens
    ends = [h.last for h in (*mention.clauses[0].triggers, *mention.clauses[0].harms)]
    first = min(ends, default=0)
    hits = hits_of(doc, mention.sentence, "negatives")
    return all(
        h.first >= mention.clauses[0].end
        or any(t.text in _WHO or t.text.lstrip("و") in _AGAINST for t in tokens[first : h.first])
        for h in hits
        if h.values["kind"] == kind
    )


def _sentenced(article: ArticleSense, mention: Mention) -> bool:
    """Whether a title's execution is the court's, of whose sentence the lead tells."""
    court = article.lead_negatives & {"verdict", "judicial"}
    return mention.title and mention.event_type == "execution" and bool(court)


def _of_months(doc: Document, article: ArticleSense, mention: Mention) -> bool:
    """Whether a toll without a day, of no place within a country, is that of a month or more: the
    article's head speaks of such a time, or the lead dates it by the month alone."""
    dated = {d.precision for d in doc.dates if d.sentence == mention.sentence and not d.is_dateline}
    placed = (p.kind != "country" for p in doc.places if p.sentence == mention.sentence)
    if not told(mention) or "day" in dated or any(placed):
        return False
    in_lead = mention.lead and mention.time_ahead is None
    return "statistic" in article.head_negatives or (in_lead and dated == {"month"})


def _charged(doc: Document, mention: Mention) -> bool:
    """Whether a charge only says of what the arrested are accused: اعتقال 13 متهما بتفجير."""
    taken = [c.first for c in mention.counts if c.measure == "arrested" and c.value and c.firm]
    if mention.event_type != "arrest" or not taken:
        return False
    hits = hits_of(doc, mention.sentence, "negatives")
    return all(h.first > min(taken) for h in hits if h.values["kind"] == "verdict")


def _of_crime(
    doc: Document, article: ArticleSense, mention: Mention, sense: Sense, *, firm_means: bool
) -> float:
    """How far it is to be taken for ordinary crime; `firm_means`: a weapon that criminals lack."""
    if _criminal(article, mention):
        return 9.0  # a gunman in a school, a body with shots in it
    armed = mention.family != "arrest" and any(
        h.values["kind"] == "war" for h in hits_of(doc, mention.sentence, "security_context")
    )
    warlike = mention.event_type in _WARLIKE and bool(article.security)
    doubt = 0.0
    fought = armed and (told(mention) or mention.family == "seizure")
    if "crime" in sense.negatives and (warlike or (not firm_means and fought)):
        doubt = 1.0
    elif "crime" in sense.negatives and not firm_means:
        doubt = 9.0 if mention.family in (None, "arrest", "armed") else 2.0
    of_forces = any(
        c.target_type in _FORCES
        or (c.target_type == "police" and c.measure == "killed" and (c.value or 0) >= _POLICEMEN)
        for c in mention.counts
    ) or any(
        t.target_type in _SELDOM_OF_CRIMES and mention.firmness == "event" for t in mention.targets
    )
    several = any(h.values["form"] == "plural" for h in mention.triggers)
    many = not several and any(
        c.measure == "killed" and (c.value or 0) >= _MASSACRE for c in mention.counts
    )
    ordinary = mention.event_type in _MURDERS and not (of_forces or many)
    if ordinary and not article.security and not article.armed:
        doubt = max(doubt, _ORDINARY)
    return doubt


def _criminal(article: ArticleSense, mention: Mention) -> bool:
    """Whether it is what criminals do, in an article that speaks of countries without armed
    conflict alone, and neither of militants nor of several attacks."""
    return (
        article.at_peace
        and not article.war
        and mention.event_type in (*_MURDERS, "arrest")
        and not (_of_public_concern(mention) or _driven_into_many(mention))
        and not any(h.values["form"] == "plural" for h in mention.triggers)
    )


def _of_public_concern(mention: Mention) -> bool:
    """Whether it was done to those whom criminals seldom aim at: worshippers, journalists."""
    hit = {c.target_type for c in mention.counts} | {t.target_type for t in mention.targets}
    return not hit.isdisjoint(_SINGLED_OUT)


def _driven_into_many(mention: Mention) -> bool:
    """Whether a car was driven into more people than one, which is called no accident."""
    hurt = sum(c.value or 0 for c in mention.counts if c.measure in HARM)
    return hurt > 1 and any(w.weapon == "vehicle" for w in mention.weapons)


def _runs_on(doc: Document, date: DateMention) -> bool:
    """Whether the date says since when something has gone on for days: منذ 20 يوليو; not since
    when the place is held: المدينة التي يسيطر عليها التنظيم منذ عام."""
    tokens = doc.sentences[date.sentence].tokens
    at = token_at(doc, date.sentence, date.start)
    if since_held(tokens, at) or is_compared(doc.sentences[date.sentence], at):
        return False  # في أسوأ أعمال عنف منذ أسابيع
    words = [t.text.lstrip("و") for t in tokens[max(at - 1, 0) : at + 1]]
    age = doc.article.published_on - date.latest
    return "منذ" in words and age.days > _RECENT


def _spans(dates: list[DateMention]) -> bool:
    """Whether days that lie weeks apart are told: بين الأول من يناير و30 يونيو."""
    told_days = [d.latest for d in dates if d.precision == "day"]
    return bool(told_days) and (max(told_days) - min(told_days)).days > _WEEKS


def _pinned_down(mention: Mention) -> bool:
    """Whether a named event has its day and a place of its own."""
    return (
        mention.firmness == "event"
        and any(d.precision == "day" for d in mention.dates)
        and any(specific(p) for p in mention.places)
    )
