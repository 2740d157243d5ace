#!/usr/bin/env python3
"""Costs of cold renditions by their number since the start, by thread.

    bench/curve.py [SOURCE] [--format webp] [--requests 1000] [--starts 3] [--root CHECKOUT]

CPU milliseconds of each request, two in flight, in a new server: the first 6 requests, the next 24, then up to 100, 300 and 1,000.
Columns are threads of the server and of its renderers: event loops (request, response), carriers of virtual threads
(admission, pipe, check), disk threads (work directory, cache), the compilers, the rest (collector, other JVM threads). `libvips` is
the same rendition by bench/bare.c. The mean of all starts; SOURCE is a file of the corpus, an 8 MP JPEG without it.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import shutil
import tempfile
import time

from cold import bare_ms, build_bare
from program import CORPUS, RENDERERS, ROOT, SERVER, Program, by_thread

BUCKETS = (6, 30, 100, 300, 1000, 3000, 10000)
MEDIA = 24
FLIGHTS = 2


def start(data, root, form, requests, totals):
    program = Program(root=root, data=data, PREGENERATE="")
    program.await_ready()
    done = 0
    totals["start"] += by_thread(program)
    for until in (end for end in BUCKETS if end <= requests):
        while done < until:
            count = min(MEDIA, until - done)
            program.clear()
            before, begun = by_thread(program), time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(FLIGHTS) as pool:
                answers = list(pool.map(lambda i: program.request("GET", f"/images/p{i}/medium?format={form}")[0], range(count)))
            assert set(answers) == {200}, answers
            took = time.monotonic() - begun
            after = by_thread(program)
            after.subtract(before)
            for key, value in after.items():
                totals[until][key] += value
            totals[until]["requests"] += count
            totals[until]["seconds"] += took
            done += count
    program.stop_and_keep()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("source", nargs="?", default="photos/jpeg-iphone4s-8mp-orient6.jpg")
    arguments.add_argument("--format", default="webp")
    arguments.add_argument("--requests", type=int, default=1000)
    arguments.add_argument("--starts", type=int, default=3)
    arguments.add_argument("--root", type=pathlib.Path, default=ROOT)
    options = arguments.parse_args()
    source, root = CORPUS / options.source, options.root.resolve()
    data = pathlib.Path(tempfile.mkdtemp(prefix="calotype-curve-"))
    program = Program(root=root, data=data, PREGENERATE="")
    for i in range(MEDIA):
        assert program.request("PUT", f"/api/media/p{i}", source.read_bytes())[0] == 201
    program.stop_and_keep()
    totals = collections.defaultdict(collections.Counter)
    bare = bare_ms(build_bare(), source, options.format, "400", 20)
    for _ in range(options.starts):
        start(data, root, options.format, options.requests, totals)
    shutil.rmtree(data)
    print_table(totals, options.starts, bare)


def print_table(totals, starts, bare):
    print("| requests | ms CPU | " + " | ".join(f"server {name}" for name in SERVER) + " | " + " | ".join(f"renderers {name}" for name in RENDERERS) + " | libvips | req/s |")
    print("|---" * (len(SERVER) + len(RENDERERS) + 4) + "|")
    first = 1
    for until, found in totals.items():
        count = starts if until == "start" else found["requests"]
        parts = [found[False, name] / count for name in SERVER] + [found[True, name] / count for name in RENDERERS]
        rate = "" if until == "start" else f"{found['requests'] / found['seconds']:.1f}"
        label = "start" if until == "start" else f"{first} to {until}"
        print(f"| {label} | {sum(parts):.1f} | " + " | ".join(f"{part:.1f}" for part in parts) + f" | {bare:.1f} | {rate} |")
        first = 1 if until == "start" else until + 1


if __name__ == "__main__":
    main()
