"""Forms with errors, and JSON, as a view reads them."""

import json
import unittest

from harness.probes import SAME_ORIGIN, Fleet

FORM = {"Content-Type": "application/x-www-form-urlencoded", **SAME_ORIGIN}
JSON = {"Content-Type": "application/json", "Accept": "application/json", **SAME_ORIGIN}


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None).__enter__()
        cls.probe = cls.fleet[0]

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def post(self, target, body, headers):
        return self.probe.request("POST", target, headers, body)

    def test_a_form_with_errors_is_shown_again(self):
        answer = self.post("/priced", b"name=%3Cb%3E&price=0&stock=many", FORM)
        self.assertEqual(answer.status, 422)
        self.assertIn('name="name" value="&lt;b&gt;"', answer.text)
        self.assertNotIn("name-error", answer.text)
        self.assertIn('<b id="price-error">Must be at least 1.</b>', answer.text)
        self.assertIn('name="stock" value="many"', answer.text)
        self.assertIn('<b id="stock-error">Enter a whole number.</b>', answer.text)

    def test_a_form_without_errors_has_its_values(self):
        answer = self.post("/priced", b"name=cup&price=12", FORM)
        self.assertEqual(answer.status, 200)
        self.assertIn("cup costs 12, 0 left", answer.text)

    def test_a_form_in_another_charset_gets_415(self):
        for kind in ("application/x-www-form-urlencoded; charset=iso-8859-1", "text/plain"):
            answer = self.post("/priced", b"name=a", {**FORM, "Content-Type": kind})
            self.assertEqual(answer.status, 415, kind)

    def test_a_compressed_body_gets_415_and_what_is_taken(self):
        answer = self.post("/priced", b"\x1f\x8b", {**FORM, "Content-Encoding": "gzip"})
        self.assertEqual(answer.status, 415)
        self.assertEqual(answer.field("Accept-Encoding"), "identity")

    def test_json_is_read(self):
        answer = self.post("/json", b' {"b": [1, true], "a": "\xc3\xa9"}', JSON)
        self.assertEqual(json.loads(answer.body), {"a": "\u00e9", "b": [1, True]})

    def test_wrong_json_gets_a_problem_document(self):
        for body, words in ((b'{"a":', "at byte 6"), (b"\xff", "at byte 1"), (b"", "at byte 1"),
                            (b"[" * 100_000, "levels")):
            answer = self.post("/json", body, JSON)
            self.assertEqual(answer.status, 400)
            self.assertEqual(answer.field("Content-Type"), "application/problem+json")
            self.assertIn(words, json.loads(answer.body)["detail"])

    def test_json_of_another_type_gets_415(self):
        for kind in ("text/plain", "application/json; charset=utf-16"):
            answer = self.post("/json", b"{}", {**JSON, "Content-Type": kind})
            self.assertEqual(answer.status, 415, kind)
