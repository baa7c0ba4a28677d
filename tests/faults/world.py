"""Of a warehouse in a folder: what the processes of its nights leave beside it."""

from __future__ import annotations

#: where temporary files of the processes go that work in it
TEMPORARY = "tmp"
