"""How a step reports its progress: its name, the units done, and the total."""

from __future__ import annotations

from collections.abc import Callable

#: Told as a step goes on: its name, how much of it is done, and how much there is (0: unknown).
Progress = Callable[[str, int, int], None]
