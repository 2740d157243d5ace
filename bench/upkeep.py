#!/usr/bin/env python3
"""Effect of upkeep on the latency of views.

    bench/upkeep.py [ENTRIES] [SECONDS]

Four clients request 60 thumbnails from the disk (without a memory cache), about 200 requests a second each. The cache has
ENTRIES tiny files of 20,000 owners, and there are 40 originals of 7 MB. The script prints requests, latency and the
server's CPU: alone, during the scrub, during periodic upkeep, during `calotype upkeep`, and while the whole cache is
cleared.
"""

import hashlib
import http.client
import pathlib
import re
import sys
import threading
import time

from program import CORPUS, Program, crc32c

SOURCE = CORPUS / "photos/jpeg-exif-long-orientation.jpg"
LARGE = CORPUS / "photos/jpeg-4096x4096-17mp-6.7mb.jpg"  # 40 of them are scrubbed
BYTES = b"RIFFxxxxW"
PATHS = [f"/images/p{n}?w={width}" for n in range(20) for width in (200, 400, 640)]
PAUSE = 0.004


def fill(renditions, entries, owners=20_000):
    checksum = f"{crc32c(BYTES):08x}"
    for n in range(entries):
        owner = f"tiny-{n % owners}"
        name = hashlib.sha256(owner.encode()).hexdigest()
        folder = pathlib.Path(renditions, name[:2], name[2:4], owner)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{n // owners}x9-q85-0a0b0c0d.{len(BYTES)}-{checksum}.webp").write_bytes(BYTES)


class Viewers:
    def __init__(self, program, count=4):
        self.program, self.over, self.seen = program, False, []
        self.threads = [threading.Thread(target=self.look, args=(n,), daemon=True) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def look(self, number):
        connection = http.client.HTTPConnection(self.program.host, self.program.port)
        at = number * 17
        while not self.over:
            begun = time.monotonic()
            connection.request("GET", PATHS[at % len(PATHS)])
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{PATHS[at % len(PATHS)]}: {answer.status}"
            self.seen.append((begun, time.monotonic() - begun, "hit" in answer.headers["Cache-Status"]))
            at += 1
            time.sleep(PAUSE)

    def during(self, name, work):
        begun, cpu = time.monotonic(), self.program.cpu()
        work()
        took = time.monotonic() - begun
        used = self.program.cpu() - cpu
        hits = sorted(took for at, took, hit in self.seen if hit and at >= begun)
        of = lambda share: 1000 * hits[min(len(hits) - 1, int(share * len(hits)))]
        print(f"{name:26} {took:6.1f} s  {len(hits):6} hits  median {of(0.5):5.2f}  99% {of(0.99):6.2f}  "
              f"99.9% {of(0.999):6.2f}  longest {1000 * hits[-1]:6.1f} ms  CPU {100 * used / took:4.0f}%", flush=True)

    def end(self):
        self.over = True
        for thread in self.threads:
            thread.join()


def warmed(program):
    for n in range(20):
        program.request("PUT", f"/api/media/p{n}", SOURCE.read_bytes())
    for path in PATHS:
        program.request("GET", path)
    viewers = Viewers(program)
    time.sleep(5)
    return viewers


def scrubbed(program):
    """Bytes that the scrub has read."""
    metrics = program.request("GET", "/metrics")[2].decode()
    return float(re.search(r"^calotype_scrub_bytes_total (\S+)", metrics, re.MULTILINE).group(1))


def ordered(program, path, body):
    def work():
        status, _, answer = program.request("POST", path, body, {"Content-Type": "application/json"})
        assert status == 200, answer
    return work


def main():
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    usual = {"MEMORY_CACHE_SIZE": 0, "SCRUB_RATE": 0}

    program = Program(**{**usual, "UPKEEP_EVERY": "PT1S"})
    fill(program.data / "renditions", entries)
    for n in range(40):
        program.request("PUT", f"/api/media/large{n}", LARGE.read_bytes())
    viewers = warmed(program)
    viewers.during("upkeep, all the time", lambda: time.sleep(seconds))
    viewers.end()
    own, program.own = program.own, False
    program.stop()

    program = Program(data=program.data, **{**usual, "SCRUB_RATE": "8MiB"})
    viewers = warmed(program)
    read = scrubbed(program)
    viewers.during("scrub of 8 MiB a second", lambda: time.sleep(seconds))
    print(f"  read {(scrubbed(program) - read) / seconds / 2**20:.1f} MiB a second")
    viewers.end()
    program.stop()

    program = Program(data=program.data, **usual)
    program.own = own
    viewers = warmed(program)
    viewers.during("alone", lambda: time.sleep(seconds))
    viewers.during("calotype upkeep", ordered(program, "/api/admin/upkeep", ""))
    viewers.during("clear everything", ordered(program, "/api/cache/clear", '{"all":true}'))
    viewers.end()
    program.stop()


if __name__ == "__main__":
    main()
