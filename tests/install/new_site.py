"""Sites that the installed aspic-new has written, and their builds."""

import functools
import pathlib
import shutil
import subprocess

import consumer
from harness.paths import ROOT, environment, scratch_directory

FOLDER = ROOT / "build/install/new"


def aspic_new(*words, before=(), **more):
    """Runs aspic-new, with `before` in front of it, and returns the finished process."""
    return subprocess.run([*before, consumer.prefix() / "bin/aspic-new", *map(str, words)],
                          text=True, stdin=subprocess.DEVNULL, capture_output=True,
                          env=environment(), **more)


def files_of(directory):
    """Returns the text of each file: {"site.cpp": "...", ...}."""
    return {str(file.relative_to(directory)): file.read_text()
            for file in sorted(directory.rglob("*")) if file.is_file()}


@functools.cache
def built(name):
    """
    Writes a site, builds it, and returns its directory. Files that an earlier run has written stay
    if they are the same, so that they are not compiled again.
    """
    with scratch_directory() as scratch:
        done = aspic_new(f"{scratch}/{name}")
        if done.returncode:
            raise AssertionError(done.stderr)
        site = FOLDER / name
        site.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(site / "data", ignore_errors=True)
        wanted = files_of(pathlib.Path(scratch) / name)
        for file, text in wanted.items():
            place = site / file
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists() or place.read_text() != text:
                place.write_text(text)
    for file in site.rglob("*"):
        path = file.relative_to(site)
        if file.is_file() and path.parts[0] != "build" and str(path) not in wanted:
            file.unlink()
    consumer.run("cmake", "--preset", "dev", f"-DCMAKE_PREFIX_PATH={consumer.prefix()}", cwd=site)
    consumer.run("cmake", "--build", "build", cwd=site)
    return site
