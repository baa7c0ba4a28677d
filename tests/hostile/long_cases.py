"""What is very long: lines, sentences, words, and texts that keep a pattern busy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import STAGED, TEXT, Book, dumped
from warehouse.contract.articles import Reason

#: how long a record may be
LIMIT = 8_000_000
#: how long a text may be, of which the extractor reads the first quarter
CHARS = 199_000


def sized(book: Book, size: int, name: str, *, is_heavy: bool) -> None:
    """A line of `size` bytes, in holes of the disk, before a good one; likewise in other kinds."""
    record = book.article()

    def line(path: Path) -> None:
        with path.open("wb") as stream:
            stream.write(b'{"text": "')
            stream.truncate(size)
            stream.seek(size)
            stream.write(b"\n" + dumped(record))

    book.add(f"size/{name}-line", "jsonl", line, Counter(("record_too_long", STAGED)),
             texts=[record["text"]], is_heavy=is_heavy)  # fmt: skip

    def hollow(head: bytes) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            with path.open("wb") as stream:
                stream.write(head)
                stream.truncate(size)

        return make

    endings: tuple[tuple[str, bytes, dict[str, int] | Reason], ...] = (
        ("json", b'{"text": "', {"record_too_long": 1}),
        ("json", b'[{"text": "', {"bad_json": 1}),
        ("csv", b"url,source,published_at,text\n", Reason.BAD_CSV),
        ("csv", b'"', Reason.BAD_CSV),
        ("parquet", b"PAR1", Reason.UNREADABLE_FILE),
        ("jsonl.gz", b"\x1f\x8b", Reason.UNREADABLE_FILE),
    )
    for ending, head, outcome in endings:
        book.add(f"size/{name}-{ending}-{len(head)}", ending, hollow(head), outcome,
                 is_heavy=is_heavy)  # fmt: skip


def hollow_rows(book: Book, rows: int) -> None:
    """A CSV row whose quoted cells go on over lines without end."""

    def make(path: Path) -> None:
        with path.open("wb") as stream:
            stream.write(b"url,source,published_at,text\n")
            for _ in range(rows // 10_000):
                stream.write(b'"a\n",' * 10_000)

    book.add("size/endless-row", "csv", make, Reason.BAD_CSV, is_heavy=True)


PIECES = {
    "sentence": f"{TEXT} و", "word": "ا", "words": "قتل ", "and": "و ", "numbers": "ثلاثة ",
    "digits": "1234567890", "digits-apart": "1 ", "arabic-digits": "٣", "commas": "1,234,567,",
    "dots": ".", "ellipses": "… ", "quotes": "«", "quotes-closed": "«» ", "brackets": "(",
    "dashes": "-", "slashes": "3/2/", "blanks": " ", "breaks": "\n", "tabs": "\t",
    "signs": "\u064e", "tatweel": "ـ", "marks": "\u200f", "zero-width": "\u200b", "bidi": "\u202e",
    "names": "محمد بن ", "fathers": "أبو ", "initials": "أ. ", "places": "حي الزهور بمدينة تعز ",
    "dates": "أمس الأول الاثنين 3 آب ", "hijri": "15 رمضان 1447 ", "years": "9999/12/31 ",
    "huge-numbers": "9" * 40 + " قتيلا ", "millions": "مليون ", "and-numbers": "وثلاثة وثلاثون ",
    "claims": "تبنى تنظيم داعش ", "sources": "قال مصدر أمني إن ", "dead": "وقتل جندي وضابط ",
    "addresses": "https://h/x ", "mails": "a@b.", "latin": "a", "latin-words": "the ",
    "mixed": "قa", "emoji": "🚨", "lam-alef": "ﻻ", "menu": "الرئيسية | ", "tags": "<b>",
    "braces": "{{", "pipes": "|", "equals": "=", "plus": "+", "hashes": "#وسم_طويل_",
    "weapons": "عبوة ناسفة سيارة مفخخة ", "between": "ما بين 3 إلى 5 ", "at-least": "ما لا يقل عن ",
    "of-them": "بينهم طفلان و", "no": "لم يقتل أحد ولا ", "if": "لو قتل ", "said": "قال: «قتل ",
}  # fmt: skip


def pumped(book: Book) -> None:
    """Texts at their limit, of one piece over and over: where a pattern may go back and forth."""
    for name, piece in PIECES.items():
        text = (f"{TEXT}. " + piece * (CHARS // len(piece)))[:CHARS]
        # a text of Latin letters is none of ours
        latin = name in {"latin", "latin-words", "addresses", "mails", "tags"}
        rubbish = name == "marks-only"
        outcome = "not_arabic" if latin or rubbish else STAGED
        record = book.article(text=text)
        book.add(f"pumped/{name}", "jsonl", dumped(record), {outcome: 1},
                 texts=None if latin else [text], is_heavy=True)  # fmt: skip
        short = book.article(text=text[:6000])
        book.add(f"pumped-short/{name}", "jsonl", dumped(short), {outcome: 1},
                 texts=None if latin else [short["text"]])  # fmt: skip
    million = "قتل " * 1_000_000
    book.add("pumped/million-words", "jsonl", dumped(book.article(text=million)),
             {"text_too_long": 1})  # fmt: skip
