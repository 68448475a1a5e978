"""The number of system calls that a cached page costs.

strace counts them. The server has one thread, so that no other thread is woken for the same event.
"""

import collections
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

from harness import processes
from harness.fastcgi import KEEP, whole_request
from harness.paths import scratch_directory
from harness.probes import PROBE, Probe
from harness.waiting import wait_until

REQUESTS = 50


def can_trace():
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True,
                          check=False).returncode == 0


@unittest.skipUnless(can_trace(), "strace is missing, or this system does not allow it")
class SystemCalls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = scratch_directory()
        cls.addClassCleanup(directory.cleanup)
        scratch = pathlib.Path(directory.name)
        cls.trace = scratch / "trace"
        cls.probe = Probe(scratch, "p", ("strace", "-f", "-qq", "-I4", "-o", cls.trace, PROBE),
                          threads=1, cache="memory")
        cls.addClassCleanup(cls.end)
        cls.probe.start()
        cls.probe.get("/ignores")

    @classmethod
    def end(cls):
        # strace lets the program go on when it is killed.
        for traced in processes.children(cls.probe.process.pid):
            os.kill(traced, signal.SIGKILL)
        cls.probe.kill()

    def lines(self):
        return self.trace.read_text(errors="replace").splitlines()

    def calls_of_a_hit(self, before):
        """Returns how often a request made each call, since the trace had so many lines.

        Calls that belong to all requests together round to nothing.
        """
        def waits():
            last = self.lines()[-1]
            return last.endswith("<unfinished ...>") or "epoll_wait" in last

        wait_until(waits, "the thread waits for the next request")
        names = collections.Counter()
        for line in self.lines()[before:]:
            if name := re.match(r"\d+ +([a-z0-9_]+)\(", line):
                names[name[1]] += 1
        return {name: round(count / REQUESTS) for name, count in names.items()
                if round(count / REQUESTS) > 0}

    def test_a_page_on_a_new_connection_costs_four(self):
        # Several connections are taken before the thread looks for other events.
        with contextlib.ExitStack() as stack:
            # While the only thread is in a view, all requests arrive.
            slow = stack.enter_context(self.probe.connect(keep=False))
            slow.send(whole_request("GET", "/slow/1500"))
            wait_until(lambda: "clock_nanosleep" in self.lines()[-1], "the thread is in the view")
            asked = [stack.enter_context(self.probe.connect(keep=False)) for _ in range(REQUESTS)]
            for connection in asked:
                connection.send(whole_request("GET", "/ignores"))
            before = len(self.lines())
            for connection in asked:
                self.assertIn("hit", connection.receive().field("Cache-Status"))
        self.assertEqual(self.calls_of_a_hit(before),
                         {"accept4": 1, "recvfrom": 1, "sendmsg": 1, "close": 1})

    def test_a_page_on_a_kept_connection_costs_three(self):
        request = whole_request("GET", "/ignores", flags=KEEP)
        with self.probe.connect() as connection:
            connection.send(request)
            connection.receive()
            before = len(self.lines())
            for _ in range(REQUESTS):
                connection.send(request)
                self.assertIn("hit", connection.receive().field("Cache-Status"))
            self.assertEqual(self.calls_of_a_hit(before),
                             {"epoll_wait": 1, "recvfrom": 1, "sendmsg": 1})
