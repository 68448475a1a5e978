"""Runs the test files of a directory. Prints a line per test, then "N passed, N failed"."""

import concurrent.futures
import re
import signal
import subprocess
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
        if len(self.failures) + len(
            self.errors) == self.failed_before and not self.skipped_now(test):
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


def run_side_by_side(directory, lanes, most):
    """
    Runs each lane, which is a list of files, in its own process, at most `most` at a time, and
    prints the sums.
    """
    processes = []

    def run(lane):
        process = subprocess.Popen([sys.executable, directory / "run", *lane], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        processes.append(process)
        output = process.communicate()[0]
        *lines, last = output.splitlines() or [""]
        sums = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
        print("\n".join(lines if sums else [*lines, last]), flush=True)
        if not sums:
            print(f"FAILED   {' '.join(lane)} ended before the last line", flush=True)
        passed, failed = map(int, sums.groups()) if sums else (0, 0)
        return passed, max(failed, int(process.returncode != 0))

    try:
        with concurrent.futures.ThreadPoolExecutor(most) as pool:
            sums = list(pool.map(run, lanes))
    finally:
        for process in processes:
            process.terminate()
    passed, failed = map(sum, zip(*sums))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


def main(directory, arguments, side_by_side=1, lanes=()):
    """
    Runs the tests, and returns the exit status.

    arguments: names of test files, classes or tests; by default all files of the directory.
    side_by_side: number of processes to run at the same time. Most tests wait most of the time.
    lanes: lists of files that share what they start, so each list runs in one process. Each other
    file has its own process.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # nohup and background jobs ignore these. A program that a test starts must not inherit that.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    names = sorted(path.stem for path in directory.glob("test_*.py"))
    if side_by_side > 1 and not arguments:
        named = {name for lane in lanes for name in lane}
        alone = [[name] for name in names if name not in named]
        return run_side_by_side(directory, [*lanes, *alone], side_by_side)
    sys.path.insert(0, str(directory))
    loader = unittest.TestLoader()
    names = arguments or names
    result = Result()
    try:
        loader.loadTestsFromNames(names).run(result)
    finally:
        site.stop_shared_sites()
    failed = len(result.failures) + len(result.errors)
    print(f"{result.passed} passed, {failed} failed")
    return 0 if result.passed and not failed else 1
