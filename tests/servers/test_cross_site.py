"""Requests that change something, from pages of other sites and from programs."""

import unittest

from harness.probes import SAME_ORIGIN, Fleet

CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}


class CrossSite(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None).__enter__()
        cls.probe = cls.fleet[0]

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def post(self, target, **headers):
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.probe.request("POST", target, fields)

    def cookie(self):
        """Returns the cookies of a visitor who is signed in."""
        answer = self.post("/enter", **SAME_ORIGIN)
        return "; ".join(value.split(";")[0] for value in answer.all("Set-Cookie"))

    def test_a_view_can_accept_requests_from_other_sites(self):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://pay.example"},
                        {"Origin": "null"}, {"Authorization": "Basic eDp5"}):
            with self.subTest(headers):
                self.assertEqual(self.post("/enter", **headers).status, 403)
                self.assertEqual(self.post("/hook", **headers).text,
                                 "session: none, cookie: none")

    def test_such_a_view_does_not_see_the_visitor(self):
        cookie = self.cookie()
        self.assertEqual(self.post("/hook", Cookie=cookie, **CROSS_SITE).text,
                         "session: none, cookie: none")
        self.assertEqual(self.post("/hook", Cookie=cookie, **SAME_ORIGIN).text,
                         "session: mine, cookie: there")

    def test_such_a_view_cannot_replace_the_session(self):
        answer = self.post("/hook?set=theirs", Cookie=self.cookie(), **CROSS_SITE)
        self.assertEqual(answer.status, 500)
        self.assertIsNone(answer.field("Set-Cookie"))
        self.assertIn("accept_cross_site has changed the session", self.probe.log())

    def test_a_refusal_has_its_reason_in_the_log(self):
        answer = self.post("/enter", Origin="https://evil.example")
        self.assertEqual(answer.status, 403)
        self.assertIn("try again there", answer.text)
        line = [line for line in self.probe.warnings() if "another site" in line][-1]
        self.assertIn("https://evil.example", line)
        self.assertIn("path=/enter", line)

    def test_a_program_that_sends_no_cookies_is_accepted(self):
        self.assertEqual(self.post("/enter").status, 200)
        self.assertEqual(self.post("/enter", Authorization="Bearer abc").status, 200)
        self.assertEqual(self.post("/enter", Cookie="a=b").status, 403)
        self.assertEqual(self.post("/enter", Referer="http://127.0.0.1/").status, 403)
