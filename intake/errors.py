"""The intake's branch of the error tree; the root is extractors.errors.SijillError."""

from __future__ import annotations

from extractors.errors import SijillError


class ReaderNotStarted(SijillError):
    """The process that reads pages and feeds did not start."""
