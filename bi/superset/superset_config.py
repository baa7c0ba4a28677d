"""Superset's settings; read by Superset alone, in its own environment (SUPERSET_CONFIG_PATH)."""

from __future__ import annotations

import os
from pathlib import Path

from bi.superset.lock import lock_connection

_HOME = Path(os.environ["SIJILL_SUPERSET_HOME"])

SECRET_KEY = (_HOME / "secret_key").read_text(encoding="utf-8").strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'superset.db'}"
SQLALCHEMY_TRACK_MODIFICATIONS = False

DB_CONNECTION_MUTATOR = lock_connection

# a chart shows what is published now; DuckDB answers fast enough to be asked each time
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

LANGUAGES = {
    "en": {"flag": "gb", "name": "English"},
    "ar": {"flag": "iq", "name": "العربية"},
}

# the page loads nothing from elsewhere: no map tiles, no fonts, no counting pixel
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # loopback
    "session_cookie_secure": False,
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# files enter the warehouse by a night, never by an upload
ALLOWED_EXTENSIONS: set[str] = set()
