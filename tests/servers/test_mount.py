"""The shipped site below a prefix: every address that it gives to a browser leads into it."""

import html
import re
import subprocess
import unittest
import urllib.parse

from harness.application import Application
from harness.front_end import FrontEnd, open_scratch
from harness.paths import PROGRAM, ROOT, environment
from harness.visitor import PASSWORD, Visitor

MOUNT = "/docs"
PAGE = "/docs/man/1/aspic-hello"
ADDRESS = re.compile(r'\s(?:href|src|action|formaction|data-live|data-mark-read)="([^"#][^"]*)"')


def below_mount(text):
    """Changes deploy/apache.conf as it says for a site with a prefix."""
    return text.replace("Define STATIC_URL /static", f"Define STATIC_URL {MOUNT}/static")


class Guest(Visitor):
    def addresses(self, target):
        """Returns the addresses of this site in a page, as paths."""
        answer = self.get(target)
        base = f"http://127.0.0.1:{self.port}"
        links = [urllib.parse.urljoin(base + target, html.unescape(link))
                 for link in ADDRESS.findall(answer.text)]
        return [link.removeprefix(base) for link in links if link.startswith(base)]


class MountTests:
    @classmethod
    def setUpClass(cls):
        scratch = open_scratch(cls.addClassCleanup)
        static = scratch / "static"
        subprocess.run([PROGRAM, "collect-static", static, ROOT / "static",
                        "/usr/share/javascript/jquery/jquery.min.js"], check=True,
                       env=environment(), capture_output=True)
        for path in [static, *static.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        cls.application = Application(scratch, mount=MOUNT, static=static)
        cls.addClassCleanup(cls.application.__exit__)
        cls.application.__enter__()
        change = below_mount if cls.front == "apache" else None
        front = FrontEnd(cls.front, scratch, cls.application.socket, static, change, MOUNT=MOUNT)
        cls.addClassCleanup(front.__exit__)
        cls.port = front.__enter__().port

    def guest(self):
        return Guest(self.port)

    def member(self, name):
        visitor = self.guest()
        answer = visitor.post("/docs/account/sign-up",
                              {"name": f"{name} {self.front}", "password": PASSWORD,
                               "next": PAGE})
        self.assertEqual((answer.status, answer.field("Location")), (303, PAGE))
        return visitor

    def test_every_address_in_every_page_leads_to_a_page_or_file_of_the_site(self):
        member = self.member("Crawler")
        waiting, seen = ["/docs/", "/docs/none", "/docs/search?q=hello"], set()
        while waiting and len(seen) < 150:
            target = waiting.pop()
            for address in member.addresses(target):
                self.assertRegex(address, r"^/docs(/|$)", f"in {target}")
                path = address.partition("#")[0]
                if path not in seen:
                    seen.add(path)
                    answer = member.request("HEAD", path)
                    # 405: the address of a form
                    self.assertIn(answer.status, (200, 303, 301, 400, 405), f"{path} in {target}")
                    if (answer.field("Content-Type") or "").startswith("text/html"):
                        waiting.append(path)
        self.assertGreater(len(seen), 30)

    def test_static_files_are_served_by_the_front_end(self):
        files = [path for path in self.guest().addresses(PAGE) if "/static/" in path]
        self.assertGreater(len(files), 5)
        for path in files:
            answer = self.guest().get(path)
            self.assertEqual(answer.status, 200, path)
            self.assertIn("immutable", answer.field("Cache-Control"))
            self.assertIsNone(answer.field("Cache-Status"))

    def test_redirects_stay_in_the_site(self):
        for target, location in (("/docs/man/1/", "/docs/man/1"),
                                 ("/docs/search/?q=a", "/docs/search?q=a")):
            answer = self.guest().get(target)
            self.assertEqual((answer.status, answer.field("Location")), (308, location))

    def test_signing_in_leads_back_to_the_page_and_to_no_other_place(self):
        self.member("Back").post("/docs/account/sign-out", {"next": "/docs/"})
        for following, location in ((PAGE, PAGE), ("/docs/search?q=a", "/docs/search?q=a"),
                                    ("/man/1/aspic-hello", "/docs/"), ("/elsewhere", "/docs/"),
                                    ("/docs/../elsewhere", "/docs/"), ("//evil/", "/docs/"),
                                    ("/docs/account/sign-in", "/docs/")):
            answer = self.guest().post("/docs/account/sign-in",
                                       {"name": f"Back {self.front}", "password": PASSWORD,
                                        "next": following})
            self.assertEqual((answer.status, answer.field("Location")), (303, location))

    def test_fragments_link_into_the_site_and_know_their_page(self):
        live = "/docs/_live?" + urllib.parse.urlencode(
            {"page": PAGE, "fragment": "/_navigation"})
        links = ADDRESS.findall(self.guest().get(live).text)
        self.assertIn("/docs/account/sign-in?next=" + urllib.parse.quote(PAGE, safe=""), links)
        self.assertIn('action="/docs/account/sign-out"', self.member("Corner").get(live).text)

    def test_a_note_is_written_and_seen_at_once(self):
        member = self.member("Writer")
        self.guest().get(PAGE)
        answer = member.post(PAGE + "/notes", {"text": f"From {self.front}."})
        self.assertEqual((answer.status, answer.field("Location")), (303, PAGE + "#notes"))
        self.assertIn(f"From {self.front}.", self.guest().get(PAGE).text)

    def test_nothing_is_above_the_prefix(self):
        self.assertEqual(self.guest().get("/docsx").status, 404)
        self.assertEqual(self.guest().get("/man/1/aspic-hello").status, 404)


class BehindLighttpd(MountTests, unittest.TestCase):
    front = "lighttpd"


class BehindApache(MountTests, unittest.TestCase):
    front = "apache"


class BehindNginx(MountTests, unittest.TestCase):
    front = "nginx"
