"""A thousand visitors of one page cause one rendering."""

import collections
import resource
import selectors
import socket
import struct
import time
import unittest

from harness.fastcgi import (BEGIN, END, KEEP, PARAMS, RESPONDER, STDIN, STDOUT, params, record,
                             request_params, stream)
from harness.probes import Fleet, cache_status, is_hit
from harness.waiting import wait_until

PROCESSES, VISITORS = 4, 1000


class Visitor:
    """One request on its own connection, which is opened first. Reads the answer as it arrives."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.received = b""
        self.took = None

    def send(self, target):
        self.began = time.monotonic()
        self.socket.sendall(record(BEGIN, struct.pack("!HB5x", RESPONDER, KEEP)) +
                            stream(PARAMS, params(request_params("GET", target))) + stream(STDIN,
                                                                                           b""))

    def take(self):
        """Reads once. Returns whether the answer is complete or the connection has ended."""
        piece = self.socket.recv(65536)
        self.received += piece
        if not piece or self._is_whole():
            self.took = time.monotonic() - self.began
            return True
        return False

    def _is_whole(self):
        return any(kind == END for kind, _ in self._records())

    def _records(self):
        at = 0
        while at + 8 <= len(self.received):
            _, kind, _, size, padding = struct.unpack_from("!BBHHBx", self.received, at)
            if at + 8 + size + padding > len(self.received):
                return
            yield kind, self.received[at + 8:at + 8 + size]
            at += 8 + size + padding

    @property
    def output(self):
        return b"".join(content for kind, content in self._records() if kind == STDOUT).decode()

    @property
    def status(self):
        """Returns 0 if no answer came."""
        return int(self.output[8:11]) if self.output.startswith("Status: ") else 0

    @property
    def cache_status(self):
        lines = self.output.splitlines()
        return next((line[14:] for line in lines if line.startswith("Cache-Status: ")), "")


def crowd(probes, target, count=VISITORS, meanwhile=lambda: None):
    """Sends `count` requests to the processes at the same time, and waits for all answers.

    Calls `meanwhile` after the requests are sent. Returns the visitors with their answers.
    """
    needed = 2 * count + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, hard), hard))
    visitors = [Visitor(probes[number % len(probes)].socket) for number in range(count)]
    with selectors.DefaultSelector() as waiting:
        for visitor in visitors:
            waiting.register(visitor.socket, selectors.EVENT_READ, visitor)
        for visitor in visitors:
            visitor.send(target)
        meanwhile()
        end = time.monotonic() + 60
        left = count
        while left:
            for key, _ in waiting.select(1):
                if key.data.take():
                    waiting.unregister(key.fileobj)
                    left -= 1
            if time.monotonic() > end:
                raise AssertionError(f"{left} visitors had no answer after a minute")
    for visitor in visitors:
        visitor.socket.close()
    return visitors


class Herd(unittest.TestCase):
    def fleet(self, **options):
        return Fleet(PROCESSES, **{"threads": 256, **options})

    def statuses(self, visitors):
        return dict(collections.Counter(visitor.status for visitor in visitors))

    def test_a_cold_page_is_rendered_once(self):
        with self.fleet() as fleet:
            visitors = crowd(fleet.probes, "/slow/300")
            self.assertEqual(self.statuses(visitors), {200: VISITORS})
            self.assertEqual(fleet[0].renderings(), 1)
            self.assertLess(max(visitor.took for visitor in visitors), 5)

    def test_a_single_process_renders_a_cold_page_once(self):
        with Fleet(1, redis=None, threads=256) as fleet:
            visitors = crowd(fleet.probes, "/slow/300", 250)
            self.assertEqual(self.statuses(visitors), {200: 250})
            self.assertEqual(fleet[0].renderings(), 1)

    def test_an_expired_page_is_rendered_once_and_nobody_waits_for_it(self):
        with self.fleet() as fleet:
            for probe in fleet.probes:
                self.assertEqual(probe.get("/tired/2500").status, 200)
            self.wait_until_it_has_expired()
            before = fleet[0].renderings()
            visitors = crowd(fleet.probes, "/tired/2500")
            self.assertEqual(self.statuses(visitors), {200: VISITORS})
            self.assertLess(max(visitor.took for visitor in visitors), 2)
            self.assertEqual({visitor.cache_status.split("; ")[1] for visitor in visitors}, {"hit"})
            wait_until(lambda: fleet[0].renderings() > before, "the page is rendered again")
            # No other rendering started during this one.
            self.assertEqual(fleet[0].renderings(), before + 1)

    def wait_until_it_has_expired(self):
        """The page is cached for a second. This sends no request, which would renew the page."""
        end = time.monotonic() + 2.1
        wait_until(lambda: time.monotonic() > end, "the page has expired")

    def test_a_softly_purged_page_is_rendered_once_and_nobody_waits_for_it(self):
        with self.fleet() as fleet:
            for probe in fleet.probes:
                probe.get("/slow/1500")
            self.assertEqual(fleet[0].post("/purge?path=/slow/1500&soft").text, "complete\n")
            visitors = crowd(fleet.probes, "/slow/1500")
            self.assertEqual(self.statuses(visitors), {200: VISITORS})
            self.assertLess(max(visitor.took for visitor in visitors), 1.4)
            for probe in fleet.probes:
                wait_until(lambda: "stale" not in cache_status(probe.get("/slow/1500")),
                           "the page is fresh again")
            self.assertEqual(fleet[0].renderings(), 2)

    def test_nobody_waits_for_a_killed_renderer_longer_than_its_lease(self):
        with self.fleet(threads=64) as fleet:
            renderer = Visitor(fleet[0].socket)
            renderer.send("/slow/400")
            wait_until(lambda: fleet.keys("lease"), "the renderer has its lease")
            visitors = crowd(fleet.probes[1:], "/slow/400", 150, meanwhile=fleet[0].kill)
            self.assertEqual(self.statuses(visitors), {200: 150})
            self.assertLess(max(visitor.took for visitor in visitors), 6.5)
            self.assertLessEqual(fleet[1].renderings(), 1)
            renderer.socket.close()

    def test_requests_for_a_page_that_may_not_be_stored_do_not_wait_for_each_other(self):
        with Fleet(2, threads=64) as fleet:
            fleet[0].get("/cookie")
            before = fleet[0].renderings()
            visitors = crowd(fleet.probes, "/cookie", 100)
            self.assertEqual(self.statuses(visitors), {200: 100})
            self.assertEqual(fleet[0].renderings(), before + 100)

    def test_a_crowd_at_a_failing_page_gets_the_old_copy_and_causes_few_tries(self):
        with Fleet(2, threads=64) as fleet:
            fleet[0].post("/item/a?value=good")
            for probe in fleet.probes:
                self.assertEqual(probe.get("/fails/a").text, "good\n")
            fleet[0].post("/item/a?value=fail")
            self.wait_until_it_has_expired()
            visitors = crowd(fleet.probes, "/fails/a", 120)
            self.assertEqual(self.statuses(visitors), {200: 120})
            failures = sum("told to fail" in line for probe in fleet.probes
                           for line in probe.warnings())
            self.assertLessEqual(failures, 4)

    def test_a_crowd_that_waits_for_a_page_keeps_no_other_page_waiting(self):
        """Of four threads, three may render, two of them for one route."""
        with Fleet(1, redis=None, threads=4) as fleet:
            probe = fleet[0]
            self.assertEqual(probe.get("/item/a").status, 200)
            took, hits = {}, []

            def time_of(target):
                began = time.monotonic()
                self.assertEqual(probe.get(target).status, 200)
                return time.monotonic() - began

            def meanwhile():
                for number in range(20):
                    for target in (f"/slow/{number}", f"/item/new{number}", "/renderings"):
                        took[target] = time_of(target)
                    hits.extend(time_of("/item/a") for _ in range(5))

            visitors = crowd(fleet.probes, "/slow/5000", 200, meanwhile)
            self.assertEqual(self.statuses(visitors), {200: 200})
            self.assertLess(max(took.values()), 1, took)
            self.assertLess(sorted(hits)[len(hits) * 9 // 10], 0.05, hits)
            # One for the crowd, one for each of the others, and the first.
            self.assertEqual(probe.renderings(), 1 + 20 + 20 + 1)

    def test_a_crowd_at_a_page_that_may_not_be_stored_is_answered_one_by_one(self):
        with Fleet(1, redis=None, threads=4) as fleet:
            visitors = crowd(fleet.probes, "/cookie", 200)
            self.assertEqual(self.statuses(visitors), {200: 200})
            self.assertEqual(fleet[0].renderings(), 200)

    def test_who_waits_too_long_is_asked_to_come_back(self):
        with Fleet(1, redis=None, threads=4, stop_timeout=1) as fleet:
            renderer = Visitor(fleet[0].socket)
            renderer.send("/slow/30000")
            visitors = crowd(fleet.probes, "/slow/30000", 50)
            self.assertEqual(self.statuses(visitors), {503: 50})
            self.assertTrue(all("Retry-After: 2" in visitor.output for visitor in visitors))
            self.assertLess(max(visitor.took for visitor in visitors), 9)
            renderer.socket.close()

    def test_without_redis_each_process_renders_a_cold_page_once(self):
        with Fleet(2, threads=128, blind_time=30) as fleet:
            fleet.redis.kill()
            visitors = crowd(fleet.probes, "/slow/300", 200)
            self.assertEqual(self.statuses(visitors), {200: 200})
            self.assertLessEqual(fleet[0].renderings(), 2)

    def test_a_crowd_shares_renderings_even_after_the_blind_time(self):
        """A rendering that began before the request may be old. The visitor waits for the next."""
        with Fleet(2, threads=128, blind_time=1) as fleet:
            fleet[0].get("/headers")
            fleet.redis.kill()
            for probe in fleet.probes:
                wait_until(lambda: not is_hit(probe.get("/headers")), "the blind time is over")
            before = fleet[0].renderings()
            visitors = crowd(fleet.probes, "/slow/300", 200)
            self.assertEqual(self.statuses(visitors), {200: 200})
            self.assertLess(max(visitor.took for visitor in visitors), 2)
            self.assertLessEqual(fleet[0].renderings() - before, 6)
