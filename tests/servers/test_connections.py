"""Kept FastCGI connections, and the end of the program. The tests use the application's socket."""

import array
import fcntl
import termios
import threading
import time
import unittest

from harness.application import Application
from harness.fastcgi import STDIN, record, request_params, stream
from harness.waiting import wait_until

PAGE = "/man/1/aspic-hello"
FORM = b"name=nobody&password=wrong-password&next=/"
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(FORM)),
                "Sec-Fetch-Site": "same-origin"}


class KeptConnections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.application = Application(threads=4).start()

    @classmethod
    def tearDownClass(cls):
        cls.application.__exit__()

    def test_sixteen_kept_connections_do_not_block_four_threads(self):
        kept = [self.application.connect() for _ in range(16)]
        for connection in kept:
            self.assertEqual(connection.request("GET", PAGE).status, 200)
        # All sixteen are open and idle now. With libfcgi alone, the four threads would wait on four
        # of them for ever.
        began = time.monotonic()
        for _ in range(20):
            self.assertEqual(self.application.get(PAGE).status, 200)
        self.assertLess(time.monotonic() - began, 2)
        for round_ in range(10):
            for connection in kept[::-1] if round_ % 2 else kept:
                self.assertEqual(connection.request("GET", PAGE).status, 200)
        for connection in kept:
            connection.close()

    def test_seventeen_busy_connections_all_get_their_share(self):
        served = [0] * 17
        end = threading.Event()

        def ask(number):
            with self.application.connect() as connection:
                while not end.is_set():
                    self.assertEqual(connection.request("GET", PAGE).status, 200)
                    served[number] += 1
                    if sum(served) > 3000:
                        end.set()

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(17)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertGreater(min(served), max(served) / 20, served)

    def test_answers_on_a_kept_connection_do_not_mix(self):
        with self.application.connect() as connection:
            for name in ("aspic-hello", "aspic-printf", "aspic-absent", "aspic-hello") * 5:
                self.assertIn(name, connection.request("GET", f"/man/1/{name}").text)

    def test_an_unread_body_does_not_reach_the_next_request(self):
        with self.application.connect() as connection:
            body = b"GET" * 20_000
            refused = connection.request("POST", PAGE, {"Sec-Fetch-Site": "same-origin"}, body)
            self.assertEqual(refused.status, 405)
            self.assertEqual(connection.request("GET", PAGE).status, 200)

    def test_a_front_end_that_disconnects_in_a_request_does_no_harm(self):
        for _ in range(12):
            connection = self.application.connect()
            connection.begin(request_params("POST", "/account/sign-in", FORM_HEADERS))
            connection.send(record(STDIN, FORM[:10]))
            connection.close()
        for _ in range(12):
            connection = self.application.connect()
            connection.send(b"\1\1\0\1\0\x08")  # half of the first record's header
            connection.close()
        self.assertEqual(self.application.get(PAGE).status, 200)

    def test_nonsense_instead_of_fastcgi_does_no_harm(self):
        for nonsense in (b"GET / HTTP/1.1\r\n\r\n", b"\0" * 64, b"\xff" * 64,
                         b"\1\4\0\1\xff\xff\0\0" + b"\xff" * 200):
            with self.application.connect(timeout=1) as connection:
                connection.send(nonsense)
        self.assertEqual(self.application.get(PAGE).status, 200)
        self.assertIsNone(self.application.process.poll())


class TheEnd(unittest.TestCase):
    def test_a_started_request_is_finished_after_sigterm(self):
        with Application(threads=4) as application, application.connect() as connection:
            connection.begin(request_params("POST", "/account/sign-in", FORM_HEADERS))
            connection.send(record(STDIN, FORM[:10]))
            # The request has started if the program has read the first half from the socket.
            wait_until(lambda: not unread(connection), "the program has read the first half")
            application.process.terminate()
            wait_until(lambda: "stopping" in application.log(), "the program gets the signal")
            self.assertIsNone(application.process.poll())
            connection.send(stream(STDIN, FORM[10:]))
            answer = connection.receive()
            self.assertIn('value="nobody"', answer.text)
            self.assertEqual(application.process.wait(10), 0)

    def test_idle_kept_connections_do_not_delay_the_end(self):
        with Application(threads=4) as application:
            kept = [application.connect() for _ in range(16)]
            for connection in kept:
                connection.request("GET", PAGE)
            self.assertEqual(application.stop(seconds=5), 0)
            self.assertFalse(application.socket.exists())
            for connection in kept:
                connection.close()


def unread(connection):
    """Returns the number of sent bytes that the peer has not read (SIOCOUTQ of a unix socket)."""
    size = array.array("i", [0])
    fcntl.ioctl(connection.socket, termios.TIOCOUTQ, size)
    return size[0]
