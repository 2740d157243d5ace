#!/usr/bin/env python3
"""Hits against nginx: the same 1,000 thumbnails of about 23 KB, one core for the server, one for the client.

    bench/hits.py [SECONDS] [hits|large|tail ...]

hits: memory hits, disk hits and 304s, each compared with nginx serving the same bytes as static files in the same
run: CPU microseconds a request (user and system time of the server's whole tree), requests a second, and the ratios
of Calotype to nginx. The row "usual path" has a header of unknown effect, which keeps memory hits off the short path.

large: throughput of a whole picture of 2 MB and of originals of 2 and 100 MB, with 1, 16 and 64 connections.

tail: the 99th percentile of memory hits at 64 and 512 connections, and the longest pauses of the JVM meanwhile.

Short rounds alternate, because the machine may be shared: a ratio is the median of the ratios of adjacent rounds.
Without a part, all three run.
"""

import io
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

from program import Program, cpu_of, require

try:
    from PIL import Image
except ImportError:
    raise SystemExit("bench: Pillow is missing: apt-get install python3-pil (and run with /usr/bin/python3)")

COUNT = 1000
CONNECTIONS = 64
SERVER_CORE, CLIENT_CORE = 0, 1
ROUNDS = 9


def pictures():
    for seed in range(COUNT):
        random.seed(seed)
        coarse = Image.frombytes("L", (60, 45), random.randbytes(60 * 45)).resize((600, 450), Image.BICUBIC)
        fine = Image.frombytes("L", (600, 450), random.randbytes(600 * 450))
        picture = Image.merge("RGB", [Image.blend(coarse, fine, 0.06)] * 3)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=92)
        yield f"thumb{seed:04d}", out.getvalue()


class Nginx:
    def __init__(self, root):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-nginx-"))
        self.port = 18081
        config = self.folder / "nginx.conf"
        config.write_text(f"""
worker_processes 1; daemon off; pid {self.folder}/pid; error_log stderr error; user root;
events {{ worker_connections 1024; }}
http {{ sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; access_log off;
  types {{ image/webp webp; }} open_file_cache max=2000 inactive=60s;
  server {{ listen 127.0.0.1:{self.port}; root {root}; }} }}""")
        self.process = subprocess.Popen(["taskset", "-c", str(SERVER_CORE), "nginx", "-c", str(config)])
        time.sleep(1)

    def ids(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as children:
            return [self.process.pid] + [int(c) for c in children.read().split()]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def script(folder, paths, tags=None, header=None):
    lua = folder / f"wrk{random.randrange(1 << 30)}.lua"
    entries = ",".join(f'{{"{p}","{(tags or {}).get(p, "").replace(chr(34), chr(92) + chr(34))}"}}' for p in paths)
    lua.write_text(f"""
local all = {{{entries}}}
local built = {{}}
function init() for i, e in ipairs(all) do
  local h = {{{header or ""}}}; if e[2] ~= "" then h["If-None-Match"] = e[2] end
  built[i] = wrk.format("GET", e[1], h) end end
local i = 0
function request() i = i % #built + 1; return built[i] end""")
    return lua


def wrk(port, lua, seconds, connections=CONNECTIONS, path="", *options):
    """The output of wrk."""
    which = ["-s", str(lua)] if lua else []
    run = subprocess.run(["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s",
                          *options, *which, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True)
    if "Non-2xx" in run.stdout:  # wrk counts statuses of 400 and more
        raise SystemExit(run.stdout)
    return run.stdout


def load(port, lua, seconds, ids):
    before = sum(cpu_of(pid) for pid in ids)
    out = wrk(port, lua, seconds)
    used = sum(cpu_of(pid) for pid in ids) - before
    count = int(re.search(r"(\d+) requests in", out).group(1))
    return used * 1e6 / count, float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def row(name, rounds, digits):
    cells = [statistics.median(column) for column in zip(*rounds)]
    print(f"| {name} | " + " | ".join(f"{c:.{d}f}" for c, d in zip(cells, digits)) + " |", flush=True)


def compare(name, calotype, nginx, seconds):
    rounds = []
    for _ in range(ROUNDS):
        theirs = load(*nginx[:2], seconds, nginx[2])
        ours = load(*calotype[:2], seconds, calotype[2])
        rounds.append((ours[0], theirs[0], ours[0] / theirs[0], ours[1], theirs[1], ours[1] / theirs[1]))
    row(name, rounds, (1, 1, 2, 0, 0, 2))


class Thumbnails:
    """A server with the thumbnails, the same files below a folder for nginx, and the paths and tags of both."""

    def __init__(self, folder):
        self.folder = folder
        self.program = Program(cores=SERVER_CORE, PREGENERATE="")
        self.paths, self.tags, sizes = [], {}, []
        for name, body in pictures():
            self.program.request("PUT", f"/api/media/{name}", body)
            path = f"/images/{name}/medium"
            _, headers, content = self.program.request("GET", path)
            self.paths.append(path)
            self.tags[path] = headers["etag"]
            target = folder / path[1:]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            sizes.append(len(content))
        self.nginx = Nginx(folder)
        self.plain = script(folder, self.paths)
        print(f"1,000 thumbnails, {statistics.mean(sizes) / 1000:.1f} KB on average, {CONNECTIONS} connections\n")

    def ours(self, lua=None):
        return self.program.port, lua or self.plain, self.program.tree()

    def theirs(self, lua=None):
        return self.nginx.port, lua or self.plain, self.nginx.ids()

    def their_tags(self):
        tags = {}
        for path in self.paths:
            head = subprocess.run(["curl", "-sI", f"http://127.0.0.1:{self.nginx.port}{path}"], capture_output=True, text=True).stdout
            tags[path] = re.search(r'(?i)etag: (.*?)\s*$', head, re.M).group(1)
        return tags

    def stop(self):
        self.program.stop()
        self.nginx.stop()


def hits(thumbnails, seconds):
    print("| | Calotype µs CPU/req | nginx | ratio | Calotype req/s | nginx | ratio |\n|---|---|---|---|---|---|---|")
    folder, program = thumbnails.folder, thumbnails.program
    usual = script(folder, thumbnails.paths, header='["X-Usual-Path"]="1"')
    for lua in (thumbnails.plain, usual):  # warms up the compiler
        load(program.port, lua, max(10, seconds), program.tree())
    compare("memory hits", thumbnails.ours(), thumbnails.theirs(), seconds)
    compare("memory hits, usual path", thumbnails.ours(usual), thumbnails.theirs(), seconds)
    compare("304", thumbnails.ours(script(folder, thumbnails.paths, thumbnails.tags)),
            thumbnails.theirs(script(folder, thumbnails.paths, thumbnails.their_tags())), seconds)
    program.stop_and_keep()
    disk = Program(cores=SERVER_CORE, data=program.data, MEMORY_CACHE_SIZE=0)
    load(disk.port, thumbnails.plain, max(10, seconds), disk.tree())
    compare("disk hits", (disk.port, thumbnails.plain, disk.tree()), thumbnails.theirs(), seconds)
    disk.stop_and_keep()


def noise(width, height):
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), random.randbytes(3 * width * height)).save(out, "BMP")
    return out.getvalue()


def rate(port, path, seconds, connections):
    """MB a second."""
    amount, unit = re.search(r"Transfer/sec:\s+([\d.]+)([KMG])B", wrk(port, None, seconds, connections, path)).groups()
    return float(amount) * {"K": 1e-3, "M": 1, "G": 1e3}[unit]


def large(seconds):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-large-"))
    program = Program(cores=SERVER_CORE, PREGENERATE="", MAX_UPLOAD_SIZE="128MiB")
    program.request("PUT", "/api/media/two", noise(820, 820))
    program.request("PUT", "/api/media/hundred", noise(5800, 5750))
    cases = (("whole picture, 2 MB", "/images/two.png"), ("original, 2 MB", "/api/media/two/content"),
             ("original, 100 MB", "/api/media/hundred/content"))
    for _, path in cases:
        status, _, content = program.request("GET", path)
        if status != 200:
            raise SystemExit(f"{path}: {status} {content[:200]}")
        target = folder / path[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    nginx = Nginx(folder)
    print("| | connections | Calotype MB/s | nginx | ratio |\n|---|---|---|---|---|")
    for name, path in cases:
        for connections in (1, 16, 64):
            rounds = []
            for _ in range(5):
                theirs = rate(nginx.port, path, seconds, connections)
                ours = rate(program.port, path, seconds, connections)
                rounds.append((ours, theirs, ours / theirs))
            row(f"{name} | {connections}", rounds, (0, 0, 2))
    program.stop()
    nginx.stop()


def p99(port, lua, seconds, connections):
    """Milliseconds."""
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", wrk(port, lua, seconds, connections, "", "--latency")).groups()
    return float(amount) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def tail(thumbnails, seconds):
    log = thumbnails.folder / "pauses"
    os.environ["JAVA_TOOL_OPTIONS"] = f"-Xlog:gc,safepoint:file={log}:uptime"
    program = Program(cores=SERVER_CORE, data=thumbnails.program.data)
    del os.environ["JAVA_TOOL_OPTIONS"]
    load(program.port, thumbnails.plain, max(10, seconds), program.tree())
    before = len(log.read_text())
    print("| connections | Calotype p99 ms | nginx | ratio |\n|---|---|---|---|")
    for connections in (64, 512):
        rounds = []
        for _ in range(ROUNDS):
            theirs = p99(thumbnails.nginx.port, thumbnails.plain, seconds, connections)
            ours = p99(program.port, thumbnails.plain, seconds, connections)
            rounds.append((ours, theirs, ours / theirs))
        row(connections, rounds, (2, 2, 2))
    text = log.read_text()[before:]
    collections = [float(ms) for ms in re.findall(r"Pause .*?([\d.]+)ms", text)]
    stops = [(int(ns) / 1e6, kind) for kind, ns in re.findall(r'Safepoint "(\w+)".*?Total:\s+(\d+) ns', text)]
    print(f"\n{len(collections)} collections, the longest {max(collections, default=0):.1f} ms; "
          f"{len(stops)} stops of all threads, the longest {max(stops, default=(0, 'none'))[0]:.1f} ms "
          f"({max(stops, default=(0, 'none'))[1]})")
    program.stop_and_keep()


def main():
    require(("wrk", "wrk"), ("nginx", "nginx"), ("taskset", "util-linux"))
    words = sys.argv[1:]
    seconds = int(words.pop(0)) if words and words[0].isdigit() else 2
    parts = words or ["hits", "tail", "large"]
    if "hits" in parts or "tail" in parts:
        thumbnails = Thumbnails(pathlib.Path(tempfile.mkdtemp(prefix="calotype-hits-")))
        if "hits" in parts:
            hits(thumbnails, seconds)
        if "tail" in parts:
            thumbnails.program.stop_and_keep()
            tail(thumbnails, seconds)
        thumbnails.stop()
    if "large" in parts:
        large(seconds)


if __name__ == "__main__":
    main()
