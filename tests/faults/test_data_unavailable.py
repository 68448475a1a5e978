"""A locked database and a full disk: the answer is 503 with a reason, and other pages work."""

import pathlib
import resource
import sqlite3
import threading
import time
import unittest
import urllib.parse

from harness.application import Application
from harness.paths import scratch_directory
from harness.visitor import PASSWORD

PAGE = "/man/1/aspic-hello"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class DataUnavailable(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def post(self, application, path, form, cookie=""):
        headers = {**HEADERS, "Cookie": cookie}
        with application.connect(keep=False) as connection:
            return connection.request("POST", path, headers, urllib.parse.urlencode(form).encode())

    def account(self, application, form, name):
        return self.post(application, "/account/" + form,
                         {"name": name, "password": PASSWORD, "next": "/"})

    def note(self, application, text, cookie):
        return self.post(application, PAGE + "/notes", {"text": text}, cookie)

    def sign_up(self, application, name):
        """Signs up, and returns the session cookie."""
        answer = self.account(application, "sign-up", name)
        self.assertEqual(answer.status, 303)
        return next(line.split(";")[0] for line in answer.all("Set-Cookie")
                    if line.startswith("session="))

    def assert_unavailable(self, answer, sentence):
        self.assertEqual(answer.status, 503)
        self.assertIn(sentence, answer.text)
        self.assertGreater(int(answer.field("Retry-After")), 0)
        self.assertNotIn(".db", answer.text)

    def lock(self):
        """Locks the database as another process does during a write transaction."""
        database = sqlite3.connect(self.scratch / "data/accounts.db", isolation_level=None)
        self.addCleanup(database.close)
        database.execute("BEGIN IMMEDIATE")
        return database

    def assert_all_are_unavailable(self, application, cookie):
        self.assert_unavailable(self.account(application, "sign-up", "Ben"),
                                "cannot read or write its data")
        self.assert_unavailable(self.account(application, "sign-in", "Ana"),
                                "cannot read or write its data")
        note = self.note(application, "a note on this page", cookie)
        self.assert_unavailable(note, "could not be saved")
        self.assertIn("a note on this page</textarea>", note.text)

    def test_the_site_answers_503_until_the_lock_on_the_database_ends(self):
        with Application(self.scratch) as application:
            cookie = self.sign_up(application, "Ana")
            lock = self.lock()
            self.assert_all_are_unavailable(application, cookie)
            self.assertEqual(application.get(PAGE, {"Cookie": cookie}).status, 200)
            lock.execute("ROLLBACK")
            self.assertEqual(self.account(application, "sign-up", "Ben").status, 303)
            self.assertEqual(self.account(application, "sign-in", "Ana").status, 303)
            self.assertEqual(self.note(application, "a note on this page", cookie).status, 303)

    def test_the_site_answers_503_until_the_full_disk_has_room(self):
        with Application(self.scratch) as application:
            cookie = self.sign_up(application, "Ana")
            # Simulate a full disk for this process alone: no file may grow.
            pid = application.process.pid
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            self.assert_all_are_unavailable(application, cookie)
            resource.prlimit(pid, resource.RLIMIT_FSIZE,
                             (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            self.assertEqual(self.account(application, "sign-up", "Ben").status, 303)
            self.assertEqual(self.account(application, "sign-in", "Ana").status, 303)

    def test_many_sign_ins_to_a_locked_database_do_not_delay_pages(self):
        with Application(self.scratch, threads=4) as application:
            self.sign_up(application, "Ana")
            application.get(PAGE)
            self.lock()
            answers = []
            visitors = [threading.Thread(
                target=lambda: answers.append(self.account(application, "sign-in", "Ana")))
                        for _ in range(40)]
            begun = time.monotonic()
            for visitor in visitors:
                visitor.start()
            for _ in range(20):
                self.assertEqual(application.get(PAGE).status, 200)
            for visitor in visitors:
                visitor.join()
            self.assertEqual({answer.status for answer in answers}, {503})
            # Without the limit on waiting sign-ins, ten of them would wait five seconds each, one
            # after another.
            self.assertLess(time.monotonic() - begun, 25)


class ManyHash(unittest.TestCase):
    def test_many_simultaneous_sign_ins_are_all_answered_and_do_not_delay_a_page(self):
        with Application(threads=4) as application:
            application.get(PAGE)
            form = urllib.parse.urlencode({"name": "nobody", "password": PASSWORD}).encode()
            statuses = []

            def sign_in():
                with application.connect(keep=False) as connection:
                    answer = connection.request("POST", "/account/sign-in", HEADERS, form)
                    statuses.append((answer.status, answer.field("Retry-After") is not None))

            visitors = [threading.Thread(target=sign_in) for _ in range(60)]
            for visitor in visitors:
                visitor.start()
            self.assertEqual(application.get(PAGE).status, 200)
            for visitor in visitors:
                visitor.join()
            self.assertEqual(len(statuses), len(visitors))
            self.assertEqual({one for one in statuses if one[0] != 403} - {(429, True),
                                                                           (503, True)}, set())
