#!/usr/bin/env python3
"""Writes assets/map/world.bin: the coasts of the world, coarse, for stories outside of the region.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python3 tools/coastline/world.py package/land-110m.json assets/map/world.bin

The lines are those of Natural Earth 1:110m (public domain), as TopoJSON.

The file: a 16-bit number of lines; each a 16-bit number of points, and two signed 16-bit numbers a point, longitude and
latitude in hundredths of a degree. All little-endian.
"""

import json
import struct
import sys


def lines(topology):
    """The arcs in degrees, without what only closes the shape: the 180th meridian and the edge at the south pole."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * sx + tx) * 100), round((y * sy + ty) * 100)))
        line = []
        for point in points:
            if line and point == line[-1]:
                continue
            edge = abs(point[0]) >= 17999 or point[1] <= -8990
            if line and edge and (abs(line[-1][0]) >= 17999 or line[-1][1] <= -8990):
                if len(line) > 1:
                    yield line
                line = []
            line.append(point)
        if len(line) > 1:
            yield line


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        found = list(lines(json.load(file)))
    out = struct.pack("<H", len(found))
    for line in found:
        out += struct.pack("<H", len(line))
        for point in line:
            out += struct.pack("<hh", *point)
    with open(target, "wb") as file:
        file.write(out)
    print(f"{len(found)} lines, {sum(map(len, found))} points, {len(out)} bytes")


main()
