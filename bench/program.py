"""A running Calotype, and what a process tree costs. Used by the benchmarks in this folder."""

import http.client
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = pathlib.Path(os.environ.get("CALOTYPE_CORPUS", ROOT / ".." / "shared" / "corpus")).resolve()
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Program:
    """`./calotype serve` on a free port and a data folder of its own."""

    def __init__(self, cores=None, data=None, **settings):
        self.own = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="calotype-bench-"))
        env = dict(os.environ, **{"CALOTYPE_" + k: str(v) for k, v in settings.items()})
        command = [str(ROOT / "calotype"), "serve", "--port", "0", "--data", str(self.data)]
        if cores is not None:
            command = ["taskset", "-c", str(cores)] + command
        self.begun = time.monotonic()
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://([0-9.]+):([0-9]+)", line)
            if found:
                self.host, self.port = found.group(1), int(found.group(2))
                break
        else:
            raise SystemExit("calotype has not started")
        self.started = time.monotonic() - self.begun
        # Whoever does not read a pipe stops its writer some day.
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
        total = 0
        for pid in self.tree():
            try:
                with open(f"/proc/{pid}/statm") as statm:
                    total += int(statm.read().split()[1]) * PAGE
            except OSError:
                pass
        return total

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        if self.own:
            shutil.rmtree(self.data, ignore_errors=True)


def cpu_of(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    except OSError:
        return 0.0


def require(*tools):
    for tool, package in tools:
        if shutil.which(tool) is None:
            raise SystemExit(f"bench: {tool} is missing: apt-get install {package}")
