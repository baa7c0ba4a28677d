"""What was taken out: the log, what is kept of it, and how a later night honours it.

    redactions/
      log.jsonl             one line a redaction, each with the digest of the line before
      key                   under which names and ids are hashed; never leaves the machine
      kept/                 of each article whose words went: its row and the facts that were read
        articles.parquet    of it, without the words; and which pairs of reports the linking had
        facts.parquet       found. A rebuild takes these: the article is never read again.
        edges.parquet
        reprints.parquet
        mentions.parquet
      pending.json          of a redaction that was interrupted; no other step may write meanwhile

Like the register it is source data: nobody can work it out again. docs/redaction.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extractors.records import Part, Span
from warehouse.contract.articles import Reason, Rejection, ValidArticle
from warehouse.contract.outlets import outlet_key
from warehouse.contract.quoting import address_without
from warehouse.core.errors import RedactionRefused, RedactionUnfinished
from warehouse.core.files import replacing
from warehouse.core.settings import Settings
from warehouse.store.redacted_words import HashedName, RedactedWords, keyed
from warehouse.store.unfinished_restore import refuse_half_restored

ARTICLE, OUTLET, NAME, QUOTES = "article", "outlet", "name", "quotes"
#: kinds that take out the words of complete articles
TEXTS = frozenset({ARTICLE, OUTLET})
LOG, KEY, KEPT, PENDING = "log.jsonl", "key", "kept", "pending.json"
#: the field of a landed record that says what was taken out of it
TOMBSTONE = "sijill_redacted"
_RESTORE = "take redactions/ from its backup; docs/redaction.md, What is kept"

EDGES_SCHEMA = pa.schema(
    [("left_id", pa.string()), ("right_id", pa.string()), ("weight", pa.float64())]
)
REPRINTS_SCHEMA = pa.schema([("left_id", pa.string()), ("right_id", pa.string())])
MENTIONS_SCHEMA = pa.schema([("mention_id", pa.string()), ("as_of", pa.date32())])


@dataclass(frozen=True, slots=True)
class Redaction:
    """One line of the log. `subjects` are hashes of what was named, never the words; `name` is the
    hashed name by which a later night recognises it; `articles`: number of article versions that it
    touched; `previous`: the sha256 of the line before."""

    number: int
    redaction_id: str
    redacted_at: str
    kind: str
    subjects: tuple[str, ...]
    reason: str
    by: str
    second: str
    articles: int
    name: Mapping[str, Any] | None
    previous: str

    @property
    def line(self) -> str:
        """The line, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """sha256 of the line."""
        return hashlib.sha256(self.line.encode()).hexdigest()

    @property
    def redacted_on(self) -> dt.date:
        """The day of the redaction, in the zone in which it was done."""
        return dt.datetime.fromisoformat(self.redacted_at).date()

    @property
    def subject_hash(self) -> str:
        """One hash over all targets."""
        return hashlib.sha256("\n".join(sorted(self.subjects)).encode()).hexdigest()[:16]

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Redaction:
        """The redaction of a line."""
        return cls(**{**values, "subjects": tuple(values["subjects"])})


def read_log(settings: Settings) -> list[Redaction]:
    """All redactions, oldest first. Raises RedactionRefused where a line does not follow from the
    one before it."""
    path = settings.redactions_dir / LOG
    if not path.exists():
        return []
    found: list[Redaction] = []
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            entry = Redaction.from_json(json.loads(line))
        except (ValueError, TypeError, KeyError) as err:
            raise RedactionRefused(f"{path}, line {at} cannot be read: {err}", _RESTORE) from err
        if entry.number != at or entry.previous != (found[-1].digest if found else ""):
            raise RedactionRefused(
                f"{path}, line {at} does not follow from the line before it", _RESTORE
            )
        found.append(entry)
    return found


def append_log(settings: Settings, entry: Redaction) -> None:
    """Add a line, unless it is there already. The complete log is written again and renamed, so
    that it is never seen with half a line."""
    entries = read_log(settings)
    if entry in entries:
        return
    with replacing(settings.redactions_dir / LOG) as temporary:
        temporary.write_text("".join(f"{one.line}\n" for one in [*entries, entry]), "utf-8")


def read_key(settings: Settings, *, make: bool = False) -> bytes:
    """The key of the hashes; created where there is none yet and `make` is set. Raises
    RedactionRefused where it is missing although something was redacted."""
    path = settings.redactions_dir / KEY
    if path.exists():
        return bytes.fromhex(path.read_text("ascii").strip())
    if not make or read_log(settings):
        raise RedactionRefused(f"{path} is missing: names cannot be recognised", _RESTORE)
    with replacing(path) as temporary:
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_hex(32) + "\n", "ascii")
    return read_key(settings)


def refuse_unfinished(settings: Settings) -> None:
    """Raises RedactionUnfinished or RestoreUnfinished while a redaction or a restore has stopped
    half-way."""
    refuse_half_restored(settings)
    refuse_half_redacted(settings)


def refuse_half_redacted(settings: Settings) -> None:
    """Raises RedactionUnfinished while a redaction has stopped half-way."""
    path = settings.redactions_dir / PENDING
    if path.exists():
        raise RedactionUnfinished(
            f"a redaction is under way, or was interrupted ({path})",
            "give the same `sijill redact …` once more: it goes on where it stopped",
        )


def tombstone_text(tombstone: Mapping[str, Any]) -> str:
    """A tombstone as text: in a cell of a table, and as quarantine keeps the record."""
    return json.dumps(tombstone, ensure_ascii=False, sort_keys=True)


def taken_out(tombstone: Mapping[str, Any]) -> str:
    """The detail that quarantine has for a record that was redacted."""
    return f"taken out: {tombstone['redaction_id']}"


def outlet_of(article: ValidArticle) -> str:
    """What outlets are distinguished by, as hashes are made of it."""
    return article.outlet_id or outlet_key(article.source)


# ── what a night does about it ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Screen:
    """Applies earlier redactions to a batch that is read: a tombstone leads to what is kept, and
    redacted words that are delivered again are removed."""

    settings: Settings
    log: Sequence[Redaction]

    @classmethod
    def of(cls, settings: Settings) -> Screen:
        """The screen of all redactions until now."""
        return cls(settings, read_log(settings))

    def tombstone(self, record: object) -> dict[str, Any] | None:
        """The tombstone in a landed record; None for any other record."""
        if not self.log or not isinstance(record, dict) or TOMBSTONE not in record:
            return None
        value = record[TOMBSTONE]
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return None
        known = {entry.redaction_id for entry in self.log}
        # an outlet's own field of that name is no tombstone
        return value if isinstance(value, dict) and value.get("redaction_id") in known else None

    def kept(self, batch_date: dt.date, tombstone: Mapping[str, Any]) -> ValidArticle | Rejection:
        """The article that a tombstone stands for, or the refusal that the record once got."""
        if "refused" in tombstone:
            return Rejection(Reason(tombstone["refused"]), taken_out(tombstone))
        key = (batch_date, str(tombstone["article_id"]), str(tombstone["content_digest"]))
        if key not in self._articles:
            raise RedactionRefused(
                f"nothing is kept in {self.settings.redactions_dir} of the article {key[1]} of"
                f" {batch_date}, whose words were taken out",
                _RESTORE,
            )
        return self._articles[key]

    def judged(self, article: ValidArticle) -> ValidArticle | Rejection:
        """A delivered article without anything that was redacted before: refused where the article
        was redacted, marked where its outlet was, names replaced letter by letter."""
        if not self.log:
            return article
        if keyed(self._key, ARTICLE, article.article_id) in self._subjects:
            return Rejection(Reason.REDACTED, "its text was taken out and has come again")
        by = self._subjects.get(keyed(self._key, OUTLET, outlet_of(article)))
        changed = replace(article, redaction_id=by) if by else article
        if self._names.name.whole and self.holds_name(article):
            changed = replace(
                changed,
                title=self._names.filled(article.title),
                text=self._names.filled(article.text),
                url=self._address(article),
                extra=self._names.without(article.extra),
            )
        return changed

    def _address(self, article: ValidArticle) -> str:
        """The address without the parts that may spell the name."""
        spans = [
            Span(part, start, end, text[start:end])
            for part, text in _parts(article)
            for start, end in self._names.spans(text)
        ]
        return self._names.without(address_without(article.url, spans)) or article.url

    def holds_name(self, article: ValidArticle) -> bool:
        """Whether an article names somebody whose name was taken out."""
        return any(
            self._names.stands_in(text)
            for text in (article.title, article.text, article.url, article.extra)
        )

    def raw(self, printable: str) -> str:
        """A record as quarantine keeps it, without names that were taken out."""
        return self._names.without(printable) if self._names.name.whole else printable

    @cached_property
    def _key(self) -> bytes:
        return read_key(self.settings)

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return {
            subject: entry.redaction_id
            for entry in self.log
            if entry.kind in TEXTS
            for subject in entry.subjects
        }

    @cached_property
    def _names(self) -> RedactedWords:
        name = HashedName()
        for entry in self.log:
            if entry.name is not None:
                name |= name_from_json(entry.name)
        return RedactedWords(self._key, name) if name.whole else RedactedWords(b"")

    @cached_property
    def _articles(self) -> dict[tuple[dt.date, str, str], ValidArticle]:
        path = self.settings.redactions_dir / KEPT / "articles.parquet"
        if not path.exists():
            return {}
        found = {}
        for row in pq.read_table(path).to_pylist():
            batch_date = row.pop("batch_date")
            found[batch_date, row["article_id"], row["content_digest"]] = ValidArticle(**row)
        return found


def _parts(article: ValidArticle) -> tuple[tuple[Part, str], tuple[Part, str]]:
    return ("title", article.title), ("text", article.text)


def kept_facts(settings: Settings, batch_date: dt.date) -> dict[tuple[str, str], dict[str, Any]]:
    """The facts of a batch's redacted articles, read before the redaction, by id and digest."""
    path = settings.redactions_dir / KEPT / "facts.parquet"
    if not path.exists():
        return {}
    rows = pq.read_table(path, filters=[("batch_date", "=", batch_date)]).to_pylist()
    for row in rows:
        del row["batch_date"]
    return {(row["article_id"], row["content_digest"]): row for row in rows}


def name_to_json(name: HashedName) -> dict[str, Any]:
    """A hashed name as JSON holds it."""
    sets = {part: sorted(getattr(name, part)) for part in ("starts", "whole", "cut", "stems")}
    return {**sets, "tokens": name.tokens}


def name_from_json(values: Mapping[str, Any]) -> HashedName:
    """A hashed name from JSON."""
    sets = {part: frozenset(values[part]) for part in ("starts", "whole", "cut", "stems")}
    return HashedName(**sets, tokens=values["tokens"])


# ── in the build file ────────────────────────────────────────────────────────────────────


def load_redactions(
    settings: Settings, connection: duckdb.DuckDBPyConnection, extra: Redaction | None = None
) -> None:
    """Bring what the build file knows of redactions up to the log (and `extra`): the published
    table, the outlets that show nothing, and the pairs of reports that linking keeps."""
    entries = [*read_log(settings), *([extra] if extra else [])]
    connection.execute("delete from staging.redactions")
    for entry in entries:
        connection.execute(
            "insert into staging.redactions values (?, ?, ?, ?, ?, ?)", row_of(entry)
        )
    connection.execute("delete from staging.redacted_outlets")
    outlets = {subject for entry in entries if entry.kind == OUTLET for subject in entry.subjects}
    if outlets:
        key = read_key(settings)
        for outlet_id, source in connection.execute(
            "select distinct outlet_id, source from staging.articles order by all"
        ).fetchall():
            if keyed(key, OUTLET, outlet_id or outlet_key(source)) in outlets:
                connection.execute(
                    "insert into staging.redacted_outlets values (?, ?)", [outlet_id, source]
                )
    for name, schema in (
        ("edges", EDGES_SCHEMA), ("reprints", REPRINTS_SCHEMA), ("mentions", MENTIONS_SCHEMA),
    ):  # fmt: skip
        path = settings.redactions_dir / KEPT / f"{name}.parquet"
        rows = pq.read_table(path, schema=schema) if path.exists() else schema.empty_table()
        connection.register("kept_rows", rows)
        connection.execute(f"delete from staging.kept_{name}")  # noqa: S608 - names of ours
        connection.execute(f"insert into staging.kept_{name} select * from kept_rows")  # noqa: S608
        connection.unregister("kept_rows")


def row_of(entry: Redaction) -> list[object]:
    """A redaction as it is published, without the names of those who ordered it."""
    return [
        entry.redaction_id, entry.redacted_on, entry.kind, entry.subject_hash, entry.reason,
        entry.articles,
    ]  # fmt: skip


def kept_path(settings: Settings, name: str) -> Path:
    """The file of what is kept."""
    return settings.redactions_dir / KEPT / f"{name}.parquet"
