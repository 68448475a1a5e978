"""The requests that the configurations in deploy/ keep away from the application."""

import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time
import unittest

from harness import http_client
from harness.paths import ROOT, environment, free_port, scratch_directory
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
        stalled = []
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


class ErrorLog(unittest.TestCase):
    def test_apache_writes_its_errors_if_stderr_is_a_socket(self):
        """Under systemd, stderr is a socket of the journal."""
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        scratch = pathlib.Path(directory.name)
        if os.geteuid() == 0:
            shutil.chown(scratch, "www-data")
        ours, theirs = socket.socketpair()
        variables = {**environment(), "PORT": str(free_port()),
                     "SITE_SOCKET": str(scratch / "none.sock"),
                     "SITE_STATIC": str(scratch), "FRONT_STATE": str(scratch)}
        apache = subprocess.Popen(["apache2", "-DFOREGROUND", "-d", scratch, "-f",
                                   ROOT / "deploy/apache.conf"],
                                  env=variables, stdin=subprocess.DEVNULL, stdout=theirs,
                                  stderr=theirs,
                                  user="www-data" if os.geteuid() == 0 else None)
        theirs.close()
        self.addCleanup(ours.close)
        said = []
        reader = threading.Thread(target=lambda: said.extend(iter(lambda: ours.recv(4096), b"")))
        reader.start()
        try:
            wait_until(lambda: b"resuming normal operations" in b"".join(said)
                       or apache.poll() is not None,
                       "Apache has started")
            self.assertIsNone(apache.poll(), b"".join(said).decode())
        finally:
            apache.terminate()
            apache.wait(20)
        reader.join(20)  # no child of Apache keeps the socket open
        self.assertFalse(reader.is_alive())
