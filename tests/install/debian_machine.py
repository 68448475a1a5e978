"""
A fresh Debian with systemd, in a container of its own: it has no network but its own loopback, and
what is written in it is gone at its end.

Packages that it may install are in a repository on it, so apt-get works as with a network.
"""

import ctypes
import json
import os
import pathlib
import shutil
import socket
import subprocess
import unittest

from harness.paths import ROOT, environment
from harness.waiting import wait_until

import consumer

BASE = ROOT / "build/install/debian"
LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
# With a small repository of its own instead of Debian's, apt-get is fast, and needs no network.
HOOK = """#!/bin/sh
set -e
chroot "$1" apt-get -q -y install --no-install-recommends --download-only PACKAGES
mkdir "$1/srv/debian"
mv "$1"/var/cache/apt/archives/*.deb "$1/srv/debian/"
(cd "$1/srv/debian" && dpkg-scanpackages . >Packages)
rm -rf "$1"/etc/apt/sources.list.d/* "$1"/var/lib/apt/lists/*
echo 'deb [trusted=yes] file:/srv/debian ./' >"$1/etc/apt/sources.list"
chroot "$1" apt-get -q update
"""


def can_start():
    return os.geteuid() == 0 and subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "true"],
        stderr=subprocess.DEVNULL).returncode == 0


def start(test_case, packages, shared):
    """
    Returns a machine that runs until the tests of the class are over.

    packages: names of packages that it may install. What they depend on is added.
    """
    if not can_start():
        raise unittest.SkipTest("only root, with all its rights, can start a machine")
    make_base(packages)
    tried = subprocess.run(["systemd-nspawn", *nspawn_options(), "true"], stdin=subprocess.DEVNULL,
                           capture_output=True, text=True)
    if tried.returncode != 0:
        raise unittest.SkipTest("systemd-nspawn may not start a machine here: " +
                                (tried.stderr + tried.stdout).strip())
    return test_case.enterClassContext(Machine(shared))


def nspawn_options():
    # A machine without systemd has nobody to ask for a unit of its own.
    unit = [] if pathlib.Path("/run/systemd/system").exists() else ["--keep-unit"]
    return ["--quiet", "--directory", BASE, "--volatile=overlay", "--register=no", *unit,
            "--private-network", "--console=read-only"]


def sources():
    """Returns the lines of sources.list for the Debian that apt-get uses here."""
    found = consumer.run("apt-get", "indextargets", "--format",
                         "$(CODENAME) deb $(SITE) $(RELEASE) $(COMPONENT)", "Created-By: Packages")
    lines = {line.partition(" ")[2] for line in found.splitlines()
             if line.startswith("bookworm") and line.endswith(" main")}
    if not lines:
        raise AssertionError("apt-get has no lists of bookworm on this machine:\n" + found)
    return "".join(sorted(line + "\n" for line in lines))


def make_base(packages):
    """
    Makes the Debian, if there is none yet for these packages. They are in a repository in it, with
    what they depend on.
    """
    stamp = BASE.with_suffix(".packages")
    wanted = json.dumps([HOOK, packages])
    if BASE.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(BASE, ignore_errors=True)
    BASE.parent.mkdir(parents=True, exist_ok=True)
    listed = BASE.with_suffix(".list")
    listed.write_text(sources())
    hook = BASE.with_suffix(".hook")
    hook.write_text(HOOK.replace("PACKAGES", " ".join(packages)))
    hook.chmod(0o755)
    consumer.run("mmdebstrap", "--variant=minbase", "--include=systemd-sysv", "--mode=root",
                 "--skip=cleanup/apt", f"--customize-hook={hook}", "bookworm", BASE, listed)
    stamp.write_text(wanted)


class Machine:
    def __init__(self, shared):
        """shared: directories that it sees, and cannot change: their paths here, and there."""
        self.binds = [f"--bind-ro={path}:{there}" for path, there in shared.items()]

    def __enter__(self):
        self.process = subprocess.Popen(
            ["systemd-nspawn", *nspawn_options(), "--boot", *self.binds],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**environment(), "SYSTEMD_LOG_LEVEL": "warning"})
        try:
            wait_until(self.has_started, "the machine has started", 60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def has_started(self):
        if self.process.poll() is not None:
            raise AssertionError("the machine has ended:\n" +
                                 self.process.stdout.read().decode(errors="replace"))
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.init = children.read_text().strip()
        return self.init and "running" in self.command("systemctl", "is-system-running").stdout

    def __exit__(self, *_):
        for _ in range(2):  # the second one ends it at once
            self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def path(self, path):
        """Returns how this machine sees a path of that one."""
        return pathlib.Path(f"/proc/{self.init}/root{path}")

    def connect(self, port):
        """Returns a connection to a port of its loopback."""
        def enter(network):
            if LIBC.setns(network.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")

        # Only this thread enters its network, and the connection stays in it.
        with open("/proc/thread-self/ns/net") as own, open(f"/proc/{self.init}/ns/net") as network:
            enter(network)
            try:
                return socket.create_connection(("127.0.0.1", port), 30)
            finally:
                enter(own)

    def inside(self, *words):
        """Returns the command that runs a command in it."""
        return ["nsenter", "--target", self.init, "--all", "env", "-i", "LC_ALL=C.UTF-8",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "DEBIAN_FRONTEND=noninteractive", *map(str, words)]

    def command(self, *words):
        return subprocess.run(self.inside(*words), stdin=subprocess.DEVNULL, text=True, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *words):
        """Returns the output. If the command fails, raises an AssertionError with the output."""
        return consumer.run(*self.inside(*words), cwd="/")

    def shell(self, script):
        return self.run("bash", "-euc", script)
