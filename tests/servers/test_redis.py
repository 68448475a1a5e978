"""The keys that an administrator finds in Redis.

tests/faults/test_redis_faults.py tests a Redis that fails.
"""

import unittest

from harness.site import shared_site


class PagesInRedis(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(front="lighttpd", cache="redis")

    def key_of(self, page):
        keys = [key for key in self.site.redis("--scan", "--pattern", "aspic:*").splitlines()
                if page in key]
        self.assertEqual(len(keys), 1, f"keys of {page}: {keys}")
        return keys[0]

    def store_a_page(self):
        page = self.site.fresh_page()
        self.assertRegex(self.site.get(page).field("Cache-Status"), "stored")
        return page, self.key_of(page)

    def test_a_page_is_a_readable_hash_with_the_final_html_and_a_lifetime(self):
        page, key = self.store_a_page()
        self.assertEqual(self.site.redis("TYPE", key), "hash")
        # The lifetime is an hour, less some jitter, and one more hour for stale-if-error.
        self.assertTrue(3600 < int(self.site.redis("TTL", key)) <= 7200)
        contents = self.site.redis("HGET", key, "html")
        self.assertIn("<script>var CACHE_CONTROL=3600;</script>", contents)
        self.assertIn(self.site.get(page).text.strip(), contents)


class WithDebug(unittest.TestCase):
    """--debug turns cache_page off."""

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(front="lighttpd", cache="redis", debug=True)

    def test_no_page_is_stored_and_no_page_has_the_marker(self):
        for page in ("/man/1/aspic-hello", "/man/1/aspic-hello", "/search?q=greet", "/"):
            answer = self.site.get(page)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("CACHE_CONTROL", answer.text)
            self.assertRegex(answer.field("Cache-Status"), "bypass")
            self.assertNotRegex(answer.field("Cache-Control") or "", r"max-age=[1-9]")
        self.assertEqual([key for key in self.site.redis("--scan").splitlines() if ":page:" in key],
                         [])

    def test_the_corner_is_filled_in_place(self):
        ana = self.site.visitor()
        self.assertEqual(ana.sign_up("Ana Debug").status, 303)
        page = ana.get("/man/1/aspic-hello")
        self.assertIn("Hi, logged in as Ana Debug", page.text)
        self.assertNotIn("Hi, logged in as", self.site.get("/man/1/aspic-hello").text)
