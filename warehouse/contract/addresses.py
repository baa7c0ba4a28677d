"""Addresses of articles: their canonical form, and which of them are cut short."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

URL_PATTERN = r"^\s*[hH][tT][tT][pP][sS]?://[^\s<>\"]+\s*$"
#: the end of an address that was cut for display; DuckDB uses the pattern too
CUT_PATTERN = r"(?i)(…|\.\.\.|%E2%80%A6)$"

_URL = re.compile(URL_PATTERN)
_CUT = re.compile(CUT_PATTERN)
#: Parameters that say how a reader came to a page, not which page it is.
_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref|ref_src|amp|s?_?ga)$", re.I
)


def canonical_url(url: str) -> str | None:
    """The form that all spellings of one page's address share; None where the text is no address.

    Without scheme, "www.", default port, user, fragment, tracking parameters and closing slash;
    host in small letters, percent-encoding normalised.
    """
    if not _URL.match(url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if not host:
        return None
    netloc = host if port in {None, 80, 443} else f"{host}:{port}"
    path = quote(unquote_to_bytes(parts.path), safe="/~!$&'()*+,;=:@").rstrip("/")
    query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.match(k)]
    return netloc + path + (f"?{urlencode(sorted(query))}" if query else "")


def derived_id(canonical: str, title: str) -> str:
    """The id of an article that was delivered without one: from its canonical address, and from the
    title too where that is cut short, since other articles may then have the same."""
    identity = f"{canonical}\n{title}" if _CUT.search(canonical) else canonical
    return f"url-{hashlib.sha256(identity.encode()).hexdigest()[:24]}"
