"""A front end with its configuration in deploy/, before a program that listens on a unix socket."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess

from .paths import ROOT, environment, free_port, scratch_directory
from .waiting import wait_until

# As in deploy/run: if root runs the tests, the front end is another user.
USER = "www-data" if os.geteuid() == 0 else None
AS_USER = {"user": USER, "group": USER, "extra_groups": []} if USER else {}


def open_to_front_end(directory):
    """Lets the front end's user read the directory, and what is made in it later."""
    if USER:
        shutil.chown(directory, group=USER)
        directory.chmod(0o2750)


def open_scratch(add_cleanup):
    """Makes a scratch directory that the front end's user may read.

    add_cleanup: addCleanup or addClassCleanup of the test that it is for.
    """
    directory = scratch_directory()
    add_cleanup(directory.cleanup)
    scratch = pathlib.Path(directory.name)
    open_to_front_end(scratch)
    return scratch


def own_directory(directory):
    """Makes a directory that the front end's user may write to."""
    directory.mkdir()
    if USER:
        shutil.chown(directory, USER, USER)
    return directory


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A program that listens on `port` and runs as the front end's user."""

    def __init__(self, command, port, log, quit_signal=signal.SIGTERM, **variables):
        self.command = command
        self.port = port
        self.log_file = log
        self.quit_signal = quit_signal
        self.variables = {name: str(value) for name, value in variables.items()}
        self.output = None  # a socket for its errors, in place of the log

    def __enter__(self):
        with open(self.log_file, "w") as log:
            output = self.output or log
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, env={**environment(), **self.variables},
                                            **AS_USER)
        try:
            wait_until(self.is_ready, f"{self.command[0]} listens")
        except BaseException:
            self.__exit__()
            raise
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.command[0]} ended with {self.process.returncode}:\n" +
                                 self.log_file.read_text())
        return listens(self.port)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(self.quit_signal)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def with_tls(text):
    """Changes nginx.conf as it says for https."""
    text = text.replace("    listen      127.0.0.1:${PORT};\n", "", 1)
    return re.sub(r"^    # ((listen|ssl_\w+) .*;)$", r"    \1", text, flags=re.MULTILINE)


def with_mirror(text):
    """Switches on the mirror in nginx.conf, as it says."""
    return re.sub(r"^( *)# ((load_module|set|access_by_lua_file) .*;)$", r"\1\2", text,
                  flags=re.MULTILINE)


def with_values(text, variables):
    """Replaces ${NAME} by its value, as nginx.conf says, because nginx reads no environment."""
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", str(value))
    return text


class FrontEnd(Server):
    def __init__(self, kind, directory, site_socket, static=None, change=None, **variables):
        """
        kind: lighttpd, apache or nginx. directory: open_to_front_end. static: collected files.
        change: a function from the configuration's text to another one. With TLS_CERTIFICATE and
        TLS_KEY (harness/tls.py), the port speaks https. With SITE_MIRROR, it sends what is in the
        mirror.
        """
        state = own_directory(directory / kind)
        configuration = directory / f"{kind}.conf"
        port = free_port()
        variables = {"PORT": port, "SITE_SOCKET": site_socket, "SITE_STATIC": static or state,
                     "FRONT_STATE": state, **variables}
        text = (ROOT / f"deploy/{kind}.conf").read_text()
        text = change(text) if change else text
        is_https = "TLS_CERTIFICATE" in variables
        has_mirror = "SITE_MIRROR" in variables
        for companion in (ROOT / "deploy/down.html", *(ROOT / "deploy").glob("*.lua")):
            shutil.copy(companion, state)
        if kind == "lighttpd":
            command = ["lighttpd", "-D", "-f", configuration]
        elif kind == "apache":
            choices = [*(["-DTLS"] if is_https else []), *(["-DMIRROR"] if has_mirror else [])]
            command = ["apache2", "-DFOREGROUND", *choices, "-d", state, "-f", configuration]
        else:
            text = with_tls(text) if is_https else text
            text = with_mirror(text) if has_mirror else text
            text = with_values(text, {"ACCESS_LOG": "/dev/null", "MOUNT": "", **variables})
            command = ["nginx", "-e", "stderr", "-p", state, "-c", configuration]
        configuration.write_text(text)
        super().__init__(command, port, directory / f"{kind}.log", **variables)
