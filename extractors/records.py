"""What goes into the extractors and what comes out: frozen, typed records.

Every value that an extractor gives carries the words that it came from, as a `Span` of the
article's original title or text (offsets count Unicode code points; `end` is exclusive).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["title", "text"]
DatePrecision = Literal["day", "month", "year", "unknown"]
Measure = Literal["killed", "wounded", "arrested", "abducted", "killed_of_perpetrators"]
PerpetratorStatus = Literal["claimed", "attributed", "suspected", "unknown"]
ClaimRole = Literal["total", "sub_count", "combined", "superseded"]
Outcome = Literal["completed", "attempted", "foiled"]
MentionKind = Literal["report", "reaction", "court", "retrospect", "recalled"]
VictimStatus = Literal["civilian", "police", "military", "militant", "unknown"]
Certainty = Literal["stated", "preliminary", "unconfirmed", "denied"]
Stance = Literal["claimed", "attributed", "accused", "suspected", "denied"]
Basis = Literal["told", "carried over", "implied"]

WEAPONS = (
    "explosive_belt", "car_bomb", "ied", "grenade", "firearm", "knife", "rocket", "mortar",
    "artillery", "aircraft_bomb", "drone", "vehicle", "mine", "incendiary", "unknown",
)  # fmt: skip
TARGET_TYPES = (
    "civilians", "market", "religious_site", "military", "police", "government",
    "infrastructure", "journalists", "militants", "medical", "educational", "transport",
    "private_property", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article, as it was landed.

    `published_at` is aware of its zone; `published_on` is the local day at the outlet, which
    is what weekdays and "yesterday" in the text count from. `outlet_country` is ISO 3166-1
    alpha-2, where the outlet is known: it helps to tell namesake places apart.
    """

    id: str
    url: str
    source: str
    published_at: dt.datetime
    published_on: dt.date
    text: str
    title: str = ""
    language: str = "ar"
    outlet_country: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the original: `article.text[start:end] == words` (or of the title)."""

    part: Part
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Toll:
    """A count with its bounds. `best` is None where the text only gives a bound or a vague word."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class CasualtyClaim:
    """One statement of a count: what was counted, how many, who says so, in which words.

    `role`: a `total` of the incident; a `sub_count` (بينهم 3 أطفال), a part of a total;
    `combined` (38 قتيلا وجريحا), neither killed nor wounded; `superseded`, an earlier toll that
    the same text replaces. `victim_class`: a code of seeds/victim_classes.csv, or None where the
    text does not say. What that class says of the victims stands on three axes that are never
    summed: `victim_status`, as the source of the claim has it; `victim_age` child or None;
    `victim_sex` female, male or None. `certainty`: how sure the words are: stated; preliminary
    (حصيلة أولية); unconfirmed (أنباء عن، زعم); denied, where somebody says that it is not so.
    """

    measure: Measure | Literal["casualties"]
    low: int | None
    value: int | None
    high: int | None
    role: ClaimRole
    span: Span
    victim_class: str | None = None
    victim_status: VictimStatus = "unknown"
    victim_age: str | None = None
    victim_sex: str | None = None
    attribution_source: str | None = None
    certainty: Certainty = "stated"


@dataclass(frozen=True, slots=True)
class DateValue:
    """When it happened, as a range of local civil days with what the text is sure of.

    precision day: earliest == latest unless a night spans two days; month, year: the whole of
    it; unknown: a range that ends with the publication, its beginning None where nothing is told.
    """

    earliest: dt.date | None
    latest: dt.date | None
    precision: DatePrecision

    @property
    def best(self) -> dt.date | None:
        """The day to file the incident under: None where the text gives no date."""
        return None if self.precision == "unknown" else self.earliest


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """Where it happened.

    `name`: the most specific named place, as the text writes it. `place_id`: the gazetteer's id
    of the most specific place that it knows (None: none). `admin1_name` in Arabic,
    `admin1_code` ISO 3166-2, `country` ISO 3166-1 alpha-2. `precision` 1–7 as UCDP GED codes
    it: 1 exact place, 2 near a known place, 3 district, 4 governorate, 5 a region or line,
    6 country, 7 international waters or air space; `radius_km` is the radius in which the true
    place is expected.
    """

    name: str | None
    place_id: str | None
    admin1_name: str | None
    admin1_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: int | None
    radius_km: float | None


@dataclass(frozen=True, slots=True)
class ActorValue:
    """Who did it: name as the reference data or the text has it, id where it is known."""

    name: str | None
    actor_id: str | None
    status: PerpetratorStatus


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement about who did it, or who did not.

    `stance`: the actor claims it; somebody states it as a fact (attributed), accuses or suspects
    the actor; or it is denied. `by`: who says so as the text names him, None where the text itself
    does.
    """

    actor_name: str
    actor_id: str | None
    stance: Stance
    by: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that one field's value rests on. `field` is a name of `IncidentFact`.

    `basis`: told, where they stand in the sentences that tell the incident; carried over from what
    the article tells of something else (the day of its head, a doer named for another strike); or
    implied, where no words say it and it follows from what happened (who is arrested is a suspect).
    """

    field: str
    span: Span
    basis: Basis = "told"


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """One incident as one article tells it. `number` counts from 1 in the order of the text.

    `evidence` holds at least one entry for each field that has a value. `confidence` 0–1: the
    chance that it is an incident. `field_confidence`: for each field of scoring/field_features.py
    that has a value the chance that it is right, 0–1, if the incident is one.
    `mention_kind`: report, where the article reports it as news; else what the article is that
    speaks of it: a reaction, court news, a retrospect, or anything else (recalled).
    `outcome`: attempted, where it missed what it was aimed at (the target survived, the bomb did
    not go off); foiled, where somebody stopped it; else completed. `target_detail`: a finer code
    of seeds/target_details.csv below the target type, or None.
    """

    number: int
    event_type: str
    date: DateValue
    place: PlaceValue
    weapon: str
    target_type: str
    perpetrator: ActorValue
    attribution_source: str | None
    confidence: float
    killed: Toll | None = None
    wounded: Toll | None = None
    arrested: Toll | None = None
    abducted: Toll | None = None
    killed_of_perpetrators: Toll | None = None
    mention_kind: MentionKind = "report"
    outcome: Outcome = "completed"
    target_detail: str | None = None
    attributions: tuple[Attribution, ...] = field(default_factory=tuple)
    claims: tuple[CasualtyClaim, ...] = field(default_factory=tuple)
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)
    field_confidence: tuple[tuple[str, float], ...] = field(default_factory=tuple)

    @property
    def is_main(self) -> bool:
        """Whether the article reports it as news."""
        return self.mention_kind == "report"

    @property
    def inferred(self) -> tuple[str, ...]:
        """The fields, in order of their names, whose value no words of its own telling state."""
        told = {entry.field for entry in self.evidence if entry.basis == "told"}
        return tuple(sorted({entry.field for entry in self.evidence} - told))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article gives: its incidents, and the names of private persons in its title and
    text, which are masked wherever it is quoted."""

    facts: tuple[IncidentFact, ...]
    names: tuple[Span, ...] = ()
