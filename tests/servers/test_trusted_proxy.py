"""A site behind a front end behind another proxy (--trusted-proxy): client, scheme and host."""

import http.client
import json
import pathlib
import ssl
import subprocess
import unittest
import urllib.parse

from harness import http_client
from harness.application import Application
from harness.front_end import FrontEnd, Server, open_to_front_end, own_directory
from harness.paths import free_port, scratch_directory
from harness.probes import Probe
from harness.visitor import PASSWORD
from harness.waiting import wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# A proxy that ends TLS. mod_proxy_http adds the client to X-Forwarded-For and its Host to
# X-Forwarded-Host.
OUTER = """
LoadModule mpm_event_module  /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule headers_module    /usr/lib/apache2/modules/mod_headers.so
LoadModule proxy_module      /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule ssl_module        /usr/lib/apache2/modules/mod_ssl.so
ServerRoot {state}
DefaultRuntimeDir {state}
PidFile {state}/pid
ErrorLog "|$exec /bin/cat >&2"
Listen 127.0.0.1:{port}
ServerName a.example
SSLEngine on
SSLCertificateFile {state}/certificate
RequestHeader set X-Forwarded-Proto https
ProxyPass / http://127.0.0.1:{inner}/
"""


def certificate(file):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=a.example", "-keyout", file.with_suffix(".key"), "-out",
                    file.with_suffix(".crt")], check=True, capture_output=True)
    file.write_text(file.with_suffix(".crt").read_text() + file.with_suffix(".key").read_text())
    file.chmod(0o644)


def outer_proxy(case, directory, inner, name="outer"):
    """Starts an Apache with TLS in front of the front end at port `inner`."""
    state = own_directory(directory / name)
    certificate(state / "certificate")
    port = free_port()
    configuration = directory / f"{name}.conf"
    configuration.write_text(OUTER.format(port=port, state=state, inner=inner))
    server = Server(["apache2", "-DFOREGROUND", "-d", state, "-f", configuration], port,
                    directory / f"{name}.log")
    case.addClassCleanup(server.__exit__)
    return server.__enter__().port


def by_tls(port, method, target, headers=(), body=b""):
    """Sends a request for https://a.example, and returns the answer."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
    try:
        connection.request(method, target, body, {"Host": "a.example", **dict(headers)})
        answer = connection.getresponse()
        return http_client.Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


def seen(port, headers=()):
    """Returns what the probe says of the request."""
    return http_client.get(port, "/curious", headers).text


class ProxyCase(unittest.TestCase):
    """Has a directory that front ends can read."""

    @classmethod
    def setUpClass(cls):
        directory = scratch_directory()
        cls.addClassCleanup(directory.cleanup)
        cls.scratch = pathlib.Path(directory.name)
        open_to_front_end(cls.scratch)


class Probes(ProxyCase):
    """Two processes of the probe behind the same kind of front end: one trusts the proxy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trusting = cls.start("trusting", "lighttpd", trusted_proxy="127.0.0.0/8",
                                 access_log=cls.scratch / "access", access_log_format="json")
        cls.behind = outer_proxy(cls, cls.scratch, cls.trusting)
        cls.wary = cls.start("wary", "apache")
        cls.behind_wary = outer_proxy(cls, cls.scratch, cls.wary, "other")

    @classmethod
    def start(cls, name, front, **options):
        probe = Probe(cls.scratch, name, cache="memory", data=cls.scratch / f"data-{name}",
                      **options).start()
        cls.addClassCleanup(probe.kill)
        server = FrontEnd(front, cls.scratch, probe.socket)
        cls.addClassCleanup(server.__exit__)
        return server.__enter__().port

    def test_scheme_and_host_are_those_at_the_proxy(self):
        said = by_tls(self.behind, "GET", "/curious").text
        self.assertIn(" host=a.example scheme=https", said)

    def test_a_cached_page_that_reads_them_is_kept_for_each_of_them(self):
        fields = {"Host": "127.0.0.1"}
        for scheme, host in (("https", "b.example"), ("http", "b.example"), ("https", "c.example")):
            said = {**fields, "X-Forwarded-Proto": scheme, "X-Forwarded-Host": host}
            for _ in range(2):
                self.assertIn(f" host={host} scheme={scheme}", seen(self.trusting, said))

    def test_without_the_option_the_fields_mean_nothing(self):
        said = by_tls(self.behind_wary, "GET", "/curious").text
        self.assertIn(f" host=127.0.0.1:{self.wary} scheme=http ", said)
        self.assertIn(" scheme=http", seen(self.wary, {"X-Forwarded-Proto": "https"}))

    def test_the_access_log_has_the_client_that_the_last_proxy_names(self):
        fields = {"X-Forwarded-For": "10.1.1.1, 203.0.113.7", "User-Agent": "proxied"}
        seen(self.trusting, fields)
        by_tls(self.behind, "GET", "/curious",
               {"X-Forwarded-For": "203.0.113.9", "User-Agent": "by tls"})
        seen(self.trusting, {"X-Forwarded-For": "nonsense", "User-Agent": "nonsense"})
        found = {}

        def read():
            lines = (self.scratch / "access").read_text().splitlines()
            for line in map(json.loads, lines):
                found[line.get("user_agent")] = line["remote_address"]
            return "nonsense" in found

        wait_until(read, "both requests are in the log")
        self.assertEqual(found["proxied"], "203.0.113.7")
        self.assertEqual(found["nonsense"], "127.0.0.1")
        # The client of this test has an address of a proxy, so what it says counts.
        self.assertEqual(found["by tls"], "203.0.113.9")

    def test_ten_thousand_entries_are_an_ordinary_request(self):
        many = "10.0.0.1, " * 700
        for name in ("X-Forwarded-For", "Forwarded"):
            answer = http_client.get(self.trusting, "/curious", {name: many})
            self.assertEqual(answer.status, 200)


class ShippedSite(ProxyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = Application(cls.scratch, trusted_proxy="127.0.0.1")
        cls.addClassCleanup(cls.application.__exit__)
        cls.application.__enter__()
        inner = FrontEnd("lighttpd", cls.scratch, cls.application.socket)
        cls.addClassCleanup(inner.__exit__)
        cls.inner = inner.__enter__().port
        cls.port = outer_proxy(cls, cls.scratch, cls.inner)

    def sign_up(self, name, origin):
        return by_tls(self.port, "POST", "/account/sign-up", {"Origin": origin, **FORM},
                      urllib.parse.urlencode({"name": name, "password": PASSWORD}).encode())

    def test_cookies_are_secure_and_the_own_origin_is_that_at_the_proxy(self):
        answer = self.sign_up("Proxied", "https://a.example")
        self.assertEqual(answer.status, 303)
        for line in answer.all("Set-Cookie"):
            self.assertIn("; secure", line.lower())
        self.assertEqual(self.sign_up("Forged", "http://a.example").status, 403)
        self.assertEqual(self.sign_up("Forged", "https://b.example").status, 403)

    def test_the_sign_in_limit_counts_clients(self):
        def guess(client, number):
            return http_client.request(
                self.inner, "POST", "/account/sign-in",
                {"X-Forwarded-For": f"198.51.100.{number}, {client}",
                 "Origin": f"http://127.0.0.1:{self.inner}", **FORM},
                f"name=nobody{number}&password=wrong+password".encode()).status

        for number in range(1, 120):
            if guess("203.0.113.1", number) == 429:
                break
        else:
            self.fail("the limit does not count the client: its spoofed entries differ")
        self.assertEqual(guess("192.0.2.99", 200), 403)


