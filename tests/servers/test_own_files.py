"""The files that deploy/server writes outside its own place (deploy/lib/own_files.sh)."""

import pathlib
import subprocess
import unittest

from harness.paths import ROOT, scratch_directory

SCRIPT = r"""
set -euo pipefail
program=deploy/server own_list=$1/list changed=()
source deploy/lib/say.sh
source deploy/lib/own_files.sh
check_own "$1/a.conf"
if [[ $3 == killed ]]; then
    mv() { [[ $2 != "$own_list" ]] || command mv "$@"; [[ $2 == "$own_list" ]] || exit 9; }
fi
write_own "$1/a.conf" <<<"$2"
printf '%s\n' "${changed[@]}"
"""


class OwnFiles(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(scratch_directory()))
        self.file = self.directory / "a.conf"

    def write(self, text, how=""):
        return subprocess.run(["bash", "-c", SCRIPT, "bash", self.directory, text, how],
                              cwd=ROOT, capture_output=True, text=True)

    def assert_written(self, text):
        done = self.write(text)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.file.read_text(), text + "\n")

    def test_only_what_is_different_is_written(self):
        self.assert_written("one")
        self.assert_written("two")
        self.assertEqual(self.write("two").stdout, "\n")
        self.assertEqual(self.write("three").stdout, f"{self.file}\n")

    def test_after_an_interruption_the_next_run_continues(self):
        for before, text in (("", "one"), ("one\n", "two"), ("two\n", "three")):
            self.assertEqual(self.write(text, "killed").returncode, 9)
            self.assertEqual(self.file.read_text() if self.file.exists() else "", before)
            self.assert_written(text)

    def test_what_somebody_else_has_made_or_changed_stays(self):
        self.file.write_text("theirs\n")
        self.assertIn("has not made it", self.write("one").stderr)
        self.file.unlink()
        self.assert_written("one")
        self.file.write_text("theirs\n")
        self.assertIn("was changed after", self.write("two").stderr)
        self.assertEqual(self.file.read_text(), "theirs\n")


if __name__ == "__main__":
    unittest.main()
