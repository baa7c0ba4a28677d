"""Which neighbouring clauses of a sentence tell of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures, named, place_fit
from extractors.document import token_at
from extractors.event_types import GENERIC
from extractors.mentions.linking_words import OTHERS
from extractors.mentions.mention import means, told, told_anew, type_of

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.mentions.mention import Mention

#: markers that part what follows from what was told before
_PARTING = frozenset({"topic", "additive", "reply", "other", "next"})


def goes_on(doc: Document, left: Mention, right: Mention) -> bool:
    """Whether a clause goes on with the toll that the one before it began: وأصيب خمسة، وإصابة 3
    آخرين."""
    head = right.clauses[0]
    if head.fronted or head.marks & _PARTING:
        return False
    token = doc.sentences[head.sentence].tokens[head.first]
    if token.text[0] not in "وف" or not any(h.first == head.first for h in head.harms):
        return False
    if _gunmen_take_somebody(right) and told(left):
        return False  # وخطف مسلحون موظفا
    if token.text[0] == "ف" and (left.event_type or not right.family):
        if left.event_type:
            right.event_type = None
        right.background = left.background
        return True  # فقتلت خمسة: what came of it
    if left.background != right.background or _by_other_means(left, right):
        return False
    if "summary" in left.marks and right.family == "abduction" and right.places:
        return False  # مقتل 15 في هجمات متفرقة وخطف 21 في ديالى
    if left.family and right.family and left.family != right.family:
        return False
    others = _tokens_behind(doc, head.sentence, right.harms[0].last)
    if left.event_type is None and left.counts and not OTHERS.isdisjoint(others):
        there = any(p.kind != "country" for p in right.places)
        # مقتل شخص وإصابة آخرين في قصف قرب الحدود مع تركيا
        if not there or place_fit(left.places, right.places) != "conflict":
            return True
    told_before = {c.measure for c in left.counts}
    told_now = {c.measure for c in right.counts}
    afresh = not left.counts and not right.triggers and right.harms[0].values.get("form") == "verb"
    if left.firmness == "event" and afresh and told_now:
        return place_fit(left.places, right.places) in ("same", "open")  # انفجرت وأصيب عامل
    if not told_before or not told_now or told_before & told_now:
        return False
    fit = place_fit(left.places, right.places)
    # where he is who says it; وفي الكوت، قتل ضابط وأصيب اثنان حين انفجرت عبوة في الصويرة
    only_ahead = fit == "conflict" or (fit == "apart" and _placed_ahead(doc, left))
    if only_ahead and not left.triggers and right.triggers:
        left.places = []
        return True
    return fit in ("same", "open")


def _tokens_behind(doc: Document, sentence: int, at: int) -> set[str]:
    """The words that stand right behind a token, and behind the noun there: مجندان آخران."""
    return {t.text for t in doc.sentences[sentence].tokens[at + 1 : at + 3]}


def _placed_ahead(doc: Document, mention: Mention) -> bool:
    """Whether its places stand ahead of all that it tells: وفي الكوت، قالت الشرطة إن …"""
    head = mention.clauses[0]
    told = mention.harms[0].first if head.fronted and mention.harms else head.first
    return all(token_at(doc, mention.sentence, p.start) < told for p in mention.places)


def one_event(left: Mention, right: Mention) -> bool:
    """Whether neighbouring mentions of a sentence tell of one event: nothing parts them."""
    head = right.clauses[0]
    taken = left.event_type == "weapons_seizure" and right.event_type == "arrest"
    if taken and not (head.marks & _PARTING or head.fronted or right.places or right.dates):
        return True  # ضبط شاحنة أسلحة وأوقف سائقها
    if _caught_too(left, right):
        return True
    if _by_other_means(left, right) or _by_other_gunmen(left, right):
        return False
    if "worst" in head.marks:
        return not told(left)  # قتل 38 في هجمات، أعنفها تفجير أسفر عن 19
    if left.definite and not told(left) and right.background and told(right):
        return False  # ويأتي هذا الهجوم بعد يومين من مقتل ستة في …
    firsts = {c.measure: c for c in reversed(right.counts)}
    anew = bool(right.triggers or right.dates)  # بينما قتل 11 مقاتلا الجمعة في ولاية كذا
    elsewhere = anew and place_fit(left.places, right.places) == "conflict"
    if "other" in head.marks and place_fit(left.places, right.places) in ("apart", "conflict"):
        return False  # ثمانية في حي الزهراء واثنان في وادي الذهب
    if any(c.joins for c in firsts.values()) and not elsewhere:
        return True  # it goes on with a list, or tells the other side's dead
    if head.fronted or left.background != right.background:
        return False
    if head.marks & _PARTING:
        # كما قتل حارس: more of the same toll, where nothing else is told of it
        more = right.also and "topic" not in head.marks
        return more and not (right.triggers or right.places or right.dates)
    if left.family and right.family and left.family != right.family:
        return False
    if left.family == "remote" and right.ambushed and told(right):
        return False  # شنت الطائرات 20 غارة وقتل ستة جنود في كمين
    if fire_meanwhile(left, right):
        return False
    if _other_side(left, right):
        return True
    if _same_fight(left, right) or _later_death(right):
        return True
    for measure in ("killed", "wounded", "arrested", "abducted"):
        a, b = figures(left.counts, measure), figures(right.counts, measure)
        if a and b and max(a & b, default=0) <= 1:
            return False
    fit = place_fit(left.places, right.places)
    if fit in ("apart", "conflict"):
        return False
    if (
        "contrast" in head.marks
        and left.firmness == right.firmness == "event"
        and fit != "same"
        and any(named(p) for p in right.places)
    ):
        return False  # فيما قتل ثلاثة في قصف على …
    if left.firmness == right.firmness == "event" and fit != "same":
        told_types = [type_of(h) for h in right.triggers if h.values["kind"] == "event"]
        verbs = [h for h in right.triggers if h.values["form"] == "verb"]
        return not (verbs and told_types and any(named(p) for p in right.places))
    return True


def _by_other_means(left: Mention, right: Mention) -> bool:
    """Whether each tells its own toll, by means that the other does not tell: قتل جنديان برصاص،
    فيما أصيب ثلاثة بانفجار عبوة. Those of an attack (قتل شرطي في هجوم) may be any, unless the other
    is set against it."""
    used = means(left)
    set_against = "contrast" in right.opening and left.event_type in GENERIC
    others = used.isdisjoint(means(right)) if used else set_against and left.firmness == "event"
    each_its_own = any(c.value for c in left.counts) and told(right) and told_anew(right)
    return bool(means(right)) and others and each_its_own


def _by_other_gunmen(left: Mention, right: Mention) -> bool:
    """Whether gunmen nobody knows take somebody, behind an attack that others made: قتل خمسة بهجوم
    على دورية، وخطف مسلحون طبيبا."""
    tolls = told(left) and told(right)
    return tolls and left.event_type in GENERIC and _gunmen_take_somebody(right)


def _gunmen_take_somebody(mention: Mention) -> bool:
    """Whether gunmen of whom nobody spoke yet abduct somebody."""
    return mention.new_doer and mention.family == "abduction"


def fire_meanwhile(left: Mention, right: Mention) -> bool:
    """Whether fire from afar is set against an attack that was told with its toll: قتل جنديان في
    هجوم، في وقت واصلت أنقرة قصفها لشمال العراق."""
    attack = left.event_type in GENERIC and left.firmness == "event" and told(left)
    fire = right.family == "remote" and right.firmness == "event" and not told(right)
    set_against = bool(right.opening & {"contrast", "clause"})
    return attack and fire and set_against and bool(right.places)


def _caught_too(left: Mention, right: Mention) -> bool:
    """Whether a clause only counts those who were caught where others were killed: عن مقتل عشرين
    والقبض على ثلاثة."""
    head = right.clauses[0]
    return (
        right.event_type == "arrest"
        and left.family in (None, "armed", "remote")
        and left.event_type != "arrest"
        and any(c.measure == "killed" and c.value for c in left.counts)
        and {c.measure for c in right.counts if c.value} == {"arrested"}
        and any(h.values["form"] == "noun" for h in head.harms)
        and not (right.places or right.dates or head.fronted or head.marks & _PARTING)
    )


def _same_fight(left: Mention, right: Mention) -> bool:
    """Whether a clause tells more of those who fell in the fight just told: فاستشهد ضابط وقتل
    تكفيريان."""
    return left.event_type == "clash" and _only_harm(right)


def _later_death(right: Mention) -> bool:
    """Whether a clause only says that somebody died, which is of what it stands behind: ثم توفي
    اثنان من المصابين."""
    return _only_harm(right) and all(
        h.values["measure"] == "killed" and not h.values.get("violent") for h in right.harms
    )


def _only_harm(mention: Mention) -> bool:
    """Whether it tells harm and nothing else: neither what happened, nor where or when."""
    return bool(mention.harms) and not (
        mention.triggers or mention.event_type or mention.places or mention.dates
    )


def _other_side(left: Mention, right: Mention) -> bool:
    """Whether a clause tells the other side's losses in the same fight: بينما قتل اثنان."""
    if "contrast" not in right.opening or not told(left) or not told(right):
        return False
    if {left.family, right.family} - {None, "armed"}:
        return False
    own = [h for m in (left, right) for h in m.triggers if h.values["kind"] == "event"]
    fights = [h for h in own if type_of(h) == "clash"]
    anew = [h for h in right.triggers if h.values["kind"] == "event" and h not in fights]
    fit = place_fit(left.places, right.places)
    return not anew and (bool(fights) or not own) and fit in ("same", "open")
