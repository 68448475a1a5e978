"""The error page: with everything in debug mode, with nothing but an id without it."""

import json
import shutil
import unittest

from harness.probes import SAME_ORIGIN, TEMPLATES, Fleet

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
JSON = {"Accept": "application/json"}


class OneProcess(unittest.TestCase):
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(0, redis=None)
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.templates = cls.fleet.scratch / "templates"
        shutil.copytree(TEMPLATES, cls.templates)
        cls.probe = cls.fleet.add(templates=cls.templates, **cls.options)


class InDebugMode(OneProcess):
    options = {"debug": True}

    def edit(self, name, old, new):
        file = self.templates / name
        before = file.read_text()
        self.addCleanup(file.write_text, before)
        file.write_text(before.replace(old, new))

    def test_a_missing_value_is_shown_where_it_is_missing(self):
        self.edit("item.tpl", "{{VALUE}}", "{{VALUES}}")
        answer = self.probe.get("/item/a?q=1", HTML)
        self.assertEqual(answer.status, 500)
        self.assertEqual(answer.field("Cache-Control"), "no-store")
        self.assertIn("item.tpl:2", answer.text)
        self.assertIn('<mark class="line" data-number="2">&lt;p id=&quot;value&quot;&gt;{{VALUES}}',
                      answer.text)
        self.assertIn("VALUE was set: is the name misspelt?", answer.text)
        self.assertRegex(answer.text, r"<dt>added at</dt><dd>\S+probe.cpp:\d+</dd>")

    def test_a_mended_template_counts_at_once(self):
        self.edit("item.tpl", "{{VALUE}}", "{{#VALUE}}")
        self.assertIn("item.tpl:2", self.probe.get("/item/a", HTML).text)
        self.doCleanups()
        self.assertEqual(self.probe.get("/item/a", HTML).status, 200)

    def test_an_exception_comes_in_three_forms(self):
        page = self.probe.get("/throws/oops", HTML)
        self.assertEqual(page.field("Content-Type"), "text/html; charset=utf-8")
        self.assertIn("<h1>told to throw oops</h1>", page.text)
        problem = self.probe.get("/throws/oops", JSON)
        self.assertEqual(problem.field("Content-Type"), "application/problem+json")
        facts = json.loads(problem.text)
        self.assertEqual(facts["exceptions"],
                         [{"type": "std::runtime_error", "text": "told to throw oops"}])
        text = self.probe.get("/throws/oops", {"Accept": "*/*"})
        self.assertEqual(text.field("Content-Type"), "text/plain; charset=utf-8")
        self.assertIn("std::runtime_error: told to throw oops\n", text.text)
        for answer in (page, problem, text):
            self.assertEqual(answer.status, 500)
            self.assertEqual(answer.field("Vary"), "Accept")
            self.assertIn(answer.field("X-Request-Id"), answer.text)

    def test_HEAD_has_no_body(self):
        head = self.probe.head("/throws/oops", HTML)
        self.assertEqual((head.status, head.text), (500, ""))

    def test_a_stream_whose_first_piece_fails_is_explained(self):
        self.assertIn("std::runtime_error", self.probe.get("/stream/fails/0", HTML).text)

    def test_a_hole_says_why_its_fragment_failed(self):
        answer = self.probe.get("/around/throws/oops", HTML)
        self.assertEqual(answer.status, 200)
        self.assertIn("The fragment /_throws/oops failed: told to throw oops", answer.text)
        live = self.probe.get("/_live?page=/&fragment=/_throws/oops")
        self.assertIn("told to throw oops", live.text)

    def test_an_unknown_path_and_a_wrong_method_get_the_routes(self):
        missing = self.probe.get("/itme/a", HTML)
        self.assertEqual(missing.status, 404)
        self.assertIn("The nearest route is /item/&lt;name&gt;", missing.text)
        wrong = self.probe.get("/echo", HTML)
        self.assertEqual((wrong.status, wrong.field("Allow")), (405, "POST"))
        self.assertIn("Routes of this path", wrong.text)


class WithoutDebugMode(OneProcess):
    def test_nothing_of_an_exception_is_in_an_answer_and_the_log_has_all(self):
        for number, path in enumerate(("/throws/secret-1", "/kept/throws/secret-1",
                                       "/_throws/secret-1", "/stream/fails/0")):
            for form in (HTML, JSON, {"Accept": "*/*"}):
                with self.subTest(path=path, form=form):
                    own = f"id-{number}-{len(form['Accept'])}"
                    answer = self.probe.get(path, {**form, "X-Request-Id": own})
                    self.assertEqual(answer.status, 500)
                    self.assertNotRegex(answer.text, "secret|told to|runtime_error|probe")
                    self.assertIn(own, answer.text)
                    self.assertEqual(answer.field("X-Request-Id"), own)
            first = f"id-{number}-{len(HTML['Accept'])}"
            self.assertRegex(self.probe.log(),
                             rf"a request failed path=\S+ request={first} "
                             r"exception=std::runtime_error why=")

    def test_nothing_of_a_fragment_is_in_a_page(self):
        for path in ("/around/throws/secret-2", "/_live?page=/&fragment=/_throws/secret-2"):
            answer = self.probe.get(path, HTML)
            self.assertNotRegex(answer.text, "told to|runtime_error|What to do")

    def test_routes_and_options_are_not_named(self):
        for path in ("/itme/a", "/echo"):
            answer = self.probe.get(path, HTML)
            self.assertNotRegex(answer.text, "/item/|Routes of")
        answer = self.probe.request("POST", "/echo", SAME_ORIGIN, b"x" * 2_000_000)
        self.assertEqual(answer.status, 413)
        self.assertNotIn("--max-body", answer.text)
