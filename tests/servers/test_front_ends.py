"""The requests that the configurations in deploy/ keep away from the application."""

import pathlib
import re
import socket
import threading
import time
import unittest

from conformance import doors
from conformance.conversation import LONG, says
from harness import http_client
from harness.fastcgi import PARAMS
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import scratch_directory
from harness.site import shared_site
from harness.waiting import wait_until

PAGE = "/man/1/aspic-hello"


class FrontEndTests:
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)

    def test_field_names_with_an_underscore_are_refused(self):
        for name in ("Sec_Fetch_Site", "X_Forwarded_Host", "Content_Type", "_", "a_"):
            with self.subTest(name):
                self.assertEqual(self.site.get(PAGE, {name: "x"}).status, 400)
        form = {"Sec_Fetch_Site": "same-origin", "Sec-Fetch-Site": "cross-site"}
        self.assertEqual(http_client.request(self.site.port, "POST", "/account/sign-out", form,
                                             b"next=/").status, 400)

    def test_underscores_elsewhere_are_accepted(self):
        self.assertEqual(self.site.get(PAGE + "?a_b=c_d",
                                       {"X-Field": "a_b", "Cookie": "a_b=c"}).status, 200)

    def test_stalled_bodies_do_not_delay_pages(self):
        for length in ("Transfer-Encoding: chunked\r\n\r\n5\r\nname=\r\n",
                       "Content-Length: 1000\r\n\r\nname="):
            for _ in range(20):
                connection = http_client.Connection(self.site.port)
                connection.send(b"POST /account/sign-in HTTP/1.1\r\nHost: h\r\n"
                                b"Sec-Fetch-Site: same-origin\r\n" + length.encode())
                self.addCleanup(connection.close)
        began = time.monotonic()
        for _ in range(20):
            self.assertEqual(self.site.get(PAGE).status, 200)
        self.assertLess(time.monotonic() - began, 10)

    def test_the_front_end_adds_nothing_to_vary(self):
        self.assertNotRegex(self.site.get(PAGE).field("Vary") or "",
                            "(?i)transfer-encoding|content-length")


class BehindLighttpd(FrontEndTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApache(FrontEndTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}


class Unchanged:
    """The front end passes each kind of answer on as the application made it."""

    front = ""
    CACHED = ("Cache-Control: max-age=600", 'ETag: "a"',
              "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")
    KINDS = {
        "a page": ("GET", says(*CACHED), {}),
        "HEAD": ("HEAD", says(*CACHED), {}),
        "an empty page": ("GET", says(*CACHED, body=""), {}),
        "a long page": ("GET", says(*CACHED, body=LONG), {}),
        "gzip": ("GET", says(*CACHED, body=LONG), {"Accept-Encoding": "gzip"}),
        "br": ("GET", says(*CACHED, body=LONG), {"Accept-Encoding": "br"}),
        "HEAD of gzip": ("HEAD", says(*CACHED, body=LONG), {"Accept-Encoding": "gzip"}),
        "a coding of the view": ("GET", says(*CACHED, "Content-Encoding: gzip"),
                                 {"Accept-Encoding": "gzip"}),
        "Vary": ("GET", says(*CACHED, "Vary: X-One, X-Two", body=LONG), {}),
        "304": ("GET", says(*CACHED, "Vary: X-One, X-Two"), {"If-None-Match": "*"}),
        "304 for HEAD": ("HEAD", says(*CACHED), {"If-None-Match": "*"}),
        "204": ("GET", says(*CACHED, status=204), {}),
        "301": ("GET", says(*CACHED, "Location: /elsewhere", status=301), {}),
        "302": ("GET", says("Location: /elsewhere", status=302), {}),
        "401": ("GET", says('WWW-Authenticate: Basic realm="a"', status=401), {}),
        "404": ("GET", says(*CACHED, status=404), {}),
        "HEAD of 404": ("HEAD", says(*CACHED, status=404), {}),
        "410 that is not stored": ("GET", says("Cache-Control: no-store", status=410), {}),
        "500": ("GET", says(status=500), {}),
        "503": ("GET", says("Retry-After: 5", status=503), {}),
        "the view's own fields": ("GET", says(
            "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Expires: Sun, 06 Nov 1994 08:49:37 GMT",
            "Cache-Control: max-age=600, x-own", "Set-Cookie: a=b", "Set-Cookie: c=d",
            "Content-Language: de", "Content-Location: /elsewhere", "Link: </a>; rel=next",
            "Pragma: no-cache", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "Server: own"), {}),
    }

    @classmethod
    def setUpClass(cls):
        cls.door = doors.Behind(cls.front, with_redis=False)
        cls.addClassCleanup(cls.door.close)
        for number, (_, what, _) in enumerate(cls.KINDS.values()):
            cls.door.write_script(f"kind-{number}", [what])

    def fields(self, answer):
        """Returns them for a comparison: the order of different fields does not matter."""
        return sorted((name.lower(), value.replace(", ", ",") if name == "Vary" else value)
                      for name, value in answer.fields
                      if name not in ("Age", "Rendering", "Cache-Status", "X-Request-Id"))

    def test_every_kind_of_answer_is_passed_on(self):
        for route in "ru":
            for number, (name, (method, _, fields)) in enumerate(self.KINDS.items()):
                target = f"/{route}/kind-{number}"
                with self.subTest(name, route=route):
                    self.door.program.request(method, target, fields)
                    ours = self.door.program.request(method, target, fields)
                    theirs = self.door.request(method, target, fields.items())
                    self.assertEqual((theirs.status, theirs.body), (ours.status, ours.body))
                    expected, given = self.fields(ours), self.fields(theirs)
                    self.assertEqual([field for field in expected if field not in given],
                                     self.removed(ours))
                    added = {name for name, _ in given if name not in dict(expected)}
                    self.assertLessEqual(added, self.may_add(ours, method))
                    self.assertIn("date", dict(given))

    def test_a_date_of_the_application_stays(self):
        date = "Sun, 06 Nov 1994 08:49:37 GMT"
        number = list(self.KINDS).index("the view's own fields")
        self.assertEqual(self.door.request("GET", f"/u/kind-{number}", ()).all("Date"), [date])


class UnchangedByLighttpd(Unchanged, unittest.TestCase):
    front = "lighttpd"

    def may_add(self, ours, method):
        cuts_ranges = ours.status == 200 and not ours.field("Content-Encoding")
        return {"date"} | ({"accept-ranges"} if cuts_ranges else set())

    def removed(self, ours):
        return []


class UnchangedByApache(Unchanged, unittest.TestCase):
    front = "apache"

    def may_add(self, ours, method):
        return {"date", "server"} | ({"connection"} if ours.status in (500, 503) else set())

    def removed(self, ours):
        # 204 has no content, so its type says nothing.
        return [("content-type", "text/plain; charset=utf-8")] if ours.status == 204 else []


class UnchangedByNginx(Unchanged, unittest.TestCase):
    front = "nginx"

    def may_add(self, ours, method):
        return {"date", "server", "connection"}

    def removed(self, ours):
        return []


class Forwarding(unittest.TestCase):
    """What the application hears of the client: nothing that a client can forge, or that is new."""

    def parameters(self, kind, fields):
        """Returns what the front end says of a request, in place of which it gets no answer."""
        with scratch_directory() as directory, socket.socket(socket.AF_UNIX) as listener:
            scratch = pathlib.Path(directory)
            open_to_front_end(scratch)
            listener.bind(str(scratch / "site.sock"))
            (scratch / "site.sock").chmod(0o666)
            listener.listen()
            with FrontEnd(kind, scratch, scratch / "site.sock") as front:
                with http_client.Connection(front.port) as client:
                    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
                    client.send(f"GET /a%2Fb//c?d HTTP/1.1\r\nHost: a.example:81\r\n"
                                f"{head}\r\n".encode())
                    return read_parameters(listener)

    def test_the_address_is_that_of_the_connection_and_fields_are_as_they_were_sent(self):
        forged = [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"),
                  ("X-Forwarded-Host", "b.example"), ("Forwarded", "for=203.0.113.7;proto=https"),
                  ("X-Real-IP", "203.0.113.7")]
        for kind in ("lighttpd", "apache", "nginx"):
            for fields in (forged, []):
                with self.subTest(kind, fields=fields):
                    said = self.parameters(kind, fields)
                    self.assertEqual(said["REMOTE_ADDR"], "127.0.0.1")
                    self.assertEqual(said["REQUEST_URI"], "/a%2Fb//c?d")
                    self.assertEqual(said["HTTP_HOST"], "a.example:81")
                    self.assertNotEqual(said.get("HTTPS"), "on")
                    self.assertEqual(
                        {name: value for name, value in said.items()
                         if re.match("HTTP_(X_|FORWARDED|VIA)", name)},
                        {"HTTP_" + name.upper().replace("-", "_"): value
                         for name, value in fields})

    def test_nginx_drops_field_names_with_an_underscore(self):
        """The other two refuse the request. nginx has no option for that."""
        fields = [("Sec_Fetch_Site", "same-origin"), ("Sec-Fetch-Site", "cross-site"), ("A_b", "c")]
        said = self.parameters("nginx", fields)
        self.assertEqual(said["HTTP_SEC_FETCH_SITE"], "cross-site")
        self.assertNotIn("HTTP_A_B", said)


def read_parameters(listener):
    """Returns the parameters of the first request that arrives in FastCGI."""
    connection, _ = listener.accept()
    content = b""
    with connection, connection.makefile("rb") as reader:
        while True:
            head = reader.read(8)
            size, padding = int.from_bytes(head[4:6], "big"), head[6]
            piece = reader.read(size + padding)[:size]
            if head[1] == PARAMS and not size:
                break
            content += piece if head[1] == PARAMS else b""
    found = {}
    while content:
        sizes = []
        for _ in range(2):  # of the name and of the value, in 1 or 4 bytes
            long = content[0] >> 7
            sizes.append(int.from_bytes(content[:4], "big") & 0x7fffffff if long else content[0])
            content = content[4 if long else 1:]
        name, content = content[:sizes[0]], content[sizes[0]:]
        value, content = content[:sizes[1]], content[sizes[1]:]
        found[name.decode("latin-1")] = value.decode("latin-1")
    return found


class ErrorLog(unittest.TestCase):
    def test_each_front_end_writes_its_errors_if_stderr_is_a_socket(self):
        """Under systemd, stderr is a socket of the journal."""
        for kind in ("lighttpd", "apache", "nginx"):
            with self.subTest(kind), scratch_directory() as directory:
                scratch = pathlib.Path(directory)
                open_to_front_end(scratch)
                ours, theirs = socket.socketpair()
                self.addCleanup(ours.close)
                said = []
                reader = threading.Thread(
                    target=lambda: said.extend(iter(lambda: ours.recv(4096), b"")))
                front = FrontEnd(kind, scratch, scratch / "none.sock")
                front.output = theirs
                with theirs, front:
                    theirs.close()
                    reader.start()
                    http_client.get(front.port, "/")
                    wait_until(lambda: b"none.sock" in b"".join(said), "it names the socket")
                reader.join(20)  # no child of the front end keeps the socket open
                self.assertFalse(reader.is_alive())
