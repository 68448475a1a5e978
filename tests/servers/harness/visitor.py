"""A visitor with a browser: keeps cookies, and sends forms as a page of the site does."""

import urllib.parse

from . import http_client

PASSWORD = "correct horse battery staple"


class Visitor:
    def __init__(self, port):
        self.port = port
        self.cookies = {}
        self.set_cookies = []  # the Set-Cookie lines of the last answer

    def request(self, method, target, headers=None, body=b""):
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = http_client.request(self.port, method, target, headers, body)
        self.set_cookies = answer.all("Set-Cookie")
        for line in self.set_cookies:
            pair, *attributes = [part.strip() for part in line.split(";")]
            name, _, value = pair.partition("=")
            if any(attribute.lower() == "max-age=0" for attribute in attributes):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, target, headers=None):
        return self.request("GET", target, headers)

    def post(self, target, form, headers=None):
        body = urllib.parse.urlencode(form).encode()
        own = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Sec-Fetch-Site": "same-origin",
        }
        merged = {**own, **(headers or {})}
        merged = {name: value for name, value in merged.items() if value is not None}
        return self.request("POST", target, merged, body)

    def sign_up(self, name):
        return self.post("/account/sign-up", {"name": name, "password": PASSWORD, "next": "/"})

    def sign_in(self, name, password=PASSWORD):
        return self.post("/account/sign-in", {"name": name, "password": password, "next": "/"})

    def sign_out(self):
        return self.post("/account/sign-out", {"next": "/"})
