"""What a visitor sends cannot reach a page that others get, unless it is part of the page's key."""

import itertools
import unittest

from harness.fastcgi import STDIN, request_params, stream
from harness.probes import SAME_ORIGIN, Fleet, cache_status, is_hit

EVIL = "evil.example"

FIELDS = [
    {"X-Forwarded-Host": EVIL}, {"X-Host": EVIL}, {"X-Forwarded-Server": EVIL},
    {"X-HTTP-Host-Override": EVIL},
    {"Forwarded": f"host={EVIL};proto=https"}, {"X-Forwarded-Scheme": "https"},
    {"X-Forwarded-Proto": "nothttps"},
    {"X-Forwarded-Port": "1"}, {"X-Forwarded-Prefix": "/evil"}, {"X-Original-URL": "/cookie"},
    {"X-Rewrite-URL": "/cookie"},
    {"X-Original-URL": "/?q=evil"}, {"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"},
    {"X-Method-Override": "HEAD"}, {"Host": EVIL}, {"Host": "127.0.0.1:1@" + EVIL}, {"Host": ""},
    {"Accept-Language": "evil"}, {"Accept": "image/evil"}, {"Accept-Encoding": "evil, *;q=0"},
    {"Accept-Encoding": "br"},
    {"User-Agent": "evil" * 100}, {"Cookie": "session=evil; live=evil; q=evil"},
    {"Authorization": "Basic ZXZpbA=="},
    {"Range": "bytes=0-0"}, {"If-Range": '"evil"', "Range": "bytes=0-0"}, {"If-None-Match": "*"},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"If-Match": '"evil"'},
    {"Expect": "100-continue"},
    {"Cache-Control": "no-cache"}, {"Cache-Control": "no-store"},
    {"Cache-Control": "only-if-cached"}, {"Pragma": "no-cache"},
    {"Content-Type": "evil/evil"}, {"Transfer-Encoding": "chunked"},
    {"Connection": "X-Forwarded-Host, Host"},
    {"Upgrade": "evil"}, {"Proxy": EVIL}, {"Status": "500"}, {"Location": EVIL},
    {"Set-Cookie": "evil=1"},
    {"X-Oversized": "evil" * 10_000}, {"X-Oversized": "evil" * 100_000},
    {f"X-Many-{n}": "evil" for n in range(150)},
    {f"X-Many-{n}": "evil" for n in range(1000)}, {"X-Forwarded-Host": "a\r\nSet-Cookie: evil=1"},
    {"Accept-Language": "a\nSet-Cookie: evil=1\n\n<script>evil</script>"},
    {"Accept-Language": "a\0evil"},
    {"X-Forwarded-Host": "\x80\xff\x01"},
]

# Queries for a page with ?q={q}. Each one makes one request.
QUERIES = [
    "q={q}&q=evil", "q=evil&q={q}", "q={q};q=evil", "q=evil;q={q}", "q[]=evil&q={q}",
    "q={q}&q[]=evil", "%71=evil&q={q}",
    "q={q}&%71=evil", "Q=evil&q={q}", "q%00=evil&q={q}", "q={q}%00evil",
    "q={q}%0d%0aSet-Cookie:%20evil=1",
    "q={q}\r\nSet-Cookie: evil=1", "q={q}\nevil", "utm_content=x;q=evil&q={q}",
    "utm_content=x%26q=evil&q={q}",
    "q={q}#&q=evil", "?q={q}", "&&q={q}", "=evil&q={q}", "q={q}&=evil", "q", "q=", "q={q}%26q=evil",
    "q={q}&callback=evil",
    "q={q}%", "q={q}%zz", "q=%ff%fe{q}", "q={q}+", "q={q}%20", "q.={q}", "q+={q}", " q=evil&q={q}",
    "+q=evil&q={q}",
    "&".join(["q={q}"] + ["x=y"] * 2000), "q={q}" + "a" * 50_000, "q={q}" + "a" * 500_000,
]

# Paths that resemble the path of the page {q}.
PATHS = [
    "/item/{q}/", "//item/{q}", "/item//{q}", "/item/./{q}", "/item/x/../{q}", "/item/%2e%2e/{q}",
    "/item/{q}/..",
    "/item/{q}/%2e%2e/evil", "/item/{q}%2f..%2fevil", "/item/x%2f{q}", "/item/{q}%2f",
    "/item/{q};evil", "/item/{q};jsessionid=1",
    "/item/{q}%3fevil", "/item/{q}%23evil", "/item/{q}#evil", "/item/{q}%00",
    "/item/{q}%0d%0aX-Evil:%201", "/item/{q}\r\nX-Evil: 1",
    "/item/{q}\t", "/item/{q} ", "/item/{q}\\..\\evil", "/ITEM/{q}", "/item/{q}.css",
    "/item/{q}/evil.css", "/item%2f{q}",
    "/%69tem/{q}", "http://evil.example/item/{q}", "http://evil.example:80/item/{q}?q=evil",
    "HTTP://127.0.0.1/item/{q}",
    "https://evil.example/item/{q}", "http:///item/{q}", "item/{q}", "*", "", "evil.example:443",
    "/item/{q}?x=" + "a" * 60_000,
    "/item/%c0%ae%c0%ae/{q}", "/item/{q}%", "/item/{q}%zz",
]

METHODS = ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PURGE", "BAN",
           "get", "EVIL", "", "GET\r\nX: y"]


class Poisoning(unittest.TestCase):
    """Attacks a page that nobody else has requested (twice), and the same page when it is cached.

    After that, both the attacked process and the other one send others exactly the page that they
    would get without the attack.
    """

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(2, min_uses=1, max_variants=100_000).__enter__()
        cls.names = (f"name{number}" for number in itertools.count())

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def send(self, method, target, headers=None, body=b""):
        """Sends any request. Returns the answer, or None if the connection is closed."""
        values = request_params(method, target, headers, body)
        with self.fleet[0].connect(keep=False, timeout=10) as connection:
            try:
                connection.begin(values)
                connection.send(stream(STDIN, body))
                answer = connection.receive()
            except OSError:
                return None
        self.assertEqual([value for value in answer.all("Set-Cookie") if "evil" in value], [])
        self.assertIsNone(answer.field("X-Evil"))
        self.assertLess(answer.status, 502)
        return answer

    def assert_clean(self, name):
        expected = {
            f"/item/{name}": '<p id="value"></p>',
            f"/curious?q={name}": f"q={name} host=127.0.0.1 scheme=http X-Forwarded-Host=(none) "
                                  "X-Original-URL=(none) Accept-Language=(none)\n",
            f"/reads?q={name}": f"{name}\n",
            "/headers": "path /headers\n",
        }
        for page, text in expected.items():
            for probe in (*self.fleet.probes, self.fleet[0]):
                answer = probe.get(page)
                self.assertEqual(answer.status, 200, page)
                self.assertNotIn("evil", answer.text)
                if page.startswith("/item"):
                    self.assertIn(text, answer.text)
                else:
                    self.assertEqual(answer.text, text)
                self.assertIsNone(answer.field("Set-Cookie"))
                self.assertNotIn("evil", str(answer.fields))
            self.assertTrue(is_hit(answer), f"{page} is kept: {cache_status(answer)}")

    def pages(self, name):
        return f"/item/{name}", f"/curious?q={name}", f"/reads?q={name}", "/headers"

    def attack(self, how):
        """how(name): attacks the pages of that name."""
        name = next(self.names)
        self.fleet[0].post("/purge?path=/headers")
        how(name)
        how(name)
        self.assert_clean(name)
        how(name)
        self.assert_clean(name)

    def test_no_header_field_poisons_a_page(self):
        for fields in FIELDS:
            with self.subTest(str(fields)[:80]):
                self.attack(lambda name: [self.send("GET", page, fields)
                                          for page in self.pages(name)])

    def test_no_query_poisons_a_page(self):
        for query in QUERIES:
            with self.subTest(query[:80]):
                self.attack(lambda name: [self.send("GET", page + "?" + query.format(q=name))
                                          for page in (f"/item/{name}", "/curious", "/reads",
                                                       "/headers")])

    def test_no_path_poisons_a_page(self):
        for path in PATHS:
            with self.subTest(path[:80]):
                self.attack(lambda name: self.send("GET", path.format(q=name)))

    def test_no_method_poisons_a_page(self):
        for method in METHODS:
            with self.subTest(method):
                self.attack(lambda name: [self.send(method, page) for page in self.pages(name)])

    def test_no_unexpected_body_poisons_a_page(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for method in ("GET", "HEAD", "POST"):
            with self.subTest(method):
                self.attack(lambda name: [self.send(method, page, form,
                                                    b"q=evil&_method=POST&value=evil")
                                          for page in (*self.pages(name), "/reads", "/curious")])

    def test_no_other_fastcgi_parameter_poisons_a_page(self):
        """Only REQUEST_URI names the page."""
        for more in ({"PATH_INFO": "/cookie"}, {"SCRIPT_NAME": "/evil"}, {"QUERY_STRING": "q=evil"},
                     {"SERVER_NAME": EVIL},
                     {"SERVER_PORT": "1"}, {"REDIRECT_URL": "/evil"}, {"DOCUMENT_URI": "/evil"},
                     {"HTTP_": EVIL},
                     {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_HOST": EVIL},
                     {"UNENCODED_URL": "/evil"}):
            def how(name):
                for page in self.pages(name):
                    with self.fleet[0].connect(keep=False) as connection:
                        connection.begin({**request_params("GET", page), **more})
                        connection.send(stream(STDIN, b""))
                        connection.receive()

            with self.subTest(more):
                self.attack(how)

    def test_a_path_in_another_spelling_is_the_same_page_and_a_purge_removes_it(self):
        name = next(self.names)
        probe = self.fleet[0]
        self.send("GET", f"http://{EVIL}/%69tem/%6e{name[1:]}?x=y")
        self.assertTrue(is_hit(probe.get(f"/item/{name}")))
        self.assertEqual(probe.post(f"/purge?path=/item/{name}").text, "complete\n")
        self.assertFalse(is_hit(probe.get(f"/item/{name}")))
        self.assertEqual(probe.post(f"/purge?path=/item/%256e{name[1:]}").text, "complete\n")
        self.assertFalse(is_hit(probe.get(f"/item/{name}")))

    def test_a_field_that_a_response_takes_from_the_query_cannot_contain_line_ends(self):
        for name in ("Cache-Control", "Vary", "Expires"):
            answer = self.send(
                "GET", f"/fields?{name}=max-age=60%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0aevil")
            self.assertIsNone(answer.field("Set-Cookie"))
            self.assertNotIn("evil", answer.text)


class Refusals(unittest.TestCase):
    """If one visitor's answer may not be stored, the answers of others are not affected."""

    def test_a_page_with_a_cookie_is_not_stored_and_the_log_names_it(self):
        with Fleet(2) as fleet:
            for _ in range(2):
                for probe in fleet.probes:
                    answer = probe.get("/cookie")
                    self.assertEqual(answer.field("Set-Cookie"), "a=b")
                    self.assertFalse(is_hit(answer))
                    self.assertRegex(answer.field("Cache-Control"), "private|no-store")
            self.assertEqual(fleet.keys("page"), [])
            self.assertTrue(any("/cookie" in line and "set-cookie" in line
                                for line in fleet[0].warnings()), fleet[0].log())

    def test_a_query_that_may_not_be_stored_does_not_keep_other_queries_out(self):
        with Fleet(2, min_uses=1) as fleet:
            for seconds, probe in enumerate(fleet.probes, 60):
                self.assertNotIn("stored",
                                 cache_status(probe.get("/fields?Cache-Control=no-store")))
                self.assertIn("stored",
                              cache_status(probe.get(f"/fields?Cache-Control=max-age%3D{seconds}")))

    def test_too_many_parameters_do_not_keep_a_page_out(self):
        with Fleet(1, min_uses=1) as fleet:
            self.assertEqual(fleet[0].get("/reads?" + "&".join(["a=b"] * 1500)).status, 400)
            self.assertIn("stored", cache_status(fleet[0].get("/reads?q=a")))
            self.assertEqual(fleet[0].get("/reads?" + "&".join(["a=b"] * 1500)).status, 400)
            self.assertTrue(is_hit(fleet[0].get("/reads?q=a")))

    def test_a_request_with_authorization_neither_stores_a_page_nor_gets_a_stored_one(self):
        with Fleet(1) as fleet:
            authorized = {"Authorization": "Basic YW5hOmFuYQ=="}
            self.assertNotIn("stored", cache_status(fleet[0].get("/item/a", authorized)))
            self.assertIn("stored", cache_status(fleet[0].get("/item/a")))
            answer = fleet[0].get("/item/a", authorized)
            self.assertFalse(is_hit(answer))
            self.assertRegex(answer.field("Cache-Control"), "private|no-store")

    def test_a_form_from_another_site_neither_changes_nor_purges(self):
        with Fleet(1) as fleet:
            fleet[0].post("/item/a?value=good")
            fleet[0].get("/item/a")
            for fields in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://" + EVIL},
                           {"Referer": "http://127.0.0.1/"}, {"Cookie": "session=x"}):
                self.assertEqual(fleet[0].request("POST", "/item/a?value=evil", fields).status, 403,
                                 fields)
                self.assertTrue(is_hit(fleet[0].get("/item/a")))
            self.assertEqual(fleet[0].request("POST", "/item/a?value=fine", SAME_ORIGIN).status,
                             200)
