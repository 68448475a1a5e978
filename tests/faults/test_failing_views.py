"""Views that throw: their visitors get 500, others notice nothing, and the log names them."""

import concurrent.futures
import pathlib
import unittest

from harness.paths import scratch_directory
from harness.probes import Probe, is_hit

NOT_AN_EXCEPTION = "something that is not a std::exception"


class FailingViews(unittest.TestCase):
    def setUp(self):
        scratch = scratch_directory()
        self.addCleanup(scratch.cleanup)
        self.probe = Probe(pathlib.Path(scratch.name), "probe", cache="memory", threads=2).start()
        self.addCleanup(self.probe.kill)

    def assert_named(self, path, why):
        lines = [line for line in self.probe.warnings() if path in line]
        self.assertTrue(lines, self.probe.log())
        self.assertIn(why, lines[0])

    def test_a_view_that_throws_is_answered_500_and_named_in_the_log(self):
        for path, why in (("/throws/oops", "told to throw oops"),
                          ("/throws/int", NOT_AN_EXCEPTION),
                          ("/kept/throws/oops", "told to throw oops"),
                          ("/kept/throws/int", NOT_AN_EXCEPTION)):
            with self.subTest(path):
                answer = self.probe.get(path)
                self.assertEqual(answer.status, 500)
                self.assertNotIn("told to throw", answer.text)
                self.assert_named(f"path={path}", why)

    def test_a_fragment_that_throws_leaves_its_page_whole(self):
        for what, why in (("oops", "told to throw oops"), ("int", NOT_AN_EXCEPTION)):
            with self.subTest(what):
                self.assertEqual(self.probe.get(f"/around/throws/{what}").status, 200)
                self.assert_named(f"fragment=/_throws/{what}", why)

    def test_others_are_served_while_views_throw(self):
        self.probe.post("/item/a?value=fine")
        self.assertIn("fine", self.probe.get("/item/a").text)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            failing = [pool.submit(self.probe.get, path) for path in
                       ("/throws/oops", "/throws/int", "/kept/throws/int") * 100]
            answers = [self.probe.get("/item/a") for _ in range(100)]
            self.assertEqual({failed.result().status for failed in failing}, {500})
        for answer in answers:
            self.assertEqual(answer.status, 200)
            self.assertIn("fine", answer.text)
            self.assertTrue(is_hit(answer))
        self.assertIsNone(self.probe.process.poll())
