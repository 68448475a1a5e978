"""A supervisor (`serve --workers N`) with workers of tests/servers/probe.cpp, and steady load."""

import itertools
import pathlib
import shutil
import subprocess
import threading

from . import http_client, processes
from .http_client import Answer
from .paths import environment
from .probes import PROBE, TEMPLATES, Probe
from .waiting import wait_until


class Pool(Probe):
    """The program and its templates are copies in `scratch`, so that a test can replace them."""

    def __init__(self, scratch, name="pool", workers=2, **options):
        self.scratch = scratch
        self.copy = scratch / "aspic_probe"
        self.templates = scratch / "templates"
        if not self.copy.exists():
            shutil.copy(PROBE, self.copy)
            shutil.copytree(TEMPLATES, self.templates)
        self.count = workers
        super().__init__(scratch, name, program=(self.copy,),
                         **{"cache": "memory", "threads": 4, "workers": workers,
                            "templates": self.templates, **options})

    def wait_until_it_listens(self):
        def listen():
            if self.process.poll() is not None:
                status = self.process.returncode
                raise AssertionError(f"the supervisor ended with {status}:\n{self.log()}")
            return self.log().count(" listening ") >= self.count
        wait_until(listen, "all workers listen", 60)

    def workers(self):
        return sorted(processes.children(self.process.pid))

    def command(self, name):
        return subprocess.run([self.copy, name, "--data", self.scratch / "data"],
                              env=environment(), capture_output=True, text=True, timeout=120)

    def reload(self):
        return self.command("reload")

    def kill(self):
        workers = self.workers() if self.process and self.process.poll() is None else []
        super().kill()
        for worker in workers:
            wait_until(lambda: not processes.is_alive(worker), "the workers follow their supervisor")


class Load:
    """
    Clients that ask for pages through a front end, one request after the other. They pause for a
    moment after each answer, and leave time to the workers that a test starts.
    """

    def __init__(self, port, targets, clients=4, pause=0.004):
        self.port = port
        self.pause = pause
        self.targets = targets
        self.answered = [0] * clients
        self.failures = []
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self._ask, args=(number,), daemon=True)
                        for number in range(clients)]

    def _ask(self, number):
        for target in itertools.cycle(self.targets):
            if self.ending.wait(self.pause):
                return
            try:
                answer = http_client.get(self.port, target)
            except (OSError, http_client.ClosedByPeer, ValueError) as error:
                answer = Answer(0, [], repr(error).encode())
            if answer.status == 200:
                self.answered[number] += 1
            else:
                self.failures.append((target, answer.status, answer.body[:200]))

    def total(self):
        return sum(self.answered)

    def wait_for(self, more):
        """Waits until so many more requests are answered."""
        goal = self.total() + more
        wait_until(lambda: self.total() >= goal, f"{more} more requests are answered", 60)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()


def inode_of_program(pid):
    return pathlib.Path(f"/proc/{pid}/exe").stat().st_ino
