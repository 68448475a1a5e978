"""An HTTP/1.1 client that sends exactly the given bytes. Python's client changes them."""

import dataclasses
import socket


@dataclasses.dataclass
class Answer:
    status: int
    fields: list  # (name, value) as received
    body: bytes

    def all(self, name):
        return [value for field, value in self.fields if field.lower() == name.lower()]

    def field(self, name):
        """Returns all its values, joined by commas as RFC 9110 allows; None if there are none."""
        values = self.all(name)
        return ", ".join(values) if values else None

    @property
    def text(self):
        return self.body.decode()


class ClosedByPeer(Exception):
    pass


class Connection:
    """One connection, for one request after another."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.reader = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.reader.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, method="GET"):
        line = self.reader.readline()
        if not line:
            raise ClosedByPeer()
        status = int(line.split()[1])
        fields = []
        while (line := self.reader.readline().rstrip(b"\r\n")) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            fields.append((name, value.strip()))
        answer = Answer(status, fields, b"")
        if status == 100:
            return self.receive(method)
        if method != "HEAD" and status not in (204, 304):
            answer.body = self._body(answer)
        return answer

    def _body(self, answer):
        if (answer.field("Transfer-Encoding") or "").lower() == "chunked":
            body = b""
            while (size := int(self.reader.readline().split(b";")[0], 16)) > 0:
                body += self.reader.read(size)
                self.reader.readline()
            while self.reader.readline().rstrip():
                pass
            return body
        length = answer.field("Content-Length")
        return self.reader.read() if length is None else self.reader.read(int(length))

    def request(self, method, target, headers=(), body=b""):
        """Adds Host if it is missing, and Content-Length if there is a body.

        headers: pairs, or a dictionary.
        """
        headers = list(headers.items() if isinstance(headers, dict) else headers)
        names = {name.lower() for name, _ in headers}
        if "host" not in names:
            port = self.socket.getpeername()[1]
            headers.insert(0, ("Host", f"127.0.0.1:{port}"))
        if body and not names & {"content-length", "transfer-encoding"}:
            headers.append(("Content-Length", str(len(body))))
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        head = "\r\n".join(lines) + "\r\n\r\n"
        self.send(head.encode("latin-1") + body)
        return self.receive(method)


def request(port, method, target, headers=(), body=b""):
    """Sends one request on a new connection."""
    with Connection(port) as connection:
        return connection.request(method, target, headers, body)


def get(port, target, headers=()):
    return request(port, "GET", target, headers)


def exchange(port, data, method="GET"):
    """Sends exactly these bytes, and reads one answer."""
    with Connection(port) as connection:
        connection.send(data)
        return connection.receive(method)
