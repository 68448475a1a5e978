"""The items of the shop, on pages and as JSON for programs."""

import html
import json
import re
import unittest

from harness.front_end import FrontEnd, open_to_front_end
from harness.probes import cache_status, is_hit
from harness.shop import Shop, ShopTests, ShopVisitor, Through, basket


def numbers(answer):
    """Returns the numbers of the items on a page of the list."""
    return [int(number) for number in re.findall(r"/item/(\d+)", answer.text)]


def link(answer, relation):
    found = re.search(rf'<a rel="{relation}" href="([^"]*)"', answer.text)
    return found[1] if found else None


class List(ShopTests):
    def test_its_links_lead_from_page_to_page_and_each_page_is_cached(self):
        guest = self.visitor()
        seen = []
        target = "/"
        while target:
            answer = guest.get(target)
            seen.append(numbers(answer))
            self.assertTrue(is_hit(guest.get(target)), target)
            following = link(answer, "next")
            target = following and "/" + following.removeprefix("./")
        self.assertEqual(seen, [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12]])
        self.assertEqual(link(answer, "prev"), "./?page=2")
        for target in ("/?page=4", "/?page=0", "/?page=two"):
            self.assertEqual(guest.get(target).status, 404, target)


    def test_the_link_to_sign_in_leads_back_to_the_page_of_the_list(self):
        def sign_in_link(answer):
            return re.search(r'class="sign-in"[^>]*href="([^"]*)"', answer.text)[1]

        target = "/?page=2&utm_source=mail"
        guest = self.visitor()
        # The page for everyone knows only the parameters that its view reads.
        self.assertEqual(sign_in_link(guest.get(target)), "/sign-in?next=%2F%3Fpage%3D2")
        guest.put()
        link_of_page = sign_in_link(guest.get(target))
        self.assertEqual(link_of_page, "/sign-in?next=%2F%3Fpage%3D2%26utm_source%3Dmail")
        form = guest.get(link_of_page).text
        back = html.unescape(re.search(r'name="next" value="([^"]*)"', form)[1])
        answer = guest.post("/sign-in", name="Ana", next=back)
        self.assertEqual(answer.field("Location"), target)
        self.assertNotIn('class="sign-in"', guest.get(target).text)


class BehindFrontEnd:
    front = ""

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop()
        cls.addClassCleanup(cls.shop.__exit__)
        open_to_front_end(cls.shop.scratch)
        cls.shop.__enter__()
        front = FrontEnd(cls.front, cls.shop.scratch, cls.shop.process.socket)
        cls.through = Through(cls.enterClassContext(front))

    def visitor(self):
        return ShopVisitor(self.through)

    def test_programs_get_the_list_from_the_cache_until_a_price_changes(self):
        program = self.visitor()
        first = program.request("GET", "/api/items")
        self.assertEqual((first.status, first.field("Content-Type")), (200, "application/json"))
        items = json.loads(first.body)
        self.assertEqual(len(items), 12)
        self.assertEqual(items[2], {"number": 3, "price": items[2]["price"], "path": "/item/3"})
        again = program.request("GET", "/api/items")
        self.assertTrue(is_hit(again), cache_status(again))

        have = {"If-None-Match": first.field("ETag")}
        unchanged = program.request("GET", "/api/items", have)
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))
        admin = self.visitor()
        admin.post("/sign-in", name="admin")
        admin.post("/item/3/price", price=str(items[2]["price"] + 1))
        changed = program.request("GET", "/api/items", have)
        self.assertEqual(changed.status, 200)
        self.assertEqual(json.loads(changed.body)[2]["price"], items[2]["price"] + 1)

    def test_json_puts_things_into_the_basket_that_pages_show(self):
        guest = self.visitor()
        answer = guest.post_json("/api/basket", b'{"item": 1, "count": 2}')
        self.assertEqual((answer.status, json.loads(answer.body)), (200, {"basket": 2}))
        guest.post_json("/api/basket", b'{"item": 2, "count": 3}')
        self.assertEqual(basket(guest.get("/item/1")), 5)

    def test_wrong_json_gets_a_problem_that_says_what_is_wrong(self):
        for body, status, words in (
                (b'{"item": 1', 400, "at byte"),
                (b"[1, 2]", 422, '"item" must be a whole number from 1 to 12'),
                (b'{"item": 13, "count": 1}', 422, '"item" must be'),
                (b'{"item": 1.5, "count": 1}', 422, '"item" must be'),
                (b'{"item": 18446744073709551617, "count": 1}', 422, '"item" must be'),
                (b'{"item": 1, "count": "2"}', 422, '"count" must be a whole number from 1'),
                (b'{"item": 1}', 422, '"count" must be')):
            with self.subTest(body):
                guest = self.visitor()
                answer = guest.post_json("/api/basket", body)
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.field("Content-Type"), "application/problem+json")
                problem = json.loads(answer.body)
                self.assertEqual(problem["status"], status)
                self.assertIn(words, problem["detail"])
                self.assertEqual(guest.cookies, {})

    def test_another_error_is_a_problem_too_for_who_wants_json(self):
        answer = self.visitor().request("GET", "/item/99", {"Accept": "application/json"})
        self.assertEqual(answer.status, 404)
        self.assertEqual(json.loads(answer.body)["detail"], "There is no such item.")


class BehindLighttpd(BehindFrontEnd, unittest.TestCase):
    front = "lighttpd"


class BehindApache(BehindFrontEnd, unittest.TestCase):
    front = "apache"


if __name__ == "__main__":
    unittest.main()
