"""The access log, the log of slow requests, and the ids of requests."""

import json
import re
import signal
import subprocess
import unittest

from harness import http_client
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import environment
from harness.probes import Fleet
from harness.waiting import wait_until

COMBINED = re.compile(r'(\S+) - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
                      r'"(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"')


class OneProcess(unittest.TestCase):
    options = {}

    def setUp(self):
        self.fleet = Fleet(0, redis=None)
        self.addCleanup(self.fleet.__exit__)
        self.access_log = self.fleet.scratch / "access.log"
        self.probe = self.fleet.add(access_log=self.access_log, **self.options)

    def lines(self, count=1):
        """Returns the lines of the access log, once there are so many."""

        def found():
            if not self.access_log.exists():
                return None
            lines = self.access_log.read_text().splitlines()
            return lines if len(lines) >= count else None

        return wait_until(found, f"the access log has {count} lines")

    def stop(self):
        self.probe.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.probe.process.wait(30), 0)


class CombinedLog(OneProcess):
    def test_a_request_has_one_line_within_a_second_or_two(self):
        answer = self.probe.get("/item/a?x=1", {"User-Agent": 'A "1"\x1b', "Referer":
                                                "https://h.example/p?secret=1"})
        line = self.lines()[0]
        parts = COMBINED.fullmatch(line)
        self.assertTrue(parts, line)
        self.assertEqual(parts.groups(), (
            "127.0.0.1", "GET", "/item/a?x=1", "HTTP/1.1", "200", str(len(answer.body)),
            "https://h.example/p", r'A \"1\"\x1b'))

    def test_what_is_left_is_written_at_the_end(self):
        for _ in range(200):
            self.probe.get("/item/a")
        self.stop()
        self.assertEqual(len(self.access_log.read_text().splitlines()), 200)

    def test_refused_requests_have_a_line_too(self):
        self.probe.get("/item/" + "x" * 100_000)
        self.probe.post("/item/a", body=b"x" * 2_000_000)
        lines = self.lines(2)
        self.assertEqual([COMBINED.fullmatch(line)[5] for line in lines], ["431", "413"])

    def test_nothing_secret_is_logged(self):
        self.probe.get("/_xray/the-pass-of-a-developer")
        self.probe.get("/item/a", {"Cookie": "session=secret-cookie",
                                   "Authorization": "Bearer secret-token",
                                   "Referer": "https://h.example/?secret-referer"})
        text = "\n".join(self.lines(2))
        self.assertNotRegex(text, "secret|the-pass")

    def test_SIGUSR1_opens_the_file_again(self):
        self.probe.get("/item/before")
        self.lines()
        old = self.access_log.rename(self.fleet.scratch / "access.log.1")
        self.probe.process.send_signal(signal.SIGUSR1)
        wait_until(self.access_log.exists, "the file is there again")
        self.probe.get("/item/after")
        self.assertIn("/item/after", self.lines()[0])
        self.assertNotIn("/item/after", old.read_text())
        self.assertEqual(self.probe.warnings(), [])

    def test_a_full_disk_is_in_the_log_and_so_is_its_end(self):
        self.probe.get("/item/before")
        self.lines()
        self.access_log.unlink()
        self.access_log.symlink_to("/dev/full")
        for expected in ("cannot write the access log", "the access log is written again"):
            self.probe.process.send_signal(signal.SIGUSR1)

            def is_in_the_log():
                self.probe.get("/item/a")
                return expected in self.probe.log()
            wait_until(is_in_the_log, f"the log says: {expected}")
            self.access_log.unlink()
        self.assertEqual(self.probe.log().count("cannot write the access log"), 1)

    def test_hits_cost_no_system_call_for_the_log(self):
        if not strace_works():
            self.skipTest("needs strace, and the right to trace")
        self.probe.get("/item/a")
        trace = self.fleet.scratch / "trace"
        with subprocess.Popen(["strace", "-f", "-y", "-e", "trace=write,pwrite64,writev", "-o", trace,
                               "-p", str(self.probe.process.pid)], stderr=subprocess.PIPE,
                              text=True) as tracer:
            self.assertIn("attached", tracer.stderr.readline())
            for _ in range(500):
                self.probe.get("/item/a")
            self.lines(501)
            tracer.send_signal(signal.SIGINT)
            tracer.wait()
        writes = [line for line in trace.read_text().splitlines() if "access.log" in line]
        self.assertGreater(len(writes), 0)
        self.assertLess(len(writes), 50)


def strace_works():
    try:
        return subprocess.run(["strace", "-o", "/dev/null", "true"], env=environment(),
                              stderr=subprocess.DEVNULL, check=False).returncode == 0
    except FileNotFoundError:
        return False


class JsonLog(OneProcess):
    options = {"access_log_format": "json"}

    def test_it_says_how_the_cache_answered(self):
        for path in ("/item/a", "/item/a", "/renderings", "/nothing"):
            self.probe.get(path, {"X-Request-Id": "id-of-" + path[1:].replace("/", "-")})
        lines = [json.loads(line) for line in self.lines(4)]
        by_path = {}
        for line in lines:
            by_path.setdefault(line["target"], []).append(line)
        self.assertEqual(sorted(line["cache"] for line in by_path["/item/a"]), ["hit", "miss"])
        self.assertEqual(by_path["/item/a"][0]["route"], "/item/<name>")
        self.assertEqual(by_path["/item/a"][0]["request_id"], "id-of-item-a")
        self.assertEqual(by_path["/renderings"][0]["cache"], "bypass")
        self.assertEqual(by_path["/nothing"][0]["status"], 404)
        self.assertEqual(by_path["/nothing"][0]["route"], "")
        for line in lines:
            self.assertGreater(line["seconds"], 0)


class Ids(OneProcess):
    options = {"access_log_format": "json", "slow_view_ms": 100}

    def write(self, name, value):
        (self.fleet.scratch / "data" / f"item-{name}").write_text(value + "\n")

    def test_a_failure_has_the_same_id_in_the_answer_and_both_logs(self):
        self.write("broken", "fail")
        answer = self.probe.get("/fails/broken", {"X-Request-Id": "from-the-front-end"})
        self.assertEqual(answer.status, 500)
        self.assertEqual(answer.field("X-Request-Id"), "from-the-front-end")
        self.assertIn("request=from-the-front-end", self.probe.log())
        self.assertEqual(json.loads(self.lines()[0])["request_id"], "from-the-front-end")

    def test_a_forged_id_is_replaced(self):
        self.write("broken", "fail")
        answer = self.probe.get("/fails/broken", {"X-Request-Id": "x error=none"})
        made = answer.field("X-Request-Id")
        self.assertRegex(made, r"^[0-9a-f]{16}-[0-9a-f]+$")
        self.assertEqual(json.loads(self.lines()[0])["request_id"], made)
        self.assertNotIn("error=none", self.probe.log())

    def test_a_cached_page_carries_nobodys_id(self):
        for name in ("first", "second"):
            answer = self.probe.get("/item/a", {"X-Request-Id": name})
            self.assertIsNone(answer.field("X-Request-Id"))
            self.assertNotIn(name, answer.text)

    def test_a_slow_view_is_logged_with_its_times(self):
        self.probe.get("/slow/200?secret=1", {"X-Request-Id": "the-slow-one"})
        line = wait_until(lambda: next((one for one in self.probe.warnings()
                                        if "--slow-view-ms" in one), None), "the line is there")
        self.assertRegex(line, r"route=/slow/<int:ms> path=/slow/200 request=the-slow-one "
                               r"ms=\d+ view_ms=2\d\d template_ms=0 redis_ms=0 fragments_ms=0$")
        self.probe.get("/slow/200")
        self.probe.get("/item/a")
        self.assertEqual(len(self.probe.warnings()), 1)


class AccessLogBehindLighttpd(unittest.TestCase):
    front = "lighttpd"

    def test_the_line_is_that_of_the_visitor(self):
        with Fleet(0, redis=None) as fleet:
            open_to_front_end(fleet.scratch)
            log = fleet.scratch / "access.log"
            probe = fleet.add(access_log=log)
            with FrontEnd(self.front, fleet.scratch, probe.socket) as server:
                http_client.get(server.port, "/item/a?b=%22c", {"User-Agent": "tester"})
                line = wait_until(lambda: log.exists() and log.read_text(), "there is a line")
            parts = COMBINED.fullmatch(line.strip())
            self.assertTrue(parts, line)
            self.assertEqual(parts.groups()[:5],
                             ("127.0.0.1", "GET", "/item/a?b=%22c", "HTTP/1.1", "200"))
            self.assertEqual(parts[8], "tester")


class AccessLogBehindApache(AccessLogBehindLighttpd):
    front = "apache"
