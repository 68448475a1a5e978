"""Redis restarts with its data: each worker reads the log again, and shows no purged page."""

import subprocess
import threading
import unittest

from harness.fastcgi import FastCgi
from harness.probes import Fleet, value_of

BLIND_TIME = 20  # longer than the test, so it does not end in between


def fill_log(redis, count):
    """Appends purges of other pages, so the log is long, and takes some time to read."""
    record = "\r\n".join(["*7", "$4", "XADD", "$12", "aspic:purges", "$1", "*", "$3", "tag", "$4",
                          "else", "$4", "soft",
                          "$1", "0", ""])
    subprocess.run(["redis-cli", "-s", redis.socket, "--pipe"], input=record * count,
                   stdout=subprocess.DEVNULL,
                   text=True, check=True)


def write_all(fleet, items, value):
    """Changes the file of every item, not through the program."""
    for number in range(items):
        (fleet.scratch / f"data/item-{number}").write_text(value)


def in_parallel(fleet, task):
    """Runs task(probe) for all probes at the same time, and returns the results."""
    results = []
    threads = [threading.Thread(target=lambda probe=probe: results.append(task(probe)))
               for probe in fleet.probes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def read_all(fleet, items):
    """Reads every item from all probes at the same time, and returns the values."""
    def read(probe):
        with FastCgi(probe.socket) as connection:
            return [value_of(connection.request("GET", f"/item/{number}"))
                    for number in range(items)]

    return [value for values in in_parallel(fleet, read) for value in values]


class Restart(unittest.TestCase):
    def old_pages_after_a_restart(self, items, *options):
        """Reads each item from four probes after a restart. Returns the number of old pages."""
        with Fleet(4, redis=options, blind_time=BLIND_TIME, threads=4) as fleet:
            self.assertEqual(fleet[0].post("/purge").text, "complete\n")
            fill_log(fleet.redis, 150_000)
            write_all(fleet, items, "old")
            read_all(fleet, items)
            write_all(fleet, items, "new")
            self.assertEqual(fleet[0].post("/purge").text, "complete\n")
            if "--save" in options:
                self.assertEqual(fleet.redis.cli("SAVE"), "OK")
            fleet.redis.kill()
            fleet.redis.start()
            seen = read_all(fleet, items)
        self.assertEqual(len(seen), 4 * items)
        return len(seen) - seen.count("new")

    def test_no_page_is_old_after_a_restart_from_an_append_only_file(self):
        self.assertEqual(self.old_pages_after_a_restart(2500, "--appendonly", "yes",
                                                        "--appendfsync", "everysec"), 0)

    def test_no_page_is_old_after_a_restart_from_a_snapshot(self):
        self.assertEqual(self.old_pages_after_a_restart(300, "--save", "3600 1"), 0)
