"""Answers that take long or are large, kept connections, and clients that go away."""

import concurrent.futures
import pathlib
import re

from harness.waiting import wait_until

from .case import Cases, in_server, over_http1, that
from .door import MOUNT, SLOTS, THREADS

cases = Cases()

MEBI = 1 << 20


@cases.case("A streamed answer arrives piece by piece", in_server)
def piece_by_piece(door):
    door.site.close_gate()
    with door.start("/gated") as answer:
        answer.read_until(b"the first piece\n")
        door.site.open_gate()
        answer.read_until(b"the second piece\n")


class Memory:
    """The most memory that the processes have had since this object was made, in bytes."""

    def __init__(self, pids):
        self.directories = [pathlib.Path(f"/proc/{pid}") for pid in pids]
        for directory in self.directories:
            (directory / "clear_refs").write_text("5")  # proc(5): resets VmHWM
        self.at_rest = self.most()

    def most(self):
        return sum(int(re.search(r"VmHWM:\s+(\d+) kB", (directory / "status").read_text())[1])
                   for directory in self.directories) * 1024

    def grown(self):
        return self.most() - self.at_rest


@cases.case("32 MB arrive whole, in little memory of the site and of the front end", in_server)
def large_answer(door):
    door.ask("/pieces/1")  # starts what starts late
    memory = Memory(door.process_ids())
    with door.start("/pieces/512") as answer:
        size = sum(map(len, iter(answer.read, b"")))
    that.assertIn(size, range(32 * MEBI, 33 * MEBI))  # with the head and the framing
    that.assertLess(memory.grown(), 16 * MEBI)


def serves(door):
    """The site answers as many requests at the same time as it did."""
    with concurrent.futures.ThreadPoolExecutor(SLOTS) as pool:
        answers = list(pool.map(lambda _: door.ask("/waits").status, range(SLOTS)))
    that.assertEqual(answers, [200] * SLOTS)


@cases.case("A client that goes away while a view runs costs nothing", in_server)
def gone_from_view(door):
    for _ in range(THREADS // SLOTS + 1):  # more than there are threads that could be lost
        door.site.close_gate()
        started = [door.start("/waits") for _ in range(SLOTS)]
        wait_until(lambda: door.site.pending() == SLOTS, "the views have begun")
        for one in started:
            one.close()
        that.assertEqual(door.ask("/e/x").status, 200)
        door.site.open_gate()
        wait_until(lambda: door.site.pending() == 0, "the views have ended")
    serves(door)


@cases.case("A client that goes away while it reads ends the answer", in_server)
def gone_from_answer(door):
    door.site.open_gate()
    started = [door.start("/pieces/10000") for _ in range(THREADS + 1)]
    for one in started:
        one.read_until(b"yyyy")
        one.close()
    wait_until(lambda: door.site.pending() == 0, "the streams have ended")
    serves(door)


@cases.case("A kept connection answers one request after another", over_http1)
def kept(door):
    with door.connect() as connection:
        for number in range(10):
            answer = connection.request("GET", f"{MOUNT}/e/{number}")
            that.assertIn(f'"segments":["e","{number}"]', answer.text)
        that.assertEqual(connection.request("HEAD", f"{MOUNT}/e/x").body, b"")
        that.assertEqual(connection.request("GET", f"{MOUNT}/none").status, 404)
        that.assertEqual(connection.request("GET", f"{MOUNT}/e/x").status, 200)


@cases.case("Pipelined requests are answered in order", over_http1)
def pipelined(door):
    with door.connect() as connection:
        connection.send(b"".join(
            f"GET {MOUNT}/e/{number} HTTP/1.1\r\nHost: h\r\n\r\n".encode() if number % 2 else
            f"POST {MOUNT}/e/{number} HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Length: 1\r\n\r\n{number}".encode() for number in range(8)))
        for number in range(8):
            that.assertIn(f'"segments":["e","{number}"]', connection.receive().text)

