"""The commands that control the cache of running processes, and the errors of all commands."""

import itertools
import pathlib
import threading

from harness.commands import BesideTwoProcesses, CommandTest, run
from harness.paths import scratch_directory
from harness.probes import PROBE, TEMPLATES, is_hit, value_of
from harness.redis import Redis
from harness.waiting import wait_until


class Purge(BesideTwoProcesses):
    def test_a_purge_by_tag_by_path_or_of_everything_reaches_every_process(self):
        for number, what in enumerate((("--tag", "item:fish"), ("--path", "/item/fish"),
                                       ("--all",))):
            with self.subTest(what):
                self.write("fish", f"{number}")
                self.command("purge", "--all")
                self.read_everywhere("/item/fish")
                self.write("fish", f"{number} changed")
                self.assertEqual(self.values("/item/fish"), {f"{number}"})
                done = self.command("purge", *what)
                self.assert_ends(done, 0)
                self.assertRegex(done.stdout,
                                 r"^purge of \S.*: 2 workers applied it, in [\d.]+ m?s\n$")
                self.assertEqual(done.stderr, "")
                self.assertEqual(self.values("/item/fish"), {f"{number} changed"})

    def test_a_purge_of_another_tag_does_not_touch_a_page(self):
        self.read_everywhere("/item/kept")
        self.assert_ends(self.command("purge", "--tag", "item:other"), 0)
        self.assertTrue(all(is_hit(probe.get("/item/kept")) for probe in self.fleet.probes))

    def test_after_a_soft_purge_the_old_page_is_served_while_it_is_renewed(self):
        self.write("soft", "old")
        self.read_everywhere("/item/soft")
        self.write("soft", "new")
        done = self.command("purge", "--tag", "item:soft", "--soft")
        self.assert_ends(done, 0)
        self.assertIn("soft purge of tag item:soft: 2 workers", done.stdout)
        answer = self.fleet[0].get("/item/soft")
        self.assertEqual(value_of(answer), "old")
        self.assertIn("stale-while-revalidate", answer.field("Cache-Status"))
        wait_until(lambda: self.values("/item/soft") == {"new"}, "the new page is served")

    def test_purge_waits_for_a_stopped_process_and_names_it(self):
        self.write("still", "old")
        self.read_everywhere("/item/still")
        self.write("still", "new")
        held = self.fleet[1]
        held.hold()
        try:
            done = self.command("purge", "--tag", "item:still")
        finally:
            held.release()
        self.assert_ends(done, 0)
        self.assertIn("1 worker applied it", done.stdout)
        self.assertIn(f"no longer waiting for process {held.process.pid} on ", done.stdout)
        self.assertEqual(self.values("/item/still"), {"new"})
        wait_until(lambda: "2 workers" in self.command("purge", "--tag", "none").stdout,
                   "the process follows the log again")

    def test_purge_names_a_live_process_that_does_not_apply_it(self):
        redis = self.fleet.redis
        ended = threading.Event()

        def report():
            """Reports as a live worker does, but never the position that the command waits for."""
            for milliseconds in itertools.count(99_999_999_999_999):
                redis.cli("HSET", "aspic:workers", "elsewhere/boot/pids 99 name",
                          f"0-0 {milliseconds} 1000")
                if ended.wait(0.3):
                    return redis.cli("HDEL", "aspic:workers", "elsewhere/boot/pids 99 name")

        reporting = threading.Thread(target=report)
        reporting.start()
        worker = "elsewhere/boot/pids 99 name"
        wait_until(lambda: redis.cli("HEXISTS", "aspic:workers", worker).strip() == "1",
                   "the worker is in the list")
        try:
            done = self.command("purge", "--tag", "item:late")
        finally:
            ended.set()
            reporting.join()
        self.assert_one_sentence(done, 1, r"is in the log, but .*process 99 on elsewhere")


class WithoutRedis(CommandTest):
    def test_a_command_that_needs_redis_says_in_one_sentence_why_it_did_nothing(self):
        with scratch_directory() as name:
            redis = f"unix:{name}/nowhere.sock"
            for words, undone in ((("purge", "--all"), "nothing was purged"),
                                  (("stats",), "there is nothing to show"),
                                  (("inspect", "/reads"), "nothing can be inspected"),
                                  (("warm", "/reads"), "nothing can be warmed")):
                with self.subTest(words):
                    done = run(PROBE, *words, redis=redis, templates=TEMPLATES)
                    self.assert_one_sentence(done, 1, f"redis {redis} cannot be used .*: {undone}")

    def test_a_redis_that_does_not_answer_or_refuses_is_reported(self):
        with scratch_directory() as name, Redis(pathlib.Path(name)) as redis:
            redis.hold()
            done = run(PROBE, "purge", "--all", redis=f"unix:{redis.socket}")
            redis.release()
            self.assert_one_sentence(done, 1, "cannot be used .*: nothing was purged")
            redis.cli("CONFIG", "SET", "requirepass", "secret")
            done = run(PROBE, "purge", "--all", redis=f"unix:{redis.socket}")
            self.assert_one_sentence(done, 1, "NOAUTH.*: nothing was purged")

    def test_commands_refuse_pages_in_the_memory_of_another_process(self):
        for words in (("purge", "--all"), ("stats",), ("inspect", "/reads"), ("warm", "/reads")):
            with self.subTest(words):
                self.assert_one_sentence(run(PROBE, *words, cache="memory"), 2,
                                         "with --cache memory")


class Misuse(CommandTest):
    def test_a_wrong_command_line_gets_one_sentence_and_status_2(self):
        for words, pattern in (
                (("purge",), "purge needs exactly one of --tag TAG, --path PATH and --all"),
                (("purge", "--all", "--tag", "a"), "purge needs exactly one of"),
                (("purge", "--tag", ""), "purge needs exactly one of"),
                (("purge", "/item/a"), 'takes no argument "/item/a"'),
                (("purge", "--path", "item"), 'not a path to purge: a path starts with'),
                (("serve", "--tag", "a"), "--tag is an option of purge, not of serve"),
                (("routes", "--soft"), "--soft is an option of purge, not of routes"),
                (("inspect", "--all", "/"), "--all is an option of purge and warm, not of inspect"),
                (("inspect",), "inspect needs one path"),
                (("inspect", "/a", "/b"), "inspect needs one path"),
                (("inspect", "a"), "not the path of a page"),
                (("warm",), "warm needs one of: paths"),
                (("warm", "--all", "/"), "warm needs one of: paths"),
                (("warm", "a"), "not the path of a page"),
                (("warm", "/", "--debug"), "with --debug nothing is cached")):
            with self.subTest(words):
                self.assert_one_sentence(run(PROBE, *words), 2, pattern)

    def test_a_sitemap_that_cannot_be_read_is_reported(self):
        self.assert_one_sentence(run(PROBE, "warm", sitemap="/no/such/file"), 1,
                                 "the sitemap /no/such/file cannot be used: it cannot be read")
        self.assert_one_sentence(run(PROBE, "warm", sitemap="/dev/zero"), 1,
                                 "it has more than 52428800 bytes")
        self.assert_one_sentence(run(PROBE, "warm", sitemap="/dev/null"), 1,
                                 "there is no <loc> element")


class Routes(CommandTest):
    def test_routes_shows_how_long_pages_are_cached(self):
        done = run(PROBE, "routes", stale_if_error=120)
        self.assert_ends(done, 0)
        rows = {line.split()[0]: line.split("  ") for line in done.stdout.splitlines()
                if line.startswith("/")}
        cells = {path: [cell.strip() for cell in row if cell.strip()] for path, row in rows.items()}
        self.assertEqual(cells["/short/<name>"],
                         ["/short/<name>", "GET", "cached", "1 s", "1 s", "30 s", "1 h"])
        self.assertEqual(cells["/slow/<int:ms>"],
                         ["/slow/<int:ms>", "GET", "cached", "1 h", "1 h", "(1 min)", "(2 min)"])
        self.assertEqual(cells["/said/<int:seconds>"][3:5], ["response", "response"])
        self.assertEqual(cells["/renderings"], ["/renderings", "GET"])
