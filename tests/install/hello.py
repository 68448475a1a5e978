"""A program that somebody else has built, behind lighttpd."""

import os
import pathlib
import shutil
import subprocess

from harness import http_client
from harness.paths import environment, free_port, scratch_directory
from harness.waiting import wait_until

import consumer


JQUERY = "/usr/share/javascript/jquery/jquery.min.js"


class Hello:
    def __init__(self, program, folder, deploy=None, static=()):
        """
        program: the built site; folder: the directory of its templates; deploy: that of its
        lighttpd.conf, by default the installed one; static: its own static files.
        """
        self.program = program
        self.folder = folder
        self.deploy = deploy or consumer.prefix() / "share/aspic/deploy"
        self.sources = [*static, JQUERY]
        self.scratch = scratch_directory()
        self.state = pathlib.Path(self.scratch.name)
        self.port = free_port()
        self.processes = []

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def start(self):
        socket = self.state / "hello.sock"
        for script in self.deploy.glob("*.lua"):
            shutil.copy(script, self.state)
        static = self.state / "static"
        consumer.run(self.program, "collect-static", static, *self.sources)
        self.launch("program", self.program, "--cache", "memory", "--listen", f"unix:{socket}",
                    "--static", static)
        self.launch("front", "lighttpd", "-D", "-f", self.deploy / "lighttpd.conf",
                    PORT=str(self.port), FRONT_STATE=str(self.state), SITE_SOCKET=str(socket),
                    SITE_STATIC=str(static))
        wait_until(lambda: " listening " in self.log("program"), "the site listens")
        wait_until(self.front_answers, "lighttpd answers")
        return self

    def launch(self, name, *command, **variables):
        path = os.environ["PATH"] + ":/usr/sbin"
        with open(self.state / f"{name}.log", "w") as log:
            self.processes.append(subprocess.Popen(
                [str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, env={**environment(), "PATH": path, **variables}))

    def log(self, name):
        for process in self.processes:
            if process.poll() is not None:
                logs = "".join(file.read_text() for file in self.state.glob("*.log"))
                raise AssertionError(f"{process.args[0]} ended with {process.returncode}:\n{logs}")
        return (self.state / f"{name}.log").read_text()

    def front_answers(self):
        self.log("front")
        try:
            return self.get("/")
        except ConnectionRefusedError:
            return None

    def get(self, target):
        return http_client.get(self.port, target)

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)
