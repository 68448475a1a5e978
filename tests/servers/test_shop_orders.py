"""The orders of the shop: their mail, their payment by a webhook, their export, and their end."""

import hashlib
import hmac
import json
import re
import unittest

from harness.shop import Shop, ShopTests, basket, messages
from harness.waiting import wait_until

KEY = b"\x00the key of the payment service, 32 bytes or more"


def state(answer):
    return re.search(r'id="state">([^<]*)<', answer.text)[1]


def signed(body, key=KEY):
    return hmac.new(key, body, hashlib.sha256).hexdigest()


class OrderTests(ShopTests):
    def order(self, things=1):
        """Returns a guest who has ordered, and the number of the order."""
        guest = self.visitor()
        guest.post_json("/api/basket", json.dumps({"item": 1, "count": things}).encode())
        self.assertEqual(guest.post("/order").field("Location"), "/order")
        return guest, int(re.search(r"Your order (\d+)</h1>", guest.get("/order").text)[1])


class Ordering(OrderTests):
    def test_an_order_empties_the_basket_and_says_so_once(self):
        guest = self.visitor()
        self.assertEqual(guest.get("/order").status, 404)
        guest.post("/order")
        self.assertEqual(messages(guest.get("/basket")), ["Your basket is empty."])
        guest.post_json("/api/basket", b'{"item": 1, "count": 1}')
        guest.post("/order")
        page = guest.get("/order")
        self.assertEqual((messages(page), state(page), basket(page)),
                         (["Thank you for your order."], "open", 0))

    def test_a_mail_is_written_after_the_answer(self):
        mails = self.shop.scratch / "data/mails"
        _, number = self.order(7)
        line = f"order {number} of 7\n"
        wait_until(lambda: mails.exists() and line in mails.read_text(), "the mail is written")

    def test_all_orders_are_exported_as_a_stream(self):
        first = [self.order(3)[1], self.order(4)[1]]
        for _ in range(60):  # more than one piece of the stream
            guest = self.visitor()
            guest.put()
            guest.post("/order")
        answer = self.admin().get("/orders.csv")
        self.assertEqual(answer.field("Content-Type"), "text/csv; charset=utf-8; header=present")
        self.assertIsNone(answer.field("Content-Length"))
        head, *rows = answer.text.split("\r\n")[:-1]
        self.assertEqual(head, "number,things,state")
        self.assertEqual([int(row.split(",")[0]) for row in rows], list(range(1, len(rows) + 1)))
        self.assertGreater(len(rows), 60)
        for number, things in zip(first, (3, 4)):
            self.assertEqual(rows[number - 1], f"{number},{things},open")


class Payments(OrderTests):
    @classmethod
    def setUpClass(cls):
        cls.shop = Shop()
        cls.addClassCleanup(cls.shop.__exit__)
        key = cls.shop.scratch / "payment.key"
        key.write_bytes(KEY)
        cls.shop.options["payment_key"] = key
        cls.shop.process = cls.shop.another("shop")
        cls.shop.__enter__()

    def pay(self, body, proof, **more):
        """Posts as a program on another site does."""
        return self.shop.process.request("POST", "/payments", {
            "Content-Type": "application/json", "Accept": "application/json",
            "Origin": "https://payments.example", "Sec-Fetch-Site": "cross-site",
            "Payment-Proof": proof, **more}, body)

    def test_with_its_proof_the_order_is_paid_and_nothing_is_flashed(self):
        guest, number = self.order()
        body = b'{"order": %d}' % number
        cookie = {"Cookie": f"session={guest.cookies['session']}"}
        for _ in ("once", "and again, which is harmless"):
            answer = self.pay(body, signed(body), **cookie)
            self.assertEqual((answer.status, json.loads(answer.body)),
                             (200, {"order": number, "state": "paid"}))
            self.assertEqual(answer.all("Set-Cookie"), [])
            page = guest.get("/order")
            self.assertEqual((state(page), messages(page)), ("paid", []))
        csv = self.admin().get("/orders.csv").text
        self.assertEqual(csv.count(f"\r\n{number},"), 1)

    def test_with_a_wrong_proof_it_is_refused_and_stays_open(self):
        guest, number = self.order()
        body = b'{"order": %d}' % number
        right = signed(body)
        for proof in ("", "00" * 32, right[:-2], right + "00", signed(body, b"another key"),
                      signed(body + b" "), right[:-2] + "zz"):
            answer = self.pay(body, proof)
            self.assertEqual(answer.status, 403, proof)
            self.assertIn("Payment-Proof", json.loads(answer.body)["detail"])
        # Not even a proof that lacks only zeros at its end.
        tries = (b'{"order": %d, "try": %d}' % (number, n) for n in range(10_000))
        body = next(body for body in tries if signed(body).endswith("00"))
        self.assertEqual(self.pay(body, signed(body)[:-2]).status, 403)
        self.assertEqual(state(guest.get("/order")), "open")

    def test_what_names_no_order_is_refused(self):
        for body, status in ((b'{"order": 123456789}', 404), (b'{"order": "1"}', 422),
                             (b'{"order": 0}', 422), (b"[]", 422), (b"order=1", 400)):
            self.assertEqual(self.pay(body, signed(body)).status, status, body)


class WithoutAKey(ShopTests):
    def test_no_payments_are_taken(self):
        body = b'{"order": 1}'
        answer = self.visitor().request("POST", "/payments", {
            "Content-Type": "application/json", "Payment-Proof": signed(body, b"")}, body)
        self.assertEqual(answer.status, 503)


class Unpaid(OrderTests):
    options = {"pay_within": 0}

    def test_a_job_cancels_orders_that_nobody_pays(self):
        guest, _ = self.order()
        wait_until(lambda: state(guest.get("/order")) == "cancelled", "the order is cancelled", 60)


if __name__ == "__main__":
    unittest.main()
