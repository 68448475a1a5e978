"""Peers that send or read slowly take no thread, and have a time limit. So has the end."""

import contextlib
import pathlib
import signal
import threading
import time
import unittest

from harness.application import Application
from harness.fastcgi import (PARAMS, STDIN, begin, params, record, request_params, stream,
                             whole_request)
from harness.man_root import make_man_root
from harness.paths import scratch_directory
from harness.probes import Fleet
from harness.waiting import wait_until

PAGE = "/man/1/aspic-hello"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "1000",
        "Sec-Fetch-Site": "same-origin"}
POST = params(request_params("POST", "/account/sign-in", FORM))
HEADS = {"PARAMS": begin() + record(PARAMS, POST[:30]),
         "STDIN": begin() + stream(PARAMS, POST) + record(STDIN, b"name=")}
DRIP = {"PARAMS": record(PARAMS, b"x"), "STDIN": record(STDIN, b"x")}


class Dripping:
    """Sends a byte every tenth of a second until the connection is closed."""

    def __init__(self, application, part):
        self.connection = application.connect(timeout=30)
        self.connection.send(HEADS[part])
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._drip, args=(DRIP[part],))
        self.thread.start()

    def _drip(self, piece):
        with contextlib.suppress(OSError):
            while not self.end.wait(0.1):
                self.connection.send(piece)

    def answer(self):
        try:
            return self.connection.receive()
        finally:
            self.close()

    def close(self):
        self.end.set()
        self.thread.join()
        self.connection.close()


class SlowSenders(unittest.TestCase):
    def test_the_time_limit_applies_to_the_whole_request(self):
        with Application(threads=4, receive_timeout=1) as application:
            for part in HEADS:
                with self.subTest(part):
                    dripping = Dripping(application, part)
                    self.addCleanup(dripping.close)
                    self.assertEqual(dripping.answer().status, 408)

    def test_a_hundred_slow_senders_take_no_thread(self):
        with Application(threads=2) as application, contextlib.ExitStack() as stack:
            for part in HEADS:
                for _ in range(50):
                    stack.enter_context(application.connect()).send(HEADS[part])
            for _ in range(10):
                self.assertEqual(application.get(PAGE).status, 200)

    def test_over_a_thousand_slow_senders_the_oldest_one_is_refused(self):
        with Application(threads=2) as application, contextlib.ExitStack() as stack:
            first = stack.enter_context(application.connect())
            first.send(HEADS["STDIN"])
            for _ in range(1000):
                stack.enter_context(application.connect()).send(HEADS["STDIN"])
            self.assertEqual(first.receive().status, 408)
            self.assertEqual(application.get(PAGE).status, 200)


class SlowReaders(unittest.TestCase):
    def test_clients_that_stop_reading_take_no_thread(self):
        with scratch_directory() as scratch, contextlib.ExitStack() as stack:
            man = make_man_root(pathlib.Path(scratch) / "man")
            (man / "man7/aspic-large.7").write_text(
                ".TH LARGE 7 2026-01-01\n.SH NAME\nlarge \\- a page\n.SH TEXT\n" +
                ("word " * 12 + "\n") * 20_000)
            application = stack.enter_context(Application(scratch, threads=2))
            self.assertGreater(len(application.get("/man/7/aspic-large").body), 1_000_000)
            for _ in range(20):
                reader = stack.enter_context(application.connect(keep=False))
                reader.send(whole_request("GET", "/man/7/aspic-large"))
            for _ in range(10):
                self.assertEqual(application.get(PAGE).status, 200)
            # A client that reads again gets the whole page.
            self.assertGreater(len(reader.receive().body), 1_000_000)


class SlowViews(unittest.TestCase):
    """Some threads are reserved for cached pages."""

    def test_a_cached_page_does_not_wait_for_slow_views(self):
        with Fleet(1, redis=None, threads=4) as fleet, contextlib.ExitStack() as stack:
            probe = fleet[0]
            self.assertEqual(probe.get("/item/a").status, 200)
            slow = [stack.enter_context(probe.connect(keep=False)) for _ in range(20)]
            for number, connection in enumerate(slow):
                connection.begin(request_params("GET", f"/slow/{3000 + number}"))
                connection.send(record(STDIN))
            began = time.monotonic()
            for _ in range(10):
                self.assertIn("hit", probe.get("/item/a").field("Cache-Status"))
            self.assertLess(time.monotonic() - began, 2.5)

    def test_one_slow_view_does_not_block_other_views(self):
        with Fleet(1, redis=None, threads=4) as fleet, contextlib.ExitStack() as stack:
            probe = fleet[0]
            for number in range(20):
                connection = stack.enter_context(probe.connect(keep=False))
                connection.begin(request_params("GET", f"/slow/{3000 + number}"))
                connection.send(record(STDIN))
            began = time.monotonic()
            for number in range(10):
                self.assertEqual(probe.get(f"/reads?q={number}").status, 200)
            self.assertLess(time.monotonic() - began, 2.5)

    def test_a_request_waits_in_the_queue_and_gets_503_after_the_queue_timeout(self):
        with Fleet(1, redis=None, threads=4,
                   queue_timeout=2) as fleet, contextlib.ExitStack() as stack:
            probe = fleet[0]
            asked = [stack.enter_context(probe.connect(keep=False)) for _ in range(8)]
            for number, connection in enumerate(asked):
                connection.begin(request_params("GET", f"/slow/{900 + number}"))
                connection.send(record(STDIN))
            answers = [connection.receive() for connection in asked]
            statuses = [answer.status for answer in answers]
            self.assertGreaterEqual(statuses.count(200), 4, statuses)
            self.assertLessEqual(set(statuses), {200, 503})
            for answer in answers:
                self.assertEqual(answer.field("Retry-After"), "2" if answer.status == 503 else None)

    def test_a_request_that_waits_for_a_rendering_takes_no_thread(self):
        with Fleet(1, redis=None, threads=4) as fleet, contextlib.ExitStack() as stack:
            probe = fleet[0]
            asked = [stack.enter_context(probe.connect(keep=False)) for _ in range(50)]
            for connection in asked:
                connection.begin(request_params("GET", "/slow/1000"))
                connection.send(record(STDIN))
            self.assertEqual({connection.receive().status for connection in asked}, {200})
            self.assertEqual(probe.renderings(), 1)


class TheEnd(unittest.TestCase):
    def test_slow_senders_do_not_delay_the_end(self):
        with Application(threads=4, stop_timeout=1) as application:
            dripping = [Dripping(application, part) for part in HEADS]
            for one in dripping:
                self.addCleanup(one.close)
            wait_until(lambda: application.get(PAGE).status == 200, "the program serves")
            self.assertEqual(application.stop(seconds=8), 0)
            self.assertIn("requests were cut", application.log())
            self.assertFalse(application.socket.exists())

    def test_a_view_that_takes_too_long_is_cut(self):
        with Fleet(1, redis=None, threads=4, stop_timeout=1) as fleet:
            probe = fleet[0]
            with probe.connect() as connection:
                connection.begin(request_params("GET", "/slow/20000"))
                connection.send(record(STDIN))
                wait_until(lambda: probe.get("/renderings").status == 200, "the probe serves")
                probe.process.send_signal(signal.SIGTERM)
                self.assertEqual(probe.process.wait(8), 0)
            self.assertRegex(probe.log(),
                             r"requests were cut[^=]* views=1 waiting=0\n")
            self.assertFalse(probe.socket.exists())

    def test_a_second_signal_ends_the_program_at_once(self):
        with (Application(threads=4, stop_timeout=60) as application,
              application.connect() as connection):
            connection.send(HEADS["STDIN"])
            wait_until(lambda: application.get(PAGE).status == 200, "the program serves")
            application.process.terminate()
            wait_until(lambda: "stopping" in application.log(), "the program gets the signal")
            self.assertEqual(application.stop(seconds=5), -signal.SIGTERM)
