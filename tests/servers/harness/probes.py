"""Several processes of tests/servers/probe.cpp, each on a unix socket.

They share one Redis and one data directory.
"""

import pathlib
import re
import signal
import subprocess

from .fastcgi import FastCgi
from .paths import BUILD, ROOT, environment, scratch_directory
from .redis import Redis
from .waiting import wait_until

PROBE = BUILD / "aspic_probe"
PURGE_RACE = BUILD / "aspic_purge_race"
TEMPLATES = ROOT / "tests/servers/probe_templates"

# The header of a form that a page of the site itself sends.
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Probe:
    """One process. Takes the program's options, with underscores for hyphens: debug=True.

    program: the words before `serve`.
    """

    def __init__(self, scratch, name, program=(PROBE,), **options):
        self.program = program
        self.socket = scratch / f"{name}.sock"
        self.log_file = scratch / f"{name}.log"
        defaults = {"listen": f"unix:{self.socket}", "templates": TEMPLATES,
                    "data": scratch / "data"}
        self.arguments = []
        for option, value in {**defaults, **options}.items():
            self.arguments.append("--" + option.replace("_", "-"))
            self.arguments += [] if value is True else [str(value)]
        self.variables = {}
        self.process = None

    def launch(self):
        """Starts the process with an empty log, and does not wait until it listens."""
        with open(self.log_file, "w") as log:
            self.process = subprocess.Popen([*self.program, "serve", *self.arguments],
                                            env={**environment(), **self.variables},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def start(self):
        """Starts the process, and waits until it listens."""
        self.launch()
        self.wait_until_it_listens()
        return self

    def wait_until_it_listens(self):
        def listens():
            if self.process.poll() is not None:
                status = self.process.returncode
                raise AssertionError(f"the probe ended with {status}:\n{self.log()}")
            return " listening " in self.log()

        wait_until(listens, "the probe listens", 60)

    def log(self):
        return self.log_file.read_text(errors="replace")

    def warnings(self):
        lines = self.log().splitlines()
        return [line for line in lines if re.match(r"\S+ (warn|error)", line)]

    def memory(self, field="VmRSS"):
        """Returns its resident memory in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(field + r":\s+(\d+) kB", status)[1]) * 1024

    def peak(self):
        """Returns the most resident memory since clear_peak()."""
        return self.memory("VmHWM")

    def clear_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def hold(self):
        """Stops the process with SIGSTOP, and waits until all its threads have stopped."""
        self.process.send_signal(signal.SIGSTOP)
        wait_until(lambda: processes_state(self.process.pid) == "T", "the probe is stopped")

    def release(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def connect(self, **options):
        return FastCgi(self.socket, **options)

    def request(self, method, target, headers=None, body=b"", **options):
        """Sends the request on a new connection."""
        with self.connect(keep=False, **options) as connection:
            return connection.request(method, target, headers, body)

    def get(self, target, headers=None):
        return self.request("GET", target, headers)

    def head(self, target, headers=None):
        return self.request("HEAD", target, headers)

    def post(self, target, **options):
        return self.request("POST", target, SAME_ORIGIN, **options)

    def renderings(self):
        """Returns the number of renderings by all processes together."""
        return int(self.get("/renderings").text)


def processes_state(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return stat.rpartition(")")[2].split()[0]


class Fleet:
    """Probes in one scratch directory, by default with their own Redis."""

    def __init__(self, count=2, redis=(), start_redis=True, **options):
        """redis: options of redis-server; None if the fleet keeps its pages in memory."""
        self.directory = scratch_directory()
        self.scratch = pathlib.Path(self.directory.name)
        self.redis = None if redis is None else Redis(self.scratch, *redis)
        self.start_redis = start_redis
        # A long timeout: on a busy machine, a slow Redis must not look like a failure.
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
        """Starts one more probe. The given options differ from those of the others."""
        self.probes.append(Probe(self.scratch, f"p{len(self.probes)}",
                                 **{**self.options, **options}))
        return self.probes[-1].start()

    def __getitem__(self, number):
        return self.probes[number]

    def keys(self, kind):
        """Returns the keys in Redis of one kind: page, lease, inputs."""
        keys = self.redis.cli("--scan", "--pattern", "aspic:*").splitlines()
        return [key for key in keys if f":{kind}:" in key]

    def entry(self, path):
        """Returns the key of the only page in Redis with that path."""
        found = [key for key in self.keys("page")
                 if key.partition(":page:")[2].rpartition(":")[0] == path]
        if len(found) != 1:
            raise AssertionError(f"{path} must have one key in Redis, but has {found}")
        return found[0]


def cache_status(answer):
    return answer.field("Cache-Status") or ""


def is_hit(answer):
    return "; hit" in cache_status(answer)


def value_of(answer):
    """Returns the value on an item's page."""
    return re.search(r'id="value">([^<]*)<', answer.text)[1]
