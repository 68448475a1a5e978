"""A supervisor that nothing holds: no reader of its log, no other program that uses its files."""

import fcntl
import os
import pathlib
import re
import signal
import subprocess
import threading
import time
import unittest

from harness import http_client
from harness.paths import environment, scratch_directory
from harness.pool import Pool
from harness.starting import NotifySocket
from harness.waiting import wait_until


class PoolWithoutReader(Pool):
    """Its log is a full pipe. `read` reads what is in it."""

    def launch(self):
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.writer, False)
        try:
            while True:
                os.write(self.writer, bytes(4096))
        except BlockingIOError:
            os.set_blocking(self.writer, True)
        self.process = subprocess.Popen([*self.program, "serve", *self.arguments],
                                        env={**environment(), **self.variables},
                                        stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.writer)
        return self

    def read(self):
        os.set_blocking(self.reader, False)
        try:
            return os.read(self.reader, 1 << 20).replace(b"\0", b"").decode()
        except BlockingIOError:
            return ""

    def kill(self):
        super().kill()
        os.close(self.reader)
        os.close(self.writer)


class Held(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def start(self, pool):
        self.addCleanup(pool.kill)
        return pool.start()

    def replaced(self, pool, killed):
        wait_until(lambda: len(pool.workers()) == pool.count and killed not in pool.workers(),
                   "another worker takes its place")

    def test_a_log_that_nobody_reads(self):
        manager = NotifySocket(self.scratch / "notify")
        self.addCleanup(manager.close)
        pool = PoolWithoutReader(self.scratch)
        pool.variables = {"NOTIFY_SOCKET": str(manager.path)}
        self.addCleanup(pool.kill)
        pool.launch()
        manager.wait_for("READY=1")
        self.assertEqual(pool.get("/process").status, 200)
        [killed, _] = pool.workers()
        os.kill(killed, signal.SIGKILL)
        self.replaced(pool, killed)
        pool.read()
        pool.process.send_signal(signal.SIGALRM)
        read = []
        wait_until(lambda: read.append(pool.read()) or "signal=ALRM" in "".join(read),
                   "the log goes on")
        self.assertRegex("".join(read), r"lines of the log were dropped[^\n]*lines=\d+")

    def test_the_lock_of_the_counts_is_held_by_another_program(self):
        pool = self.start(Pool(self.scratch))
        [killed, _] = pool.workers()
        wait_until((pool.scratch / "data/processes/ended").exists, "the file exists")
        with open(pool.scratch / "data/processes/ended", "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.kill(killed, signal.SIGKILL)
            self.replaced(pool, killed)
            # Its counts are not lost.
            self.assertTrue((pool.scratch / f"data/processes/{killed}").exists())
        self.assertIn("another program has locked their file", pool.log())

    def test_boards_that_somebody_has_cut(self):
        pool = self.start(Pool(self.scratch))
        before = pool.workers()
        for board in (pool.scratch / "data/processes").iterdir():
            os.truncate(board, 0)
        for _ in range(20):
            self.assertEqual(pool.get("/process").status, 200)
        # It finds no process, but it does not die of a signal.
        self.assertGreaterEqual(pool.command("status").returncode, 0)
        self.assertEqual(pool.workers(), before)
        os.kill(before[0], signal.SIGKILL)
        self.replaced(pool, before[0])
        self.assertNotIn("SIGBUS", pool.log())

    def test_variables_that_no_supervisor_has_set(self):
        pool = Pool(self.scratch)
        pool.variables = {"_ASPIC_WORKER": "0 1 2 2 unix:/nowhere.sock",
                          "_ASPIC_POOL": "0 1 2 2 2 0 0 0 -1 0 unix:/nowhere.sock"}
        self.start(pool)
        self.assertEqual(pool.get("/process").status, 200)
        for name in pool.variables:
            self.assertRegex(pool.log(), f"is ignored[^\n]* variable={name}")

    def test_the_age_of_a_worker_counts_from_its_start(self):
        pool = self.start(Pool(self.scratch, workers=1, stop_timeout=30))
        began = time.monotonic()
        [worker] = pool.workers()

        def ask():
            with self.assertRaises((OSError, http_client.ClosedByPeer)):
                pool.get("/slow/30000")
        asking = threading.Thread(target=ask)
        asking.start()
        board = pool.scratch / f"data/processes/{worker}"
        wait_until(lambda: b"/slow/30000" in board.read_bytes(), "the view runs")
        self.assertEqual(pool.reload().returncode, 0)
        os.kill(worker, signal.SIGKILL)
        age = time.monotonic() - began
        asking.join()
        died = wait_until(lambda: re.search(rf'died process={worker} .*after="([0-9.]+) s"',
                                            pool.log()), "its death is in the log")
        self.assertGreaterEqual(float(died[1]), age - 0.1)  # it is rounded
