"""Two programs use one data directory, as in each deployment. No acknowledged account is lost."""

import itertools
import pathlib
import signal
import sqlite3
import threading
import unittest
import urllib.parse

from harness.application import Application
from harness.fastcgi import STDIN, request_params, stream
from harness.paths import scratch_directory
from harness.visitor import PASSWORD

HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
ROUNDS = [signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGTERM]


class SignUps:
    """Signs up visitors, each from another address, and records the results."""

    def __init__(self):
        self.numbers = itertools.count(1)
        self.acknowledged = []
        self.statuses = []

    def one(self, application):
        number = next(self.numbers)
        name = f"Reader {number}"
        form = urllib.parse.urlencode({"name": name, "password": PASSWORD, "next": "/"}).encode()
        values = request_params("POST", "/account/sign-up", HEADERS, form)
        values["REMOTE_ADDR"] = f"10.1.{number // 250}.{number % 250}"
        with application.connect(keep=False) as connection:
            connection.begin(values)
            connection.send(stream(STDIN, form))
            answer = connection.receive()
        self.statuses.append(answer.status)
        if answer.status == 303:
            self.acknowledged.append(name)

    def until(self, stopped, application):
        while not stopped.is_set():
            self.one(application)


class SharedData(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.data = self.scratch / "data"
        self.data.mkdir()

    def application(self, name):
        own = self.scratch / name
        own.mkdir(exist_ok=True)
        return Application(own, data=self.data)

    def names(self):
        with sqlite3.connect(self.data / "accounts.db") as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            return {name for name, in database.execute("SELECT name FROM users")}

    def test_no_account_is_lost_while_a_second_program_starts_and_stops(self):
        sign_ups = SignUps()
        stopped = threading.Event()
        with self.application("stays") as stays:
            writers = [threading.Thread(target=sign_ups.until, args=(stopped, stays))
                       for _ in range(3)]
            for writer in writers:
                writer.start()
            try:
                for by in ROUNDS:
                    with self.application("comes-and-goes") as other:
                        sign_ups.one(other)
                        other.stop(by)
            finally:
                stopped.set()
                for writer in writers:
                    writer.join()
            stays.stop()
        self.assertEqual([status for status in sign_ups.statuses if status not in (303, 503)], [])
        self.assertGreater(len(sign_ups.acknowledged), 10)
        self.assertEqual(sorted(set(sign_ups.acknowledged) - self.names()), [])

    def test_programs_that_start_together_on_a_new_directory_all_start(self):
        programs = [self.application(f"number-{number}").launch() for number in range(4)]
        try:
            for program in programs:
                program.wait_until_it_listens()
            self.assertEqual([path.stat().st_mode & 0o077 for path in self.data.glob("*.db*")],
                             [0] * len(list(self.data.glob("*.db*"))))
        finally:
            for program in programs:
                program.__exit__()
