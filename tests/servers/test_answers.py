"""Answers that are no pages: JSON from the cache, files from disk, several cookies and fields."""

import email.utils
import gzip
import json
import os
import re
import unittest

from harness.fastcgi import END, STDIN, STDOUT, record, request_params
from harness.http_client import ClosedByPeer
from harness.probes import Fleet, cache_status, is_hit
from harness.waiting import wait_until

MEGABYTE = 1 << 20
NO_BODY = record(STDIN)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None).__enter__()
        cls.probe = cls.fleet[0]

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()


class JsonFromTheCache(Answers):
    def test_it_is_cached_with_everything_that_a_page_has(self):
        self.probe.post("/change/a?value=caf%C3%A9%20%3C%22%5C")
        first = self.probe.get("/json/a")
        self.assertEqual(first.field("Content-Type"), "application/json")
        self.assertEqual(json.loads(first.text), {"name": "a", "value": 'café <"\\'})
        self.assertEqual(first.text, '{"name":"a","value":"café <\\"\\\\"}')  # without a script
        self.assertEqual(first.field("X-Content-Type-Options"), "nosniff")
        self.assertIsNone(first.field("Content-Security-Policy"))
        again = self.probe.get("/json/a")
        self.assertTrue(is_hit(again), again)
        self.assertIsNotNone(again.field("Age"))
        self.assertEqual(again.body, first.body)
        unchanged = self.probe.get("/json/a", {"If-None-Match": first.field("ETag")})
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))
        self.assertEqual(self.probe.head("/json/a").field("Content-Length"), str(len(first.body)))

    def test_it_is_compressed(self):
        value = "long " * 500
        self.probe.post("/change/long?value=" + value.strip().replace(" ", "+"))
        answer = self.probe.get("/json/long", {"Accept-Encoding": "gzip"})
        self.assertEqual(answer.field("Content-Encoding"), "gzip")
        self.assertIn("long long", json.loads(gzip.decompress(answer.body))["value"])

    def test_its_tag_purges_it(self):
        self.probe.get("/json/b")
        self.assertTrue(is_hit(self.probe.get("/json/b")))
        self.probe.post("/change/b?value=new")
        answer = self.probe.get("/json/b")
        self.assertFalse(is_hit(answer))
        self.assertEqual(json.loads(answer.text)["value"], "new")

    def test_bytes_that_are_no_characters_are_replaced(self):
        self.probe.post("/change/bytes?value=a%FFb")
        self.assertEqual(json.loads(self.probe.get("/json/bytes").text)["value"], "a\ufffdb")


class OtherAnswers(Answers):
    def test_the_tag_of_a_response_purges_it(self):
        first = self.probe.get("/tagged/c")
        self.assertEqual(self.probe.get("/tagged/c").body, first.body)
        self.probe.post("/change/other?value=x")
        self.assertEqual(self.probe.get("/tagged/c").body, first.body)
        self.probe.post("/change/c?value=x")
        self.assertNotEqual(self.probe.get("/tagged/c").body, first.body)

    def test_a_page_sets_several_cookies_and_fields(self):
        answer = self.probe.get("/cookies")
        cookies = [value.partition(";")[0] for value in answer.all("Set-Cookie")]
        self.assertEqual(cookies, ["one=1", "two=2"])
        self.assertEqual(len(answer.all("Link")), 2)

    def test_a_large_answer_is_in_memory_once(self):
        self.probe.get("/large/1")
        rest = self.probe.memory()
        self.probe.clear_peak()
        with self.probe.connect() as connection:
            connection.begin(request_params("GET", "/large/100"))
            connection.send(NO_BODY)
            length = 0
            while (received := connection.receive_record())[0] != END:
                length += len(received[2])
        self.assertGreater(length, 100 * MEGABYTE)
        self.assertLess(self.probe.peak() - rest, 120 * MEGABYTE)


class Files(Answers):
    def write(self, name, content):
        directory = self.fleet.scratch / "data/files"
        directory.mkdir(exist_ok=True)
        file = directory / name
        file.write_bytes(content)
        os.utime(file, (1_700_000_000, 1_700_000_000))
        return file

    def test_it_is_sent_with_its_length_and_validators(self):
        content = os.urandom(700_000)
        self.write("whole", content)
        answer = self.probe.get("/files/whole")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.body == content)
        self.assertEqual(answer.field("Content-Length"), "700000")
        self.assertEqual(answer.field("Last-Modified"),
                         email.utils.formatdate(1_700_000_000, usegmt=True))
        self.assertRegex(answer.field("ETag"), r'^"[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"$')
        for condition in ({"If-None-Match": answer.field("ETag")},
                          {"If-Modified-Since": answer.field("Last-Modified")}):
            unchanged = self.probe.get("/files/whole", condition)
            self.assertEqual((unchanged.status, unchanged.body), (304, b""))
        head = self.probe.head("/files/whole")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.field("Content-Length"), "700000")

    def test_a_kept_connection_serves_the_next_request(self):
        self.write("small", b"small")
        self.write("empty", b"")
        with self.probe.connect() as connection:
            for _ in range(3):
                self.assertEqual(connection.request("GET", "/files/small").body, b"small")
                self.assertEqual(connection.request("GET", "/files/empty").body, b"")
                self.assertEqual(connection.request("GET", "/item/a").status, 200)

    def test_a_part_of_it_is_sent(self):
        content = bytes(range(256)) * 4000
        self.write("parts", content)
        etag = self.probe.head("/files/parts").field("ETag")
        part = self.probe.get("/files/parts", {"Range": "bytes=500000-", "If-Range": etag})
        self.assertEqual(part.status, 206)
        self.assertTrue(part.body == content[500000:])
        self.assertEqual(part.field("Content-Range"), "bytes 500000-1023999/1024000")
        self.assertEqual(part.field("Content-Length"), "524000")
        other = self.probe.get("/files/parts", {"Range": "bytes=0-9", "If-Range": '"other"'})
        self.assertEqual(other.status, 200)
        self.assertTrue(other.body == content)
        none = self.probe.get("/files/parts", {"Range": "bytes=1024000-"})
        self.assertEqual((none.status, none.body), (416, b""))

    def test_a_file_that_has_just_changed_has_a_weak_etag(self):
        file = self.write("new", b"1")
        os.utime(file)
        self.assertRegex(self.probe.get("/files/new").field("ETag"), '^W/"')

    def test_a_path_that_leads_out_of_the_directory_is_not_found(self):
        self.write("inside", b"inside")
        outside = self.fleet.scratch / "data/outside"
        outside.write_bytes(b"secret")
        link = self.fleet.scratch / "data/files/link"
        link.symlink_to(outside)
        linked = self.fleet.scratch / "data/files/up"
        linked.symlink_to("..")
        os.mkfifo(self.fleet.scratch / "data/files/pipe")
        for name in ("..%2Foutside", "link", "up%2Foutside", "%2E%2E%2Foutside", "absent",
                     "inside%2F", "%2Fetc%2Fpasswd", ".%2Finside", "inside%00", "pipe"):
            with self.subTest(name):
                answer = self.probe.get(f"/files/{name}")
                self.assertIn(answer.status, (400, 404))
                self.assertNotIn(b"secret", answer.body)
        self.assertEqual(self.probe.get("/files/inside").status, 200)

    def test_a_file_that_shrinks_while_it_is_sent_is_visibly_cut(self):
        file = self.write("shrinks", b"x" * 20 * MEGABYTE)
        with self.probe.connect() as connection:
            connection.begin(request_params("GET", "/files/shrinks"))
            connection.send(NO_BODY)  # the empty body
            kind, _, content = connection.receive_record()
            self.assertEqual(kind, STDOUT)
            self.assertIn(b"Content-Length: 20971520\r\n", content)
            os.truncate(file, MEGABYTE)
            with self.assertRaises((ClosedByPeer, ConnectionResetError)):
                while connection.receive_record()[0] != END:
                    pass
        wait_until(lambda: re.search("was cut.*/files/.*changed while", self.probe.log()),
                   "the log says that the answer was cut")

    def test_a_gigabyte_takes_little_memory(self):
        self.write("gigabyte", b"")
        os.truncate(self.fleet.scratch / "data/files/gigabyte", 1 << 30)
        self.probe.get("/files/small")
        rest = self.probe.memory()
        self.probe.clear_peak()
        with self.probe.connect() as connection:
            connection.begin(request_params("GET", "/files/gigabyte"))
            connection.send(NO_BODY)
            length = 0
            while (received := connection.receive_record())[0] != END:
                length += len(received[2])
        self.assertGreater(length, 1 << 30)
        self.assertLess(self.probe.peak() - rest, 40 * MEGABYTE)
        self.assertEqual(cache_status(self.probe.head("/files/gigabyte")), "Aspic; fwd=bypass")
