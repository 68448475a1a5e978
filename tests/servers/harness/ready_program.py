"""A program that says "ready URL" when its site answers: deploy/run, and the command dev."""

import subprocess
import threading

from .paths import environment


class ReadyProgram:
    """Its standard error is read all the time, because a full pipe would stop it."""

    process = None

    def __init__(self):
        self.said = []  # lines of standard error

    def launch(self, command, url, seconds, cwd=None):
        """Returns True if it is ready. Kills it if it says nothing for so many seconds."""
        self.process = subprocess.Popen(
            command, cwd=cwd, env=environment(), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.listener = threading.Thread(
            target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self.listener.start()
        killer = threading.Timer(seconds, self.process.kill)
        killer.start()
        line = self.process.stdout.readline()
        killer.cancel()
        return line == f"ready {url}\n"

    def end(self, seconds=60):
        """Waits for its end, and returns its exit status."""
        status = self.process.wait(seconds)
        self.listener.join(30)
        self.process.stdout.close()
        self.process.stderr.close()
        return status
