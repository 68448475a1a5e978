"""A site behind a front end behind another proxy (--trusted-proxy): client, scheme and host."""

import json
import pathlib
import unittest

from harness import http_client
from harness.application import Application
from harness.front_end import FrontEnd, Server, open_to_front_end, own_directory
from harness.paths import free_port, scratch_directory
from harness.probes import Probe
from harness.visitor import PASSWORD
from harness.waiting import wait_until

# Stands for a proxy that ends TLS: it says https, whatever the client says.
OUTER = """
server.modules = ( "mod_setenv", "mod_proxy" )
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{state}"
server.upload-dirs = ( "{state}" )
setenv.set-request-header = ( "X-Forwarded-Proto" => "https", "X-Forwarded-Host" => "a.example" )
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => {inner} ) ) )
{more}
"""


def outer_proxy(case, directory, inner, name="outer", more=""):
    """Starts a second lighttpd in front of the one at port `inner`."""
    state = own_directory(directory / name)
    port = free_port()
    configuration = directory / f"{name}.conf"
    configuration.write_text(OUTER.format(port=port, state=state, inner=inner, more=more))
    server = Server(["lighttpd", "-D", "-f", configuration], port, directory / f"{name}.log")
    case.addClassCleanup(server.__exit__)
    return server.__enter__().port


def seen(port, headers=()):
    """Returns what the probe says of the request."""
    return http_client.get(port, "/curious", headers).text


class Probes(unittest.TestCase):
    """Two processes of the probe behind the same kind of front end: one trusts the proxy."""

    @classmethod
    def setUpClass(cls):
        directory = scratch_directory()
        cls.addClassCleanup(directory.cleanup)
        cls.scratch = pathlib.Path(directory.name)
        open_to_front_end(cls.scratch)
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
        self.assertIn(" host=a.example scheme=https", seen(self.behind))

    def test_a_cached_page_that_reads_them_is_kept_for_each_of_them(self):
        fields = {"Host": "127.0.0.1"}
        for scheme, host in (("https", "b.example"), ("http", "b.example"), ("https", "c.example")):
            said = {**fields, "X-Forwarded-Proto": scheme, "X-Forwarded-Host": host}
            for _ in range(2):
                self.assertIn(f" host={host} scheme={scheme}", seen(self.trusting, said))

    def test_without_the_option_the_fields_mean_nothing(self):
        self.assertIn(f" host=127.0.0.1:{self.behind_wary} scheme=http",
                      seen(self.behind_wary, {"Host": f"127.0.0.1:{self.behind_wary}"}))
        self.assertIn(" scheme=http", seen(self.wary, {"X-Forwarded-Proto": "https"}))

    def test_the_access_log_has_the_client_that_the_last_proxy_names(self):
        fields = {"X-Forwarded-For": "10.1.1.1, 203.0.113.7", "User-Agent": "proxied"}
        seen(self.trusting, fields)
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

    def test_ten_thousand_entries_are_an_ordinary_request(self):
        many = "10.0.0.1, " * 700
        for name in ("X-Forwarded-For", "Forwarded"):
            answer = http_client.get(self.trusting, "/curious", {name: many})
            self.assertEqual(answer.status, 200)


class ShippedSite(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = scratch_directory()
        cls.addClassCleanup(directory.cleanup)
        cls.scratch = pathlib.Path(directory.name)
        open_to_front_end(cls.scratch)
        cls.application = Application(cls.scratch, trusted_proxy="127.0.0.1")
        cls.addClassCleanup(cls.application.__exit__)
        cls.application.__enter__()
        inner = FrontEnd("lighttpd", cls.scratch, cls.application.socket)
        cls.addClassCleanup(inner.__exit__)
        cls.inner = inner.__enter__().port
        cls.port = outer_proxy(cls, cls.scratch, cls.inner)

    def post(self, port, path, form, **fields):
        body = "&".join(f"{name}={value}" for name, value in form.items()).encode()
        return http_client.request(port, "POST", path, {
            "Content-Type": "application/x-www-form-urlencoded", **fields}, body)

    def sign_up(self, name, **fields):
        return self.post(self.port, "/account/sign-up",
                         {"name": name, "password": PASSWORD.replace(" ", "+"), "next": "/"},
                         **fields)

    def test_cookies_are_secure_and_the_own_origin_is_that_at_the_proxy(self):
        answer = self.sign_up("Proxied", Origin="https://a.example")
        self.assertEqual(answer.status, 303)
        for line in answer.all("Set-Cookie"):
            self.assertIn("; secure", line.lower())
        self.assertEqual(self.sign_up("Forged", Origin="http://a.example").status, 403)
        self.assertEqual(self.sign_up("Forged", Origin="https://b.example").status, 403)

    def test_the_sign_in_limit_counts_clients(self):
        def guess(client, number):
            return self.post(self.inner, "/account/sign-in",
                             {"name": f"nobody{number}", "password": "wrong+wrong", "next": "/"},
                             **{"X-Forwarded-For": f"198.51.100.{number}, {client}",
                                "Origin": f"http://127.0.0.1:{self.inner}"}).status

        for number in range(1, 120):
            if guess("203.0.113.1", number) == 429:
                break
        else:
            self.fail("the limit does not count the client: its spoofed entries differ")
        self.assertEqual(guess("192.0.2.99", 200), 403)


