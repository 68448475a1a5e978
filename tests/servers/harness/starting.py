"""What a program needs that others start, and the blocks of deploy/README.md that say how."""

import pathlib
import re
import shutil
import socket
import subprocess

from . import processes
from .fastcgi import FastCgi
from .front_end import open_to_front_end, own_directory
from .paths import ROOT, environment, scratch_directory
from .probes import PROBE, TEMPLATES
from .waiting import wait_until


def block(section, language):
    """Returns the only block of code with this language below this heading."""
    text = (ROOT / "deploy/README.md").read_text()
    part = re.search(rf"^## {re.escape(section)}$(.*?)(?=^## |\Z)", text, re.M | re.S)[1]
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", part, re.M | re.S)
    return found


class Installed:
    """The probe with its templates, options and directories, as the front end's user needs them."""

    def __init__(self, program=PROBE, templates=TEMPLATES, **options):
        self.directory = scratch_directory()
        self.scratch = pathlib.Path(self.directory.name)
        open_to_front_end(self.scratch)
        self.program = self.scratch / "aspic-site"
        shutil.copy(program, self.program)
        shutil.copytree(templates, self.scratch / "templates")
        self.data = own_directory(self.scratch / "data")
        self.options = self.scratch / "site.conf"
        lines = {"templates": self.scratch / "templates", "data": self.data, "cache": "memory",
                 **options}
        self.options.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
        self.socket = own_directory(self.scratch / "run") / "site.sock"
        self.log_file = self.scratch / "log"

    def adapted(self, text):
        """Returns the text of deploy/README.md or of a unit, with the paths of this directory."""
        for theirs, ours in (("/usr/local/bin/aspic-site", self.program),
                             ("/etc/aspic/aspic-site.conf", self.options),
                             ("/var/lib/aspic", self.data),
                             ("/run/aspic/site.sock", self.socket),
                             ("/usr/local/share/aspic/deploy", ROOT / "deploy")):
            text = text.replace(theirs, str(ours))
        return text

    def log(self):
        return self.log_file.read_text(errors="replace")

    def get(self, target):
        with FastCgi(self.socket, keep=False) as connection:
            return connection.request("GET", target)

    def programs_of(self, pid):
        """Returns the process ids of the program below this process."""
        return [found for found in processes.descendants(pid)
                if processes.command(found)[:1] == [str(self.program)]]


def by_mod_fcgid(installed, **more):
    """Returns a change of apache.conf: Apache starts the program with mod_fcgid.

    more: directives.
    """
    def change(text):
        ours = installed.adapted(block("Apache with mod_fcgid", "apache"))
        ours = ours.replace("/run/apache2/fcgid", "${FRONT_STATE}/fcgid")
        for name, value in more.items():
            ours = "".join(line for line in ours.splitlines(True) if name not in line)
            ours += f"{name} {value}\n"
        return text.partition('ProxyPass "/"')[0] + ours

    return change


class Activated:
    """A program that gets its socket as systemd passes it. The socket stays open without it."""

    def __init__(self, installed, sockets=1, command=None, preexec=None, **variables):
        """command: by default, `serve` with the options of every block of deploy/README.md."""
        self.installed = installed
        self.command = command or [installed.program, "serve", "--config", installed.options]
        self.preexec = preexec
        self.variables = {"LISTEN_FDS": str(sockets), **variables}
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(installed.socket))
        self.listener.listen(1024)
        self.process = None

    def start(self, *options):
        command = ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@" 3<&0 </dev/null', "sh", *self.command,
                   *options]
        with open(self.installed.log_file, "w") as log:
            self.process = subprocess.Popen(
                command, env={**environment(), **self.variables}, stdin=self.listener, stdout=log,
                stderr=log, preexec_fn=self.preexec)
        return self

    def close(self):
        self.listener.close()
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class NotifySocket:
    """The socket on which a service manager hears of its service."""

    def __init__(self, path):
        self.path = path
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.socket.setblocking(False)
        self.heard = []

    def messages(self):
        """Returns all messages so far."""
        try:
            while True:
                self.heard.append(self.socket.recv(4096).decode())
        except BlockingIOError:
            return self.heard

    def wait_for(self, message, after=0):
        wait_until(lambda: message in self.messages()[after:],
                   f"the service manager hears {message}")

    def close(self):
        self.socket.close()
