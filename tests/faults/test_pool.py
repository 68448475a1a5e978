"""A supervisor and its workers: crashes, kills, leaks, reloads, wrong configurations."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import threading
import unittest

from harness import processes
from harness.fastcgi import KEEP, whole_request
from harness.front_end import FrontEnd, open_to_front_end
from harness.http_client import ClosedByPeer
from harness.paths import scratch_directory
from harness.pool import Load, Pool, inode_of_program
from harness.starting import NotifySocket
from harness.waiting import wait_until


def wait_until_in_view(pool, path):
    boards = pool.scratch / "data/processes"
    wait_until(lambda: any(path.encode() in board.read_bytes() for board in boards.iterdir()),
               f"the view of {path} runs")


class PoolCase(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def pool(self, **options):
        pool = Pool(self.scratch, **options)
        self.addCleanup(pool.kill)
        return pool.start()

    def wait_for_workers(self, pool, without=()):
        """Waits until the pool has all its workers again, and none of `without`."""
        def is_complete():
            workers = pool.workers()
            return len(workers) == pool.count and not set(workers) & set(without)
        wait_until(is_complete, "the pool is complete")


class Dying(PoolCase):
    def test_a_view_that_crashes_ends_one_worker_and_is_named(self):
        pool = self.pool()
        for path, reason in (("/crash", "SIGSEGV"), ("/recurse", "SIGSEGV")):
            with self.subTest(path):
                before = pool.workers()
                with self.assertRaises((ClosedByPeer, ConnectionError)):
                    pool.get(path)
                wait_until(lambda: f"route={path} " in pool.log(), "the log names the request")
                died = re.search(rf'process=(\d+) how="{reason}[^\n]*\n[^\n]*route={path} ',
                                 pool.log())
                self.assertIsNotNone(died, pool.log())
                self.assertIn(int(died[1]), before)
                self.wait_for_workers(pool, without=[int(died[1])])
                self.assertEqual(len(set(before) & set(pool.workers())), 1)
                self.assertEqual(pool.get("/process").status, 200)
        # The worker itself writes the calls that led to the crash.
        self.assertRegex(pool.log(), r'this process crashes process=\d+ signal=SIGSEGV '
                                     r'address=\S+ route="/crash"[^\n]*\n[^\n]*aspic_probe\(')

    def test_the_log_names_what_a_killed_worker_was_at(self):
        pool = self.pool(workers=1)
        [worker] = pool.workers()
        with pool.connect(keep=False) as connection:
            asking = threading.Thread(target=self.ask_in_vain, args=(connection,))
            asking.start()
            wait_until(lambda: self.is_at(pool, worker, "/slow/<int:ms>"), "the view runs")
            os.kill(worker, signal.SIGKILL)
            asking.join()
        wait_until(lambda: "path=/slow/20000" in pool.log(), "the log names the request")
        self.assertRegex(pool.log(), rf'a worker has died process={worker} how="SIGKILL')
        self.assertRegex(pool.log(), r"was at this request[^\n]* request=\w+")
        self.wait_for_workers(pool, without=[worker])
        self.assertEqual(pool.get("/process").status, 200)

    def ask_in_vain(self, connection):
        with self.assertRaises((ClosedByPeer, ConnectionError)):
            connection.request("GET", "/slow/20000")

    @staticmethod
    def is_at(pool, worker, route):
        board = pool.scratch / f"data/processes/{worker}"
        return route.encode() in board.read_bytes()

    def test_a_worker_that_leaks_is_replaced_without_a_failed_request(self):
        pool = self.pool(workers=1, max_memory="150M")
        [before] = pool.workers()
        self.assertEqual(pool.get("/leak/200").status, 200)
        with LoadOfPool(pool) as load:
            self.wait_for_workers(pool, without=[before])
        self.assertEqual(load.failures, [])
        self.assertRegex(pool.log(), rf"a worker is replaced process={before} why=.*--max-memory")

    def test_a_worker_whose_view_takes_too_long_is_replaced_without_a_failed_request(self):
        pool = self.pool(workers=1, view_timeout=1, stop_timeout=1)
        [before] = pool.workers()
        with LoadOfPool(pool) as load:
            late = pool.get("/slow/60000", {"X-Request-Id": "the-late-one"})
            self.assertEqual((late.status, late.field("X-Request-Id")), (504, "the-late-one"))
            self.wait_for_workers(pool, without=[before])
        self.assertEqual(load.failures, [])
        self.assertRegex(pool.log(), r"--view-timeout[^\n]*route=/slow/<int:ms> path=/slow/60000 "
                                     r"request=the-late-one ")
        self.assertRegex(pool.log(), rf"a worker is replaced process={before} why=.*--view-timeout")

    def test_a_worker_is_replaced_after_max_requests(self):
        pool = self.pool(workers=1, max_requests=50)
        [before] = pool.workers()
        with LoadOfPool(pool) as load:
            self.wait_for_workers(pool, without=[before])
        self.assertEqual(load.failures, [])
        self.assertGreaterEqual(load.answered, 50)

    def test_a_program_that_always_dies_does_not_use_all_of_the_processor(self):
        pool = self.pool(workers=1)
        for _ in range(6):
            [worker] = wait_until(pool.workers, "there is a worker")
            os.kill(worker, signal.SIGKILL)
            wait_until(lambda: worker not in pool.workers(), "it is gone")
        wait_until(lambda: "workers die too often" in pool.log(), "the supervisor waits")
        self.wait_for_workers(pool)


class LoadOfPool:
    """One client that speaks to the pool itself, a connection for each request."""

    def __init__(self, pool):
        self.pool = pool
        self.answered = 0
        self.failures = []
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._ask)

    def _ask(self):
        while not self.ending.wait(0.002):
            try:
                answer = self.pool.get("/item/steady")
                if answer.status == 200:
                    self.answered += 1
                else:
                    self.failures.append(answer)
            except (OSError, ClosedByPeer) as error:
                self.failures.append(error)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()


class Starting(PoolCase):
    def test_a_pool_that_cannot_start_says_why_and_ends(self):
        pool = Pool(self.scratch)
        (pool.templates / "item.tpl").write_text("{{#OPEN}}")
        pool.launch()
        self.addCleanup(pool.kill)
        self.assertNotEqual(pool.process.wait(60), 0)
        self.assertIn("item.tpl", pool.log())
        # The last line says it; the worker that only had to stop is no error.
        self.assertRegex(pool.log().splitlines()[-1], "error the server does not start")
        self.assertNotIn("SIGTERM", pool.log())
        self.assertNotIn("signal=", pool.log())
        self.assertFalse(pool.socket.exists())

    def test_a_pool_that_is_stopped_leaves_nothing_behind(self):
        pool = self.pool()
        workers = pool.workers()
        pool.process.send_signal(signal.SIGTERM)
        self.assertEqual(pool.process.wait(30), 0)
        for worker in workers:
            self.assertFalse(processes.is_alive(worker))
        self.assertFalse(pool.socket.exists())
        self.assertEqual(os.listdir(pool.scratch / "data/pools"), [])
        # What the workers have counted stays.
        self.assertEqual(os.listdir(pool.scratch / "data/processes"), ["ended"])

    def test_workers_end_when_their_supervisor_is_killed_and_a_new_one_serves_at_once(self):
        pool = self.pool()
        for _ in range(20):
            workers = pool.workers()
            pool.process.kill()
            pool.process.wait()
            pool.launch()  # as a service manager does
            wait_until(lambda: self.answers(pool), "the new pool answers", 10)
            for worker in workers:
                wait_until(lambda: not processes.is_alive(worker), "the old workers end")

    @staticmethod
    def answers(pool):
        if pool.process.poll() is not None:  # the old workers still listen: try again
            pool.launch()
        try:
            return pool.get("/process").status == 200
        except (OSError, ClosedByPeer):
            return False


class Reloading(PoolCase):
    def test_new_templates_and_a_new_program_are_taken(self):
        pool = self.pool()
        before = pool.workers()
        supervisor = pool.process.pid
        newer = self.scratch / "newer"
        shutil.copy(pool.copy, newer)
        os.replace(newer, pool.copy)
        item = pool.templates / "item.tpl"
        item.write_text(item.read_text() + "<p>the new template</p>\n")
        done = pool.reload()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"reloaded: process {supervisor}", done.stdout)
        self.assertIn("the new template", pool.get("/item/a").text)
        self.assertEqual(set(before) & set(pool.workers()) & self.serving(pool), set())
        for pid in [supervisor, *self.serving(pool)]:
            self.assertEqual(inode_of_program(pid), pool.copy.stat().st_ino)
        self.wait_for_workers(pool, without=before)

    def serving(self, pool):
        return {int(pool.get("/process").text) for _ in range(20)}

    def test_a_wrong_configuration_leaves_the_old_workers_and_says_why(self):
        pool = self.pool()
        before = pool.workers()
        item = pool.templates / "item.tpl"
        text = item.read_text()
        item.write_text("{{#OPEN}}")
        failed = pool.reload()
        self.assertEqual(failed.returncode, 1)
        self.assertIn("not reloaded", failed.stderr)
        self.assertIn("item.tpl", pool.log())
        self.assertEqual(pool.workers(), before)
        self.assertEqual(pool.get("/item/a").status, 200)
        item.write_text(text)
        self.assertEqual(pool.reload().returncode, 0)
        self.wait_for_workers(pool, without=before)

    def test_a_program_that_cannot_run_leaves_the_old_workers(self):
        pool = self.pool()
        before = pool.workers()
        newer = self.scratch / "newer"
        newer.write_text("#!/bin/sh\nexit 3\n")
        newer.chmod(0o755)
        os.replace(pool.copy, self.scratch / "old")
        os.replace(newer, pool.copy)
        pool.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "not reloaded" in pool.log(), "the reload fails")
        self.assertEqual(pool.workers(), before)
        self.assertEqual(pool.get("/process").status, 200)

    def test_kept_connections_go_on_while_the_new_worker_is_in_a_slow_view(self):
        pool = self.pool(workers=1, threads=1)
        slow_view = whole_request("GET", "/slow/3000", flags=KEEP)
        with contextlib.ExitStack() as stack:
            # More than fit into the socket on which a retiring worker hands them over.
            kept = [stack.enter_context(pool.connect()) for _ in range(500)]
            slow = [stack.enter_context(pool.connect())]

            def check(connections):
                for connection in connections:
                    connection.send(whole_request("GET", "/process", flags=KEEP))
                    self.assertEqual(connection.receive().status, 200, pool.log())

            check(kept)
            slow[0].send(slow_view)
            wait_until_in_view(pool, "/slow/3000")
            # The old worker is busy, so the new one takes this.
            slow.append(stack.enter_context(pool.connect()))
            slow[1].send(slow_view)
            self.assertEqual(pool.reload().returncode, 0)
            for connection in slow:
                self.assertEqual(connection.receive().status, 200)
            check(kept + slow)
        self.assertNotIn("kept connections are closed", pool.log())

    def test_reload_without_a_server_says_so(self):
        (self.scratch / "data").mkdir()
        pool = Pool(self.scratch)
        nothing = pool.reload()
        self.assertEqual(nothing.returncode, 1)
        self.assertIn("no server with --workers runs", nothing.stderr)


class Signals(PoolCase):
    def ask_late(self, pool):
        """Begins a request of two seconds. Returns its thread, and a list for its status."""
        statuses = []

        def ask():
            try:
                statuses.append(pool.get("/late/x/2000").status)
            except (OSError, ClosedByPeer) as error:
                statuses.append(error)
        asking = threading.Thread(target=ask)
        asking.start()
        wait_until_in_view(pool, "/late/x/2000")
        return asking, statuses

    def test_a_rotation_of_the_log_leaves_the_requests_of_a_retiring_worker(self):
        pool = self.pool(access_log=self.scratch / "access.log")
        asking, statuses = self.ask_late(pool)
        self.assertEqual(pool.reload().returncode, 0)
        pool.process.send_signal(signal.SIGUSR1)
        asking.join()
        self.assertEqual(statuses, [200], pool.log())

    def test_ctrl_c_in_a_terminal_lets_the_workers_finish_their_requests(self):
        pool = self.pool()
        asking, statuses = self.ask_late(pool)
        # A terminal sends it to each process in the foreground.
        for process in (*pool.workers(), pool.process.pid):
            os.kill(process, signal.SIGINT)
        asking.join()
        self.assertEqual(statuses, [200], pool.log())
        self.assertEqual(pool.process.wait(30), 0)
        self.assertIn('signal=INT limit="10 s"', pool.log())
        self.assertNotIn("has died", pool.log())

    def test_a_signal_without_a_meaning_is_logged_and_the_supervisor_continues(self):
        pool = self.pool()
        pool.process.send_signal(signal.SIGALRM)
        wait_until(lambda: "signal=ALRM" in pool.log() or pool.process.poll() is not None,
                   "the signal is in the log")
        self.assertIsNone(pool.process.poll())
        self.assertEqual(pool.get("/process").status, 200)


class UnderAServiceManager(PoolCase):
    def test_the_supervisor_tells_what_it_does(self):
        manager = NotifySocket(self.scratch / "notify")
        self.addCleanup(manager.close)
        pool = Pool(self.scratch)
        # A child of the shell would have another number than the service manager expects.
        pool.program = ("/bin/sh", "-c", 'WATCHDOG_PID=$$ exec "$@"', "sh", pool.copy)
        pool.variables = {"NOTIFY_SOCKET": str(manager.path), "WATCHDOG_USEC": "4000000"}
        self.addCleanup(pool.kill)
        pool.start()
        manager.wait_for("READY=1")
        manager.wait_for("WATCHDOG=1")
        heard = len(manager.messages())
        self.assertEqual(pool.reload().returncode, 0)
        manager.wait_for("READY=1", after=heard)
        told = "\n".join(manager.messages()[heard:])
        self.assertRegex(told, r"RELOADING=1\nMONOTONIC_USEC=\d+")
        pool.process.send_signal(signal.SIGTERM)
        self.assertEqual(pool.process.wait(30), 0)
        manager.wait_for("STOPPING=1")
        # Workers say nothing to the manager.
        self.assertEqual(manager.messages().count("READY=1"), 2)
        self.assertEqual(manager.messages().count("STOPPING=1"), 1)


class UnderLoad(PoolCase):
    """Steady load through each front end."""

    def front(self, kind):
        open_to_front_end(self.scratch)
        pool = self.pool()
        if os.geteuid() == 0:
            shutil.chown(pool.socket, group="www-data")
        return pool, FrontEnd(kind, self.scratch, pool.socket)

    def reload_often(self, kind):
        pool, front = self.front(kind)
        with front, Load(front.port, ["/item/a", "/process", "/item/b?x=1", "/slow/20"]) as load:
            for _ in range(20):
                load.wait_for(20)
                done = pool.reload()
                self.assertEqual(done.returncode, 0, done.stderr + pool.log())
            load.wait_for(20)
        self.assertEqual(load.failures, [])

    def test_20_reloads_behind_lighttpd_fail_no_request(self):
        self.reload_often("lighttpd")

    def test_20_reloads_behind_apache_fail_no_request(self):
        self.reload_often("apache")

    def kill_often(self, kind):
        pool, front = self.front(kind)
        clients = 4
        with front, Load(front.port, ["/item/a", "/process"], clients) as load:
            for number in range(20):
                load.wait_for(20)
                victim = pool.workers()[number % 2]
                os.kill(victim, signal.SIGKILL)
                self.wait_for_workers(pool, without=[victim])
            load.wait_for(20)
        # Each kill fails at most the requests that were under way.
        self.assertLessEqual(len(load.failures), 20 * clients, load.failures)
        print(f"{kind}: 20 kills, {load.total()} answered, {len(load.failures)} failed")

    def test_20_kills_behind_lighttpd(self):
        self.kill_often("lighttpd")

    def test_20_kills_behind_apache(self):
        self.kill_often("apache")
