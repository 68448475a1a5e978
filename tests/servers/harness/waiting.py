"""Waits for conditions, up to a time limit."""

import time


def wait_until(condition, what, seconds=20):
    """Calls the condition until its result is true, and returns that. Fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"timed out after {seconds} s: waited until {what}")
        time.sleep(0.02)
