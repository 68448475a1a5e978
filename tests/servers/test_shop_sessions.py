"""What visitors of the shop have: a guest's basket, messages shown once, sessions in Redis."""

import unittest

from harness.probes import cache_status, is_hit
from harness.redis import Redis
from harness.shop import Shop, ShopTests, ShopVisitor, basket, messages, name
from harness.waiting import wait_until

IN_BASKET = ["It is in your basket."]


class BasketOfAGuest(ShopTests):
    def test_a_guest_without_a_session_gets_no_cookie_and_the_page_for_everyone(self):
        guest = self.visitor()
        guest.get("/item/1")
        answer = guest.get("/item/1")
        self.assertTrue(is_hit(answer), cache_status(answer))
        self.assertEqual(basket(answer), 0)
        self.assertEqual(guest.cookies, {})

    def test_a_guest_sees_the_basket_in_cached_pages_in_own_pages_and_in_live_answers(self):
        guest = self.visitor()
        guest.get("/item/1")
        guest.put()
        guest.put()
        for answer in (guest.get("/item/1"), guest.get("/kept/1"), guest.get("/basket"),
                       guest.live("/_corner")):
            self.assertEqual(basket(answer), 2)
        self.assertRegex(cache_status(guest.get("/item/1")), "detail=assembled")
        self.assertEqual(basket(self.visitor().get("/item/1")), 0)

    def test_with_a_snapshot_the_guest_gets_the_page_for_everyone(self):
        guest = self.visitor()
        everyone = guest.get("/quiet")
        guest.put()
        key = everyone.text.split(' key="')[1].split('"')[0]
        guest.cookies["snapshots"] = f"{guest.cookies['live']}.{key}"
        self.assertEqual(guest.get("/quiet").body, everyone.body)
        guest.put()
        self.assertEqual(basket(guest.get("/quiet")), 2)

    def test_a_form_leads_to_a_path_of_this_site_only(self):
        for typed, expected in (("/item/1?a=b", "/item/1?a=b"), ("//evil.example", "/"),
                                ("https://evil.example/", "/"), ("", "/")):
            answer = self.visitor().post("/sign-in", name="Ana", next=typed)
            self.assertEqual((answer.status, answer.field("Location")), (303, expected), typed)

    def test_signing_in_keeps_the_basket_under_a_new_session_and_signing_out_takes_it_away(self):
        guest = self.visitor()
        guest.put()
        planted = guest.copy()
        guest.post("/sign-in", name="Ana")
        self.assertNotEqual(guest.cookies["session"], planted.cookies["session"])
        page = guest.get("/item/1")
        self.assertEqual((name(page), basket(page)), ("Ana", 1))
        # Who knows the guest's cookie does not know the session of the user.
        self.assertIsNone(name(planted.get("/item/1")))
        signed_in = guest.copy()
        answer = guest.post("/sign-out")
        self.assertEqual(answer.status, 303)
        page = guest.get("/item/1")
        self.assertEqual((name(page), basket(page)), (None, 0))
        page = signed_in.live("/_corner")
        self.assertEqual((name(page), basket(page)), (None, 0))

    def test_signing_out_everywhere_ends_a_copied_cookie_at_once(self):
        here, there = self.visitor(), self.visitor()
        for browser in (here, there):
            browser.post("/sign-in", name="Everywhere")
            browser.put()
        here.post("/sign-out", everywhere="yes")
        page = there.live("/_corner")
        self.assertEqual((name(page), basket(page)), (None, 0))

    def test_an_emptied_basket_leaves_a_guest_without_cookies(self):
        guest = self.visitor()
        guest.put()
        guest.get("/item/1")
        guest.post("/basket/empty")
        self.assertEqual(guest.cookies, {})


class TooLarge(ShopTests):
    def test_more_than_a_cookie_holds_is_an_error_that_names_the_way_out(self):
        guest = self.visitor()
        self.assertEqual(guest.post("/much", bytes="5000").status, 500)
        self.assertEqual(guest.cookies, {})
        self.assertRegex(self.shop.log(), r"needs a cookie of \d+ bytes.* the limit is 3800.*"
                                          r"--sessions redis")


class FragmentsThatWrite(ShopTests):
    def test_what_a_fragment_writes_is_kept_in_pages_and_in_live_answers(self):
        guest = self.visitor()
        guest.put()
        guest.get("/hole/count-view")
        guest.live("/_count-view", view="shown")
        guest.get("/own/count-view")
        self.assertEqual(guest.get("/views").text, "3\n")

    def test_a_prefetch_a_head_and_a_background_request_are_no_page_views(self):
        guest = self.visitor()
        guest.put()
        guest.get("/hole/count-view", {"Sec-Purpose": "prefetch"})
        guest.get("/hole/count-view", {"Sec-Purpose": "prefetch;prerender"})
        guest.request("HEAD", "/hole/count-view")
        guest.live("/_count-view")
        self.assertEqual(guest.get("/views").text, "0\n")

    def test_a_fragment_that_signs_in_is_refused_with_a_name(self):
        guest = self.visitor()
        guest.put()
        answer = guest.live("/_sign-in")
        self.assertNotIn("fragment=", answer.text)
        self.assertIsNone(name(guest.get("/item/1")))
        self.assertIn("a fragment called the session's sign_in()", self.shop.log())


class Messages(ShopTests):
    def said(self, text="Saved."):
        visitor = self.visitor()
        visitor.post("/say", text=text)
        return visitor

    def test_a_message_is_shown_once_in_the_next_page(self):
        for target in ("/item/1", "/kept/2", "/basket"):
            with self.subTest(target=target):
                visitor = self.said()
                self.assertEqual(messages(visitor.get("/quiet")), [])
                shown = visitor.get(target)
                self.assertEqual(messages(shown), ["Saved."])
                self.assertEqual(shown.field("Cache-Control"), "private, no-store")
                for again in (target, "/item/1", "/basket"):
                    self.assertEqual(messages(visitor.get(again)), [])
                self.assertEqual(visitor.cookies, {})

    def test_a_visitor_without_messages_sees_none_and_no_error(self):
        visitor = self.visitor()
        visitor.post("/sign-in", name="Ana")
        for target in ("/item/3", "/item/3", "/basket"):
            page = visitor.get(target)
            self.assertEqual(name(page), "Ana")
            self.assertRegex(page.text, r'<x-live fragment="/_messages"[^>]*>\s*</x-live>')
        self.assertNotIn("a fragment failed", self.shop.log())

    def test_a_prefetched_page_leaves_the_message_to_its_script(self):
        for headers in ({"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}):
            for target in ("/item/1", "/basket"):
                page = self.said().get(target, headers)
                self.assertRegex(page.text, r'<x-live fragment="/_messages"[^>]* later')

    def test_a_message_is_shown_once_by_a_view(self):
        visitor = self.said()
        self.assertEqual(visitor.get("/messages").text, "messages: Saved.\n")
        self.assertEqual(visitor.get("/messages").text, "messages:\n")

    def test_a_message_waits_for_a_page_that_the_visitor_sees(self):
        visitor = self.said()
        visitor.request("HEAD", "/item/1")
        for headers in ({"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"},
                        {"Sec-Fetch-Dest": "empty"}):
            for target in ("/item/1", "/basket", "/messages"):
                self.assertEqual(messages(visitor.get(target, headers)), [])
                self.assertNotIn("Saved.", visitor.get(target, headers).text)
        for view in (None, "early"):
            self.assertEqual(messages(visitor.live("/_messages", view=view)), [])
        self.assertEqual(messages(visitor.live("/_messages", view="shown")), ["Saved."])
        self.assertEqual(messages(visitor.get("/item/1")), [])

    def test_a_message_at_the_sign_out_is_shown(self):
        visitor = self.visitor()
        visitor.post("/sign-in", name="Ana")
        visitor.post("/sign-out")
        self.assertEqual(messages(visitor.get("/item/1")), ["You have signed out."])
        self.assertEqual(messages(visitor.get("/item/1")), [])
        self.assertEqual(visitor.cookies, {})


class InRedis(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()
        self.redis = Redis(self.shop.scratch).start()
        self.addCleanup(self.shop.directory.cleanup)
        self.addCleanup(self.redis.__exit__)
        self.shop.options.update(sessions="redis", redis=f"unix:{self.redis.socket}",
                                 redis_timeout_ms=3000)
        self.process = self.start("shop")

    def start(self, name, **options):
        self.shop.options.update(options)
        process = self.shop.another(name).start()
        self.addCleanup(process.kill)
        return process

    def visitor(self, process=None):
        return ShopVisitor(process or self.process)

    def keys(self):
        return self.redis.cli("--scan", "--pattern", "aspic:session:*").split()

    def test_more_than_a_cookie_holds_is_kept_with_a_small_cookie_and_a_lifetime(self):
        guest = self.visitor()
        guest.put()
        guest.post("/much", bytes="50000")
        self.assertLess(len(guest.cookies["session"]), 200)
        self.assertEqual(basket(guest.get("/item/1")), 1)
        (key,) = self.keys()
        self.assertRegex(key, "^aspic:session:[0-9a-f]{32}$")
        self.assertGreater(int(self.redis.cli("TTL", key)), 1_200_000)

    def test_a_copied_cookie_ends_with_the_sign_out_in_every_process(self):
        ana = self.visitor()
        ana.put()
        ana.post("/sign-in", name="Ana")
        self.assertEqual(len(self.keys()), 1)
        copy = ana.copy()
        copy.process = self.start("there")
        self.assertEqual(name(copy.get("/item/1")), "Ana")
        ana.post("/sign-out")
        page = copy.live("/_corner")  # at once, from any process
        self.assertEqual((name(page), basket(page)), (None, 0))

    def test_signing_out_everywhere_ends_all_sessions(self):
        here, there = self.visitor(), self.visitor()
        for browser in (here, there):
            browser.post("/sign-in", name="Ana")
        here.post("/sign-out", everywhere="yes")
        self.assertIsNone(name(there.live("/_corner")))

    def test_without_redis_pages_are_served_writes_fail_and_nothing_is_lost(self):
        guest = self.visitor()
        guest.put()
        guest.get("/item/1")
        self.redis.kill()
        before = dict(guest.cookies)
        for target in ("/item/1", "/basket", "/quiet"):
            answer = guest.get(target)
            self.assertEqual(answer.status, 200)
            self.assertNotEqual(basket(answer), 1)
        self.assertEqual(guest.live("/_corner").status, 503)
        answer = guest.put()
        self.assertEqual(answer.status, 503)
        self.assertTrue(answer.field("Retry-After"))
        self.assertEqual(guest.cookies, before)
        self.assertEqual(self.visitor().get("/item/1").status, 200)
        self.assertRegex(self.process.log(), "redis")
        self.redis.start()
        wait_until(lambda: guest.put().status == 303, "the session can be written again")

    def test_the_session_outlives_the_process(self):
        guest = self.visitor()
        guest.put()
        self.process.kill()
        guest.process = self.start("next")
        self.assertEqual(basket(guest.get("/item/1")), 1)


if __name__ == "__main__":
    unittest.main()
