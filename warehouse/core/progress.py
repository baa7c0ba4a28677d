"""How a step reports its progress: its name, the units done, and the total."""

from __future__ import annotations

from collections.abc import Callable

#: Called as a step goes on, with its name, how much of it is done, and of how much (0: unknown).
Progress = Callable[[str, int, int], None]
