"""Static files. The front ends send them."""

import gzip
import pathlib
import re
import unittest

from harness.paths import ROOT
from harness.site import shared_site

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}


class StaticTests:
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)
        page = cls.site.get("/man/1/aspic-hello").text
        cls.links = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)))

    def directives(self, answer):
        return {part.strip() for part in (answer.field("Cache-Control") or "").split(",")}

    def test_every_file_that_a_page_names_is_found_and_kept_for_a_year_with_its_type(self):
        self.assertGreaterEqual(len(self.links), 4)
        self.assertEqual([re.sub(r"\.[0-9a-f]{16}\.", ".", link)
                          for link in self.links if "/aspic/" in link],
                         [f"/static/aspic/{name}" for name in ("deferred.js", "head.js", "holes.css")])
        for link in self.links:
            with self.subTest(link):
                self.assertRegex(link, r"\.[0-9a-f]{16}\.[a-z0-9]+$")
                answer = self.site.get(link)
                self.assertEqual(answer.status, 200)
                self.assertEqual(self.directives(answer),
                                 {"public", "max-age=31536000", "immutable"})
                self.assertEqual(answer.field("Content-Type").split(";")[0],
                                 TYPES[link.rpartition(".")[2]])
                self.assertIsNone(answer.field("Cache-Status"))

    def test_the_files_equal_their_sources(self):
        for link in self.links:
            name = re.sub(r"\.[0-9a-f]{16}\.", ".", link.removeprefix("/static/"))
            source = ROOT / "static" / name
            if name.startswith("aspic/"):  # the library's own, as it was built
                source = ROOT / "build/release/app/browser" / name
            if name == "jquery.min.js":
                source = pathlib.Path("/usr/share/javascript/jquery/jquery.min.js")
            self.assertEqual(self.site.get(link).body, source.read_bytes(), name)

    def test_text_is_compressed_for_clients_that_accept_it(self):
        link = next(link for link in self.links if "jquery" in link)
        plain = self.site.get(link)
        packed = self.site.get(link, {"Accept-Encoding": "gzip"})
        self.assertEqual(packed.field("Content-Encoding"), "gzip")
        self.assertIn("accept-encoding", packed.field("Vary").lower())
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertLess(len(packed.body), len(plain.body) / 2)

    def test_a_request_with_a_current_copy_gets_304(self):
        first = self.site.get(self.links[0])
        again = self.site.get(self.links[0], {"If-None-Match": first.field("ETag")})
        self.assertEqual(again.status, 304)

    def test_a_missing_file_is_not_remembered_for_a_year(self):
        answer = self.site.get("/static/site.00000000000000ff.css")
        self.assertEqual(answer.status, 404)
        self.assertNotRegex(answer.field("Cache-Control") or "", "max-age=[1-9]")

    def test_only_the_collected_files_are_served(self):
        for path in ("/static/manifest", "/static/", "/static", "/static/..", "/static/../manifest",
                     "/static/site.css",
                     "/static/%2e%2e/site.sock", "/front/",
                     "/static/../front/x.0123456789abcdef.css"):
            with self.subTest(path):
                self.assertIn(self.site.get(path).status, (400, 403, 404))

    def test_a_static_file_is_read_only(self):
        before = self.site.get(self.links[0]).body
        for method in ("PUT", "DELETE"):
            answer = self.site.visitor().request(method, self.links[0], {"Content-Length": "0"})
            self.assertIn(answer.status, (403, 404, 405, 501), method)
        self.assertEqual(self.site.get(self.links[0]).body, before)


class BehindLighttpd(StaticTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApache(StaticTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}
