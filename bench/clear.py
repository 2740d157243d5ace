#!/usr/bin/env python3
"""Latency of requests while a million cache entries are cleared.

    bench/clear.py [ENTRIES]

ENTRIES (1,000,000 without the argument) are small files with valid names in the tree of the disk cache, six for each
owner. The script requests thumbnails of 50 other pictures a thousand times a second: for ten seconds before, and during
`POST /api/cache/clear {"all":true}`, which removes them too. It prints the milliseconds of these requests before and
during the clear, for hits and for renditions that were rendered again, and the duration of the clear.
"""

import hashlib
import json
import multiprocessing
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import time

from program import Client, Crowd, Program, at, crc32c

OWNED = 6
PICTURES = 50
CONNECTIONS = 8
PAUSE = 0.008
BEFORE = 10
CONTENT = b"RIFF\x04\0\0\0WEBP"


def owner(arguments):
    """Writes the entries of one owner; how many."""
    root, number, count, suffix = arguments
    name = f"old{number}"
    digest = hashlib.sha256(name.encode()).hexdigest()
    folder = pathlib.Path(root, digest[:2], digest[2:4], name)
    folder.mkdir(parents=True)
    for i in range(count):
        (folder / f"{200 * (i + 1)}x{150 * (i + 1)}-q85-0a0b0c0d.{suffix}").write_bytes(CONTENT)
    return count


def fill(root, entries):
    """Writes them all; how many there are."""
    suffix = f"{len(CONTENT)}-{crc32c(CONTENT):08x}.webp"
    owners = [(str(root), i, min(OWNED, entries - OWNED * i), suffix) for i in range((entries + OWNED - 1) // OWNED)]
    with multiprocessing.Pool(2) as pool:
        return sum(pool.imap_unordered(owner, owners, 500))


def picture(i):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><circle r="{100 + i}" fill="#469"/></svg>'.encode()


def metric(program, name):
    _, _, content = program.request("GET", "/metrics")
    return sum(float(line.rpartition(" ")[2]) for line in content.decode().splitlines() if line.startswith(name))


def counted(program, entries):
    """Waits until the program knows of them all."""
    until = time.monotonic() + 1800
    while metric(program, "calotype_cache_disk_entries") < entries:
        if time.monotonic() > until:
            raise SystemExit("bench: the entries are not counted")
        time.sleep(0.5)


class Clients:
    """Ask for thumbnails until they are told to stop."""

    def __init__(self, program):
        self.program, self.over, self.answers = program, False, []
        self.thread = threading.Thread(target=self.run)

    def requests(self):
        while not self.over:
            yield f"/images/here{random.randrange(PICTURES)}/medium", {}

    def answered(self, path, status, millis, head):
        self.answers.append((time.monotonic(), status, millis, b"fwd=miss" in head))

    def run(self):
        Crowd(self.program, PAUSE).run([self.requests() for _ in range(CONNECTIONS)], self.answered)

    def between(self, begin, end, made):
        """Status and milliseconds of requests that were under way in that time, for hits or for what was made again."""
        return [(status, millis) for answered, status, millis, miss in self.answers
                if miss == made and answered >= begin and answered - millis / 1e3 <= end]


def row(name, answers):
    times = [millis for _, millis in answers]
    failed = sum(status != 200 for status, _ in answers)
    print(f"| {name} | {len(times):,} | {at(times, 0.5):.2f} | {at(times, 0.99):.2f} | {max(times, default=float('nan')):.1f} | {failed} |", flush=True)


def main():
    entries = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000
    random.seed(1)
    data = pathlib.Path(tempfile.mkdtemp(prefix="calotype-clear-"))
    program = clients = None
    try:
        begun = time.monotonic()
        filled = fill(data / "renditions", entries)
        print(f"{filled:,} entries written in {time.monotonic() - begun:.0f} s", flush=True)
        program = Program(data=data, CACHE_MAX_SIZE="50GiB")
        begun = time.monotonic()
        counted(program, entries)
        print(f"counted {time.monotonic() - begun:.0f} s after the start\n", flush=True)
        for i in range(PICTURES):
            status, _, content = program.request("PUT", f"/api/media/here{i}", picture(i))
            assert status == 201, content
        clients = Clients(program)
        clients.thread.start()
        time.sleep(2)
        quiet = time.monotonic()
        time.sleep(BEFORE)
        begun = time.monotonic()
        client = Client(program)
        client.connection.timeout = 3600
        status, content, millis = client.request("POST", "/api/cache/clear", b'{"all":true}', {"Content-Type": "application/json"})
        ended = time.monotonic()
        assert status == 200, content
        removed = json.loads(content)["removed"]
        assert removed >= entries, removed
        clients.over = True
        clients.thread.join()
        print("| requests for thumbnails | how many | p50 ms | p99 ms | max ms | not 200 |\n|---|---|---|---|---|---|")
        row("hits before", clients.between(quiet, begun, False))
        row("hits while all is cleared", clients.between(begun, ended, False))
        row("made again meanwhile", clients.between(begun, ended, True))
        print(f"\n{removed:,} entries removed in {millis / 1e3:.1f} s: {removed / millis * 1e3:,.0f} a second")
    finally:
        if clients:
            clients.over = True
        if program:
            program.stop()
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
