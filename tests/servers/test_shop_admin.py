"""What the admin of the shop changes: prices, and covers that are uploaded."""

import re
import unittest

from harness.probes import cache_status, is_hit
from harness.shop import ShopTests, messages

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
MEBI = 1 << 20


def price(answer):
    return int(re.search(r'class="price">Price: (\d+)<', answer.text)[1])


def cover_of(answer):
    """Returns the address of the cover on an item's page."""
    found = re.search(r'<img class="cover" src="([^"]*)"', answer.text)
    return found[1] if found else None


class Rights(ShopTests):
    def test_only_the_admin_changes_items(self):
        guest = self.visitor()
        answer = guest.get("/item/1/edit")
        self.assertEqual((answer.status, answer.field("Location")),
                         (303, "/sign-in?next=%2Fitem%2F1%2Fedit"))
        self.assertIn('name="next" value="/item/1/edit"', guest.get(answer.field("Location")).text)
        guest.post("/sign-in", name="Ana")
        self.assertEqual(guest.get("/item/1/edit").status, 403)
        self.assertEqual(guest.post("/item/1/price", price="1").status, 403)
        self.assertEqual(guest.post_file("/item/1/cover", "cover", "a.png", PNG).status, 403)
        self.assertEqual(guest.get("/orders.csv").status, 403)
        page = guest.get("/item/1")
        self.assertEqual((price(page), cover_of(page)), (100, None))


class Prices(ShopTests):
    def test_a_new_price_is_on_every_page_at_once(self):
        guest, admin = self.visitor(), self.admin()
        for target in ("/item/1", "/kept/1", "/item/2"):
            guest.get(target)
        answer = admin.post("/item/1/price", price="150")
        self.assertEqual((answer.status, answer.field("Location")), (303, "/item/1"))
        page = admin.get("/item/1")
        self.assertEqual((price(page), messages(page)), (150, ["The item is changed."]))
        for target in ("/item/1", "/kept/1"):
            self.assertEqual(price(guest.get(target)), 150)
        self.assertTrue(is_hit(guest.get("/item/2")), cache_status(guest.get("/item/2")))

    def test_a_wrong_price_is_shown_again_with_its_error(self):
        admin = self.admin()
        for typed, error in (("0", "Must be at least 1."), ("<b>", "Enter a whole number."),
                             ("", "This field is required.")):
            with self.subTest(typed):
                answer = admin.post("/item/2/price", price=typed)
                self.assertEqual(answer.status, 422)
                shown = typed.replace("<", "&lt;").replace(">", "&gt;")
                self.assertIn(f'name="price" value="{shown}" aria-invalid="true"', answer.text)
                self.assertIn(f'<p class="error">{error}</p>', answer.text)
        self.assertEqual(price(admin.get("/item/2")), 200)

    def test_an_item_that_does_not_exist_has_no_price(self):
        self.assertEqual(self.admin().post("/item/99/price", price="1").status, 404)


class Covers(ShopTests):
    def covers(self):
        return sorted(file.name for file in (self.shop.scratch / "data/covers").iterdir())

    def test_a_cover_is_on_the_page_at_once_with_its_type(self):
        guest, admin = self.visitor(), self.admin()
        self.assertIsNone(cover_of(guest.get("/item/1")))
        answer = admin.post_file("/item/1/cover", "cover", "evil.html", PNG, "text/html")
        self.assertEqual((answer.status, answer.field("Location")), (303, "/item/1"))
        address = cover_of(guest.get("/item/1"))
        cover = guest.request("GET", address)
        self.assertEqual((cover.field("Content-Type"), cover.body), ("image/png", PNG))
        self.assertIn("immutable", cover.field("Cache-Control"))
        # One of another type replaces it, at another address.
        admin.post_file("/item/1/cover", "cover", "b.jpg", JPEG)
        self.assertNotEqual(cover_of(guest.get("/item/1")), address)
        cover = guest.request("GET", cover_of(guest.get("/item/1")))
        self.assertEqual((cover.field("Content-Type"), cover.body), ("image/jpeg", JPEG))
        self.assertEqual([name for name in self.covers() if name.startswith("1.")], ["1.jpg"])

    def test_what_is_no_picture_is_refused(self):
        admin = self.admin()
        for content, error in ((b"<script>alert(1)</script>", "This is no PNG, JPEG or GIF"),
                               (PNG[:4], "This is no PNG, JPEG or GIF")):
            answer = admin.post_file("/item/2/cover", "cover", "a.png", content, "image/png")
            self.assertEqual(answer.status, 422)
            self.assertIn(f'<p class="error">{error}', answer.text)
        answer = admin.post_file("/item/2/cover", "cover", "", b"")
        self.assertEqual(answer.status, 422)
        self.assertIn("Choose a picture.", answer.text)
        self.assertIn('name="price" value="200"', answer.text)
        self.assertIsNone(cover_of(admin.get("/item/2")))
        self.assertEqual(admin.get("/item/2/cover").status, 404)

    def test_a_large_picture_is_taken_and_one_over_the_limit_is_not(self):
        admin = self.admin()
        large = PNG.ljust(2 * MEBI - 1000, b"x")
        self.assertEqual(admin.post_file("/item/3/cover", "cover", "a", large).status, 303)
        self.assertEqual(admin.request("GET", "/item/3/cover").body, large)
        answer = admin.post_file("/item/3/cover", "cover", "a", large + bytes(2000))
        self.assertEqual(answer.status, 413)
        self.assertIn("2 MiB", answer.text)
        self.assertEqual(admin.request("GET", "/item/3/cover").body, large)


if __name__ == "__main__":
    unittest.main()
