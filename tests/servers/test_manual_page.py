"""The program's own manual page: what the build makes of it, and how the site shows it."""

import html
import re
import subprocess

from harness.application import Application
from harness.commands import CommandTest, run
from harness.probes import BUILD

PROGRAM = BUILD / "aspic-site"
PAGES = BUILD / "man"


class ManualPage(CommandTest):
    def test_the_build_has_made_the_page_that_the_program_prints(self):
        printed = run(PROGRAM, "manual")
        self.assert_ends(printed, 0)
        self.assertEqual((PAGES / "man8/aspic-site.8").read_text(), printed.stdout)

    def test_mandoc_has_no_remark_on_the_page(self):
        lint = subprocess.run(["mandoc", "-Tlint", "-Wall", PAGES / "man8/aspic-site.8"],
                              capture_output=True, text=True)
        self.assertEqual((lint.returncode, lint.stdout, lint.stderr), (0, "", ""))

    def test_the_site_shows_the_page_with_every_command_and_option(self):
        usage = run(PROGRAM, "--help").stdout
        options = set(re.findall(r"^ +(--[a-z-]+)", usage, re.MULTILINE))
        commands = set(re.findall(r"^  ([a-z][a-z-]+)", usage, re.MULTILINE))
        self.assertGreater(len(options), 30)
        self.assertLessEqual({"serve", "default-config", "manual", "index"}, commands)
        with Application(program=PROGRAM, man_root=PAGES) as application:
            page = application.get("/man/8/aspic-site")
        self.assertEqual(page.status, 200)
        text = html.unescape(re.sub(r"<[^>]*>", "", page.text))
        for word in options | commands | {"ASPIC_LOG_LEVEL", "/etc/aspic/aspic-site.conf"}:
            with self.subTest(word):
                self.assertRegex(text, rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        self.assertIn("web site that shows the manual pages of this machine", text)
