"""The page that a front end sends by itself if the application does not answer."""

import socket
import threading
import unittest

from harness import http_client
from harness.front_end import FrontEnd, open_scratch
from harness.paths import ROOT
from harness.probes import Probe
from harness.waiting import wait_until

PAGE = (ROOT / "deploy/down.html").read_bytes()


class DownPageTests:
    front = ""

    def setUp(self):
        self.scratch = open_scratch(self.addCleanup)
        self.socket = self.scratch / "site.sock"
        server = FrontEnd(self.front, self.scratch, self.socket, change=self.hurry)
        self.addCleanup(server.__exit__)
        self.port = server.__enter__().port

    def start_application(self):
        probe = Probe(self.scratch, "site", cache="memory").start()
        self.addCleanup(probe.kill)
        return probe

    def hurry(self, text):
        return text

    def assert_is_down_page(self, answer, body=PAGE, status=503):
        self.assertEqual(answer.status, status)
        self.assertEqual(answer.body, body)
        self.assertEqual(answer.field("Content-Type"), "text/html; charset=utf-8")
        self.assertEqual(answer.field("Content-Length"), str(len(PAGE)))
        self.assertEqual(answer.field("Cache-Control"), "no-store")
        self.assertEqual(answer.field("Retry-After"), "10")
        self.assertIsNone(answer.field("ETag"))

    def test_visitors_get_it_while_the_application_is_stopped_and_not_later(self):
        self.assert_is_down_page(http_client.get(self.port, "/item/a"))
        self.assert_is_down_page(http_client.request(self.port, "HEAD", "/item/a"), b"")
        self.assert_is_down_page(http_client.request(self.port, "POST", "/echo",
                                                     {"Content-Length": "3"}, b"abc"))
        # Neither its range nor a copy of another page counts.
        self.assert_is_down_page(http_client.get(self.port, "/item/a", {
            "Range": "bytes=0-3", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}))
        probe = self.start_application()
        # lighttpd tries it again after a second or two.
        wait_until(lambda: http_client.get(self.port, "/item/a").status == 200, "it answers again")
        probe.kill()
        self.assert_is_down_page(http_client.get(self.port, "/item/a"))

    def test_an_application_that_ends_at_a_request_is_down(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.socket))
            self.socket.chmod(0o666)
            listener.listen()

            def end_each():
                try:
                    while True:
                        connection, _ = listener.accept()
                        connection.recv(8)
                        connection.close()
                except OSError:
                    pass  # the test is over

            threading.Thread(target=end_each).start()
            try:
                self.assert_is_down_page(http_client.get(self.port, "/item/a"))
            finally:
                listener.shutdown(socket.SHUT_RDWR)

    def test_error_pages_of_the_application_stay(self):
        self.start_application()
        for target, status in (("/throws/int", 500), ("/item", 404)):
            answer = http_client.get(self.port, target)
            self.assertEqual(answer.status, status)
            self.assertIn(f"<h1>{status} ", answer.text)
            self.assertIsNone(answer.field("Retry-After"))

    def test_nobody_can_ask_for_it(self):
        for path in ("/_front_end/down.html", "/down.html"):
            self.assertNotEqual(http_client.get(self.port, path).status, 200)


class ImpatientTests(DownPageTests):
    """lighttpd waits for ever."""

    patience = ("", "")

    def hurry(self, text):
        """Has the front end wait for a second, and not for a minute."""
        before, after = self.patience
        self.assertIn(before, text)
        return text.replace(before, after)

    def test_an_application_that_says_nothing_is_down_in_the_end(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.socket))
            self.socket.chmod(0o666)
            listener.listen()
            self.assert_is_down_page(http_client.get(self.port, "/item/a"), status=504)


class OfLighttpd(DownPageTests, unittest.TestCase):
    front = "lighttpd"


class OfApache(ImpatientTests, unittest.TestCase):
    front = "apache"
    patience = ("timeout=60", "timeout=1")


class OfNginx(ImpatientTests, unittest.TestCase):
    front = "nginx"
    patience = ("fastcgi_read_timeout    60s", "fastcgi_read_timeout 1s")
