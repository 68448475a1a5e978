"""The README's first example, word for word."""

import pathlib
import re

from harness.paths import ROOT

README = (ROOT / "README.md").read_text()


def files():
    """Returns the named code blocks of "A first view": {"hello.cpp": its text, ...}."""
    section = re.search(r"^## A first view$(.*?)^## ", README, re.DOTALL | re.MULTILINE)[1]
    return dict(re.findall(r"^`([\w./]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", section,
                           re.DOTALL | re.MULTILINE))


def write_files(directory):
    """Writes all of them, and a header of the site with the name of a library header."""
    for name, text in files().items():
        file = pathlib.Path(directory) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    own = pathlib.Path(directory) / "http/request.h"
    own.parent.mkdir(exist_ok=True)
    own.write_text('#error "the library takes the site\'s http/request.h for its own"\n')
