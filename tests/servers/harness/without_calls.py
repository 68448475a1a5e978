"""Runs a program as on a kernel without these system calls: without_calls.py NAMES PROGRAM...

NAMES are separated by commas. The calls fail with ENOSYS, in the program and in its children.
"""

import ctypes
import errno
import os
import sys

ALLOW, FAIL = 0x7fff0000, 0x00050000

if __name__ == "__main__":
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ALLOW))
    for name in sys.argv[1].split(","):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        assert number >= 0, name
        assert seccomp.seccomp_rule_add(context, FAIL | errno.ENOSYS, number, 0) == 0, name
    assert seccomp.seccomp_load(context) == 0
    os.execv(sys.argv[2], sys.argv[2:])
