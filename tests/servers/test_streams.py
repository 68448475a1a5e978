"""Streams: answers that are made while they are sent."""

import hashlib
import re
import socket
import time
import unittest

from harness.fastcgi import END, STDIN, record, request_params
from harness.front_end import FrontEnd, open_to_front_end
from harness.http_client import ClosedByPeer
from harness.probes import Fleet, is_hit
from harness.waiting import wait_until

MEGABYTE = 1 << 20
NO_BODY = record(STDIN)
GIGABYTE = 1024  # in megabytes


def expected(pieces):
    digest = hashlib.sha256()
    for number in range(pieces):
        digest.update(bytes([ord("a") + number % 26]) * 65536)
    return digest.hexdigest()


class Streams(unittest.TestCase):
    options = {}

    def setUp(self):
        self.fleet = Fleet(1, redis=None, threads=4, **self.options).__enter__()
        self.addCleanup(self.fleet.__exit__)
        self.probe = self.fleet[0]

    def begin(self, target, method="GET"):
        """Sends a request, and reads nothing."""
        connection = self.probe.connect()
        self.addCleanup(connection.close)
        connection.begin(request_params(method, target))
        connection.send(NO_BODY)
        return connection

    def streams(self):
        """Returns the number of streams that have not ended, and of pieces ever made."""
        return tuple(map(int, self.probe.get("/streams").text.split()))


class Raw(Streams):
    options = {"access-log": "stdout", "access-log-format": "json"}

    def test_a_gigabyte_takes_little_memory(self):
        self.probe.get("/stream/1")
        rest = self.probe.memory()
        self.probe.clear_peak()
        connection = self.begin(f"/stream/{GIGABYTE}")
        digest, head = hashlib.sha256(), b""
        while (received := connection.receive_record())[0] != END:
            body = received[2]
            if not head:  # the first piece is sent with it
                head, _, body = body.partition(b"\r\n\r\n")
            digest.update(body)
        self.assertNotIn(b"Content-Length", head)
        self.assertEqual(digest.hexdigest(), expected(GIGABYTE * 16))
        self.assertLess(self.probe.peak() - rest, 40 * MEGABYTE)
        wait_until(lambda: f'"bytes":{GIGABYTE * MEGABYTE}' in self.probe.log(),
                   "the access log has the length")

    def test_it_is_not_made_before_the_client_takes_it(self):
        self.begin(f"/stream/{GIGABYTE}").receive_record()
        before = None

        def is_quiet():
            nonlocal before
            last, before = before, self.streams()
            return last == before

        wait_until(is_quiet, "no more pieces are made")
        self.assertEqual(before[0], 1)
        self.assertLess(before[1], 64)

    def test_clients_that_do_not_read_hold_no_thread(self):
        self.probe.get("/item/a")
        for _ in range(40):
            self.begin(f"/stream/{GIGABYTE}").receive_record()
        began = time.monotonic()
        for _ in range(20):
            self.assertTrue(is_hit(self.probe.get("/item/a")))
            self.assertEqual(self.probe.get("/process").status, 200)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(self.streams()[0], 40)

    def test_it_ends_if_the_client_goes_away(self):
        connections = [self.begin(f"/stream/{GIGABYTE}") for _ in range(5)]
        for connection in connections:
            connection.receive_record()
        self.assertEqual(self.streams()[0], 5)
        for connection in connections:
            connection.close()
        wait_until(lambda: self.streams()[0] == 0, "the streams end")

    def test_each_piece_is_sent_as_soon_as_it_is_made(self):
        connection = self.begin("/stream/gated")
        self.assertTrue(connection.receive_record()[2].endswith(b"\r\n\r\nthe first piece\n"))
        (self.fleet.scratch / "data/gate").touch()
        self.assertEqual(connection.receive_record()[2], b"the second piece\n")

    def test_an_exception_in_the_middle_cuts_it_visibly(self):
        for pieces in (1, 40):
            with self.subTest(pieces), self.assertRaises(ClosedByPeer):
                self.begin(f"/stream/fails/{pieces}").receive()
        wait_until(lambda: len(re.findall("was cut.*the rows have gone", self.probe.log())) == 2,
                   "the log names the reason")

    def test_an_exception_at_the_first_piece_is_an_error_page(self):
        answer = self.begin("/stream/fails/0").receive()
        self.assertEqual(answer.status, 500)
        self.assertNotIn("rows", answer.text)
        self.assertIn("a request failed", self.probe.log())
        self.assertNotIn("was cut", self.probe.log())

    def test_a_promise_is_kept_or_the_answer_is_cut(self):
        answer = self.begin("/stream/promises/10/10").receive()
        self.assertEqual((answer.field("Content-Length"), answer.body), ("10", b"x" * 10))
        with self.assertRaises(ClosedByPeer):
            self.begin("/stream/promises/10/9").receive()
        for given in (11, 0):  # the first piece shows it
            with self.subTest(given):
                self.assertEqual(self.begin(f"/stream/promises/10/{given}").receive().status, 500)

    def test_head_makes_no_piece(self):
        before = self.streams()
        answer = self.begin("/stream/5", "HEAD").receive()
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertIsNone(answer.field("Content-Length"))
        head = self.begin("/stream/promises/10/10", "HEAD").receive()
        self.assertEqual(head.field("Content-Length"), "10")
        self.assertEqual(self.streams(), before)

    def test_the_page_cache_does_not_keep_it(self):
        first, second = (self.probe.get("/stream/kept") for _ in range(2))
        self.assertRegex(first.text, "^made ")
        self.assertNotEqual(first.body, second.body)
        self.assertIn("sent-in-pieces", first.field("Cache-Status"))

    def test_a_kept_connection_serves_the_next_request(self):
        with self.probe.connect() as connection:
            for _ in range(3):
                self.assertEqual(len(connection.request("GET", "/stream/2").body), 2 * MEGABYTE)
                self.assertEqual(connection.request("GET", "/item/a").status, 200)

    def test_more_streams_than_slots_all_end(self):
        connections = [self.begin("/stream/4") for _ in range(12)]
        for connection in connections:
            self.assertEqual(len(connection.receive().body), 4 * MEGABYTE)

    def test_a_stop_waits_for_its_end(self):
        connection = self.begin("/stream/20")
        length = len(connection.receive_record()[2].partition(b"\r\n\r\n")[2])
        self.probe.process.terminate()
        wait_until(lambda: "stopping" in self.probe.log(), "the probe stops")
        while (received := connection.receive_record())[0] != END:
            length += len(received[2])
        self.assertEqual(length, 20 * MEGABYTE)
        self.assertEqual(self.probe.process.wait(20), 0)


class Timeouts(Streams):
    options = {"view-timeout": 1, "send-timeout": 3}

    def test_only_the_time_within_its_function_counts(self):
        connection = self.begin("/stream/8")
        began = time.monotonic()
        length, is_whole = 0, False
        while not is_whole:
            kind, _, content = connection.receive_record()
            length += len(content)
            is_whole = kind == END
            if time.monotonic() - began < 2.5:
                time.sleep(0.05)  # a client that reads slowly
        self.assertGreater(length, 8 * MEGABYTE)
        self.assertNotIn("view-timeout", self.probe.log())

    def test_a_function_that_hangs_is_given_up(self):
        connection = self.begin("/stream/gated")
        with self.assertRaises(ClosedByPeer):
            connection.receive()
        self.assertIn("--view-timeout", self.probe.log())
        self.assertEqual(self.probe.get("/process").status, 200)
        (self.fleet.scratch / "data/gate").touch()

    def test_a_client_that_stops_reading_is_cut(self):
        self.begin(f"/stream/{GIGABYTE}").receive_record()
        wait_until(lambda: self.streams()[0] == 0, "the stream ends", 30)


class BehindAFrontEnd(Streams):
    def front_end(self, kind):
        open_to_front_end(self.fleet.scratch)
        self.probe.socket.chmod(0o666)
        front = FrontEnd(kind, self.fleet.scratch, self.probe.socket)
        front.__enter__()
        self.addCleanup(front.__exit__)
        return front

    def ask(self, front, target):
        connection = socket.create_connection(("127.0.0.1", front.port), 60)
        self.addCleanup(connection.close)
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                           .encode())
        return connection, connection.makefile("rb")

    def read_head(self, reader):
        lines = iter(reader.readline, b"\r\n")
        return {name.lower(): value.strip() for name, _, value in
                (line.decode().partition(":") for line in lines)}

    def body_is_whole(self, reader, fields):
        """Reads the body. Returns its length and its digest, and if it is whole."""
        digest, length = hashlib.sha256(), 0
        if "content-length" in fields:
            while data := reader.read(65536):
                length += len(data)
            return length, None, length == int(fields["content-length"])
        self.assertEqual(fields["transfer-encoding"], "chunked")
        try:
            while line := reader.readline():
                size = int(line, 16)
                data = reader.read(size)
                digest.update(data)
                length += len(data)
                if len(data) < size or reader.read(2) != b"\r\n":
                    return length, digest.hexdigest(), False
                if size == 0:
                    return length, digest.hexdigest(), True
        except ConnectionResetError:
            pass
        return length, digest.hexdigest(), False

    def test_a_gigabyte_takes_little_memory(self):
        for kind in ("lighttpd", "apache"):
            with self.subTest(kind):
                front = self.front_end(kind)
                self.probe.get("/stream/1")
                rest = self.probe.memory()
                self.probe.clear_peak()
                _, reader = self.ask(front, f"/stream/{GIGABYTE}")
                fields = self.read_head(reader)
                length, digest, is_whole = self.body_is_whole(reader, fields)
                self.assertTrue(is_whole)
                self.assertEqual(length, GIGABYTE * MEGABYTE)
                self.assertEqual(digest, expected(GIGABYTE * 16))
                self.assertLess(self.probe.peak() - rest, 40 * MEGABYTE)

    def test_the_first_piece_arrives_before_the_second_is_made(self):
        for kind in ("lighttpd", "apache", "nginx"):
            with self.subTest(kind):
                gate = self.fleet.scratch / "data/gate"
                gate.unlink(missing_ok=True)
                _, reader = self.ask(self.front_end(kind), "/stream/gated")
                fields = self.read_head(reader)
                self.assertEqual(fields["transfer-encoding"], "chunked")
                self.assertEqual(int(reader.readline(), 16), 16)
                self.assertEqual(reader.readline(), b"the first piece\n")
                gate.touch()
                self.assertIn(b"the second piece\n", reader.read())

    def test_a_slow_client_slows_the_stream_down(self):
        for kind in ("lighttpd", "apache", "nginx"):
            with self.subTest(kind):
                made = self.streams()[1]
                connection, reader = self.ask(self.front_end(kind), f"/stream/{GIGABYTE}")
                self.read_head(reader)
                before = None

                def is_quiet():
                    nonlocal before
                    last, before = before, self.streams()[1]
                    return last == before

                wait_until(is_quiet, "no more pieces are made")
                self.assertLess(before - made, 400)
                reader.close()
                connection.close()
                wait_until(lambda: self.streams()[0] == 0, "the stream ends", 30)

    def test_a_cut_stream_is_not_whole_for_the_client(self):
        for kind in ("lighttpd", "apache", "nginx"):
            front = self.front_end(kind)
            for target in ("/stream/fails/40", "/stream/fails/1", "/stream/promises/100000/99999"):
                with self.subTest(kind=kind, target=target):
                    _, reader = self.ask(front, target)
                    fields = self.read_head(reader)
                    self.assertFalse(self.body_is_whole(reader, fields)[2], fields)
