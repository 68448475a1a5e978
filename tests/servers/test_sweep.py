"""A sample of this machine's manual pages, from all sections. Each must show the page, with all of
its text, and its links to its own anchors must have their anchors."""

import collections
import gzip
import html
import pathlib
import re
import subprocess
import unittest
import urllib.parse

from harness.site import shared_site

PER_SECTION = 25
LANGUAGES = ("de", "fr", "ja", "ru", "pt-BR", "zh-CN")
# Each page is compared with what mandoc prints for a terminal, but only so many of a section.
COMPARED_PER_SECTION = 5
# Pages of packages that the tests install or that every Debian has.
ALWAYS = ("1/ls", "1/bash", "1/dpkg", "2/open", "2/mmap", "3/printf", "3/malloc", "4/null", "4/tty",
          "5/passwd",
          "5/proc", "6/intro", "7/signal", "7/utf-8", "8/intro", "8/ldconfig")


def words(fragment):
    return html.unescape(re.sub(r"<[^>]*>", " ", fragment)).split()


def letters(text):
    """How often the page has each letter and digit. Bullets, lines and the like do not count."""
    return collections.Counter(c for c in text.casefold() if c.isalnum())


def printed(source):
    """The text of a page as mandoc prints it, without the lines at its top and its bottom."""
    text = subprocess.run(["mandoc", "-T", "utf8"], input=source, capture_output=True,
                          timeout=30).stdout.decode()
    parts = re.split(r"\n(?:[ \t]*\n)+", re.sub(".\b", "", text).strip("\n"))
    return "\n".join(parts[1:-1])


def shown(page):
    """The text of the head and the article, and the addresses of its links to other sites. NAME is
    left out if it says what the head says."""
    text = "".join(re.findall(r"<h1\b.*?</header>|<article\b.*</article>", page, re.DOTALL))
    addresses = re.findall(r'href="((?:https?|ftp|mailto):[^"]*)"', text)
    name = "" if '<h2 id="NAME"' in text else "name "
    return html.unescape(re.sub(r"<[^>]*>", "", text) + name + " ".join(addresses))


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
        self.assert_anchors(article[1], path)
        return answer.text

    def assert_anchors(self, article, path):
        anchors = re.findall(r'\bid="([^"]*)"', article)
        twice = [anchor for anchor, count in collections.Counter(anchors).items() if count > 1]
        self.assertEqual(twice, [], f"anchors that are there twice in {path}")
        dead = set(re.findall(r'href="#([^"]*)"', article)) - set(anchors)
        self.assertEqual(dead, set(), f"links to no anchor in {path}")

    def assert_whole_text(self, path, page):
        _, _, section, name = path.split("/")
        file = pathlib.Path(f"/usr/share/man/man{section[0]}/{name}.{section}.gz")
        if not file.exists():
            return
        source = gzip.decompress(file.read_bytes())
        # A page that includes another one, and lists with numbers, which are no text in HTML.
        if source.startswith(b".so") or '<ol class="Bl-enum' in page:
            return
        missing = letters(printed(source)) - letters(shown(page))
        self.assertEqual(missing, {}, f"letters that {path} does not show")

    def test_well_known_pages(self):
        for name in ALWAYS:
            with self.subTest(name):
                path = "/man/" + name
                self.assert_whole_text(path, self.assert_page(path))

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
            sample = pages[:: max(1, len(pages) // PER_SECTION)]
            compared = set(sample[:: max(1, len(sample) // COMPARED_PER_SECTION)])
            for page in sample:
                with self.subTest(page):
                    text = self.assert_page(page)
                    if page in compared:
                        self.assert_whole_text(page, text)
