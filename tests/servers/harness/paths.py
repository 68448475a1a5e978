"""Paths of the clone, scratch directories, and free ports."""

import os
import pathlib
import socket
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / os.environ.get("ASPIC_TEST_BUILD", "release")
PROGRAM = BUILD / "aspic-site"
FIXTURE = ROOT / "tests/servers/man"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scratch_directory():
    """Makes a directory with a short path, because a unix socket's path has at most 107 bytes.

    The directory is removed with the returned object.
    """
    return tempfile.TemporaryDirectory(prefix="aspic-test-", ignore_cleanup_errors=True)


def environment():
    """Returns our environment without what would change the program.

    These are the ASPIC_ variables, and the configuration file of this machine.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ASPIC_")}
    return {**ours, "ASPIC_CONFIG": ""}
