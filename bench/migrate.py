#!/usr/bin/env python3
"""Speed of the import of legacy records, whose pictures are base64 in Redis.

    bench/migrate.py [RECORDS] [PARALLEL]

RECORDS (1,000 without the argument) are JSON of about 2 MB under `image:<id>`, as such applications write them:
the picture, PNG or JPEG of noise, in `base64_data`, beside `title`, `style` and `prompt`, with a time to live of an hour. A server
has its records in the same Redis, and `./calotype migrate` moves the pictures into it. The script prints records and
megabytes a second, and the memory of Redis before and after.
"""

import base64
import io
import json
import os
import subprocess
import sys
import time

from program import ROOT, Program, Redis, require

BATCH = 50
TTL = 3600


def png(seed):
    """A PNG of noise, about 1.5 MB."""
    import struct
    import zlib
    width, height = 768, 650
    rows = b"".join(b"\0" + os.urandom(3 * width) for _ in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Comment\0" + str(seed).encode()) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b""))


def jpeg(seed):
    """A JPEG of noise, about 1.5 MB."""
    try:
        from PIL import Image
    except ImportError:
        raise SystemExit("bench: Pillow is missing: apt-get install python3-pil")
    picture, file = Image.frombytes("RGB", (1024, 1024), os.urandom(3 * 1024 * 1024)), io.BytesIO()
    picture.save(file, "JPEG", quality=95, comment=str(seed).encode())
    return file.getvalue()


def record(i):
    content = png(i) if i % 2 == 0 else jpeg(i)
    return json.dumps({"base64_data": base64.b64encode(content).decode(), "title": f"Picture {i}", "style": "ink",
                       "prompt": f"a fox that reads a book, seed {i}"}).encode(), len(content)


def fill(redis, records):
    """Bytes of the records, and of the pictures in them."""
    written = pictures = 0
    for begin in range(0, records, BATCH):
        commands = []
        for i in range(begin, min(records, begin + BATCH)):
            text, size = record(i)
            commands.append([b"SET", f"image:old-{i:05}".encode(), text, b"EX", str(TTL).encode()])
            written, pictures = written + len(text), pictures + size
        assert redis.pipe(commands) == 0
    return written, pictures


def migrate(redis, program, parallel):
    """The exit code, what was printed last, and the seconds that it took."""
    command = [ROOT / "calotype", "migrate", "--from", redis.url, "--pattern", "image:*", "--json",
               "--url", f"http://{program.host}:{program.port}"] + (["--parallel", parallel] if parallel else [])
    begun = time.monotonic()
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=3600)
    return run.returncode, (run.stdout.strip().splitlines() or [""])[-1], time.monotonic() - begun


def hits(program, records):
    """How many of some of the pictures are served out of the cache."""
    some = range(0, records, max(1, records // 100))
    answers = [program.request("GET", f"/images/old-{i:05}/medium") for i in some]
    return sum(status == 200 and "; hit" in headers.get("cache-status", "") for status, headers, _ in answers), len(some)


def main():
    require(("redis-server", "redis-server"), ("redis-cli", "redis-tools"))
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    parallel = sys.argv[2] if len(sys.argv) > 2 else None
    redis, program = Redis(), None
    try:
        empty = redis.used()
        written, pictures = fill(redis, records)
        before = redis.used()
        print(f"{records:,} records of {written / records / 1e6:.2f} MB, pictures of {pictures / records / 1e6:.2f} MB", flush=True)
        program = Program(CATALOG="redis", REDIS_URL=redis.url, CACHE_MAX_SIZE="50GiB")
        code, said, took = migrate(redis, program, parallel)
        print(f"exit code {code}; it said: {said}\n", flush=True)
        if code == 2:
            raise SystemExit("bench: nothing was migrated")
        after = redis.used()
        print("| records | s | records/s | pictures MB/s | Redis before MB | after MB | a record after, bytes |\n|---|---|---|---|---|---|---|")
        print(f"| {records:,} | {took:.1f} | {records / took:.1f} | {pictures / took / 1e6:.1f} | {before / 1e6:.0f} | {after / 1e6:.1f} | {(after - empty) / records:.0f} |")
        if code == 0:
            hit, asked = hits(program, records)
            print(f"\nof {asked} pictures {hit} are served out of the cache at once")
    finally:
        if program:
            program.stop()
        redis.stop()


if __name__ == "__main__":
    main()
