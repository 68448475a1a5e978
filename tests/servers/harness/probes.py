"""Several processes of tests/servers/probe.cpp that share one Redis and one data directory, each on a unix socket."""

import os
import pathlib
import re
import signal
import subprocess

from . import processes
from .fastcgi import FastCgi
from .paths import ROOT, environment, scratch_directory
from .redis import Redis
from .waiting import wait_until

BUILD = ROOT / "build" / os.environ.get("ASPIC_TEST_BUILD", "release")
PROBE = BUILD / "aspic_probe"
PURGE_RACE = BUILD / "aspic_purge_race"
TEMPLATES = ROOT / "tests/servers/probe_templates"

# A form that was sent from a page of the site itself.
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Probe:
    """One process. Options as the program has them, underscores for hyphens; flag=True for those without a value."""

    def __init__(self, scratch, name, **options):
        self.socket = scratch / f"{name}.sock"
        self.log_file = scratch / f"{name}.log"
        defaults = {"listen": f"unix:{self.socket}", "templates": TEMPLATES,
                    "data": scratch / "data"}
        self.arguments = []
        for option, value in {**defaults, **options}.items():
            self.arguments += ["--" + option.replace("_", "-")] + ([] if value is True
                                                                   else [str(value)])
        self.process = None

    def launch(self):
        """Only starts the process; its log begins anew."""
        with open(self.log_file, "w") as log:
            self.process = subprocess.Popen([PROBE, "serve", *self.arguments],
                                            stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=environment())
        return self

    def start(self):
        """Returns when it listens."""
        self.launch()
        self.wait_until_it_listens()
        return self

    def wait_until_it_listens(self):
        def listens():
            if self.process.poll() is not None:
                raise AssertionError(
                    f"the probe ended with {self.process.returncode}:\n{self.log()}")
            return " listening " in self.log()

        wait_until(listens, "the probe listens", 60)

    def log(self):
        return self.log_file.read_text(errors="replace")

    def warnings(self):
        return [line for line in self.log().splitlines() if re.match(r"\S+ (warn|error)", line)]

    def memory(self):
        """Its resident memory, in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def hold(self):
        """Returns when every thread of it stands still."""
        self.process.send_signal(signal.SIGSTOP)
        wait_until(lambda: processes_state(self.process.pid) == "T", "the probe stands still")

    def release(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def connect(self, **options):
        return FastCgi(self.socket, **options)

    def request(self, method, target, headers=None, body=b"", **options):
        """On a connection of its own."""
        with self.connect(keep=False, **options) as connection:
            return connection.request(method, target, headers, body)

    def get(self, target, headers=None):
        return self.request("GET", target, headers)

    def head(self, target, headers=None):
        return self.request("HEAD", target, headers)

    def post(self, target, **options):
        return self.request("POST", target, SAME_ORIGIN, **options)

    def renderings(self):
        """Of all processes together."""
        return int(self.get("/renderings").text)


def processes_state(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return stat.rpartition(")")[2].split()[0]


class Fleet:
    """Probes in one scratch directory, with a private Redis of their own unless told otherwise."""

    def __init__(self, count=2, redis=(), start_redis=True, **options):
        """redis: options of redis-server; None for a fleet that keeps its pages in memory."""
        self.directory = scratch_directory()
        self.scratch = pathlib.Path(self.directory.name)
        self.redis = None if redis is None else Redis(self.scratch, *redis)
        self.start_redis = start_redis
        # A busy machine is no fault of Redis, where a test is not about just that.
        options = {"redis_timeout_ms": 3000, **options}
        if redis is None:
            options = {"cache": "memory", **options}
        else:
            options = {"redis": f"unix:{self.scratch}/redis.sock", **options}
        self.options = options
        self.probes = [Probe(self.scratch, f"p{number}", **options) for number in range(count)]

    def __enter__(self):
        try:
            if self.redis and self.start_redis:
                self.redis.start()
            for probe in self.probes:
                probe.launch()
            for probe in self.probes:
                probe.wait_until_it_listens()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for probe in self.probes:
            probe.kill()
        if self.redis and self.redis.process and self.redis.process.poll() is None:
            self.redis.__exit__()
        self.directory.cleanup()

    def add(self, **options):
        """One more probe, whose options differ from those of the others."""
        self.probes.append(Probe(self.scratch, f"p{len(self.probes)}",
                                 **{**self.options, **options}))
        return self.probes[-1].start()

    def __getitem__(self, number):
        return self.probes[number]

    def keys(self, kind):
        """Keys in Redis of that kind: page, lease, inputs."""
        return [key for key in self.redis.cli("--scan", "--pattern", "aspic:*").splitlines()
                if f":{kind}:" in key]

    def entry(self, path):
        """The key of the one page in Redis at that path."""
        found = [key for key in self.keys("page")
                 if key.partition(":page:")[2].rpartition(":")[0] == path]
        if len(found) != 1:
            raise AssertionError(f"{path} is in redis as {found}")
        return found[0]


def cache_status(answer):
    return answer.field("Cache-Status") or ""


def is_hit(answer):
    return "; hit" in cache_status(answer)


def value_of(answer):
    """What an item's page says."""
    return re.search(r'id="value">([^<]*)<', answer.text)[1]
