"""--x-sendfile: the front end sends the files that views return, and no others."""

import os
import unittest
import urllib.parse

from harness import http_client
from harness.front_end import FrontEnd, open_to_front_end
from harness.probes import Fleet

CONTENT = os.urandom(300_000)
# What a client sees of an answer, whoever sends the file.
SEEN = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control", "Vary",
        "Accept-Ranges", "X-Content-Type-Options", "Cache-Status")


def turned_on(directory):
    """Returns the change of a shipped configuration that its comments describe."""
    def change(text):
        for line in ('"x-sendfile"          => "enable"', '"x-sendfile-docroot"',
                     "LoadModule xsendfile_module", "XSendFile On", "XSendFilePath"):
            text = text.replace(f"# {line}", line)
        text = text.replace('"x-sendfile"          => "disable",\n', "")
        return text.replace("/srv/files", str(directory))

    return change


class SendFile(unittest.TestCase):
    front = ""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None)
        open_to_front_end(cls.fleet.scratch)
        cls.files = cls.fleet.scratch / "data/files"
        cls.files.mkdir(parents=True)
        cls.fleet[0].arguments += ["--x-sendfile", str(cls.files)]
        cls.fleet.__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.probe = cls.fleet[0]
        cls.server = FrontEnd(cls.front, cls.fleet.scratch, cls.probe.socket,
                              change=turned_on(cls.files))
        cls.enterClassContext(cls.server)

    def write(self, name, content=CONTENT):
        file = self.files / name
        file.write_bytes(content)
        os.utime(file, (1_700_000_000, 1_700_000_000))
        return file

    def ask(self, name, fields=(), method="GET"):
        target = "/files/" + urllib.parse.quote(name)
        return http_client.request(self.server.port, method, target, fields)

    def test_the_application_names_the_file_and_sends_no_body(self):
        file = self.write("cover")
        answer = self.probe.get("/files/cover")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(answer.field("X-Sendfile"), str(file))
        self.assertIsNone(answer.field("Content-Length"))
        self.assertIsNone(self.probe.head("/files/cover").field("X-Sendfile"))

    def test_the_client_sees_what_it_sees_without(self):
        self.write("cover")
        plain = self.fleet.add(x_sendfile="")
        self.assertTrue(plain.get("/files/cover").body == CONTENT)
        etag = plain.head("/files/cover").field("ETag")
        for method, fields, status in (("GET", {}, 200), ("HEAD", {}, 200),
                                       ("GET", {"If-None-Match": etag}, 304),
                                       ("GET", {"If-None-Match": '"other"'}, 200),
                                       ("HEAD", {"If-None-Match": etag}, 304),
                                       ("GET", {"If-Match": '"other"'}, 412)):
            with self.subTest(f"{method} {fields}"):
                expected = plain.request(method, "/files/cover", fields)
                answer = self.ask("cover", fields, method)
                self.assertEqual((answer.status, expected.status), (status, status))
                self.assertEqual([answer.field(name) for name in SEEN],
                                 [expected.field(name) for name in SEEN])
                self.assertIsNone(answer.field("X-Sendfile"))
                if status == 200 and method == "GET":
                    self.assertTrue(answer.body == CONTENT)

    def test_the_front_end_cuts_ranges(self):
        self.write("cover")
        etag = self.ask("cover", method="HEAD").field("ETag")
        for fields, first, end in (({"Range": "bytes=1000-1999"}, 1000, 2000),
                                   ({"Range": "bytes=-10", "If-Range": etag}, 299_990, 300_000)):
            part = self.ask("cover", fields)
            self.assertEqual(part.status, 206)
            self.assertTrue(part.body == CONTENT[first:end])
            self.assertEqual(part.field("Content-Range"), f"bytes {first}-{end - 1}/300000")
            self.assertEqual(part.field("ETag"), etag)
        other = self.ask("cover", {"Range": "bytes=0-9", "If-Range": '"other"'})
        self.assertEqual((other.status, len(other.body)), (200, 300_000))

    def test_any_name_gets_its_own_file(self):
        for name in ("a b", "a%41", "%2e%2e", "ü", "a+b", "a;b", "a\\b", "x y ", "tab\ty", "a_y",
                     "<&\">", "..a", "a%00b", "empty"):
            with self.subTest(name):
                content = b"" if name == "empty" else name.encode() * 100
                self.write(name, content)
                answer = self.ask(name)
                self.assertEqual((answer.status, answer.body), (200, content))
                self.assertEqual(answer.field("Content-Length"), str(len(content)))

    def test_no_other_file_is_sent(self):
        secret = self.fleet.scratch / "data/secret"
        secret.write_bytes(b"secret")
        (self.files / "link").unlink(missing_ok=True)
        (self.files / "link").symlink_to(secret)
        for name in ("link", "../secret", "%2e%2e/secret", "absent"):
            self.assertIn(self.ask(name).status, (400, 404), name)
        inside = self.write("inside")
        for path in (secret, inside, "/etc/passwd", f"{self.files}/../secret",
                     f"{self.files}/link"):
            with self.subTest(path):
                answer = http_client.get(self.server.port,
                                         "/forwards?path=" + urllib.parse.quote(str(path)))
                self.assertEqual((answer.status, answer.text), (200, "the body of the origin"))
        self.assertRegex(self.probe.log(), "warn  a field was removed .*field=x-lighttpd-send-file")

    def test_the_bound_of_the_front_end_holds_if_the_application_does_not(self):
        self.write("cover")
        other = self.fleet.scratch / "other"
        other.mkdir()
        open_to_front_end(other)
        with FrontEnd(self.front, other, self.probe.socket,
                      change=turned_on(self.files / "sub")) as server:
            answer = http_client.get(server.port, "/files/cover")
        self.assertIn(answer.status, (403, 404))
        self.assertNotIn(CONTENT[:100], answer.body)


class BehindLighttpd(SendFile):
    front = "lighttpd"


class BehindApache(SendFile):
    front = "apache"


del SendFile
