"""Where things are, and free ports."""

import os
import pathlib
import socket
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "build/release/aspic-site"
FIXTURE = ROOT / "tests/servers/man"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scratch_directory():
    """A new directory with a short path (a unix socket's has 107 bytes at most); removed when the object is."""
    return tempfile.TemporaryDirectory(prefix="aspic-test-", ignore_cleanup_errors=True)


def environment():
    """Ours, without settings of the program that the person at the terminal may have."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ASPIC_")}
