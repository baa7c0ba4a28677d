"""What may lie in a folder beside files: links, pipes, devices, and names that are no names."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import STAGED, Book, dumped
from warehouse.contract.articles import Reason

NAMES = (
    "a b.jsonl", "أخبار.jsonl", "-rf.jsonl", "a\nb.jsonl", "a\rb.jsonl", "a\tb.jsonl",
    "a'b.jsonl", 'a"b.jsonl', "a;b.jsonl", "$(id).jsonl", "`id`.jsonl", "*.jsonl", "[a].jsonl",
    "?.jsonl", "{a,b}.jsonl", "%00.jsonl", "%2e%2e.jsonl", "a\\b.jsonl", "\\..\\..\\x.jsonl",
    "\u202elnosj.jsonl", "\x1b[31m.jsonl", "{{ 7*7 }}.jsonl", "'; drop table x; --.jsonl",
    "<script>x<script>.jsonl", "=1+1.jsonl", "é.jsonl", "e\u0301.jsonl", "a" * 240 + ".jsonl",
    "a\udcff.jsonl", "\udce9\udcfe.jsonl", "A.JSONL", "manifest.jsonl", "quarantine.parquet.jsonl",
    "facts-0000.jsonl", "x.part.jsonl", "sub/dir/x.jsonl", "sub.jsonl/x.jsonl", "con/nul.jsonl",
    "#hash#.jsonl", "a:b.jsonl", "~x.jsonl", "..x/y.jsonl",
)  # fmt: skip
UNKNOWN = (
    "x.xml", "x.txt", "x", "x.jsonl.bz2", "x.zip", "x.pickle", "x.yaml", "x.json.xz", "x.csv.gz",
    "x.parquet.gz", "x.py", "x.sql", "x.duckdb", "x.jsonl ", "x.html", "x.exe", "x.so",
)  # fmt: skip
#: left aside by the contract: no part of the batch
ASIDE = (".x.jsonl", "_x.jsonl", "x.jsonl.part", "x.jsonl.tmp", "x.jsonl~", ".git/x.jsonl")
YAML_BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 9)) for c in range(97, 105)
)


def names(book: Book) -> None:
    """Good articles in files of bad names, and files of no kind that is read."""
    for number, name in enumerate(NAMES):
        record = book.article()
        hidden = name.startswith("..")
        book.add(f"name/{number}", "", dumped(record) + b"\n", {} if hidden else {STAGED: 1},
                 texts=[] if hidden else [record["text"]],
                 file=name if "/" in name else f"names/{name}")  # fmt: skip
    for number, name in enumerate(UNKNOWN):
        data = YAML_BOMB if name.endswith(".yaml") else dumped(book.article())
        book.add(f"unknown/{number}", "", data, Reason.UNKNOWN_FILE_KIND, file=f"unknown/{name}")
    for number, name in enumerate(ASIDE):
        book.add(f"aside/{number}", "", dumped(book.article()), {}, file=f"aside/{name}")


def special(book: Book, outside: Path) -> None:
    """Things that are no files. `outside` holds what must never be read."""
    secret = outside / "secret.jsonl"
    article = dumped(book.article())

    def link(to: str | Path) -> Callable[[Path], None]:
        return lambda path: path.symlink_to(to)

    def with_secret(to: Path) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            outside.mkdir(exist_ok=True)
            secret.write_bytes(article)
            path.symlink_to(to)

        return make

    def device(path: Path) -> None:
        # of all devices the one that fills no disk when somebody copies the folder
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        except PermissionError:
            # who may make no devices gets a link to one
            path.symlink_to("/dev/null")

    def bind(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            here = Path.cwd()
            os.chdir(path.parent)  # an address has room for a hundred letters
            try:
                listener.bind(path.name)
            finally:
                os.chdir(here)

    def folder_with(data: bytes) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            path.mkdir()
            (path / ".hidden").write_bytes(data)

        return make

    makers: dict[str, Callable[[Path], None]] = {
        "outside": with_secret(secret),
        "outside-folder": with_secret(outside),
        "passwd": link("/etc/passwd"),
        "zero": link("/dev/zero"),
        "random": link("/dev/urandom"),
        "own-descriptor": link("/proc/self/fd/0"),
        "own-memory": link("/proc/self/mem"),
        "nowhere": link("nowhere"),
        "itself": link("0-itself.jsonl"),
        "root": link("/"),
        "up": link(".."),
        "here": link("."),
        "relative": link("../../../../../../../../etc/passwd"),
        "long": link("x/" * 1500),
        "pipe": os.mkfifo,
        "device": device,
        "socket": bind,
    }
    for name, make in makers.items():
        for ending in ("jsonl", "csv", "parquet", "jsonl.gz"):
            book.add(f"special/{name}-{ending}", ending, make, Reason.UNSAFE_PATH,
                     file=f"0-{name}.{ending}")  # fmt: skip
    book.add("special/folder", "jsonl", folder_with(article), {})
    record = book.article()
    target = f"{len(book.cases):04d}-target.jsonl"
    book.add("special/inside", "jsonl", dumped(record), {STAGED: 1}, file=target)
    book.add("special/link-inside", "jsonl", link(target), {"repeated": 1}, file="zz-link.jsonl")
