"""Limits of requests: a request over a limit gets an answer, and the server continues to run."""

import contextlib
import socket
import threading
import unittest

from harness import http_client
from harness.http_client import ClosedByPeer, Connection
from harness.site import shared_site

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class LimitTests:
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)

    def setUp(self):
        self.application = self.site.process_ids()["application"]

    def tearDown(self):
        self.assertEqual(self.site.get("/man/1/aspic-hello").status, 200)
        self.assertEqual(self.site.process_ids()["application"], self.application)

    def post(self, body, **more):
        return http_client.request(self.site.port, "POST", "/account/sign-in", {**FORM, **more},
                                   body)

    def test_a_body_over_the_limit_gets_413(self):
        answer = self.post(b"name=" + b"x" * 1_200_000)
        self.assertEqual(answer.status, 413)
        self.assertIn("site-header", answer.text)

    def test_a_body_below_the_limit_is_read(self):
        answer = self.post(b"name=nobody&password=x&next=" + b"x" * 1_000_000)
        self.assertIn('value="nobody"', answer.text)

    def test_a_body_too_large_for_the_front_end_gets_413_at_once(self):
        with Connection(self.site.port) as connection:
            connection.send(
                b"POST /account/sign-in HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: same-origin\r\n"
                            b"Content-Length: 100000000\r\n\r\n")
            self.assertEqual(connection.receive().status, 413)

    def test_a_chunked_body_over_the_limit_gets_413(self):
        chunks = (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40 + b"0\r\n\r\n"
        self.assertEqual(self.post(chunks, **{"Transfer-Encoding": "chunked"}).status, 413)

    def test_an_endless_chunked_body_is_refused(self):
        with Connection(self.site.port) as connection:
            connection.send(
                b"POST /account/sign-in HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: same-origin\r\n"
                            b"Transfer-Encoding: chunked\r\n\r\n")

            def send_until_refused():
                try:
                    for _ in range(10_000):
                        connection.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
                except OSError:
                    pass

            sender = threading.Thread(target=send_until_refused)
            sender.start()
            try:
                # Apache answers 503 if the application has answered, and no longer reads what
                # Apache still sends. Read only the header, because this client keeps sending.
                self.assertIn(connection.receive("HEAD").status, (413, 503))
            except (ClosedByPeer, ConnectionResetError):
                pass  # the peer closed before it had read everything, so its answer may be lost
            with contextlib.suppress(OSError):  # the connection may be closed already
                connection.socket.shutdown(socket.SHUT_RDWR)
            sender.join()

    def test_a_header_over_the_limit_is_refused(self):
        for size, number in ((15_000, 6), (30_000, 3), (70_000, 1)):
            answer = self.site.get("/", {f"X-Long-{name}": "y" * size for name in range(number)})
            self.assertIn(answer.status, (400, 431), f"{number} fields of {size} bytes")

    def test_a_target_over_the_limit_is_refused(self):
        self.assertIn(self.site.get("/search?q=" + "y" * 70_000).status, (400, 414, 431))

    def test_too_many_header_fields_are_refused(self):
        answer = self.site.get("/", [(f"X-Field-{number}", "y") for number in range(300)])
        self.assertIn(answer.status, (400, 431))

    def test_too_many_parameters_get_400(self):
        self.assertEqual(self.site.get(
            "/search?" + "&".join(f"p{number}=" for number in range(1100))).status, 400)
        self.assertEqual(self.post("&".join(f"p{number}="
                                            for number in range(1100)).encode()).status, 400)

    def test_a_client_that_stops_in_the_middle_of_its_form_does_no_harm(self):
        connections = []
        for _ in range(8):
            connection = Connection(self.site.port)
            connection.send(
                b"POST /account/sign-in HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: same-origin\r\n"
                            b"Content-Length: 100\r\n\r\nname=")
            connections.append(connection)
        self.assertEqual(self.site.get("/man/1/aspic-hello").status, 200)
        for connection in connections:
            connection.close()


class BehindLighttpd(LimitTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}


class BehindApache(LimitTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}
