"""Answers are passed on as the application gives them."""

import gzip

from conformance.conversation import LONG, says
from harness.brotli import brotli_decoded

from .case import Cases, at, that

cases = Cases()

MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT"
CACHED = ("Cache-Control: max-age=600", 'ETag: "a"', f"Last-Modified: {MODIFIED}")
OWN_FIELDS = (f"Expires: {MODIFIED}", "Cache-Control: max-age=600, x-own",
              "Set-Cookie: a=b", "Set-Cookie: c=d", "Content-Language: de",
              "Content-Location: /elsewhere", "Link: </a>; rel=next", "Pragma: no-cache",
              f"Last-Modified: {MODIFIED}")
# Fields that differ from one answer to the next.
MOVING = ("age", "rendering", "cache-status", "x-request-id")
# HTTP/2 has no such fields, and every server may choose how it sends a body of HTTP/1.1.
FRAMING = ("connection", "keep-alive", "transfer-encoding")


def compare(door, page, what, method="GET", fields=()):
    """Compares what the door gives with what the application gives, cached and not cached."""
    door.site.write_script(page, what)
    for route in "ru":
        ours, theirs = (ask_for_stored(one, f"/{route}/{page}", fields, method)
                        for one in (door.site.application, door))
        name = f"{method} /{route}/{page}"
        that.assertEqual((theirs.status, theirs.body), (ours.status, ours.body), name)
        expected, given = comparable(door, ours), comparable(door, theirs)
        lost = [field for field in expected if field not in given]
        if ours.status == 204:  # it has no content, so its type says nothing
            lost = [field for field in lost if field[0] != "content-type"]
        that.assertEqual(lost, [], f"{name}: lost")
        added = {name for name, _ in set(given) - set(expected)}
        that.assertLessEqual(added, {"date", "server", *cuts_ranges(ours)}, f"{name}: added")


def ask_for_stored(door, target, fields, method):
    """The application at the socket stores the page for all doors that share it."""
    if door is door.site.application or not door.shares_program:
        door.ask(target, fields, method=method)
    return door.ask(target, fields, method=method)


def cuts_ranges(ours):
    # lighttpd cuts ranges out of a page.
    return {"accept-ranges"} if ours.status == 200 and not ours.field("Content-Encoding") else ()


def comparable(door, answer):
    """Returns the fields: the order of different fields does not matter."""
    left_out = MOVING + FRAMING
    if not door.shares_program:  # it has rendered the page at another time
        left_out += ("date",)
    return sorted((name.lower(), value.replace(", ", ",") if name.lower() == "vary" else value)
                  for name, value in answer.fields if name.lower() not in left_out)


@cases.case("Status, fields and body are passed on")
def passed_on(door):
    for page, what in (
        ("page", says(*CACHED)), ("empty", says(*CACHED, body="")),
        ("long", says(*CACHED, body=LONG)),
        ("vary", says(*CACHED, "Vary: X-One, X-Two", body=LONG)),
        ("s204", says(*CACHED, status=204)),
        ("s301", says(*CACHED, "Location: /elsewhere", status=301)),
        ("s302", says("Location: /elsewhere", status=302)),
        ("s401", says('WWW-Authenticate: Basic realm="a"', status=401)),
        ("s404", says(*CACHED, status=404)),
        ("s410", says("Cache-Control: no-store", status=410)),
        ("s500", says(status=500)), ("s503", says("Retry-After: 5", status=503)),
        ("own", says(*OWN_FIELDS)),
    ):
        compare(door, page, what)


@cases.case("The application's `Date` and `Server` stay", differences=at(
    ["mod_fcgid"], "Apache's",
    "mod_fcgid writes its own `Date`, so the age of a page is less exact."))
def own_fields(door):
    door.site.write_script("dated", says(f"Date: {MODIFIED}", "Server: own"))
    answer = door.ask("/u/dated")
    if answer.all("Server") == ["Apache"]:
        that.assertNotEqual(answer.all("Date"), [MODIFIED])
        return "Apache's"
    that.assertEqual((answer.all("Date"), answer.all("Server")), ([MODIFIED], ["own"]))
    return None


@cases.case("HEAD has the fields of GET, its length, and no body")
def head(door):
    compare(door, "page", says(*CACHED), "HEAD")
    compare(door, "s404", says(*CACHED, status=404), "HEAD")
    compare(door, "long", says(*CACHED, body=LONG), "HEAD", {"Accept-Encoding": "gzip"})
    get, answer = (door.ask("/r/long", method=method) for method in ("GET", "HEAD"))
    that.assertEqual((answer.body, answer.field("ETag")), (b"", get.field("ETag")))
    that.assertEqual(answer.field("Content-Length"), str(len(LONG)))


@cases.case("Conditional requests get 304 with the fields of the page")
def conditional(door):
    compare(door, "vary", says(*CACHED, "Vary: X-One, X-Two", body=LONG), "GET",
            {"If-None-Match": "*"})
    for method in ("GET", "HEAD"):
        compare(door, "page", says(*CACHED), method, {"If-None-Match": '"a"'})
        compare(door, "page", says(*CACHED), method, {"If-Modified-Since": MODIFIED})
    for field in ({"If-None-Match": '"b"'}, {"If-Modified-Since": "Sat, 05 Nov 1994 08:49:37 GMT"}):
        that.assertEqual(door.ask("/r/page", field).status, 200)
    that.assertEqual(door.ask("/r/page", {"If-Match": '"b"'}).status, 412)


@cases.case("A page is coded once: `br`, `gzip` or not at all")
def codings(door):
    door.site.write_script("long", says(*CACHED, body=LONG))
    door.ask("/r/long")
    for accepted, coding in (("", None), ("identity", None), ("gzip", "gzip"), ("br", "br"),
                             ("gzip, br", "br"), ("gzip;q=0", None), ("deflate", None)):
        answer = door.ask("/r/long", {"Accept-Encoding": accepted} if accepted else ())
        that.assertEqual(answer.field("Content-Encoding"), coding, accepted)
        that.assertEqual(decoded(answer), LONG.encode(), accepted)
        that.assertEqual(answer.field("Content-Length"), str(len(answer.body)))
        that.assertIn("accept-encoding", answer.field("Vary").lower())
    compare(door, "coded", says(*CACHED, "Content-Encoding: gzip"), "GET",
            {"Accept-Encoding": "gzip"})


def decoded(answer):
    coding = answer.field("Content-Encoding")
    if coding == "gzip":
        return gzip.decompress(answer.body)
    return brotli_decoded(answer.body) if coding == "br" else answer.body


@cases.case("The `ETag` of each coding is confirmed by 304")
def tags_of_codings(door):
    door.site.write_script("long", says(*CACHED, body=LONG))
    door.ask("/r/long")
    tags = set()
    for coding in ("identity", "gzip", "br"):
        accept = {"Accept-Encoding": coding}
        tag = door.ask("/r/long", accept).field("ETag")
        tags.add(tag)
        again = door.ask("/r/long", {**accept, "If-None-Match": tag})
        that.assertEqual((again.status, again.field("ETag"), again.body), (304, tag, b""), coding)
    that.assertEqual(len(tags), 3, "each coding has a tag of its own")
