#!/usr/bin/env python3
"""Hits against nginx: the same 1,000 thumbnails of about 23 KB, one core for the server, one for the client.

    bench/hits.py [SECONDS]

Memory hits, disk hits and 304s, each compared with nginx serving the same bytes as static files in the same run:
CPU microseconds a request (user and system time of the server's whole tree), requests a second, and the
ratios of Calotype to nginx. Short rounds alternate, because the machine may be shared: a ratio is the median
of the ratios of adjacent rounds.
"""

import io
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


def script(folder, paths, tags=None):
    lua = folder / f"wrk{random.randrange(1 << 30)}.lua"
    entries = ",".join(f'{{"{p}","{(tags or {}).get(p, "").replace(chr(34), chr(92) + chr(34))}"}}' for p in paths)
    lua.write_text(f"""
local all = {{{entries}}}
local built = {{}}
function init() for i, e in ipairs(all) do
  local h = {{}}; if e[2] ~= "" then h["If-None-Match"] = e[2] end
  built[i] = wrk.format("GET", e[1], h) end end
local i = 0
function request() i = i % #built + 1; return built[i] end""")
    return lua


def load(port, lua, seconds, ids):
    before = sum(cpu_of(pid) for pid in ids)
    run = subprocess.run(["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
                          "-s", str(lua), f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    used = sum(cpu_of(pid) for pid in ids) - before
    if "Non-2xx" in run.stdout:  # wrk counts statuses of 400 and more
        raise SystemExit(run.stdout)
    count = int(re.search(r"(\d+) requests in", run.stdout).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))
    return used * 1e6 / count, rate


def compare(name, calotype, nginx, seconds):
    rounds = []
    for _ in range(ROUNDS):
        theirs = load(*nginx[:2], seconds, nginx[2])
        ours = load(*calotype[:2], seconds, calotype[2])
        rounds.append((ours[0], theirs[0], ours[0] / theirs[0], ours[1], theirs[1], ours[1] / theirs[1]))
    cells = [statistics.median(column) for column in zip(*rounds)]
    print(f"| {name} | " + " | ".join(f"{c:.{d}f}" for c, d in zip(cells, (1, 1, 2, 0, 0, 2))) + " |", flush=True)


def main():
    require(("wrk", "wrk"), ("nginx", "nginx"), ("taskset", "util-linux"))
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-hits-"))
    program = Program(cores=SERVER_CORE, PREGENERATE="")
    paths, tags, sizes = [], {}, []
    for name, body in pictures():
        program.request("PUT", f"/api/media/{name}", body)
        path = f"/images/{name}/medium"
        _, headers, content = program.request("GET", path)
        paths.append(path)
        tags[path] = headers["etag"]
        target = folder / path[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        sizes.append(len(content))
    nginx = Nginx(folder)
    their_tags = {}
    for path in paths:
        head = subprocess.run(["curl", "-sI", f"http://127.0.0.1:{nginx.port}{path}"], capture_output=True, text=True).stdout
        their_tags[path] = re.search(r'(?i)etag: (.*?)\s*$', head, re.M).group(1)
    print(f"1,000 thumbnails, {statistics.mean(sizes) / 1000:.1f} KB on average, {CONNECTIONS} connections\n")
    print("| | Calotype µs CPU/req | nginx | ratio | Calotype req/s | nginx | ratio |\n|---|---|---|---|---|---|---|")
    plain = script(folder, paths)
    ours, theirs = (program.port, plain, program.tree()), (nginx.port, plain, nginx.ids())
    load(*ours[:2], max(10, seconds), ours[2])  # warms up the compiler
    compare("memory hits", ours, theirs, seconds)
    compare("304", (program.port, script(folder, paths, tags), program.tree()),
            (nginx.port, script(folder, paths, their_tags), nginx.ids()), seconds)
    program.process.terminate()
    program.process.wait()
    disk = Program(cores=SERVER_CORE, data=program.data, MEMORY_CACHE_SIZE=0)
    load(disk.port, plain, max(10, seconds), disk.tree())
    compare("disk hits", (disk.port, plain, disk.tree()), theirs, seconds)
    disk.stop()
    nginx.stop()


if __name__ == "__main__":
    main()
