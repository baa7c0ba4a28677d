"""One shard of articles → one Parquet file of facts. Runs anywhere, touches no database.

var/work/<batch_date>/facts-0000.parquet (its sha256 next to it) has a row for each article of
articles-0000.parquet, in its order, with the mentions nested in it. An article that the extractor
fails on keeps its row: `failure` says why, and loading sends it to quarantine.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import LexiconError, ModelsMissing
from extractors.records import (
    Article,
    Reading,
)
from warehouse.contract.quoting import Quoter
from warehouse.core.errors import ShardFailed, VintageRefused
from warehouse.core.files import file_digest, replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import ShardPlan, ShardResult
from warehouse.landing.shard_store import shard_folder
from warehouse.steps.fact_rows import (
    TOLLS,
    _span_row,
    checked_reading,
    claim_id,
    fact_row,
    mention_id,
)
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
        ("mention_kind", _text), ("event_type", _text),
        ("date_earliest", _day), ("date_latest", _day),
        ("date_precision", _text), ("occurred_on", _day), ("place_name", _text),
        ("place_id", _text), ("admin1_name", _text), ("admin1_code", _text),
        ("country_code", _text), ("latitude", _real), ("longitude", _real),
        ("geo_precision", _count), ("geo_radius_km", _real),
        *((f"{toll}_{bound}", _count) for toll in TOLLS for bound in ("low", "best", "high")),
        ("weapon", _text), ("target_type", _text), ("target_detail", _text),
        ("outcome", _text), ("perpetrator_name", _text),
        ("perpetrator_actor_id", _text), ("perpetrator_status", _text),
        ("attribution_source", _text), ("confidence", _real), ("field_confidence", _text),
        ("quote", _text), ("evidence_part", _text), ("evidence_start", _count),
        ("evidence_end", _count), ("inferred_fields", _text),
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
    return version_at_start(settings.seeds_dir, settings.recogniser)


@lru_cache(maxsize=1)
def version_at_start(seeds_dir: Path, recogniser: str) -> str:
    """The extractor's version when this process first asked; it stays the same for the night."""
    from extractors.nlp.registry import recogniser_name
    from extractors.pipeline import version_of

    return version_of(seeds_dir, recogniser_name(recogniser))


def another_reading(version: str, *others: str) -> VintageRefused:
    """The error for a night that would be read by `version` into a series that was read by
    `others`."""
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
    """For each article its incidents and names, or the reason why there are none. An article that
    breaks the extractor costs no other article anything.

    Raises LexiconError or ModelsMissing where not an article but the set-up is wrong.
    """
    outcomes: list[Reading | str] = []
    for article, outcome in zip(articles, _extract_each(articles, extractor), strict=True):
        try:
            outcomes.append(
                outcome if isinstance(outcome, str) else checked_reading(article, outcome)
            )
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
