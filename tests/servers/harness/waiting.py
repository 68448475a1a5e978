"""Waiting for conditions, with an end."""

import time


def wait_until(condition, what, seconds=20):
    """Returns what the condition returned as soon as that is true in the sense of Python; fails after the seconds."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain until {what}")
        time.sleep(0.02)
