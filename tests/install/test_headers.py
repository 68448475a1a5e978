"""A site sees only the two public headers and the headers that they include."""

import pathlib
import re
import unittest

import consumer
from harness.paths import ROOT

PUBLIC = ("aspic/aspic.h", "aspic/test.h")


def reached(include, option="-MM"):
    """Returns all files that the public headers include, as the compiler lists them."""
    files = set()
    for header in PUBLIC:
        rule = consumer.run("g++", "-std=c++20", option, "-I", include, include / header)
        files.update(re.split(r"[\s\\]+", rule.partition(":")[2].strip()))
    return files


class Headers(unittest.TestCase):
    def test_installed_are_exactly_the_headers_that_the_public_ones_reach(self):
        app = ROOT / "app"
        wanted = {pathlib.Path(file).relative_to(app) for file in reached(app)}
        include = consumer.prefix() / "include"
        installed = {file.relative_to(include) for file in include.rglob("*") if file.is_file()}
        self.assertGreater(len(wanted), 20)
        self.assertEqual(installed, wanted)

    def test_they_reach_each_other_and_the_standard_library_alone(self):
        include = consumer.prefix() / "include"
        files = reached(include, "-M")
        self.assertIn(str(include / "aspic/http/request.h"), files)
        for file in files:
            for inner in consumer.INNER_HEADERS + consumer.ABSENT_HEADERS:
                folder = inner.partition("/")[0]
                with self.subTest(inner):
                    self.assertNotIn(f"/include/{folder}", file)

    def test_nothing_installed_names_the_place_where_it_was_built(self):
        files = list((consumer.prefix() / "lib").rglob("*.cmake"))
        self.assertGreaterEqual(len(files), 4)
        for file in files:
            self.assertNotIn(str(ROOT), file.read_text())


if __name__ == "__main__":
    unittest.main()
