"""Random queries: a page that ignores them stays one entry; one that reads them has a limit."""

import os
import socket
import struct
import unittest

from harness.fastcgi import BEGIN, END, KEEP, PARAMS, RESPONDER, STDIN, params, record
from harness.probes import Fleet, is_hit

# A million takes a minute: ASPIC_TEST_FLOOD=1000000 tests/faults/run test_query_flood
FLOOD = int(os.environ.get("ASPIC_TEST_FLOOD", "30000"))
MEGA = 1 << 20


class Pipeline:
    """Sends many requests on one connection, one after another, as fast as Python can."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(str(path))
        self.begin = record(BEGIN, struct.pack("!HB5x", RESPONDER, KEEP))
        self.end = record(PARAMS) + record(STDIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def get(self, path, query):
        """Returns the raw records of the answer."""
        values = {"REQUEST_METHOD": "GET", "REQUEST_URI": f"{path}?{query}", "QUERY_STRING": query,
                  "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1"}
        self.socket.sendall(self.begin + record(PARAMS, params(values)) + self.end)
        answer = self.socket.recv(65536)
        while answer[-15:-14] != bytes([END]):
            answer += self.socket.recv(65536)
        return answer


class QueryFlood(unittest.TestCase):
    def test_a_page_that_reads_no_query_is_rendered_and_stored_once(self):
        with Fleet(1) as fleet, Pipeline(fleet[0].socket) as visitor:
            memory = None
            for number in range(FLOOD):
                answer = visitor.get("/ignores", f"x={number}")
                if b"Status: 200" not in answer or (number and b"Aspic; hit" not in answer):
                    self.fail(f"request {number} was answered by {answer!r}")
                if number == FLOOD // 10:
                    memory = fleet[0].memory()
            self.assertEqual(fleet[0].renderings(), 1)
            self.assertEqual(len(fleet.keys("page")), 1)
            self.assertLess(fleet[0].memory() - memory, MEGA)

    def test_a_page_that_reads_its_query_stays_within_the_limits_of_redis_and_memory(self):
        with Fleet(2, cache_memory="4M", max_variants=50, min_uses=2) as fleet:
            fleet[0].get("/reads?q=first")
            for probe in fleet.probes:
                before = probe.memory()
                with Pipeline(probe.socket) as visitor:
                    for number in range(FLOOD // 4):
                        answer = visitor.get("/reads", f"q={number:x}")
                        if b"Status: 200" not in answer:
                            self.fail(f"request {number} was answered by {answer!r}")
                        if number % 1000 == 0:
                            visitor.get("/reads", f"q={number:x}")
                # The pages are tiny, so the allocator also takes a large share.
                self.assertLess(probe.memory() - before, 3 * 4 * MEGA)
            self.assertLessEqual(len(fleet.keys("page")), 2 * 50)

    def test_a_flood_does_not_evict_a_popular_page(self):
        with Fleet(1, redis=None, cache_memory="4M") as fleet, Pipeline(fleet[0].socket) as visitor:
            for _ in range(3):
                fleet[0].get("/item/popular")
            for number in range(20_000):
                visitor.get("/reads", f"q={number:x}")
                if number % 500 == 0:
                    self.assertTrue(is_hit(fleet[0].get("/item/popular")), f"after {number} others")

    def test_a_query_that_is_requested_once_is_not_stored_in_redis(self):
        with Fleet(2, min_uses=2) as fleet:
            fleet[0].get("/reads?q=one")
            self.assertEqual(fleet.keys("page"), [])
            self.assertTrue(is_hit(fleet[0].get("/reads?q=one")))
            self.assertEqual(len(fleet.keys("page")), 1)
            self.assertTrue(is_hit(fleet[1].get("/reads?q=one")))

    def test_a_path_that_is_often_rendered_again_stays_in_redis(self):
        """The limit counts the pages of a path in Redis, not how often they are written."""
        with Fleet(1, max_variants=5, min_uses=1) as fleet:
            for _ in range(20):
                fleet[0].get("/reads?q=a")
                fleet[0].get("/reads?q=b")
                self.assertEqual(len(fleet.keys("page")), 2)
                self.assertEqual(fleet[0].post("/purge?path=/reads").status, 200)
                fleet.redis.cli("DEL", *fleet.keys("page"))
