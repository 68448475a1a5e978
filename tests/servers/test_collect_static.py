"""collect-static, where several run at once."""

import fcntl
import os
import pathlib
import subprocess
import unittest

from harness.paths import environment, scratch_directory
from harness.probes import PROBE
from harness.waiting import wait_until


def waits_for_a_lock(pid):
    lines = pathlib.Path("/proc/locks").read_text().splitlines()
    return any("->" in line and str(pid) in line.split() for line in lines)


class TwoRuns(unittest.TestCase):
    def test_one_waits_for_the_other(self):
        with scratch_directory() as directory:
            other = os.open(directory, os.O_RDONLY)
            fcntl.flock(other, fcntl.LOCK_EX)
            run = subprocess.Popen([PROBE, "collect-static", directory], env=environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            try:
                wait_until(lambda: run.poll() is not None or waits_for_a_lock(run.pid),
                           "it waits, or ends")
                self.assertEqual(list(pathlib.Path(directory).iterdir()), [])
            finally:
                os.close(other)
                self.assertEqual(run.wait(60), 0)
            self.assertTrue((pathlib.Path(directory) / "manifest").exists())


class Copies(unittest.TestCase):
    def test_there_are_compressed_copies_unless_they_are_not_wanted(self):
        for options, found in ((("--uncompressed",), False), ((), True)):
            with self.subTest(options), scratch_directory() as directory:
                subprocess.run([PROBE, "collect-static", directory, *options], check=True,
                               env=environment(), stdout=subprocess.DEVNULL)
                names = (pathlib.Path(directory) / "manifest").read_text().split()[1::2]
                self.assertGreater(len(names), 0)
                for name in names:
                    for ending in (".br", ".gz"):
                        copy = pathlib.Path(directory) / (name + ending)
                        self.assertEqual(copy.exists(), found, copy)


if __name__ == "__main__":
    unittest.main()
