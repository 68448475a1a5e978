"""An HTTP/1.1 client that sends exactly the bytes it is given. Python's own would tidy up targets and headers."""

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
        """All values of it, joined by commas as RFC 9110 allows; None where there is none."""
        values = self.all(name)
        return ", ".join(values) if values else None

    @property
    def text(self):
        return self.body.decode()


class ClosedByPeer(Exception):
    pass


class Connection:
    """One connection, on which requests follow each other."""

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
        """headers: pairs, or a dictionary. Host is added if it is not there, Content-Length if there is a body."""
        headers = list(headers.items() if isinstance(headers, dict) else headers)
        names = {name.lower() for name, _ in headers}
        if "host" not in names:
            port = self.socket.getpeername()[1]
            headers.insert(0, ("Host", f"127.0.0.1:{port}"))
        if body and not names & {"content-length", "transfer-encoding"}:
            headers.append(("Content-Length", str(len(body))))
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name,
                                                           value in headers) + "\r\n"
        self.send(head.encode("latin-1") + body)
        return self.receive(method)


def request(port, method, target, headers=(), body=b""):
    """One request on a connection of its own."""
    with Connection(port) as connection:
        return connection.request(method, target, headers, body)


def get(port, target, headers=()):
    return request(port, "GET", target, headers)


def exchange(port, data, method="GET"):
    """Sends the bytes as they are, and reads one answer."""
    with Connection(port) as connection:
        connection.send(data)
        return connection.receive(method)
