"""Static files. The front ends send them."""

import gzip
import os
import pathlib
import re
import unittest

from harness import http_client
from harness.brotli import brotli_decoded
from harness.front_end import FrontEnd, open_scratch
from harness.paths import ROOT
from harness.site import shared_site

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}


class StaticTests:
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)
        page = cls.site.get("/man/1/aspic-hello").text
        cls.links = sorted(set(re.findall(r'(?:href|src|data-jquery)="(/static/[^"]+)"', page)))

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
            expected = source.read_bytes()
            if name == "site.css":  # the files that it imports stand in it
                expected = self.with_imports(source)
            self.assertEqual(self.site.get(link).body, expected, name)

    def with_imports(self, style):
        def content(match):
            part = (style.parent / match[1].decode()).read_bytes()
            return b"@media %s {\n%s\n}\n" % (match[2], part) if match[2] else part
        return re.sub(rb'@import "([a-z.]+)" ?([a-z]*);', content, style.read_bytes())

    def test_text_is_compressed_for_clients_that_accept_it(self):
        link = next(link for link in self.links if "jquery" in link)
        plain = self.site.get(link)
        for coding, decoded in (("gzip", gzip.decompress), ("br", brotli_decoded)):
            packed = self.site.get(link, {"Accept-Encoding": coding})
            self.assertEqual(packed.field("Content-Encoding"), coding)
            self.assertIn("accept-encoding", packed.field("Vary").lower())
            self.assertEqual(decoded(packed.body), plain.body)
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


class FrontEndAlone:
    """What the front end says about a static file by itself. No application runs."""

    FOR_A_YEAR = "public, max-age=31536000, immutable"
    FILE = "/static/a.0123456789abcdef.css"
    IMAGE = "/static/a.0123456789abcdef.png"
    front = ""

    @classmethod
    def setUpClass(cls):
        scratch = open_scratch(cls.addClassCleanup)
        static = scratch / "static"
        static.mkdir()
        for name, lines in ((cls.FILE, 100), (cls.FILE + ".br", 8), (cls.FILE + ".gz", 9),
                            (cls.IMAGE, 100)):
            file = static / pathlib.Path(name).name
            file.write_text("p { color: red }\n" * lines + file.suffix)
            os.utime(file, (1e9, 1e9))  # Apache's tag of a file that has just changed is weak
        server = FrontEnd(cls.front, scratch, scratch / "none.sock", static)
        cls.addClassCleanup(server.__exit__)
        cls.port = server.__enter__().port

    def test_answers_with_the_file_may_be_kept_for_a_year(self):
        for method, fields, status in (("GET", {}, 200), ("HEAD", {}, 200),
                                       ("GET", {"Range": "bytes=0-3"}, 206),
                                       ("GET", {"Accept-Encoding": "gzip"}, 200)):
            with self.subTest(method, fields=fields):
                answer = http_client.request(self.port, method, self.FILE, fields)
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.field("Cache-Control"), self.FOR_A_YEAR)
                self.assertEqual(answer.field("Vary"), "Accept-Encoding")

    def test_a_304_says_what_the_200_said(self):
        first = http_client.get(self.port, self.FILE)
        for name, value in (("If-None-Match", first.field("ETag")),
                            ("If-Modified-Since", first.field("Last-Modified"))):
            with self.subTest(name):
                answer = http_client.get(self.port, self.FILE, {name: value})
                self.assertEqual(answer.status, 304)
                for field in ("Cache-Control", "ETag", "Vary"):
                    self.assertEqual(answer.field(field), first.field(field), field)

    def test_a_client_gets_the_copy_in_a_coding_that_it_accepts(self):
        plain = http_client.get(self.port, self.FILE)
        tags = {plain.field("ETag")}
        for accepted, coding in (("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"),
                                 ("GZIP;q=1.0, br;q=0", "gzip"), ("br; q=0.000 ,gzip;q=0", None),
                                 ("br;q=0.5", "br"), ("deflate", None), ("xbr, gzipx", None)):
            fields = {"Accept-Encoding": accepted}
            with self.subTest(accepted):
                answer = http_client.get(self.port, self.FILE, fields)
                self.assertEqual((answer.status, answer.field("Content-Encoding")), (200, coding))
                self.assertEqual(answer.body.decode().rpartition("\n")[2],
                                 {"br": ".br", "gzip": ".gz", None: ".css"}[coding])
                self.assertEqual(answer.field("Content-Type"), "text/css; charset=utf-8")
                self.assertEqual(answer.field("Content-Length"), str(len(answer.body)))
                self.assertEqual((answer.field("Cache-Control"), answer.field("Vary")),
                                 (self.FOR_A_YEAR, "Accept-Encoding"))
                self.assertEqual(answer.field("ETag") == plain.field("ETag"), coding is None)
                self.assertNotIn("Content-Language", dict(answer.fields))
                again = http_client.get(self.port, self.FILE,
                                        {**fields, "If-None-Match": answer.field("ETag")})
                self.assertEqual((again.status, again.field("ETag")), (304, answer.field("ETag")))
                tags.add(answer.field("ETag"))
        self.assertEqual(len(tags), 3)

    def test_a_file_without_a_copy_is_sent_as_it_is(self):
        answer = http_client.get(self.port, self.IMAGE, {"Accept-Encoding": "br, gzip"})
        self.assertIsNone(answer.field("Content-Encoding"))
        self.assertEqual(answer.field("Content-Type"), "image/png")

    def test_a_copy_has_no_address(self):
        answer = http_client.get(self.port, self.FILE + ".br")
        self.assertEqual(answer.status, 503)  # the application would say 404

    def test_a_file_that_is_not_compressed_does_not_vary(self):
        answer = http_client.get(self.port, self.IMAGE, {"Accept-Encoding": "gzip"})
        self.assertEqual(answer.field("Cache-Control"), self.FOR_A_YEAR)
        self.assertIsNone(answer.field("Vary"))

    def test_other_answers_say_nothing_of_a_year(self):
        cases = [("GET", "/static/b.0123456789abcdef.css", {}, 404),
                 ("HEAD", "/static/b.0123456789abcdef.css", {}, 404)]
        # nginx decides on its fields before it looks at the range, and does not refuse a_b.
        if self.front != "nginx":
            cases += [("GET", self.FILE, {"Range": "bytes=90000-"}, 416),
                      ("GET", self.FILE, {"a_b": "1"}, 400)]
        for method, path, fields, status in cases:
            with self.subTest(status):
                answer = http_client.request(self.port, method, path, fields)
                self.assertEqual(answer.status, status)
                self.assertIsNone(answer.field("Cache-Control"))

    def test_a_failed_precondition_is_not_kept(self):
        """lighttpd does not know If-Match, and sends the file."""
        answer = http_client.get(self.port, self.FILE, {"If-Match": '"other"'})
        self.assertEqual((answer.status, answer.field("Cache-Control")),
                         (200, self.FOR_A_YEAR) if self.front == "lighttpd" else (412, None))


class LighttpdAlone(FrontEndAlone, unittest.TestCase):
    front = "lighttpd"


class ApacheAlone(FrontEndAlone, unittest.TestCase):
    front = "apache"


class NginxAlone(FrontEndAlone, unittest.TestCase):
    front = "nginx"


class BehindLighttpd(StaticTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApache(StaticTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}


class BehindNginx(StaticTests, unittest.TestCase):
    options = {"front": "nginx", "cache": "memory"}
