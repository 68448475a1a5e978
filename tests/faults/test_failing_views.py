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

    def assert_named(self, path, why, exception):
        """The log names what failed, the type of the exception and the last request."""
        lines = [line for line in self.probe.warnings() if path in line]
        self.assertTrue(lines, self.probe.log())
        self.assertIn(why, lines[0])
        self.assertIn(f" exception={exception} ", lines[0])
        self.assertIn(f" request={self.asked} ", lines[0])

    def get(self, path):
        self.asked = f"asked-{path.replace('/', '-')}"
        return self.probe.get(path, {"X-Request-Id": self.asked})

    def test_a_view_that_throws_is_answered_500_and_named_in_the_log(self):
        for path, why, exception in (
                ("/throws/oops", "told to throw oops", "std::runtime_error"),
                ("/throws/int", NOT_AN_EXCEPTION, "int"),
                ("/kept/throws/oops", "told to throw oops", "std::runtime_error"),
                ("/kept/throws/int", NOT_AN_EXCEPTION, "int")):
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status, 500)
                self.assertNotIn("told to throw", answer.text)
                self.assert_named(f"path={path}", why, exception)

    def test_a_fragment_that_throws_leaves_its_page_whole(self):
        for what, why, exception in (("oops", "told to throw oops", "std::runtime_error"),
                                     ("int", NOT_AN_EXCEPTION, "int")):
            with self.subTest(what):
                self.assertEqual(self.get(f"/around/throws/{what}").status, 200)
                self.assert_named(f"fragment=/_throws/{what}", why, exception)

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
