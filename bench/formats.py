#!/usr/bin/env python3
"""CPU of a cold 400 px rendition of an 8-megapixel JPEG in each format, through the server.

  python3 bench/formats.py [ROUNDS]

Each request has a different quality, the default or lower, so that none is a hit. CPU is that of the server and its
renderers. The formats alternate; compare them within one run.
"""
import sys

from program import CORPUS, TICK, Program

QUALITIES = {"jpeg": 85, "webp": 85, "avif": 60}
STEPS = 8


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    program = Program(PREGENERATE="")
    source = CORPUS / "photos/jpeg-iphone4s-8mp-orient6.jpg"
    program.request("PUT", "/api/media/a", source.read_bytes())
    costs = {name: [] for name in QUALITIES}
    for turn in range(rounds + 1):
        for name, quality in QUALITIES.items():
            begun = cpu(program)
            for step in range(STEPS):
                path = f"/images/a?w=400&h=400&format={name}&q={quality - turn * STEPS - step}"
                status, _, _ = program.request("GET", path)
                if status != 200:
                    raise SystemExit(f"{path}: {status}")
            if turn:  # the first warms up
                costs[name].append((cpu(program) - begun) / STEPS)
    for name, values in costs.items():
        print(f"{name} {min(values):.1f} ms, {' '.join(f'{value:.1f}' for value in values)}")
    program.process.kill()


def cpu(program):
    """Milliseconds of the whole tree."""
    total = 0
    for process in program.tree():
        with open(f"/proc/{process}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK * 1000


if __name__ == "__main__":
    main()
