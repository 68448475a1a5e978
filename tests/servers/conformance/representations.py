"""What a page is: RFC 9110, section 8, and HEAD (9.3.2). Errors: RFC 9457."""

import re

from .conversation import DATE, FRESH, IN_PROCESS, LONG, Section, ask, get, past, says

STRONG = re.compile('"[^"]+"')

body = Section("RFC 9110, 8.3 to 8.7")
for name, value in (("Content-Type", "application/atom+xml"), ("Content-Language", "de, en"),
                    ("Content-Location", "/elsewhere"), ("Content-Disposition", "inline"),
                    ("Content-Encoding", "gzip")):
    body.row(f"{name} is stored with the page", "r", says(FRESH, f"{name}: {value}"),
             get(n=1, has={name: value}), get(n=1, has={name: value}))
body.row("a body that the view has coded is not coded again", "r",
         says(FRESH, "Content-Encoding: deflate", body=LONG),
         *[get("Accept-Encoding: gzip, br", n=1, has={"Content-Encoding": "deflate"},
               body=LONG)] * 2)
body.row("a short page is not coded, and does not vary", "r", says(FRESH),
         *[get("Accept-Encoding: gzip", n=1, lacks=["Content-Encoding", "Vary"])] * 2)
for coding in ("gzip", "br"):
    body.row(f"a long page is coded by {coding} and says so", "r", says(FRESH, body=LONG),
             *[get(f"Accept-Encoding: {coding}", n=1,
                   has={"Content-Encoding": coding, "Vary": "Accept-Encoding"})] * 2)
    body.row(f"a long page is not coded for a client that refuses {coding}", "r",
             says(FRESH, body=LONG),
             *[get(f"Accept-Encoding: {coding};q=0", n=1, lacks=["Content-Encoding"],
                   has={"Vary": "Accept-Encoding"}, body=LONG)] * 2)
body.row("the view's own Vary stays beside Accept-Encoding", "r",
         says(FRESH, "Vary: X-One", body=LONG),
         get(n=1, has={"Vary": re.compile("X-One, *Accept-Encoding", re.I)}))
for name, more in (("a short page", {}), ("a long page", {"body": LONG})):
    size = str(len(more.get("body", "a text\n")))
    body.row(f"{name} has its Content-Length", "r", says(FRESH, **more),
             get(n=1, has={"Content-Length": size}), get(n=1, has={"Content-Length": size}))
body.row("an empty page has its Content-Length", "r", says(FRESH, body=""),
         get(n=1, has={"Content-Length": "0"}), get(n=1, has={"Content-Length": "0"}))
body.row("204 has neither a body nor a Content-Length", "r", says(FRESH, status=204),
         *[get(n=1, status=204, body="", lacks=["Content-Length"])] * 2)

head = Section("RFC 9110, 9.3.2")
for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Cache-Control", "Expires",
             "Vary", "X-Own", "Date"):
    head.row(f"HEAD has the {name} of GET", "r",
             says(FRESH, "Expires: {now+600}", "Vary: X-One", "X-Own: a"), get(n=1),
             ask("HEAD", n=1, body="", has={name: "{1." + name + "}"}))
head.row("HEAD of a coded page has the fields of GET", "p", says(body=LONG),
         get("Accept-Encoding: gzip", n=1),
         ask("HEAD", "Accept-Encoding: gzip", n=1, body="",
             has={name: "{1." + name + "}" for name in
                  ("Content-Length", "Content-Encoding", "ETag", "Vary")}))
head.row("HEAD of an error has no body", "r", says(FRESH, status=404), get(n=1, status=404),
         ask("HEAD", n=1, status=404, body="", has={"Content-Length": "7"}))

modified = Section("RFC 9110, 8.8.2")
for value in ("Sun, 06 Nov 1994 08:49:37 GMT", "Tue, 15 Nov 1994 12:45:26 GMT"):
    modified.row(f"the view's own Last-Modified is sent: {value}", "r",
                 says(FRESH, f"Last-Modified: {value}"), get(n=1, has={"Last-Modified": value}),
                 get(n=1, has={"Last-Modified": value}))
modified.row("a page without one gets one", "r", says(FRESH), get(n=1, has={"Last-Modified": DATE}),
             get(n=1, has={"Last-Modified": "{1.Last-Modified}"}))
modified.row("a page that is rendered again unchanged keeps it", "r",
             says("Cache-Control: max-age=1"), get(n=1),
             get(n=2, has={"Last-Modified": "{1.Last-Modified}"}, after=past(1)))

tags = Section("RFC 9110, 8.8.3")
for value in ('"a"', 'W/"a"', '"a-b:c/d"', '""', '"\u00e9"', '"a,b"'):
    tags.row(f"the view's own ETag is sent: {value}", "r", says(FRESH, f"ETag: {value}"),
             get(n=1, has={"ETag": value}), get(n=1, has={"ETag": value}))
tags.row("a page without one gets a strong one", "r", says(FRESH), get(n=1, has={"ETag": STRONG}),
         get(n=1, has={"ETag": "{1.ETag}"}))
tags.row("a page that is rendered again unchanged keeps it", "r", says("Cache-Control: max-age=1"),
         get(n=1), get(n=2, has={"ETag": "{1.ETag}"}, after=past(1)))
tags.row("a coded copy has a tag of its own", "r", says(FRESH, 'ETag: "a"', body=LONG), get(n=1),
         get("Accept-Encoding: gzip", n=1, has={"ETag": '"a-gzip"', "Content-Encoding": "gzip"}),
         get("Accept-Encoding: br", n=1, has={"ETag": '"a-br"', "Content-Encoding": "br"}))
tags.row("a coded copy has a weak tag of its own", "r", says(FRESH, 'ETag: W/"a"', body=LONG),
         get(n=1),
         get("Accept-Encoding: gzip", n=1, has={"ETag": 'W/"a-gzip"', "Content-Encoding": "gzip"}))
tags.row("a malformed tag is passed on", "r", says(FRESH, "ETag: a"), get(n=1, has={"ETag": "a"}))

dates = Section("RFC 9110, 6.6.1")
for route, lines in (("r", [FRESH]), ("p", []), ("u", [])):
    dates.row(f"every answer has a Date (/{route})", route, says(*lines),
              get(n=1, has={"Date": DATE}), get(has={"Date": DATE}),
              not_behind=(IN_PROCESS,) if route == "u" else (),
              because="the front end adds it" if route == "u" else "")

errors = Section("RFC 9457, 3")
PROBLEM = "application/problem+json"
HTML = re.compile("text/html.*")
for accept in ("application/json", PROBLEM, "application/json, text/html;q=0.9",
               "text/html;q=0.5, application/problem+json", "APPLICATION/JSON"):
    errors.row(f"an error is JSON for Accept: {accept}", "u",
               says(status=404, error=True, body="No such thing."),
               get(f"Accept: {accept}", status=404, has={"Content-Type": PROBLEM},
                   body=re.compile('(?s).*"status": ?404.*"No such thing.*')))
for accept in ("text/html", "*/*", "text/html, application/json;q=0.9", "image/png",
               "application/json;q=0", "application/jsonx"):
    errors.row(f"an error is HTML for Accept: {accept}", "u",
               says(status=404, error=True, body="No such thing."),
               get(f"Accept: {accept}", status=404, has={"Content-Type": HTML}))
errors.row("an error is HTML without Accept", "u",
           says(status=409, error=True, body="No such thing."),
           get(status=409, has={"Content-Type": HTML, "Vary": re.compile("(?i).*accept.*")}))
errors.row("a stored error has both forms and is one page", "p",
           says(status=404, error=True, body="No such thing."),
           get("Accept: text/html", status=404,
               has={"Content-Type": HTML, "Vary": re.compile("(?i).*accept.*")}),
           get("Accept: application/json", status=404, has={"Content-Type": PROBLEM, "Age":
               range(0, 9)}),
           get("Accept: text/html", status=404, has={"Content-Type": HTML, "ETag": "{1.ETag}"}))
errors.row("no page has the same two forms", "u", says(),
           get("Accept: application/json", at="/none", status=404, has={"Content-Type": PROBLEM}),
           get("Accept: text/html", at="/none", status=404, has={"Content-Type": HTML}))

sections = (body, head, modified, tags, dates, errors)
