#!/usr/bin/env python3
"""Duration of a start: until the first answer, until a renderer is ready, and until the first hit.

    bench/start.py [ENTRIES]

Milliseconds from the call of `./calotype serve`, the median of 7 starts: with an empty data folder, and with one
picture and ENTRIES cached renditions (100,000 without the argument).
"""

import hashlib
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

from program import Program

STARTS = 7
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><circle r="300" fill="#469"/></svg>'


def fill(data, entries):
    """Copies of one rendition under as many other owners."""
    rendition = next(path for path in (data / "renditions").glob("??/??/one/*.webp"))
    content = rendition.read_bytes()
    for i in range(entries):
        owner = f"other{i}"
        digest = hashlib.sha256(owner.encode()).hexdigest()
        folder = data / "renditions" / digest[:2] / digest[2:4] / owner
        folder.mkdir(parents=True)
        (folder / rendition.name).write_bytes(content)


def wait(program, path, good):
    while True:
        try:
            status, headers, _ = program.request("GET", path)
            if good(status, headers):
                return (time.monotonic() - program.begun) * 1e3
        except OSError:
            pass
        time.sleep(0.002)


def measure(name, data):
    times = []
    for _ in range(STARTS):
        if data is None:
            program = Program()
            hit = float("nan")
            live = program.started * 1e3
        else:
            program = Program(data=data)
            live = program.started * 1e3
            hit = wait(program, "/images/one/medium", lambda s, h: "hit" in h.get("cache-status", ""))
        ready = wait(program, "/health/ready", lambda s, h: s == 200)
        program.stop()
        times.append((live, hit, ready))
    live, hit, ready = (statistics.median(t[i] for t in times) for i in range(3))
    print(f"| {name} | {live:.0f} | {hit:.0f} | {ready:.0f} |", flush=True)


def main():
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print("| data folder | listens, ms | first hit, ms | renderer ready, ms |\n|---|---|---|---|")
    measure("empty", None)
    data = pathlib.Path(tempfile.mkdtemp(prefix="calotype-start-"))
    program = Program(data=data)
    program.request("PUT", "/api/media/one", PICTURE)
    program.stop()
    measure("one picture", data)
    fill(data, entries)
    measure(f"{entries:,} renditions", data)
    shutil.rmtree(data)


if __name__ == "__main__":
    main()
