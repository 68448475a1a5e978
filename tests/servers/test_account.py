"""Sign-up, sign-in, sign-out; cookies; forms of other sites; no personal data in cached pages."""

import html
import re
import unittest

from harness.site import shared_site

PAGE = "/man/1/aspic-hello"
LIVE = "/_live?page=/man/1/aspic-hello&fragment=/_navigation"


def attributes(line):
    return {part.strip().lower() for part in line.split(";")[1:]}


class AccountTests:
    options = {}
    name = ""

    @classmethod
    def setUpClass(cls):
        cls.site = shared_site(**cls.options)
        cls.ana = cls.site.visitor()
        cls.signed_up = cls.ana.sign_up(cls.name)
        cls.cookie_lines = cls.ana.set_cookies

    def assert_form_again(self, answer):
        """The view received the form, and shows it again with an error."""
        self.assertEqual(answer.status, 403)
        self.assertIn('role="alert"', answer.text)
        self.assertIn('name="password"', answer.text)

    def test_signing_up_signs_in_and_redirects(self):
        self.assertEqual(self.signed_up.status, 303)
        self.assertEqual(set(self.ana.cookies), {"session", "live", "device"})

    def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(self):
        session = next(line for line in self.cookie_lines if line.startswith("session="))
        self.assertLessEqual({"httponly", "samesite=lax", "path=/"}, attributes(session))
        self.assertNotIn(self.name.encode().hex(), session)
        self.assertNotIn(self.name, session)

    def test_the_device_cookie_goes_only_to_account_pages_and_contains_no_name(self):
        device = next(line for line in self.cookie_lines if line.startswith("device="))
        self.assertLessEqual({"httponly", "samesite=strict", "path=/account", "max-age=31536000"},
                             attributes(device))
        self.assertNotIn(self.name, device)

    def test_the_live_cookie_is_for_scripts_and_holds_no_secret(self):
        live = next(line for line in self.cookie_lines if line.startswith("live="))
        self.assertIn("samesite=lax", attributes(live))
        self.assertNotIn("httponly", attributes(live))
        value = self.ana.cookies["live"]
        self.assertLess(len(value), 32)
        self.assertNotIn(value, self.ana.cookies["session"])

    def test_a_cached_page_never_contains_the_name(self):
        self.ana.get(PAGE)
        again = self.site.get(PAGE)
        self.assertRegex(again.field("Cache-Status"), "hit")
        self.assertNotIn(self.name, again.text)
        self.assertIsNone(again.field("Set-Cookie"))
        self.assertIn('<x-live fragment="/_navigation" key="', again.text)

    def test_live_fragments_contain_the_name_and_only_the_browser_keeps_them(self):
        answer = self.ana.get(LIVE)
        self.assertEqual(answer.status, 200)
        self.assertIn('<x-live fragment="/_navigation" hash="', answer.text)
        self.assertIn(f"Hi, logged in as {self.name}", answer.text)
        self.assertRegex(answer.field("Cache-Control"), r"^private, max-age=300$")
        self.assertRegex(answer.field("Vary"), r"(?i)\bcookie\b")
        self.assertRegex(answer.field("Cache-Status"), "bypass")
        self.assertRegex(self.ana.get(LIVE + "&fragment=/_recent").field("Cache-Control"),
                         "no-store")

    def test_a_guest_gets_the_same_live_fragments_as_in_the_page(self):
        guest = self.site.get(LIVE)
        self.assertNotIn("Hi, logged in as", guest.text)
        content = guest.text[guest.text.index(">") + 1 : guest.text.index("</x-live>")]
        self.assertIn(content, self.site.get(PAGE).text)

    def test_live_answers_only_fragments_of_the_site(self):
        for query in ("", "page=/", "fragment=/account/sign-in", "fragment=/man/1/aspic-hello",
                      "fragment=/_nothing",
                      "fragment=/_live", "fragment=http://evil.example/",
                      "fragment=/_navigation&fragment=/search",
                      "&".join(f"fragment=/_navigation%3F{number}" for number in range(40))):
            with self.subTest(query[:40]):
                self.assertIn(self.ana.get("/_live?" + query).status, (400, 404))

    def test_no_cache_keeps_a_private_page(self):
        answer = self.ana.get("/account/sign-in")
        self.assertRegex(answer.field("Cache-Control"), "private|no-store")
        self.assertRegex(answer.field("Cache-Status"), "bypass")

    def test_a_visitor_with_a_forged_or_damaged_session_is_a_guest(self):
        good = self.ana.cookies["session"]
        broken = good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB")
        for value in ("", "x", broken, good[: len(good) // 2], "A" * 4000):
            forger = self.site.visitor()
            forger.cookies["session"] = value
            answer = forger.get(LIVE)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("Hi, logged in as", answer.text)

    def test_a_form_of_another_site_is_refused(self):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                        {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
                        {"Sec-Fetch-Site": None, "Origin": "null"},
                        {"Sec-Fetch-Site": None, "Origin": None}):
            with self.subTest(headers):
                answer = self.ana.post("/account/sign-out", {"next": "/"}, headers)
                self.assertEqual(answer.status, 403)
                self.assertIn("session", self.ana.cookies)
        self.assertIn(self.name, self.ana.get(LIVE).text)

    def test_only_this_site_can_mark_a_page_as_read(self):
        page = self.site.fresh_page()
        recent = "/_live?page=/&fragment=/_recent"
        self.ana.get(page)
        elsewhere = self.ana.post(page + "/read", {"from": "elsewhere"},
                                  {"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(elsewhere.status, 403)
        self.assertNotIn(page, self.ana.get(recent).text)
        self.assertEqual(self.ana.post(page + "/read", {"from": "here"}).status, 204)
        self.assertIn(f'href="{page}"', self.ana.get(recent).text)

    def test_the_origin_alone_is_enough_for_a_form_of_this_site(self):
        somebody = self.site.visitor()
        headers = {"Sec-Fetch-Site": None}
        answer = somebody.post("/account/sign-in", {"name": "nobody", "password": "wrong-password"},
                               headers)
        self.assert_form_again(answer)

    def test_signing_in_and_out_again(self):
        other = self.site.visitor()
        self.assertEqual(other.sign_in(self.name).status, 303)
        self.assertIn(f"Hi, logged in as {self.name}", other.get(LIVE).text)
        version = other.cookies["live"]
        self.assertEqual(other.sign_out().status, 303)
        self.assertEqual(set(other.cookies), {"device"})
        self.assertNotIn(self.name, other.get(LIVE).text)
        other.sign_in(self.name)
        self.assertNotEqual(other.cookies["live"], version)

    def test_a_wrong_password_signs_nobody_in(self):
        other = self.site.visitor()
        answer = other.sign_in(self.name, "wrong password")
        self.assert_form_again(answer)
        self.assertEqual(other.cookies, {})

    def test_a_name_can_be_taken_only_once(self):
        other = self.site.visitor()
        answer = other.sign_up(self.name)
        self.assert_form_again(answer)
        self.assertEqual(other.cookies, {})

    def test_the_next_reader_sees_a_new_note_and_does_not_see_a_deleted_one(self):
        page = self.site.fresh_page()
        guest = self.site.visitor()
        guest.get(page)
        before = guest.get(page)
        self.assertRegex(before.field("Cache-Status"), "hit")
        text = f"<b>A note</b> of {self.name}\nin two lines"
        written = self.ana.post(page + "/notes", {"text": text})
        self.assertEqual((written.status, written.field("Location")), (303, page + "#notes"))
        after = guest.get(page, {"If-None-Match": before.field("ETag")})
        self.assertEqual(after.status, 200)
        self.assertIn(html.escape(text), after.text)
        self.assertNotIn("/delete", after.text)

        fragment = f"/_notes{page.removeprefix('/man')}"
        own = self.ana.get(f"/_live?page={page}&fragment={fragment}").text
        note = re.search(r'formaction="(/notes/\d+)/delete"', own)[1]
        other = self.site.visitor()
        other.sign_up(self.name + " Other")
        self.assertEqual(other.post(note + "/delete", {"text": text}).status, 403)
        self.assertEqual(self.ana.post(note + "/delete", {"text": text}).status, 303)
        self.assertNotIn("A note", guest.get(page).text)

    def test_the_note_of_a_guest_waits_until_they_have_signed_in(self):
        page = self.site.fresh_page()
        longest = "x" * 2000
        guest = self.site.visitor()
        written = guest.post(page + "/notes", {"text": longest})
        self.assertEqual(written.status, 303)
        self.assertIn(longest, guest.get(written.field("Location")).text)
        self.assertNotIn(longest, self.site.get(page).text)
        self.assertEqual(guest.sign_in(self.name).field("Location"), page + "#notes")
        self.assertIn(longest, self.site.get(page).text)

    def test_the_redirect_never_leads_to_another_site(self):
        for way in ("https://evil.example/", "//evil.example/", "/\\evil.example",
                    "\\\\evil.example", "javascript:x"):
            other = self.site.visitor()
            other.cookies = dict(self.ana.cookies)
            answer = other.post("/account/sign-out", {"next": way})
            self.assertEqual(answer.status, 303)
            self.assertNotIn("evil", answer.field("Location"))
            self.assertNotIn("javascript", answer.field("Location"))


class BehindLighttpd(AccountTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "redis"}
    name = "Ana Lighttpd"


class BehindApache(AccountTests, unittest.TestCase):
    options = {"front": "apache", "cache": "redis"}
    name = "Ana Apache"


class InMemory(AccountTests, unittest.TestCase):
    options = {"front": "lighttpd", "cache": "memory"}
    name = "Ana Memory"


class GuessingPasswords(unittest.TestCase):
    def setUp(self):
        self.site = shared_site(front="lighttpd", cache="memory")

    def guess_until_refused(self, visitor, name):
        for _ in range(30):
            answer = visitor.sign_in(name, "wrong password")
            if answer.status == 429:
                return
            self.assertEqual(answer.status, 403)
        self.fail("no attempt was answered by 429")

    def test_after_many_failures_even_the_right_password_has_to_wait(self):
        self.assertEqual(self.site.visitor().sign_up("Slow Guess").status, 303)
        guesser = self.site.visitor()
        self.guess_until_refused(guesser, "Slow Guess")
        self.assertEqual(guesser.sign_in("Slow Guess").status, 429)
        self.assertEqual(guesser.cookies, {})

    def test_a_browser_that_knows_the_account_can_still_sign_in(self):
        owner = self.site.visitor()
        self.assertEqual(owner.sign_up("Known Browser").status, 303)
        owner.sign_out()
        self.guess_until_refused(self.site.visitor(), "Known Browser")
        self.assertEqual(owner.sign_in("Known Browser").status, 303)
        thief = self.site.visitor()
        thief.cookies["device"] = owner.cookies["device"][:-1] + "_"
        self.assertEqual(thief.sign_in("Known Browser").status, 429)


class Choosing(unittest.TestCase):
    """The names and passwords that sign-up accepts."""

    def setUp(self):
        self.site = shared_site(front="lighttpd", cache="memory")

    def test_a_common_password_is_refused_with_the_reason(self):
        for password, words in (("12345678", "at least 10 characters"),
                                ("password", "at least 10 characters"),
                                ("1234567890", "easy to guess"), ("Password123!", "easy to guess"),
                                ("common choice", "besides your name")):
            with self.subTest(password):
                answer = self.site.visitor().post("/account/sign-up",
                                                  {"name": "Common Choice", "password": password})
                self.assertEqual(answer.status, 403)
                self.assertIn(words, answer.text)

    def test_a_name_that_looks_like_another_is_refused(self):
        self.assertEqual(self.site.visitor().sign_up("Adam Typed").status, 303)
        answer = self.site.visitor().sign_up("\u0410dam Typed")  # a Cyrillic A
        self.assertEqual(answer.status, 403)
        self.assertIn("looks like a name", answer.text)

    def test_a_name_with_marks_is_accepted_and_both_unicode_forms_can_sign_in(self):
        self.assertEqual(self.site.visitor().sign_up("\u0939\u093f\u0928\u094d\u0926\u0940").status,
                         303)
        self.assertEqual(self.site.visitor().sign_up("Zoe\u0308 Forms").status, 303)
        self.assertEqual(self.site.visitor().sign_in("Zo\u00eb Forms").status, 303)
