"""Runs the commands of the program as a person at a terminal does."""

import subprocess
import unittest

from .paths import environment
from .probes import PROBE, TEMPLATES, Fleet, is_hit, value_of
from .waiting import wait_until


def run(program, *words, **options):
    """Takes the program's options, with underscores for hyphens."""
    for name, value in options.items():
        words += ("--" + name.replace("_", "-"), str(value))
    return subprocess.run([program, *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env=environment(), timeout=120)


class CommandTest(unittest.TestCase):
    def assert_ends(self, done, code):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)

    def assert_one_sentence(self, done, code, pattern):
        """Asserts the exit status, and that the only output is one line of standard error."""
        self.assert_ends(done, code)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, pattern)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


class BesideTwoProcesses(CommandTest):
    """Two probe processes that share a Redis."""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(2, blind_time=5)
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.fleet.__enter__()

    def command(self, *words, **options):
        shared = {"redis": self.fleet.options["redis"], "templates": TEMPLATES,
                  "data": self.fleet.scratch / "data", "blind_time": 5}
        return run(PROBE, *words, **{**shared, **options})

    def write(self, name, value):
        """Changes the item's value in its file, not through the site, so nothing is purged."""
        (self.fleet.scratch / "data" / f"item-{name}").write_text(value + "\n")

    def read_everywhere(self, path):
        for probe in self.fleet.probes:
            probe.get(path)
            wait_until(lambda: is_hit(probe.get(path)), f"{path} is a hit")

    def values(self, path):
        return {value_of(probe.get(path)) for probe in self.fleet.probes}
