"""The trips to Redis that a page costs. A visitor waits for each of them.

tests/unit/caching/redis_trips_test.cpp has the cases that need a clock.
"""

import re
import unittest

from harness.probes import Fleet, cache_status
from harness.redis_relay import RedisRelay

OF_PAGES = re.compile(r"aspic:[^:]*:(page|lease|inputs):")
LOOK = ["HMGET", "SMEMBERS"]
LEASE = ["SET", "GET", "HMGET"]
STORE = ["MULTI", "DEL", "HSET", "EXPIRE", "EXEC", "DEL"]
INPUTS = ["SADD", "EXPIRE"]


class Trips(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(count=0)
        cls.fleet.__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.relay = RedisRelay(cls.fleet.scratch / "relay.sock", cls.fleet.redis.socket)
        cls.relay.__enter__()
        cls.addClassCleanup(cls.relay.__exit__)
        # What it asks is noted. The other one is another process of the same site.
        cls.probe = cls.fleet.add(redis=f"unix:{cls.relay.path}", min_uses=1)
        cls.other = cls.fleet.add(min_uses=1)

    def trips_of(self, target, expected, headers=None):
        """Returns the names of the commands in each trip of a request for a page."""
        before = len(self.relay.trips(OF_PAGES))
        self.assertRegex(cache_status(self.probe.get(target, headers)), expected)
        return [[command[0] for command in trip] for trip in self.relay.trips(OF_PAGES)[before:]]

    def test_a_page_that_no_process_has_costs_three(self):
        self.probe.get("/item/first")  # the route's set of inputs is new
        self.assertEqual(self.trips_of("/item/cold", "stored"), [LOOK, LEASE, STORE])

    def test_a_page_that_another_process_has_costs_one(self):
        self.other.get("/item/there")
        self.assertEqual(self.trips_of("/item/there", "; hit"), [LOOK])
        self.assertEqual(self.trips_of("/item/there", "; hit"), [])

    def test_a_page_for_a_visitor_with_a_cookie_costs_one(self):
        self.other.get("/item/cookie")
        self.assertEqual(self.trips_of("/item/cookie", "; hit", {"Cookie": "a=b"}), [LOOK])

    def test_a_purged_page_costs_three(self):
        self.probe.get("/item/purged")
        self.assertEqual(self.probe.post("/purge?path=/item/purged").status, 200)
        self.assertEqual(self.trips_of("/item/purged", "stored"), [LOOK, LEASE, STORE])

    def test_a_page_with_a_hole_costs_three(self):
        self.probe.get("/holed/first")
        self.assertEqual(self.trips_of("/holed/cold", "stored"), [LOOK, LEASE, STORE])

    def test_a_page_whose_view_reads_an_input_for_the_first_time_costs_three(self):
        # The first process of all learns what the route reads when its view has run.
        self.assertEqual(self.trips_of("/reads?q=a", "stored"), [LOOK, LEASE, INPUTS + STORE])
        self.assertEqual(self.trips_of("/reads?q=b", "stored"), [LOOK, LEASE, STORE])

    def test_inputs_that_another_process_knows_cost_three(self):
        self.other.get("/curious?q=a")
        self.assertEqual(self.trips_of("/curious?q=b", "stored"), [LOOK, LEASE, STORE])

    def test_a_page_that_must_not_be_stored_costs_three(self):
        self.assertEqual(self.trips_of("/cookie", "fwd=uri-miss"), [LOOK, LEASE, ["SET"]])
