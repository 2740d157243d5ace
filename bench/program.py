"""A running Calotype, a Redis and an S3 server beside it, their clients, and the costs of a process tree. Used by the benchmarks in this folder."""

import asyncio
import collections
import hashlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = pathlib.Path(os.environ.get("CALOTYPE_CORPUS", ROOT / ".." / "shared" / "corpus")).resolve()
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PREPARED = set()


def crc32c(data):
    """CRC-32C (RFC 3720, appendix B.4)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def prepare(root):
    """Builds the checkout, and has its launcher record a start: without, the first start records beside the measurement."""
    if root not in PREPARED:
        subprocess.run([root / "calotype", "--version"], check=True, stdout=subprocess.DEVNULL)
        if "record()" in (root / "calotype").read_text():
            subprocess.run([root / "calotype", "record"], check=True)
        PREPARED.add(root)


class Program:
    """`./calotype serve` of the checkout `root` on a free port and a data folder of its own."""

    def __init__(self, cores=None, data=None, root=ROOT, **settings):
        prepare(root)
        self.own = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="calotype-bench-"))
        env = dict(os.environ, **{"CALOTYPE_" + k: str(v) for k, v in settings.items()})
        command = [str(root / "calotype"), "serve", "--port", "0", "--data", str(self.data)]
        if cores is not None:
            command = ["taskset", "-c", str(cores)] + command
        self.begun = time.monotonic()
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            found = re.search(r"http://([0-9.]+):([0-9]+)", line)
            if found:
                self.host, self.port = found.group(1), int(found.group(2))
                break
        else:
            raise SystemExit("calotype has not started:\n" + "".join(said))
        self.started = time.monotonic() - self.begun
        # A pipe without a reader eventually blocks its writer.
        subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), content

    def tree(self):
        """The ids of the process and all its descendants."""
        ids, at = [self.process.pid], 0
        while at < len(ids):
            try:
                for task in os.listdir(f"/proc/{ids[at]}/task"):
                    with open(f"/proc/{ids[at]}/task/{task}/children") as children:
                        ids += [int(child) for child in children.read().split()]
            except OSError:
                pass
            at += 1
        return ids

    def cpu(self, ids=None):
        """User and system time in seconds of the whole tree."""
        return sum(cpu_of(pid) for pid in (ids or self.tree()))

    def resident(self):
        """Resident memory in bytes of the whole tree."""
        return sum(resident_of(pid) for pid in self.tree())

    def await_ready(self):
        while self.request("GET", "/health/ready")[0] != 200:
            time.sleep(0.01)

    def clear(self):
        """Clears the caches."""
        status, _, answer = self.request("POST", "/api/cache/clear", b'{"all":true}', {"Content-Type": "application/json"})
        assert status == 200, answer

    def stop(self):
        self.stop_and_keep()
        if self.own:
            self.remove()

    def stop_and_keep(self):
        """Ends it, and keeps its data folder."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def remove(self):
        """Removes the data folder."""
        shutil.rmtree(self.data, ignore_errors=True)


class Imgproxy:
    """imgproxy at `binary` on a free port, without a cache, with the qualities of Calotype. It reads files below `root`."""

    host = "127.0.0.1"
    request, tree, cpu, resident = Program.request, Program.tree, Program.cpu, Program.resident

    def __init__(self, binary, root):
        with socket.socket() as free:
            free.bind((self.host, 0))
            self.port = free.getsockname()[1]
        settings = {"BIND": f"{self.host}:{self.port}", "LOCAL_FILESYSTEM_ROOT": root, "WORKERS": 2, "MAX_SRC_RESOLUTION": 100,
                    "QUALITY": 85, "FORMAT_QUALITY": "jpeg=85,webp=85", "LOG_LEVEL": "error"}
        env = dict(os.environ, **{f"IMGPROXY_{name}": str(value) for name, value in settings.items()})
        self.process = subprocess.Popen([binary], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                if self.request("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        self.stop()
        raise SystemExit(f"{binary} has not started")

    def path(self, file, side, form):
        """The path of a rendition of `file`, relative to the root, inside a square."""
        return f"/insecure/rs:fit:{side}:{side}/plain/local:///{file}@{'jpg' if form == 'jpeg' else form}"

    def stop(self):
        self.process.kill()
        self.process.wait()


class Client:
    """One connection that is kept, for one thread."""

    def __init__(self, program, headers=None):
        self.connection = http.client.HTTPConnection(program.host, program.port, timeout=120)
        self.headers = headers or {}

    def request(self, method, path, body=None, headers=None):
        """Status, content, and how long it took in milliseconds."""
        begun = time.monotonic()
        self.connection.request(method, path, body, {**self.headers, **(headers or {})})
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, content, (time.monotonic() - begun) * 1e3


class Crowd:
    """Many connections of one event loop, each asking for one thing after the other, with a pause in seconds between."""

    def __init__(self, program, pause=0):
        self.program, self.pause = program, pause

    async def connection(self, requests, answered):
        """Asks for what `requests` gives, (path, headers) each; tells `answered` of (path, status, milliseconds, headers)."""
        reader, writer = await asyncio.open_connection(self.program.host, self.program.port)
        for path, headers in requests:
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            begun = time.monotonic()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.program.host}\r\n{lines}\r\n".encode())
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 120)
            status = int(head[9:12])
            length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
            size = int(length.group(1)) if length and status != 304 else 0
            if size:
                await asyncio.wait_for(reader.readexactly(size), 120)
            answered(path, status, (time.monotonic() - begun) * 1e3, head)
            if self.pause:
                await asyncio.sleep(self.pause)
        writer.close()

    def run(self, lists, answered):
        """One connection for each list of requests, all at once. Seconds until all are answered."""
        async def all_of_them():
            await asyncio.gather(*(self.connection(requests, answered) for requests in lists))
        begun = time.monotonic()
        asyncio.run(all_of_them())
        return time.monotonic() - begun


class Redis:
    """A redis-server on a free port, which writes nothing to disk."""

    def __init__(self, **options):
        require(("redis-server", "redis-server"), ("redis-cli", "redis-tools"))
        self.folder = tempfile.mkdtemp(prefix="calotype-redis-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.url = f"redis://127.0.0.1:{self.port}"
        for _ in range(200):
            try:
                if self.say("PING") == "PONG":
                    return
            except subprocess.CalledProcessError:
                pass
            time.sleep(0.05)
        raise SystemExit("redis-server has not started")

    def say(self, *words):
        """What redis-cli prints for a command."""
        run = subprocess.run(["redis-cli", "-p", str(self.port), *words], capture_output=True, text=True, check=True, timeout=120)
        return run.stdout.strip()

    def pipe(self, commands):
        """Sends commands, lists of bytes each, and reads their answers: how many were errors."""
        run = subprocess.Popen(["redis-cli", "-p", str(self.port), "--pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for words in commands:
            run.stdin.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        said = run.communicate(timeout=600)[0].decode()
        return int(re.search(r"errors: (\d+)", said).group(1))

    def used(self):
        """Bytes that Redis says it uses."""
        return int(re.search(r"used_memory:(\d+)", self.say("INFO", "memory")).group(1))

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class S3:
    """s3proxy on a free port, which keeps objects in memory or in files, with one bucket."""

    BUCKET = "bench"

    def __init__(self, files=False):
        jar = ROOT / "target" / "servers" / "s3proxy.jar"
        jdk = subprocess.run([ROOT / "calotype", "jdk-home"], capture_output=True, text=True, check=True).stdout.strip()
        if not jar.exists():
            subprocess.run(["mvn", "-q", "dependency:copy@s3-server"], cwd=ROOT, env=dict(os.environ, JAVA_HOME=jdk), check=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calotype-s3-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        properties = self.folder / "s3proxy.conf"
        properties.write_text(f"s3proxy.endpoint=http://127.0.0.1:{self.port}\ns3proxy.authorization=aws-v2-or-v4\n"
                              "s3proxy.identity=bench\ns3proxy.credential=bench-secret\n"
                              "jclouds.identity=x\njclouds.credential=x\n"
                              + (f"jclouds.provider=filesystem-nio2\njclouds.filesystem.basedir={self.folder}\n" if files
                                 else "jclouds.provider=transient-nio2\n"))
        with open(self.folder / "log", "w") as log:
            self.process = subprocess.Popen([f"{jdk}/bin/java", "-Xmx1g", "-jar", str(jar), "--properties", str(properties)],
                                            stdout=log, stderr=log)
        self.create_bucket()
        self.settings = {"ORIGINALS": "s3", "S3_ENDPOINT": f"http://127.0.0.1:{self.port}", "S3_REGION": "us-east-1",
                         "S3_BUCKET": self.BUCKET, "S3_PATH_STYLE": "true", "S3_ACCESS_KEY": "bench", "S3_SECRET_KEY": "bench-secret"}

    def create_bucket(self):
        """Creates the bucket when the server answers: curl signs the request."""
        for _ in range(600):
            created = subprocess.run(["curl", "-sf", "-X", "PUT", "--user", "bench:bench-secret", "--aws-sigv4", "aws:amz:us-east-1:s3",
                                      "-H", f"x-amz-content-sha256: {hashlib.sha256().hexdigest()}", f"http://127.0.0.1:{self.port}/{self.BUCKET}"], capture_output=True)
            if created.returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("s3proxy has not started: " + (self.folder / "log").read_text())

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def at(values, share):
    """The quantile of a list that may be empty."""
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def resident_of(pid):
    try:
        with open(f"/proc/{pid}/statm") as statm:
            return int(statm.read().split()[1]) * PAGE
    except OSError:
        return 0


def cpu_of(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    except OSError:
        return 0.0


def ended_children(pid):
    """User and system time in seconds of the children of a process that have ended."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICK


# The threads of a server and of its renderers, by their work: event loops (request, response), carriers of virtual threads
# (admission, pipe, check), disk threads (work directory, cache), compilers, and the rest (collector, other threads of the JVM).
SERVER = ("loops", "carriers", "disk", "C1", "C2", "rest")
RENDERERS = ("jobs", "C1", "C2", "rest")
THREADS = (("vert.x-eventloo", "loops"), ("vert.x-acceptor", "loops"), ("ForkJoinPool", "carriers"), ("disk-", "disk"), ("C1 Comp", "C1"), ("C2 Comp", "C2"))


def by_thread(program):
    """CPU milliseconds by (whether it is a renderer, work of the thread). The rest has the threads that have ended."""
    found = collections.Counter()
    for pid in program.tree():
        renderer = pid != program.process.pid
        found[renderer, "rest"] += cpu_of(pid) * 1e3
        for task in tasks(pid):
            try:
                with open(f"/proc/{pid}/task/{task}/comm") as comm, open(f"/proc/{pid}/task/{task}/schedstat") as schedstat:
                    name, used = comm.read(), int(schedstat.read().split()[0]) / 1e6
            except OSError:
                continue
            work = "jobs" if renderer and name.strip() == "java" else next((work for start, work in THREADS if name.startswith(start)), "rest")
            found[renderer, work] += used
            found[renderer, "rest"] -= used
    return found


def tasks(pid):
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def require(*tools):
    for tool, package in tools:
        if shutil.which(tool) is None:
            raise SystemExit(f"bench: {tool} is missing: apt-get install {package}")
