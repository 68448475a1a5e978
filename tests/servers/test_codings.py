"""gzip and brotli copies, their validators, and answers without a body."""

import gzip
import time
import unittest

from harness.brotli import brotli_decoded
from harness.probes import Fleet, is_hit
from harness.waiting import wait_until

PAGE = "/long/a"
BOTH = {"Accept-Encoding": "gzip, br"}
DECODED = {None: bytes, "gzip": gzip.decompress, "br": brotli_decoded}


class Codings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(2).__enter__()
        cls.probe = cls.fleet[0]
        cls.probe.post("/change/a?value=a%20value")
        cls.identity = cls.probe.get(PAGE)

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def get(self, accepted, probe=None, **fields):
        return (probe or self.probe).get(PAGE, {"Accept-Encoding": accepted, **fields})

    def test_a_client_gets_the_coding_that_it_prefers(self):
        for accepted, coding in {
            "gzip": "gzip", "br": "br", "gzip, br": "br", "br, gzip": "br",
            "gzip, deflate, br, zstd": "br", "x-gzip": "gzip",
            "gzip;q=1, br;q=0.5": "gzip", "gzip;q=0.5, br;q=0.5": "br",
            "gzip; q=0.5 , br ; q=0.8": "br",
            "*": "br", "*;q=0.5, br;q=0": "gzip", "gzip;q=0, *": "br", "identity": None,
            "identity;q=1, gzip;q=0.5": None,
            "identity;q=0, gzip": "gzip", "identity;q=0": None, "*;q=0": None,
            "identity;q=0, *;q=0": None, "": None,
            "deflate": None, "zstd, deflate": None, "gzip;q=0": None, "gzip;q=0.000": None,
            "br;q=0, gzip;q=0.001": "gzip",
            "GZIP": "gzip", "Br": "br", "gzip;q=1.000": "gzip", "gzipx": None, ",,gzip,,": "gzip",
            ";q=1": None, "gzip;": "gzip",
        }.items():
            with self.subTest(accepted):
                answer = self.get(accepted)
                self.assertEqual(answer.field("Content-Encoding"), coding)
                self.assertEqual(DECODED[coding](answer.body), self.identity.body)
                self.assertEqual(answer.field("Content-Length"), str(len(answer.body)))
                self.assertEqual(answer.field("Vary"), "Accept-Encoding")
                self.assertTrue(is_hit(answer))

    def test_without_accept_encoding_the_page_is_not_coded(self):
        answer = self.probe.get(PAGE)
        self.assertIsNone(answer.field("Content-Encoding"))
        self.assertEqual(answer.body, self.identity.body)

    def test_coded_copies_are_smaller(self):
        self.assertLess(len(self.get("gzip").body), len(self.identity.body) / 4)
        self.assertLess(len(self.get("br").body), len(self.identity.body) / 4)

    def test_a_page_rendered_for_a_client_with_codings_also_serves_one_without(self):
        self.probe.post("/change/cold?value=x")
        first = self.probe.get("/long/cold", BOTH)
        self.assertEqual(first.field("Content-Encoding"), "br")
        self.assertEqual(self.probe.get("/long/cold").body, brotli_decoded(first.body))

    def test_the_copy_in_redis_is_the_same(self):
        for accepted in ("identity", "gzip", "br"):
            ours, theirs = self.get(accepted), self.get(accepted, self.fleet[1])
            self.assertTrue(is_hit(theirs))
            self.assertEqual(ours.body, theirs.body)
            for name in ("ETag", "Last-Modified", "Vary", "Content-Encoding", "Cache-Control",
                         "Expires", "Content-Type"):
                self.assertEqual(ours.field(name), theirs.field(name), name)

    def etags(self):
        return {coding: self.get(coding or "identity").field("ETag") for coding in DECODED}

    def test_each_coding_has_its_own_strong_etag(self):
        tags = self.etags()
        self.assertEqual(len(set(tags.values())), 3)
        for tag in tags.values():
            self.assertRegex(tag, r'^"[^"]+"$')
        self.assertEqual(tags["gzip"], tags[None][:-1] + '-gzip"')
        self.assertEqual(tags["br"], tags[None][:-1] + '-br"')

    def test_a_request_with_a_copy_that_it_accepts_gets_a_304_with_the_tag_of_that_copy(self):
        tags = self.etags()
        for accepted in DECODED:
            for tag in {tags[None], tags[accepted]}:
                for condition, confirmed in ((tag, tag), ("W/" + tag, tag),
                                             (f'"other", {tag}', tag),
                                             (f'W/"other" ,W/{tag}', tag),
                                             ("*", tags[accepted]),
                                             (", ".join(tags.values()), tags[accepted])):
                    with self.subTest(accepted=accepted, condition=condition):
                        answer = self.get(accepted or "identity", If_None_Match=condition)
                        self.assertEqual((answer.status, answer.body), (304, b""))
                        self.assertEqual(answer.field("ETag"), confirmed)
                        for name in ("Vary", "Cache-Control", "Expires", "Last-Modified"):
                            self.assertEqual(answer.field(name), self.identity.field(name), name)
                        for name in ("Content-Encoding", "Content-Length", "Content-Type"):
                            self.assertIsNone(answer.field(name), name)

    def test_a_copy_that_a_front_end_has_coded_is_confirmed_to_a_client_that_accepts_it(self):
        tag = self.identity.field("ETag")
        coded = tag[:-1] + '--gzip"'
        answer = self.get("gzip", If_None_Match=coded)
        self.assertEqual((answer.status, answer.field("ETag")), (304, tag))
        self.assertEqual(self.get("br", If_None_Match=coded).status, 200)

    def test_a_request_with_a_copy_that_it_does_not_accept_gets_the_whole_page(self):
        # A shared cache has it for other clients, and would send it if a 304 confirmed it.
        tags = self.etags()
        for accepted, other in ((None, "gzip"), (None, "br"), ("gzip", "br"), ("br", "gzip")):
            with self.subTest(accepted=accepted, other=other):
                answer = self.get(accepted or "identity", If_None_Match=tags[other])
                self.assertEqual((answer.status, answer.field("ETag")), (200, tags[accepted]))
                self.assertEqual(DECODED[accepted](answer.body), self.identity.body)

    def test_a_request_with_another_copy_gets_the_whole_page(self):
        for condition in ('"other"', 'W/"other-gzip"', '""', "nonsense", '"unended',
                          self.identity.field("ETag")[1:-1]):
            with self.subTest(condition):
                answer = self.get("gzip", If_None_Match=condition)
                self.assertEqual(answer.status, 200)
                self.assertEqual(gzip.decompress(answer.body), self.identity.body)

    def test_a_request_for_one_version_gets_a_copy_with_its_tag_or_412(self):
        tags = self.etags()
        for accepted, coding in (("gzip, br", "br"), ("gzip, br", "gzip"), ("gzip, br", None),
                                 ("identity", None)):
            with self.subTest(accepted=accepted, coding=coding):
                answer = self.get(accepted, If_Match='"other", ' + tags[coding])
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.field("ETag"), tags[coding])
                self.assertEqual(DECODED[coding](answer.body), self.identity.body)
        for accepted, condition in (("identity", tags["gzip"]), ("gzip", tags["br"]),
                                    ("gzip", "W/" + tags["gzip"]), ("gzip", '"other"')):
            with self.subTest(accepted=accepted, condition=condition):
                answer = self.get(accepted, If_Match=condition)
                self.assertEqual(answer.status, 412)
                self.assertEqual(answer.field("Cache-Control"), "private, no-cache")
        date = self.identity.field("Last-Modified")
        self.assertEqual(self.get("gzip", If_Unmodified_Since=date).status, 200)
        old = "Sat, 01 Jan 2000 00:00:00 GMT"
        self.assertEqual(self.get("gzip", If_Unmodified_Since=old).status, 412)
        self.assertEqual(self.get("gzip", If_Unmodified_Since=old, If_Match="*").status, 200)

    def test_the_etag_takes_precedence_over_the_date(self):
        date = self.identity.field("Last-Modified")
        self.assertEqual(self.get("gzip", If_Modified_Since=date).status, 304)
        self.assertEqual(self.get("gzip", If_Modified_Since=date, If_None_Match='"other"').status,
                         200)
        self.assertEqual(self.get("gzip", If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status,
                         200)
        self.assertEqual(self.get("gzip", If_Modified_Since="nonsense").status, 200)

    def test_head_has_the_fields_of_get_in_each_coding(self):
        for accepted in ("identity", "gzip", "br"):
            got, asked = self.get(accepted), self.probe.head(PAGE, {"Accept-Encoding": accepted})
            self.assertEqual((asked.status, asked.body), (200, b""))
            for name in ("ETag", "Last-Modified", "Vary", "Content-Encoding", "Content-Length",
                         "Content-Type", "Cache-Control"):
                self.assertEqual(asked.field(name), got.field(name), name)
            self.assertEqual(self.probe.head(PAGE, {
                "Accept-Encoding": accepted, "If-None-Match": got.field("ETag")}).status, 304)

    def test_a_short_page_has_no_coded_copy_and_no_vary(self):
        self.probe.get("/reads?q=a", BOTH)
        answer = self.probe.get("/reads?q=a", BOTH)
        self.assertIsNone(answer.field("Content-Encoding"))
        self.assertNotIn("Accept-Encoding", answer.field("Vary") or "")


class Validators(unittest.TestCase):
    """Validators change if the bytes of the page change, and only then."""

    def next_second(self):
        """Waits for the next second. Dates are in seconds, so a new page then gets another date."""
        now = int(time.time())
        wait_until(lambda: time.time() >= now + 1.05, "the next second begins")

    def validators(self, probe):
        answer = probe.get(PAGE)
        return answer.field("ETag"), answer.field("Last-Modified")

    def test_a_page_rendered_again_with_the_same_bytes_keeps_them(self):
        with Fleet(2) as fleet:
            fleet[0].post("/change/a?value=same")
            before = self.validators(fleet[0])
            for purge in ("/purge?tag=item:a", f"/purge?path={PAGE}", "/purge"):
                for probe in fleet.probes:
                    with self.subTest(purge=purge, probe=fleet.probes.index(probe)):
                        self.next_second()
                        rendered = probe.renderings()
                        self.assertEqual(probe.post(purge).text, "complete\n")
                        self.assertEqual(self.validators(probe), before)
                        self.assertEqual(probe.renderings(), rendered + 1)

    def test_a_page_with_other_bytes_gets_new_ones(self):
        with Fleet(1) as fleet:
            fleet[0].post("/change/a?value=one")
            tag, date = self.validators(fleet[0])
            self.next_second()
            fleet[0].post("/change/a?value=two")
            self.assertNotEqual(self.validators(fleet[0])[0], tag)
            self.assertNotEqual(self.validators(fleet[0])[1], date)
            self.assertEqual(fleet[0].get(PAGE, {"If-None-Match": tag}).status, 200)
            self.assertEqual(fleet[0].get(PAGE, {"If-Modified-Since": date}).status, 200)
