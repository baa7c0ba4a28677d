"""Several attacks of one sentence: shares of a toll or of those arrested, town by town, others by
other means, others by other hands."""

from __future__ import annotations
