"""`check`, and the mistakes that it and a start explain: ten broken templates, ten sentences."""

import os
import pathlib
import shutil
import socket

from harness.commands import CommandTest, run
from harness.paths import scratch_directory
from harness.probes import PROBE, TEMPLATES, Probe
from harness.redis import Redis

PRAGMA = '{{%AUTOESCAPE context="HTML"}}\n'

# What stands in the second line of a template of this name, and how its sentence begins.
BROKEN = {
    "attribute.tpl": ('<p title="{{LIVE:x-live=/_note/a}}">',
                      "the hole {{LIVE:x-live=/_note/a}} stands in an attribute: "),
    "closed.tpl": ("{{/ROWS}}", "{{/ROWS}} closes no section: "),
    "comment.tpl": ("<!-- {{X:x-live}} -->", "the hole {{X:x-live}} stands in an HTML comment: "),
    "crossed.tpl": ("{{#A}}{{#B}}{{/A}}{{/B}}",
                    "{{/A}} stands where {{#B}} of line 2 is still open: "),
    "head.tpl": ("<body>", "<body> is in the base template already (base.tpl:4): "),
    "include.tpl": ("{{>NOWHERE}}", "there is no template nowhere.tpl to include: "),
    "misspelt.tpl": ("{{LIVE:x-live=/_ntoe/a}}", "no view answers the hole /_ntoe/a: "),
    "open.tpl": ("{{#ROWS}}", "{{#ROWS}} is not closed: "),
    "script.tpl": ("<script>{{X:x-live}}</script>", "the hole {{X:x-live}} stands in <script>: "),
    "spaces.tpl": ("{{ NAME }}", "write {{NAME}}, without spaces: "),
}


class WithTemplates(CommandTest):
    def setUp(self):
        scratch = scratch_directory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)
        self.templates = self.scratch / "templates"
        shutil.copytree(TEMPLATES, self.templates)
        self.options = {"templates": self.templates, "data": self.scratch / "data",
                        "cache": "memory"}

    def write(self, name, text):
        (self.templates / name).write_text(PRAGMA + text + "\n")

    def break_ten(self):
        for name, (text, _) in BROKEN.items():
            self.write(name, text)

    def assert_ten_sentences(self, text):
        lines = text.splitlines()
        for name, (_, sentence) in BROKEN.items():
            begin = f"{self.templates / name}:2: {sentence}"
            self.assertEqual(len([line for line in lines if line.startswith(begin)]), 1,
                             f"{begin}\n{text}")


class BrokenTemplates(WithTemplates):
    def test_a_start_refuses_ten_broken_templates_with_ten_sentences(self):
        self.break_ten()
        done = run(PROBE, "serve", listen=f"unix:{self.scratch / 'site.sock'}", **self.options)
        self.assert_ends(done, 1)
        self.assertIn("there are 10 mistakes in the templates:\n", done.stderr)
        self.assert_ten_sentences(done.stderr)

    def test_check_says_the_same_without_serving(self):
        self.break_ten()
        done = run(PROBE, "check", **self.options)
        self.assert_ends(done, 1)
        self.assert_ten_sentences(done.stderr)
        self.assertRegex(done.stdout, "^checked .*: 1 error, ")

    def test_a_base_template_without_content_is_refused(self):
        self.write("base.tpl", "<body></body>")
        done = run(PROBE, "check", **self.options)
        self.assert_ends(done, 1)
        self.assertIn("base.tpl:1: the base template has no {{>CONTENT}}", done.stderr)


class Check(WithTemplates):
    def check(self, **options):
        return run(PROBE, "check", **{**self.options, **options})

    def test_a_site_that_can_start_gets_status_0_and_one_line(self):
        done = self.check(listen=f"unix:{self.scratch / 'site.sock'}")
        self.assert_ends(done, 0)
        self.assertRegex(done.stdout,
                         r"^checked options, \d+ routes, \d+ templates, data directory, session "
                         r"key, address: no errors, [^\n]*\n$")
        self.assertEqual(sorted(os.listdir(self.scratch)), ["templates"], "it leaves nothing")

    def test_what_is_wrong_around_the_site_gets_status_1_and_the_way_out(self):
        (self.scratch / "file").write_text("")
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(self.scratch / "other.sock"))
            other.listen()
            for options, pattern in (
                    ({"templates": self.scratch / "none"}, "set --templates to the right"),
                    ({"static": self.scratch}, "there is no .*manifest: run `collect-static"),
                    ({"data": self.scratch / "file"}, "cannot write in the data directory"),
                    ({"access_log": self.scratch / "file/log"}, "access log .* cannot be written"),
                    ({"session_key": "/dev/null"}, "is not a regular file"),
                    ({"listen": f"unix:{self.scratch / 'other.sock'}"}, "another program listens"),
                    ({"cache": "redis", "redis": f"unix:{self.scratch / 'none.sock'}"},
                     "redis unix:.* cannot be used")):
                with self.subTest(options):
                    done = self.check(**options)
                    self.assert_ends(done, 1)
                    self.assertRegex(done.stderr, f"(?m)^error: .*{pattern}")

    def test_a_wrong_option_gets_status_2(self):
        self.assert_one_sentence(self.check(threads="none"), 2, "threads")
        file = self.scratch / "site.conf"
        file.write_text("tempaltes = x\n")
        self.assert_one_sentence(self.check(config=file), 2, r"site\.conf:1: tempaltes: it names no")

    def test_the_redis_of_deploy_passes(self):
        with Redis(self.scratch) as redis:
            address = f"unix:{redis.socket}"
            done = self.check(cache="redis", redis=address)
            self.assert_ends(done, 0)
            self.assertNotIn("redis", done.stderr)
            self.assertEqual(redis.cli("DBSIZE"), "0", "it leaves nothing")
            redis.cli("CONFIG", "SET", "maxmemory-policy", "noeviction")
            self.assertIn("maxmemory-policy volatile-lfu",
                          self.check(cache="redis", redis=address).stderr)
            redis.cli("ACL", "SETUSER", "default", "-hset", "-xread")
            done = self.check(cache="redis", redis=address)
            self.assert_ends(done, 1)
            self.assertIn("refuses HSET, XREAD", done.stderr)
            self.assertIn("ACL SETUSER default +hset +xread", done.stderr)

    def test_the_address_of_the_running_server_is_free(self):
        probe = Probe(self.scratch, "site", **self.options).start()
        self.addCleanup(probe.kill)
        done = self.check(listen=f"unix:{probe.socket}")
        self.assert_ends(done, 0)
        self.assertEqual(probe.get("/item/a").status, 200)

