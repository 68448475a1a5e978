"""The command that fills the cache."""

import pathlib
import re

from harness.commands import BesideTwoProcesses, CommandTest, run
from harness.man_root import make_man_root
from harness.paths import ROOT, scratch_directory
from harness.probes import BUILD, cache_status
from harness.redis import Redis

SITE = BUILD / "aspic-site"


class Warm(BesideTwoProcesses):
    def assert_hit_everywhere(self, path):
        for probe in self.fleet.probes:
            self.assertIn("; hit", cache_status(probe.get(path)))

    def test_a_page_warmed_by_a_command_is_a_hit_for_every_process(self):
        self.write("warmed", "warm")
        done = self.command("warm", "/item/warmed", "/reads?q=warmed", "/renderings",
                            "/fails/warmed", "/cookie")
        self.assert_ends(done, 0)
        self.assertRegex(done.stdout,
                         "^3 pages rendered, 0 fresh already, 2 not cacheable, 0 failed, in ")
        for path in ("/item/warmed", "/reads?q=warmed"):
            self.assert_hit_everywhere(path)

    def test_a_purged_page_is_warmed_again(self):
        self.write("again", "old")
        self.read_everywhere("/item/again")
        self.write("again", "new")
        self.command("purge", "--path", "/item/again")
        self.assertRegex(self.command("warm", "/item/again").stdout, "^1 page rendered")
        self.assert_hit_everywhere("/item/again")
        self.assertEqual(self.values("/item/again"), {"new"})

    def test_warm_names_pages_that_fail_and_ends_with_1(self):
        self.write("broken", "fail")
        done = self.command("warm", "/fails/broken", "/no/such/page", "/item/fine")
        self.assert_ends(done, 1)
        self.assertIn("1 page rendered", done.stdout)
        self.assertIn("2 failed", done.stdout)
        self.assertIn("failed: /fails/broken: the answer is 500", done.stdout)
        self.assertIn("failed: /no/such/page: the answer is 404", done.stdout)

    def test_warm_reads_page_addresses_from_a_sitemap(self):
        sitemap = self.fleet.scratch / "sitemap.xml"
        sitemap.write_text('<?xml version="1.0"?>'
                           '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
                           "<!-- <loc>https://example.org/item/hidden</loc> -->"
                           "<url><loc>https://example.org/item/mapped</loc></url>"
                           "<url><loc>\n https://example.org/reads?q=1&amp;r=2 \n</loc></url>"
                           "</urlset>")
        done = self.command("warm", sitemap=sitemap)
        self.assert_ends(done, 0)
        self.assertRegex(done.stdout, "^2 pages rendered, 0 fresh already")
        self.assertIn("; hit", cache_status(self.fleet[0].get("/reads?q=1")))

    def test_warm_all_needs_a_site_that_names_its_paths(self):
        self.assert_one_sentence(self.command("warm", "--all"), 2, "does not list its paths")


class WholeSite(CommandTest):
    def test_warm_all_renders_every_page_once(self):
        with scratch_directory() as name:
            scratch = pathlib.Path(name)
            make_man_root(scratch / "man")
            with Redis(scratch) as redis:
                options = {"redis": f"unix:{redis.socket}", "templates": ROOT / "templates",
                           "data": scratch / "data",
                           "man_root": scratch / "man"}
                first = run(SITE, "warm", "--all", **options)
                self.assert_ends(first, 0)
                others = "fresh already, 0 not cacheable, 0 failed"
                counts = re.match(rf"(\d+) pages rendered, 0 {others}", first.stdout)
                pages = int(counts[1])
                self.assertGreater(pages, 60)
                self.assertEqual(len(redis.pages()), pages)
                second = run(SITE, "warm", "--all", **options)
                self.assert_ends(second, 0)
                self.assertRegex(second.stdout,
                                 f"^0 pages rendered, {pages} {others}")
                self.assertIn("No worker is running.", run(SITE, "stats", **options).stdout)
