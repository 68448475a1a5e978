"""The manual pages of the tests: those in tests/servers/man, and pages written here."""

import gzip
import shutil

from .paths import FIXTURE

FRESH_PAGES = 60


def make_man_root(directory):
    """Copies the fixture, compresses one page, and adds pages that no test has requested yet."""
    shutil.copytree(FIXTURE, directory)
    page = directory / "man8/aspic-admin.8"
    with gzip.open(directory / "man8/aspic-admin.8.gz", "wb") as compressed:
        compressed.write(page.read_bytes())
    page.unlink()
    for number in range(FRESH_PAGES):
        name = f"aspic-fresh-{number:02}"
        (directory / f"man7/{name}.7").write_text(
            f'.TH {name.upper()} 7 2026-01-01 "Aspic tests"\n.SH NAME\n'
            f"{name} \\- page {number} for a first visit\n"
            ".SH DESCRIPTION\nNobody has read this before.\n"
        )
    return directory


def fresh_pages():
    """Yields their paths on the site, one by one."""
    for number in range(FRESH_PAGES):
        yield f"/man/7/aspic-fresh-{number:02}"
