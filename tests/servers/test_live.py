"""A signed-in visitor gets a cached page assembled, or as the bytes for everyone.

The tests run with each front end.
"""

import gzip
import re
import unittest

from harness.site import shared_site

PAGE = "/man/1/aspic-hello"
LIVE = "/_live?page=/man/1/aspic-hello&fragment=/_navigation"
MARKER = "CACHE_CONTROL"


def attribute(page, name):
    found = re.search(rf'<x-live fragment="/_navigation"[^>]* {name}="([^"]*)"', page)
    return found[1] if found else None


class LiveTests:
    options = {}
    name = ""

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)
        cls.ana = cls.site.visitor()
        cls.ana.sign_up(cls.name)
        cls.greeting = f"Hi, logged in as {cls.name}"

    def setUp(self):
        self.guests = self.site.get(PAGE)
        self.ana.cookies.pop("snapshots", None)

    def keep_snapshot(self):
        """Sets the cookie that the scripts set when they have all fragments of the page."""
        key = attribute(self.guests.text, "key")
        self.ana.cookies["snapshots"] = f"{self.ana.cookies['live']}.{key}"

    def test_without_a_snapshot_the_page_is_assembled(self):
        page = self.ana.get(PAGE)
        self.assertEqual(page.status, 200)
        self.assertIn(self.greeting, page.text)
        self.assertNotIn(MARKER, page.text)
        self.assertEqual(attribute(page.text, "visitor"), self.ana.cookies["live"])
        self.assertEqual(page.field("Cache-Control"), "private, no-cache")
        self.assertNotEqual(page.field("ETag"), self.guests.field("ETag"))
        self.assertIsNone(page.field("Expires"))
        self.assertRegex(page.field("Cache-Status"), "hit; .*detail=assembled")

    def test_an_assembled_page_differs_from_the_cached_page_only_in_its_holes(self):
        def without_holes(text):
            text = re.sub(r"<script>var CACHE_CONTROL=[0-9]+;</script>", "", text)
            return re.sub(r"<x-live.*?</x-live>", "", text, flags=re.S)

        self.assertEqual(without_holes(self.ana.get(PAGE).text), without_holes(self.guests.text))

    def test_an_assembled_page_has_the_same_content_as_gzip(self):
        plain = self.ana.get(PAGE)
        coded = self.ana.get(PAGE, {"Accept-Encoding": "br, gzip"})
        self.assertEqual(coded.field("Content-Encoding"), "gzip")
        self.assertRegex(coded.field("Vary"), "Accept-Encoding")
        self.assertLess(len(coded.body), len(plain.body))
        self.assertEqual(gzip.decompress(coded.body), plain.body)

    def test_with_a_snapshot_the_visitor_gets_the_page_for_everyone(self):
        self.keep_snapshot()
        page = self.ana.get(PAGE)
        self.assertEqual(page.body, self.guests.body)
        self.assertEqual(page.field("ETag"), self.guests.field("ETag"))
        again = self.ana.get(PAGE, {"If-None-Match": page.field("ETag")})
        self.assertEqual(again.status, 304)

    def test_a_copy_of_the_page_for_everyone_does_not_replace_the_assembled_one(self):
        page = self.ana.get(PAGE, {"If-None-Match": self.guests.field("ETag")})
        self.assertEqual(page.status, 200)
        self.assertIn(self.greeting, page.text)

    def test_an_assembled_page_that_is_still_the_same_is_not_sent_again(self):
        page = self.ana.get(PAGE)
        again = self.ana.get(PAGE, {"If-None-Match": page.field("ETag")})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(again.field("ETag"), page.field("ETag"))
        self.assertEqual(again.field("Cache-Control"), "private, no-cache")

    def test_a_part_of_the_page_for_everyone_is_not_joined_with_a_part_of_the_assembled_one(self):
        rest = {"Range": "bytes=100-", "If-Match": self.guests.field("ETag")}
        # Apache does not cut ranges out of the application's answers.
        self.assertIn(self.site.get(PAGE, rest).body, (self.guests.body, self.guests.body[100:]))
        self.assertEqual(self.ana.get(PAGE, rest).status, 412)

    def test_an_unchanged_fragment_is_not_sent_again(self):
        version = attribute(self.ana.get(LIVE).text, "hash")
        same = self.ana.get(f"{LIVE}&have={version}")
        self.assertEqual(same.status, 204)
        self.assertEqual(same.body, b"")
        self.assertEqual(self.site.get(f"{LIVE}&have={version}").status, 200)

    def test_signing_out_clears_the_browsers_cache_and_storage(self):
        other = self.site.visitor()
        other.sign_in(self.name)
        self.assertIn(self.greeting, other.get(PAGE).text)
        self.assertEqual(other.sign_out().field("Clear-Site-Data"), '"cache", "storage"')
        self.assertEqual(other.get(PAGE).body, self.guests.body)

    def test_every_page_has_a_strict_policy_that_allows_its_marker(self):
        for page, inline in ((self.guests, True), (self.ana.get(PAGE), True),
                             (self.site.get("/account/sign-up"), False),
                             (self.site.get("/no/such/page"), False)):
            policy = page.field("Content-Security-Policy") or "none"
            self.assertIn("default-src 'self'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual("'sha256-" in policy, inline, policy)


class BehindLighttpd(LiveTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}
    name = "Live Lighttpd"


class BehindApache(LiveTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}
    name = "Live Apache"
