"""What operators see of running processes: the command `status`, /_status and /_metrics."""

import json
import os
import pty
import re
import select
import signal
import threading
import unittest

from harness import http_client
from harness.commands import CommandTest, run
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import ROOT
from harness.probes import PROBE, TEMPLATES, Fleet
from harness.waiting import wait_until

TOKEN = "0123456789abcdef0123"
PATHS = ("/_status", "/_status.json", "/_metrics")


def metrics(answer):
    """Returns the value of each sample."""
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def write_token(fleet):
    file = fleet.scratch / "token"
    file.write_text(TOKEN + "\n")
    return file


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


class Status(CommandTest):
    """Two processes of one data directory."""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(2, redis=None, status_allow="127.0.0.1", slow_view_ms=0)
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.fleet.__enter__()

    def command(self, *words):
        return run(PROBE, "status", *words, data=self.fleet.scratch / "data",
                   templates=TEMPLATES, cache="memory")

    def metrics(self, number=0):
        return metrics(self.fleet[number].get("/_metrics"))

    def test_every_process_answers_for_all(self):
        before = self.metrics()
        for number in (0, 1, 1):
            self.fleet[number].get("/item/summed")
        for number in (0, 1):
            now = self.metrics(number)
            self.assertEqual(now["aspic_workers"], 2)
            hits = 'aspic_cache_requests_total{result="hit"}'
            misses = 'aspic_cache_requests_total{result="miss"}'
            self.assertEqual(now[hits] - before[hits], 1)
            self.assertEqual(now[misses] - before[misses], 2)
            self.assertEqual(now["aspic_rendering_seconds_count"] -
                             before["aspic_rendering_seconds_count"], 2)
            self.assertGreater(
                now[f'aspic_worker_memory_bytes{{process="{self.fleet[1].process.pid}"}}'], 1e6)

    def test_the_counts_of_a_process_stay_after_it_has_ended(self):
        third = self.fleet.add()
        for _ in range(10):
            third.get("/item/counted")
        before = self.metrics()
        for end in ("stopped", "killed"):
            third.process.send_signal(signal.SIGTERM if end == "stopped" else signal.SIGKILL)
            third.process.wait()
            now = self.metrics()
            self.assertEqual(now["aspic_workers"], 2, end)
            for name, value in before.items():
                if "_total" in name or "_bucket" in name:
                    self.assertGreaterEqual(now[name], value, f"{name} after it was {end}")
            third.start()
            before = self.metrics()
        third.kill()
        self.fleet.probes.remove(third)

    def test_a_rendering_is_shown_while_it_runs(self):
        slow = threading.Thread(target=self.fleet[0].get, args=(
            "/slow/3000", {"X-Request-Id": "the-slow-one"}))
        slow.start()

        def work():
            status = json.loads(self.command("--json").stdout)
            return [one for process in status["processes"] for one in process["working"]]

        try:
            shown = wait_until(work, "the view is shown")[0]
            self.assertEqual(shown["route"], "/slow/<int:ms>")
            self.assertEqual(shown["path"], "/slow/3000")
            self.assertEqual(shown["request"], "the-slow-one")
            self.assertGreater(shown["seconds"], 0)
            table = self.command().stdout
            self.assertRegex(table, r"\d+ +\S+ \S+ +/slow/<int:ms> +/slow/3000 +the-slow-one")
        finally:
            slow.join()
        wait_until(lambda: not work(), "the view is not shown after it has ended")

    def test_without_a_terminal_it_is_printed_once(self):
        done = self.command()
        self.assert_ends(done, 0)
        self.assertIn("PROCESS", done.stdout)
        for probe in self.fleet.probes:
            self.assertRegex(done.stdout, rf"(?m)^{probe.process.pid} ")
        self.assertNotIn("\x1b", done.stdout)

    def test_json_is_one_object(self):
        status = json.loads(self.command("--json").stdout)
        self.assertEqual(sorted(status), ["bounds", "processes", "time", "total"])
        self.assertEqual({one["process"] for one in status["processes"]},
                         {probe.process.pid for probe in self.fleet.probes})

    def test_on_a_terminal_it_is_drawn_again_until_ctrl_c(self):
        process, terminal = pty.fork()
        if process == 0:
            os.execv(PROBE, [PROBE, "status", "--cache", "memory", "--templates", TEMPLATES,
                             "--data", self.fleet.scratch / "data"])
        shown = b""
        while shown.count(b"PROCESS") < 4:
            self.assertTrue(select.select([terminal], [], [], 20)[0], shown)
            shown += os.read(terminal, 65536)
        os.write(terminal, b"\x03")
        self.assertEqual(os.WTERMSIG(os.waitpid(process, 0)[1]), signal.SIGINT)
        os.close(terminal)
        self.assertIn(b"\x1b[H", shown)

    def test_without_a_server_the_error_names_the_way_out(self):
        done = run(PROBE, "status", data=self.fleet.scratch / "nowhere", templates=TEMPLATES)
        self.assert_one_sentence(done, 1, "no server runs with --data .*/nowhere: start one")

    def test_the_page_runs_its_own_script_only(self):
        answer = self.fleet[0].get("/_status")
        self.assertEqual(answer.status, 200)
        policy = answer.field("Content-Security-Policy")
        self.assertIn("default-src 'none'", policy)
        self.assertIn("'sha256-", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotRegex(answer.text.replace("http://www.w3.org/2000/svg", ""), r"https?://")

    def test_no_cache_keeps_the_status(self):
        for path in PATHS:
            answer = self.fleet[0].get(path)
            self.assertEqual(answer.field("Cache-Control"), "private, no-store", path)
            self.assertNotIn("Set-Cookie", answer.text, path)


class Dashboard(unittest.TestCase):
    def test_it_is_valid_json_and_names_only_metrics_that_there_are(self):
        dashboard = json.loads((ROOT / "deploy/grafana.json").read_text())
        asked = {name for panel in dashboard["panels"] for target in panel["targets"]
                 for name in re.findall(r"aspic_\w+", target["expr"])}
        with Fleet(1, redis=None, status_allow="127.0.0.1") as fleet:
            names = {name.partition("{")[0] for name in metrics(fleet[0].get("/_metrics"))}
        self.assertGreater(len(asked), 10)
        self.assertIn("aspic_jobs_total", asked)
        self.assertEqual(asked - names, set())


class StatusGuard(unittest.TestCase):
    def assert_hidden(self, probe, headers=None):
        """Asserts that the paths cannot be told from others that do not exist."""
        unknown = probe.get("/_nothing", headers)
        for path in PATHS:
            answer = probe.get(path, headers)
            self.assertEqual(answer.status, 404, path)
            self.assertEqual(answer.text.replace(path, "/_nothing"), unknown.text)
            self.assertEqual(sorted(name for name, _ in answer.fields),
                             sorted(name for name, _ in unknown.fields))

    def test_by_default_nobody_sees_it(self):
        with Fleet(1, redis=None) as fleet:
            self.assert_hidden(fleet[0])

    def test_an_address_that_is_not_listed_sees_nothing(self):
        with Fleet(1, redis=None, status_allow="10.0.0.0/8,2001:db8::/32") as fleet:
            self.assert_hidden(fleet[0])

    def test_the_token_opens_it_and_another_one_does_not(self):
        with Fleet(0, redis=None) as fleet:
            probe = fleet.add(status_token=write_token(fleet))
            for path in PATHS:
                self.assertEqual(probe.get(path, bearer(TOKEN)).status, 200, path)
            self.assert_hidden(probe)
            for wrong in ("", "x" * len(TOKEN), TOKEN[:-1], TOKEN + "0"):
                self.assert_hidden(probe, bearer(wrong))

    def test_wrong_options_are_refused_with_the_way_out(self):
        with Fleet(0, redis=None) as fleet:
            short = fleet.scratch / "short"
            short.write_text("short\n")
            for options, message in (
                    ({"status_allow": "localhost"}, '"localhost".*127.0.0.1,10.0.0.0/8'),
                    ({"status_token": short}, "fewer than 16 characters.*openssl rand"),
                    ({"status_token": "/dev/zero"}, "is not a regular file.*openssl rand"),
                    ({"status_token": fleet.scratch / "none"}, "cannot be read.*openssl rand")):
                done = run(PROBE, "serve", cache="memory", templates=TEMPLATES,
                           data=fleet.scratch / "data", listen=f"unix:{fleet.scratch}/x.sock",
                           **options)
                self.assertNotEqual(done.returncode, 0)
                self.assertRegex(done.stderr, message)


class StatusBehindLighttpd(unittest.TestCase):
    front = "lighttpd"

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(0, redis=None)
        cls.addClassCleanup(cls.fleet.__exit__)
        open_to_front_end(cls.fleet.scratch)
        cls.probe = cls.fleet.add(status_token=write_token(cls.fleet))
        cls.server = FrontEnd(cls.front, cls.fleet.scratch, cls.probe.socket)
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.__enter__()

    def get(self, path, headers=()):
        return http_client.get(self.server.port, path, headers)

    def test_prometheus_reads_the_metrics(self):
        answer = self.get("/_metrics", bearer(TOKEN))
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.field("Content-Type"), "text/plain; version=0.0.4; charset=utf-8")
        self.assertRegex(answer.text, re.compile(r'^aspic_requests_total\{status="2xx"\} \d+$', re.M))

    def test_others_get_404(self):
        for path in PATHS:
            self.assertEqual(self.get(path).status, 404, path)


class StatusBehindApache(StatusBehindLighttpd):
    front = "apache"
