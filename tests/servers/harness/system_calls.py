"""Starts a program with the system calls that a unit allows, by libseccomp, as systemd does."""

import ctypes
import errno
import functools
import re
import subprocess

ALLOW = 0x7fff0000
REFUSE = 0x00050000 | errno.EPERM


@functools.cache
def members(name):
    """Returns the system calls in a set of systemd: @file-system."""
    text = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", name], check=True,
                          capture_output=True, text=True).stdout
    calls = set()
    for word in (line.strip() for line in text.splitlines()[1:]):
        if not word.startswith("#"):
            calls |= members(word) if word.startswith("@") else {word}
    return calls - {""}


def allowed_calls(unit):
    """Returns the system calls that the SystemCallFilter= lines of the unit's text allow."""
    calls = set(members("@default"))
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.M):
        names = line.removeprefix("~").split()
        found = set().union(*(members(name) if name.startswith("@") else {name} for name in names))
        calls = calls - found if line.startswith("~") else calls | found
    return calls


def allow_only(calls):
    """Refuses all other system calls of this process, as SystemCallErrorNumber=EPERM says."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(REFUSE)))
    for name in calls:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add_array(context, ctypes.c_uint32(ALLOW), number, 0, None)
    if seccomp.seccomp_load(context) != 0:
        raise OSError("the filter cannot be loaded")
