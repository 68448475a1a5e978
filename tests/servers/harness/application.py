"""The program without a front end, for tests that speak FastCGI and for tests that break things."""

import pathlib
import signal
import subprocess

from .fastcgi import FastCgi
from .man_root import make_man_root
from .paths import PROGRAM, ROOT, environment, scratch_directory
from .waiting import wait_until


class Application:
    """Takes the program's options, with underscores for hyphens: man_root=..., debug=True."""

    def __init__(self, scratch=None, program=PROGRAM, **options):
        self.program = program
        self.own_scratch = None if scratch else scratch_directory()
        self.scratch = pathlib.Path(scratch or self.own_scratch.name)
        self.socket = self.scratch / "site.sock"
        man_root = self.scratch / "man"
        if not man_root.exists():
            make_man_root(man_root)
        defaults = {"listen": f"unix:{self.socket}", "cache": "memory",
                    "templates": ROOT / "templates", "data": self.scratch / "data",
                    "man_root": man_root}
        self.arguments = []
        for name, value in {**defaults, **options}.items():
            self.arguments.append("--" + name.replace("_", "-"))
            self.arguments += [] if value is True else [str(value)]
        self.log_file = self.scratch / "log"
        self.process = None

    def launch(self):
        """Starts the process, and does not wait until it listens."""
        with open(self.log_file, "w") as log:
            self.process = subprocess.Popen([self.program, "serve", *self.arguments],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=environment(),
                                            cwd=self.scratch)
        return self

    def start(self):
        """Starts the process, and waits until it listens."""
        return self.launch().wait_until_it_listens()

    def wait_until_it_listens(self):
        def listens():
            if self.process.poll() is not None:
                status = self.process.returncode
                raise AssertionError(f"the program ended with {status}:\n{self.log()}")
            return " listening " in self.log()

        wait_until(listens, "the program listens", 60)
        return self

    def stop(self, by=signal.SIGTERM, seconds=30):
        """Returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(seconds)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def log(self):
        return self.log_file.read_text()

    def connect(self, **options):
        return FastCgi(self.socket, **options)

    def get(self, target, headers=None):
        """Sends the request on a new connection, as lighttpd does."""
        with self.connect(keep=False) as connection:
            return connection.request("GET", target, headers)
