"""Random paths: their 404 answers do not evict from Redis the pages that people read."""

import unittest

from harness.probes import Fleet, is_hit
from test_query_flood import Pipeline

HOT = 60
FLOOD = 12_000
MOST_NEGATIVE = 100  # 404 answers of one route and one process: a tenth of --max-variants


class PathFlood(unittest.TestCase):
    def hot_pages_after(self, flood, **options):
        """Returns the number of hot pages, and of all pages, in a small Redis after a flood."""
        with Fleet(2, redis=("--maxmemory", "6mb", "--lfu-decay-time", "0"), **options) as fleet:
            hot = [f"/item/hot{number}" for number in range(HOT)]
            for page in hot:
                fleet[0].get(page)
            for page in hot:
                self.assertTrue(is_hit(fleet[1].get(page)))
            with Pipeline(fleet[0].socket) as visitor:
                flood(visitor)
            kept = fleet.keys("page")
            return len([key for key in kept if ":page:/item/hot" in key]), len(kept)

    def test_paths_that_answer_404_do_not_evict_pages(self):
        def flood(visitor):
            for number in range(FLOOD):
                if b"Status: 404" not in visitor.get(f"/missing/{number}", ""):
                    self.fail(f"request {number} was not answered by 404")

        hot, kept = self.hot_pages_after(flood)
        self.assertEqual(hot, HOT)
        self.assertLessEqual(kept, HOT + MOST_NEGATIVE)

    def test_repeated_paths_that_answer_404_do_not_evict_pages(self):
        def flood(visitor):
            for number in range(FLOOD // 4):
                for _ in range(3):
                    visitor.get(f"/missing/{number}", f"x={number}")

        hot, kept = self.hot_pages_after(flood)
        self.assertEqual(hot, HOT)
        self.assertLessEqual(kept, HOT + MOST_NEGATIVE)

    def test_a_404_that_is_requested_often_is_shared(self):
        with Fleet(2) as fleet:
            self.assertEqual(fleet[0].get("/missing/often").status, 404)
            self.assertEqual(fleet.keys("page"), [])
            self.assertTrue(is_hit(fleet[0].get("/missing/often")))
            self.assertTrue(is_hit(fleet[1].get("/missing/often")))
            self.assertEqual(len(fleet.keys("page")), 1)
