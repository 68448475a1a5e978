"""A whole site, started by deploy/run on a free port, with its own data."""

import os
import pathlib
import shutil
import signal
import subprocess

from . import http_client, processes
from .man_root import fresh_pages, make_man_root
from .paths import ROOT, free_port, scratch_directory
from .ready_program import ReadyProgram
from .visitor import Visitor


class NotStarted(Exception):
    pass


class Site(ReadyProgram):
    """Takes the options of deploy/run: Site(front="apache", cache="memory", debug=True).

    By default it serves the manual pages of the tests.
    """

    def __init__(self, man_root=None, data=None, debug=False, mirror=False, **options):
        super().__init__()
        self.port = free_port()
        self.scratch = scratch_directory()
        scratch = pathlib.Path(self.scratch.name)
        self.arguments = ["--port", str(self.port), "--data", str(data or scratch / "data")]
        self.arguments += ["--man-root", str(man_root or make_man_root(scratch / "man"))]
        self._fresh_pages = fresh_pages()
        if debug:
            self.arguments.append("--debug")
        if mirror:
            self.arguments.append("--mirror")
        for name, value in options.items():
            self.arguments += ["--" + name.replace("_", "-"), str(value)]
        self.state = ROOT / "build/run" / str(self.port)
        self.public = pathlib.Path(f"/run/aspic-{self.port}") if os.geteuid() == 0 else self.state

    def start(self, seconds=300):
        """Starts the site, and waits until it is ready. The first start of a clone builds it."""
        if not self.launch([ROOT / "deploy/run", *self.arguments],
                           f"http://127.0.0.1:{self.port}/", seconds):
            status = self.end(None)
            raise NotStarted(f"deploy/run {' '.join(self.arguments)} ended with {status}:\n" +
                             "".join(self.said[-30:]))
        return self

    def stop(self, by=signal.SIGTERM, seconds=60):
        """Returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        status = self.end(seconds)
        if self.public != self.state:
            shutil.rmtree(self.public, ignore_errors=True)  # a killed deploy/run does not remove it
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
        """Returns the path of a page that no test has requested yet."""
        return next(self._fresh_pages)

    def process_ids(self):
        """Returns the process ids of its programs by name: redis, application, front."""
        names = {"redis-server": "redis", "aspic-site": "application",
                 "lighttpd": "front", "apache2": "front"}
        found = {}
        for pid in processes.children(self.process.pid):
            command = processes.command(pid) or [""]
            program = pathlib.Path(command[0].split()[0]).name
            is_other = program == "aspic-site" and command[1:2] != ["serve"]
            if program in names and not is_other:
                found[names[program]] = pid
        return found

    @property
    def socket(self):
        return self.public / "site.sock"

    def redis(self, *command):
        """Returns the output of redis-cli."""
        arguments = ["redis-cli", "-s", self.state / "redis.sock", *command]
        return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()

    def log(self, name="application"):
        return (self.state / f"{name}.log").read_text()


_shared = {}


def shared_site(**options):
    """Returns the site with these options that all tests share. The first caller starts it."""
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
