#!/usr/bin/env python3
"""Two revisions of this program in alternating rounds: the first requests after a start, cold renditions, and hits.

    ./dev bench-compare REVISION [ROUNDS] [--only start,cold,hits]

Builds REVISION in a git worktree below target/compare, which stays for the next run. In each round the checkout and REVISION
take turns. A line has the medians of both, the median of the ratios of the rounds (checkout to REVISION), and the lowest
and highest ratio. 5 rounds without the argument.

start: 24 renditions after 6 in a new server, 2 in flight. cold: the same in a server that has rendered 400. hits: 1,000
thumbnails, one core for both servers, which take turns, and one for wrk; needs wrk and python3-pil. All in CPU of the
whole process tree for each request, and in requests a second.
"""

import argparse
import concurrent.futures
import pathlib
import statistics
import subprocess
import tempfile
import time

from program import CORPUS, ROOT, Program

SOURCES = [
    ("8 MP JPEG", "photos/jpeg-iphone4s-8mp-orient6.jpg"),
    ("24 MP JPEG, progressive", "photos/jpeg-24mp-progressive.jpg"),
    ("2.5 MP PNG", "photos/png-hero-1920x1280-2mb.png"),
    ("17 MP WebP", "photos/webp-lossy-4096x4096.webp"),
]
FORMATS = ("webp", "jpeg")
FIRST, THEN, FLIGHTS = 6, 24, 2
WARM = 400
STEPS = (16, 32, 48, 64, 96, 128, 200, 256, 320, 384, 400, 480, 512, 640, 750)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("revision")
    arguments.add_argument("rounds", nargs="?", type=int, default=5)
    arguments.add_argument("--only", default="start,cold,hits")
    options = arguments.parse_args()
    folders = [ROOT, other(options.revision)]
    for folder in folders:
        Program(root=folder).stop()  # a first start of older revisions records the next
    print(f"| | µs or ms CPU | {options.revision} | ratio | lowest to highest | req/s | {options.revision} | ratio |\n|---|---|---|---|---|---|---|---|")
    for part in options.only.split(","):
        {"start": starts, "cold": colds, "hits": hits}[part](folders, options.rounds)


def other(revision):
    """The checkout of the revision."""
    commit = git("rev-parse", "--short=12", revision + "^{commit}")
    folder = ROOT / "target" / "compare" / commit
    if not folder.exists():
        git("worktree", "prune")
        git("worktree", "add", "--detach", str(folder), commit)
    return folder


def git(*words):
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True).stdout.strip()


def alternate(name, rounds, measure, digits=1):
    """A line of medians and ratios; `measure(i)` returns (cost, rate) of checkout 0 or 1."""
    pairs = []
    for number in range(rounds):
        both = {}
        for i in ((0, 1), (1, 0))[number % 2]:
            both[i] = measure(i)
        pairs.append((both[0], both[1]))
    costs, rates = ([[pair[i][column] for pair in pairs] for i in (0, 1)] for column in (0, 1))
    ratios = [a / b for a, b in zip(*costs)]
    median = statistics.median
    print(f"| {name} | {median(costs[0]):.{digits}f} | {median(costs[1]):.{digits}f} | {median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} "
          f"| {median(rates[0]):.1f} | {median(rates[1]):.1f} | {median(a / b for a, b in zip(*rates)):.2f} |", flush=True)


def send(program, source, count):
    body = source.read_bytes()
    for i in range(count):
        status, _, answer = program.request("PUT", f"/api/media/p{i}", body)
        if status not in (200, 201):
            raise SystemExit(f"{source.name}: {status} {answer[:200]}")


def rendered(program, form, numbers):
    """Milliseconds of CPU for each request, and requests a second."""
    ids = program.tree()
    before, begun = program.cpu(ids), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(FLIGHTS) as pool:
        answers = list(pool.map(lambda i: program.request("GET", f"/images/p{i}/medium?format={form}"), numbers))
    took, used = time.monotonic() - begun, program.cpu(ids) - before
    assert all(a[0] == 200 and "miss" in a[1]["cache-status"] for a in answers), answers[0][:2]
    return used * 1e3 / len(numbers), len(numbers) / took


def photographs():
    for name, path in SOURCES:
        if (CORPUS / path).exists():
            yield name, CORPUS / path
        else:
            print(f"| {name}: {CORPUS / path} is missing |")


def starts(folders, rounds):
    """A new server for each measurement, on a data folder with the pictures."""
    for name, source in photographs():
        data = []
        for folder in folders:
            program = Program(root=folder, data=tempfile.mkdtemp(prefix="calotype-compare-"), PREGENERATE="")
            send(program, source, FIRST + THEN)
            program.stop_and_keep()
            data.append(program.data)
        for form in FORMATS:
            alternate(f"start: {name} to {form}", rounds, lambda i: started(folders[i], data[i], form))
        for program in [Program(root=folder, data=kept) for folder, kept in zip(folders, data)]:
            program.stop()
            program.remove()


def started(folder, data, form):
    program = Program(root=folder, data=data, PREGENERATE="")
    program.await_ready()
    program.clear()
    rendered(program, form, range(FIRST))
    measured = rendered(program, form, range(FIRST, FIRST + THEN))
    program.stop_and_keep()
    return measured


def colds(folders, rounds):
    for name, source in photographs():
        programs = [Program(root=folder, PREGENERATE="") for folder in folders]
        for program in programs:
            send(program, source, THEN)
            warm(program)
        for form in FORMATS:
            alternate(f"cold: {name} to {form}", rounds, lambda i: cold(programs[i], form))
        for program in programs:
            program.stop()


def cold(program, form):
    program.clear()
    return rendered(program, form, range(THEN))


def warm(program):
    """Renders small pictures, so that the compilers have seen the request path."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><circle r="300" fill="#469"/></svg>'
    program.request("PUT", "/api/media/warm", drawing)
    for _ in range(WARM // len(STEPS) // len(FORMATS)):
        for width in STEPS:
            for form in FORMATS:
                status, _, answer = program.request("GET", f"/images/warm?w={width}&format={form}")
                assert status == 200, answer
        program.clear()


def hits(folders, rounds):
    from hits import SERVER_CORE, load, pictures, script

    programs, paths = [Program(cores=SERVER_CORE, root=folder, PREGENERATE="") for folder in folders], []
    for name, body in pictures():
        paths.append(f"/images/{name}/medium")
        for program in programs:
            program.request("PUT", f"/api/media/{name}", body)
            program.request("GET", paths[-1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-compare-"))
    plain = script(folder, paths)
    revalidations = [script(folder, paths, {path: program.request("GET", path)[1]["etag"] for path in paths}) for program in programs]
    for program in programs:
        load(program.port, plain, 10, program.tree())  # the compilers
    alternate("memory hits", rounds, lambda i: load(programs[i].port, plain, 2, programs[i].tree()), 2)
    alternate("304", rounds, lambda i: load(programs[i].port, revalidations[i], 2, programs[i].tree()), 2)
    for program in programs:
        program.stop_and_keep()
    disks = [Program(cores=SERVER_CORE, root=folder, data=program.data, MEMORY_CACHE_SIZE=0) for folder, program in zip(folders, programs)]
    for program in disks:
        load(program.port, plain, 10, program.tree())
    alternate("disk hits", rounds, lambda i: load(disks[i].port, plain, 2, disks[i].tree()), 2)
    for program in disks:
        program.stop()
        program.remove()


if __name__ == "__main__":
    main()
