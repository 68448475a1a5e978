"""The front ends keep slow visitors away from the application, and wait for it."""

import os
import signal
import unittest

from harness import http_client
from harness.site import Site


class SlowVisitors(unittest.TestCase):
    """Slow senders take resources of the front end, and none of the application's few threads."""

    def test_many_half_sent_forms_do_not_stop_the_site(self):
        for front in ("lighttpd", "apache"):
            with self.subTest(front), Site(front=front, threads=2) as site:
                slow = []
                for _ in range(30):
                    connection = http_client.Connection(site.port)
                    connection.send(b"POST /account/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                    b"Sec-Fetch-Site: same-origin\r\n"
                                    b"Content-Length: 1000\r\n\r\nname=")
                    slow.append(connection)
                for _ in range(10):
                    self.assertEqual(site.get("/man/1/aspic-hello").status, 200)
                for connection in slow:
                    connection.close()

    def test_a_request_to_a_stopped_application_is_answered_when_it_continues(self):
        for front in ("lighttpd", "apache"):
            with (self.subTest(front), Site(front=front) as site,
                  http_client.Connection(site.port) as connection):
                application = site.process_ids()["application"]
                os.kill(application, signal.SIGSTOP)
                connection.send(b"GET /man/1/aspic-hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                os.kill(application, signal.SIGCONT)
                self.assertEqual(connection.receive().status, 200)
