"""Conversations in FastCGI records, as no well-behaved front end has them.

Each row of the table says what the FastCGI Specification 1.0 wants, and in which section. After
each conversation, the same process answers the next request.
"""

import pathlib
import struct
import unittest
from dataclasses import dataclass

from harness.fastcgi import (ABORT, BEGIN, DATA, END, GET_VALUES, KEEP, PARAMS, STDERR, STDIN,
                             STDOUT, begin, length, params, record, request_params, stream,
                             whole_request)
from harness.paths import scratch_directory
from harness.probes import SAME_ORIGIN, Probe
from harness.record_conversation import (CANNOT_MULTIPLEX, COMPLETE, UNKNOWN_ROLE, Answer, Closed,
                                         Vanish, converse, end, unknown_type, values)
from harness.waiting import wait_until

PAGE = "/item/a"
PARAMETERS = params(request_params("GET", PAGE))
GET = whole_request("GET", PAGE)
KEPT_GET = whole_request("GET", PAGE, flags=KEEP)
AFTER_BEGIN = stream(PARAMS, PARAMETERS) + stream(STDIN, b"")
BODY = b"the body that comes back"
POST_PARAMETERS = params(request_params("POST", "/echo", SAME_ORIGIN, BODY))
POST = whole_request("POST", "/echo", SAME_ORIGIN, BODY, flags=KEEP)
POSTED = Answer(text=BODY.decode())

THREE = params({name: "" for name in ("FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS")})
ASKED = record(GET_VALUES, THREE, request=0)
ONE_AT_A_TIME = values(params({"FCGI_MPXS_CONNS": "0"}))


def pair(name, value):
    return length(len(name)) + length(len(value)) + name + value


@dataclass
class Row:
    name: str
    section: str
    wanted: str
    steps: tuple
    repeat: bool = False  # 10,000 times, to see that no memory is lost


def management():
    """Section 4: records with the id 0."""
    yield Row("values are asked for before a request", "4.1",
              "the application answers with the values that it knows",
              (ASKED, ONE_AT_A_TIME, GET, Answer(), Closed()), repeat=True)
    yield Row("values are asked for in one piece with a request", "4.1", "the same",
              (ASKED + GET, ONE_AT_A_TIME, Answer()), repeat=True)
    yield Row("values are asked for within a request in one piece", "4.1",
              "the same; libfcgi must not see the question",
              (begin() + ASKED * 20 + AFTER_BEGIN, *[ONE_AT_A_TIME] * 20, Answer()))
    yield Row("a type that nobody knows comes in one piece with a request", "4.2", "UNKNOWN_TYPE",
              (record(77, b"x", request=0) + GET, unknown_type(77), Answer()))
    yield Row("values are asked for within a request", "3.3, 4.1", "the same",
              (begin() + ASKED, ONE_AT_A_TIME, AFTER_BEGIN, Answer()))
    yield Row("values are asked for between two requests", "3.3, 4.1", "the same",
              (KEPT_GET, Answer(), ASKED, ONE_AT_A_TIME, KEPT_GET, Answer()))
    yield Row("values are asked for a hundred times in one record", "4.1",
              "the application answers; libfcgi would write past its buffer",
              (record(GET_VALUES, THREE * 100, request=0), ONE_AT_A_TIME, GET, Answer()))
    yield Row("values are asked for in a hundred records at once", "4.1", "a hundred answers",
              (ASKED * 100, *[ONE_AT_A_TIME] * 100, GET, Answer()))
    yield Row("values are asked for with values of 20,000 bytes", "4.1",
              "the values in the question are ignored",
              (record(GET_VALUES, pair(b"FCGI_MPXS_CONNS", b"x" * 20000) * 3, request=0),
               ONE_AT_A_TIME, GET, Answer()))
    yield Row("only values that nobody knows are asked for", "4.1",
              "the application leaves out what it does not know",
              (record(GET_VALUES, params({"FCGI_X": "", "": "1"}), request=0), values(),
               GET, Answer()))
    yield Row("no value is asked for", "4.1", "an empty answer",
              (record(GET_VALUES, request=0, padding=255), values(), GET, Answer()))
    yield Row("a question for values ends within a name", "3.4", "nothing; we close",
              (record(GET_VALUES, length(15) + length(0) + b"FCGI", request=0), Closed()),
              repeat=True)
    for kind in (ABORT, END, PARAMS, STDIN, DATA, 12, 77, 255):
        yield Row(f"a management record has the type {kind}", "4.2",
                  "the application says that it does not know the type",
                  (record(kind, b"content", request=0, padding=9), unknown_type(kind),
                   GET, Answer()), repeat=kind == 77)
    yield Row("BEGIN_REQUEST has the id 0", "3.3", "nothing; we close",
              (begin(request=0), Closed()))


def whole_streams():
    """Sections 3.3, 3.4 and 5.2: what the records of one request may look like."""
    for size in (1, 2, 3, 7, 8, 9, 100):
        pieces = [POST_PARAMETERS[at:at + size] for at in range(0, len(POST_PARAMETERS), size)]
        body = [BODY[at:at + size] for at in range(0, len(BODY), size)]
        yield Row(f"parameters and body come in records of {size} bytes", "3.3",
                  "a stream is the content of its records",
                  (begin() + b"".join(record(PARAMS, piece) for piece in pieces) + record(PARAMS) +
                   b"".join(record(STDIN, piece) for piece in body) + record(STDIN), POSTED))
    yield Row("a name is empty", "3.4", "a length may be 0",
              (begin() + stream(PARAMS, pair(b"", b"x") + PARAMETERS + pair(b"", b"")) +
               stream(STDIN, b""), Answer()))
    yield Row("a name of a header field is empty", "3.4", "a name may be any bytes",
              (begin() + stream(PARAMS, PARAMETERS + pair(b"HTTP_", b"x=")) + stream(STDIN, b""),
               Answer()))
    for name, value in ((b"=", b"x"), (b"HTTP_A=B", b"x"), (b"HTTP_\0", b"x"), (b"HTTP_A", b"\0")):
        yield Row(f"a parameter is {name!r} with the value {value!r}", "3.4",
                  "no HTTP request has such a field, and libfcgi would misread it",
                  (begin() + stream(PARAMS, PARAMETERS + pair(name, value)) + stream(STDIN, b""),
                   Answer(400)))
    yield Row("a parameter comes twice", "6.2", "nothing; the last REQUEST_URI counts",
              (begin() + stream(PARAMS, params(request_params("GET", "/missing")) + PARAMETERS) +
               stream(STDIN, b""), Answer()))
    yield Row("a length has four bytes where one would do", "3.4", "both forms are valid",
              (begin() + stream(PARAMS, PARAMETERS + struct.pack("!II", 1 << 31 | 1, 1 << 31) +
                                b"N") + stream(STDIN, b""), Answer()))
    yield Row("there are no parameters", "6.2", "nothing; we say that the URL is missing",
              (begin() + record(PARAMS) + record(STDIN), Answer(400)), repeat=True)
    yield Row("a body comes with a request that needs none", "6.2",
              "the application may leave it unread",
              (begin(flags=KEEP) + stream(PARAMS, PARAMETERS) + stream(STDIN, b"x" * 200_000),
               Answer(), KEPT_GET, Answer()))
    yield Row("the body is shorter than CONTENT_LENGTH", "6.2",
              "the application refuses the request",
              (begin() + stream(PARAMS, POST_PARAMETERS) + stream(STDIN, BODY[:-1]), Answer(400)))
    yield Row("ids are the highest and lowest", "3.3", "16 bits, except 0",
              (begin(request=65535) + record(PARAMS, PARAMETERS, 65535) +
               record(PARAMS, request=65535) + record(STDIN, request=65535),
               Answer(request=65535)))
    yield Row("reserved bytes and unknown flags are set", "3.3, 5.1", "they are ignored",
              (record(BEGIN, struct.pack("!HB5s", 1, 0xfe, b"\xff" * 5)) + AFTER_BEGIN, Answer(),
               Closed()))


def ends():
    """Sections 5.4 and 5.5: requests that are aborted, refused or one too many."""
    yield Row("an abort comes before any request", "3.3", "a request that is not active is ignored",
              (record(ABORT) + GET, Answer()), repeat=True)
    yield Row("an abort comes after BEGIN_REQUEST", "5.4", "the application ends the request soon",
              (begin() + record(ABORT), end(COMPLETE), Closed()), repeat=True)
    yield Row("an abort comes within the parameters", "5.4", "the same",
              (begin() + record(PARAMS, PARAMETERS[:20]), record(ABORT), end(COMPLETE), Closed()))
    yield Row("an abort comes within the body", "5.4", "the same",
              (begin() + stream(PARAMS, POST_PARAMETERS) + record(STDIN, BODY[:9]) + record(ABORT),
               end(COMPLETE), Closed()))
    yield Row("an abort comes after the answer", "3.3", "a request that is not active is ignored",
              (KEPT_GET, Answer(), record(ABORT), KEPT_GET, Answer()))
    yield Row("an abort comes with the request", "5.4", "the answer may be whole already",
              (KEPT_GET + record(ABORT), Answer()), repeat=True)
    for role in (0, 2, 3, 65535):
        yield Row(f"the role is {role}", "5.5", "UNKNOWN_ROLE",
                  (begin(role=role), end(UNKNOWN_ROLE), Closed()), repeat=role == 3)
    yield Row("two requests are multiplexed", "3.3, 5.5",
              "CANT_MPX_CONN for the second, and the first goes on",
              (begin() + begin(request=2), end(CANNOT_MULTIPLEX, 2),
               record(PARAMS, PARAMETERS) + record(PARAMS, PARAMETERS, 2) +
               record(PARAMS, request=2) + record(PARAMS) + record(STDIN, request=2) +
               record(STDIN), Answer()), repeat=True)
    yield Row("a refused request comes again after the first", "5.5", "it is a new request",
              (begin(flags=KEEP) + begin(request=2), end(CANNOT_MULTIPLEX, 2), AFTER_BEGIN,
               Answer(), begin(request=2) + record(PARAMS, PARAMETERS, 2) +
               record(PARAMS, request=2) + record(STDIN, request=2), Answer(request=2)))
    yield Row("records of another request stand between", "3.3",
              "a request that is not active is ignored",
              (begin() + record(STDIN, b"x", 9) + record(77, b"x", 9) + record(ABORT, request=9) +
               AFTER_BEGIN, Answer()))
    yield Row("two requests come at once, one after the other", "5.5",
              "CANT_MPX_CONN for the second; we close after the first",
              (KEPT_GET + KEPT_GET, Answer(), Closed()))
    yield Row("BEGIN_REQUEST comes twice with one id", "3.3", "nothing; we close",
              (begin() + begin(), Closed()))


def nonsense():
    """What the specification does not allow. We close the connection without an answer."""
    for kind in (0, STDOUT, STDERR, END, DATA, 9, 10, 11, 12, 255):
        yield Row(f"a record within the request has the type {kind}", "3.3, 6.2",
                  "nothing; we close", (begin() + record(kind, b"x"), Closed()),
                  repeat=kind == DATA)
    for version in (0, 2, 255):
        yield Row(f"the version is {version}", "3.3", "nothing; we close",
                  (bytes([version]) + begin()[1:], Closed()))
    yield Row("a client speaks HTTP", "3.3", "nothing; we close",
              (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Closed()))
    yield Row("a record claims less than its content", "3.3", "nothing; the rest is no record",
              (begin() + struct.pack("!BBHHBx", 1, PARAMS, 1, 3, 0) + PARAMETERS, Closed()))
    yield Row("padding is claimed and not sent", "3.3",
              "nothing; the next records are the padding, and the request stays incomplete",
              (begin() + struct.pack("!BBHHBx", 1, PARAMS, 1, 0, 255) + record(STDIN), Vanish()))
    yield Row("a parameter claims two gigabytes", "3.4", "nothing; 431",
              (begin() + stream(PARAMS, length(0x7fffffff) * 2 + b"x") + record(STDIN),
               Answer(431)), repeat=True)
    yield Row("parameters end within a length", "3.4", "nothing; we close",
              (begin() + stream(PARAMS, PARAMETERS + b"\x80\0\0") + record(STDIN), Closed()))
    for name, piece in (("the header", GET[:5]), ("BEGIN_REQUEST", GET[:12]),
                        ("the parameters", GET[:60]), ("the end", GET[:-1]),
                        ("a management record", ASKED[:20])):
        yield Row(f"the client vanishes within {name}", "3.3", "nothing", (piece, Vanish()),
                  repeat=name == "the parameters")
    yield Row("the client vanishes before it reads the answer", "3.3", "nothing",
              (GET, Vanish()), repeat=True)


ROWS = [*management(), *whole_streams(), *ends(), *nonsense()]


class Conversations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = scratch_directory()
        cls.addClassCleanup(scratch.cleanup)
        cls.probe = Probe(pathlib.Path(scratch.name), "probe", cache="memory", threads=4).start()
        cls.addClassCleanup(cls.probe.kill)

    def connect(self):
        return self.probe.connect(timeout=20)

    def converse(self, *steps):
        converse(self.connect, steps)

    def assert_serves(self):
        self.assertIsNone(self.probe.process.poll(), self.probe.log())
        self.assertEqual(self.probe.get(PAGE).status, 200)

    def open_descriptors(self):
        return len(list(pathlib.Path(f"/proc/{self.probe.process.pid}/fd").iterdir()))

    def test_every_conversation_goes_as_the_table_says(self):
        for row in ROWS:
            with self.subTest(row.name, section=row.section, wanted=row.wanted):
                self.converse(*row.steps)
                self.assert_serves()

    def test_a_request_cut_at_every_byte_is_the_same_request(self):
        with self.connect() as connection:
            for at in range(1, len(POST)):
                connection.send(POST[:at])
                connection.send(POST[at:])
                POSTED.check(connection)
        self.assert_serves()

    def test_padding_of_every_length_changes_nothing(self):
        for padding in range(256):
            self.converse(record(BEGIN, struct.pack("!HB5x", 1, 0), padding=padding) +
                          record(PARAMS, POST_PARAMETERS, padding=padding) +
                          record(PARAMS, padding=padding) +
                          record(STDIN, BODY, padding=padding) +
                          record(STDIN, padding=padding), POSTED)
        self.assert_serves()

    def test_a_client_that_sends_and_reads_one_byte_at_a_time_gets_its_answer(self):
        with self.connect() as connection:
            for at in range(len(GET)):
                connection.send(GET[at:at + 1])
            answer = b""
            while byte := connection.socket.recv(1):
                answer += byte
        self.assertIn(b"Status: 200", answer)
        self.assertEqual(answer[-16:], record(END, bytes(8)))
        self.assert_serves()

    def test_a_client_that_vanishes_within_the_answer_leaves_nothing_behind(self):
        self.assert_serves()
        before = self.open_descriptors()
        for size in (1, 8, 9, 100, 4000):
            with self.connect() as connection:
                connection.send(GET)
                self.assertTrue(connection.socket.recv(size))
        self.assert_serves()
        wait_until(lambda: self.open_descriptors() <= before, "its descriptors are closed")

    def test_a_client_that_asks_for_values_and_never_reads_is_cut_off(self):
        with self.connect() as connection, self.assertRaises(ConnectionError):
            for _ in range(2000):
                connection.send(ASKED * 200)
        self.assert_serves()

    def test_ten_thousand_repetitions_need_no_more_memory(self):
        for row in ROWS:
            if not row.repeat:
                continue
            with self.subTest(row.name):
                for _ in range(1000):
                    self.converse(*row.steps)
                before, descriptors = self.probe.memory(), self.open_descriptors()
                for _ in range(9000):
                    self.converse(*row.steps)
                self.assert_serves()
                self.assertLess(self.probe.memory() - before, 2 << 20)
                wait_until(lambda: self.open_descriptors() <= descriptors + 1,
                           "its descriptors are closed")
