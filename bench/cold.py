#!/usr/bin/env python3
"""Cold renditions over HTTP against the same libvips called directly and tuned in a loop.

    bench/cold.py [COUNT]

For each source: CPU milliseconds of the whole process tree for a cold 400 px rendition, the direct loop
(bench/bare.c) in the same run, and their ratio; then requests a second at 1, 2 and 4 in flight, and the
peak resident memory. Then the same by the threads that do the work. Then an upload with its presets (small, medium, large; each as WebP and as JPEG; the
whole picture where it is small) against the same renditions made one by one, and 64 clients at once on 24-megapixel pictures.
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile
import threading
import time

from program import CORPUS, RENDERERS, ROOT, SERVER, Program, by_thread, require

SOURCES = [
    ("8 MP JPEG, baseline", "photos/jpeg-iphone4s-8mp-orient6.jpg"),
    ("24 MP JPEG, baseline", "photos/jpeg-6000x4000-24mp-painting.jpg"),
    ("24 MP JPEG, progressive", "photos/jpeg-24mp-progressive.jpg"),
    ("17 MP JPEG, progressive", "photos/jpeg-4096x4096-17mp-6.7mb.jpg"),
    ("2.5 MP PNG", "photos/png-hero-1920x1280-2mb.png"),
    ("17 MP WebP", "photos/webp-lossy-4096x4096.webp"),
]
TUNED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "2000000000", "MALLOC_ARENA_MAX": "1"}


def build_bare():
    require(("gcc", "gcc"))
    machine = {"x86_64": "x64", "aarch64": "arm64"}[os.uname().machine]
    folder = ROOT / "native" / "node_modules" / "@img" / f"sharp-libvips-linux-{machine}" / "lib"
    library = next(folder.glob("libvips-cpp.so.*"))
    bare = os.path.join(tempfile.mkdtemp(prefix="calotype-bare-"), "bare")
    subprocess.run(["gcc", "-O2", "-o", bare, str(ROOT / "bench" / "bare.c"), str(library), f"-Wl,-rpath,{folder}"], check=True)
    return bare


def bare_ms(bare, source, form, sides, count):
    run = subprocess.run([bare, str(source), form, sides, str(count)], env=dict(os.environ, **TUNED),
                         check=True, capture_output=True, text=True)
    return float(run.stdout)


class Memory(threading.Thread):
    """Notes the peak of the resident memory until it is stopped."""

    def __init__(self, program):
        super().__init__(daemon=True)
        self.program, self.peak, self.going = program, 0, True
        self.start()

    def run(self):
        while self.going:
            self.peak = max(self.peak, self.program.resident())
            time.sleep(0.05)


def upload(program, source, count, prefix):
    body = source.read_bytes()
    for i in range(count):
        status, _, answer = program.request("PUT", f"/api/media/{prefix}{i}", body, {"Content-Type": "image/x"})
        if status != 201:
            raise SystemExit(f"{source.name}: {status} {answer[:200]}")


def warm(program):
    """The server's compilers have to see the way first: 1,600 renders of a small picture."""
    source = CORPUS / "photos" / "jpeg-display-p3.jpg"
    upload(program, source, 400, "warm-")
    paths = [f"/images/warm-{i}/{path}" for i in range(400) for path in ("small", "medium", "small.jpg", "medium.jpg")]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: program.request("GET", path), paths))


def cold(program, source, form, count, flights):
    """Milliseconds of CPU a request, and requests a second."""
    prefix = f"{form}{flights}-"
    upload(program, source, count + 4, prefix)
    get = lambda i: program.request("GET", f"/images/{prefix}{i}/medium?format={form}")
    for i in range(count, count + 4):
        get(i)
    time.sleep(0.3)
    ids = program.tree()
    before, begun = program.cpu(ids), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(flights) as pool:
        answers = list(pool.map(get, range(count)))
    took, used = time.monotonic() - begun, program.cpu(ids) - before
    assert all(a[0] == 200 and a[1]["cache-status"].startswith("calotype; fwd=miss") for a in answers)
    return used * 1e3 / count, count / took


def together(name, source, count):
    """CPU of an upload with all its presets, and of the same renditions one by one."""
    paths = [f"/{preset}?format={form}" for preset in ("small", "medium", "large") for form in ("webp", "jpeg")]
    if "2.5 MP" in name:
        paths.append("")  # an upload of at most 4 MP makes the whole picture as well
    costs = []
    for presets in ("small,medium,large", ""):
        program = Program(PREGENERATE=presets)
        warm(program)
        before = program.cpu()
        upload(program, source, count, "p")
        if not presets:
            before = program.cpu()
            for i in range(count):
                for path in paths:
                    program.request("GET", f"/images/p{i}{path}")
        costs.append((program.cpu() - before) * 1e3 / count)
        program.stop()
    print(f"| {name} | {costs[0]:.1f} | {costs[1]:.1f} | {costs[0] / costs[1]:.2f} |", flush=True)


def burst(clients):
    """All clients at once for cold renditions of as many 24-megapixel pictures."""
    program = Program(PREGENERATE="")
    upload(program, CORPUS / "photos/jpeg-24mp-progressive.jpg", clients, "b")
    memory = Memory(program)
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(lambda i: program.request("GET", f"/images/b{i}/medium")[0], range(clients)))
    took = time.monotonic() - begun
    memory.going = False
    with open(f"/proc/{program.process.pid}/status") as status:
        server = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    program.stop()
    print(f"\n{clients} clients at once, 24 MP progressive: {answers.count(200)} answered 200, "
          f"{clients - answers.count(200)} otherwise, in {took:.1f} s; peak resident memory of the whole tree "
          f"{memory.peak / 1e6:.0f} MB, of the server {server / 1e6:.0f} MB (heap at most 256 MiB)", flush=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    renders(count)
    phases(count)
    print("\n| source | an upload with its presets, ms CPU | the same one by one | ratio |\n|---|---|---|---|")
    for name, path in SOURCES:
        together(name, CORPUS / path, count)
    burst(64)


def phases(count):
    """The work behind a cold rendition, by thread. The jobs of renderers are those of libvips and our calls of it."""
    bare = build_bare()
    print("\n| source | to | " + " | ".join(f"server: {work}" for work in SERVER) + " | " + " | ".join(f"renderers: {work}" for work in RENDERERS)
          + " | bare | all |\n" + "|---" * (len(SERVER) + len(RENDERERS) + 4) + "|")
    for name, path in SOURCES:
        program = Program(PREGENERATE="")
        warm(program)
        for form in ("webp", "jpeg"):
            upload(program, CORPUS / path, count, f"{form}-")
            before = by_thread(program)
            for i in range(count):
                assert program.request("GET", f"/images/{form}-{i}/medium?format={form}")[0] == 200
            used = by_thread(program)
            used.subtract(before)
            cells = [used[False, work] / count for work in SERVER] + [used[True, work] / count for work in RENDERERS]
            yardstick = bare_ms(bare, CORPUS / path, form, "400", count)
            print(f"| {name} | {form} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {yardstick:.1f} | {sum(cells):.1f} |", flush=True)
        program.stop()


def renders(count):
    bare = build_bare()
    print("| source | to | bare ms CPU | Calotype ms CPU | ratio | req/s at 1 | at 2 | at 4 | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, path in SOURCES:
        source = CORPUS / path
        program = Program(PREGENERATE="")
        warm(program)
        for form in ("webp", "jpeg"):
            memory = Memory(program)
            yardstick = bare_ms(bare, source, form, "400", count)
            one, rate1 = cold(program, source, form, count, 1)
            yardstick = (yardstick + bare_ms(bare, source, form, "400", count)) / 2
            rates = [cold(program, source, form, count, flights)[1] for flights in (2, 4)]
            memory.going = False
            print(f"| {name} | {form} | {yardstick:.1f} | {one:.1f} | {one / yardstick:.2f} | {rate1:.1f} "
                  f"| {rates[0]:.1f} | {rates[1]:.1f} | {memory.peak / 1e6:.0f} |", flush=True)
        program.stop()


if __name__ == "__main__":
    main()
