"""The mirror (serve --mirror): the front end sends cached pages by itself.

It may send only what the application would send.
"""

import re
import signal
import subprocess
import time
import unittest

from harness import http_client
from harness.front_end import FrontEnd, open_to_front_end
from harness.mirrored import MirroredFleet, is_mirrored
from harness.paths import ROOT, environment
from harness.pool import Pool
from harness.probes import PROBE, TEMPLATES, Fleet, cache_status, value_of
from harness.waiting import wait_until

# Other answers with the same page have other values of these.
OF_THE_MOMENT = {"age", "cache-status"}


def stable_fields(answer):
    return sorted((name.lower(), value) for name, value in answer.fields
                  if name.lower() not in OF_THE_MOMENT)


class SentTests:
    kind = None
    absolute = ["http://localhost/item/a"]

    @classmethod
    def setUpClass(cls):
        cls.fleet = MirroredFleet(kind=cls.kind).__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.fleet[0].post("/item/a?value=first")
        cls.fleet.fill("/item/a", "/long/a", "/ignores", "/holed/a", "/json/a")

    def assert_same(self, target, headers=None, method="GET"):
        mine = self.fleet.get(target, headers, method)
        theirs = self.fleet.from_application(target, headers, method)
        self.assertTrue(is_mirrored(mine), cache_status(mine))
        self.assertEqual(mine.status, theirs.status)
        self.assertEqual(stable_fields(mine), stable_fields(theirs))
        self.assertEqual(mine.body, theirs.body)
        self.assertRegex(cache_status(mine), r"^Aspic; hit; ttl=\d+; detail=mirror$")
        self.assertAlmostEqual(int(mine.field("Age")), int(theirs.field("Age")), delta=2)
        ttl = [int(re.search(r"ttl=(\d+)", cache_status(one))[1]) for one in (mine, theirs)]
        self.assertAlmostEqual(*ttl, delta=2)
        return mine

    def test_the_fields_and_the_bytes_are_those_of_a_hit_in_each_coding(self):
        for target in ("/item/a", "/long/a", "/ignores", "/holed/a", "/json/a"):
            for accepted in (None, "", "gzip", "br", "gzip, deflate, br, zstd", "identity",
                             "deflate", "GZIP,x", "x-gzip"):
                with self.subTest(target, accepted=accepted):
                    headers = {} if accepted is None else {"Accept-Encoding": accepted}
                    answer = self.assert_same(target, headers)
                    self.assert_same(target, headers, "HEAD")
                    confirm = {**headers, "If-None-Match": answer.field("ETag")}
                    self.assertEqual(self.assert_same(target, confirm).status, 304)
                    confirm["If-Modified-Since"] = answer.field("Last-Modified")
                    self.assertEqual(self.assert_same(target, confirm, "HEAD").status, 304)
        self.assertEqual(self.assert_same("/long/a", {"Accept-Encoding": "br, gzip"})
                         .field("Content-Encoding"), "br")

    def test_a_query_that_the_view_does_not_read_changes_nothing(self):
        self.assert_same("/item/a?utm_source=mail&x")

    def test_other_cookies_change_nothing(self):
        self.assert_same("/holed/a", {"Cookie": "theme=dark; snapshots=x"})

    def test_the_application_gets_the_other_requests(self):
        fleet = self.fleet
        tag = fleet.get("/item/a").field("ETag")
        for headers in ({"Cookie": "live=abcdefghijk"}, {"Cookie": "a=b; __Host-live=x"},
                        {"Cookie": "docs-session=x"}, {"Cookie": "developer=x"},
                        {"Authorization": "Bearer x"}, {"Range": "bytes=0-3"},
                        {"Accept-Encoding": "gzip;q=0.5"}, {"Accept-Encoding": "*"},
                        {"Accept-Encoding": "gzip, " + "x" * 200},
                        {"If-None-Match": '"other"'}, {"If-None-Match": f'{tag}, "x"'},
                        {"If-Match": tag}, {"If-Modified-Since": "Sun, 29 Nov 2026 04:49:52 GMT"},
                        {"If-Unmodified-Since": "Sun, 29 Nov 2126 04:49:52 GMT"}):
            with self.subTest(headers):
                mine = fleet.get("/item/a", headers)
                theirs = fleet.from_application("/item/a", headers)
                self.assertFalse(is_mirrored(mine))
                self.assertEqual((mine.status, mine.body), (theirs.status, theirs.body))
                # A page that is rendered for one visitor has the time of now.
                self.assertEqual([name for name, _ in stable_fields(mine)],
                                 [name for name, _ in stable_fields(theirs)])
        for target in ("/item/%61", "//item/a", "/item//a", "/./item/a", "/item/../item/a",
                       "/item/a/", "/item/a@identity", "/item/a?x=%zz", "/item/b?" + "x" * 501,
                       *self.absolute):
            with self.subTest(target):
                mine, theirs = fleet.get(target), fleet.from_application(target)
                self.assertFalse(is_mirrored(mine))
                self.assertEqual((mine.status, mine.body), (theirs.status, theirs.body))
        self.assertEqual(fleet.get("/item/a", method="DELETE").status, 405)

    def test_an_underscore_in_a_field_name_is_refused_as_by_the_application(self):
        for name in ("X_Own", "_", "If_None_Match", "X-" + "long" * 20 + "_"):
            mine, theirs = (ask("/item/a", {name: "x"}) for ask in
                            (self.fleet.get, self.fleet.from_application))
            self.assertEqual((mine.status, mine.body), (theirs.status, theirs.body))
            # nginx leaves the field out.
            self.assertEqual(mine.status, 200 if self.kind == "nginx" else 400)

    def test_only_pages_that_everybody_gets_have_files(self):
        for target in ("/reads?q=1", "/curious?q=1", "/missing/x", "/renderings", "/item/%C3%A4",
                       "/item/a b".replace(" ", "%20"), "/item/.hidden", "/item/A", "/headers"):
            for probe in self.fleet.probes:
                probe.get(target)
        self.fleet.fill("/item/last")
        self.assertEqual({name.rpartition("@")[0] for name in self.fleet.names()} - {"headers"},
                         {"item/a", "long/a", "ignores", "holed/a", "json/a", "item/last"})


class SentByLighttpd(SentTests, unittest.TestCase):
    kind = "lighttpd"

    def test_the_fields_are_the_same_by_each_version_of_http(self):
        """By HTTP/1.1, lighttpd's script sets all fields as one."""
        def fields(front_end, *options):
            run = subprocess.run(["curl", "--silent", "--dump-header", "-", "--output", "/dev/null",
                                  *options, f"http://127.0.0.1:{front_end.port}/long/a"],
                                 capture_output=True, text=True, check=True)
            first, *lines = run.stdout.strip().splitlines()
            pairs = (line.partition(": ") for line in lines)
            return first.split()[:2], sorted((name.lower(), value) for name, _, value in pairs
                                             if name.lower() not in OF_THE_MOMENT)
        for version in ("--http1.0", "--http1.1", "--http2-prior-knowledge"):
            for more in ((), ("--head",), ("--header", "Accept-Encoding: br")):
                with self.subTest(version, more=more):
                    mine, theirs = (fields(one, version, *more) for one in self.fleet.front_ends)
                    self.assertEqual(mine, theirs)
                    self.assertEqual(mine[0][0], "HTTP/" + {"--http1.0": "1.0", "--http1.1": "1.1"}
                                     .get(version, "2"))


class SentByApache(SentTests, unittest.TestCase):
    kind = "apache"


class SentByNginx(SentTests, unittest.TestCase):
    kind = "nginx"
    absolute = []  # nginx itself makes a path of it


class Purges(unittest.TestCase):
    def write(self, probe, name, value, by):
        answer = probe.post(f"/change/{name}?value={value}&by={by}")
        self.assertEqual((answer.status, answer.text), (200, "complete\n"))

    def test_when_a_purge_has_returned_no_old_page_is_sent(self):
        with MirroredFleet() as fleet:
            value = 0
            for by in ("tag", "path", "all", "tag&soft"):
                for probe in fleet.probes:
                    self.write(fleet[0], "a", value := value + 1, "tag")
                    fleet.fill("/item/a", "/item/b")
                    self.assertEqual(value_of(fleet.get("/item/a")), str(value))
                    self.write(probe, "a", value := value + 1, by)
                    answer = fleet.get("/item/a")
                    self.assertFalse(is_mirrored(answer))
                    if "soft" not in by:
                        self.assertEqual(value_of(answer), str(value))
                    self.assertEqual(is_mirrored(fleet.get("/item/b")), by != "all")

    def test_a_page_that_has_grown_is_sent_compressed(self):
        """The front end remembers which pages have no compressed copy."""
        with MirroredFleet(1) as fleet:
            accepted = {"Accept-Encoding": "gzip, br"}
            for value, coding in (("short", None), ("long" * 500, "br"), ("short", None)):
                self.write(fleet[0], "a", value, "tag")
                fleet.fill("/item/a")
                for _ in range(2):
                    answer = fleet.get("/item/a", accepted)
                    self.assertTrue(is_mirrored(answer))
                    self.assertEqual(answer.field("Content-Encoding"), coding)

    def test_an_expired_page_is_not_sent(self):
        with MirroredFleet() as fleet:
            fleet[0].post("/item/a?value=old")
            fleet.fill("/short/a")
            fleet[0].post("/item/a?value=new")
            wait_until(lambda: fleet.get("/short/a").text == "new\n", "the page is renewed", 10)
            self.assertEqual(fleet.get("/short/a").text, "new\n")


class Endings(unittest.TestCase):
    def test_when_everything_was_killed_pages_are_sent_for_the_blind_time_at_most(self):
        with MirroredFleet(blind_time=3) as fleet:
            fleet[0].post("/item/a?value=old")
            fleet.fill("/item/a", "/item/b")
            self.assertEqual(fleet[1].post("/change/a?value=new").text, "complete\n")
            for probe in fleet.probes:
                probe.kill()
            killed = time.monotonic()
            self.assertGreaterEqual(fleet.get("/item/a").status, 500)
            self.assertTrue(is_mirrored(fleet.get("/item/b")))
            wait_until(lambda: fleet.get("/item/b").status >= 500, "the mirror ends", 20)
            self.assertLess(time.monotonic() - killed, 3 + 1.5)
            # A new keeper begins without the old pages.
            for probe in fleet.probes:
                probe.start()
            self.assertFalse(is_mirrored(fleet.get("/item/b")))
            fleet.fill("/item/b")

    def test_a_worker_that_stops_leaves_no_page(self):
        with MirroredFleet(1) as fleet:
            fleet.fill("/item/a")
            fleet[0].process.send_signal(signal.SIGTERM)
            fleet[0].process.wait(20)
            self.assertEqual(fleet.names(), [])
            self.assertFalse((fleet.mirror / "alive").exists())

    def test_another_worker_continues_if_the_keeper_is_killed(self):
        """It writes the pages that it knows, and a purge need not wait for the dead keeper."""
        with MirroredFleet(blind_time=30) as fleet:
            fleet.fill("/item/a", "/item/b")
            keeper = fleet.keeper()
            other = next(probe for probe in fleet.probes if probe is not keeper)
            keeper.kill()
            wait_until(lambda: fleet.keeper() is other, "the other worker keeps the mirror", 10)
            began = time.monotonic()
            self.assertEqual(other.post("/change/a?value=new").text, "complete\n")
            self.assertLess(time.monotonic() - began, 15)
            wait_until(lambda: is_mirrored(fleet.get("/item/b")), "the page is mirrored again", 10)

    def test_after_a_reload_no_page_of_the_old_templates_is_sent(self):
        with Fleet(0) as fleet:
            open_to_front_end(fleet.scratch)
            mirror = fleet.scratch / "mirror"
            mirror.mkdir()
            open_to_front_end(mirror)
            pool = Pool(fleet.scratch, cache="redis", redis=f"unix:{fleet.scratch}/redis.sock",
                        mirror=mirror).start()
            self.addCleanup(pool.kill)
            with FrontEnd("lighttpd", fleet.scratch, pool.socket, SITE_MIRROR=mirror) as front_end:
                def get():
                    return http_client.get(front_end.port, "/item/a")
                wait_until(lambda: is_mirrored(get()), "the page is mirrored", 20)
                for number in range(2):
                    template = pool.templates / "item.tpl"
                    template.write_text(template.read_text() + f"<!-- template {number} -->\n")
                    self.assertEqual(pool.reload().returncode, 0)
                    for _ in range(20):
                        self.assertIn(f"<!-- template {number} -->", get().text)
                    wait_until(lambda: is_mirrored(get()), "the page is mirrored again", 20)
            pool.kill()


class Commands(unittest.TestCase):
    def test_stats_shows_its_size_and_check_its_mistakes(self):
        with MirroredFleet(1, status_allow="127.0.0.1") as fleet:
            fleet.fill("/item/a", "/item/b")
            metrics = fleet[0].get("/_metrics").text
            for line in ("keepers 1", "pages 2", "written_pages_total 2", "failures_total 0"):
                self.assertIn(f"\naspic_mirror_{line}\n", metrics)
            self.assertRegex(metrics, r"\naspic_mirror_bytes [1-9]\d+\n")

            def run(command, **options):
                words = [f"--{name.replace('_', '-')}={value}" for name, value in
                         {"redis": f"unix:{fleet.redis.socket}", "data": fleet.scratch / "data",
                          "templates": TEMPLATES, **options}.items()]
                return subprocess.run([PROBE, command, *words], capture_output=True, text=True,
                                      env=environment())
            wait_until(lambda: re.search(r"Mirror of .*: 2 pages, \d", run("stats").stdout),
                       "stats shows the mirror", 10)
            self.assertNotIn("mirror", run("check", mirror=fleet.mirror).stderr)
            refused = run("check", mirror=fleet[0].log_file)
            self.assertIn(f"cannot keep a mirror in {fleet[0].log_file}", refused.stderr)
            alone = run("serve", mirror=fleet.mirror, cache="memory", workers=2,
                        listen=f"unix:{fleet.scratch}/other.sock")
            self.assertEqual(alone.returncode, 2, alone.stderr)
            self.assertIn("set --workers to 0 or 1", alone.stderr)
            other_site = run("serve", mirror=fleet.mirror, cache="memory",
                             listen=f"unix:{fleet.scratch}/other.sock")
            self.assertEqual(other_site.returncode, 1, other_site.stderr)
            self.assertIn("another site keeps its mirror there (the site with its pages in redis "
                          f"unix:{fleet.redis.socket})", other_site.stderr)
            self.assertTrue(is_mirrored(fleet.get("/item/a")))
            fleet.mirror.chmod(0o700)
            self.assertIn(f"chmod 2750 {fleet.mirror}", run("check", mirror=fleet.mirror).stderr)


class WithoutIt(unittest.TestCase):
    def test_the_configuration_says_nothing_of_it(self):
        variables = {**environment(), "PORT": "8080", "SITE_SOCKET": "/x", "SITE_STATIC": "/x",
                     "FRONT_STATE": "/x"}

        def configuration(**more):
            return subprocess.run(["lighttpd", "-p", "-f", ROOT / "deploy/lighttpd.conf"],
                                  env={**variables, **more}, capture_output=True, text=True,
                                  check=True).stdout
        self.assertNotIn("mirror", configuration())
        self.assertIn("mirror", configuration(SITE_MIRROR="/m"))


if __name__ == "__main__":
    unittest.main()
