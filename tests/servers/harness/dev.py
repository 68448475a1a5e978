"""A site below the command `dev`: a copy of the probe, with files that a test may change."""

import os
import pathlib
import shutil
import signal
import subprocess

from . import http_client, processes
from .paths import environment, free_port, scratch_directory
from .probes import PROBE, TEMPLATES
from .ready_program import ReadyProgram
from .waiting import wait_until

# Fails if the source says so. Otherwise the program is a new file.
BUILD = ("if grep -q broken views/view.cpp; then echo 'views/view.cpp:1: error: broken'; exit 1; fi; "
         "cp build/site build/site.new && mv build/site.new build/site")


class Dev(ReadyProgram):
    """Takes the options of dev: Dev(front="apache", production=True). `before` changes its files."""

    def __init__(self, before=lambda directory: None, **options):
        super().__init__()
        self.scratch = scratch_directory()
        self.directory = pathlib.Path(self.scratch.name)
        self.directory.chmod(0o755)
        for name in ("build", "static", "views"):
            (self.directory / name).mkdir()
        shutil.copytree(TEMPLATES, self.directory / "templates")
        self.base = self.directory / "templates/base.tpl"
        self.base.write_text(self.base.read_text().replace(
            "</head>", '<link rel="stylesheet" href="{{STATIC:x-static=site.css}}"></head>'))
        self.style = self.directory / "static/site.css"
        self.style.write_text("body { color: black }\n")
        self.source = self.directory / "views/view.cpp"
        self.source.write_text("// a view\n")
        self.program = self.directory / "build/site"
        shutil.copy(PROBE, self.program)
        before(self.directory)
        self.port = free_port()
        self.mount = options.get("mount", "")
        self.arguments = ["dev", "--port", str(self.port)]
        for name, value in options.items():
            self.arguments.append("--" + name.replace("_", "-"))
            self.arguments += [] if value is True else [str(value)]
        public = pathlib.Path(f"/run/aspic-{self.port}")
        self.state = self.directory / f"build/run/{self.port}"
        self.public = public if os.geteuid() == 0 else self.state

    def start(self, prefix=(), seconds=60):
        if not self.launch([*prefix, self.program, *self.arguments],
                           f"http://127.0.0.1:{self.port}{self.mount}/", seconds,
                           cwd=self.directory):
            self.end()
            raise AssertionError("".join(self.said))
        return self

    def run(self, prefix=()):
        """For one that does not start: returns its exit status, and what it has said."""
        run = subprocess.run([*prefix, self.program, *self.arguments], cwd=self.directory,
                             env=environment(), capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=60)
        return run.returncode, run.stderr

    def stop(self, by=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.end()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def get(self, target, headers=()):
        return http_client.get(self.port, target, headers)

    def has_said(self, words):
        return words in "".join(self.said)

    def wait_for(self, words):
        wait_until(lambda: self.has_said(words), f"dev says {words!r}")

    def wait_for_page(self, target, words):
        return wait_until(lambda: words in self.get(target).text, f"{target} has {words!r}")

    def descendants(self):
        return processes.descendants(self.process.pid)

    def sockets(self):
        return [path for path in (self.public / "site.sock", self.state / "redis.sock")
                if path.exists()]
