"""A site of somebody else, at work under the command `dev`."""

import pathlib
import shutil
import signal
import subprocess

from harness import http_client
from harness.paths import environment, free_port, scratch_directory
from harness.waiting import wait_until


class DevSite:
    """Works on a copy of the files, which a test may change."""

    def __init__(self, program, files, *options):
        """program: the built site; files: its directories; options: those of dev."""
        self.command = [program, "dev", *options]
        self.scratch = scratch_directory()
        self.folder = pathlib.Path(self.scratch.name)
        self.folder.chmod(0o755)  # the front end reads the static files as another user
        for part in files:
            shutil.copytree(part, self.folder / part.name)
        self.port = free_port()
        self.output = self.folder / "output"

    def __enter__(self):
        with open(self.output, "w") as output:
            self.process = subprocess.Popen([*self.command, "--port", str(self.port)],
                                            cwd=self.folder, env=environment(), stdout=output,
                                            stdin=subprocess.DEVNULL, stderr=output)
        try:
            wait_until(lambda: f"ready http://127.0.0.1:{self.port}/" in self.said(),
                       "dev is ready")
        except BaseException:
            self.__exit__()
            raise
        return self

    def said(self):
        text = self.output.read_text()
        assert self.process.poll() is None, text
        return text

    def get(self, target):
        return http_client.get(self.port, target)

    def change(self, template, old, new):
        """Changes a template. Returns its former text."""
        file = self.folder / "templates" / template
        text = file.read_text()
        assert old in text, f"{old} is not in {template}"
        file.write_text(text.replace(old, new, 1))
        return text

    def write(self, template, text):
        (self.folder / "templates" / template).write_text(text)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
