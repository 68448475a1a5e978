"""What the configurations in deploy/ do besides passing on: see test_doors.py for that."""

import pathlib
import re
import socket
import threading
import time
import unittest

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


class BehindLighttpd(FrontEndTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApache(FrontEndTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}


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
