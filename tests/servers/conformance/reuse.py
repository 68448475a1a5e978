"""Which stored page answers a request: RFC 9111, sections 4 and 4.1. Also what a query changes."""

import re

from .conversation import APACHE, FRESH, IN_PROCESS, LIGHTTPD, Section, ask, get, says

target = Section("RFC 9111, 4")
target.row("a parameter that the view reads separates pages", "r", says(FRESH, reads=["query a"]),
           get(query="?a=1", n=1), get(query="?a=2", n=2), get(query="?a=1", n=1),
           get(query="?a=2", n=2))
target.row("an absent parameter differs from an empty one", "r", says(FRESH, reads=["query a"]),
           get(n=1), get(query="?a=", n=2), get(n=1), get(query="?a", n=2))
target.row("a parameter that the view does not read does not separate pages", "r",
           says(FRESH, reads=["query a"]), get(query="?a=1", n=1), get(query="?a=1&b=2", n=1),
           get(query="?b=3&a=1", n=1), get(query="?a=2&b=2", n=2))
target.row("the host separates pages if the view reads it", "r", says(FRESH, reads=["host"]),
           get("Host: one.example", n=1), get("Host: two.example", n=2),
           get("Host: one.example", n=1), not_behind=(IN_PROCESS,),
           because="a TestClient always asks localhost")
target.row("a second page has its own copy", "r", says(FRESH), get(n=1), get(at="{other}", n=1),
           get(n=1), get(at="{other}", n=1), other=says(FRESH))
target.row("HEAD is answered from the page of a GET", "r", says(FRESH), get(n=1),
           ask("HEAD", n=1, body=""))
target.row("POST is not answered from the page", "r", says(FRESH, body="page"), get(n=1),
           ask("POST", "Sec-Fetch-Site: same-origin", "Content-Length: 0", body="changed"),
           change=says(body="changed"))
target.row("a request does not get a private answer to another one", "r",
           [says("Cache-Control: private", body="one"), says("Cache-Control: private", body="two")],
           get(body="one"), get(body="two"))
target.row("one page's private answer leaves the other pages of its route stored", "r",
           says("Cache-Control: private", "Vary: X-Two", reads=["query c"]),
           get(at="{other}", n=1), get("X-Two: 1", query="?c=1", n=1),
           get("X-Two: 2", at="{other}", query="?c=2", n=1), other=says(FRESH))
target.row("an input that is learned later leaves the pages stored that were made without it", "r",
           says(FRESH, reads=["query d"]), get(at="{other}", n=1), get(query="?d=1", n=1),
           get(at="{other}", query="?d=1", n=1), get(at="{other}", query="?d=2", n=1),
           get(query="?d=2", n=2), other=says(FRESH))

target.row("a page with more inputs than a route may have is answered, and not stored", "r",
           says(FRESH, reads=[f"header X-{number}" for number in range(65)]),
           get(at="{other}", n=1), get(n=1), get(n=2), get(at="{other}", n=1),
           other=says(FRESH), not_behind=(LIGHTTPD, APACHE),
           because="the other rows need the inputs of the route")

vary = Section("RFC 9111, 4.1")
for written, lines in (("one line", ["Vary: X-One"]), ("another case", ["vary: x-oNE"]),
                       ("a list", ["Vary: X-Three, X-One"]),
                       ("two lines", ["Vary: X-Three", "Vary: X-One"]),
                       ("empty members", ["Vary: ,X-One ,, "])):
    vary.row(f"a field in Vary ({written}) separates pages", "r", says(FRESH, *lines),
             get("X-One: a", n=1), get("X-One: b", n=2), get("X-One: a", n=1),
             get("X-One: b", n=2))
vary.row("the case of a field's value counts", "r", says(FRESH, "Vary: X-One"),
         get("X-One: a", n=1), get("X-One: A", n=2))
vary.row("an absent field matches only an absent one", "r", says(FRESH, "Vary: X-One"),
         get(n=1), get("X-One: a", n=2), get(n=1))
vary.row("all fields in Vary must match", "r", says(FRESH, "Vary: X-One, X-Two"),
         get("X-One: a", "X-Two: a", n=1), get("X-One: a", "X-Two: b", n=2),
         get("X-One: b", "X-Two: a", n=3), get("X-One: a", "X-Two: a", n=1))
vary.row("fields that Vary does not name do not matter", "r", says(FRESH, "Vary: X-One"),
         get("X-One: a", "X-Two: a", n=1), get("X-One: a", "X-Two: b", n=1))
vary.row("without Vary no field of the request matters", "r", says(FRESH),
         get("Accept: text/html", "Accept-Language: de", n=1),
         get("Accept: image/png", "Accept-Language: fr", n=1))
vary.row("Accept-Language in Vary separates pages", "r", says(FRESH, "Vary: Accept-Language"),
         get("Accept-Language: de", n=1), get("Accept-Language: en", n=2),
         get("Accept-Language: de", n=1))
for value in ("*", "X-One, *", "* , X-One", "X-One,*"):
    vary.not_kept(f"Vary: {value} is never the same", FRESH, f"Vary: {value}")
vary.not_kept("* on a second line of Vary counts", FRESH, "Vary: X-One", "Vary: *")
vary.row("Vary is sent as it was written, with every answer", "r",
         says(FRESH, "Vary: X-Two, x-ONE"),
         get(n=1, has={"Vary": "X-Two, x-ONE"}), get(n=1, has={"Vary": "X-Two, x-ONE"}))
vary.row("a field that the view reads is added to Vary", "r",
         says(FRESH, "Vary: X-One", reads=["header X-Two"]),
         get("X-Two: a", n=1, has={"Vary": re.compile("X-One, *x-two", re.I)}),
         get("X-Two: b", n=2), get("X-Two: a", n=1))
vary.row("a policy says in Vary what the view reads", "p", says(reads=["header X-One"]),
         get("X-One: a", n=1, has={"Vary": re.compile("x-one", re.I)}),
         get("X-One: b", n=2), get("X-One: a", n=1))
for name in ("Cookie", "Authorization"):
    vary.not_kept(f"an answer that varies by {name} is one visitor's", FRESH, f"Vary: {name}")

forwarding = Section("RFC 9111, 4.1 (a view that forwards)")
forwarding.row("Vary decides which forwarded fields separate pages", "f",
               says(FRESH, "Vary: X-One"),
               get("X-One: a", "X-Two: a", n=1, body=re.compile("(?s).*x-one: a\n.*")),
               get("X-One: a", "X-Two: b", n=1), get("X-One: b", n=2), get("X-One: a", n=1))
forwarding.row("without Vary only the URL is in the key", "f", says(FRESH),
               get("X-One: a", n=1), get("X-One: b", n=1, body=re.compile("(?s).*x-one: a\n.*")))
forwarding.row("each query is a page of its own", "f", says(FRESH), get(query="?b=1&a=%20", n=1,
               body=re.compile("(?s)b=1&a=%20\n.*")), get(query="?a=%20&b=1", n=2),
               get(query="?b=1&a=%20", n=1))
for name, value in (("Cookie", "a=b"), ("Authorization", "Basic YTpi"),
                    ("X-Forwarded-Host", "evil.example"), ("X-Original-URL", "/evil"),
                    ("X-HTTP-Method-Override", "DELETE"), ("If-None-Match", '"z"'),
                    ("Cache-Control", "no-cache"), ("Accept-Encoding", "identity")):
    forwarding.row(f"{name} is not forwarded", "f", says(FRESH),
                   get(f"{name}: {value}", "X-End: 1",
                       body=re.compile(f"(?is)(?!.*\\b{name}: ).*\nx-end: 1\n.*")))
forwarding.row("an answer without a lifetime is forwarded each time", "f", says(), get(n=1),
               get(n=2))

search = Section("No-Vary-Search")
search.row("a page that reads no parameter says that none matters", "p", says(),
           get(query="?a=1", n=1, has={"No-Vary-Search": "params"}),
           get(query="?b=1", n=1, has={"No-Vary-Search": "params"}))
search.row("a page says which parameter it reads", "p", says(reads=["query a"]),
           get(query="?a=1", n=1, has={"No-Vary-Search": 'params, except=("a")'}))
search.row("a parameter that is read but absent counts", "p", says(reads=["query a"]),
           get(n=1, has={"No-Vary-Search": 'params, except=("a")'}),
           get(query="?a=1", n=2), get(query="?b=1", n=1))
search.row("the order of parameters does not matter", "p",
           says(reads=["query a", "query b"]),
           get(query="?a=1&b=2", n=1,
               has={"No-Vary-Search": 'key-order, params, except=("a" "b")'}),
           get(query="?b=2&a=1", n=1))
search.row("a value that browsers and servers may read differently is not described", "p",
           says(reads=["query a"]), get(query="?a=%ff", n=1, lacks=["No-Vary-Search"]))
search.row("an answer that is not cached does not have the field", "u", says(),
           get(n=1, lacks=["No-Vary-Search"]))

sections = (target, vary, forwarding, search)
