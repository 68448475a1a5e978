"""The access logs of the supplied front ends: off by default, on by a variable."""

import pathlib
import unittest

from harness import http_client
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import scratch_directory
from harness.probes import Probe
from harness.waiting import wait_until


class AccessLogTests:
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        open_to_front_end(self.scratch)
        self.probe = Probe(self.scratch, "probe", cache="memory").start()
        self.addCleanup(self.probe.kill)

    def start_front_end(self, **variables):
        server = FrontEnd(self.front, self.scratch, self.probe.socket, **variables)
        self.addCleanup(server.__exit__)
        return server.__enter__()

    def test_each_request_has_a_line(self):
        log = self.scratch / self.front / "access.log"
        server = self.start_front_end(ACCESS_LOG=log)
        fields = {"User-Agent": "a test", "Referer": "http://127.0.0.1/before"}
        self.assertEqual(http_client.get(server.port, "/item/a?b=c", fields).status, 200)
        http_client.get(server.port, "/none")
        wait_until(lambda: log.exists() and log.read_text().count("\n") >= 2, "both have a line")
        # Apache's processes may write them in another order.
        lines = log.read_text()
        self.assertRegex(lines, r'(?m)^127\.0\.0\.1 .*\[.+\] "GET /item/a\?b=c HTTP/1\.1" 200 '
                                r'[0-9]+ "http://127\.0\.0\.1/before" "a test"$')
        self.assertRegex(lines, r'(?m)^.*"GET /none HTTP/1\.1" 404 ')
        self.assertEqual(lines.count("\n"), 2)

    def test_the_secret_in_the_link_to_xray_is_not_in_it(self):
        log = self.scratch / self.front / "access.log"
        server = self.start_front_end(ACCESS_LOG=log)
        http_client.get(server.port, "/_xray/A-z_9.secret")
        http_client.get(server.port, "/item/a", {"Referer": "http://h/docs/_xray/secret?next=/"})
        wait_until(lambda: log.exists() and log.read_text().count("\n") >= 2, "both have a line")
        lines = log.read_text()
        self.assertIn('"GET /_xray/... HTTP/1.1"', lines)
        self.assertIn('"http://h/docs/_xray/...?next=/"', lines)
        self.assertNotIn("secret", lines)

    def test_there_is_none_without_the_variable(self):
        before = set(self.scratch.iterdir())
        server = self.start_front_end()
        self.assertEqual(http_client.get(server.port, "/item/a").status, 200)
        server.__exit__()
        made = set(self.scratch.iterdir()) - before
        self.assertEqual({path.name for path in made},
                         {self.front, f"{self.front}.conf", f"{self.front}.log"})
        self.assertEqual([path for path in self.scratch.rglob("*access*")], [])
        self.assertNotIn("/item/a", server.log_file.read_text())


class OfLighttpd(AccessLogTests, unittest.TestCase):
    front = "lighttpd"


class OfApache(AccessLogTests, unittest.TestCase):
    front = "apache"


class OfNginx(AccessLogTests, unittest.TestCase):
    front = "nginx"
