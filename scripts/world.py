"""Make data/world.json, the shapes and label points of the world's countries, from Natural Earth.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/world.py package          (the folder that the archive unpacks to)

The npm package world-atlas 2.0.2 (ISC licence) carries Natural Earth 4.1 (public domain) as
TopoJSON. Shapes come from its 1:110m file, label points of all members of the United Nations,
however small, from its 1:10m file. Where Natural Earth draws who holds the ground, we draw what the
course's tables count: see BORDERS, which is written into the file.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BORDERS = (
    "Shapes: Natural Earth 4.1 at 1:110m, public domain, simplified. Crimea is drawn with "
    "Ukraine, northern Cyprus with Cyprus and Somaliland with Somalia, as in the records of the"
    " United Nations. Taiwan, Kosovo, Palestine and Western Sahara are drawn apart because the "
    "tables hold a row for each: they have no vote in the General Assembly; of Western Sahara "
    "only the part that Morocco does not hold, of Palestine only the West Bank. The Golan "
    "Heights are drawn with Israel, which holds them. A line on this map takes no side in a "
    "dispute. Antarctica and small dependencies are left out; a state too small to see is a "
    "mark at its place."
)
# Natural Earth's short names that differ from those of data/countries.csv.
NAMES = {
    "W. Sahara": "ESH",
    "United States of America": "USA",
    "Dem. Rep. Congo": "COD",
    "Dominican Rep.": "DOM",
    "Côte d'Ivoire": "CIV",
    "Central African Rep.": "CAF",
    "Congo": "COG",
    "Eq. Guinea": "GNQ",
    "eSwatini": "SWZ",
    "Solomon Is.": "SLB",
    "Bosnia and Herz.": "BIH",
    "Macedonia": "MKD",
    "S. Sudan": "SSD",
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "Marshall Is.": "MHL",
    "Antigua and Barb.": "ATG",
    "St. Kitts and Nevis": "KNA",
    "St. Vin. and Gren.": "VCT",
    "São Tomé and Principe": "STP",
    "Vatican": "VAT",
    "Cook Is.": "COK",
    "Saint Lucia": "LCA",
    "Cabo Verde": "CPV",
    "Timor-Leste": "TLS",
    "Micronesia": "FSM",
    "Turkey": "TUR",
    "Czechia": "CZE",
    "Czech Rep.": "CZE",
    "Russia": "RUS",
    "Vietnam": "VNM",
    "North Korea": "PRK",
    "South Korea": "KOR",
    "Laos": "LAO",
    "Syria": "SYR",
    "Gambia": "GMB",
    "Bahamas": "BHS",
    "Brunei": "BRN",
    "Hong Kong": "HKG",
    "Myanmar": "MMR",
}
KEPT_APART = {
    "FLK": "Falkland Is.",
    "PRI": "Puerto Rico",
    "NCL": "New Caledonia",
}  # drawn, so that the land shows; they hold no vote
CRIMEA = (34.0, 45.2)


def decode(topology: dict) -> list[list]:
    """Undo the delta coding and quantisation of a topology's arcs (TopoJSON specification, section
    2.1.3 and 2.1.4).
    """
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)
    return arcs


def rings(geometry: dict) -> list[list[list[int]]]:
    """Return a geometry as polygons, each a list of rings, each a list of arc numbers."""
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def stitch(ring: list[int], arcs: list[list]) -> list[tuple]:
    """Join the arcs of one ring; a negative number runs its arc backwards."""
    line = []
    for number in ring:
        piece = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += piece[1:] if line else piece
    return line


def merge(polygons: list[list[list[int]]]) -> list[int]:
    """Merge neighbouring polygons: arcs that two of them share run both ways and cancel.

    The outer ones are left.
    """
    used = [n for polygon in polygons for ring in polygon for n in ring]
    return [n for n in used if ~n not in used]


def close(numbers: list[int], arcs: list[list]) -> list[list[int]]:
    """Order loose arcs into closed rings."""
    ends = {
        n: ((arcs[n] if n >= 0 else arcs[~n][::-1])[0], (arcs[n] if n >= 0 else arcs[~n][::-1])[-1])
        for n in numbers
    }
    made, left = [], list(numbers)
    while left:
        ring = [left.pop(0)]
        while ends[ring[-1]][1] != ends[ring[0]][0]:
            following = next(n for n in left if ends[n][0] == ends[ring[-1]][1])
            left.remove(following)
            ring.append(following)
        made.append(ring)
    return made


def area(ring: list[tuple]) -> float:
    """Return the signed area in square degrees (shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def inside(point: tuple, ring: list[tuple]) -> bool:
    """Say whether a point lies in a ring (even-odd rule)."""
    x, y = point
    return (
        sum(
            (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
            for a, b in zip(ring, ring[1:] + ring[:1])
        )
        % 2
        == 1
    )


def unwrap(ring: list[tuple]) -> list[tuple]:
    """Carry a ring that jumps at the antimeridian on beyond 180 degrees, so that it is whole."""
    line, shift = [ring[0]], 0
    for before, p in zip(ring, ring[1:]):
        shift += 360 * ((before[0] - p[0] > 180) - (p[0] - before[0] > 180))
        line.append((p[0] + shift, p[1]))
    return line


def label_point(outer: list[list[tuple]]) -> tuple:
    """Return a point well inside the largest ring.

    Of five cuts from west to east, the middle of the longest chord.
    """
    ring = unwrap(max(outer, key=lambda r: abs(area(r))))
    ys = [p[1] for p in ring]
    best = None
    for share in (0.35, 0.425, 0.5, 0.575, 0.65):
        y = min(ys) + share * (max(ys) - min(ys)) + 1e-9
        cuts = sorted(
            a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for a, b in zip(ring, ring[1:] + ring[:1])
            if (a[1] > y) != (b[1] > y)
        )
        for west, east in zip(cuts[::2], cuts[1::2]):
            if best is None or east - west > best[0]:
                best = (east - west, (west + east) / 2, y)
    return round((best[1] + 180) % 360 - 180, 2), round(best[2], 2)


def ids(countries: list[dict]):
    """Return a function from Natural Earth's name to our id, None where we hold no row."""
    ours = {c["name"]: c["id"] for c in countries}
    drawn = {name: key for key, name in KEPT_APART.items()}
    return lambda name: NAMES.get(name) or ours.get(name) or drawn.get(name)


def thin(line: list[tuple], apart: float = 0.25) -> list[list[float]]:
    """Round to 0.01 degrees and drop points nearer than `apart` degrees to the last one kept."""
    kept = [line[0]]
    for p in line[1:-1]:
        if abs(p[0] - kept[-1][0]) + abs(p[1] - kept[-1][1]) >= apart:
            kept.append(p)
    kept.append(line[-1])
    return [[round(x, 2), round(y, 2)] for x, y in kept]


def build(folder: Path) -> dict:
    """Return the world as a GeoJSON feature collection with label points and the border
    conventions.
    """
    with open(ROOT / "data" / "countries.csv", encoding="utf-8", newline="") as file:
        countries = list(csv.DictReader(file))
    known, our_id = {c["id"] for c in countries}, ids(countries)
    small = json.loads((folder / "countries-110m.json").read_text(encoding="utf-8"))
    arcs = decode(small)
    parts: dict[str, list] = {}
    for geometry in small["objects"]["countries"]["geometries"]:
        key = our_id(geometry["properties"]["name"])
        if key:
            for polygon in rings(geometry):
                held = key
                if key == "RUS" and inside(CRIMEA, stitch(polygon[0], arcs)):
                    held = "UKR"
                parts.setdefault(held, []).append(polygon)
    thinned = [thin(a) for a in arcs]  # whole arcs, so that neighbours keep the same line
    features = []
    for key in sorted(parts):
        outlines = (
            [[r] for r in close(merge(parts[key]), arcs)]
            if key in ("UKR", "CYP", "SOM")
            else parts[key]
        )
        shapes = [
            [[list(p) for p in unwrap(stitch(ring, thinned))] for ring in polygon]
            for polygon in outlines
        ]
        features.append(
            {
                "type": "Feature",
                "id": key,
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [s for s in shapes if len(s[0]) > 3],
                },
            }
        )
    fine = json.loads((folder / "countries-10m.json").read_text(encoding="utf-8"))
    arcs = decode(fine)
    outer: dict[str, list] = {}
    for geometry in fine["objects"]["countries"]["geometries"]:
        key = our_id(geometry["properties"]["name"])
        if key in known and geometry.get("type"):
            outer.setdefault(key, []).extend(
                stitch(polygon[0], arcs) for polygon in rings(geometry)
            )
    points = {key: label_point(shape) for key, shape in sorted(outer.items())}
    missing = [c["id"] for c in countries if c["un_member"] == "true" and c["id"] not in points]
    if missing:
        raise SystemExit(
            f"no place found for {', '.join(missing)}: add Natural Earth's name to NAMES"
        )
    return {
        "type": "FeatureCollection",
        "borders": BORDERS,
        "source": "Natural Earth 4.1 (naturalearthdata.com, public domain),"
        " by way of the npm package world-atlas 2.0.2",
        "points": points,
        "features": features,
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    target = ROOT / "data" / "world.json"
    target.write_text(
        json.dumps(build(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":")) + "\n",
        encoding="utf-8",
    )
    print(target.name, target.stat().st_size, "bytes")
