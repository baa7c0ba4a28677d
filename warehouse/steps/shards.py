"""One shard of articles → one Parquet file of facts. Runs anywhere, touches no database.

var/work/<batch_date>/facts-0000.parquet (its sha256 beside it) has a row for each article of
articles-0000.parquet, in its order, with the mentions nested in it. An article that the extractor
fails on keeps its row: `failure` says why, and loading sends it to quarantine.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, get_args
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import LexiconError, ModelsMissing
from extractors.event_types import EVENT_TYPES
from extractors.records import (
    TARGET_TYPES,
    WEAPONS,
    Article,
    Attribution,
    Basis,
    CasualtyClaim,
    IncidentFact,
    Outcome,
    Reading,
    Span,
    Toll,
)
from warehouse.contract.quoting import Quoter
from warehouse.core.errors import ShardFailed, VintageRefused
from warehouse.core.files import file_digest, replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import ShardPlan, ShardResult
from warehouse.landing.shard_store import shard_folder
from warehouse.steps.isolation import isolated
from warehouse.store.redaction_log import kept_facts

__all__ = [
    "FACTS_SCHEMA",
    "ExtractorLike",
    "ShardPlan",
    "ShardResult",
    "claim_id",
    "extract_shard",
    "extractor_version",
    "fact_row",
    "mention_id",
    "read_articles",
]

log = logging.getLogger(__name__)

TOLLS = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
#: What the warehouse's integer columns hold.
MAX_COUNT = 2**31 - 1
#: If a shard of this many articles or more fails to the last one, the extractor is to blame.
TOO_MANY_FAILURES = 10

_text, _count, _day, _real = pa.string(), pa.int32(), pa.date32(), pa.float64()
_SPAN = [("article_part", _text), ("span_start", _count), ("span_end", _count), ("words", _text)]
_CLAIM = pa.struct(
    [
        ("claim_id", _text), ("claim_number", _count), ("measure", _text), ("claim_role", _text),
        ("victim_class", _text), ("victim_status", _text), ("victim_age", _text),
        ("victim_sex", _text), ("certainty", _text), ("value_low", _count), ("value_best", _count),
        ("value_high", _count), ("attribution_source", _text), ("quote", _text), *_SPAN,
    ]
)  # fmt: skip
_ATTRIBUTION = pa.struct(
    [
        ("attribution_id", _text), ("attribution_number", _count), ("actor_name", _text),
        ("actor_id", _text), ("stance", _text), ("stated_by", _text), ("quote", _text), *_SPAN,
    ]
)  # fmt: skip
_EVIDENCE = pa.struct([("field", _text), ("span_number", _count), ("basis", _text), *_SPAN])
_MENTION = pa.struct(
    [
        ("mention_id", _text), ("fact_number", _count), ("is_main", pa.bool_()),
        ("event_type", _text), ("date_earliest", _day), ("date_latest", _day),
        ("date_precision", _text), ("occurred_on", _day), ("place_name", _text),
        ("place_id", _text), ("admin1_name", _text), ("admin1_code", _text),
        ("country_code", _text), ("latitude", _real), ("longitude", _real),
        ("geo_precision", _count), ("geo_radius_km", _real),
        *((f"{toll}_{bound}", _count) for toll in TOLLS for bound in ("low", "best", "high")),
        ("weapon", _text), ("target_type", _text), ("target_detail", _text),
        ("outcome", _text), ("perpetrator_name", _text),
        ("perpetrator_actor_id", _text), ("perpetrator_status", _text),
        ("attribution_source", _text), ("confidence", _real), ("quote", _text),
        ("evidence_part", _text), ("evidence_start", _count), ("evidence_end", _count),
        ("inferred_fields", _text),
        ("attributions", pa.list_(_ATTRIBUTION)), ("claims", pa.list_(_CLAIM)),
        ("evidence", pa.list_(_EVIDENCE)),
    ]
)  # fmt: skip
FACTS_SCHEMA = pa.schema(
    [
        pa.field("article_id", _text, nullable=False),
        pa.field("content_digest", _text, nullable=False),
        pa.field("failure", _text),
        pa.field("masked_title", _text),
        pa.field("public_url", _text, nullable=False),
        pa.field("private_names", pa.list_(pa.struct(_SPAN)), nullable=False),
        pa.field("mentions", pa.list_(_MENTION), nullable=False),
        pa.field("read_by", _text),
    ]
)


class ExtractorLike(Protocol):
    """What reads articles: extractors.pipeline.Extractor on real nights."""

    @property
    def version(self) -> str:
        """Changes whenever the same article may give other facts."""
        ...

    def read_bulk(self, articles: Sequence[Article]) -> Sequence[Reading]:
        """The incidents of each article and the names in it, in the articles' order."""
        ...


def extract_shard(
    settings: Settings, plan: ShardPlan, *, extractor: ExtractorLike | None = None
) -> ShardResult:
    """Read the articles of one shard and write their facts, replacing what was there.

    They are read in a process of its own (warehouse/steps/isolation.py). If the extractor fails on
    the shard, dies or takes too long, each article is tried alone; those that it still fails on are
    marked as failed, the others go on. Raises ShardFailed where the articles are not
    those that were planned or the extractor fails on every one, LexiconError or ModelsMissing
    where the extractor cannot be loaded. The same plan and extractor give the same bytes.
    """
    with shard_folder(settings, plan) as (settings_here, folder):
        return _extract_in(folder, settings_here, plan, extractor)


def _extract_in(
    folder: Path, settings: Settings, plan: ShardPlan, extractor: ExtractorLike | None
) -> ShardResult:
    articles_path, facts_path = folder / plan.articles_file, folder / plan.facts_file
    articles, digests = read_articles(articles_path, plan.articles_digest)
    reader = extractor or _isolated_extractor(settings)
    kept = _kept_rows(settings, plan, articles_path)
    fresh = [n for n in range(len(articles)) if n not in kept]
    read = _fact_rows([articles[n] for n in fresh], [digests[n] for n in fresh], reader)
    of_row = {**kept, **dict(zip(fresh, read, strict=True))}
    rows = [of_row[n] for n in range(len(articles))]
    failures = [row["failure"] for row in rows if row["failure"] is not None]
    if len(failures) == len(rows) >= TOO_MANY_FAILURES:
        raise ShardFailed(
            f"the extractor failed on all {len(rows)} articles of {plan.name}: {failures[0]}",
            "it is not the articles then: see the traceback in the log",
        )
    schema = FACTS_SCHEMA.with_metadata(
        {"articles_digest": plan.articles_digest, "extractor_version": reader.version}
    )
    with replacing(facts_path) as temporary:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), temporary, compression="zstd")
    digest = file_digest(facts_path)
    with replacing(folder / plan.facts_digest_file) as temporary:
        temporary.write_text(f"{digest}\n", "ascii")
    return ShardResult(
        batch_date=plan.batch_date,
        number=plan.number,
        facts_file=plan.facts_file,
        facts_digest=digest,
        extractor_version=reader.version,
        articles_read=len(rows),
        articles_failed=len(failures),
        incidents_found=sum(len(row["mentions"]) for row in rows),
    )


def extractor_version(settings: Settings) -> str:
    """The version of the extractor that this night would read with; it is not loaded for that.

    Raises ModelsMissing where a recogniser that was asked for by its name is not here.
    """
    return version_told(settings.seeds_dir, settings.recogniser)


@lru_cache(maxsize=1)
def version_told(seeds_dir: Path, recogniser: str) -> str:
    """The version as it was when this process asked first: a night keeps to it."""
    from extractors.nlp.registry import recogniser_name
    from extractors.pipeline import version_of

    return version_of(seeds_dir, recogniser_name(recogniser))


def another_reading(version: str, *others: str) -> VintageRefused:
    """The error of a night that `version` would read into a series that `others` read."""
    return VintageRefused(
        f"this night would be read by {version}, the series by {', '.join(others)}: counts before"
        " and after could not be compared, so nothing was changed",
        "sijill rebuild --preview shows what the new version would change; sijill rebuild reads"
        " everything by it and publishes a new vintage with its report; then run the night again"
        " (docs/history.md, Vintages)",
    )


def _isolated_extractor(settings: Settings) -> ExtractorLike:
    return isolated(
        load_extractor,
        settings.seeds_dir,
        settings.recogniser,
        version=extractor_version(settings),
        article_seconds=settings.article_seconds,
    )


@lru_cache(maxsize=1)
def load_extractor(seeds_dir: Path, recogniser: str) -> ExtractorLike:
    """The real extractor with the recogniser of that name, loaded once a process."""
    # models take seconds and hundreds of megabytes: only where articles are really read
    from extractors.nlp.registry import load_recogniser
    from extractors.pipeline import Extractor

    extractor: ExtractorLike = Extractor(seeds_dir, load_recogniser(recogniser))
    return extractor


def read_articles(path: Path, digest: str | None = None) -> tuple[list[Article], list[str]]:
    """The articles of a shard, and their content digests.

    Raises ShardFailed where the file is missing, unreadable or has another digest.
    """
    try:
        if digest is not None and file_digest(path) != digest:
            raise ShardFailed(
                f"{path} is not what was planned", "run plan_shards again, then all its shards"
            )
        rows = pq.read_table(path).to_pylist()
    except (OSError, pa.ArrowException) as err:
        raise ShardFailed(f"{path} cannot be read: {err}", "run plan_shards again") from err
    articles = [
        Article(
            id=row["article_id"],
            url=row["url"],
            source=row["source"],
            published_at=row["published_at"].astimezone(ZoneInfo(row["outlet_zone"])),
            published_on=row["published_on"],
            text=row["text"],
            title=row["title"],
            language=row["language"],
            outlet_country=row["outlet_country"],
        )
        for row in rows
    ]
    return articles, [row["content_digest"] for row in rows]


def read_facts(articles: Sequence[Article], extractor: ExtractorLike) -> list[Reading | str]:
    """For each article its incidents and names, or in words why there are none to be had.

    An article that breaks the extractor costs no other article anything. Raises LexiconError or
    ModelsMissing where not an article but the set-up is wrong.
    """
    outcomes: list[Reading | str] = []
    for article, outcome in zip(articles, _extract_each(articles, extractor), strict=True):
        try:
            outcomes.append(outcome if isinstance(outcome, str) else _checked(article, outcome))
        except (ValueError, TypeError) as err:
            outcomes.append(f"the extractor broke its own rules: {err}")
            log.warning("article %s: %s", article.id, outcomes[-1])
    return outcomes


def _fact_rows(
    articles: Sequence[Article], digests: Sequence[str], extractor: ExtractorLike
) -> Iterator[dict[str, Any]]:
    for article, digest, outcome in zip(
        articles, digests, read_facts(articles, extractor), strict=True
    ):
        failure = outcome if isinstance(outcome, str) else None
        reading = Reading(()) if isinstance(outcome, str) else outcome
        quoter = Quoter(article, reading.names if reading.facts else None)
        yield {
            "article_id": article.id,
            "content_digest": digest,
            "failure": failure,
            "masked_title": quoter.title(),
            "public_url": quoter.url(),
            "private_names": [_span_row(name) for name in reading.names],
            "mentions": [fact_row(article, digest, fact, quoter) for fact in reading.facts],
            "read_by": None,
        }


def _kept_rows(settings: Settings, plan: ShardPlan, path: Path) -> dict[int, dict[str, Any]]:
    """The facts of articles whose words were taken out, by their row in the shard: they were read
    before, and are not read again."""
    rows = pq.read_table(path, columns=["article_id", "content_digest", "is_kept"]).to_pylist()
    wanted = {n: row for n, row in enumerate(rows) if row.pop("is_kept")}
    if not wanted:
        return {}
    facts = kept_facts(settings, plan.batch_date)
    found = {}
    for n, row in wanted.items():
        key = row["article_id"], row["content_digest"]
        if key not in facts:
            raise ShardFailed(
                f"nothing is kept of what was read of the article {key[0]}, whose words were taken"
                " out",
                f"take {settings.redactions_dir} from its backup",
            )
        found[n] = facts[key]
    return found


def _extract_each(articles: Sequence[Article], extractor: ExtractorLike) -> list[Reading | str]:
    """For each article what was read, or what went wrong."""
    try:
        return list(_extract(articles, extractor))
    except (LexiconError, ModelsMissing, ShardFailed):
        raise  # the set-up is wrong, not an article
    except Exception as err:
        log.warning("the extractor failed on a shard (%r); its articles are tried one by one", err)
    outcomes: list[Reading | str] = []
    for article in articles:
        try:
            outcomes += _extract([article], extractor)
        except (LexiconError, ModelsMissing, ShardFailed):
            raise
        except Exception as err:
            log.warning("the extractor failed on article %s", article.id, exc_info=True)
            outcomes.append(f"{type(err).__name__}: {err}")
    return outcomes


def _extract(articles: Sequence[Article], extractor: ExtractorLike) -> Sequence[Reading]:
    readings = extractor.read_bulk(articles)
    if len(readings) != len(articles):
        raise ValueError(f"{len(readings)} results for {len(articles)} articles")
    return readings


def mention_id(article_id: str, content_digest: str, fact_number: int) -> str:
    """The id of one incident as one version of one article tells it; the same in every run."""
    return f"m-{_short_hash(article_id, content_digest, fact_number)}"


def claim_id(mention: str, claim_number: int) -> str:
    """The id of one statement of a count within a mention."""
    return f"c-{_short_hash(mention, claim_number)}"


def attribution_id(mention: str, attribution_number: int) -> str:
    """The id of one statement about who did it within a mention."""
    return f"a-{_short_hash(mention, attribution_number)}"


def _short_hash(*parts: str | int) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]


# --- what an extractor says → a row -----------------------------------------------------------


def fact_row(
    article: Article, content_digest: str, fact: IncidentFact, quoter: Quoter
) -> dict[str, Any]:
    """One incident fact in the columns of staging, claims and evidence nested.

    Values in the text's own words and quotes are masked; the words of claims, attributions and
    evidence are not.
    """
    mention = mention_id(article.id, content_digest, fact.number)
    numbers: dict[str, int] = {}
    evidence = []
    for item in fact.evidence:
        numbers[item.field] = numbers.get(item.field, 0) + 1
        evidence.append(
            {
                "field": item.field,
                "span_number": numbers[item.field],
                "basis": item.basis,
                **_span_row(item.span),
            }
        )
    tolls = {
        f"{name}_{bound}": getattr(getattr(fact, name), bound, None)
        for name in TOLLS
        for bound in ("low", "best", "high")
    }
    place, perpetrator = fact.place, fact.perpetrator
    quoted = quoter.around(fact)
    return {
        "mention_id": mention,
        "fact_number": fact.number,
        "is_main": fact.is_main,
        "event_type": fact.event_type,
        "date_earliest": fact.date.earliest,
        "date_latest": fact.date.latest,
        "date_precision": fact.date.precision,
        "occurred_on": fact.date.best,
        "place_name": quoter.place(fact),
        "place_id": place.place_id,
        "admin1_name": place.admin1_name,
        "admin1_code": place.admin1_code,
        "country_code": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": place.precision,
        "geo_radius_km": place.radius_km,
        **tolls,
        "weapon": fact.weapon,
        "target_type": fact.target_type,
        "target_detail": fact.target_detail,
        "outcome": fact.outcome,
        "perpetrator_name": (
            perpetrator.name if perpetrator.actor_id else quoter.value(perpetrator.name)
        ),
        "perpetrator_actor_id": perpetrator.actor_id,
        "perpetrator_status": perpetrator.status,
        "attribution_source": quoter.value(fact.attribution_source),
        "confidence": fact.confidence,
        "quote": quoted[1] if quoted else None,
        "evidence_part": quoted[0].part if quoted else None,
        "evidence_start": quoted[0].start if quoted else None,
        "evidence_end": quoted[0].end if quoted else None,
        "inferred_fields": ", ".join(fact.inferred) or None,
        "attributions": [
            _attribution_row(mention, n, statement, quoter)
            for n, statement in enumerate(fact.attributions, start=1)
        ],
        "claims": [
            _claim_row(mention, n, claim, quoter) for n, claim in enumerate(fact.claims, start=1)
        ],
        "evidence": evidence,
    }


def _claim_row(mention: str, number: int, claim: CasualtyClaim, quoter: Quoter) -> dict[str, Any]:
    return {
        "claim_id": claim_id(mention, number),
        "claim_number": number,
        "measure": claim.measure,
        "claim_role": claim.role,
        "victim_class": claim.victim_class,
        "victim_status": claim.victim_status,
        "victim_age": claim.victim_age,
        "victim_sex": claim.victim_sex,
        "certainty": claim.certainty,
        "value_low": claim.low,
        "value_best": claim.value,
        "value_high": claim.high,
        "attribution_source": quoter.value(claim.attribution_source),
        "quote": quoter.words(claim.span),
        **_span_row(claim.span),
    }


def _attribution_row(
    mention: str, number: int, statement: Attribution, quoter: Quoter
) -> dict[str, Any]:
    return {
        "attribution_id": attribution_id(mention, number),
        "attribution_number": number,
        "actor_name": (
            statement.actor_name if statement.actor_id else quoter.value(statement.actor_name)
        ),
        "actor_id": statement.actor_id,
        "stance": statement.stance,
        "stated_by": quoter.value(statement.by),
        "quote": quoter.words(statement.span),
        **_span_row(statement.span),
    }


def _span_row(span: Span) -> dict[str, Any]:
    return {
        "article_part": span.part,
        "span_start": span.start,
        "span_end": span.end,
        "words": span.words,
    }


@dataclass(frozen=True, slots=True)
class _Rule:
    holds: bool
    says: str


def _checked(article: Article, reading: Reading) -> Reading:
    """The reading, if its facts and names keep the rules of extractors.records; else ValueError.

    A fact whose words do not stand in the article must not reach the warehouse, whatever went
    wrong on the way.
    """
    for number, fact in enumerate(reading.facts, start=1):
        for rule in _rules(article, number, fact):
            if not rule.holds:
                raise ValueError(f"incident {number}: {rule.says}")
    for name in reading.names:
        if not _stands(article, name):
            raise ValueError(f"a name does not stand at {name.part} {name.start}")
    return reading


def _rules(article: Article, number: int, fact: IncidentFact) -> Iterator[_Rule]:
    yield _Rule(fact.number == number, f"it is numbered {fact.number}")
    yield _Rule(fact.event_type in EVENT_TYPES, f"event_type {fact.event_type!r}")
    yield _Rule(fact.weapon in WEAPONS, f"weapon {fact.weapon!r}")
    yield _Rule(fact.target_type in TARGET_TYPES, f"target_type {fact.target_type!r}")
    yield _Rule(fact.outcome in get_args(Outcome), f"outcome {fact.outcome!r}")
    yield _Rule(0 <= fact.confidence <= 1, f"confidence {fact.confidence}")
    yield _Rule(_in_order(fact.date.earliest, fact.date.latest), "the date ends before it starts")
    place = fact.place
    if place.latitude is not None or place.longitude is not None:
        latitude = math.nan if place.latitude is None else place.latitude
        longitude = math.nan if place.longitude is None else place.longitude
        there = abs(latitude) <= 90 and abs(longitude) <= 180
        yield _Rule(there, f"it lies at {place.latitude}, {place.longitude}")
    yield _Rule(place.precision is None or 1 <= place.precision <= 7, "geo precision is not 1–7")
    for name in TOLLS:
        toll: Toll | None = getattr(fact, name)
        if toll is not None:
            yield _Rule(_counts_rise(toll.low, toll.best, toll.high), f"{name} is {toll}")
    for claim in fact.claims:
        rises = _counts_rise(claim.low, claim.value, claim.high)
        yield _Rule(rises, f"it claims {claim.measure} {claim.low}, {claim.value}, {claim.high}")
        yield _Rule(_stands(article, claim.span), f"the words of a claim are not at {claim.span}")
    for statement in fact.attributions:
        yield _Rule(
            _stands(article, statement.span), f"the words of a doer are not at {statement.span}"
        )
    for item in fact.evidence:
        yield _Rule(item.basis in get_args(Basis), f"basis {item.basis!r}")
        yield _Rule(
            _stands(article, item.span), f"the words of {item.field} are not at {item.span}"
        )


def _stands(article: Article, span: Span) -> bool:
    whole = article.title if span.part == "title" else article.text
    return 0 <= span.start < span.end <= len(whole) and whole[span.start : span.end] == span.words


def _counts_rise(*counts: int | None) -> bool:
    known = [count for count in counts if count is not None]
    return known == sorted(known) and all(0 <= count <= MAX_COUNT for count in known)


def _in_order(earliest: dt.date | None, latest: dt.date | None) -> bool:
    return earliest is None or latest is None or earliest <= latest
