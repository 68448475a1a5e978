"""HTTP/2 by curl. A target is sent as it is written."""

import subprocess

from .http_client import Answer


COMMAND = ("curl", "--silent", "--show-error", "--max-time", "60", "--path-as-is", "--globoff",
           "--no-buffer")


def request(origin, method, target, fields=(), body=b"", options=()):
    """Sends one request on a new connection. origin: https://127.0.0.1:8080."""
    command = [*COMMAND, "--include", "--request", method, *options]
    if method == "HEAD":
        command.append("--head")
    for name, value in fields:
        command += ["--header", f"{name}: {value}" if value else f"{name};"]
    if body:
        command += ["--data-binary", "@-", "--header", "Expect:"]
        if not any(name.lower() == "content-type" for name, _ in fields):
            command += ["--header", "Content-Type:"]
    command += ["--request-target", target, origin]
    done = subprocess.run([str(word).encode("latin-1") for word in command], input=body,
                          capture_output=True)
    if done.returncode != 0:
        raise ConnectionError(f"curl ended with {done.returncode}: {done.stderr.decode()}")
    return parse(done.stdout)


def start(origin, target, options=()):
    """Starts to receive an answer. Returns the process."""
    return subprocess.Popen([*COMMAND, *options, "--request-target", target, origin],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)


def parse(output):
    head, _, body = output.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    if status.split()[1] == "100":
        return parse(body)
    fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
    return Answer(int(status.split()[1]), fields, body)
