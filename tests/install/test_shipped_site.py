"""The shipped site, built outside this repository with an installed Aspic."""

import shutil
import unittest

import consumer
from harness.application import Application
from harness.paths import ROOT, environment


class ShippedSite(unittest.TestCase):
    def test_it_is_built_against_the_prefix_and_answers(self):
        # A copy without app/ next to it.
        views = ROOT / "build/install/site/views"
        tree = ROOT / "build/install/site/build"
        shutil.rmtree(views, ignore_errors=True)
        shutil.copytree(ROOT / "views", views)
        consumer.configure(views, tree, "Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0",
                           "-DCMAKE_UNITY_BUILD=ON", env=environment())
        consumer.build(tree, env=environment())
        for command in consumer.compile_commands(tree).values():
            self.assertNotIn(str(ROOT / "app"), command)
        with Application(program=tree / "aspic-site") as application:
            self.assertIn("Manual", application.get("/").text)


if __name__ == "__main__":
    unittest.main()
