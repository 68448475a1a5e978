"""A new user's first hour: a site from aspic-new, at work under `dev`, with mistakes in it."""

import unittest

from dev_site import DevSite
from harness.waiting import wait_until
from new_site import built

# Template, what is changed in it, and what the program then says.
MISTAKES = (
    ("home.tpl", "{{/HAS_NOTES}}", "",
     "templates/home.tpl:9: {{#HAS_NOTES}} is not closed: write {{/HAS_NOTES}} where it ends"),
    ("home.tpl", "{{/HAS_NOTES}}", "{{/HAS_NOTE}}",
     "templates/home.tpl:11: {{/HAS_NOTE}} closes no section: write {{#HAS_NOTE}} where it begins"),
    ("base.tpl", "{{SITE_NAME}}</title>", "{{SITE_NMAE}}</title>",
     "templates/base.tpl:7: the variable SITE_NMAE was not set for the page home.tpl"),
    ("home.tpl", "{{LINK:x-link=/notes}}", "{{LINK:x-link=notes}}",
     "templates/home.tpl:10: the path of a link must be a path of a page"),
    ("home.tpl", "{{>NOTE_LIST}}", "{{>NOTE_LISTS}}",
     "templates/home.tpl:8: there is no template note_lists.tpl to include"),
    ("home.tpl", '{{%AUTOESCAPE context="HTML"}}', "",
     "templates/home.tpl:1: a template must begin with {{%AUTOESCAPE"),
    ("base.tpl", "x-live=/_navigation", "x-live=/_navigaton",
     "templates/base.tpl:19: no view answers the hole /_navigaton"),
    ("base.tpl", "{{>CONTENT}}", "",
     "templates/base.tpl:1: the base template has no {{>CONTENT}}"),
    ("base.tpl", "{{TITLE}} ·", "{{LIVE:x-live=/_navigation}} ·",
     "templates/base.tpl:7: the hole {{LIVE:x-live=/_navigation}} stands in <title>"),
    ("base.tpl", "x-static=site.css", "x-static=sit.css",
     "templates/base.tpl:10: there is no static file sit.css"),
)


class FirstHour(unittest.TestCase):
    def test_a_changed_template_is_seen_and_each_mistake_in_one_gets_a_sentence(self):
        blog = built("blog")
        files = [blog / part for part in ("templates", "static", "deploy")]
        with DevSite(blog / "build/blog", files) as site:
            self.assertIn("Newest notes", site.get("/").text)
            site.change("home.tpl", "Newest notes", "What is new")
            wait_until(lambda: "What is new" in site.get("/").text, "the change is seen")
            for template, old, new, sentence in MISTAKES:
                with self.subTest(sentence):
                    before = len(site.said())
                    text = site.change(template, old, new)
                    wait_until(lambda: site.get("/").status == 500, "the mistake is noticed")
                    wait_until(lambda: sentence in site.said()[before:],
                               f"the program says: {sentence}")
                    site.write(template, text)
                    wait_until(lambda: site.get("/").status == 200, "the page is back")


if __name__ == "__main__":
    unittest.main()
