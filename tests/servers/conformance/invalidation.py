"""What a change does to stored pages: RFC 9111, section 4.4. Methods: RFC 9110, section 9."""

import re

from .conversation import APACHE, FRESH, IN_PROCESS, LIGHTTPD, Section, ask, get, says

SENT = ("Sec-Fetch-Site: same-origin", "Content-Length: 0")

changes = Section("RFC 9111, 4.4")
for method in ("POST", "PUT", "PATCH", "DELETE"):
    changes.row(f"{method} that succeeds invalidates the page", "r", says(FRESH), get(n=1),
                get(n=1), ask(method, *SENT), get(n=2), change=says())
for status in (201, 202, 204, 302, 303):
    changes.row(f"POST answered {status} invalidates the page", "r", says(FRESH), get(n=1),
                ask("POST", *SENT, status=status), get(n=2), change=says(status=status))
for status in (400, 403, 404, 409, 422, 500, 503):
    changes.row(f"POST answered {status} leaves the page", "r", says(FRESH), get(n=1),
                ask("POST", *SENT, status=status), get(n=1), change=says(status=status))
changes.row("POST invalidates the page of a policy too", "p", says(), get(n=1), ask("POST", *SENT),
            get(n=2), change=says())
changes.row("POST invalidates every query of the page", "r", says(FRESH, reads=["query a"]),
            get(query="?a=1", n=1), get(query="?a=2", n=2), ask("POST", *SENT),
            get(query="?a=1", n=3), get(query="?a=2", n=4), change=says())
changes.row("POST invalidates every variant of the page", "r", says(FRESH, "Vary: X-One"),
            get("X-One: a", n=1), get("X-One: b", n=2), ask("POST", *SENT), get("X-One: a", n=3),
            get("X-One: b", n=4), change=says())
changes.row("POST leaves other pages", "r", says(FRESH), get(at="{other}", n=1), ask("POST", *SENT),
            get(at="{other}", n=1), change=says(), other=says(FRESH))
for method in ("HEAD", "OPTIONS"):
    changes.row(f"{method} changes nothing", "r", says(FRESH), get(n=1),
                ask(method, status=204 if method == "OPTIONS" else 200), get(n=1), change=says())
for field in ("Location", "Content-Location"):
    for name, value in (("a path", "{other}"), ("a URL of this origin", "{origin}{other}"),
                        ("a path with a query", "{other}?a=1"),
                        ("a relative reference", "{relative}")):
        changes.row(f"{field} with {name} is invalidated too", "r", says(FRESH),
                    get(at="{other}", n=1), ask("POST", *SENT, status=201),
                    get(at="{other}", n=2), change=says(f"{field}: {value}", status=201),
                    other=says(FRESH))
    for name, value in (("another host", "http://other.example{other}"),
                        ("another scheme", "ftp://127.0.0.1{other}"),
                        ("a network path", "//other.example{other}")):
        changes.row(f"{field} with {name} invalidates nothing here", "r", says(FRESH),
                    get(at="{other}", n=1), ask("POST", *SENT, status=201),
                    get(at="{other}", n=1), change=says(f"{field}: {value}", status=201),
                    other=says(FRESH))
    changes.row(f"{field} of a refused change invalidates nothing", "r", says(FRESH),
                get(at="{other}", n=1), ask("POST", *SENT, status=400),
                get(at="{other}", n=1), change=says(f"{field}: {{other}}", status=400),
                other=says(FRESH))
changes.row("a change from another site is refused and invalidates nothing", "r", says(FRESH),
            get(n=1), ask("POST", "Sec-Fetch-Site: cross-site", "Content-Length: 0", status=403),
            get(n=1), change=says())

methods = Section("RFC 9110, 9")
methods.row("a known method that a path does not allow gets 405 with Allow", "s", says(), get(n=1),
            ask("POST", *SENT, status=405, has={"Allow": "GET, HEAD"}), get(n=1))
methods.row("DELETE where only GET is allowed gets 405", "u", says(),
            ask("DELETE", *SENT, status=405), get(n=1))
methods.row("an unknown method gets 501", "s", says(), get(n=1), ask("FROB", *SENT, status=501),
            get(n=1))
methods.row("methods are case-sensitive", "s", says(), get(n=1), ask("get", *SENT, status=501),
            get(n=1))
own_501 = {"not_behind": (LIGHTTPD,), "because": "lighttpd answers 501 itself"}
methods.row("an unknown method on no page gets 404", "s", says(),
            ask("FROB", *SENT, at="/none", status=404), **own_501)
methods.row("an unknown method that a view allows and that succeeds invalidates the page", "r",
            says(FRESH), get(n=1), ask("FROB", *SENT), get(n=2), change=says(), **own_501)
methods.row("an unknown method that fails leaves the page", "r", says(FRESH), get(n=1),
            ask("FROB", *SENT, status=409), get(n=1), change=says(status=409), **own_501)
methods.row("an unknown method from another site is refused", "r", says(FRESH), get(n=1),
            ask("FROB", "Sec-Fetch-Site: cross-site", "Content-Length: 0", status=403), get(n=1),
            change=says(), **own_501)
methods.row("TRACE is never passed to a view", "r", says(FRESH), get(n=1),
            ask("TRACE", status=501), get(n=1), change=says(), not_behind=(APACHE,),
            because="Apache answers 405 itself")
methods.row("TRACE is never passed to the application", "r", says(FRESH), get(n=1),
            ask("TRACE", status=405), get(n=1), change=says(), not_behind=(IN_PROCESS, LIGHTTPD),
            because="only Apache refuses it")
methods.row("OPTIONS names the methods", "r", says(FRESH),
            ask("OPTIONS", status=204, has={"Allow": re.compile(
                "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")}), change=says())

sections = (changes, methods)
