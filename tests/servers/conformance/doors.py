"""Three ways to the same views: in process, behind lighttpd, behind Apache."""

import concurrent.futures
import contextlib
import math
import pathlib
import subprocess
import time

from harness import http_client
from harness.front_end import FrontEnd, open_to_front_end
from harness.paths import environment, scratch_directory
from harness.probes import BUILD, TEMPLATES, Probe
from harness.redis import Redis

from .conversation import IN_PROCESS, NEGATIVE_LIFETIME, Conversation

PROGRAM = BUILD / "aspic_conformance"


class Door:
    name = ""

    def __init__(self):
        self.directory = scratch_directory()
        self.scratch = pathlib.Path(self.directory.name)
        self.scripts = self.scratch / "scripts"
        self.scripts.mkdir()
        self.closing = contextlib.ExitStack()
        self.closing.callback(self.directory.cleanup)

    def close(self):
        self.closing.close()

    def write_script(self, page, answers, change=None, names=None):
        directory = self.scripts / page
        directory.mkdir()
        files = {str(number): what for number, what in enumerate(answers, 1)}
        if change:
            files["change"] = change
        for name, what in files.items():
            text = what.script()
            for placeholder, value in (names or {}).items():
                text = text.replace("{" + placeholder + "}", value)
            (directory / name).write_text(text, encoding="latin-1")

    def play(self, rows):
        """Returns what was wrong, by row. The rows that this door leaves out are not in it."""
        conversations = {}
        for number, row in enumerate(rows):
            if self.name in row.not_behind:
                continue
            page = f"page-{number}"
            conversations[row] = Conversation(row, page, self)
            names = conversations[row].names
            self.write_script(page, row.says, row.change, names)
            if row.other:
                self.write_script(f"{page}-other", [row.other], row.change, names)
        return self.play_all(conversations)


class InProcess(Door):
    """One client after another. Time passes when the test says so."""

    name = IN_PROCESS
    origin = "http://localhost"

    def __init__(self, mount="", scripts=None):
        super().__init__()
        self.process = subprocess.Popen([PROGRAM, "in-process", scripts or self.scripts, TEMPLATES,
                                         mount],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=environment())
        self.closing.callback(self.end)
        self.passed = 0

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def play_all(self, conversations):
        found = {}
        for row, conversation in conversations.items():
            self.send("new\n")
            self.passed = 0
            found[row] = conversation.play()
        return found

    def now(self):
        return time.time() + self.passed

    def pass_time(self, seconds):
        self.send(f"advance {math.ceil(seconds)}\n")
        self.passed += math.ceil(seconds)

    def request(self, method, target, fields, body=b""):
        lines = [f"request {method} {target} {len(body)}",
                 *(f"{name}: {value}" for name, value in fields)]
        self.process.stdin.write("\n".join(lines).encode("latin-1") + b"\n\n" + body)
        self.process.stdin.flush()
        size = int(self.process.stdout.readline())
        head, _, body = self.process.stdout.read(size).partition(b"\n\n")
        status, *lines = head.decode("latin-1").split("\n")
        return http_client.Answer(int(status), [tuple(line.split(": ", 1)) for line in lines], body)

    def send(self, text):
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()


class Behind(Door):
    """All conversations at the same time, because many of them wait for a lifetime to end."""

    def __init__(self, front, with_redis, program=(PROGRAM,)):
        super().__init__()
        self.name = front
        try:
            open_to_front_end(self.scratch)
            # With so many threads, no row waits for a slot, or gets a stale page in place of one.
            self.program = Probe(self.scratch, "site", program=program, scripts=self.scripts,
                                 threads=256,
                                 negative_lifetime=NEGATIVE_LIFETIME,
                                 **self.cache_options(with_redis))
            self.closing.callback(self.program.kill)
            self.program.start()
            self.front = self.closing.enter_context(
                FrontEnd(front, self.scratch, self.program.socket))
            self.port = self.front.port
        except BaseException:
            self.close()
            raise
        self.origin = f"http://127.0.0.1:{self.port}"

    def cache_options(self, with_redis):
        if not with_redis:
            return {"cache": "memory"}
        redis = self.closing.enter_context(Redis(self.scratch))
        return {"redis": f"unix:{redis.socket}", "redis_timeout_ms": 3000}

    def play_all(self, conversations):
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            # Those that wait longest begin first.
            ordered = sorted(conversations, key=lambda row: -sum(one.after for one in row.asks))
            found = pool.map(lambda row: conversations[row].play(), ordered)
            return dict(zip(ordered, found))

    def now(self):
        return time.time()

    def pass_time(self, seconds):
        time.sleep(seconds)

    def request(self, method, target, fields):
        return http_client.request(self.port, method, target, fields)
