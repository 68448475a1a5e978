"""A sample of this machine's manual pages, from all sections. Each must show the page."""

import html
import pathlib
import re
import unittest
import urllib.parse

from harness.site import shared_site

PER_SECTION = 25
LANGUAGES = ("de", "fr", "ja", "ru", "pt-BR", "zh-CN")
# Pages of packages that the tests install or that every Debian has.
ALWAYS = ("1/ls", "1/bash", "1/dpkg", "2/open", "2/mmap", "3/printf", "3/malloc", "4/null", "4/tty",
          "5/passwd",
          "5/proc", "6/intro", "7/signal", "7/utf-8", "8/intro", "8/ldconfig")


def words(fragment):
    return html.unescape(re.sub(r"<[^>]*>", " ", fragment)).split()


@unittest.skipUnless(pathlib.Path("/usr/share/man/man7/signal.7.gz").exists(),
                     "dpkg is configured to install no manual pages (path-exclude)")
class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(man_root="/usr/share/man", front="lighttpd", cache="redis")

    def assert_page(self, path):
        answer = self.site.get(path)
        self.assertEqual(answer.status, 200, path)
        article = re.search(r'<article\b[^>]*>(.*)</article>', answer.text, re.DOTALL)
        self.assertTrue(article, f"no article in {path}")
        self.assertRegex(article[1], r"<h[1-6]", f"no heading in {path}")
        self.assertGreater(len(words(article[1])), 10, f"hardly a word in {path}")

    def test_well_known_pages(self):
        for name in ALWAYS:
            with self.subTest(name):
                self.assert_page("/man/" + name)

    def test_pages_in_other_languages(self):
        for language in LANGUAGES:
            directory = pathlib.Path("/usr/share/man", language.replace("-", "_"))
            files = sorted(directory.glob("man8/*.8.gz"))
            if not files:
                continue
            name = files[0].name.removesuffix(".8.gz")
            with self.subTest(language):
                answer = self.site.get(f"/{language}/man/8/{urllib.parse.quote(name)}")
                self.assertEqual(answer.status, 200)
                self.assertRegex(answer.text, rf'<article [^>]*lang="{language}" dir="ltr">')
                self.assertRegex(answer.text, rf'<p class="lead" lang="{language}"[^>]*>[^<]+</p>')

    def test_pages_spread_over_each_section(self):
        home = self.site.get("/").text
        sections = sorted(set(re.findall(r'href="(/man/[^/"]+)"', home)))
        self.assertGreaterEqual(len(sections), 8, sections)
        for section in sections:
            index = self.site.get(section).text
            pages = sorted(set(html.unescape(link)
                               for link in re.findall(rf'href="({section}/[^"#]+)"', index)))
            self.assertTrue(pages, f"{section} is empty")
            for page in pages[:: max(1, len(pages) // PER_SECTION)]:
                with self.subTest(page):
                    self.assert_page(page)
