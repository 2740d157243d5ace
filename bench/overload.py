#!/usr/bin/env python3
"""Hits while cold requests exceed capacity tenfold.

    bench/overload.py [SECONDS]

First the capacity: cold renditions a second with two clients. Then hits alone (wrk, 8 connections). Then both at
once: cold requests at ten times the capacity, each for a new rendition, and the same hits.
It prints requests a second and latency of the hits in both phases, and the results of the cold requests.
"""

import collections
import re
import subprocess
import sys
import threading
import time

from program import CORPUS, Program, at, require

SOURCE = "photos/jpeg-24mp-progressive.jpg"
RENDITIONS = [f"/{size}.{form}" for size in ("small", "medium", "large") for form in ("webp", "jpg", "png")]


def hits(program, seconds):
    """Requests a second, median and 99th percentile in milliseconds."""
    run = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", f"http://{program.host}:{program.port}/images/hit/medium"],
                         capture_output=True, text=True, check=True).stdout
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    tail = {p: float(v) * unit[u] for p, v, u in re.findall(r"(50|99)%\s+([0-9.]+)(us|ms|s)", run)}
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", run)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", run).group(1)), tail["50"], tail["99"], int(failed.group(1)) if failed else 0


class Cold:
    """Asks for one new rendition after the other."""

    def __init__(self, program, media):
        self.program, self.answers, self.lock = program, [], threading.Lock()
        self.paths = iter([f"/images/{m}{r}" for r in RENDITIONS for m in media])

    def ask(self):
        with self.lock:
            path = next(self.paths, None)
        if path is None:
            return False
        begun = time.monotonic()
        status, headers, _ = self.program.request("GET", path)
        with self.lock:
            self.answers.append((status, time.monotonic() - begun, headers.get("retry-after")))
        return True

    def closed(self, clients, seconds):
        """So many clients, each with its next request as soon as the last is answered."""
        until = time.monotonic() + seconds
        def run():
            while time.monotonic() < until and self.ask():
                pass
        threads = [threading.Thread(target=run) for _ in range(clients)]
        begun = time.monotonic()
        [t.start() for t in threads], [t.join() for t in threads]
        return len(self.answers) / (time.monotonic() - begun)

    def open(self, rate, seconds):
        """So many requests a second, whatever becomes of them."""
        threads, begun = [], time.monotonic()
        for i in range(int(rate * seconds)):
            time.sleep(max(0, begun + i / rate - time.monotonic()))
            threads.append(threading.Thread(target=self.ask))
            threads[-1].start()
        return threads


def main():
    require(("wrk", "wrk"))
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    source = (CORPUS / SOURCE).read_bytes()
    program = Program(PREGENERATE="")
    media = [f"m{i}" for i in range(120)]
    for i, name in enumerate(["hit"] + media):
        status, _, _ = program.request("PUT", f"/api/media/{name}", source + i.to_bytes(4, "big"))
        assert status == 201, status
    program.request("GET", "/images/hit/medium")

    capacity = Cold(program, media[:20]).closed(2, seconds)
    alone = hits(program, seconds)
    cold = Cold(program, media[20:])
    threads = []
    storm = threading.Thread(target=lambda: threads.extend(cold.open(10 * capacity, seconds + 2)))
    storm.start()
    time.sleep(1)
    meanwhile = hits(program, seconds)
    storm.join()
    peak = program.resident()
    [t.join() for t in threads]
    program.stop()

    print(f"cold capacity: {capacity:.1f}/s; asked for meanwhile: {10 * capacity:.0f}/s")
    print(f"{'hits':>12} {'req/s':>9} {'p50 ms':>8} {'p99 ms':>8} {'failed':>7}")
    for name, row in (("alone", alone), ("meanwhile", meanwhile)):
        print(f"{name:>12} {row[0]:9.0f} {row[1]:8.2f} {row[2]:8.2f} {row[3]:7d}")
    print(f"{'ratio':>12} {meanwhile[0] / alone[0]:9.2f}")
    counts = collections.Counter(status for status, _, _ in cold.answers)
    for status in sorted(counts):
        took = [t for s, t, _ in cold.answers if s == status]
        retry = {r for s, _, r in cold.answers if s == status and r}
        print(f"cold {status}: {counts[status]}, p50 {at(took, 0.5):.2f} s, p99 {at(took, 0.99):.2f} s" + (f", Retry-After {sorted(retry)}" if retry else ""))
    print(f"whole tree resident at the end of the storm: {peak >> 20} MiB")


if __name__ == "__main__":
    main()
