"""The Debian packages of the build, a newer version of one, and the packages that they need."""

import functools
import pathlib
import shutil

from harness.paths import ROOT, environment, scratch_directory
from harness.probes import BUILD

import consumer

DIRECTORY = ROOT / "build/install/packages"
TEMPLATE = "usr/share/aspic-site/templates/missing.tpl"
# So that nobody waits for the best compression.
QUICKLY = {"DPKG_DEB_COMPRESSOR_TYPE": "gzip", "DPKG_DEB_COMPRESSOR_LEVEL": "1"}


@functools.cache
def made():
    """Returns the files of the packages, by their name."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    consumer.run(ROOT / "deploy/package", "--tree", BUILD, "--out", DIRECTORY,
                 env={**environment(), **QUICKLY})
    return {file.name.partition("_")[0]: file for file in sorted(DIRECTORY.glob("*.deb"))}


@functools.cache
def newer_site(revision, old, new):
    """Returns a package of the site with another text in the template of a missing page."""
    first = made()["aspic-manual"]
    with scratch_directory() as scratch:
        tree = pathlib.Path(scratch) / "tree"
        consumer.run("dpkg-deb", "--raw-extract", first, tree)
        for file, before, after in ((tree / "DEBIAN/control", "-1\n", f"-{revision}\n"),
                                    (tree / TEMPLATE, old, new)):
            text = file.read_text()
            assert text.count(before) == 1, (file, before)
            file.write_text(text.replace(before, after))
        second = DIRECTORY / first.name.replace("-1_", f"-{revision}_")
        consumer.run("dpkg-deb", "--root-owner-group", "--build", tree, second,
                     env={**environment(), **QUICKLY})
    return second


def depends(package):
    """Returns the names that it depends on. Those with alternatives are left out: it is systemd."""
    names = consumer.run("dpkg-deb", "--field", made()[package], "Depends").split(",")
    return {name.split()[0] for name in names if "|" not in name}


def rows(*groups):
    """Returns the names that deploy/packages has in these groups."""
    table = (ROOT / "deploy/packages").read_text().splitlines()
    words = [line.split() for line in table if line and line[0] != "#"]
    return {name for group, name, *_ in words if group in groups}


def needed():
    """Returns the names of what a server of the shipped site installs."""
    return sorted(rows("lighttpd", "apache", "redis", "https", "lighttpd-https") |
                  depends("aspic-manual") | {"logrotate"})
