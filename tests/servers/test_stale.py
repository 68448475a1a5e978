"""Lifetimes: fresh, stale during a renewal, stale after an error, and fields of the response."""

import email.utils
import re
import time
import unittest
import urllib.parse

from harness.probes import Fleet, cache_status, is_hit, value_of
from harness.waiting import wait_until


def pass_time(seconds):
    """Waits until the wall clock shows so many seconds more. Lifetimes use that clock."""
    end = int(time.time()) + seconds + 1
    wait_until(lambda: time.time() > end, "the time has passed")


def in_seconds(seconds):
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


def is_stale(answer):
    return is_hit(answer) and "detail=stale" in cache_status(answer)


class WhileItIsRenewed(unittest.TestCase):
    def test_an_expired_page_is_served_again_and_renewed_in_the_background(self):
        with Fleet(2) as fleet:
            fleet[0].post("/item/a?value=old")
            first = fleet[0].get("/short/a")
            self.assertIn("stored", cache_status(first))
            self.assertRegex(first.field("Cache-Control"),
                             r"max-age=1\b.*stale-while-revalidate=30\b.*stale-if-error=3600")
            fleet[0].post("/item/a?value=new")
            pass_time(1)
            for probe in fleet.probes:
                stale = probe.get("/short/a")
                self.assertTrue(is_hit(stale))
                if is_stale(stale):
                    self.assertEqual(stale.text, "old\n")
                    self.assertIn("stale-while-revalidate", cache_status(stale))
                    self.assertGreaterEqual(int(stale.field("Age")), 1)
            for probe in fleet.probes:
                wait_until(lambda: probe.get("/short/a").text == "new\n", "the page is renewed", 5)

    def test_after_its_stale_time_a_page_is_not_served(self):
        with Fleet(1) as fleet:
            page = "/fields?Cache-Control=max-age%3D1,stale-while-revalidate%3D1"
            fleet[0].get(page)
            pass_time(3)
            answer = fleet[0].get(page)
            self.assertFalse(is_hit(answer), cache_status(answer))
            self.assertIn("stored", cache_status(answer))


class InPlaceOfAnError(unittest.TestCase):
    def test_the_last_good_copy_is_served_until_a_failing_page_works_again(self):
        with Fleet(2) as fleet:
            fleet[0].post("/item/a?value=good")
            for probe in fleet.probes:
                self.assertEqual(probe.get("/fails/a").text, "good\n")
            fleet[0].post("/item/a?value=fail")
            pass_time(1)
            for _ in range(3):
                for probe in fleet.probes:
                    answer = probe.get("/fails/a")
                    self.assertEqual((answer.status, answer.text), (200, "good\n"))
                    self.assertIn("stale-if-error", cache_status(answer))
            self.assertTrue(any("told to fail" in line for line in fleet[0].warnings()),
                            fleet[0].log())
            fleet[0].post("/item/a?value=better")
            for probe in fleet.probes:
                wait_until(lambda: probe.get("/fails/a").text == "better\n", "the page works again")

    def test_a_failing_page_without_a_good_copy_is_tried_again_after_a_pause_or_a_purge(self):
        with Fleet(1) as fleet:
            fleet[0].post("/item/a?value=fail")
            self.assertEqual(fleet[0].get("/fails/a").status, 500)
            fleet[0].post("/item/a?value=good")
            wait_until(lambda: fleet[0].get("/fails/a").text == "good\n", "the view runs again")
            fleet[0].post("/item/b?value=fail")
            self.assertEqual(fleet[0].get("/fails/b").field("Retry-After"), "2")
            fleet[0].post("/item/b?value=good")
            self.assertEqual(fleet[0].post("/purge?path=/fails/b").text, "complete\n")
            self.assertEqual(fleet[0].get("/fails/b").text, "good\n")

    def test_a_failing_view_is_not_run_for_every_visitor(self):
        with Fleet(1) as fleet:
            fleet[0].post("/item/a?value=good")
            fleet[0].get("/fails/a")
            fleet[0].post("/item/a?value=fail")
            pass_time(1)
            for _ in range(20):
                self.assertEqual(fleet[0].get("/fails/a").status, 200)
            self.assertLess(sum("told to fail" in line for line in fleet[0].warnings()), 4)


class WithAFragmentThatFails(unittest.TestCase):
    def test_the_page_is_kept_for_seconds_and_then_complete_in_every_process(self):
        with Fleet(2) as fleet:
            fleet[0].post("/item/a?value=fail")
            first = fleet[0].get("/holed/a")
            self.assertEqual(first.status, 200)
            self.assertIn("detail=fragment-failed", cache_status(first))
            self.assertEqual(first.field("Cache-Control"), "max-age=5")
            fleet[0].post("/item/a?value=good")
            for probe in fleet.probes:
                wait_until(lambda: "<b>good</b>" in probe.get("/holed/a").text,
                           "the hole is filled")
                self.assertEqual(probe.get("/holed/a").field("Cache-Control"),
                                 "max-age=3600")

    def test_an_old_complete_page_is_still_served(self):
        with Fleet(1) as fleet:
            fleet[0].post("/item/a?value=good")
            self.assertIn("<b>good</b>", fleet[0].get("/holed/a").text)
            fleet[0].post("/item/a?value=fail")
            self.assertEqual(fleet[0].post("/purge?path=/holed/a&soft").text, "complete\n")
            for _ in range(3):
                self.assertIn("<b>good</b>", fleet[0].get("/holed/a").text)
            wait_until(lambda: any("a fragment failed" in line for line in fleet[0].warnings()),
                       "the page is rendered again in the background, and its fragment fails")
            self.assertIn("<b>good</b>", fleet[0].get("/holed/a").text)


class Purged(unittest.TestCase):
    def test_an_accepted_form_purges_its_own_page_everywhere(self):
        with Fleet(2) as fleet:
            for value in ("one", "two"):
                self.assertEqual(fleet[0].post(f"/item/a?value={value}").status, 200)
                self.assertEqual([value_of(probe.get("/item/a")) for probe in fleet.probes],
                                 [value] * 2)
                self.assertTrue(is_hit(fleet[0].get("/item/a")))

    def test_a_refused_form_purges_nothing(self):
        with Fleet(1) as fleet:
            fleet[0].get("/item/a")
            fleet[0].get("/reads?q=a")
            self.assertEqual(fleet[0].request("POST", "/item/a?value=x",
                                              {"Sec-Fetch-Site": "cross-site"}).status, 403)
            self.assertEqual(fleet[0].post("/reads?q=a").status, 405)
            self.assertTrue(is_hit(fleet[0].get("/item/a")))
            self.assertTrue(is_hit(fleet[0].get("/reads?q=a")))

    def test_a_tag_purges_all_its_pages_and_no_others(self):
        with Fleet(2) as fleet:
            pages = "/item/a", "/long/a", "/item/b"
            for probe in fleet.probes:
                for page in pages:
                    probe.get(page)
            self.assertEqual(fleet[1].post("/purge?tag=item:a").text, "complete\n")
            for probe in fleet.probes:
                self.assertTrue(is_hit(probe.get("/item/b")))
            self.assertFalse(is_hit(fleet[0].get("/item/a")))
            self.assertFalse(is_hit(fleet[0].get("/long/a")))

    def test_a_path_purges_its_page_for_every_query(self):
        with Fleet(2, min_uses=1) as fleet:
            for probe in fleet.probes:
                for query in ("a", "b"):
                    probe.get(f"/reads?q={query}")
            self.assertEqual(fleet[1].post("/purge?path=/reads").text, "complete\n")
            for query in ("a", "b"):
                self.assertFalse(is_hit(fleet[0].get(f"/reads?q={query}")))

    def test_a_purge_of_everything_purges_every_page(self):
        with Fleet(2) as fleet:
            pages = "/item/a", "/slow/1", "/headers"
            for probe in fleet.probes:
                for page in pages:
                    probe.get(page)
            self.assertEqual(fleet[0].post("/purge").text, "complete\n")
            for page in pages:
                self.assertFalse(is_hit(fleet[1].get(page)))

    def test_a_soft_purge_makes_a_page_stale_at_once(self):
        with Fleet(2) as fleet:
            fleet[0].post("/change/a?value=old")
            for probe in fleet.probes:
                probe.get("/item/a")
            self.assertEqual(fleet[0].post("/change/a?value=new&soft").text, "complete\n")
            first = fleet[1].get("/item/a")
            self.assertTrue(is_stale(first), cache_status(first))
            self.assertEqual(value_of(first), "old")
            for probe in fleet.probes:
                wait_until(lambda: value_of(probe.get("/item/a")) == "new", "the page is renewed",
                           5)

    def test_after_the_grace_time_a_softly_purged_page_is_not_served(self):
        with Fleet(2, soft_purge_grace=1) as fleet:
            fleet[0].post("/change/a?value=old")
            for probe in fleet.probes:
                probe.get("/item/a")
            self.assertEqual(fleet[0].post("/change/a?value=new&soft").text, "complete\n")
            pass_time(2)
            for probe in fleet.probes:
                self.assertEqual(value_of(probe.get("/item/a")), "new")

    def test_a_hard_purge_after_a_soft_one_leaves_no_grace(self):
        with Fleet(2) as fleet:
            fleet[0].post("/change/a?value=old")
            for probe in fleet.probes:
                probe.get("/item/a")
            fleet[0].post("/change/a?value=new&soft")
            fleet[0].post("/change/a?value=newer")
            for probe in fleet.probes:
                self.assertEqual(value_of(probe.get("/item/a")), "newer")


class ByTheResponse(unittest.TestCase):
    """RFC 9111 for a shared cache, RFC 9213, RFC 5861."""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, min_uses=1).__enter__()
        cls.probe = cls.fleet[0]
        cls.probe.get("/fields?Cache-Control=max-age%3D60")

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def get(self, headers=None, **fields):
        query = urllib.parse.urlencode(
            {name.replace("_", "-"): value for name, value in fields.items()})
        return self.probe.get("/fields?" + query, headers)

    def assert_lifetime(self, seconds, **fields):
        """Asserts about this lifetime: it is shortened at random, by a twentieth at most."""
        first, second = self.get(**fields), self.get(**fields)
        if seconds is None:
            self.assertNotIn("stored", cache_status(first), fields)
            self.assertFalse(is_hit(second), fields)
            return
        self.assertIn("stored", cache_status(first), fields)
        self.assertTrue(is_hit(second), fields)
        ttl = int(re.search(r"ttl=(-?\d+)", cache_status(second))[1])
        self.assertTrue(seconds * 0.95 - 2 <= ttl <= seconds, f"{ttl} for {fields}")

    def test_the_lifetime_follows_the_fields_of_the_response(self):
        for seconds, fields in (
            (100, {"Cache_Control": "max-age=100"}),
            (200, {"Cache_Control": "max-age=100, s-maxage=200"}),
            (200, {"Cache_Control": "MAX-AGE=100,S-MaxAge=\"200\""}),
            (300, {"Cache_Control": "max-age=100, s-maxage=200",
                   "CDN_Cache_Control": "max-age=300"}),
            (400, {"CDN_Cache_Control": "max-age=300", "Aspic_Cache_Control": "max-age=400"}),
            (300, {"Cache_Control": "no-store", "CDN_Cache_Control": "max-age=300"}),
            (None, {"Cache_Control": "max-age=100", "CDN_Cache_Control": "no-store"}),
            (None, {"Cache_Control": "max-age=100", "CDN_Cache_Control": "private"}),
            (None, {}),
            (None, {"Cache_Control": "public"}),
            (None, {"Cache_Control": "max-age=100;private"}),
            (None, {"Cache_Control": "max-age=100 private"}),
            (None, {"Cache_Control": "max-age=100, x=\"open"}),
            (100, {"Cache_Control": "max-age=100", "CDN_Cache_Control": "no-store, max-age=x"}),
            (None, {"Cache_Control": "max-age=100", "Age": "100, 0"}),
            (100, {"Cache_Control": "max-age=100", "Age": "0, 100"}),
            (None, {"Cache_Control": "max-age=0"}),
            (None, {"Cache_Control": "max-age=100, no-store"}),
            (None, {"Cache_Control": "max-age=100, No-Cache"}),
            (None, {"Cache_Control": "max-age=100, no-cache=\"Set-Cookie\""}),
            (None, {"Cache_Control": "max-age=100, private"}),
            (None, {"Cache_Control": "max-age=100, private=\"x\""}),
            (None, {"Cache_Control": "max-age=100", "Vary": "*"}),
            (None, {"Cache_Control": "max-age=100", "Vary": "Accept-Language , *"}),
            (None, {"Cache_Control": "max-age=100", "Vary": "Cookie"}),
            (60, {"Cache_Control": "max-age=100", "Age": "40"}),
            (None, {"Cache_Control": "max-age=100", "Age": "100"}),
            (100, {"Cache_Control": "max-age=100", "Age": "nonsense"}),
            (3600, {"Date": in_seconds(0), "Expires": in_seconds(3600)}),
            (3600, {"Date": in_seconds(0).lower(), "Expires": in_seconds(3600).upper()}),
            (3500, {"Date": in_seconds(-100), "Expires": in_seconds(3500)}),
            (None, {"Date": in_seconds(-3600), "Expires": in_seconds(0)}),
            (100, {"Cache_Control": "max-age=100", "Expires": "Mon, 23 Nov 1998 01:00:00 GMT"}),
            (None, {"Expires": "0"}),
            (None, {"Expires": "Mon, 23 Nov 1998 01:00:00 GMT"}),
            (30 * 86400, {"Cache_Control": "max-age=99999999999"}),
        ):
            with self.subTest(fields):
                self.assert_lifetime(seconds, **fields)

    def test_the_age_starts_at_the_age_field_of_the_response(self):
        self.get(Cache_Control="max-age=100", Age="40", Vary="X-One")
        answer = self.get(Cache_Control="max-age=100", Age="40", Vary="X-One")
        self.assertIn(int(answer.field("Age")), range(40, 45))

    def test_fields_for_other_caches_are_passed_on_and_ours_is_removed(self):
        fields = {"Cache_Control": "max-age=77", "CDN_Cache_Control": "max-age=300",
                  "Aspic_Cache_Control": "max-age=400"}
        for _ in range(2):
            answer = self.get(**fields)
            self.assertEqual(answer.field("Cache-Control"), "max-age=77")
            self.assertIsNone(answer.field("Aspic-Cache-Control"))

    def test_fields_in_vary_are_in_the_key(self):
        fields = {"Cache_Control": "max-age=100", "Vary": "Accept-Language"}
        self.assertFalse(is_hit(self.get({"Accept-Language": "de"}, **fields)))
        self.assertTrue(is_hit(self.get({"Accept-Language": "de"}, **fields)))
        self.assertFalse(is_hit(self.get({"Accept-Language": "fr"}, **fields)))
        self.assertIn("accept-language",
                      self.get({"Accept-Language": "fr"}, **fields).field("Vary").lower())

    def test_a_stored_page_needs_permission_to_answer_authorization(self):
        authorized = {"Authorization": "Basic YW5hOmFuYQ=="}
        for leave in ("public", "s-maxage=90", "must-revalidate"):
            control = f"max-age=100, {leave}"
            self.get(Cache_Control=control)
            self.assertTrue(is_hit(self.get(authorized, Cache_Control=control)), leave)
        self.get(Cache_Control="max-age=101")
        self.assertFalse(is_hit(self.get(authorized, Cache_Control="max-age=101")))

    def test_directives_decide_whether_a_stale_page_is_served(self):
        forms = {
            "max-age=1, stale-while-revalidate=60": True,
            "max-age=1, stale-while-revalidate=0, stale-if-error=0": False,
            "max-age=1, must-revalidate, stale-while-revalidate=60": False,
            "max-age=1, proxy-revalidate": False,
            "s-maxage=1": False,
            "max-age=1": False,  # the option --stale-while-revalidate is not for such views
        }
        for control in forms:
            self.assertIn("stored", cache_status(self.get(Cache_Control=control)))
        pass_time(1)
        for control, may_be_stale in forms.items():
            with self.subTest(control):
                self.assertEqual(is_stale(self.get(Cache_Control=control)), may_be_stale)
