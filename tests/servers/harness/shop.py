"""One process of the shop (tests/servers/shop), and visitors with browsers."""

import html
import pathlib
import re
import unittest
import urllib.parse

from . import http_client
from .paths import BUILD, ROOT, scratch_directory
from .probes import SAME_ORIGIN, Probe

SHOP = BUILD / "aspic_shop"
TEMPLATES = ROOT / "tests/servers/shop/templates"


class Shop:
    """Takes the program's options, with underscores for hyphens."""

    def __init__(self, **options):
        self.directory = scratch_directory()
        self.scratch = pathlib.Path(self.directory.name)
        self.options = {"cache": "memory", "templates": TEMPLATES, **options}
        self.process = self.another("shop")

    def another(self, name):
        """Returns one more process, not started, with the same data directory."""
        return Probe(self.scratch, name, program=(SHOP,), **self.options)

    def __enter__(self):
        self.process.start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.directory.cleanup()

    def log(self):
        return self.process.log()


class ShopTests(unittest.TestCase):
    """The tests of a class share one shop."""

    options = {}

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop(**cls.options)
        cls.addClassCleanup(cls.shop.__exit__)
        cls.shop.__enter__()

    def visitor(self):
        return ShopVisitor(self.shop.process)

    def admin(self):
        admin = self.visitor()
        admin.post("/sign-in", name="admin")
        return admin


class Through:
    """The shop as it is seen through a front end."""

    def __init__(self, front):
        self.port = front.port

    def request(self, method, target, headers=None, body=b""):
        return http_client.request(self.port, method, target, headers or {}, body)


class ShopVisitor:
    """Keeps cookies, and sends the fields that a browser sends."""

    def __init__(self, process, cookies=None):
        self.process = process
        self.cookies = dict(cookies or {})

    def copy(self):
        return ShopVisitor(self.process, self.cookies)

    def request(self, method, target, headers=None, body=b""):
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.process.request(method, target, headers, body)
        for line in answer.all("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, target, headers=None):
        return self.request("GET", target, {"Sec-Fetch-Dest": "document", **(headers or {})})

    def live(self, *fragments, page="/", view=None):
        """Asks as the script of an open page does."""
        query = [("page", page)] + ([("view", view)] if view else [])
        query += [("fragment", fragment) for fragment in fragments]
        return self.request("GET", "/_live?" + urllib.parse.urlencode(query),
                            {"Sec-Fetch-Dest": "empty"})

    def post(self, target, **form):
        body = urllib.parse.urlencode(form).encode()
        return self.request("POST", target, {
            **SAME_ORIGIN, "Sec-Fetch-Dest": "document",
            "Content-Type": "application/x-www-form-urlencoded"}, body)

    def post_file(self, target, field, name, content, kind="application/octet-stream"):
        head = (f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                f"Content-Type: {kind}\r\n\r\n")
        return self.request("POST", target, {
            **SAME_ORIGIN, "Sec-Fetch-Dest": "document",
            "Content-Type": "multipart/form-data; boundary=b"},
            head.encode() + content + b"\r\n--b--\r\n")

    def post_json(self, target, body):
        return self.request("POST", target, {
            **SAME_ORIGIN, "Sec-Fetch-Dest": "empty", "Accept": "application/json",
            "Content-Type": "application/json"}, body)

    def put(self, **form):
        return self.post("/basket", **form)


def basket(answer):
    """Returns the number of things in the basket, as the corner shows it."""
    found = re.search(r"Basket: (\d+)", answer.text)
    return int(found[1]) if found else None


def name(answer):
    found = re.search(r'class="name">([^<]*)<', answer.text)
    return found[1] if found else None


def messages(answer):
    return [html.unescape(one) for one in
            re.findall(r'class="message"[^>]*>([^<]*)<', answer.text)]
