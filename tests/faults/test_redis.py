"""Redis is absent, hung, full, or back again: no visitor gets a 5xx because of the cache."""

import pathlib
import time
import unittest

from harness.application import Application
from harness.paths import scratch_directory
from harness.redis import Redis
from harness.waiting import wait_until


class RedisFaults(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.redis = Redis(self.scratch)
        self.addCleanup(lambda: self.redis.process and self.redis.__exit__())
        self.pages = (f"/man/7/aspic-fresh-{number:02}" for number in range(60))

    def application(self):
        return Application(self.scratch, cache="redis", redis=f"unix:{self.scratch}/redis.sock")

    def assert_served(self, application, page):
        answer = application.get(page)
        self.assertEqual(answer.status, 200)
        self.assertIn("</html>", answer.text)
        return answer.field("Cache-Status")

    def assert_recovers(self, application):
        """Asserts that pages are stored again, without a restart of the program."""
        wait_until(lambda: "stored" in self.assert_served(application, next(self.pages)),
                   "a page is stored")
        self.assertTrue(self.redis.pages())

    def test_pages_are_served_if_redis_is_absent_at_the_start_and_comes_later(self):
        with self.application() as application:
            for _ in range(5):
                self.assertNotIn("stored", self.assert_served(application, next(self.pages)))
            self.assertIn("redis", application.log())
            self.redis.start()
            self.assert_recovers(application)

    def test_pages_are_served_while_redis_is_gone_and_comes_back(self):
        self.redis.start()
        with self.application() as application:
            page = next(self.pages)
            self.assertIn("stored", self.assert_served(application, page))
            self.assertIn("hit", self.assert_served(application, page))
            self.redis.kill()
            for _ in range(5):
                self.assertNotIn("stored", self.assert_served(application, next(self.pages)))
            self.assert_served(application, page)
            self.redis.start()
            self.assert_recovers(application)

    def test_pages_are_stored_after_a_restart_of_redis_between_two_requests(self):
        self.redis.start()
        with self.application() as application:
            for _ in range(3):
                self.assertIn("stored", self.assert_served(application, next(self.pages)))
                self.redis.kill()
                self.redis.start()
            self.assert_recovers(application)

    def test_a_visitor_waits_only_a_limited_time_for_a_hung_redis(self):
        """A hung Redis accepts connections and does not answer."""
        self.redis.start()
        with self.application() as application:
            self.assert_served(application, next(self.pages))
            self.redis.hold()
            for _ in range(3):
                began = time.monotonic()
                self.assert_served(application, next(self.pages))
                self.assertLess(time.monotonic() - began, 6)
            self.redis.release()
            self.assert_recovers(application)

    def test_pages_are_served_while_redis_is_full(self):
        self.redis.options = ("--maxmemory", "1", "--maxmemory-policy", "noeviction")
        self.redis.start()
        with self.application() as application:
            for _ in range(5):
                self.assertNotIn("stored", self.assert_served(application, next(self.pages)))
            self.redis.cli("CONFIG", "SET", "maxmemory", "64mb")
            self.assert_recovers(application)

    def test_pages_are_served_if_redis_wants_a_password_that_we_do_not_have(self):
        self.redis.start()
        self.redis.cli("CONFIG", "SET", "requirepass", "secret")
        with self.application() as application:
            for _ in range(3):
                self.assertNotIn("stored", self.assert_served(application, next(self.pages)))
            self.assertIn("NOAUTH", application.log())
