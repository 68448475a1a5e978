"""A private Redis with the configuration of deploy/. A test may break it."""

import signal
import subprocess

from .paths import ROOT
from .waiting import wait_until


class Redis:
    def __init__(self, directory, *options):
        self.directory = directory
        self.socket = directory / "redis.sock"
        self.options = options
        self.process = None

    def start(self):
        with open(self.directory / "redis.log", "a") as log:
            self.process = subprocess.Popen(
                ["redis-server", ROOT / "deploy/redis.conf", "--unixsocket", self.socket,
                 "--dir", self.directory, *self.options], stdout=log, stderr=log)
        wait_until(lambda: self.cli("PING", check=False) == "PONG", "redis answers")
        return self

    def cli(self, *command, check=True):
        run = subprocess.run(["redis-cli", "-s", self.socket, *command], check=check,
                             capture_output=True, text=True)
        return run.stdout.strip()

    def pages(self):
        """Returns the keys of its pages."""
        keys = self.cli("--scan", "--pattern", "aspic:*").splitlines()
        return [key for key in keys if ":page:" in key]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def hold(self):
        """Stops the process: its socket stays open, but it does not answer."""
        self.process.send_signal(signal.SIGSTOP)

    def release(self):
        self.process.send_signal(signal.SIGCONT)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.release()
        self.kill()
