"""What is fuzzed: each target takes any bytes, and raises only where the product is at fault.

The same targets are driven by hypothesis (test_targets.py) and, guided by which code is reached, by
atheris (guided.py).
"""

from __future__ import annotations

import base64
import contextlib
import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.text.fold import fold, fold_passage
from extractors.text.number_grammar import parse_number, read_number
from extractors.text.number_words import number_words
from intake.dates import DateUnread, iso_date
from intake.decoding import decode
from intake.fragment import plain_text
from intake.items import Unreadable
from intake.packing import decoded
from tests.extractors.reading_kit import plain_extractor
from warehouse.contract.addresses import canonical_url
from warehouse.contract.articles import ContractContext, Rejection, ValidArticle, validate
from warehouse.contract.quoting import address_without
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.spreadsheet import FORMULA_SIGNS, write_csv
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.editing.corrected_fields import active
from warehouse.editing.corrections import read_corrections
from warehouse.landing.raw_records import FileRejected, Limits
from warehouse.landing.readers import parse_json, reader_of

DAY = dt.date(2026, 2, 3)
PUBLISHED = dt.datetime(2026, 2, 3, 9, 0, tzinfo=dt.UTC)
KINDS = ("a.jsonl", "a.json", "a.csv", "a.parquet", "a.jsonl.gz", "a.json.gz")
#: signs that a text is made of beside the words of the lexicons
SIGNS = (
    " ", " ", " ", "، ", ". ", "\n", " و", " ب", ": «", "» ", "-", "", "(", ")", "\u200f", "\u0640",
    "\u064e", "#", "/", ":", "0", "7", "٧", "۷", "𐩀", "፩", "²", "½", "9999", "1,200", "1.200", "ﷺ",
    "\ufdfa", "🚨", "\x00", "\u2028", "%", "3/2/2026", "10:30",
)  # fmt: skip


@lru_cache(maxsize=1)
def _context() -> ContractContext:
    return ContractContext.of(Settings(), DAY)


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return plain_extractor()


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[str, ...]:
    """The words of the lexicons as they are written there, in a fixed order."""
    words: set[str] = set()
    for path in sorted((Settings().seeds_dir / "lexicon").glob("*.csv")):
        if path.name in {
            "known_names.csv",
            "plain_words.csv",
            "verb_forms.csv",
        }:
            continue  # thousands of one kind
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                words.update(part.strip("=*") for part in row[0].replace("|", ";").split(";"))
    return tuple(sorted(word for word in words if word.strip()))


def readers(data: bytes) -> None:
    """Any bytes as any kind of file: records with rising numbers, or the file is refused."""
    if len(data) < 2:
        return
    limits = Limits(record_bytes=64 + 16 * data[1], file_bytes=len(data) - 2)
    numbers = []
    with contextlib.suppress(FileRejected):
        for record in reader_of(KINDS[data[0] % len(KINDS)])(io.BytesIO(data[2:]), limits):
            numbers.append(record.number)
            assert (record.rejection is None) or record.value is None
            record.printable().encode()
    assert numbers == sorted(set(numbers))
    assert all(number > 0 for number in numbers)


def parquet(data: bytes) -> None:
    """Parquet with some bytes exchanged: each two bytes of the input say which, the third by
    what."""
    raw = bytearray(_some_parquet())
    for at in range(0, len(data) - 2, 3):
        place = int.from_bytes(data[at : at + 2], "big")
        # from the end, where the footer is
        raw[-1 - place % len(raw)] = data[at + 2]
    stream = io.BytesIO(bytes(raw))
    with contextlib.suppress(FileRejected):
        for record in reader_of("a.parquet")(stream, Limits(10_000, len(raw))):
            record.printable().encode()


@lru_cache(maxsize=1)
def _some_parquet() -> bytes:
    sink = io.BytesIO()
    record = {
        "url": "https://n.example/1", "source": "x", "published_at": "2026-02-03", "text": "قتل",
        "tags": ["a", "b"], "score": 1.5,
    }  # fmt: skip
    pq.write_table(pa.Table.from_pylist([record] * 40), sink, compression="snappy")
    return sink.getvalue()


def contract(data: bytes) -> None:
    """Any JSON as a record: an article that keeps the contract's word, or a reason."""
    record = parse_json(data, 1)
    if record.rejection is not None:
        assert record.rejection.detail
        return
    judged = validate(record.value, _context())
    if isinstance(judged, Rejection):
        assert judged.detail
        return
    assert isinstance(judged, ValidArticle)
    assert isinstance(record.value, dict)
    assert judged.text == record.value["text"]
    assert judged.published_at.tzinfo is dt.UTC
    assert (judged.published_on - DAY).days <= 2
    assert abs((judged.published_at.date() - judged.published_on).days) <= 1
    assert json.loads(judged.extra).keys().isdisjoint({"url", "text", "source", "published_at"})
    json.dumps([judged.article_id, judged.url, judged.title]).encode()


def addresses(data: bytes) -> None:
    """Any address: what all its spellings share is the same for itself, and no part is made up."""
    url = data.decode("utf-8", "ignore")
    canonical = canonical_url(url)
    if canonical is None:
        return
    canonical.encode()
    assert "#" not in canonical
    again = canonical_url(f"https://{canonical}")
    assert again is None or canonical_url(f"https://{again}") == again
    shorter = address_without(url.strip(), None)
    assert len(shorter) <= len(url) + 1


def texts(data: bytes) -> None:
    """Words of the lexicons and odd signs in any order: what is read stands where it says."""
    words, title = _vocabulary(), ""
    pieces = []
    for at in range(0, len(data) - 2, 3):
        pieces.append(words[int.from_bytes(data[at : at + 2], "big") % len(words)])
        pieces.append(SIGNS[data[at + 2] % len(SIGNS)])
    text = "".join(pieces)
    if data and data[0] % 2:
        title, text = text[: len(text) // 2], text[len(text) // 2 :]
    _read(text, title)


def any_text(data: bytes) -> None:
    """Any text at all."""
    _read("قتل 3 أشخاص " + data.decode("utf-8", "ignore"), "")


def _read(text: str, title: str) -> None:
    article = Article("f", "https://f.example/", "المدى", PUBLISHED, PUBLISHED.date(), text, title)
    [reading] = _extractor().read_bulk([article])
    for fact in reading.facts:
        spans = [item.span for item in fact.evidence]
        spans += [claim.span for claim in fact.claims]
        spans += [statement.span for statement in fact.attributions]
        assert spans
        for span in spans:
            whole = title if span.part == "title" else text
            assert whole[span.start : span.end] == span.words
        if fact.date.latest is not None:
            assert fact.date.latest <= article.published_on
    for name in reading.names:
        whole = title if name.part == "title" else text
        assert whole[name.start : name.end] == name.words


def folding(data: bytes) -> None:
    """Any text folded: the way back leads to where each letter came from."""
    text = data.decode("utf-8", "ignore")
    folded = fold(text)
    assert fold(folded) == folded
    passage = fold_passage("text", text)
    assert passage.folded == folded
    offsets = list(passage.offsets)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(fold(text[at]) for at in offsets[:-1])


def numbers(data: bytes) -> None:
    """Number words and digits in any order: a number, or none, never more words than there are."""
    known = (*number_words(), *SIGNS[24:], "و", "مليون", "12", "1,000", "2.5")
    line = [known[byte % len(known)].strip() or "x" for byte in data[:40]]
    line = [fold(word) or "x" for word in line]
    whole = parse_number(line)
    assert whole is None or whole >= 0
    for at in range(len(line)):
        found = read_number(line, at)
        if found is not None:
            value, end = found
            assert value >= 0
            assert at < end <= len(line)


def dates(data: bytes) -> None:
    """Any text as a date: ISO, or refused."""
    with contextlib.suppress(DateUnread):
        found = iso_date(data[1:].decode("utf-8", "ignore"), ("dmy", "mdy", None)[data[0] % 3]
                         if data else None)  # fmt: skip
        assert dt.datetime.fromisoformat(found).year >= 1


def packing(data: bytes) -> None:
    """Any bytes as packed ones: never more of them than the limit."""
    if len(data) < 2:
        return
    encoding = ("gzip", "deflate", "br", "gzip, br", "deflate,gzip", "identity", "x")[data[0] % 7]
    with contextlib.suppress(Unreadable):
        assert len(decoded(data[2:], encoding, 4096)) <= max(4096, len(data))
    with contextlib.suppress(Unreadable):
        decode(data[1:]).text.encode("utf-8", "surrogatepass")
    plain_text(data[1:].decode("utf-8", "ignore"))


@lru_cache(maxsize=1)
def _corrections_folder() -> Settings:
    return Settings(corrections_dir=Path(tempfile.mkdtemp(prefix="sijill-fuzz-")))


def corrections(data: bytes) -> None:
    """Any bytes as a file of corrections: rows, or one clear refusal."""
    settings = _corrections_folder()
    (settings.corrections_dir / "c.csv").write_bytes(data)
    with contextlib.suppress(CorrectionsInvalid):
        rows = read_corrections(settings)
        in_force = active(rows)
        assert len(in_force) <= len(rows)
        assert all(row.action != "undo" for row in in_force)


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"enable_external_access": "false"})


def statements(data: bytes) -> None:
    """Any text inside a statement is that text, as a value and as a name; in CSV no formula."""
    text = data.decode("utf-8", "ignore").replace("\0", "")
    if not text:
        return
    found = _database().execute(f"select {sql_literal(text)} as {sql_identifier(text)}")
    assert found.description[0][0] == text
    assert found.fetchall() == [(text,)]
    sheet = io.StringIO(newline="")
    write_csv(sheet, ["a"], [[text]])
    sheet.seek(0)
    [_, [cell]] = csv.reader(sheet)
    assert not cell.startswith(FORMULA_SIGNS)
    assert cell.removeprefix("'") == text or cell == text


Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        readers, parquet, contract, addresses, texts, any_text, folding, numbers, dates, packing,
        corrections, statements,
    )
}  # fmt: skip


def seeds(name: str) -> Iterator[bytes]:
    """Inputs of a target to begin with: they reach far into the code."""
    record = {
        "id": "a1", "url": "https://news.example/1?utm_source=x#y", "source": "وكالة",
        "published_at": "2026-02-03T10:00:00+03:00", "title": "انفجار",
        "text": "قتل 7 أشخاص وأصيب 12 آخرون في انفجار سيارة مفخخة وسط بعقوبة",
        "language": "ar", "extra": [1, {"a": None}],
    }  # fmt: skip
    line = json.dumps(record, ensure_ascii=False).encode()
    rows = b'url,source,published_at,text\nhttps://n.example/1,x,2026-02-03,"a\n""b"\n'
    match name:
        case "readers":
            import gzip

            for number, body in enumerate(
                (line + b"\n" + line, b"[" + line + b"," + line + b"]", rows, _some_parquet(),
                 gzip.compress(line), gzip.compress(b"[" + line + b"]"))
            ):  # fmt: skip
                yield bytes((number, 200)) + body
        case "contract":
            yield line
            yield json.dumps(
                {**record, "id": 7, "published_at": "2026-02-03", "title": None}
            ).encode()
        case "addresses":
            yield b"https://user@www.News.example:443/a%2fb/?b=2&a=1&utm_x=3#f"
            yield "https://مثال.إختبار/خبر/قتل".encode()
        case "texts":
            yield bytes(range(1, 250))
        case "any_text" | "folding":
            yield str(record["text"]).encode()
            yield "ﻗُتِلَ ٣٬٥٠٠ شخصٍ «ﷺ» \u202e\u200b ½ 𐩀 ① é".encode()
        case "dates":
            for text in ("21 تشرين الثاني/نوفمبر 2026 - 09:30 م", "Sat, 21 Nov 2026 06:30:00 GMT",
                         "2026-11-21T09:30:00+03:00", "٠٣/٠٤/٢٠٢٦", "20261121093000",
                         "الجمعة 15 رمضان 1447 هـ الموافق 5 آذار 2026"):  # fmt: skip
                yield b"\x00" + text.encode()
        case "packing":
            yield b"\x00\x00" + base64.b64decode("H4sIAAAAAAAC/0tMSgYAwkEkNQMAAAA=")
            yield b"\x05\x00<p>\xd9\x82&amp;</p>" + "قتل".encode("cp1256")
        case "corrections":
            yield (
                b"correction_id,action,subject,field,value,other,made_by,made_on,second_by,reason\n"
                b"c-1,set,inc_1,killed_best,7,,x,2026-02-03,,y\n"
                b"u-1,undo,,,,c-1,x,2026-02-03,,y\nu-2,undo,,,,u-1,x,2026-02-03,,y\n"
            )
        case "statements":
            yield b"'; drop table x; --"
            yield b'=1+1"'
        case _:
            yield bytes(range(60))
