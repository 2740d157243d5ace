#!/usr/bin/env python3
"""Costs of a million records: lists, single records and uploads, in SQLite and in Redis.

    bench/records.py [RECORDS]

RECORDS (1,000,000 without the argument) are filled in by `CatalogFill`, of the tests, through the adapters of the program.
The script then measures: pages of 50 of the whole list, the first one and some at random positions; of
a group of a thousand; of the list of an editor; single records, each a different one; and uploads of a small PNG, which
alternate with those to an empty server. Milliseconds over one kept connection. Run `mvn test-compile` first.
"""

import base64
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import hashlib
import struct
import zlib

from program import ROOT, Client, Program, Redis, at

ASKED = 400
UPLOADS = 200
GROUP = 1_000
KEYS = {"root": "admin", "editor3": "editor"}
SETTINGS = {
    "API_KEYS": ",".join(f"{name}:{role}:{hashlib.sha256(name.encode()).hexdigest()}" for name, role in KEYS.items()),
    "PREGENERATE": "",
}


def fill(where, records):
    """Fills a catalog; the milliseconds since 1970 of the first record, and the seconds that it took."""
    jar, classes = ROOT / "target/calotype.jar", ROOT / "target/test-classes"
    if not (classes / "io/calotype/catalog/CatalogFill.class").exists():
        raise SystemExit("bench: the tests are not compiled: mvn test-compile")
    jdk = subprocess.run([ROOT / "calotype", "jdk-home"], capture_output=True, text=True, check=True).stdout.strip()
    command = [f"{jdk}/bin/java", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp", f"{classes}:{jar}",
               "io.calotype.catalog.CatalogFill", where, str(records)]
    begun = time.monotonic()
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=3600).stdout
    return int(re.search(r"first=(\d+)", said).group(1)), time.monotonic() - begun


def record_id(first, i):
    """The id that `CatalogFill` has given to its record number `i`."""
    millis = first + 1_000 * i
    return f"{millis >> 16:08x}-{millis & 0xffff:04x}-7000-8000-{i:012x}"


def cursor(first, i):
    """Where the page begins whose first record is the one before number `i`."""
    return base64.urlsafe_b64encode(f"{first + 1_000 * i}:{record_id(first, i)}".encode()).decode().rstrip("=")


def png(i):
    """A PNG of 8 x 8 pixels that is unlike any other."""
    rows = b"".join(b"\0" + hashlib.sha256(f"{i} {y}".encode()).digest()[:24] for y in range(8))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def asked(program, key, paths):
    """Milliseconds of each GET, after some that warm the program up."""
    client = Client(program, {"Authorization": "Bearer " + key})
    took = []
    for i, path in enumerate(paths):
        status, content, millis = client.request("GET", path)
        assert status == 200, (path, status, content[:200])
        if i >= len(paths) // 4:
            took.append(millis)
    return took


def reads(program, first, records):
    """What is asked, and how long it takes."""
    anywhere = [random.randrange(records // 10, records) for _ in range(ASKED)]
    groups = [random.randrange(max(1, records // GROUP)) for _ in range(ASKED)]
    return {
        "first page": asked(program, "root", ["/api/media?limit=50"] * ASKED),
        "a page anywhere": asked(program, "root", [f"/api/media?limit=50&cursor={cursor(first, i)}" for i in anywhere]),
        "a page of a group": asked(program, "root", [f"/api/media?limit=50&group=g{g}" for g in groups]),
        "an editor's first page": asked(program, "editor3", ["/api/media?limit=50"] * ASKED),
        "an editor's page anywhere": asked(program, "editor3", [f"/api/media?limit=50&cursor={cursor(first, i)}" for i in anywhere]),
        "one record": asked(program, "root", [f"/api/media/{record_id(first, i)}" for i in anywhere]),
    }


def uploads(full, empty):
    """Milliseconds of uploads to both, by turns."""
    clients = [Client(program, {"Authorization": "Bearer root"}) for program in (full, empty)]
    took = ([], [])
    for i in range(UPLOADS + UPLOADS // 4):
        for client, times in zip(clients, took):
            status, content, millis = client.request("PUT", f"/api/media/up{i}", png(i))
            assert status == 201, content
            if i >= UPLOADS // 4:
                times.append(millis)
    return took


def measure(name, full, empty, first, records):
    """A row of the table for each thing that is asked."""
    for what, took in reads(full, first, records).items():
        print(f"| {name} | {what} | {at(took, 0.5):.2f} | {at(took, 0.99):.2f} |", flush=True)
    for what, took in zip(("an upload", "an upload, nothing else there"), uploads(full, empty)):
        print(f"| {name} | {what} | {at(took, 0.5):.2f} | {at(took, 0.99):.2f} |", flush=True)


def sqlite(records):
    """Filled where syncing costs nothing, and taken to where the program expects it."""
    memory = tempfile.mkdtemp(prefix="calotype-records-", dir="/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None)
    data = pathlib.Path(tempfile.mkdtemp(prefix="calotype-records-"))
    programs = []
    try:
        first, took = fill(f"{memory}/catalog.db", records)
        shutil.move(f"{memory}/catalog.db", data / "catalog.db")
        size = (data / "catalog.db").stat().st_size
        programs = [Program(data=data, **SETTINGS), Program(**SETTINGS)]
        measure("SQLite", *programs, first, records)
        return f"SQLite: filled in {took:.0f} s; catalog.db is {size / 1e6:.0f} MB, {size / records:.0f} bytes a record."
    finally:
        [program.stop() for program in programs]
        shutil.rmtree(memory, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def redis(records):
    servers, programs = [Redis(), Redis()], []
    try:
        before = servers[0].used()
        first, took = fill(servers[0].url, records)
        size = servers[0].used() - before
        programs = [Program(CATALOG="redis", REDIS_URL=server.url, **SETTINGS) for server in servers]
        measure("Redis", *programs, first, records)
        return f"Redis: filled in {took:.0f} s; it uses {size / 1e6:.0f} MB, {size / records:.0f} bytes a record."
    finally:
        [program.stop() for program in programs]
        [server.stop() for server in servers]


def main():
    records = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000
    random.seed(1)
    print(f"{records:,} records\n\n| records in | asked for | p50 ms | p99 ms |\n|---|---|---|---|", flush=True)
    said = [sqlite(records), redis(records)]
    print("\n" + "\n".join(said))


if __name__ == "__main__":
    main()
