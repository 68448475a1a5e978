"""Two sites on one host, at two mounts or two ports: neither disturbs the other's visitors."""

import pathlib
import re
import unittest
import urllib.parse

from harness import http_client
from harness.application import Application
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import scratch_directory
from harness.visitor import PASSWORD

COOKIES = ("session", "live", "snapshots", "changed", "developer")


def with_second_site(text, mount, socket):
    """Adds a second site to deploy/lighttpd.conf."""
    return text + f"""
$HTTP["url"] =~ "^{mount}(/|$)" {{
    fastcgi.server = ( "/" => (( "socket" => "{socket}", "check-local" => "disable",
                                 "fix-root-scriptname" => "enable" )) )
}}
"""


class Browser:
    """Keeps the cookies of one host by name and path (RFC 6265, section 5.3), and sends those that
    belong to a path, the longer ones first (section 5.4). Cookies know no ports."""

    def __init__(self):
        self.cookies = {}
        self.before, self.after = [], []  # cookies of other programs: "name=value"

    def field_for(self, target):
        path = target.partition("?")[0]
        own = [(name, at, value) for (name, at), value in self.cookies.items()
               if path == at or path.startswith(at.rstrip("/") + "/")]
        own.sort(key=lambda cookie: -len(cookie[1]))
        return "; ".join(self.before + [f"{name}={value}" for name, _, value in own] + self.after)

    def request(self, port, method, target, form=None):
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self.field_for(target)}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urllib.parse.urlencode(form or {}).encode()
        answer = http_client.request(port, method, target, headers, body)
        for line in answer.all("Set-Cookie"):
            pair, *attributes = [part.strip() for part in line.split(";")]
            name, _, value = pair.partition("=")
            path = next(one[5:] for one in attributes if one.startswith("Path="))
            if "Max-Age=0" in attributes:
                self.cookies.pop((name, path), None)
            else:
                self.cookies[name, path] = value
        return answer


class Site:
    """One of the sites, as a browser uses it."""

    def __init__(self, browser, port, mount=""):
        self.browser, self.port, self.mount = browser, port, mount

    def get(self, path):
        return self.browser.request(self.port, "GET", self.mount + path)

    def post(self, path, **form):
        return self.browser.request(self.port, "POST", self.mount + path,
                                    {"next": self.mount + "/", **form})

    def sign_up(self, name):
        return self.post("/account/sign-up", name=name, password=PASSWORD)

    def sign_in(self, name):
        return self.post("/account/sign-in", name=name, password=PASSWORD)

    def sign_out(self):
        return self.post("/account/sign-out")

    def name(self):
        """Returns the name that a page shows; None for a guest."""
        found = re.search(r"Hi, logged in as ([^<]*)", self.get("/man/1/aspic-hello").text)
        return found[1] if found else None


class TwoSites(unittest.TestCase):
    def application(self, name, **options):
        """Starts a site with data of its own."""
        directory = self.scratch / name
        directory.mkdir()
        open_to_front_end(directory)
        one = Application(directory, **options)
        self.addCleanup(one.__exit__)
        return one.start()

    def front(self, directory, first, mount="", change=None):
        front = FrontEnd("lighttpd", directory, first.socket, None, change, MOUNT=mount)
        self.addCleanup(front.__exit__)
        return front.__enter__().port

    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        open_to_front_end(self.scratch)
        self.browser = Browser()

    def at_mounts(self, first, second):
        """Starts two sites behind one front end."""
        one = self.application("one", mount=first)
        two = self.application("two", mount=second)
        port = self.front(self.scratch, one, first,
                          lambda text: with_second_site(text, second, two.socket))
        return Site(self.browser, port, first), Site(self.browser, port, second)

    def at_ports(self):
        """Starts two sites with a cookie prefix each."""
        sites = []
        for name in ("north", "south"):
            one = self.application(name, cookie_prefix=name)
            sites.append(Site(self.browser, self.front(self.scratch / name, one)))
        return sites

    def check_that_a_sign_out_at_one_leaves_the_other(self, one, two):
        self.assertEqual(one.sign_up("Ana").status, 303)
        self.assertEqual((one.name(), two.name()), ("Ana", None))
        self.assertEqual(two.sign_up("Ben").status, 303)
        self.assertEqual((one.name(), two.name()), ("Ana", "Ben"))
        one.sign_out()
        self.assertEqual((one.name(), two.name()), (None, "Ben"))
        one.sign_in("Ana")
        two.sign_out()
        self.assertEqual((one.name(), two.name()), ("Ana", None))

    def test_at_two_mounts_a_sign_out_at_one_leaves_the_other(self):
        self.check_that_a_sign_out_at_one_leaves_the_other(*self.at_mounts("/a", "/b"))
        self.assertEqual({path for name, path in self.browser.cookies if name != "device"},
                         {"/a"})

    def test_at_the_root_and_a_mount_a_sign_out_at_one_leaves_the_other(self):
        self.check_that_a_sign_out_at_one_leaves_the_other(*self.at_mounts("", "/b"))

    def test_at_two_ports_a_sign_out_at_one_leaves_the_other(self):
        self.check_that_a_sign_out_at_one_leaves_the_other(*self.at_ports())

    def test_a_guest_below_a_mount_is_a_guest_also_if_signed_in_at_the_root(self):
        root, docs = self.at_mounts("", "/docs")
        root.sign_up("Ana")
        page = docs.mount + "/man/1/aspic-hello"
        query = urllib.parse.urlencode({"page": page, "fragment": "/_navigation"})
        answer = docs.get(f"/_live?{query}")
        self.assertIn("Sign in", answer.text)
        self.assertEqual(answer.all("Set-Cookie"), [])
        self.assertEqual(root.name(), "Ana")

    def test_cookies_of_other_programs_under_our_names_do_not_disturb(self):
        for site, prefix in zip(self.at_mounts("", "/b"), ("", "b-")):
            foreign = [f"{prefix}{name}=x" for name in COOKIES]
            for before, after in ((foreign, []), ([], foreign), (foreign, foreign)):
                with self.subTest(mount=site.mount, before=bool(before), after=bool(after)):
                    self.browser.before, self.browser.after = before, after
                    self.assertIn(site.sign_in("Eva").status, (303, 403))
                    if site.name() is None:
                        self.assertEqual(site.sign_up("Eva").status, 303)
                    self.assertEqual(site.name(), "Eva")
                    self.assertEqual(site.get("/man/1/aspic-hello").all("Set-Cookie"), [])
                    site.sign_out()
                    self.assertIsNone(site.name())
