"""A page takes control of mandoc: the kernel stops it, and the log says so.

The stand-in for such a mandoc is mandoc_taken_over.cpp. It is mounted over the real one, in a mount
namespace of its own. Where the machine allows no such namespace, these tests are skipped.
"""

import pathlib
import shutil
import subprocess
import sys
import unittest

from harness.application import Application
from harness.man_root import make_man_root
from harness.paths import BUILD, PROGRAM, scratch_directory

STAND_IN = BUILD / "aspic_mandoc_taken_over"
MANDOC = shutil.which("mandoc", path="/usr/local/bin:/usr/bin:/bin")
IN_NAMESPACE = ["unshare", "--mount", "--map-root-user"]
WITHOUT_CALLS = pathlib.Path(__file__).parents[1] / "servers/harness/without_calls.py"
GOOD_PAGE = "/man/1/aspic-hello"


def can_mount():
    command = [*IN_NAMESPACE, "mount", "--bind", "/bin/true", MANDOC]
    return subprocess.run(command, capture_output=True).returncode == 0


class Confinement(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.man = make_man_root(self.scratch / "man")

    def program(self, command):
        """Returns a script that runs the command, with the path and the options of the program."""
        script = self.scratch / "program"
        script.write_text(f'#!/bin/sh\nexec {command} {PROGRAM} "$@"\n')
        script.chmod(0o700)
        return script

    def taken_over(self, **options):
        mount = f"mount --bind {STAND_IN} {MANDOC}"
        return Application(self.scratch, program=self.program(
            f"{' '.join(IN_NAMESPACE)} sh -c '{mount} && exec \"$0\" \"$@\"'"), **options)

    def page(self, text):
        (self.man / f"man1/{text}.1").write_text(
            f".TH {text} 1 2026-01-01 Tests\n.SH NAME\n{text} \\- for a test\n"
            f".SH DESCRIPTION\n{text}\n")
        return f"/man/1/{text}"

    def test_a_mandoc_that_is_taken_over_is_stopped_and_the_log_says_so(self):
        if not can_mount():
            self.skipTest("this machine allows no mount namespace")
        written = pathlib.Path("/tmp/aspic-taken-over")
        paths = [self.page(what) for what in ("try-network", "try-program", "try-writing")]
        with self.taken_over() as application:
            self.assertIn("survived", application.get(GOOD_PAGE).text)
            for path in paths:
                with self.subTest(path):
                    answer = application.get(path)
                    self.assertEqual(answer.status, 500)
                    self.assertNotIn("survived", answer.text)
            log = application.log()
            self.assertEqual(log.count("this page may be an attack"), 2 * len(paths), log)
            self.assertFalse(written.exists())
            self.assertIn("survived", application.get(GOOD_PAGE).text)

    def test_a_mandoc_that_is_taken_over_cannot_read_files(self):
        if not can_mount():
            self.skipTest("this machine allows no mount namespace")
        path = self.page("try-file")
        with self.taken_over() as application:
            if "not fully confined" in application.log():
                self.skipTest("this kernel has no Landlock")
            answer = application.get(path)
            self.assertEqual(answer.status, 200)
            self.assertIn("survived", answer.text)
            self.assertNotIn("root:", answer.text)

    def test_a_kernel_that_lacks_a_part_is_named_once_and_pages_are_shown(self):
        for calls, missing in (("landlock_create_ruleset", "Landlock"), ("seccomp", "seccomp"),
                               ("landlock_create_ruleset,seccomp", "Landlock")):
            program = self.program(f"{sys.executable} {WITHOUT_CALLS} {calls}")
            with self.subTest(calls), Application(self.scratch, program=program) as application:
                self.assertEqual(application.get(GOOD_PAGE).status, 200)
                lines = [line for line in application.log().splitlines() if "confined" in line]
                self.assertEqual(len(lines), 1, application.log())
                self.assertIn(f"needs {missing}", lines[0])
