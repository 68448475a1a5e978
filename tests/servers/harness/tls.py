"""A certificate of 127.0.0.1 and localhost for tests, and requests by https."""

import functools
import pathlib
import shutil
import subprocess

from .front_end import USER
from .paths import scratch_directory


def make_certificate(certificate, key, name, *more):
    """Makes the two files. more: other names and addresses, such as "IP:127.0.0.1"."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=" + ",".join([f"DNS:{name}", *more]),
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)


@functools.cache
def _made():
    directory = scratch_directory()
    path = pathlib.Path(directory.name)
    make_certificate(path / "certificate.pem", path / "key.pem", "localhost", "IP:127.0.0.1")
    return directory, path


def certificate():
    """Returns the variables of a front end with https (harness/front_end.py)."""
    path = _made()[1]
    if USER:
        for file in (path, path / "key.pem"):
            shutil.chown(file, USER)
    return {"TLS_CERTIFICATE": path / "certificate.pem", "TLS_KEY": path / "key.pem"}


def curl(port, target, *options, plain=False, body=""):
    """Returns what curl prints for this target, with the answer's head before its body.

    plain: by http. body: what it reads from its standard input.
    """
    run = subprocess.run(["curl", "--silent", "--show-error", "--include", "--max-time", "20",
                          "--cacert", _made()[1] / "certificate.pem", *options,
                          f"http{'' if plain else 's'}://localhost:{port}{target}",
                          "--resolve", f"localhost:{port}:127.0.0.1"],
                         input=body.encode(), capture_output=True, check=True)
    return run.stdout.decode("latin-1")
