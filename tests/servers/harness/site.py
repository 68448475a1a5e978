"""A whole site, started by deploy/run on a free port, with data of its own."""

import os
import pathlib
import shutil
import signal
import subprocess
import threading

from . import http_client, processes
from .man_root import fresh_pages, make_man_root
from .paths import ROOT, environment, free_port, scratch_directory
from .visitor import Visitor


class NotStarted(Exception):
    pass


class Site:
    """Options are those of deploy/run: Site(front="apache", cache="memory", debug=True).

    Without a man root, it serves the pages of the tests.
    """

    def __init__(self, man_root=None, data=None, debug=False, **options):
        self.port = free_port()
        self.scratch = scratch_directory()
        scratch = pathlib.Path(self.scratch.name)
        self.arguments = ["--port", str(self.port), "--data", str(data or scratch / "data")]
        self.arguments += ["--man-root", str(man_root or make_man_root(scratch / "man"))]
        self._fresh_pages = fresh_pages()
        if debug:
            self.arguments.append("--debug")
        for name, value in options.items():
            self.arguments += ["--" + name.replace("_", "-"), str(value)]
        self.state = ROOT / "build/run" / str(self.port)
        self.public = pathlib.Path(f"/run/aspic-{self.port}") if os.geteuid() == 0 else self.state
        self.process = None
        self.said = []  # lines of standard error

    def start(self, seconds=300):
        """Returns when it is ready, which on the first start of a clone takes a build."""
        self.process = subprocess.Popen(
            [ROOT / "deploy/run", *self.arguments], env=environment(), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.listener = threading.Thread(target=lambda: self.said.extend(self.process.stderr),
                                         daemon=True)
        self.listener.start()
        killer = threading.Timer(seconds, self.process.kill)
        killer.start()
        line = self.process.stdout.readline()
        killer.cancel()
        if line != f"ready http://127.0.0.1:{self.port}/\n":
            status = self.process.wait()
            self.listener.join()
            raise NotStarted(f"deploy/run {' '.join(self.arguments)} ended with {status}:\n" + "".join(self.said[-30:]))
        return self

    def stop(self, by=signal.SIGTERM, seconds=60):
        """Returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        status = self.process.wait(seconds)
        self.listener.join()
        self.process.stdout.close()
        if self.public != self.state:
            shutil.rmtree(self.public,
                          ignore_errors=True)  # what a killed deploy/run could not remove
        return status

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def visitor(self):
        return Visitor(self.port)

    def get(self, target, headers=()):
        return http_client.get(self.port, target, headers)

    def fresh_page(self):
        """The path of a page that no test has asked for yet."""
        return next(self._fresh_pages)

    def process_ids(self):
        """Names of the programs it consists of, and their process ids."""
        names = {"redis-server": "redis", "aspic-site": "application", "lighttpd": "front",
                 "apache2": "front"}
        found = {}
        for pid in processes.children(self.process.pid):
            program = pathlib.Path((processes.command(pid) or [""])[0].split()[0]).name
            if program in names:
                found[names[program]] = pid
        return found

    @property
    def socket(self):
        return self.public / "site.sock"

    def redis(self, *command):
        """What redis-cli prints."""
        arguments = ["redis-cli", "-s", self.state / "redis.sock", *command]
        return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()

    def log(self, name="application"):
        return (self.state / f"{name}.log").read_text()


_shared = {}


def shared_site(**options):
    """The one with these options that all tests share; started by the first that asks for it."""
    key = tuple(sorted(options.items()))
    if key not in _shared:
        try:
            _shared[key] = Site(**options).start()
        except NotStarted as reason:
            _shared[key] = str(reason)
    if isinstance(_shared[key], str):
        raise NotStarted(_shared[key])
    return _shared[key]


def stop_shared_sites():
    for site in _shared.values():
        if isinstance(site, Site):
            site.stop()
    _shared.clear()
