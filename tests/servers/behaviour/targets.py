"""Addresses: the application gets each one as the client sent it, or it is refused."""

import urllib.parse

from .case import Cases, at, in_server, that
from .door import APACHES, MOUNT, NGINXES, read

cases = Cases()

# The application gives the same answer, but with a page of the site.
BY_ITSELF = {
    **at(APACHES, "by Apache", "Apache refuses such a path itself, with its own page."),
    **at(NGINXES, "by nginx", "nginx refuses some such paths itself, with its own page."),
}


def segments(door, paths):
    """Checks what the application sees. paths: segments below /e by path, or None for 400."""
    is_by_site = True
    for path, expected in paths.items():
        answer = door.ask("/e" + path)
        if expected is None:
            that.assertIn(answer.status, (400, 404), path[:80])
            is_by_site &= door.is_by_site(answer)
        else:
            that.assertEqual(read(answer, path)["segments"][1:], expected, path[:80])
    return None if is_by_site else f"by {door.server_name}"


@cases.case("`%2F` is part of a name, not a slash")
def encoded_slashes(door):
    return segments(door, {"/a%2Fb": ["a/b"], "/a%2fb/c": ["a/b", "c"], "/%2F": ["/"],
                           "/..%2Fb": ["../b"], "/a%5Cb": ["a\\b"]})


@cases.case("UTF-8 and odd characters arrive as they were sent")
def odd_characters(door):
    segments(door, {"/%C3%A9": ["é"], "/%c3%a9": ["é"], "/%E2%82%AC": ["€"], "/a;b=c": ["a;b=c"],
                    "/a+b": ["a+b"], "/a%2Bb": ["a+b"], "/a%20b": ["a b"], "/a%25b": ["a%b"],
                    "/%61": ["a"], "/a:b@c,d!$&'()*": ["a:b@c,d!$&'()*"], "/a%3Fb": ["a?b"],
                    "/a%23b": ["a#b"], "/...": ["..."], "/.a": [".a"], "/a.php": ["a.php"],
                    "/a~": ["a~"], "/a%0Ab": ["a\nb"]})
    that.assertEqual(door.shown("/a?x=%2F..%zz&y//=?")["query"], "x=%2F..%zz&y//=?")


@cases.case("Bytes outside ASCII arrive as they were sent", lambda door: not door.is_http2)
def raw_bytes(door):
    return segments(door, {"/\u00c3\u00a9": ["é"]})


@cases.case("`..` and `.` are refused, however they are written", differences=BY_ITSELF)
def dot_segments(door):
    return segments(door, dict.fromkeys(("/../x", "/a/../b", "/./a", "/a/.", "/a/..", "/%2e%2e/b",
                                         "/.%2E/b", "/%2e/b", "/../../../etc/passwd")))


@cases.case("Empty segments (`//`) are refused")
def empty_segments(door):
    return segments(door, dict.fromkeys(("//a", "/a//b", "/a///", "//")))


@cases.case("`%00` and malformed percent signs are refused", differences=BY_ITSELF)
def malformed(door):
    return segments(door, dict.fromkeys(("/a%00b", "/a%zz", "/a%", "/a%4")))


@cases.case("A slash at the end redirects to the address without it")
def trailing_slash(door):
    answer = door.ask("/u/page/?a=b")
    that.assertEqual(answer.status, 308)
    location = urllib.parse.urlsplit(answer.field("Location"))
    that.assertEqual((location.path, location.query), (MOUNT + "/u/page", "a=b"))


@cases.case("8 KB of path and query arrive")
def long_targets(door):
    path, query = "a" * 4000, "b" * 4000
    seen = door.shown(f"/{path}?{query}")
    that.assertEqual((seen["segments"][1:], seen["query"]), ([path], query))


@cases.case("A target of 70 KB is refused", in_server, at(
    ["lighttpd, HTTP/2", "Apache, HTTP/2", "nginx, HTTP/2"], "closed",
    "The server closes an HTTP/2 connection with such a large header."))
def too_long(door):
    try:
        answer = door.ask("/e/" + "a" * 70_000)
    except ConnectionError:
        return "closed"
    that.assertIn(answer.status, (400, 414, 431))
    return None


@cases.case("The site below a prefix (`--mount`) sees its own paths")
def mount(door):
    that.assertEqual(door.shown("/x")["segments"], ["e", "x"])
    for target in ("/e/x", "/docsx/e/x", "/"):
        answer = door.request("GET", target, ())
        that.assertEqual((answer.status, door.is_by_site(answer)), (404, True), target)
