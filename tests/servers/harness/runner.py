"""Runs the test files of a directory, prints a line for each test, and at the end "N passed, N failed"."""

import pathlib
import signal
import sys
import time
import unittest

from . import site


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.passed = 0

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()
        self.failed_before = len(self.failures) + len(self.errors)

    def stopTest(self, test):
        super().stopTest(test)
        if len(self.failures) + len(self.errors) == self.failed_before and not self.skipped_now(test):
            self.passed += 1
            self.tell("ok", test)

    def skipped_now(self, test):
        return any(skipped is test for skipped, _ in self.skipped)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell("skipped", test, reason)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.tell("FAILED", test, self.failures[-1][1])

    def addError(self, test, error):
        super().addError(test, error)
        self.tell("FAILED", test, self.errors[-1][1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            report = self.failures if issubclass(error[0], test.failureException) else self.errors
            self.tell("FAILED", subtest, report[-1][1])

    def tell(self, outcome, test, more=""):
        name = test.id().replace("unittest.case.", "").replace("_", " ")
        took = time.monotonic() - getattr(self, "began", time.monotonic())
        print(f"{outcome:8} {name} ({took:.1f} s)", flush=True)
        if more:
            print("    " + more.strip().replace("\n", "\n    "), flush=True)


def main(directory, arguments):
    """arguments: names of test files, classes or tests; without any, all of the directory."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.path.insert(0, str(directory))
    loader = unittest.TestLoader()
    names = arguments or sorted(path.stem for path in pathlib.Path(directory).glob("test_*.py"))
    result = Result()
    try:
        loader.loadTestsFromNames(names).run(result)
    finally:
        site.stop_shared_sites()
    failed = len(result.failures) + len(result.errors)
    print(f"{result.passed} passed, {failed} failed")
    return 0 if result.passed and not failed else 1
