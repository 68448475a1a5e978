"""Conversations in FastCGI records: the front end sends bytes, and expects records.

A step is bytes to send, or one of the expectations below. A conversation fails with the number of
the step and with what came instead.
"""

import contextlib
import struct

from .fastcgi import END, GET_VALUES_RESULT, STDOUT, UNKNOWN_TYPE
from .http_client import ClosedByPeer

COMPLETE, CANNOT_MULTIPLEX, UNKNOWN_ROLE = 0, 1, 3


class Answer:
    """A whole answer with that status, and a text that is in it."""

    def __init__(self, status=200, request=1, text=""):
        self.status, self.request, self.text = status, request, text

    def check(self, connection):
        output = b""
        while True:
            kind, request, content = connection.receive_record()
            assert request == self.request, f"a record of request {request}"
            if kind == END:
                break
            assert kind == STDOUT, f"a record of type {kind}"
            output += content
        assert content == struct.pack("!IB3x", 0, COMPLETE), f"the end {content}"
        status = int(output.split(b"Status: ", 1)[1][:3])
        assert status == self.status, f"the status {status}"
        assert self.text in output.decode("latin-1"), f"no {self.text!r}"


class Record:
    """One record, exactly."""

    def __init__(self, kind, request, content):
        self.expected = kind, request, content

    def check(self, connection):
        got = connection.receive_record()
        assert got == self.expected, f"{got} and not {self.expected}"


class Closed:
    """The application has closed the connection, and sent nothing more."""

    def check(self, connection):
        try:
            got = connection.receive_record()
        except (ClosedByPeer, ConnectionResetError):
            return
        raise AssertionError(f"a record {got}")


class Vanish:
    """The front end closes the connection."""

    def check(self, connection):
        connection.close()


def end(status, request=1):
    return Record(END, request, struct.pack("!IB3x", 0, status))


def unknown_type(kind):
    return Record(UNKNOWN_TYPE, 0, struct.pack("!B7x", kind))


def values(content=b""):
    return Record(GET_VALUES_RESULT, 0, content)


def converse(connect, steps):
    """connect: returns a new connection."""
    with connect() as connection:
        for number, step in enumerate(steps):
            if isinstance(step, bytes):
                # The application may have closed the connection, and the next steps expect that.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    connection.send(step)
                continue
            try:
                step.check(connection)
            except Exception as error:
                raise AssertionError(f"step {number}, {type(step).__name__}: {error!r}") from error
