"""JSON that is none, or that a parser takes though nobody can mean it."""

from __future__ import annotations

import json
import random
from collections import Counter

from tests.hostile.case import STAGED, TEXT, Book, dumped
from warehouse.contract.articles import Reason


def cut(book: Book, seed: int) -> None:
    """Lines, arrays and objects that end too early."""
    chance = random.Random(f"{seed} cut")
    for number in range(60):
        line = dumped(book.article())
        at = chance.randrange(1, len(line))
        whole = (line[at] & 0xC0) != 0x80
        outcome = "bad_json" if whole else "wrong_encoding"
        book.lines(f"json/cut-line-{number}", line[:at], outcome, ending="jsonl")
    for number in range(30):
        first, second = book.article(), book.article()
        data = b"[" + dumped(first) + b"," + dumped(second) + b"]"
        at = chance.randrange(len(dumped(first)) + 3, len(data) - 1)
        outcomes = Counter((STAGED, "bad_json"))
        book.add(f"json/cut-array-{number}", "json", data[:at], outcomes, texts=[first["text"]])


BROKEN = {
    "{'id': 'a'}": "bad_json", "not json": "bad_json", "{": "bad_json", "}": "bad_json",
    "{}{": "bad_json", "{}{}": "bad_json", "{},": "bad_json", "{} // x": "bad_json",
    "/* x */ {}": "bad_json", '{"a":1,}': "bad_json", '{"a" 1}': "bad_json", "{a:1}": "bad_json",
    '{"a":01}': "bad_json", '{"a":+1}': "bad_json", '{"a":.5}': "bad_json", '{"a":1.}': "bad_json",
    '{"a":0x10}': "bad_json", '{"a":1e}': "bad_json", '{"a":1_0}': "bad_json",
    '{"a":١}': "bad_json", '{"a":"\\x41"}': "bad_json", '{"a":"\\u12"}': "bad_json",
    '{"a":"\\u{41}"}': "bad_json", '{"a":"x}': "bad_json", '{"a":undefined}': "bad_json",
    '{"a":None}': "bad_json", '{"a":True}': "bad_json", '{"a":NaN}': "bad_json",
    '{"a":Infinity}': "bad_json", '{"a":-Infinity}': "bad_json", '{"a":nan}': "bad_json",
    '{"a":1e999}': "bad_json", '{"a":-1e999}': "bad_json", '{"a":' + "9" * 20 + "}": "bad_json",
    '{"a":-' + "9" * 20 + "}": "bad_json", '{"a":' + "9" * 5000 + "}": "bad_json",
    '{"a":' + "9" * 500_000 + "}": "bad_json", '{"a":' + "9" * 500_000 + ".0}": "bad_json",
    '{"a":0.' + "1" * 500_000 + "}": "missing_field", '{"a":1e-999999999999}': "missing_field",
    "[]": "not_an_object", "[{}]": "not_an_object", "17": "not_an_object", "null": "not_an_object",
    "true": "not_an_object", '"x"': "not_an_object", "-0.0": "not_an_object",
    "{}": "missing_field", '{"a":"\x01"}': "bad_json", '{"a":"\t"}': "bad_json",
    "\ufeff{}": "bad_json", "\x00": "bad_json", "\x00" * 5000: "bad_json",
    "﴿﴾": "bad_json", '{"a":"\\ud800"}': "wrong_encoding", '{"\\udfff":1}': "wrong_encoding",
    '{"a":[{"b":"\\udc80"}]}': "wrong_encoding", "\x0c{}": "bad_json",
    "---\na: &a [x]": "bad_json", "<html>": "bad_json", "a,b,c": "bad_json",
    "[" * 100_000: "bad_json", '{"a":' * 100_000: "bad_json", "{" * 1000: "bad_json",
    "]" * 1000: "bad_json", '"' * 1001: "bad_json", "\\" * 1000: "bad_json",
}  # fmt: skip


def broken(book: Book) -> None:
    """Lines that are no JSON, or no record."""
    for number, (line, outcome) in enumerate(BROKEN.items()):
        pieces = line.split("\n")
        if len(pieces) == 1:
            book.lines(f"json/broken-{number}", line.encode(), outcome)
        else:
            book.add(f"json/broken-{number}", "jsonl", line.encode(), {outcome: len(pieces)})


def twice(book: Book) -> None:
    """Keys that occur twice, plainly, escaped, deep down, or after very many others."""
    good = json.dumps(book.article())[1:-1]
    many = ",".join(f'"k{n}":1' for n in range(300_000))
    for number, line in enumerate(
        (
            '{"id":"a","id":"b"}',
            '{"id":"a","\\u0069d":"b"}',
            '{"x":{"y":1,"y":1}}',
            '{"x":[{"y":{"z":1,"z":2}}]}',
            '{"":1,"":2}',
            f'{{{good},"text":"x"}}',
            f'{{{good},{many},"k7":2}}',
            '{"x":' * 30 + '{"y":1,"y":2}' + "}" * 30,
            '{"\\u0000":1,"\\u0000":2}',
        )
    ):
        book.lines(f"json/twice-{number}", line.encode(), "duplicate_keys")
    # keys that differ for a program, though not for the eye
    lookalikes = book.article(**{"tеxt": "x", "te\u200bxt": "x", "Text": "x", "text ": "x"})
    book.lines("json/lookalike-keys", dumped(lookalikes), STAGED)


def deep(book: Book) -> None:
    """Nested as deep as is read, and deeper."""
    for levels in (1, 30, 62, 63, 64, 65, 66, 500, 5000):
        good = json.dumps(book.article())[1:-1]
        outcome = STAGED if levels <= 63 else "bad_json"
        for kind, (opening, closing) in {"lists": ("[", "]"), "objects": ('{"a":', "}")}.items():
            inner = "[" + "]" if kind == "lists" else "{}"
            nested = opening * (levels - 1) + inner + closing * (levels - 1)
            if kind == "objects":
                good = json.dumps(book.article())[1:-1]
            line = f'{{{good},"x":{nested}}}'
            book.lines(f"json/deep-{kind}-{levels}", line.encode(), outcome)


def numbers(book: Book) -> None:
    """Ids that are numbers, up to where no program agrees with another."""
    for number, (value, outcome) in enumerate(
        {
            "9223372036854775807": STAGED, "9223372036854775808": STAGED,
            "-9223372036854775809": STAGED, "9999999999999999999": STAGED,
            "10000000000000000000": "bad_json", "18446744073709551616": "bad_json",
            "1.0": "wrong_type", "1e3": "wrong_type", "-7": STAGED, "1E400": "bad_json",
            "true": "wrong_type", "null": STAGED, '"9223372036854775807 x"': STAGED,
        }.items()
    ):  # fmt: skip
        record = book.article()
        del record["id"]
        line = dumped(record)[:-1] + f', "id": {value}}}'.encode()
        book.lines(f"number/id-{number}", line, outcome)


BYTES = {
    "overlong-slash": b"\xc0\xaf", "overlong-nul": b"\xc0\x80", "overlong-3": b"\xe0\x80\xaf",
    "surrogate": b"\xed\xa0\x80", "surrogate-pair": b"\xed\xa0\x81\xed\xb0\x80",
    "too-high": b"\xf4\x90\x80\x80", "five": b"\xf8\x88\x80\x80\x80",
    "six": b"\xfc\x84\x80\x80\x80\x80",
    "fe": b"\xfe", "ff": b"\xff", "bom-16": b"\xff\xfe", "lone-continuation": b"\x80",
    "half-arabic": b"\xd9", "half-three": b"\xe2\x80", "half-four": b"\xf0\x9f\x92",
    "cp1256": "قتل".encode("cp1256"), "latin-1": b"caf\xe9",
}  # fmt: skip


def encodings(book: Book) -> None:
    """Bytes that are no UTF-8, in a line, an element and a cell; Arabic in other code pages."""
    for name, raw in BYTES.items():
        line = dumped(book.article()).replace(
            b"\xd8\xa8\xd8\xb9\xd9\x82\xd9\x88\xd8\xa8\xd8\xa9", raw
        )
        book.lines(f"bytes/line-{name}", line, "wrong_encoding")
        good = book.article()
        spoilt = dumped(book.article())[:-2] + raw + b'"}'
        outcomes = Counter((STAGED, "wrong_encoding"))
        array = b"[" + spoilt + b"," + dumped(good) + b"]"
        book.add(f"bytes/element-{name}", "json", array, outcomes, texts=[good["text"]])
        article, other = book.article(), book.article()
        rows = b"url,source,published_at,text\n"
        for record, tail in ((article, raw), (other, b"")):
            cells = [record[name].encode() for name in ("url", "source", "published_at", "text")]
            rows += b",".join(cells) + tail + b"\n"
        book.add(f"bytes/cell-{name}", "csv", rows, outcomes, texts=[other["text"]])
    for name in ("cp1256", "iso8859-6", "mac-arabic"):
        plain = book.article(title=None, source="x", text="قتل سبعة في انفجار وسط بعقوبة اليوم")
        line = json.dumps(plain, ensure_ascii=False).encode(name)
        book.lines(f"bytes/page-{name}", line, "wrong_encoding")
    for name in ("utf-16", "utf-32", "utf-16-be", "utf-16-le"):
        bom = {"utf-16-be": b"\xfe\xff", "utf-16-le": b"\xff\xfe"}.get(name, b"")
        data = bom + json.dumps(book.article(), ensure_ascii=False).encode(name)
        for ending in ("jsonl", "json", "csv"):
            book.add(f"bytes/{name}-{ending}", ending, data, Reason.WRONG_ENCODING)
    for read_as in ("latin-1", "cp1252"):
        for really in ("utf-8", "cp1256"):
            misread = TEXT.encode(really).decode(read_as, "ignore")
            record = book.article(text=misread)
            book.lines(f"bytes/misread-{really}-{read_as}", dumped(record), "wrong_encoding")
    book.lines("bytes/lost", dumped(book.article(text=TEXT + "\ufffd" * 20)), "wrong_encoding")


def mutated(book: Book, seed: int, many: int) -> None:
    """Files of which some bytes were overwritten, cut, doubled: only invariants can be asked."""
    chance = random.Random(f"{seed} mutated")
    pieces = [
        b"\x00",
        b"\xff",
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"\n",
        b"\\",
        b"\r",
        b"\xef\xbb\xbf",
    ]
    for number in range(many):
        records = [book.article() for _ in range(3)]
        ending = ("jsonl", "json")[number % 2]
        lines = [dumped(record) for record in records]
        raw = b"\n".join(lines) if ending == "jsonl" else b"[" + b",".join(lines) + b"]"
        data = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            at, length = chance.randrange(len(data)), chance.randint(1, 30)
            data[at : at + length * chance.randint(0, 1)] = chance.choice(
                [chance.randbytes(length), chance.choice(pieces), bytes(data[at : at + length]) * 3]
            )
        book.add(f"mutated/{ending}-{number}", ending, bytes(data), None)
