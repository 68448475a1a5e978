"""Sessions with several processes: copied cookies, key rotation, cookies of other sites."""

import pathlib
import re
import subprocess
import threading
import time
import unittest
import urllib.parse

from harness.application import Application
from harness.http_client import Connection
from harness.paths import PROGRAM, environment, scratch_directory
from harness.redis import Redis
from harness.site import shared_site
from harness.visitor import PASSWORD
from harness.waiting import wait_until

LIVE = "/_live?page=/&fragment=/_navigation"


class Browser:
    """Keeps the cookies of one visitor, and sends them to any of the processes."""

    def __init__(self, cookies=None):
        self.cookies = dict(cookies or {})

    def request(self, process, method, target, form=None, headers=None):
        headers = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urllib.parse.urlencode(form or {}).encode()
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with process.connect(keep=False) as connection:
            answer = connection.request(method, target, headers, body)
        for line in answer.all("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def post(self, process, target, **form):
        return self.request(process, "POST", target, {"next": "/", **form})

    def sign_up(self, process, name):
        return self.post(process, "/account/sign-up", name=name, password=PASSWORD)

    def sign_in(self, process, name):
        return self.post(process, "/account/sign-in", name=name, password=PASSWORD)

    def sign_out(self, process, **form):
        return self.post(process, "/account/sign-out", **form)

    def name(self, process):
        """Returns the name that the process shows; None for a guest."""
        found = re.search(r"Hi, logged in as ([^<]*)", self.request(process, "GET", LIVE).text)
        return found[1] if found else None

    def copy(self):
        return Browser(self.cookies)


class SeveralProcesses(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.redis = Redis(self.scratch).start()
        self.addCleanup(self.redis.__exit__)

    def process(self, name):
        """Starts one more process with the same data directory and the same Redis."""
        one = Application(self.scratch, listen=f"unix:{self.scratch}/{name}.sock", cache="redis",
                          redis=f"unix:{self.redis.socket}", redis_timeout_ms=3000)
        one.socket = self.scratch / f"{name}.sock"
        one.log_file = self.scratch / f"{name}.log"
        self.addCleanup(one.__exit__)
        return one.start()


class SigningOut(SeveralProcesses):
    def setUp(self):
        super().setUp()
        self.here = self.process("here")
        self.there = self.process("there")
        self.ana = Browser()
        self.assertEqual(self.ana.sign_up(self.here, "Ana").status, 303)

    def assert_refused(self, browser, process):
        """Asserts that the cookie is refused, and that the answer clears the browser's data."""
        self.assertIn("session", browser.cookies)
        wait_until(lambda: browser.copy().name(process) is None, "the copy is refused")
        browser.cookies["snapshots"] = browser.cookies["live"] + ".kkkkkk"
        answer = browser.request(process, "GET", LIVE, headers={"Host": "localhost"})
        self.assertNotIn("Hi, logged in as", answer.text)
        self.assertFalse({"session", "live", "snapshots"} & browser.cookies.keys())
        self.assertEqual(answer.field("Clear-Site-Data"), '"cache", "storage"')

    def test_a_copied_cookie_is_refused_by_every_process_after_the_sign_out(self):
        copy = self.ana.copy()
        self.assertEqual(copy.name(self.there), "Ana")
        self.ana.sign_out(self.here)
        self.assertIsNone(copy.copy().name(self.here))
        self.assert_refused(copy.copy(), self.there)
        self.assert_refused(copy.copy(), self.process("late"))

    def test_signing_out_everywhere_ends_all_sessions_of_that_user_and_of_nobody_else(self):
        phone, ben = Browser(), Browser()
        phone.sign_in(self.there, "Ana")
        ben.sign_up(self.there, "Ben")
        self.ana.sign_out(self.here, everywhere="yes")
        self.assert_refused(phone, self.there)
        self.assertEqual(ben.name(self.there), "Ben")
        self.assertEqual(ben.name(self.here), "Ben")
        phone.sign_in(self.there, "Ana")
        self.assertEqual(phone.name(self.there), "Ana")
        self.assertEqual(phone.name(self.here), "Ana")

    def test_a_copied_cookie_stays_refused_if_redis_loses_its_data(self):
        first, second = self.ana.copy(), Browser()
        second.sign_in(self.there, "Ana")
        other = second.copy()
        self.ana.sign_out(self.here)
        wait_until(lambda: first.copy().name(self.there) is None, "the copy is refused")
        self.redis.kill()
        second.sign_out(self.there)  # while there is no Redis
        self.assertIsNone(other.copy().name(self.there))
        self.redis.start()
        self.assert_refused(first.copy(), self.here)
        self.assert_refused(other.copy(), self.here)
        late = self.process("late")
        self.assert_refused(first, late)
        self.assert_refused(other, late)

    def test_a_copied_cookie_stays_refused_if_the_process_stops_before_redis_is_back(self):
        copy = self.ana.copy()
        self.redis.kill()
        self.ana.sign_out(self.here)
        for process in (self.here, self.there):
            self.assertEqual(process.stop(), 0)
        self.redis.start()
        self.assert_refused(copy.copy(), self.process("next"))


class RotatingTheKey(SeveralProcesses):
    def rotate(self, seconds):
        return subprocess.run([PROGRAM, "rotate-key", "--data", self.scratch / "data",
                               "--seal-delay", str(seconds)],
                              check=True, capture_output=True, text=True, env=environment())

    def test_a_running_process_opens_cookies_that_a_newer_one_sealed(self):
        old = self.process("old")
        ana = Browser()
        ana.sign_up(old, "Ana")
        self.rotate(2)
        new = self.process("new")
        ana.sign_in(new, "Ana")
        self.assertEqual(ana.name(old), "Ana")

    def test_no_session_is_lost_if_the_key_is_rotated_while_two_processes_run(self):
        processes = [self.process("here"), self.process("there")]
        browsers = [Browser() for _ in processes]
        for number, browser in enumerate(browsers):
            browser.sign_up(processes[number], f"Ana {number}")
        lost, asked, stop = [], [0] * len(processes), threading.Event()

        def ask(number):
            """Signs in at one process, and asks both for the name, again and again."""
            own, turn = browsers[number], number
            while not stop.is_set():
                own.sign_in(processes[turn], f"Ana {number}")
                for process in processes:
                    if own.name(process) != f"Ana {number}":
                        lost.append((number, turn, time.time()))
                turn = 1 - turn
                asked[number] += 1

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(browsers))]
        for thread in threads:
            thread.start()
        try:
            for _ in range(2):
                self.rotate(2)
                first = (self.scratch / "data/session.key").read_text().splitlines()[0]
                seals_from = int(first.split(" from ")[1])
                before = list(asked)
                wait_until(lambda: time.time() > seals_from + 1 and
                           all(now > then + 2 for now, then in zip(asked, before)),
                           "the new key seals cookies, and both browsers have signed in with it")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(lost, [])
        # Three keys are kept: the first key is still there, and the next rotation removes it.
        self.assertEqual(len((self.scratch / "data/session.key").read_text().splitlines()), 3)


class CookiesOfOtherSites(unittest.TestCase):
    """Front ends may join or reorder the Cookie fields."""

    def check(self, front):
        site = shared_site(front=front, cache="redis")
        ana = site.visitor()
        name = f"Ana Shadow {front}"
        foreign = "session=eyJhIjoxfQ.Zb.flask; live=true; snapshots=1"
        ana.sign_up(name)
        own = "; ".join(f"{cookie}={value}" for cookie, value in ana.cookies.items())
        for fields in ([("Cookie", f"{foreign}; {own}")], [("Cookie", foreign), ("Cookie", own)],
                       [("Cookie", own), ("Cookie", foreign)]):
            with self.subTest(front=front, fields=len(fields)):
                answer = site.get(LIVE, fields)
                self.assertIn(f"Hi, logged in as {name}", answer.text)
                self.assertIsNone(answer.field("Set-Cookie"))

    def test_cookies_of_other_sites_do_not_hide_ours_with_lighttpd(self):
        self.check("lighttpd")

    def test_cookies_of_other_sites_do_not_hide_ours_with_apache(self):
        self.check("apache")


class FieldsThatContradict(unittest.TestCase):
    def test_a_form_with_contradictory_origin_fields_is_refused(self):
        for front in ("lighttpd", "apache"):
            site = shared_site(front=front, cache="redis")
            ana = site.visitor()
            ana.sign_up(f"Ana Contradicts {front}")
            origin = f"http://127.0.0.1:{site.port}"
            cookie = ("Cookie", "; ".join(f"{name}={value}" for name, value in ana.cookies.items()))
            form = [cookie, ("Content-Type", "application/x-www-form-urlencoded"),
                    ("Content-Length", "6")]
            for fields in ([("Sec_Fetch_Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
                           [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
                           [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-origin")],
                           [("Origin", origin), ("Origin", "http://evil.example")]):
                with self.subTest(front=front, fields=fields):
                    with Connection(site.port) as connection:
                        answer = connection.request("POST", "/account/sign-out", fields + form,
                                                    b"next=/")
                    self.assertIn(answer.status, (400, 403))
            self.assertIn("Hi, logged in as", ana.get(LIVE).text)
