"""SIGKILL and damaged files: finished work is still there, and the program starts again."""

import pathlib
import resource
import signal
import socket
import unittest
import urllib.parse

from harness.application import Application
from harness.paths import scratch_directory
from harness.visitor import PASSWORD
from harness.waiting import wait_until

PAGE = "/man/1/aspic-hello"


class Killed(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def account(self, application, page, name):
        form = urllib.parse.urlencode({"name": name, "password": PASSWORD, "next": "/"}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded",
                   "Sec-Fetch-Site": "same-origin"}
        with application.connect() as connection:
            return connection.request("POST", "/account/" + page, headers, form)

    def test_a_user_survives_the_kill_of_the_program(self):
        with Application(self.scratch) as first:
            self.assertEqual(self.account(first, "sign-up", "Ana Killed").status, 303)
            first.stop(signal.SIGKILL)
        with Application(self.scratch) as second:
            self.assertEqual(self.account(second, "sign-in", "Ana Killed").status, 303)

    def test_a_catalogue_interrupted_by_a_kill_is_finished_at_the_next_start(self):
        big = self.scratch / "many"
        (big / "man1").mkdir(parents=True)
        for number in range(3000):
            (big / f"man1/many-{number:04}.1").write_text(
                f".TH MANY 1\n.SH NAME\nmany-{number:04} \\- page {number} of many\n"
                ".SH DESCRIPTION\nText.\n")
        first = Application(self.scratch, man_root=big).launch()
        catalogue = self.scratch / "data"
        wait_until(lambda: any(catalogue.glob("*.sqlite*")) or any(catalogue.glob("*.db*")),
                   "the program begins the catalogue")
        first.process.kill()
        first.process.wait()
        with Application(self.scratch, man_root=big) as second:
            for number in (0, 1500, 2999):
                self.assertEqual(second.get(f"/man/1/many-{number:04}").status, 200)

    def test_a_damaged_catalogue_is_reported_or_built_again(self):
        with Application(self.scratch) as first:
            first.stop()
        databases = [path for path in (self.scratch / "data").iterdir() if "catalogue" in path.name]
        self.assertTrue(databases)
        for path in databases:
            path.write_bytes(b"not a database " * 1000)
        second = Application(self.scratch).launch()
        try:
            wait_until(lambda: " listening " in second.log() or second.process.poll() is not None,
                       "the program listens or ends", 60)
            if second.process.poll() is None:
                self.assertEqual(second.get(PAGE).status, 200)
            else:
                self.assertEqual(second.process.returncode, 1)
                self.assertIn("catalogue", second.log().splitlines()[-1])
        finally:
            second.__exit__()

    def test_if_descriptors_run_out_visitors_wait_and_the_program_continues(self):
        with Application(self.scratch, threads=4) as application:
            resource.prlimit(application.process.pid, resource.RLIMIT_NOFILE, (40, 40))
            crowd = []
            for _ in range(100):
                visitor = socket.socket(socket.AF_UNIX)
                visitor.connect(str(application.socket))
                crowd.append(visitor)
            wait_until(lambda: "open files" in application.log(),
                       "the program logs that it has too few descriptors")
            for visitor in crowd:
                visitor.close()
            self.assertEqual(application.get(PAGE).status, 200)
            self.assertEqual(application.stop(), 0)
