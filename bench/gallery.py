#!/usr/bin/env python3
"""A gallery of real photographs: its import, its first page, its disk usage, and its memory over many requests.

    bench/gallery.py [PICTURES] [REQUESTS]

PICTURES (1,000 without the argument) are the JPEGs and PNGs of at least 100 KB of the corpus, repeated, each with a
unique comment, so that no two have the same bytes. `./calotype upload` imports them; the CPU of each photograph is printed by thread,
with that of the client, and the share of all cores that was busy. A page is 48 thumbnails of the newest pictures. A hundred visitors open it at once, each over its own connection: first with empty
caches, then again. Then 16 connections send REQUESTS (300,000, an hour of a hundred pages a minute): thumbnails, half
of them with the ETag of the client's copy, whole pictures, lists, and one in 2,000 a new size. Resident
memory is sampled twice a second, and the mean of each quarter of the requests is printed. The clients are one Python
process on the same cores: times are an upper bound.
"""

import json
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

from program import CORPUS, ROOT, TICK, Crowd, Program, at, by_thread, resident_of

REAL = 100_000
PAGE = 48
VISITORS = 100
CONNECTIONS = 16
COLD_ONE_IN = 2_000
ETAG = re.compile(rb"(?i)\r\netag: ([^\r]+)")
STEPS = (96, 128, 256, 320, 480, 640, 960)


def unique(content, number):
    """The same picture with a comment: a COM segment behind SOI, or a tEXt chunk behind IHDR."""
    text = f"picture {number}".encode()
    if content[:2] == b"\xff\xd8":
        return content[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + content[2:]
    data = b"Comment\0" + text
    chunk = struct.pack(">I", len(data)) + b"tEXt" + data + struct.pack(">I", zlib.crc32(b"tEXt" + data))
    return content[:33] + chunk + content[33:]


def make(folder, count):
    """Writes the pictures; their bytes in all."""
    sources = [path for path in sorted((CORPUS / "photos").glob("*")) if path.suffix in (".jpg", ".png") and path.stat().st_size >= REAL]
    total = 0
    for i in range(count):
        source = sources[i % len(sources)]
        content = unique(source.read_bytes(), i)
        (folder / f"{i:05}-{source.name}").write_bytes(content)
        total += len(content)
    return total


def imported(program, folder, count):
    """Uploads the folder with the command line client: what it says of all. Prints where the time goes."""
    before, client, idle, begun = by_thread(program), os.times(), idle_seconds(), time.monotonic()
    run = subprocess.run([ROOT / "calotype", "upload", str(folder), "--json", "--url", f"http://{program.host}:{program.port}"],
                         stdout=subprocess.PIPE, text=True, timeout=3 * 3600)
    said = json.loads(run.stdout.strip().splitlines()[-1])
    assert run.returncode == 0 and said["failed"] == 0, said
    used, after = by_thread(program), os.times()
    used.subtract(before)
    parts = {("renderers: " if renderer else "server: ") + work: millis / count for (renderer, work), millis in used.items()}
    parts["client"] = (sum(after[2:4]) - sum(client[2:4])) * 1e3 / count
    busy = 1 - (idle_seconds() - idle) / (time.monotonic() - begun) / os.cpu_count()
    print("ms CPU a photograph: " + ", ".join(f"{name} {value:.1f}" for name, value in sorted(parts.items())) + f"; the cores were busy for {100 * busy:.0f}%\n")
    return said


def idle_seconds():
    """The time in which a core of the machine was idle or waited for a disk, all cores together."""
    with open("/proc/stat") as stat:
        fields = stat.readline().split()
    return (int(fields[4]) + int(fields[5])) / TICK


def media(program, count):
    """The newest records."""
    items, cursor = [], ""
    while len(items) < count:
        _, _, content = program.request("GET", f"/api/media?limit=200{cursor}")
        page = json.loads(content)
        items += page["items"]
        if page["next"] is None:
            break
        cursor = "&cursor=" + page["next"]
    return items[:count]


def visit(program, thumbnails):
    """A hundred visitors open the page: milliseconds of each request, and seconds until all have it."""
    times = []

    def answered(path, status, millis, head):
        assert status == 200, (path, status)
        times.append(millis)

    accept = {"Accept": "image/webp,*/*"}
    lists = [random.sample([(path, accept) for path in thumbnails], len(thumbnails)) for _ in range(VISITORS)]
    return times, Crowd(program).run(lists, answered)


class Mixture:
    """What the clients of an hour ask for, and how much of it has been answered."""

    def __init__(self, items, requests):
        self.items, self.left, self.total = items, requests, requests
        self.etags, self.statuses, self.kinds = {}, {}, {}
        self.cold = [(i, w) for w in STEPS for i in range(len(items))]
        random.shuffle(self.cold)

    def next(self):
        number, item = random.randrange(COLD_ONE_IN), random.choice(self.items[:400])
        if number == 0 and self.cold:
            i, width = self.cold.pop()
            return "cold size", f"/images/{self.items[i]['id']}?w={width}", {}
        if number < COLD_ONE_IN // 20:
            return "list", "/api/media?limit=48", {}
        if number < COLD_ONE_IN // 5:
            return "whole picture", f"/images/{item['id']}/large", {}
        path = item["links"]["thumbnail"]
        etag = self.etags.get(path)
        known = etag is not None and number % 2 == 0
        return ("with an ETag" if known else "thumbnail"), path, {"Accept": "image/webp,*/*", **({"If-None-Match": etag} if known else {})}

    def requests(self):
        while self.left > 0:
            self.left -= 1
            kind, path, headers = self.next()
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            yield path, headers

    def answered(self, path, status, millis, head):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        etag = ETAG.search(head)
        if etag and path.startswith("/api/media/"):
            self.etags[path] = etag.group(1).decode()


def memory(program, mixture, over, samples):
    """Samples (share of the requests that are done, server, renderers) in bytes."""
    while not over.wait(0.5):
        pids = program.tree()
        samples.append((1 - mixture.left / mixture.total, resident_of(pids[0]), sum(map(resident_of, pids[1:]))))


def hour(program, items, requests):
    mixture, over, samples = Mixture(items, requests), threading.Event(), []
    sampler = threading.Thread(target=memory, args=(program, mixture, over, samples))
    sampler.start()
    try:
        seconds = Crowd(program).run([mixture.requests() for _ in range(CONNECTIONS)], mixture.answered)
    finally:
        over.set()
        sampler.join()
    print(f"\n{requests:,} requests in {seconds:.0f} s: " + ", ".join(f"{n:,} × {kind}" for kind, n in sorted(mixture.kinds.items()))
          + "; answers " + ", ".join(f"{n:,} × {status}" for status, n in sorted(mixture.statuses.items())))
    print("\n| quarter | server MB | renderers MB |\n|---|---|---|")
    for quarter in range(4):
        part = [sample for sample in samples if quarter / 4 <= sample[0] < (quarter + 1) / 4 or (quarter == 3 and sample[0] >= 1)]
        if part:
            print(f"| {quarter + 1} | {sum(s for _, s, _ in part) / len(part) / 1e6:.0f} | {sum(r for _, _, r in part) / len(part) / 1e6:.0f} |")


def under(folder):
    """Files, and bytes of them, below a folder."""
    sizes = [os.path.getsize(os.path.join(at_, name)) for at_, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
    random.seed(1)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-gallery-"))
    program = None
    try:
        total = make(folder, count)
        program = Program(CACHE_MAX_SIZE="50GiB")
        said = imported(program, folder, count)
        seconds = said["millis"] / 1e3
        print(f"{count} photographs, {total / 1e6:.0f} MB: imported in {seconds:.0f} s, {count / seconds:.1f} a second, {total / 1e6 / seconds:.1f} MB/s\n")
        files, size = under(program.data / "renditions")
        print(f"{files} renditions made by then, {size / 1e6:.0f} MB: {100 * size / total:.1f}% of the originals\n")
        items = media(program, count)
        thumbnails = [item["links"]["thumbnail"] for item in items[:PAGE]]
        program.clear()
        print(f"| {VISITORS} visitors, {len(thumbnails)} thumbnails each | p50 ms | p99 ms | all have the page after s |\n|---|---|---|---|")
        for name in ("nothing is in a cache", "again"):
            times, took = visit(program, thumbnails)
            print(f"| {name} | {at(times, 0.5):.1f} | {at(times, 0.99):.1f} | {took:.2f} |", flush=True)
        hour(program, items, requests)
    finally:
        if program:
            program.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
