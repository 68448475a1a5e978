"""Reads about processes from /proc."""

import pathlib


def is_alive(pid):
    """Tells whether the process runs. A zombie (ended, but its parent has not waited) does not."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def children(pid):
    """Returns the process ids of its children."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(stat.rpartition(")")[2].split()[1]) == pid:
            found.append(int(entry.name))
    return found


def descendants(pid):
    found = []
    for child in children(pid):
        found += [child] + descendants(child)
    return found


def command(pid):
    """Returns its command line as a list, which is empty if the process is gone."""
    try:
        line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
        return line.decode(errors="replace").split("\0")[:-1]
    except (FileNotFoundError, ProcessLookupError):
        return []
