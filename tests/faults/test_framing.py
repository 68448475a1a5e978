"""A peer sends FastCGI that no front end sends: the process survives, and needs little memory."""

import contextlib
import pathlib
import re
import struct
import unittest

from harness.application import Application
from harness.fastcgi import (DATA, GET_VALUES, KEEP, PARAMS, STDIN, begin, length, params, record,
                             request_params, stream, whole_request)
from harness.http_client import ClosedByPeer

PAGE = "/man/1/aspic-hello"
GET = request_params("GET", PAGE)
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def memory(pid, kind):
    """Returns MB. VmHWM is the most resident memory so far, VmPeak the most virtual memory."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{kind}:\s+(\d+) kB", status)[1]) // 1024


class Framing(unittest.TestCase):
    def setUp(self):
        self.application = Application(threads=4).start()
        self.addCleanup(self.application.__exit__)

    def answer_to(self, *pieces):
        """Sends the pieces. Returns the answer, or None if the connection is closed without one."""
        with self.application.connect(timeout=10) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    connection.send(piece)
            try:
                return connection.receive()
            except (ClosedByPeer, ConnectionResetError):
                return None

    def assert_serves(self):
        self.assertIsNone(self.application.process.poll(), self.application.log())
        self.assertEqual(self.application.get(PAGE).status, 200)

    def assert_closed(self, *pieces):
        self.assertIsNone(self.answer_to(*pieces))
        self.assert_serves()

    def test_a_parameter_that_claims_two_gigabytes_gets_431_and_no_memory(self):
        for name, value in ((0x7fffffff, 1), (1, 0x7fffffff), (0x7fffffff, 0x7fffffff),
                            (200_000_000, 1)):
            with self.subTest(name=name, value=value):
                claim = length(name) + length(value) + b"x" * 100
                answer = self.answer_to(begin(), stream(PARAMS, claim), stream(STDIN, b""))
                self.assertEqual(answer.status, 431)
                self.assert_serves()
        self.assertLess(memory(self.application.process.pid, "VmHWM"), 200)

    def test_six_hundred_megabytes_of_parameters_are_refused_and_not_stored(self):
        def pieces():
            yield begin() + record(PARAMS, length(4) + length(0x7fffff00) + b"NAME")
            for _ in range(600 * 16):
                yield record(PARAMS, b"x" * 65535)

        answer = self.answer_to(*pieces())
        self.assertIn(answer and answer.status, (431, None))
        self.assert_serves()
        self.assertLess(memory(self.application.process.pid, "VmHWM"), 200)

    def test_many_small_parameters_over_the_limit_get_431(self):
        many = b"".join(length(1) + length(0) + b"x" for _ in range(20_000))
        self.assertEqual(self.answer_to(begin(), stream(PARAMS, many), stream(STDIN, b"")).status,
                         431)

    def test_padding_of_a_body_is_not_stored(self):
        head = begin() + stream(PARAMS, params(request_params("POST", "/account/sign-in", FORM)))
        answer = self.answer_to(head, record(STDIN, b"x", padding=255) * 100_000, record(STDIN))
        self.assertNotEqual(answer.status, 413)
        self.assertLess(memory(self.application.process.pid, "VmHWM"), 200)

    def test_records_in_a_wrong_order_or_of_a_wrong_kind_close_the_connection(self):
        values = stream(PARAMS, params(GET))
        end = record(STDIN)
        for name, pieces in {
                "another version": b"\2" + begin()[1:],
                "BEGIN_REQUEST that is too long": record(1, bytes(24)) + values + end,
                "BEGIN_REQUEST that is too short": record(1, b"\0\1") + values + end,
                "BEGIN_REQUEST twice": begin() + begin() + values + end,
                "id 0": record(1, struct.pack("!HB5x", 1, 0), request=0),
                "STDIN before the end of PARAMS": begin() + record(PARAMS, params(GET)) + end,
                "PARAMS after their end": begin() + values + values + end,
                "DATA": begin() + values + record(DATA, b"x") + end,
                "a name that ends too early":
                    begin() + stream(PARAMS, length(100) + length(0) + b"short") + end,
                "a length that ends too early":
                    begin() + stream(PARAMS, params(GET) + b"\x80\0") + end,
                "a value that is missing": begin() + stream(PARAMS, params(GET) + length(1)) + end,
        }.items():
            with self.subTest(name):
                self.assert_closed(pieces)
        self.assertIn("what it sent is not a FastCGI request", self.application.log())

    def test_a_request_sent_in_two_pieces_is_the_same_request(self):
        whole = whole_request("POST", "/account/sign-in", FORM, b"name=nobody&password=&next=/")
        for at in range(1, len(whole), 13):
            with self.application.connect(timeout=10) as connection:
                connection.send(whole[:at])
                connection.send(whole[at:])
                self.assertIn('value="nobody"', connection.receive().text, at)

    def test_padding_is_not_part_of_a_value(self):
        body = b"name=nobody&password=&next=/"
        values = params(request_params("POST", "/account/sign-in", FORM, body))
        padded = begin()
        for kind, content in ((PARAMS, values), (STDIN, body)):
            for at in range(0, len(content), 11):
                padded += record(kind, content[at:at + 11], padding=at % 256)
            padded += record(kind, padding=7)
        self.assertIn('value="nobody"', self.answer_to(padded).text)

    def test_a_record_in_the_padding_is_ignored(self):
        """Libfcgi reads the padding of two record types as the next record."""
        names = params({name: ""
                        for name in ("FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS")})
        hidden = record(GET_VALUES, names, request=0)
        whole = stream(PARAMS, params(GET))
        for name, at in (("BEGIN_REQUEST", len(begin())),
                         ("the end of PARAMS", len(begin() + whole))):
            with self.subTest(name):
                records = bytearray(begin() + whole + record(STDIN))
                records[at:at] = hidden
                records[(0 if at == len(begin()) else at - 8) + 6] = len(hidden)
                self.assertEqual(self.answer_to(bytes(records)).status, 200)
                self.assert_serves()

    def test_bytes_after_a_request_do_not_become_the_next_request(self):
        with self.application.connect(timeout=10) as connection:
            connection.send(whole_request("GET", PAGE, flags=KEEP) + whole_request("GET", "/",
                                                                                   flags=KEEP))
            self.assertEqual(connection.receive().status, 200)
            with self.assertRaises((ClosedByPeer, ConnectionResetError)):
                connection.receive()
        self.assert_serves()
