"""A site that aspic-new has written: it is built, its tests pass, and lighttpd serves it."""

import contextlib
import pathlib
import re
import shutil
import sqlite3
import unittest

import consumer
from hello import Hello
from harness.paths import scratch_directory
from harness.visitor import Visitor
from new_site import built


class NewSite(unittest.TestCase):
    def test_its_own_tests_pass(self):
        said = consumer.run("ctest", "--test-dir", "build", "--output-on-failure",
                            cwd=built("blog"))
        self.assertIn("100% tests passed, 0 tests failed out of 1", said)

    def test_lighttpd_serves_it_with_the_configuration_that_came_with_it(self):
        site = built("blog")
        shutil.rmtree(site / "data", ignore_errors=True)
        with Hello(site / "build/blog", site, site / "deploy", [site / "static"]) as server:
            guest, ana = Visitor(server.port), Visitor(server.port)
            self.assertIn("Welcome to blog", guest.get("/").text)
            self.assertEqual(ana.sign_up("ana").status, 303)
            self.assertIn("Hi, ana", ana.get("/").text)
            self.assertIn("Nobody has written a note", guest.get("/notes").text)
            self.assertIn("; hit", guest.get("/notes").field("Cache-Status"))
            self.assertEqual(ana.post("/notes/write", {"text": "Good morning"}).status, 303)
            page = guest.get("/notes")
            self.assertIn("Good morning", page.text)
            self.assertNotIn("Hi, ana", page.text)
            files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
            self.assertGreaterEqual(len(files), 5)
            for file in files:
                self.assertEqual(guest.get(file).status, 200, file)
            with contextlib.closing(sqlite3.connect(site / "data/site.db")) as database:
                database.execute("DROP TABLE notes")
            failed = ana.post("/notes/write", {"text": "Good evening"})
            self.assertEqual(failed.status, 500)
            self.assertIn(f"<code>{failed.field('X-Request-Id')}</code>", failed.text)
            self.assertIn("Hi, ana", failed.text)
            self.assertNotIn("no such table", failed.text)

    def test_what_its_units_name_is_installed(self):
        site = built("blog")
        with scratch_directory() as prefix:
            consumer.run("cmake", "--install", "build", "--prefix", prefix, cwd=site)
            units = "".join(unit.read_text() for unit in (site / "deploy/systemd").iterdir())
            named = set(re.findall(r"/usr/local/([\w./-]+)", units))
            self.assertEqual(named, {"bin/blog", "share/blog/templates",
                                     "share/blog/deploy/redis.conf"})
            for path in named:
                self.assertTrue((pathlib.Path(prefix) / path).exists(), path)


if __name__ == "__main__":
    unittest.main()
