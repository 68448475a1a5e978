"""Installs Aspic and builds sites with it, on a machine without SQLite and ICU."""

import functools
import json
import os
import pathlib
import shutil
import subprocess

from harness.paths import ROOT, environment, scratch_directory
from harness.probes import BUILD

# SQLite and ICU are not installed, and a site needs no headers of the libraries that Aspic uses.
ABSENT_MODULES = ("sqlite3", "icu-i18n", "icu-io", "icu-uc")
ABSENT_HEADERS = ("sqlite3.h", "unicode/uchar.h", "unicode/uspoof.h", "unicode/normalizer2.h")
INNER_HEADERS = ("boost/program_options.hpp", "brotli/encode.h", "ctemplate/template.h",
                 "fcgiapp.h", "hiredis/hiredis.h", "sodium.h", "zlib.h",
                 "zstd.h")


def run(*command, **more):
    """Returns the output. If the command fails, raises an AssertionError with the output."""
    done = subprocess.run([str(word) for word in command], text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **{"env": environment(), **more})
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n"
                             f"{done.stdout[-6000:]}")
    return done.stdout


@functools.cache
def prefix():
    """Installs the build, once in each run, and returns the directory."""
    directory = ROOT / "build/install/prefix"
    shutil.rmtree(directory, ignore_errors=True)
    run("cmake", "--install", BUILD, "--prefix", directory)
    return directory


@functools.cache
def bare_machine(hidden=ABSENT_MODULES, forbidden=ABSENT_HEADERS + INNER_HEADERS):
    """
    Returns the environment of a machine without some libraries: pkg-config does not find the
    hidden modules, and a file that includes a forbidden header does not compile.
    """
    place = scratch_directory()
    bare_machine.places.append(place)  # until this process ends
    modules = pathlib.Path(place.name) / "pkgconfig"
    headers = pathlib.Path(place.name) / "include"
    modules.mkdir()
    for directory in run("pkg-config", "--variable", "pc_path", "pkg-config").strip().split(":"):
        for file in pathlib.Path(directory).glob("*.pc"):
            if file.stem not in hidden and not (modules / file.name).exists():
                (modules / file.name).symlink_to(file)
    for name in forbidden:
        (headers / name).parent.mkdir(parents=True, exist_ok=True)
        (headers / name).write_text(f'#error "the compiler must not see {name}"\n')
    ours = {name: value for name, value in environment().items()
            if not name.startswith("PKG_CONFIG")}
    return {**ours, "PKG_CONFIG_LIBDIR": str(modules), "CPATH": str(headers)}


bare_machine.places = []


def configure(source, tree, build_type, *options, **more):
    """Configures again from the start, but keeps the files that an earlier run has compiled."""
    (pathlib.Path(tree) / "CMakeCache.txt").unlink(missing_ok=True)
    return run("cmake", "-S", source, "-B", tree, "-G", "Ninja",
               *([f"-DCMAKE_BUILD_TYPE={build_type}"] if build_type else []),
               f"-DCMAKE_PREFIX_PATH={prefix()}", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *options,
               **{"env": bare_machine(), **more})


def build(tree, *targets, **more):
    return run("ninja", "-C", tree, "-j", os.cpu_count(), *targets,
               **{"env": bare_machine(), **more})


def compile_commands(tree):
    """Returns the compile command of each source file."""
    commands = json.loads((pathlib.Path(tree) / "compile_commands.json").read_text())
    return {entry["file"]: entry["command"] for entry in commands}
