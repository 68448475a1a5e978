"""Forms with files: their content, their limits, and what they cost while they arrive."""

import contextlib
import os
import pathlib
import re
import time
import unittest

from harness import http_client
from harness.fastcgi import PARAMS, STDIN, begin, params, record, request_params, stream
from harness.front_end import FrontEnd, open_to_front_end
from harness.probes import SAME_ORIGIN, Fleet
from harness.waiting import wait_until

BOUNDARY = "----boundary"
TYPE = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **SAME_ORIGIN}
MEBI = 1 << 20
PIECE = bytes(range(256)) * 4096  # one MiB
# Their limits in deploy/ are below that of /upload.
RAISED = {"lighttpd": ("server.max-request-size       = 8192", "server.max-request-size = 2097152"),
          "apache": ("-gt 8388608", "-gt 2147483648"),
          "nginx": ("client_max_body_size        8m", "client_max_body_size 2g")}


def part(content, name, **more):
    disposition = f'Content-Disposition: form-data; name="{name}"'
    for key, value in more.items():
        disposition += f'; {key}="{value}"'
    return f"--{BOUNDARY}\r\n{disposition}\r\n\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


def checksum(pieces):
    """Returns the sum that the probe makes: FNV-1a of each 4099th byte."""
    total = 0xcbf29ce484222325
    at = 0
    for piece in pieces:
        for byte in piece[-at % 4099::4099]:
            total = (total ^ byte) * 0x100000001b3 & 0xffffffffffffffff
        at += len(piece)
    return total


def large_file(mebis):
    """Returns the pieces of a form with one file, its size, and the answer of /upload."""
    head = part(b"", "large", filename="large.bin")[:-2]
    pieces = [head, *[PIECE] * mebis, b"\r\n" + END]
    said = f"file large [large.bin]  {mebis * MEBI} {checksum([PIECE] * mebis)}\n"
    return pieces, sum(len(piece) for piece in pieces), said


class Memory:
    """The most memory that a process has had since this object was made, in bytes."""

    def __init__(self, pid):
        self.directory = pathlib.Path(f"/proc/{pid}")
        (self.directory / "clear_refs").write_text("5")  # proc(5): resets VmHWM
        self.at_rest = self.most()

    def most(self):
        status = (self.directory / "status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def grown(self):
        return self.most() - self.at_rest


class Upload:
    """A form that is sent in pieces, straight to the application."""

    def __init__(self, probe, target="/upload", size=None):
        self.connection = probe.connect(timeout=120)
        headers = {**TYPE, **({"Content-Length": str(size)} if size else {})}
        self.connection.send(begin() +
                             stream(PARAMS, params(request_params("POST", target, headers))))

    def send(self, data):
        for at in range(0, len(data), 65535):
            self.connection.send(record(STDIN, data[at:at + 65535]))

    def finish(self):
        with self.connection:
            self.connection.send(record(STDIN))
            return self.connection.receive()


def stored_bodies(probe):
    """Returns the open files without a name in the data directory."""
    names = []
    for entry in pathlib.Path(f"/proc/{probe.process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            names.append(os.readlink(entry))
    return [name for name in names if "/data/" in name and name.endswith(" (deleted)")]


class Uploads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None, threads=2).__enter__()
        cls.probe = cls.fleet[0]

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def post(self, body, target="/upload"):
        return self.probe.request("POST", target, TYPE, body)

    def test_texts_and_files_are_told_apart(self):
        answer = self.post(part("é".encode(), "title") + part(b"abc", "cover", filename="a.png") +
                           part(b"", "none", filename="") + END)
        self.assertEqual(answer.text, f"text title=é\nfile cover [a.png]  3 {checksum([b'abc'])}\n")

    def test_the_name_of_a_file_has_no_directory(self):
        for sent in ("../../etc/passwd", "/etc/passwd", "C:\\etc\\passwd"):
            self.assertIn("[passwd]", self.post(part(b"x", "f", filename=sent) + END).text)

    def test_a_broken_form_gets_400(self):
        for body in (b"", b"x", part(b"1", "a"), part(b"1", "a") + END + b"more",
                     part(b"1", "a").replace(b"\r\n", b"\n") + END):
            self.assertEqual(self.post(body).status, 400, body)

    def test_a_body_over_the_limit_of_its_view_gets_a_413_that_names_it(self):
        self.assertEqual(self.post(part(bytes(60_000), "a") + END, "/upload/small").status, 200)
        for size in (70_000, 900_000, 5_000_000):
            answer = self.post(part(bytes(size), "a") + END, "/upload/small")
            self.assertEqual(answer.status, 413)
            self.assertIn("at most 64 KiB are accepted here", answer.text)
        # The usual limit is 1 MiB.
        self.assertEqual(self.probe.request("POST", "/echo", SAME_ORIGIN, bytes(MEBI)).status, 200)
        self.assertEqual(self.probe.request("POST", "/echo", SAME_ORIGIN,
                                            bytes(MEBI + 1)).status, 413)

    def test_a_gigabyte_is_read_in_little_memory(self):
        pieces, size, said = large_file(1024)
        memory = Memory(self.probe.process.pid)
        upload = Upload(self.probe, size=size)
        for piece in pieces:
            upload.send(piece)
        answer = upload.finish()
        self.assertEqual(answer.text, said)
        self.assertLess(memory.grown(), 40 * MEBI)
        wait_until(lambda: not stored_bodies(self.probe), "the body is removed")

    def test_a_file_is_saved(self):
        self.assertEqual(self.post(part(PIECE * 3, "f", filename="x") + END,
                                   "/upload?save").status, 200)
        saved = self.fleet.scratch / "data/saved"
        self.assertEqual(saved.read_bytes(), PIECE * 3)
        self.assertEqual([one.name for one in saved.parent.glob("saved*")], ["saved"])

    def test_an_upload_that_breaks_off_leaves_no_file(self):
        before = sorted((self.fleet.scratch / "data").rglob("*"))
        upload = Upload(self.probe)
        upload.send(part(PIECE * 3, "f", filename="x"))
        wait_until(lambda: stored_bodies(self.probe), "the body is on disk")
        self.assertEqual(sorted((self.fleet.scratch / "data").rglob("*")), before)
        upload.connection.close()
        wait_until(lambda: not stored_bodies(self.probe), "the body is removed")

    def test_slow_uploads_hold_no_thread(self):
        uploads = [Upload(self.probe) for _ in range(20)]
        for upload in uploads:
            upload.send(part(PIECE * 2, "f", filename="x")[:-2])
        wait_until(lambda: len(stored_bodies(self.probe)) == len(uploads), "all are on disk")
        for _ in range(10):
            self.assertEqual(self.probe.get("/process").status, 200)
        for upload in uploads:
            upload.send(b"\r\n" + END)
        for upload in uploads:
            self.assertEqual(upload.finish().status, 200)


class TimeAndRoom(unittest.TestCase):
    def test_a_large_body_may_take_longer_but_must_not_stop(self):
        with Fleet(1, redis=None, receive_timeout=2) as fleet:
            upload = Upload(fleet[0])
            end = time.monotonic() + 5
            while time.monotonic() < end:
                upload.send(part(bytes(MEBI // 2), "f", filename="x"))
                time.sleep(0.1)  # the sender is slow, but does not stop
            upload.send(END)
            self.assertEqual(upload.finish().status, 200)

            stopped = Upload(fleet[0])
            stopped.send(part(PIECE, "f", filename="x"))
            began = time.monotonic()
            with stopped.connection as connection:
                self.assertEqual(connection.receive().status, 408)
            self.assertLess(time.monotonic() - began, 20)

    def test_without_room_the_answer_is_507_and_the_log_says_why(self):
        with Fleet(1, redis=None, max_spool="2M") as fleet:
            body = part(PIECE * 3, "f", filename="x") + END
            answer = fleet[0].request("POST", "/upload", TYPE, body)
            self.assertEqual(answer.status, 507)
            self.assertIn("--max-spool", "\n".join(fleet[0].warnings()))
            small = part(PIECE, "f", filename="x") + END
            self.assertEqual(fleet[0].request("POST", "/upload", TYPE, small).status, 200)


class BehindFrontEnd:
    front = ""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(1, redis=None)
        open_to_front_end(cls.fleet.scratch)
        cls.fleet.__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)
        cls.probe = cls.fleet[0]

        def raised(text):
            before, after = RAISED[cls.front]
            assert before in text
            return text.replace(before, after)

        cls.server = FrontEnd(cls.front, cls.fleet.scratch, cls.probe.socket, change=raised)
        cls.enterClassContext(cls.server)

    def test_a_large_file_passes_and_needs_little_memory(self):
        pieces, size, said = large_file(256)
        memory = Memory(self.probe.process.pid)
        with http_client.Connection(self.server.port, timeout=120) as connection:
            head = "".join(f"{name}: {value}\r\n" for name, value in TYPE.items())
            connection.send(f"POST /upload HTTP/1.1\r\nHost: h\r\n{head}"
                            f"Content-Length: {size}\r\n\r\n".encode())
            for piece in pieces:
                connection.send(piece)
            answer = connection.receive()
        self.assertEqual(answer.text, said)
        self.assertLess(memory.grown(), 40 * MEBI)

    def test_a_chunked_form_passes(self):
        body = part(PIECE * 2, "f", filename="x") + END
        chunks = b"".join(b"%x\r\n" % len(piece) + piece + b"\r\n"
                          for piece in (body[at:at + 60_000]
                                        for at in range(0, len(body), 60_000))) + b"0\r\n\r\n"
        answer = http_client.request(self.server.port, "POST", "/upload",
                                     {**TYPE, "Transfer-Encoding": "chunked"}, chunks)
        self.assertIn(f" {2 * MEBI} ", answer.text)


class BehindLighttpd(BehindFrontEnd, unittest.TestCase):
    front = "lighttpd"


class BehindApache(BehindFrontEnd, unittest.TestCase):
    front = "apache"


class BehindNginx(BehindFrontEnd, unittest.TestCase):
    front = "nginx"
