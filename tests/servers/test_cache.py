"""The page cache as a visitor sees it, with each front end and each store."""

import email.utils
import re
import threading
import unittest

from harness.site import shared_site

MARKER = "<script>var CACHE_CONTROL={};</script>"


def cache_status(answer):
    return answer.field("Cache-Status") or ""


class CacheTests:
    """The tests, for one class per kind of site."""

    options = {}

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)

    def test_the_first_answer_is_a_stored_miss_and_the_second_is_a_hit_with_its_age(self):
        page = self.site.fresh_page()
        first = self.site.get(page)
        self.assertEqual(first.status, 200)
        self.assertRegex(cache_status(first), r"fwd=\S*miss")
        self.assertRegex(cache_status(first), r"\bstored\b")
        second = self.site.get(page)
        self.assertEqual(second.status, 200)
        self.assertRegex(cache_status(second), r"; *hit\b")
        self.assertRegex(second.field("Age"), r"^\d+$")
        self.assertEqual(first.body, second.body)
        for name in ("Cache-Control", "Expires", "ETag", "Last-Modified", "Content-Type", "Vary"):
            self.assertEqual(first.field(name), second.field(name), name)

    def test_browsers_keep_the_page_for_an_hour_and_the_marker_at_its_end_says_so(self):
        answer = self.site.get("/man/1")
        self.assertRegex(answer.field("Cache-Control"), r"\bmax-age=3600\b")
        self.assertEqual(answer.text.count("CACHE_CONTROL"), 1)
        self.assertRegex(answer.text, re.escape(MARKER.format(3600)) + r"\s*</body>\s*</html>\s*$")
        lifetime = email.utils.parsedate_to_datetime(
            answer.field("Expires")) - email.utils.parsedate_to_datetime(
            answer.field("Last-Modified"))
        self.assertEqual(lifetime.total_seconds(), 3600)

    def test_browsers_revalidate_a_manual_page_each_time_though_the_server_keeps_it_for_an_hour(
        self):
        answer = self.site.get("/man/1/aspic-hello")
        self.assertRegex(answer.field("Cache-Control"), r"\bmax-age=0\b")
        self.assertRegex(answer.text, re.escape(MARKER.format(3600)) + r"\s*</body>\s*</html>\s*$")
        again = self.site.get("/man/1/aspic-hello", {"If-None-Match": answer.field("ETag")})
        self.assertEqual(again.status, 304)

    def test_a_search_is_kept_for_five_minutes_for_each_query(self):
        one = self.site.get("/search?q=greet")
        self.assertIn("aspic-hello", one.text)
        self.assertIn(MARKER.format(300), one.text)
        other = self.site.get("/search?q=administrator")
        self.assertIn("aspic-admin", other.text)
        self.assertNotIn("aspic-hello", other.text)
        self.assertRegex(cache_status(self.site.get("/search?q=greet")), "hit")

    def test_parameters_that_no_view_reads_do_not_create_another_entry(self):
        page = self.site.fresh_page()
        stored = self.site.get(page)
        campaign = self.site.get(page + "?utm_source=x&nonsense=%25")
        self.assertRegex(cache_status(campaign), "hit")
        self.assertEqual(campaign.body, stored.body)

    def test_headers_and_cookies_that_no_view_reads_do_not_reach_the_page(self):
        page = self.site.fresh_page()
        odd = {"Cookie": "session=forged; live=forged", "X-Forwarded-Host": "evil.example",
               "Accept-Language": "xx"}
        poisoned = self.site.get(page, odd)
        self.assertRegex(cache_status(poisoned), "stored")
        self.assertNotIn("evil.example", poisoned.text)
        clean = self.site.get(page)
        self.assertRegex(cache_status(clean), "hit")
        self.assertEqual(clean.body, poisoned.body)

    def test_head_gets_the_fields_of_get_without_the_body(self):
        page = self.site.fresh_page()
        with_body = self.site.get(page)
        head = self.site.visitor().request("HEAD", page)
        self.assertEqual(head.status, 200)
        self.assertEqual(head.body, b"")
        self.assertRegex(cache_status(head), "hit")
        for name in ("Cache-Control", "ETag", "Last-Modified", "Content-Type"):
            self.assertEqual(head.field(name), with_body.field(name), name)

    def test_a_head_that_misses_stores_the_page_for_the_get_after_it(self):
        page = self.site.fresh_page()
        self.assertRegex(cache_status(self.site.visitor().request("HEAD", page)), "stored")
        answer = self.site.get(page)
        self.assertRegex(cache_status(answer), "hit")
        self.assertIn("</html>", answer.text)

    def test_a_request_with_a_current_copy_gets_304(self):
        fresh = self.site.get("/man/1/aspic-hello")
        etag, date = fresh.field("ETag"), fresh.field("Last-Modified")
        self.assertRegex(etag, r'^"[^"]+"$')
        for conditions in ({"If-None-Match": etag}, {"If-None-Match": "W/" + etag},
                           {"If-None-Match": f'"other", {etag}'}, {"If-None-Match": "*"},
                           {"If-Modified-Since": date},
                           {"If-None-Match": etag, "If-Modified-Since": "nonsense"}):
            with self.subTest(conditions):
                answer = self.site.get("/man/1/aspic-hello", conditions)
                self.assertEqual(answer.status, 304)
                self.assertEqual(answer.field("ETag"), etag)
                self.assertEqual(answer.body, b"")

    def test_a_request_with_another_copy_gets_the_whole_page(self):
        date = self.site.get("/man/1/aspic-hello").field("Last-Modified")
        for conditions in ({"If-None-Match": '"other"'},
                           {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
                           {"If-None-Match": '"other"', "If-Modified-Since": date}):
            with self.subTest(conditions):
                answer = self.site.get("/man/1/aspic-hello", conditions)
                self.assertEqual(answer.status, 200)
                self.assertIn("</html>", answer.text)

    def test_a_404_is_kept_only_for_a_short_time(self):
        path = "/man/1/aspic-absent"
        self.assertEqual(self.site.get(path).status, 404)
        again = self.site.get(path)
        self.assertEqual(again.status, 404)
        cache_control = again.field("Cache-Control")
        self.assertRegex(cache_control, r"\bmax-age=\d+\b")
        self.assertLessEqual(int(re.search(r"max-age=(\d+)", cache_control)[1]), 60)

    def test_many_requests_for_one_cold_page_cause_one_rendering(self):
        page = self.site.fresh_page()
        together = threading.Barrier(12)
        answers = []

        def ask():
            together.wait()
            answers.append(self.site.get(page))

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([answer.status for answer in answers], [200] * 12)
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertEqual(sum("stored" in cache_status(answer) for answer in answers), 1)

    def test_a_request_with_authorization_bypasses_the_cache(self):
        page = self.site.fresh_page()
        answer = self.site.get(page, {"Authorization": "Basic YW5hOmFuYQ=="})
        self.assertEqual(answer.status, 200)
        self.assertRegex(cache_status(answer), "bypass")
        self.assertRegex(answer.field("Cache-Control"), "private|no-store")
        self.assertRegex(cache_status(self.site.get(page)), "stored")


class BehindLighttpdInRedis(CacheTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApacheInRedis(CacheTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}


class BehindLighttpdInMemory(CacheTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "memory"}
