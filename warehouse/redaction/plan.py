"""The plan of a redaction: which articles it touches, and the hashes by which it finds the words.

A plan is made once, while the words are still there, and written to redactions/pending.json as
hashes, so that an interrupted redaction can be continued from it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import duckdb

from extractors.records import Span
from warehouse.contract.outlets import load_outlets, outlet_key
from warehouse.contract.quoting import address_without
from warehouse.core.errors import RedactionRefused
from warehouse.core.files import replacing
from warehouse.core.named_rows import named_rows
from warehouse.core.settings import Settings
from warehouse.landing.batches import find_batch, landed_batches
from warehouse.redaction.landing import NO_ADDRESS, LandingCleaner
from warehouse.redaction.quotes import masked_again, version_number
from warehouse.store import register
from warehouse.store.database import open_reader, second_cursor
from warehouse.store.redacted_words import (
    FILLER,
    HashedName,
    RedactedWords,
    keyed,
    runs_in,
    runs_of,
)
from warehouse.store.redaction_log import (
    ARTICLE,
    NAME,
    OUTLET,
    PENDING,
    QUOTES,
    Redaction,
    name_from_json,
    name_to_json,
    read_key,
    read_log,
)

#: too many people share a name of one word
_LEAST_WORDS = 2
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class RedactionRequest:
    """What a person asks for. `targets`: ids of articles, one outlet, the spellings of a name, or
    the version before which quotes are masked again."""

    kind: str
    targets: tuple[str, ...]
    by: str
    second: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What is taken out. `articles`: batch date, id and content digest of each version of an
    article that it touches; `batches`: digest of each batch whose landing files it touches; `done`:
    the steps that an interrupted redaction has behind it."""

    entry: Redaction
    words: RedactedWords
    articles: tuple[tuple[str, str, str], ...]
    batches: dict[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()

    @cached_property
    def article_ids(self) -> frozenset[str]:
        """The articles, all versions of them."""
        return frozenset(article_id for _, article_id, _ in self.articles)

    def write(self, settings: Settings, *, done: Sequence[str]) -> None:
        """Write the plan with the steps that are done. It holds none of the redacted words."""
        values = {
            "entry": asdict(self.entry),
            "name": name_to_json(self.words.name),
            "runs": sorted(self.words.runs),
            "run_starts": sorted(self.words.run_starts),
            "values": dict(self.words.values),
            "articles": self.articles,
            "batches": self.batches,
            "done": list(done),
        }
        with replacing(settings.redactions_dir / PENDING) as temporary:
            temporary.touch(mode=0o600)
            temporary.write_text(json.dumps(values, ensure_ascii=False), "utf-8")


def read_pending(settings: Settings) -> Plan | None:
    """The plan of an interrupted redaction; None where there is none."""
    path = settings.redactions_dir / PENDING
    if not path.exists():
        return None
    values = json.loads(path.read_text("utf-8"))
    return Plan(
        entry=Redaction.from_json(values["entry"]),
        words=RedactedWords(
            read_key(settings),
            name_from_json(values["name"]),
            frozenset(values["runs"]),
            frozenset(values["run_starts"]),
            values["values"],
        ),
        articles=tuple((batch, id_, digest) for batch, id_, digest in values["articles"]),
        batches=values["batches"],
        done=tuple(values["done"]),
    )


def subjects_of(settings: Settings, key: bytes, request: RedactionRequest) -> tuple[str, ...]:
    """Hashes of the request's targets."""
    if request.kind == NAME:
        return tuple(sorted(HashedName.of(key, request.targets).whole))
    if request.kind == QUOTES:
        number = version_number(settings, request.targets[0])
        return (keyed(key, QUOTES, str(number)),)
    if request.kind == OUTLET:
        return tuple(keyed(key, OUTLET, _outlet(settings, one)) for one in request.targets)
    return tuple(sorted(keyed(key, ARTICLE, one) for one in request.targets))


def _outlet(settings: Settings, name: str) -> str:
    outlet = load_outlets(settings.seeds_dir).find(name)
    return outlet.outlet_id if outlet else outlet_key(name)


def make_plan(settings: Settings, request: RedactionRequest, *, now: dt.datetime) -> Plan:
    """Find out what is to be taken out. Raises RedactionRefused where nothing of it is there, where
    a name is that of a place or an actor, or where a batch that holds it was not read yet;
    RegisterDamaged where the register is not what it was."""
    key = read_key(settings, make=True)
    log = read_log(settings)
    register.verify(settings)
    subjects = subjects_of(settings, key, request)
    with open_reader(settings) as connection:
        if request.kind == QUOTES:
            masked, articles = masked_again(settings, connection, request.targets[0])
            words = RedactedWords(
                key, values={keyed(key, "value", was): now for was, now in masked.items()}
            )
        else:
            finder = _Finder(settings, connection, key, request)
            words, articles = finder.name() if request.kind == NAME else finder.texts()
        staged = dict(
            connection.execute(
                "select batch_date, batch_digest from staging.batches order by batch_date"
            ).fetchall()
        )
    if any(words.stands_in(text) for text in (request.reason, request.by, request.second)):
        raise RedactionRefused(
            "the reason names what is to be taken out",
            "write it so that it can stand in the log for good",
        )
    number = sum(entry.redacted_at[:10] == now.date().isoformat() for entry in log) + 1
    entry = Redaction(
        number=len(log) + 1,
        redaction_id=f"r-{now:%Y%m%d}-{number}",
        redacted_at=now.isoformat(timespec="seconds"),
        kind=request.kind,
        subjects=subjects,
        reason=request.reason,
        by=request.by,
        second=request.second,
        articles=len(articles),
        name=name_to_json(words.name) if request.kind == NAME else None,
        previous=log[-1].digest if log else "",
    )
    batches = {} if request.kind == QUOTES else _landed(settings, entry, words, staged)
    return Plan(entry, words, tuple(articles), batches)


def _landed(
    settings: Settings, entry: Redaction, words: RedactedWords, staged: dict[dt.date, str]
) -> dict[str, str]:
    """The batches whose files hold the words. Raises RedactionRefused where one was not read as it
    lies there: its incidents could not be kept."""
    found = {}
    for batch_date, folder in landed_batches(settings):
        if not LandingCleaner(settings, entry, words, batch_date).records(folder):
            continue
        digest = find_batch(settings, batch_date, now=LATER).batch_digest
        if staged.get(batch_date) != digest:
            raise RedactionRefused(
                f"the batch {batch_date} holds it and was not read as it lies in {folder}",
                f"run the night first, so that its incidents are kept: sijill night --date"
                f" {batch_date}",
            )
        found[batch_date.isoformat()] = digest
    return found


#: reads a batch whatever its age
LATER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


_ARTICLE_ROWS = (
    "select batch_date::varchar as batch_date, article_id, content_digest, url, source, outlet_id,"
    " published_at, published_on, title, text, language, extra::varchar as extra, masked_title,"
    " public_url from staging.articles"
)


class _Finder:
    """Searches the build file for the articles and words that a request means."""

    def __init__(
        self,
        settings: Settings,
        connection: duckdb.DuckDBPyConnection,
        key: bytes,
        request: RedactionRequest,
    ) -> None:
        self._settings, self._connection = settings, connection
        self._key, self._request = key, request

    # ── a name ───────────────────────────────────────────────────────────────────────────

    def name(self) -> tuple[RedactedWords, list[tuple[str, str, str]]]:
        """The name, and the versions of articles that it stands in."""
        spellings = self._request.targets
        if len(spellings[0].split()) < _LEAST_WORDS or any(
            len(one.strip()) < _LEAST_LETTERS for one in spellings
        ):
            raise RedactionRefused(
                "a name of one word is that of too many people and things",
                "give the name in full; other spellings, and the surname alone, with --also",
            )
        words = RedactedWords(self._key, HashedName.of(self._key, spellings))
        self._refuse_reference_names(words)
        articles = []
        values: dict[str, str | None] = {}
        for row in self._rows(_ARTICLE_ROWS):
            texts = ("title", "text", "url", "extra", "masked_title", "public_url")
            if not any(row[name] and words.stands_in(row[name]) for name in texts):
                continue
            articles.append((row["batch_date"], row["article_id"], row["content_digest"]))
            address = self._address(row, words)
            for name in ("url", "public_url"):
                if row[name] and row[name] not in (address, NO_ADDRESS):
                    values[keyed(self._key, "value", row[name])] = address
        return RedactedWords(self._key, words.name, values=values), articles

    def _refuse_reference_names(self, words: RedactedWords) -> None:
        places = [
            value
            for row in self._connection.execute(
                "select name_ar, name_en, other_names from staging.places"
            ).fetchall()
            for value in row
        ]
        actors = [
            value
            for row in self._connection.execute(
                "select actor_id, name_ar, name_en, label_ar from reference.actors"
                " union all select outlet_id, name_ar, name_en, aliases from reference.outlets"
            ).fetchall()
            for value in row
        ]
        for value in (*places, *actors):
            if value and words.stands_in(str(value)):
                raise RedactionRefused(
                    "a place, an actor or an outlet of the reference data bears this name",
                    "names of private persons are taken out; correct the reference data otherwise",
                )

    def _address(self, row: dict[str, Any], words: RedactedWords) -> str:
        """The address without the parts that may spell the name."""
        names = [
            Span(part, start, end, words_)
            for part, start, end, words_ in self._connection.execute(
                "select article_part, span_start, span_end, words from staging.private_names"
                " where batch_date = ?::date and article_id = ? and content_digest = ?",
                [row["batch_date"], row["article_id"], row["content_digest"]],
            ).fetchall()
        ]
        for part in ("title", "text"):
            names += [
                Span(part, start, end, row[part][start:end])
                for start, end in words.spans(row[part])
            ]
        # an earlier redaction may have left the published one only
        address = row["url"] if row["url"] != NO_ADDRESS else row["public_url"] or NO_ADDRESS
        return words.without(address_without(address, names)) or NO_ADDRESS

    # ── texts ────────────────────────────────────────────────────────────────────────────

    def texts(self) -> tuple[RedactedWords, list[tuple[str, str, str]]]:
        """The words that only these articles have, and all versions of them."""
        gone = self._gone()
        if not gone:
            raise RedactionRefused(
                f"nothing was ever read of {', '.join(self._request.targets)}",
                "ids of articles are in dim_article.article_id, outlets in dim_outlet.outlet_id",
            )
        runs: set[str] = set()
        starts: set[str] = set()
        values: set[str] = set()
        for row in self._rows(f"{_ARTICLE_ROWS} where article_id in (select unnest($ids))", gone):
            for name in ("title", "text", "url", "extra"):
                for run, start in runs_of(self._key, row[name]):
                    runs.add(run)
                    starts.add(start)
            values |= set(self._values_of(row))
        values |= set(self._quotes(gone, standing=False))
        words = RedactedWords(self._key, runs=frozenset(runs), run_starts=frozenset(starts))
        hashed = {keyed(self._key, "value", value) for value in values}
        for row in self._rows(
            f"{_ARTICLE_ROWS} where article_id not in (select unnest($ids))", gone
        ):
            for name in ("title", "text", "url", "extra"):
                runs.difference_update(runs_in(words, row[name]))
            hashed.difference_update(
                keyed(self._key, "value", value) for value in self._values_of(row)
            )
        hashed.difference_update(
            keyed(self._key, "value", value) for value in self._quotes(gone, standing=True)
        )
        articles = [
            (row["batch_date"], row["article_id"], row["content_digest"])
            for row in self._rows(
                f"{_ARTICLE_ROWS} where article_id in (select unnest($ids))", gone
            )
        ]
        return (
            RedactedWords(
                self._key,
                runs=frozenset(runs),
                run_starts=frozenset(starts),
                values=dict.fromkeys(sorted(hashed)),
            ),
            articles,
        )

    def _gone(self) -> list[str]:
        targets = self._request.targets
        if self._request.kind == ARTICLE:
            known = self._connection.execute(
                "select distinct article_id from staging.articles"
                " where article_id in (select unnest(?)) order by 1",
                [list(targets)],
            ).fetchall()
            missing = set(targets) - {id_ for (id_,) in known}
            if missing:
                raise RedactionRefused(
                    f"no article {', '.join(sorted(missing))} was ever read",
                    "ids are in dim_article.article_id; nothing was changed",
                )
            return [id_ for (id_,) in known]
        wanted = {_outlet(self._settings, one) for one in targets}
        rows = self._connection.execute(
            "select distinct article_id, outlet_id, source from staging.articles order by all"
        ).fetchall()
        return sorted({id_ for id_, outlet, src in rows if (outlet or outlet_key(src)) in wanted})

    def _values_of(self, row: dict[str, Any]) -> Iterator[str]:
        for name in ("title", "url", "masked_title", "public_url"):
            # what an earlier redaction put there belongs to no article
            if row[name] and row[name] != NO_ADDRESS and set(row[name]) != {FILLER}:
                yield row[name]

    def _quotes(self, gone: list[str], *, standing: bool) -> Iterable[str]:
        """Quotes of the articles, or of all others, as staging has them now."""
        which = "not in" if standing else "in"
        rows = self._connection.execute(
            "with facts as (select mention_id, quote from staging.incident_facts"  # noqa: S608
            f" where article_id {which} (select unnest($ids)))"
            " select quote from facts"
            " union select quote from staging.casualty_claims"
            " where mention_id in (select mention_id from facts)"
            " union select quote from staging.attributions"
            " where mention_id in (select mention_id from facts)",
            {"ids": gone},
        ).fetchall()
        return [quote for (quote,) in rows if quote]

    def _rows(self, statement: str, ids: list[str] | None = None) -> Iterator[dict[str, Any]]:
        asked = second_cursor(self._connection).execute(statement, {"ids": ids} if ids else None)
        return named_rows(asked)
