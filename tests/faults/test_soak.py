"""Mixed load with random faults: no wrong answer, and neither memory nor descriptors grow.

It runs for half a minute. ASPIC_SOAK_SECONDS=600 tests/faults/run test_soak runs for ten.
"""

import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import time
import unittest

from harness import fastcgi, processes
from harness.http_client import ClosedByPeer
from harness.paths import environment, scratch_directory
from harness.pool import Pool
from harness.probes import PURGE_RACE
from harness.redis import Redis
from harness.waiting import wait_until

SECONDS = int(os.environ.get("ASPIC_SOAK_SECONDS", "30"))
SEED = int(os.environ.get("ASPIC_SOAK_SEED", time.time()))


def memory(pid):
    """Returns the resident memory of a process in megabytes."""
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def descriptors(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))


class Soak(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.random = random.Random(SEED)
        print(f"soak: {SECONDS} s, seed {SEED}")

    def test_faults_at_random_harm_nobody_else(self):
        with Redis(self.scratch):
            pool = Pool(self.scratch, cache="redis", redis=f"unix:{self.scratch}/redis.sock",
                        redis_timeout_ms=3000, threads=8)
            self.addCleanup(pool.kill)
            pool.start()
            reader = subprocess.Popen([PURGE_RACE, "1000", "20", "4", pool.socket],
                                      env=environment(), stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True)
            try:
                self.annoy(pool)
                self.harm(pool)
            finally:
                said, _ = reader.communicate(timeout=60)
        result = json.loads(said)
        print(f"soak: {result}")
        self.assertEqual(result["old"], 0)
        self.assertGreater(result["reads"], 1000)

    def annoy(self, pool):
        """Clients that vanish, talk nonsense or do not read. No process ends."""
        workers = pool.workers()
        seen = {pid: [] for pid in [pool.process.pid, *workers]}
        slow = []
        end = time.monotonic() + SECONDS * 0.6
        while time.monotonic() < end:
            self.one_client(pool, slow)
            time.sleep(0.001)  # leaves time to what runs beside it
            for pid, values in seen.items():
                values.append(memory(pid))
        for connection in slow:
            connection.close()
        self.assertEqual(pool.workers(), workers)
        thirds = {pid: self.thirds(values) for pid, values in seen.items()}
        # The system gives most connections to one worker, and the other fills its cache later.
        most = max(first for first, _ in thirds.values()) * 1.25 + 4
        for pid, (first, last) in thirds.items():
            print(f"soak: process {pid}: {first:.1f} MB, then {last:.1f} MB, "
                  f"{descriptors(pid)} descriptors")
            self.assertLess(last, most, "memory grows")
            self.assertLess(descriptors(pid), 100)

    @staticmethod
    def thirds(values):
        """Returns the medians of the first and the last third. Leaves out the first tenth."""
        used = values[len(values) // 10:]
        third = len(used) // 3
        return statistics.median(used[:third]), statistics.median(used[-third:])

    def one_client(self, pool, slow):
        kind = self.random.choice(["vanishes", "half", "nonsense", "slow", "page", "live", "lost"])
        try:
            connection = pool.connect(keep=kind == "page", timeout=20)
            if kind == "vanishes":
                connection.send(fastcgi.whole_request("GET", "/long/soak"))
            elif kind == "half":
                whole = fastcgi.whole_request("GET", "/item/soak")
                connection.send(whole[:self.random.randrange(1, len(whole))])
            elif kind == "nonsense":
                connection.send(self.random.randbytes(self.random.randrange(1, 5000)))
            elif kind == "slow":
                connection.send(fastcgi.whole_request("GET", "/long/soak"))
                slow.append(connection)
                if len(slow) > 20:
                    slow.pop(0).close()
                return
            else:
                target = {"page": "/item/other", "live": "/holed/soak", "lost": "/no/page"}[kind]
                answer = connection.request("GET", target)
                self.assertEqual(answer.status, 404 if kind == "lost" else 200)
            connection.close()
        except (OSError, ClosedByPeer):
            self.assertIn(kind, ("vanishes", "half", "nonsense"))

    def harm(self, pool):
        """Workers that crash and are killed, and reloads."""
        supervisor = pool.process.pid
        before = descriptors(supervisor)
        end = time.monotonic() + SECONDS * 0.4
        while time.monotonic() < end:
            kind = self.random.choice(["crash", "kill", "reload", "reload"])
            workers = pool.workers()
            if kind == "reload":
                done = pool.reload()
                self.assertEqual(done.returncode, 0, done.stderr)
            elif kind == "kill":
                os.kill(self.random.choice(workers), signal.SIGKILL)
            else:
                try:
                    pool.get("/crash")
                except (OSError, ClosedByPeer):
                    pass
            wait_until(lambda: len(pool.workers()) == pool.count, "the pool is complete")
            wait_until(lambda: self.answers(pool), "it answers")
        self.assertEqual(pool.process.pid, supervisor)
        self.assertTrue(processes.is_alive(supervisor))
        wait_until(lambda: descriptors(supervisor) <= before, "no descriptor is left open")
        self.assertLess(memory(supervisor), 60)

    @staticmethod
    def answers(pool):
        try:
            return pool.get("/item/soak").status == 200
        except (OSError, ClosedByPeer):
            return False
