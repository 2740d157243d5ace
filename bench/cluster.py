#!/usr/bin/env python3
"""Nodes on one machine: Redis and an S3 server (s3proxy) beside them. Ratios compare programs of the same run.

    bench/cluster.py [PART ...]

Parts, all without an argument:
  hits        CPU of a memory hit of a node, to that of a single server with files and SQLite
  scale       hits and cold renders of two nodes with a core each, to those of one node with one core
  operations  round trips to Redis, and commands that it executes, for one hit, first view, cold render, upload and deletion
  deletes     time from the answer of a delete until another node answers 404
  varnish     time from the answer of a delete until Varnish answers 404
  uploads     time of an upload of 8 megapixels, to that of a single server
  large       time of an upload of 2 GiB, to that of a single server, and resident memory, to that of an upload of 20 MB
  cold        CPU of a cold render whose source is in S3 only, to that of a single server
  renders     renders for each rendition that three nodes are asked for at once, with RENDITIONS=s3
  takeover    time that the death of a rendering node adds at the node that waits for it
  start       time from the start of a node with an empty disk to its first hit, to that of a single server
"""

import collections
import concurrent.futures
import json
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from hits import compare, load, pictures, script
from program import CORPUS, ROOT, S3, Client, Program, Redis, at, require

PHOTO = CORPUS / "photos" / "jpeg-iphone4s-8mp-orient6.jpg"
SLOW = CORPUS / "photos" / "jpeg-24mp-progressive.jpg"


class Cluster:
    """Redis, an S3 server and nodes. `cores`: one for all nodes, or a list with one for each."""

    def __init__(self, nodes, cores=None, files=False, **settings):
        self.redis, self.s3 = Redis(), S3(files)
        self.settings = {**self.s3.settings, "CATALOG": "redis", "REDIS_URL": self.redis.url, "PREGENERATE": "", **settings}
        each = cores if isinstance(cores, list) else [cores] * nodes
        self.nodes = [Program(cores=each[i], NODE=f"n{i}", **self.settings) for i in range(nodes)]

    def stop(self):
        for program in self.nodes:
            program.stop()
        self.redis.stop()
        self.s3.stop()


def put(program, name, body):
    status, _, answer = program.request("PUT", f"/api/media/{name}", body)
    if status != 201:
        raise SystemExit(f"{name}: {status} {answer[:300]}")


def metric(program, name):
    text = program.request("GET", "/metrics")[2].decode()
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def hits():
    require(("wrk", "wrk"), ("taskset", "util-linux"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-cluster-"))
    cluster, single = Cluster(1, cores=0), Program(cores=0, PREGENERATE="")
    node, paths = cluster.nodes[0], []
    for name, body in list(pictures())[:200]:
        for program in (node, single):
            put(program, name, body)
            program.request("GET", f"/images/{name}/medium")
        paths.append(f"/images/{name}/medium")
    plain = script(folder, paths)
    for program in (node, single):
        load(program.port, plain, 10, program.tree())  # warms up the compiler
    print("\n| | a node µs CPU/req | single | ratio | req/s | single | ratio |\n|---|---|---|---|---|---|---|")
    compare("memory hits", (node.port, plain, node.tree()), (single.port, plain, single.tree()), 2)
    single.stop()
    cluster.stop()


def rate(node, core, lua, seconds):
    """Hits a second of a node whose load generator has the same core."""
    run = subprocess.run(["taskset", "-c", str(core), "wrk", "-t1", "-c64", f"-d{seconds}s", "-s", str(lua),
                          f"http://127.0.0.1:{node.port}"], capture_output=True, text=True, check=True)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))


def scale(seconds=3, rounds=5, count=12):
    require(("wrk", "wrk"), ("taskset", "util-linux"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-cluster-"))
    cluster, paths = Cluster(2, cores=[0, 1]), []
    one, two = cluster.nodes
    for name, body in list(pictures())[:200]:
        put(one, name, body)
        for node in cluster.nodes:
            node.request("GET", f"/images/{name}/medium")
        paths.append(f"/images/{name}/medium")
    plain, ratios = script(folder, paths), []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda i: rate(cluster.nodes[i], i, plain, 10), range(2)))  # warms up the compiler
        for _ in range(rounds):
            alone = rate(one, 0, plain, seconds)
            both = sum(pool.map(lambda i: rate(cluster.nodes[i], i, plain, seconds), range(2)))
            ratios.append((both / alone, both, alone))
        hit = [statistics.median(column) for column in zip(*ratios)]

        body, ratios = PHOTO.read_bytes(), []
        for i in range(2 * count * rounds):
            put(one, f"m{i}", body)
            for node in cluster.nodes:  # the sources are on both disks
                node.request("GET", f"/images/m{i}/small")

        def renders(node, names):
            for i in names:
                status = node.request("GET", f"/images/m{i}/medium")[0]
                assert status == 200, status

        for first in range(0, 2 * count * rounds, 2 * count):
            begun = time.monotonic()
            renders(one, range(first, first + count))
            alone = time.monotonic() - begun
            begun = time.monotonic()
            list(pool.map(lambda node: renders(node, range(first + count, first + 2 * count)), cluster.nodes))
            ratios.append(2 * alone / (time.monotonic() - begun))
    print(f"\ntwo nodes with a core each, to one: hits {hit[0]:.2f} ({hit[1]:.0f} to {hit[2]:.0f} a second), "
          f"cold renders of 8 megapixels {statistics.median(ratios):.2f}", flush=True)
    cluster.stop()


class Commands:
    """Commands for requests: those that nodes send (MONITOR), each a round trip, and all that Redis executes, those of scripts too
    (INFO commandstats). Whatever nodes send without requests does not count."""

    IDLE = 6

    def __init__(self, redis):
        self.redis, self.lines, self.idle = redis, [], set()
        self.process = subprocess.Popen(["redis-cli", "-p", str(redis.port), "MONITOR"], stdout=subprocess.PIPE, text=True)
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        time.sleep(1)
        begun, before = len(self.lines), self.executed()
        time.sleep(self.IDLE)
        self.rate = (self.executed() - before) / self.IDLE
        self.idle = {key for key, _ in self.sent(begun)}

    def executed(self):
        """Commands that Redis has executed, without those of this class."""
        stats = re.findall(r"cmdstat_(\w+):calls=(\d+)", self.redis.say("INFO", "commandstats"))
        return sum(int(calls) for name, calls in stats if name not in ("info", "monitor"))

    def sent(self, begun):
        """(Command and key, name) of each command since `begun` that a client has sent."""
        for line in self.lines[begun:]:
            found = re.match(r'[\d.]+ \[\d+ (\S+)\] (.*)', line)
            words = re.findall(r'"((?:[^"\\]|\\.)*)"', found.group(2)) if found and found.group(1) != "lua" else []
            if words and words[0].lower() not in ("info", "monitor", "hello", "client", "command"):
                script = words[0].lower() in ("eval", "evalsha")
                key = (words[0].lower(), *words[3 if script else 1:4 if script else 2])
                if key not in self.idle:
                    yield key, words[0].lower()

    def during(self, action):
        """How often each command was sent during `action`, and how many Redis has executed."""
        time.sleep(1)
        begun, before, since = len(self.lines), self.executed(), time.monotonic()
        action()
        time.sleep(1)  # nodes complete removals afterwards
        executed = self.executed() - before - self.rate * (time.monotonic() - since)
        return collections.Counter(name for _, name in self.sent(begun)), executed

    def stop(self):
        self.process.kill()


def operations(count=50):
    cluster = Cluster(2, RENDITIONS="s3", PREGENERATE="large")
    one, two = cluster.nodes
    body, each, ids = PHOTO.read_bytes(), range(count), []

    def post():
        status, _, answer = one.request("POST", "/api/media", body, {"Content-Type": "image/jpeg"})
        assert status == 201, answer
        ids.append(json.loads(answer)["id"])

    def sizes(node):
        return lambda: [node.request("GET", f"/images/m{i}/small") for i in each]

    def deletion():
        for i in each:
            assert one.request("DELETE", f"/api/media/m{i}")[0] == 204

    put(one, "first", body)  # Redis learns the scripts
    one.request("GET", "/images/first/small")
    one.request("DELETE", "/api/media/first")
    commands = Commands(cluster.redis)
    steps = [
        ("upload", lambda: [post() for _ in each]),
        ("upload under an id of the client", lambda: [put(one, f"m{i}", body) for i in each]),
        ("cold render at another node", sizes(two)),
        ("hit", sizes(two)),
        ("first view at a node", sizes(one)),
        ("deletion, at both nodes", deletion),
    ]
    print("\n| request | round trips | of these | commands executed |\n|---|---|---|---|")
    for name, action in steps:
        counts, executed = commands.during(action)
        kinds = ", ".join(f"{command} {n / count:.2f}" for command, n in sorted(counts.items()))
        print(f"| {name} | {sum(counts.values()) / count:.2f} | {kinds} | {executed / count:.1f} |", flush=True)
    commands.stop()
    cluster.stop()


def deletes(count=200):
    cluster = Cluster(2)
    one, two = cluster.nodes
    for i in range(count):
        put(one, f"m{i}", SMALL)
        two.request("GET", f"/images/m{i}/small")
    times = []
    for i in range(count):
        one.request("DELETE", f"/api/media/m{i}")
        begun = time.monotonic()
        while two.request("GET", f"/images/m{i}/small")[0] != 404:
            pass
        times.append((time.monotonic() - begun) * 1e3)
    print(f"\ndelete at a node until 404 at the other: median {at(times, .5):.0f} ms, 99% {at(times, .99):.0f} ms, "
          f"longest {max(times):.0f} ms, of {count}", flush=True)
    cluster.stop()


class Varnish:
    """Varnish with docs/varnish.vcl before a node. It listens on `port`."""

    def __init__(self, port, node):
        self.folder, self.host, self.port = pathlib.Path(tempfile.mkdtemp(prefix="calotype-varnish-")), "127.0.0.1", port
        vcl = (ROOT / "docs" / "varnish.vcl").read_text().replace('.port = "8080"', f'.port = "{node.port}"')
        (self.folder / "default.vcl").write_text(vcl)
        self.process = subprocess.Popen(["/usr/sbin/varnishd", "-F", "-a", f"127.0.0.1:{port}", "-n", str(self.folder / "work"),
                                         "-f", str(self.folder / "default.vcl"), "-s", "malloc,64m", "-j", "none"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("varnishd has not started")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def varnish(count=100):
    require(("/usr/sbin/varnishd", "varnish"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    key = subprocess.run([ROOT / "calotype", "keys", "new", "--role", "admin", "--name", "bench"], capture_output=True, text=True, check=True)
    secret, entry = (re.search(rf"^{name}: *(.*)$", key.stdout, re.M).group(1) for name in ("key", "entry"))
    cluster = Cluster(2, CDN_PURGE=f"varnish:http://127.0.0.1:{port}", API_KEYS=entry)
    one, two = cluster.nodes
    front, admin, times = Varnish(port, two), {"Authorization": f"Bearer {secret}"}, []
    for i in range(count):
        assert one.request("PUT", f"/api/media/m{i}", SMALL, admin)[0] == 201
    client = Client(front)
    for i in range(count):
        path = f"/images/m{i}/small"
        assert client.request("GET", path)[0] == client.request("GET", path)[0] == 200
        assert one.request("DELETE", f"/api/media/m{i}", headers=admin)[0] == 204
        begun = time.monotonic()
        while client.request("GET", path)[0] != 404:
            time.sleep(0.002)
        times.append((time.monotonic() - begun) * 1e3)
    print(f"\ndelete at a node until 404 through Varnish before the other: median {at(times, .5):.0f} ms, "
          f"99% {at(times, .99):.0f} ms, longest {max(times):.0f} ms, of {count}; purges are sent after 200 ms", flush=True)
    front.stop()
    cluster.stop()


def start(rounds=7):
    cluster, single = Cluster(1, RENDITIONS="s3"), Program()
    put(cluster.nodes[0], "m", PHOTO.read_bytes())
    put(single, "m", PHOTO.read_bytes())
    cluster.nodes[0].request("GET", "/images/m/small")
    single.stop_and_keep()
    times = []
    for _ in range(rounds):
        pair = []
        for program in (lambda: Program(NODE="late", **cluster.settings), lambda: Program(data=single.data)):
            begun = time.monotonic()
            started = program()
            status, headers, _ = started.request("GET", "/images/m/small")
            pair.append(time.monotonic() - begun)
            assert status == 200 and "hit" in headers["cache-status"], headers
            started.stop()
        times.append((pair[0] / pair[1], *pair))
    middle = [statistics.median(column) for column in zip(*times)]
    print(f"\nstart to first hit: a node with an empty disk {middle[1]:.2f} s, a single server with its cache {middle[2]:.2f} s, "
          f"ratio {middle[0]:.2f}", flush=True)
    single.remove()
    cluster.stop()


def uploads(count=15):
    cluster, single = Cluster(1, PREGENERATE="small,medium,large"), Program()
    body, ratios = PHOTO.read_bytes(), []
    for i in range(count + 3):
        times = []
        for program in (cluster.nodes[0], single):
            begun = time.monotonic()
            put(program, f"m{i}", body)
            times.append(time.monotonic() - begun)
        ratios.append((times[0] / times[1], *times))
    middle = [statistics.median(column) for column in zip(*ratios[3:])]
    print(f"\nupload of 8 megapixels with its presets: to S3 {middle[1] * 1e3:.0f} ms, to files {middle[2] * 1e3:.0f} ms, "
          f"ratio {middle[0]:.2f}", flush=True)
    single.stop()
    cluster.stop()


class Zeros:
    """A file for http.client: a photograph and zeros after it."""

    def __init__(self, length):
        self.left, self.first = length, PHOTO.read_bytes()

    def read(self, size):
        piece, self.first = self.first or bytes(min(size, self.left)), b""
        self.left -= len(piece)
        return piece


def large(lengths=(20 << 20, 2 << 30)):
    """The peak is that of the server process (VmHWM of proc(5)); the third upload of each length counts."""
    cluster, single = Cluster(1, files=True, MAX_UPLOAD_SIZE="3GiB"), Program(MAX_UPLOAD_SIZE="3GiB")
    peaks, times = [], []
    for length in lengths:
        for i in range(3):
            taken = []
            for program in (cluster.nodes[0], single):
                pathlib.Path(f"/proc/{program.process.pid}/clear_refs").write_text("5")  # the peak begins anew
                begun = time.monotonic()
                status, _, answer = program.request("PUT", f"/api/media/m{length}-{i}", Zeros(length), {"Content-Length": str(length)})
                taken.append(time.monotonic() - begun)
                if status != 201:
                    raise SystemExit(f"{length}: {status} {answer[:300]}")
            for program in (cluster.nodes[0], single):
                program.request("DELETE", f"/api/media/m{length}-{i}")
        status_of = pathlib.Path(f"/proc/{cluster.nodes[0].process.pid}/status").read_text()
        peaks.append(int(re.search(r"VmHWM:\s+(\d+)", status_of).group(1)) / 1024)
        times.append(taken)
    (one, _), (many, alone) = times
    print(f"\nupload of 2 GiB: to S3 {many:.1f} s, to files {alone:.1f} s, ratio {many / alone:.2f}; resident at most {peaks[1]:.0f} MB, "
          f"{peaks[0]:.0f} MB for 20 MB ({one:.2f} s), ratio {peaks[1] / peaks[0]:.2f}", flush=True)
    single.stop()
    cluster.stop()


def cold(count=30, warm=30):
    cluster, single = Cluster(2), Program(PREGENERATE="")
    one, two = cluster.nodes
    body, costs = PHOTO.read_bytes(), []
    for i in range(count + warm):
        put(one, f"m{i}", body)
        put(single, f"m{i}", body)
    for program in (two, single):
        for i in range(count, count + warm):  # compiles the program
            program.request("GET", f"/images/m{i}/medium")
        ids = program.tree()
        before = program.cpu(ids)
        for i in range(count):
            program.request("GET", f"/images/m{i}/medium")
        costs.append((program.cpu(ids) - before) * 1e3 / count)
    print(f"\ncold render of 8 megapixels: source in S3 {costs[0]:.1f} ms CPU, on the local disk {costs[1]:.1f}, "
          f"ratio {costs[0] / costs[1]:.2f}", flush=True)
    single.stop()
    cluster.stop()


def renders(count=100):
    cluster = Cluster(3, RENDITIONS="s3")
    for i in range(count):
        put(cluster.nodes[0], f"m{i}", SMALL)
    made = lambda: sum(metric(node, 'calotype_renders_seconds_count{output="webp"') for node in cluster.nodes)
    before = made()
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for i in range(count):
            answers = list(pool.map(lambda node: node.request("GET", f"/images/m{i}/medium"), cluster.nodes))
            assert len({answer[2] for answer in answers}) == 1 and answers[0][0] == 200, answers
    print(f"\nrenders for each of {count} renditions that three nodes are asked for at once: {(made() - before) / count:.3f}",
          flush=True)
    cluster.stop()


def takeover(count=10):
    cluster_times = []
    for _ in range(count):
        cluster = Cluster(2, RENDITIONS="s3")
        one, two = cluster.nodes
        for name in ("warm", "m"):
            put(one, name, SLOW.read_bytes())
        begun = time.monotonic()
        two.request("GET", "/images/warm/large")
        usual = time.monotonic() - begun
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            lost = pool.submit(lambda: one.request("GET", "/images/m/large"))
            time.sleep(0.15)
            waiting = pool.submit(lambda: (two.request("GET", "/images/m/large")[0], time.monotonic()))
            time.sleep(0.1)
            one.process.kill()
            killed = time.monotonic()
            status, answered = waiting.result()
            assert status == 200, status
            lost.exception()
        cluster_times.append(answered - killed - usual)
        cluster.stop()
    print(f"\ntakeover of a render after the death of its node, beyond the render itself: median "
          f"{statistics.median(cluster_times):.2f} s, longest {max(cluster_times):.2f} s", flush=True)


SMALL = next(iter(pictures()))[1]
PARTS = {part.__name__: part for part in (hits, scale, operations, deletes, varnish, uploads, large, cold, renders, takeover, start)}


def main():
    unknown = set(sys.argv[1:]) - PARTS.keys()
    if unknown:
        raise SystemExit(f"bench: there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
