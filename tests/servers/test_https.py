"""TLS and HTTP/2, as the configurations in deploy/ say."""

import contextlib
import pathlib
import re
import subprocess
import unittest

from harness import tls
from harness.front_end import FrontEnd, open_scratch, open_to_front_end
from harness.paths import ROOT, free_port, scratch_directory
from harness.probes import Probe
from harness.waiting import wait_until

SAME_ORIGIN = ("--header", "Sec-Fetch-Site: same-origin")


def without_marks(text, first, last):
    """Removes the # before the lines from one that begins with `first` to one with `last`."""
    found = re.search(rf"^ *# {first}.*?^ *# {last}[^\n]*$", text, re.M | re.S)
    return text.replace(found[0], re.sub(r"^( *)# ", r"\1", found[0], flags=re.M))


class HttpsTests:
    front = ""

    @classmethod
    def setUpClass(cls):
        scratch = open_scratch(cls.addClassCleanup)
        mirror = scratch / "mirror"
        mirror.mkdir()
        open_to_front_end(mirror)
        probe = Probe(scratch, "probe", cache="memory", mirror=mirror).start()
        cls.addClassCleanup(probe.kill)
        cls.plain_port = free_port()
        server = FrontEnd(cls.front, scratch, probe.socket, change=cls.with_redirect,
                          SITE_MIRROR=mirror, STRICT_TRANSPORT_SECURITY="max-age=86400",
                          **tls.certificate())
        cls.addClassCleanup(server.__exit__)
        cls.port = server.__enter__().port

    def test_pages_come_by_http_2_and_by_http_1_1(self):
        for option, protocol in (("--http2", "HTTP/2"), ("--http1.1", "HTTP/1.1")):
            answer = tls.curl(self.port, "/curious", option)
            self.assertTrue(answer.startswith(f"{protocol} 200"), answer)
            self.assertIn("https", answer.partition("\r\n\r\n")[2])

    def test_cookies_are_secure(self):
        answer = tls.curl(self.port, "/enter", "--http2", *SAME_ORIGIN, "--data", "")
        cookies = re.findall(r"(?im)^set-cookie: (.*?)\r$", answer)
        self.assertTrue(cookies, answer)
        for cookie in cookies:
            self.assertTrue(cookie.startswith("__Host-"), cookie)
            self.assertIn("; Secure", cookie)

    def test_a_body_arrives_by_http_2_with_and_without_a_length(self):
        """lighttpd 1.4.69 wants to know the length, which browsers tell."""
        body = "a" * 100_000
        without_length = ("--header", "Content-Length:")
        for options in ((), without_length) if self.front != "lighttpd" else ((),):
            answer = tls.curl(self.port, "/echo", "--http2", *SAME_ORIGIN, *options,
                              "--header", "Content-Type: text/plain", "--data-binary", "@-",
                              body=body)
            self.assertTrue(answer.startswith("HTTP/2 200"), answer[:500])
            self.assertEqual(answer.count(body), 1)

    def test_old_versions_of_tls_are_refused(self):
        with self.assertRaises(Exception):
            tls.curl(self.port, "/headers", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")

    def test_http_is_sent_to_https(self):
        answer = tls.curl(self.plain_port, "/a%2Fb?c=d", plain=True)
        self.assertRegex(answer, r"HTTP/1.1 30[18] ")
        self.assertRegex(answer, rf"(?i)\r\nLocation: https://localhost(:{self.plain_port})?"
                                 r"/a%2Fb\?c=d\r\n")

    def test_browsers_are_told_to_keep_to_https(self):
        answer = tls.curl(self.port, "/headers")
        self.assertIn("\nstrict-transport-security: max-age=86400", answer.lower())


class MirrorTests(HttpsTests):
    def test_a_mirrored_page_is_sent_by_https_only_and_says_so(self):
        wait_until(lambda: "detail=mirror" in tls.curl(self.port, "/item/a"), "it is mirrored", 10)
        self.assertIn("\nstrict-transport-security: max-age=86400",
                      tls.curl(self.port, "/item/a").lower())
        self.assertRegex(tls.curl(self.plain_port, "/item/a", plain=True), r"HTTP/1.1 30[18] ")


class OfLighttpd(MirrorTests, unittest.TestCase):
    front = "lighttpd"

    @classmethod
    def with_redirect(cls, text):
        text = without_marks(text, "server.modules .*mod_redirect", "}")
        text = without_marks(text, "server.modules .*mod_setenv", "setenv")
        return text.replace("127.0.0.1:80", f"127.0.0.1:{cls.plain_port}")


class OfApache(MirrorTests, unittest.TestCase):
    front = "apache"

    @classmethod
    def with_redirect(cls, text):
        rules = re.search(r"(?:^# Rewrite.*\n)+", text, re.M)[0].replace("# ", "")
        text = text.replace("# Header always set Strict", "Header always set Strict")
        return text + (f"Listen 127.0.0.1:{cls.plain_port}\n"
                       f"<VirtualHost 127.0.0.1:{cls.plain_port}>\nSSLEngine Off\n"
                       f"{rules}</VirtualHost>\n")


class OfNginx(HttpsTests, unittest.TestCase):
    front = "nginx"

    @classmethod
    def with_redirect(cls, text):
        text = without_marks(text, "server {", "}")
        text = text.replace("# add_header Strict", "add_header Strict")
        return text.replace("127.0.0.1:80;", f"127.0.0.1:{cls.plain_port};")


class OfDeployServer(unittest.TestCase):
    """Port 80 of deploy/server."""

    def test_http_is_sent_to_https_with_the_same_path_and_query(self):
        for front in ("lighttpd", "apache", "nginx"):
            with self.subTest(front), scratch_directory() as directory:
                self.it_redirects(front, pathlib.Path(directory))

    def it_redirects(self, front, scratch):
        mirror = scratch / "mirror"
        mirror.mkdir()
        open_to_front_end(scratch)
        open_to_front_end(mirror)
        probe = Probe(scratch, "probe", cache="memory", mirror=mirror).start()
        plain_port, other_port = free_port(), free_port()

        def configuration(_):
            script = (". deploy/lib/front_service.sh; front=$0 domain=docs.test mirror=$1; "
                      'front_configuration "deploy/$0.conf"')
            text = subprocess.run(["bash", "-euc", script, front, mirror], cwd=ROOT, check=True,
                                  capture_output=True, text=True).stdout
            text = re.sub(r"(?m)^Listen 80$", f"Listen {plain_port}", text)
            text = re.sub(r"(\*|\]|0\.0\.0\.0):80\b", rf"\1:{plain_port}", text)
            return re.sub(r"\]:443\b", f"]:{other_port}", text)

        with contextlib.ExitStack() as stack:
            stack.callback(probe.kill)
            server = stack.enter_context(FrontEnd(
                front, scratch, probe.socket, change=configuration, SITE_MIRROR=mirror,
                **tls.certificate()))
            wait_until(lambda: "detail=mirror" in tls.curl(server.port, "/item/a"),
                       f"{front} sends the page")
            for target in ("/a%2Fb%20c%3Fd?e=%20f", "//a", "/%C3%A4", "/"):
                answer = tls.curl(plain_port, target, "--path-as-is", plain=True)
                self.assertTrue(answer.startswith("HTTP/1.1 308 "), answer)
                self.assertIn(f"\r\nLocation: https://docs.test{target}\r\n", answer)
            # Nothing comes by http, whatever the form of the target.
            answer = tls.curl(plain_port, "/", "--request-target", "http://docs.test/a", "--header",
                              "Host: docs.test", plain=True)
            self.assertTrue(answer.startswith("HTTP/1.1 308 "), answer)
