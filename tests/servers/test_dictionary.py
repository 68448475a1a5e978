"""Copies of pages for a compression dictionary (RFC 9842), and the dictionary itself."""

import base64
import hashlib
import os
import subprocess
import unittest

from harness.brotli import brotli_decoded
from harness.paths import environment
from harness.probes import PROBE, TEMPLATES, Fleet, Probe, is_hit
from harness.zstd import dcz_decoded

PAGE = "/long/a"
CODINGS = "gzip, deflate, br, zstd, dcb, dcz"


def hash_field(dictionary):
    return ":" + base64.b64encode(hashlib.sha256(dictionary).digest()).decode() + ":"


def path_of(dictionary):
    return "/_dictionary/" + hashlib.sha256(dictionary).hexdigest()[:16]


class Dictionary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(0).__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)
        plain = cls.fleet.add()
        plain.post("/change/a?value=a%20value")
        cls.page = plain.get(PAGE).body
        cls.plain = plain
        # The page itself, with another number in it.
        cls.dictionary = cls.page.replace(b"a value", b"no value")
        cls.file = cls.fleet.scratch / "dictionary"
        cls.file.write_bytes(cls.dictionary)
        cls.first, cls.second = (cls.fleet.add(compression_dictionary=cls.file) for _ in range(2))
        cls.rendered = cls.first.get(PAGE, {"Accept-Encoding": CODINGS})

    def get(self, probe=None, accepted=CODINGS, known=None, **fields):
        known = hash_field(self.dictionary) if known is None else known
        return (probe or self.first).get(
            PAGE, {"Accept-Encoding": accepted, "Available-Dictionary": known, **fields})

    def assert_coded(self, answer, coding):
        self.assertEqual((answer.status, answer.field("Content-Encoding")), (200, coding))
        self.assertEqual(answer.field("Vary"), "Accept-Encoding, Available-Dictionary")
        self.assertEqual(answer.field("Content-Length"), str(len(answer.body)))

    def test_who_renders_a_page_without_the_dictionary_gets_brotli(self):
        self.assert_coded(self.rendered, "br")
        self.assertFalse(is_hit(self.rendered))

    def test_a_client_with_the_dictionary_gets_a_smaller_page(self):
        for probe in (self.first, self.second):
            answer = self.get(probe)
            self.assertTrue(is_hit(answer))
            self.assert_coded(answer, "dcz")
            self.assertEqual(dcz_decoded(answer.body, self.dictionary), brotli_decoded(
                self.rendered.body))
            self.assertLess(len(answer.body), len(self.rendered.body))

    def test_every_process_has_the_copy_from_redis(self):
        fields = {field for key in self.fleet.keys("page")
                  for field in self.fleet.redis.cli("hkeys", key).split()}
        self.assertIn("dcz", fields)
        self.assertEqual(self.get(self.first).body, self.get(self.second).body)

    def test_a_client_without_this_very_dictionary_gets_brotli(self):
        good = hash_field(self.dictionary)
        for known in ("", "x", good[1:-1], good.lower(), good + ";a", hash_field(b"another"),
                      good + ", " + good):
            with self.subTest(known):
                self.assert_coded(self.get(known=known), "br")
        self.assert_coded(self.first.get(PAGE, {"Accept-Encoding": CODINGS}), "br")

    def test_a_client_that_does_not_accept_dcz_gets_what_it_accepts(self):
        for accepted, coding in {"gzip, br": "br", "gzip": "gzip", "dcz;q=0, gzip": "gzip",
                                 "dcb": None, "identity": None, "": None,
                                 "br;q=0.5, dcz;q=0.4": "br", "dcz": "dcz", "*": "dcz"}.items():
            with self.subTest(accepted):
                self.assert_coded(self.get(accepted=accepted), coding)

    def test_the_size_of_an_answer_tells_scripts_of_other_sites_nothing(self):
        for site, mode, coding in (("same-origin", "cors", "dcz"), ("none", "navigate", "dcz"),
                                   ("cross-site", "navigate", "dcz"),
                                   ("cross-site", "no-cors", "br"), ("cross-site", "cors", "br"),
                                   ("same-site", "no-cors", "br")):
            with self.subTest(site=site, mode=mode):
                self.assert_coded(self.get(Sec_Fetch_Site=site, Sec_Fetch_Mode=mode), coding)

    def test_the_copy_has_an_etag_of_its_own_that_a_304_confirms(self):
        tag = self.get().field("ETag")
        name = path_of(self.dictionary).rpartition("/")[2]
        self.assertEqual(tag, self.get(accepted="").field("ETag")[:-1] + f'-dcz-{name}"')
        answer = self.get(If_None_Match=tag)
        self.assertEqual((answer.status, answer.body, answer.field("ETag")), (304, b"", tag))
        self.assertEqual(answer.field("Vary"), "Accept-Encoding, Available-Dictionary")
        # A shared cache would send the copy that the 304 names to a client that cannot decode it.
        self.assert_coded(self.get(known="", If_None_Match=tag), "br")
        br = self.get(known="").field("ETag")
        for accepted, known, confirmed in ((CODINGS, None, tag), (CODINGS, "", br),
                                           ("gzip, br", None, br)):
            answer = self.get(accepted=accepted, known=known, If_None_Match=f"{br}, {tag}")
            self.assertEqual((answer.status, answer.field("ETag")), (304, confirmed))

    def test_head_has_the_fields_of_get(self):
        fields = {"Accept-Encoding": CODINGS, "Available-Dictionary": hash_field(self.dictionary)}
        get, head = self.first.get(PAGE, fields), self.first.head(PAGE, fields)
        self.assertEqual(head.body, b"")
        for name in ("Content-Encoding", "Content-Length", "ETag", "Vary"):
            self.assertEqual(head.field(name), get.field(name), name)

    def test_browsers_may_keep_the_dictionary_and_learn_what_it_is_for(self):
        path = path_of(self.dictionary)
        for accepted, coding, decoded in (("", None, bytes), ("gzip, br", "br", brotli_decoded)):
            answer = self.first.get(path, {"Accept-Encoding": accepted})
            self.assertEqual((answer.status, answer.field("Content-Encoding")), (200, coding))
            self.assertEqual(decoded(answer.body), self.dictionary)
            self.assertEqual(answer.field("Use-As-Dictionary"),
                             'match="/*", match-dest=("document")')
            self.assertEqual(answer.field("Cache-Control"), "public, max-age=31536000, immutable")
            self.assertEqual(answer.field("Vary"), "Accept-Encoding")
            self.assertIsNone(answer.field("Set-Cookie"))
        self.assertEqual(self.first.post(path).status, 405)
        for other in ("/_dictionary/", path[:-1], path_of(b"another")):
            self.assertEqual(self.first.get(other).status, 404)

    def test_below_a_mount_the_dictionary_is_for_the_pages_of_the_site(self):
        below = self.fleet.add(compression_dictionary=self.file, mount="/docs")
        answer = below.get("/docs" + path_of(self.dictionary))
        self.assertEqual(answer.field("Use-As-Dictionary"),
                         'match="/docs/*", match-dest=("document")')
        below.kill()

    def test_after_a_deploy_with_another_dictionary_no_copy_for_the_old_one_is_sent(self):
        another = self.page.replace(b"a value", b"another value")
        file = self.fleet.scratch / "another"
        file.write_bytes(another)
        after = self.fleet.add(compression_dictionary=file)
        self.assert_coded(self.get(after), "br")
        answer = self.get(after, known=hash_field(another))
        self.assert_coded(answer, "dcz")
        dcz_decoded(answer.body, another)
        before = self.get().field("ETag")
        self.assertNotEqual(answer.field("ETag"), before)
        self.assert_coded(self.get(after, known=hash_field(another), If_None_Match=before), "dcz")
        self.assertEqual(after.get(path_of(self.dictionary)).status, 404)
        after.kill()

    def test_without_the_option_there_is_no_dictionary(self):
        answer = self.get(self.plain)
        self.assertEqual((answer.field("Content-Encoding"), answer.field("Vary")),
                         ("br", "Accept-Encoding"))
        self.assertEqual(self.plain.get(path_of(self.dictionary)).status, 404)

    def test_a_file_that_cannot_be_a_dictionary_is_named_at_the_start(self):
        empty = self.fleet.scratch / "empty"
        empty.write_bytes(b"")
        huge = self.fleet.scratch / "huge"
        huge.write_bytes(b"")
        os.truncate(huge, 1 << 23)
        none = self.fleet.scratch / "none"
        for file, why in ((empty, "it is empty"), (none, "it cannot be read"),
                          (huge, "it has more than 1052672 bytes"),
                          (self.fleet.scratch, "it is a directory")):
            probe = Probe(self.fleet.scratch, "refused", compression_dictionary=file,
                          cache="memory").launch()
            self.assertNotEqual(probe.process.wait(), 0)
            self.assertIn(f"--compression-dictionary {file} cannot be used: {why}", probe.log())


class Training(unittest.TestCase):
    def test_a_dictionary_made_from_pages_serves_other_pages(self):
        with Fleet(0, redis=None) as fleet:
            file = fleet.scratch / "trained"
            done = self.train(fleet, file, *(f"/long/{number}" for number in range(20)))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout,
                             r"^\S+/trained: [\d,]+ bytes, [\d,]+ in brotli, from 20 pages\. On "
                             r"average, these pages have \d+ bytes with it, and [\d,]+ in brotli\n$")
            probe = fleet.add(compression_dictionary=file)
            dictionary = file.read_bytes()
            self.assertTrue(dictionary.endswith(b'href="/_dictionary/'))
            fields = {"Accept-Encoding": "br, dcz", "Available-Dictionary": hash_field(dictionary)}
            probe.post("/change/other?value=another%20value")
            answer = probe.get("/long/other", fields)
            self.assertIn(b"another value", dcz_decoded(answer.body, dictionary))

    def test_what_is_missing_is_said(self):
        with Fleet(0, redis=None) as fleet:
            file = fleet.scratch / "trained"
            fifo = fleet.scratch / "fifo"
            os.mkfifo(fifo)
            for words, why in (((), "needs a file to write"), ((file,), "give paths of pages"),
                               ((fifo, "/long/a"), "is not a regular file"),
                               ((file, "/long/a"), "too few for a dictionary: give more"),
                               ((file, "/no/such"), "left out: /no/such: the answer is 404 ")):
                done = self.train(fleet, *words)
                self.assertIn(done.returncode, (1, 2))
                self.assertIn(why, done.stderr)
            self.assertFalse(file.exists())
            self.assertTrue(fifo.is_fifo())

    def test_a_file_that_cannot_be_written_is_refused_before_a_page_is_rendered(self):
        with Fleet(0, redis=None) as fleet:
            self.check_refusals(fleet)

    def check_refusals(self, fleet):
        closed = fleet.scratch / "closed"
        closed.mkdir(0o755)
        fleet.scratch.chmod(0o755)
        nobody = 65534 if os.geteuid() == 0 else None
        if nobody is None:
            closed.chmod(0o555)
        for file, why in ((fleet.scratch / "none" / "file", "there is no directory "),
                          (f"{fleet.scratch}/none/", "there is no directory "),
                          (closed, "is not a regular file"),
                          (closed / "file", "this user may not write in the directory ")):
            with self.subTest(file):
                # A page alone is too few, which is known only once it is rendered.
                done = self.train(fleet, file, "/long/a", user=nobody)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(why, done.stderr)
                self.assertIn(str(file), done.stderr)

    def test_a_symbolic_link_stays_and_leads_to_the_new_dictionary(self):
        with Fleet(0, redis=None) as fleet:
            (fleet.scratch / "real").mkdir()
            link = fleet.scratch / "link"
            link.symlink_to("real/dictionary")
            for before in (None, b"old"):
                done = self.train(fleet, link, *(f"/long/{number}" for number in range(20)))
                self.assertEqual((done.returncode, done.stderr), (0, ""), before)
                self.assertTrue(link.is_symlink())
                self.assertEqual([file.name for file in (fleet.scratch / "real").iterdir()],
                                 ["dictionary"])
                self.assertGreater(len(link.read_bytes()), 100)
                link.write_bytes(b"old")

    @staticmethod
    def train(fleet, *words, user=None):
        return subprocess.run([PROBE, "train-dictionary", *words, "--templates", TEMPLATES,
                               "--data", fleet.scratch / "data"], env=environment(),
                              capture_output=True, text=True, user=user)


if __name__ == "__main__":
    unittest.main()
