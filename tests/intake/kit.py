"""Pages, archives and feeds of our own making, and the command run over them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SENTENCES = (
    "أعلنت الشرطة المحلية مقتل ثلاثة جنود في هجوم بسيارة مفخخة استهدف نقطة تفتيش غرب الموصل.",
    "وقال المتحدث باسم قيادة العمليات إن الانفجار أسفر أيضا عن إصابة سبعة أشخاص بينهم امرأتان.",
    "ونقلت سيارات الإسعاف الجرحى إلى المستشفى العام، فيما فرضت القوات الأمنية طوقا حول المكان.",
    "ولم تتبن أي جهة الهجوم حتى الآن.",
)
TITLE = "مقتل ثلاثة جنود بسيارة مفخخة غرب الموصل"
PUBLISHED = '<meta property="article:published_time" content="2026-11-21T09:30:00+03:00">'


def canonical(address: str) -> str:
    """The element that tells a page's address."""
    return f'<link rel="canonical" href="{address}">'


def page(
    head: str = PUBLISHED,
    *,
    body: str = "",
    title: str = TITLE,
    sentences: tuple[str, ...] = SENTENCES,
) -> str:
    """A page with a menu, an article and what stands around it."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f"""<!doctype html><html lang="ar"><head>{head}<title>{title} | موقعنا</title></head>
<body><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/world">العالم</a></li></ul></nav>
<main><article><h1>{title}</h1>{body}{paragraphs}</article></main>
<aside><h3>اقرأ أيضا</h3><ul><li><a href="/1">أسعار النفط ترتفع مجددا</a></li></ul></aside>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def archive(records: list[dict[str, Any]], *, packed: bool = True) -> bytes:
    """A WARC file. A record: url, body (bytes), and what differs from a good HTML response."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for one in records:
        kind = one.get("kind", "response")
        headers = one.get("headers", [("Content-Type", "text/html; charset=utf-8")])
        http = StatusAndHeaders(one.get("status", "200 OK"), headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            one["url"],
            kind,
            payload=io.BytesIO(one.get("body", b"")),
            http_headers=http if kind in {"response", "revisit"} else None,
            warc_headers_dict={"WARC-Date": one.get("captured", "2026-11-21T12:00:00Z")},
            warc_content_type=one.get("content_type", ""),
        )
        writer.write_record(record)
    return stream.getvalue()


def landed(path: Path) -> list[dict[str, Any]]:
    """The records of a landing file or of a file of what was set aside."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
