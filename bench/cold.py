#!/usr/bin/env python3
"""Cold renditions over HTTP against the same libvips called directly and tuned in a loop.

    bench/cold.py [COUNT] [--only renders,threads,masters,uploads,burst] [--imgproxy PATH] [--rounds 5]

renders: for each source, CPU milliseconds of the whole process tree for a cold 400 px rendition, the direct loop
(bench/bare.c) in the same run, and their ratio; then requests a second at 1, 2 and 4 in flight, and the peak resident memory
of the tree at 2 and at 4. With the binary of imgproxy at PATH, the same sources at 2 in flight by both programs in turns.

threads: the same by the threads that do the work.

masters: uploads of a video and of a HEIC, whose renditions are made from a master.

uploads: an upload with its presets (small, medium, large; each as WebP and as JPEG; the whole picture where it is small)
against the same renditions made one by one.

burst: 64 clients at once on 24-megapixel pictures.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

from program import CORPUS, RENDERERS, ROOT, SERVER, Imgproxy, Program, by_thread, ended_children, require

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
    """Milliseconds of CPU a request, requests a second, and the peak of the resident memory."""
    prefix = f"{form}{flights}-"
    upload(program, source, count + 4, prefix)
    get = lambda i: program.request("GET", f"/images/{prefix}{i}/medium?format={form}")
    for i in range(count, count + 4):
        get(i)
    time.sleep(0.3)
    answers, *measured = load(program, get, count, flights)
    assert all(a[0] == 200 and a[1]["cache-status"].startswith("calotype; fwd=miss") for a in answers)
    return measured


def load(program, get, count, flights):
    """The answers of `get` to 0, 1, …, `flights` at once; milliseconds of CPU each, answers a second, the peak of the resident memory."""
    ids = program.tree()
    memory = Memory(program)
    before, begun = program.cpu(ids), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(flights) as pool:
        answers = list(pool.map(get, range(count)))
    took, used = time.monotonic() - begun, program.cpu(ids) - before
    memory.going = False
    return answers, used * 1e3 / count, count / took, memory.peak


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
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("count", nargs="?", type=int, default=20)
    arguments.add_argument("--only", default="renders,threads,masters,uploads,burst")
    arguments.add_argument("--imgproxy", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    parts = {"renders": renders, "threads": threads, "masters": masters, "uploads": uploads, "burst": lambda _: burst(64)}
    for part in filter(None, options.only.split(",")):
        parts[part](options.count)
    if options.imgproxy:
        beside(options.imgproxy, options.count, options.rounds)


def uploads(count):
    print("\n| source | an upload with its presets, ms CPU | the same one by one | ratio |\n|---|---|---|---|")
    for name, path in SOURCES:
        together(name, CORPUS / path, count)


def head(*columns):
    print("\n| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|")


def by_work():
    """The columns of `cells`."""
    return [f"server: {work}" for work in SERVER] + [f"renderers: {work}" for work in RENDERERS]


def cells(before, after, count):
    after.subtract(before)
    return [after[False, work] / count for work in SERVER] + [after[True, work] / count for work in RENDERERS]


def threads(count):
    """The work behind a cold rendition, by thread. libvips works in the jobs of renderers, and in threads that end: the rest."""
    bare = build_bare()
    head("source", "to", *by_work(), "bare", "all")
    program = Program(PREGENERATE="")
    warm(program)
    for number, (name, path) in enumerate(SOURCES):
        for form in ("webp", "jpeg"):
            upload(program, CORPUS / path, count, f"{form}{number}-")
            before = by_thread(program)
            for i in range(count):
                assert program.request("GET", f"/images/{form}{number}-{i}/medium?format={form}")[0] == 200
            used = cells(before, by_thread(program), count)
            yardstick = bare_ms(bare, CORPUS / path, form, "400", count)
            print(f"| {name} | {form} | " + " | ".join(f"{cell:.1f}" for cell in used) + f" | {yardstick:.1f} | {sum(used):.1f} |", flush=True)
    program.stop()


def masters(count):
    """Uploads without presets of sources that need a master, after 3 that are not counted, by thread. ffprobe and ffmpeg are processes that
    have ended."""
    require(("ffmpeg", "ffmpeg"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-video-"))
    video = folder / "video.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=5", "-pix_fmt", "yuv420p", str(video)], check=True)
    program = Program(PREGENERATE="")
    head("source", *by_work(), "ffprobe and ffmpeg", "all", "ms until the answer")
    for name, source in (("5 s MP4, 1280×720", video), ("12 MP HEIC", CORPUS / "photos/heic-iphone-12mp.heic")):
        upload(program, source, 3, f"first-{source.stem}-")
        before, children, begun = by_thread(program), ended_children(program.process.pid), time.monotonic()
        upload(program, source, count, f"{source.stem}-")
        took = (time.monotonic() - begun) * 1e3 / count
        others = (ended_children(program.process.pid) - children) * 1e3 / count
        used = cells(before, by_thread(program), count)
        print(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in used) + f" | {others:.1f} | {sum(used) + others:.1f} | {took:.0f} |", flush=True)
    program.stop()
    shutil.rmtree(folder)
    before = os.times()
    for _ in range(count):
        subprocess.run(["ffprobe", "-version"], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    print(f"\nA start of ffprobe: {(sum(after[2:4]) - sum(before[2:4])) * 1e3 / count:.0f} ms of CPU", flush=True)


def beside(binary, count, rounds):
    """Calotype and imgproxy in turns, 2 in flight: medians of the rounds, and of the ratios of adjacent ones."""
    other = Imgproxy(binary, CORPUS)
    head("source", "to", "ms CPU", "imgproxy", "ratio", "lowest to highest", "req/s", "imgproxy", "ratio", "peak MB", "imgproxy")
    for name, path in SOURCES:
        program = Program(PREGENERATE="")
        upload(program, CORPUS / path, count, "p")
        warm(program)
        for form in ("webp", "jpeg"):
            pairs = []
            for number in range(rounds):
                pair = {}
                for i in ((0, 1), (1, 0))[number % 2]:
                    pair[i] = of_imgproxy(other, path, form, count) if i else of_calotype(program, form, count)
                pairs.append((pair[0], pair[1]))
            print_pairs(name, form, pairs)
        program.stop()
    other.stop()


def of_calotype(program, form, count):
    program.clear()
    answers, *measured = load(program, lambda i: program.request("GET", f"/images/p{i}/medium?format={form}"), count, 2)
    assert all(a[0] == 200 and "fwd=miss" in a[1]["cache-status"] for a in answers), answers[0][:2]
    return measured


def of_imgproxy(other, path, form, count):
    answers, *measured = load(other, lambda _: other.request("GET", other.path(path, 400, form)), count, 2)
    assert all(a[0] == 200 for a in answers), answers[0]
    return measured


def print_pairs(name, form, pairs):
    median = statistics.median
    ratios, rates = ([one[column] / two[column] for one, two in pairs] for column in (0, 1))
    ours, theirs = ([median(pair[i][column] for pair in pairs) for column in range(3)] for i in (0, 1))
    print(f"| {name} | {form} | {ours[0]:.1f} | {theirs[0]:.1f} | {median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} | {ours[1]:.1f} | {theirs[1]:.1f} "
          f"| {median(rates):.2f} | {ours[2] / 1e6:.0f} | {theirs[2] / 1e6:.0f} |", flush=True)


def renders(count):
    bare = build_bare()
    head("source", "to", "bare ms CPU", "Calotype ms CPU", "ratio", "req/s at 1", "at 2", "at 4", "peak MB at 2", "at 4")
    for name, path in SOURCES:
        source = CORPUS / path
        program = Program(PREGENERATE="")
        warm(program)
        for form in ("webp", "jpeg"):
            yardstick = bare_ms(bare, source, form, "400", count)
            one, rate, _ = cold(program, source, form, count, 1)
            yardstick = (yardstick + bare_ms(bare, source, form, "400", count)) / 2
            (_, rate2, peak2), (_, rate4, peak4) = (cold(program, source, form, count, flights) for flights in (2, 4))
            print(f"| {name} | {form} | {yardstick:.1f} | {one:.1f} | {one / yardstick:.2f} | {rate:.1f} "
                  f"| {rate2:.1f} | {rate4:.1f} | {peak2 / 1e6:.0f} | {peak4 / 1e6:.0f} |", flush=True)
        program.stop()


if __name__ == "__main__":
    main()
