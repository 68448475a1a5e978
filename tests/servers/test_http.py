"""HTTP through the front ends: methods, targets, and old or unusual clients."""

import json
import unittest

from harness import http_client
from harness.site import shared_site


class HttpTests:
    options = {}
    # Methods that the front end itself refuses, whatever the path, and its status.
    refused_methods = {}
    cuts_ranges = True  # out of the application's answers

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)

    def test_a_missing_page_gets_the_sites_own_404(self):
        for path in ("/nothing-here", "/man/99/aspic-hello", "/man/1/aspic-absent", "/_nothing",
                     "/favicon.ico"):
            with self.subTest(path):
                answer = self.site.get(path)
                self.assertEqual(answer.status, 404)
                self.assertIn("site-header", answer.text)
                self.assertRegex(answer.field("Content-Type"), "^text/html; *charset=utf-8$")

    def test_a_wrong_method_gets_405_with_the_allowed_methods(self):
        for method, path, allowed in (("POST", "/man/1/aspic-hello", {"GET", "HEAD"}),
                                      ("DELETE", "/", {"GET", "HEAD"}),
                                      ("PUT", "/account/sign-in", {"GET", "HEAD", "POST"})):
            with self.subTest(method + " " + path):
                answer = self.site.visitor().request(method, path, {"Sec-Fetch-Site": "same-origin",
                                                                    "Content-Length": "0"})
                self.assertEqual(answer.status, 405)
                methods = {name.strip() for name in answer.field("Allow").split(",")}
                self.assertLessEqual(allowed, methods)
                self.assertNotIn(method, methods)

    def test_a_method_that_the_site_does_not_know_gets_501_or_404(self):
        for method in ("BREW", "get", "PROPFIND"):
            for path, status in (("/man/1/aspic-hello", 501), ("/nothing-here", 404)):
                if method in self.refused_methods:
                    status = self.refused_methods[method]
                with self.subTest(method + " " + path):
                    answer = self.site.visitor().request(method, path)
                    self.assertEqual(answer.status, status)

    def test_trace_and_connect_are_refused(self):
        for method, target in (("TRACE", "/man/1/aspic-hello"), ("CONNECT", "example.org:443")):
            with self.subTest(method):
                answer = self.site.visitor().request(method, target, {"Cookie": "secret=1"})
                self.assertEqual(answer.status, self.refused_methods.get(method, 501))
                self.assertNotIn(b"secret", answer.body)

    def test_a_request_for_another_version_gets_412(self):
        page = self.site.get("/man/1/aspic-hello")
        for conditions in ({"If-Match": '"other"'}, {"If-Match": "W/" + page.field("ETag")},
                           {"If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
                           {"If-Match": '"other"', "Range": "bytes=5-9"}):
            with self.subTest(conditions):
                answer = self.site.get("/man/1/aspic-hello", conditions)
                self.assertEqual(answer.status, 412)
                self.assertIn("site-header", answer.text)
                self.assertEqual(answer.field("Cache-Control"), "private, no-cache")
        same = {"If-Match": page.field("ETag"), "Range": "bytes=5-9"}
        part = page.body[5:10] if self.cuts_ranges else page.body
        self.assertEqual(self.site.get("/man/1/aspic-hello", same).body, part)

    def test_a_program_that_asks_for_json_gets_errors_as_json(self):
        for path, status in (("/nothing-here", 404), ("/man//1/aspic-hello", 400),
                             ("/account/sign-out", 405)):
            with self.subTest(path):
                answer = self.site.get(path, {"Accept": "application/json, */*;q=0.1"})
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.field("Content-Type"), "application/problem+json")
                self.assertEqual(answer.field("Vary"), "Accept")
                problem = json.loads(answer.text)
                self.assertEqual((problem["type"], problem["status"]), ("about:blank", status))
                self.assertTrue(problem["title"] and problem["detail"])
                page = self.site.get(path, {"Accept": "text/html, application/json;q=0.9"})
                self.assertRegex(page.field("Content-Type"), "^text/html")
                self.assertRegex(page.field("Vary"), "Accept")
        form = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        large = http_client.request(self.site.port, "POST", "/account/sign-in", form,
                                    b"x" * 2_000_000)
        self.assertEqual(large.status, 413)
        self.assertEqual(json.loads(large.text)["status"], 413)

    def test_names_are_percent_decoded_once(self):
        answer = self.site.get("/man/1/aspic-odd%5B")
        self.assertEqual(answer.status, 200)
        self.assertIn("percent-encoded", answer.text)
        self.assertEqual(self.site.get("/man/1/aspic-odd%255B").status, 404)
        self.assertEqual(self.site.get("/man/1/%61spic-hello").status, 200)

    def test_a_malformed_query_does_not_cause_a_server_error(self):
        for query in ("q=%", "q=%zz", "q=%ff%fe", "&&&=&q", "q=a&q=b", "q=" + "%00" * 3,
                      "q=" + "a" * 5000, "q='%22%3C"):
            with self.subTest(query[:20]):
                self.assertIn(self.site.get("/search?" + query).status, (200, 400))

    def test_a_search_shows_its_query_as_text_and_not_as_html(self):
        answer = self.site.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
        self.assertEqual(answer.status, 200)
        self.assertNotIn("<script>alert", answer.text)

    def test_options_names_the_methods(self):
        answer = self.site.visitor().request("OPTIONS", "/account/sign-in")
        self.assertEqual(answer.status, 204)
        self.assertIn("POST", answer.field("Allow"))

    def test_the_version_of_the_front_end_is_hidden(self):
        for path in ("/", "/nothing-here"):
            self.assertNotRegex(self.site.get(path).field("Server") or "", "[0-9]")

    def test_every_answer_says_what_the_cache_did(self):
        for path in ("/", "/account/sign-in", "/nothing-here", "/man/1/aspic-hello",
                     "/_live?page=/&fragment=/_navigation"):
            self.assertRegex(self.site.get(path).field("Cache-Status") or "", "^Aspic; *(hit|fwd=)",
                             path)


class BehindLighttpd(HttpTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}
    refused_methods = {"BREW": 501, "get": 501, "CONNECT": 400}


class BehindApache(HttpTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}
    refused_methods = {"TRACE": 405}
    cuts_ranges = False


class BehindNginx(HttpTests, unittest.TestCase):
    options = {"front": "nginx", "cache": "memory"}
    refused_methods = {"get": 400, "TRACE": 405, "CONNECT": 400}
    cuts_ranges = False
