"""Requests move to a worker that has a free slot, wherever they arrived."""

import collections
import contextlib
import itertools
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import threading
import unittest

from harness import http_client
from harness.fastcgi import KEEP, whole_request
from harness.front_end import FrontEnd, open_to_front_end
from harness.http_client import ClosedByPeer
from harness.paths import environment, scratch_directory
from harness.pool import Load, Pool
from harness.probes import SAME_ORIGIN, processes_state
from harness.waiting import wait_until

LONG = 60_000  # milliseconds; longer than a test
BODY = b"0123456789abcdef" * 20_000


class PoolWork(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.scratch = pathlib.Path(self.stack.enter_context(scratch_directory()))
        self.numbers = itertools.count(LONG)

    def pool(self, **options):
        """With two threads, each worker has one slot."""
        pool = Pool(self.scratch, **{"threads": 2, "stop_timeout": 1, **options})
        self.stack.callback(pool.kill)
        return pool.start()

    @staticmethod
    def status(pool):
        done = subprocess.run([pool.copy, "status", "--json", "--data", pool.scratch / "data"],
                              env=environment(), capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["processes"]

    def running(self, pool):
        """The paths of the views that run now, with their processes."""
        return {work["path"]: process["process"]
                for process in self.status(pool) for work in process["working"]}

    def waiting(self, pool):
        """The number of requests that wait for a slot."""
        return sum(process["waiting"] for process in self.status(pool))

    def kept_by(self, pool, count):
        """Kept connections: `count` for each worker. Returns them by worker."""
        kept = {}
        for worker in pool.workers():
            others = set(pool.workers()) - {worker}
            for other in others:
                self.hold(other)
            kept[worker] = [self.stack.enter_context(pool.connect()) for _ in range(count)]
            for connection in kept[worker]:
                connection.send(whole_request("GET", "/headers", flags=KEEP))
                self.assertEqual(connection.receive().status, 200)
            for other in others:
                os.kill(other, signal.SIGCONT)
        return kept

    @staticmethod
    def hold(process):
        os.kill(process, signal.SIGSTOP)
        wait_until(lambda: processes_state(process) == "T", "it is stopped")

    def begin_slow(self, pool, connection, milliseconds=None):
        """Begins a view, and waits until it runs. Returns its path and its process."""
        path = f"/slow/{milliseconds or next(self.numbers)}"
        connection.send(whole_request("GET", path, flags=KEEP))
        return path, wait_until(lambda: self.running(pool).get(path), f"{path} runs")


class Moving(PoolWork):
    def test_as_many_views_run_as_there_are_slots_wherever_they_arrive(self):
        pool = self.pool(workers=3)
        [(worker, connections), *_] = self.kept_by(pool, 3).items()
        started = [self.begin_slow(pool, connection)[1] for connection in connections[:3]]
        self.assertEqual(sorted(started), pool.workers())
        self.assertIn(worker, started)

    def test_a_request_that_waits_moves_when_another_worker_has_a_free_slot(self):
        pool = self.pool()
        kept = self.kept_by(pool, 2)
        first, second = kept
        self.assertEqual(self.begin_slow(pool, kept[first][0])[1], first)
        self.assertEqual(self.begin_slow(pool, kept[second][0], 1000)[1], second)
        # It arrives where the long view runs.
        self.assertEqual(self.begin_slow(pool, kept[first][1])[1], second)
        self.assertEqual(kept[second][0].receive().status, 200)

    def test_a_request_moves_with_its_body_and_its_connection(self):
        log = self.scratch / "access.log"
        pool = self.pool(access_log=log, access_log_format="json")
        kept = self.kept_by(pool, 3)
        busy, free = kept
        self.begin_slow(pool, kept[busy][0])
        moved = kept[busy][1]
        request = whole_request("POST", "/echo", {**SAME_ORIGIN, "X-Request-Id": "moved-1"}, BODY,
                                flags=KEEP)
        moved.send(request)
        answer = moved.receive()
        self.assertEqual((answer.status, answer.body), (200, BODY))
        # The other worker keeps it from now on.
        moved.send(whole_request("GET", "/process", flags=KEEP))
        self.assertEqual(int(moved.receive().text), free)
        self.begin_slow(pool, moved)
        waiting = kept[busy][2]
        waiting.send(whole_request("GET", "/process", flags=KEEP))
        waiting.socket.settimeout(0.5)
        with self.assertRaises(TimeoutError):
            waiting.receive()
        wait_until(lambda: log.read_text().count('"moved-1"') == 1, "one line is in the access log")

    def test_a_request_moves_past_those_that_must_stay(self):
        pool = self.pool(max_body="4M", queue_timeout=60)
        kept = self.kept_by(pool, 3)
        first, second = kept
        self.begin_slow(pool, kept[first][0])
        self.begin_slow(pool, kept[second][0], 2000)
        staying, moving = kept[first][1:]
        # Its body is on the disk of the first worker.
        staying.send(whole_request("POST", "/echo", SAME_ORIGIN, BODY * 5, flags=KEEP))
        wait_until(lambda: self.waiting(pool) == 1, "the large request waits")
        moving.send(whole_request("POST", "/echo", SAME_ORIGIN, BODY, flags=KEEP))
        wait_until(lambda: self.waiting(pool) == 2, "both requests wait")
        self.assertEqual(kept[second][0].receive().status, 200)
        self.assertEqual(moving.receive().status, 200)
        self.assertEqual(self.waiting(pool), 1)

    def send_to_another(self, busy, connection):
        """Sends a request to a busy worker, and waits until that has passed it on."""
        before = len(os.listdir(f"/proc/{busy}/fd"))
        connection.send(whole_request("GET", "/slow/1", flags=KEEP))
        wait_until(lambda: len(os.listdir(f"/proc/{busy}/fd")) == before - 1, "it is sent")
        return connection

    def test_a_request_in_the_inbox_of_a_killed_worker_is_answered(self):
        pool = self.pool()
        kept = self.kept_by(pool, 3)
        busy, killed = kept
        self.begin_slow(pool, kept[busy][0])
        self.hold(killed)
        moved = self.send_to_another(busy, kept[busy][1])
        os.kill(killed, signal.SIGKILL)
        self.assertEqual(moved.receive().status, 200)

    def test_a_worker_that_leaves_answers_what_was_sent_to_it(self):
        pool = self.pool(stop_timeout=20)
        kept = self.kept_by(pool, 3)
        busy, leaving = kept
        self.begin_slow(pool, kept[busy][0], 3000)
        self.hold(leaving)
        moved = self.send_to_another(busy, kept[busy][1])
        os.kill(leaving, signal.SIGTERM)
        os.kill(leaving, signal.SIGCONT)
        self.assertEqual(moved.receive().status, 200)

    def test_reloads_while_requests_move_fail_no_request(self):
        pool = self.pool(stop_timeout=20)
        failures, answered = [], collections.Counter()
        ending = threading.Event()

        def ask(client):
            with pool.connect() as connection:
                for number in itertools.count():
                    if ending.is_set():
                        return
                    try:
                        path = f"/late/{client}x{number}/{30 + 10 * client}"
                        connection.send(whole_request("GET", path, flags=KEEP))
                        status = connection.receive().status
                    except (OSError, ClosedByPeer) as error:
                        status = repr(error)
                    if status != 200:
                        failures.append((path, status))
                        return
                    answered[client] += 1
        clients = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for client in clients:
            client.start()
        for _ in range(10):
            goal = sum(answered.values()) + 20
            wait_until(lambda: sum(answered.values()) >= goal or failures, "more are answered", 60)
            done = pool.reload()
            self.assertEqual(done.returncode, 0, done.stderr + pool.log())
        ending.set()
        for client in clients:
            client.join()
        self.assertEqual(failures, [], pool.log())

    def test_a_reload_to_more_workers_lets_all_of_them_share(self):
        options = self.scratch / "site.conf"
        options.write_text("workers = 1\n")
        pool = Pool(self.scratch, workers=1, threads=2, stop_timeout=1, config=options)
        self.stack.callback(pool.kill)
        at = pool.arguments.index("--workers")
        del pool.arguments[at:at + 2]
        pool.start()
        before = pool.workers()
        options.write_text("workers = 3\n")
        self.assertEqual(pool.reload().returncode, 0, pool.log())
        pool.count = 3
        wait_until(lambda: len(pool.workers()) == 3 and not set(before) & set(pool.workers()),
                   "three new workers are there")
        connections = self.kept_by(pool, 3)[pool.workers()[0]]
        started = [self.begin_slow(pool, connection)[1] for connection in connections]
        self.assertEqual(sorted(started), pool.workers())

    def test_a_worker_without_descriptors_loses_no_request(self):
        pool = self.pool()
        kept = self.kept_by(pool, 3)
        busy, full = kept
        self.begin_slow(pool, kept[busy][0])
        before = resource.prlimit(full, resource.RLIMIT_NOFILE)
        opened = len(os.listdir(f"/proc/{full}/fd"))
        resource.prlimit(full, resource.RLIMIT_NOFILE, (opened, before[1]))
        kept[busy][1].send(whole_request("GET", "/process", flags=KEEP))
        wait_until(lambda: "cannot take a request from another worker" in pool.log(), "it is sent")
        resource.prlimit(full, resource.RLIMIT_NOFILE, before)
        # The second one shows that the slot is not promised any more.
        self.assertEqual(int(kept[busy][1].receive().text), full)
        kept[busy][2].send(whole_request("GET", "/process", flags=KEEP))
        self.assertEqual(int(kept[busy][2].receive().text), full)

    def test_a_worker_without_descriptors_loses_no_kept_connection(self):
        pool = self.pool()
        leaving, full = kept = self.kept_by(pool, 1)
        connection = kept[leaving][0]
        self.hold(pool.process.pid)  # it starts no worker that could take the connection
        before = resource.prlimit(full, resource.RLIMIT_NOFILE)
        opened = len(os.listdir(f"/proc/{full}/fd"))
        resource.prlimit(full, resource.RLIMIT_NOFILE, (opened, before[1]))
        try:
            os.kill(leaving, signal.SIGUSR2)
            wait_until(lambda: processes_state(leaving) == "Z", "it has handed over")
            connection.send(whole_request("GET", "/process", flags=KEEP))
            wait_until(lambda: "cannot take a connection from another worker" in pool.log(),
                       "it is handed over")
            resource.prlimit(full, resource.RLIMIT_NOFILE, before)
            self.assertEqual(int(connection.receive().text), full)
        finally:
            os.kill(pool.process.pid, signal.SIGCONT)

    def test_no_descriptor_is_left_open(self):
        pool = self.pool()
        # So that everything that is opened once is open.
        for _ in range(20):
            pool.get("/process")
        before = {worker: len(os.listdir(f"/proc/{worker}/fd")) for worker in pool.workers()}
        for number in range(20):
            asked = [self.stack.enter_context(pool.connect(keep=False)) for _ in range(6)]
            for client, connection in enumerate(asked):
                connection.send(whole_request("GET", f"/late/{number}x{client}/20"))
            self.assertEqual({connection.receive().status for connection in asked}, {200})
            for connection in asked:
                connection.close()
        wait_until(lambda: before == {worker: len(os.listdir(f"/proc/{worker}/fd"))
                                      for worker in pool.workers()}, "all are closed")

    def test_a_single_worker_shares_nothing(self):
        pool = self.pool(workers=1)
        [worker] = pool.workers()
        opened = [os.readlink(f"/proc/{worker}/fd/{number}")
                  for number in os.listdir(f"/proc/{worker}/fd")]
        self.assertNotIn("aspic-slots", " ".join(opened))


class BehindFrontEnds(PoolWork):
    def fill_the_slots(self, kind):
        open_to_front_end(self.scratch)
        # Three slots in each worker, and two of them for one route.
        pool = self.pool(threads=4, stop_timeout=20)
        if os.geteuid() == 0:
            shutil.chown(pool.socket, group="www-data")
        with FrontEnd(kind, self.scratch, pool.socket) as front:
            # So that the front end keeps connections.
            with Load(front.port, ["/item/a", "/process"], 12, pause=0) as load:
                load.wait_for(100)
            self.assertEqual(load.failures, [])
            for number in range(2):
                paths = [f"/{route}/{6000 + 10 * number + i}"
                         for route in ("slow", "tired") for i in range(3)]
                statuses = []

                def ask(path, statuses=statuses):
                    try:
                        statuses.append(http_client.get(front.port, path).status)
                    except (OSError, ClosedByPeer) as error:
                        statuses.append(repr(error))
                clients = [threading.Thread(target=ask, args=(path,)) for path in paths]
                for client in clients:
                    client.start()
                wait_until(lambda: set(paths) <= set(self.running(pool)),
                           "all of them run at the same time", 5)
                for client in clients:
                    client.join()
                self.assertEqual(statuses, [200] * len(paths))

    def test_all_slots_are_used_behind_lighttpd(self):
        self.fill_the_slots("lighttpd")

    def test_all_slots_are_used_behind_apache(self):
        self.fill_the_slots("apache")
