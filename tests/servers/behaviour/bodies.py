"""Bodies of requests, up to the limit and over it, and requests that no server may misread."""

from harness.probes import SAME_ORIGIN

from .case import Cases, at, in_server, over_http1, that
from .door import APACHES, MOUNT, NGINXES

cases = Cases()

LIMIT = 1 << 20  # --max-body
HEAD = f"POST {MOUNT}/e/x?field=X-Trailer&field=X-Hop HTTP/1.1\r\nHost: h\r\n" + "".join(
    f"{name}: {value}\r\n" for name, value in SAME_ORIGIN.items())


def chunked(*pieces, trailer=b""):
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n" + \
        trailer + b"\r\n"


@cases.case("A body of 1 MiB (`--max-body`) arrives")
def at_the_limit(door):
    for body in (b"x", bytes(range(256)) * 1000, b"\xff" * LIMIT):
        that.assertEqual(door.shown("/x", body=body)["body"], [len(body), sum(body)])


@cases.case("One byte more gets the site's own 413", in_server)
def over_the_limit(door):
    answer = door.ask("/e/x", body=bytes(LIMIT + 1))
    that.assertEqual(answer.status, 413)
    that.assertIn("at most 1 MiB", answer.text)


@cases.case("A chunked body arrives", over_http1)
def chunked_body(door):
    for pieces in ((b"a", b"bc"), (bytes(range(256)),) * 300):
        body = b"".join(pieces)
        answer = door.exchange(HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\n" +
                               chunked(*pieces))
        that.assertIn(f'"body":[{len(body)},{sum(body)}]', answer.text)


@cases.case("A chunked body over the limit gets 413", over_http1)
def chunked_over_the_limit(door):
    answer = door.exchange(HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\n" +
                           chunked(*[bytes(60_000)] * 18))
    that.assertEqual(answer.status, 413)


@cases.case("100 MB are refused before they are sent", over_http1)
def announced(door):
    answer = door.exchange(HEAD.encode() + b"Content-Length: 100000000\r\n\r\n")
    that.assertEqual(answer.status, 413)


@cases.case("`Expect: 100-continue` is answered", over_http1)
def expectation(door):
    with door.connect() as connection:
        connection.send(HEAD.encode() + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        that.assertIn(b" 100 ", connection.reader.readline())
        that.assertEqual(connection.reader.readline(), b"\r\n")
        connection.send(b"abc")
        that.assertIn('"body":[3,294]', connection.receive().text)


@cases.case("Trailers are not read as fields", over_http1)
def trailers(door):
    answer = door.exchange(HEAD.encode() + b"Transfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n"
                           b"\r\n" + chunked(b"abc", trailer=b"X-Trailer: 1\r\n"))
    that.assertIn('"body":[3,294]', answer.text)
    that.assertIn('"X-Trailer":[]', answer.text)


# Two servers that read one of these in two ways would see two different requests.
MALFORMED = {
    "two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n",
    "a list of lengths": "Content-Length: 5, 6\r\n",
    "a signed length": "Content-Length: +5\r\n",
    "a negative length": "Content-Length: -5\r\n",
    "a hexadecimal length": "Content-Length: 0x5\r\n",
    "a length with a space": "Content-Length: 5 5\r\n",
    "an unknown coding": "Transfer-Encoding: xchunked\r\n",
    "chunked that is not last": "Transfer-Encoding: chunked, identity\r\n",
    "a space before the colon": "Transfer-Encoding : chunked\r\n",
    "a NUL": "X-A: b\0c\r\nContent-Length: 5\r\n",
    "a space in a name": "X A: b\r\nContent-Length: 5\r\n",
    "two hosts": "Host: other\r\nContent-Length: 5\r\n",
}
SMUGGLED = f"GET {MOUNT}/e/smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode()


def answers_to(door, data):
    """Sends it, and returns everything that comes until the server closes."""
    with door.connect() as connection:
        try:
            connection.send(data)
            return connection.reader.read()
        except (ConnectionResetError, BrokenPipeError):
            return b""


@cases.case("Malformed lengths, codings and field lines are refused", over_http1)
def malformed(door):
    for name, lines in MALFORMED.items():
        said = answers_to(door, HEAD.encode() + lines.encode() + b"Connection: close\r\n\r\n"
                          b"0\r\n\r\n" + SMUGGLED)
        that.assertRegex(said[:20], rb"^HTTP/1\.[01] (400|501) ", name)
        that.assertNotIn(b"smuggled", said, name)


@cases.case("A line without a colon, and `Content_Length`, are refused", over_http1, at(
    NGINXES, "left out", "nginx has no option to refuse them. It leaves these fields out."))
def left_out(door):
    for lines in ("X-A\r\n", "Content_Length: 9\r\n", "Transfer_Encoding: chunked\r\n"):
        said = answers_to(door, HEAD.encode() + lines.encode() +
                          b"Connection: close\r\nContent-Length: 5\r\n\r\nabcde" + SMUGGLED)
        that.assertNotIn(b"smuggled", said)
        if said.startswith(b"HTTP/1.1 200 "):
            that.assertIn(b'"body":[5,495]', said)
            if door.name in NGINXES:
                continue
        that.assertRegex(said[:20], rb"^HTTP/1\.[01] 400 ", lines)
    return "left out" if door.name in NGINXES else None


def refused_or_read(said, how, *patterns):
    """Checks that a doubtful request is refused, or read in one way. Returns `how` if it is read."""
    that.assertNotIn(b"smuggled", said)
    if said.startswith(b"HTTP/1.1 200 "):
        for pattern in patterns:
            that.assertRegex(said, pattern)
        return how
    that.assertRegex(said[:20], rb"^HTTP/1\.[01] 400 ")
    return None


@cases.case("A field on two lines is refused", over_http1, at(
    ["lighttpd", *APACHES], "read as one", "A server may also read the second line as the end of "
    "the first one (RFC 9112, section 5.2). The application then sees one field."))
def folded(door):
    said = answers_to(door, HEAD.encode() + b"Connection: close\r\nX-Hop: a\r\n"
                      b" Content-Length: 9\r\nContent-Length: 5\r\n\r\nabcde" + SMUGGLED)
    return refused_or_read(said, "read as one", rb'"X-Hop":\["a +Content-Length: 9"\]',
                           rb'"body":\[5,')


@cases.case("A length and `chunked` together are refused", over_http1, at(
    APACHES, "chunked counts", "Apache reads the chunks, ignores the length, and closes the "
    "connection (RFC 9112, section 6.3). The application gets the length that Apache has counted."))
def length_and_chunked(door):
    said = answers_to(door, HEAD.encode() + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                      b"\r\n0\r\n\r\n" + SMUGGLED)
    return refused_or_read(said, "chunked counts", rb'"body":\[0,0\]')


@cases.case("Malformed chunks are refused", over_http1, at(
    ["mod_fcgid"], "cut", "mod_fcgid does not look at errors of Apache's reading: the application "
    "may get a part of the body as if it were whole. Apache closes the connection."))
def malformed_chunks(door):
    is_cut = False
    for chunks in (b"x\r\n", b"-1\r\n", b"ffffffffffffffffffff\r\n", b"3\r\nabcd\r\n0\r\n\r\n",
                   b"0x3\r\nabc\r\n0\r\n\r\n"):
        said = answers_to(door, HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunks +
                          SMUGGLED)
        that.assertNotIn(b"smuggled", said, chunks)
        if door.name == "mod_fcgid" and said.startswith(b"HTTP/1.1 200 "):
            is_cut = True
        else:
            that.assertRegex(said[:20], rb"^$|^HTTP/1\.[01] (400|413) ", chunks)
    return "cut" if is_cut else None


@cases.case("Without `Host`, HTTP/1.1 is refused and HTTP/1.0 is answered", over_http1)
def without_host(door):
    target = f"GET {MOUNT}/e/x".encode()
    that.assertEqual(door.exchange(target + b" HTTP/1.1\r\n\r\n").status, 400)
    answer = door.exchange(target + b" HTTP/1.0\r\n\r\n")
    that.assertEqual(answer.status, 200)
    that.assertIsNone(answer.field("Transfer-Encoding"))
