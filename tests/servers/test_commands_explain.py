"""The commands that explain the cache: inspect and stats."""

import re

from harness.commands import BesideTwoProcesses
from harness.waiting import wait_until


class Explain(BesideTwoProcesses):
    def details(self, done):
        """Returns the output of `inspect` by its labels."""
        lines = [re.match(r"  (\S.*?)\s{2,}(\S.*)", line) for line in done.stdout.splitlines()]
        return {line[1]: line[2] for line in lines if line}

    def test_inspect_shows_a_page_before_and_after_its_purge(self):
        self.write("jelly", "old")
        self.read_everywhere("/item/jelly")
        done = self.command("inspect", "/item/jelly")
        self.assert_ends(done, 0)
        found = self.details(done)
        self.assertRegex(found["state"], "^fresh, for another 5[0-9] min")
        self.assertEqual(found["route"], "/item/<name>")
        self.assertEqual(found["in Redis"], self.fleet.entry("/item/jelly"))
        self.assertEqual(found["split by"], "only the path")
        self.assertEqual(found["tags"], "item:jelly")
        self.assertEqual(found["status"], "200")
        self.assertEqual(found["ETag"], self.fleet[0].get("/item/jelly").field("ETag"))
        self.assertIn("plain ", found["size"])
        self.assert_ends(self.command("purge", "--tag", "item:jelly"), 0)
        found = self.details(self.command("inspect", "/item/jelly"))
        self.assertEqual(found["state"], "purged by tag item:jelly: it is not served any more")

    def test_inspect_shows_which_inputs_are_in_the_key(self):
        for _ in range(2):
            self.fleet[0].get("/reads?q=a%20b&unread=1")
        done = self.command("inspect", "/reads?unread=2&q=a%20b")
        self.assert_ends(done, 0)
        self.assertEqual(self.details(done)["split by"], 'query q = "a b"')
        other = self.command("inspect", "/reads")
        self.assert_ends(other, 1)
        self.assertEqual(self.details(other)["split by"], "query q, absent")
        self.assertRegex(other.stdout, r"other pages of this path in Redis, for other queries or "
                                       r"fields: \d+\n  aspic:")

    def test_inspect_names_the_route_and_the_key_if_there_is_no_page(self):
        done = self.command("inspect", "/item/nobody")
        self.assert_ends(done, 1)
        found = self.details(done)
        self.assertEqual(found["state"], "not in Redis")
        self.assertEqual(found["route"], "/item/<name>")
        self.assertIn("6:nobody,", found["key"])
        for path, sentence in (("/renderings",
                                "not cached; its route /renderings has no cache_page"),
                               ("/no/such/route", ": no route matches")):
            done = self.command("inspect", path)
            self.assert_ends(done, 1)
            self.assertIn(sentence, done.stdout)

    def test_inspect_reports_a_damaged_page(self):
        self.read_everywhere("/item/damaged")
        self.fleet.redis.cli("HSET", self.fleet.entry("/item/damaged"), "html", "changed by hand")
        done = self.command("inspect", "/item/damaged")
        self.assert_ends(done, 1)
        self.assertIn("damaged, or not ours", self.details(done)["state"])

    def test_a_command_warns_if_its_options_differ_from_the_servers(self):
        done = self.command("inspect", "/item/other", mount="/docs")
        self.assertRegex(done.stderr, "^warning: the running workers use pages of version")

    def test_stats_shows_the_counts_of_each_process(self):
        self.read_everywhere("/item/counted")
        pids = {probe.process.pid for probe in self.fleet.probes}

        def hits():
            done = self.command("stats")
            self.assert_ends(done, 0)
            head = re.search(r"^WORKER\s+HIT\s.*$", done.stdout, re.MULTILINE)
            rows = done.stdout[head.end():].splitlines()
            found = [re.match(r"process (\d+) on \S+\s+(\d+)", row)
                     for row in rows if "process" in row]
            return {int(row[1]): int(row[2]) for row in found}

        self.assertEqual(set(hits()), pids)
        before = hits()
        for _ in range(5):
            self.fleet[0].get("/item/counted")
        pid = self.fleet[0].process.pid
        wait_until(lambda: hits()[pid] >= before[pid] + 5, "the hits are counted")
        text = self.command("stats").stdout
        self.assertRegex(text, r"pages +\d+ pages of version [0-9a-f]{8}, [\d.]+ \wiB")
        self.assertRegex(text, r"purge log +\d+ record")
        self.assertTrue(all(len(line) <= 100 for line in text.splitlines()), text)

    def test_a_command_is_not_counted_as_a_worker(self):
        before = self.fleet.redis.cli("HKEYS", "aspic:workers").splitlines()
        self.command("inspect", "/item/looked-at")
        self.command("warm", "/item/looked-at")
        self.assertEqual(sorted(self.fleet.redis.cli("HKEYS", "aspic:workers").splitlines()),
                         sorted(before))
