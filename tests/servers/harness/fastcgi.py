"""A FastCGI client, in the role of the front end. It can keep connections open, and send pieces."""

import socket
import struct

from .http_client import Answer, ClosedByPeer

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, DATA, GET_VALUES = 1, 2, 3, 4, 5, 6, 7, 8, 9
GET_VALUES_RESULT, UNKNOWN_TYPE = 10, 11
RESPONDER, KEEP = 1, 1


def record(kind, content=b"", request=1, padding=0):
    return struct.pack("!BBHHBx", 1, kind, request, len(content),
                       padding) + content + bytes(padding)


def begin(role=RESPONDER, flags=0, request=1):
    return record(BEGIN, struct.pack("!HB5x", role, flags), request)


def whole_request(method, target, headers=None, body=b"", flags=0):
    """Returns all records of a request."""
    values = request_params(method, target, headers, body)
    return begin(flags=flags) + stream(PARAMS, params(values)) + stream(STDIN, body)


def length(number):
    return struct.pack("!B", number) if number < 128 else struct.pack("!I", number | 0x80000000)


def params(values):
    encoded = b""
    for name, value in values.items():
        name, value = name.encode("latin-1"), value.encode("latin-1")
        encoded += length(len(name)) + length(len(value)) + name + value
    return encoded


def stream(kind, content):
    """Returns the records of a whole stream, with the empty record that ends it."""
    pieces = [content[at:at + 65535] for at in range(0, len(content), 65535)]
    return b"".join(record(kind, piece) for piece in pieces) + record(kind)


def request_params(method, target, headers=None, body=b""):
    values = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "QUERY_STRING": target.partition("?")[2],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REQUEST_SCHEME": "http",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
    }
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        values[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
    if body:
        values.setdefault("CONTENT_LENGTH", str(len(body)))
    return values


class FastCgi:
    def __init__(self, path, keep=True, timeout=30):
        self.keep = keep
        self.socket = socket.socket(socket.AF_UNIX)
        # Without a time limit, it waits if the queue of the listening socket is full.
        self.socket.connect(str(path))
        self.socket.settimeout(timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def begin(self, values):
        """Sends everything before the body."""
        self.socket.sendall(begin(flags=KEEP if self.keep else 0) + stream(PARAMS, params(values)))

    def send(self, data):
        self.socket.sendall(data)

    def request(self, method, target, headers=None, body=b""):
        self.begin(request_params(method, target, headers, body))
        self.send(stream(STDIN, body))
        return self.receive()

    def receive(self):
        output = b""
        while True:
            kind, _, content = self.receive_record()
            if kind == STDOUT:
                output += content
            elif kind == END:
                break
        head, _, body = output.partition(b"\r\n\r\n")
        fields = [tuple(line.decode("latin-1").split(": ", 1)) for line in head.split(b"\r\n")]
        status = int(dict(fields)["Status"].split()[0])
        return Answer(status, [field for field in fields if field[0] != "Status"], body)

    def receive_record(self):
        """Returns the type of the next record, the id of its request, and its content."""
        _, kind, request, size, padding = struct.unpack("!BBHHBx", self._exactly(8))
        content = self._exactly(size)
        self._exactly(padding)
        return kind, request, content

    def _exactly(self, size):
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise ClosedByPeer()
            data += piece
        return data
