"""The mirror when its keeper, its directory or the front end's file system fails.

After a purge is complete, no front end sends the old page.
"""

import json
import os
import pathlib
import subprocess
import time
import unittest

from harness.front_end import open_to_front_end
from harness.mirrored import MirroredFleet, is_mirrored
from harness.probes import PURGE_RACE, value_of
from harness.waiting import wait_until

BLIND_TIME = 2
# For a longer race: ASPIC_TEST_READS=100000 tests/faults/run test_mirror
READS = int(os.environ.get("ASPIC_TEST_READS", "20000"))


class Keepers(unittest.TestCase):
    def write(self, probe, name, value):
        answer = probe.post(f"/change/{name}?value={value}")
        self.assertEqual((answer.status, answer.text), (200, "complete\n"))

    def other(self, fleet, keeper):
        return next(probe for probe in fleet.probes if probe is not keeper)

    def test_a_purge_waits_for_the_lease_of_a_killed_keeper_or_the_next_one(self):
        with MirroredFleet(blind_time=BLIND_TIME) as fleet:
            for value in range(0, 6, 2):
                keeper = fleet.keeper()
                other = self.other(fleet, keeper)
                self.write(other, "a", value)
                fleet.fill("/item/a")
                keeper.kill()
                self.assertTrue(is_mirrored(fleet.get("/item/a")))
                self.write(other, "a", value + 1)
                answer = fleet.get("/item/a")
                if answer.status == 200:  # the front end's own worker may be the killed one
                    self.assertEqual(value_of(answer), str(value + 1))
                keeper.start()

    def test_a_killed_keeper_alone_on_its_machine(self):
        """No worker of this directory is left to take it over."""
        with MirroredFleet(1, blind_time=BLIND_TIME) as fleet:
            elsewhere = fleet.add(mirror="")
            self.write(elsewhere, "a", 1)
            fleet[0].get("/item/a")
            wait_until(lambda: is_mirrored(fleet.get("/item/a")), "the page is mirrored", 10)
            fleet[0].kill()
            began = time.monotonic()
            self.assertTrue(is_mirrored(fleet.get("/item/a")))
            self.write(elsewhere, "a", 2)
            self.assertGreater(time.monotonic() - began, BLIND_TIME - 1)
            self.assertFalse(is_mirrored(fleet.get("/item/a")))

    def test_a_purge_waits_for_a_stopped_keeper_and_it_sends_nothing_old_later(self):
        with MirroredFleet(blind_time=BLIND_TIME) as fleet:
            keeper = fleet.keeper()
            other = self.other(fleet, keeper)
            self.write(other, "a", 1)
            fleet.fill("/item/a")
            keeper.hold()
            began = time.monotonic()
            self.write(other, "a", 2)
            self.assertGreater(time.monotonic() - began, BLIND_TIME)
            self.assertIn("item/a@identity", fleet.names())
            keeper.release()
            end = time.monotonic() + 2
            while time.monotonic() < end:
                self.assertEqual(value_of(fleet.get("/item/a")), "2")

    def test_old_pages_do_not_stay_if_redis_comes_back_empty(self):
        with MirroredFleet(blind_time=BLIND_TIME) as fleet:
            self.write(fleet[0], "a", 1)
            fleet.fill("/item/a")
            fleet.redis.cli("FLUSHALL")
            wait_until(lambda: not is_mirrored(fleet.get("/item/a")), "the mirror is empty", 10)
            fleet.fill("/item/a")

    def test_without_redis_the_mirror_ends_with_the_blind_time(self):
        with MirroredFleet(blind_time=BLIND_TIME) as fleet:
            fleet.fill("/item/a")
            fleet.redis.kill()
            wait_until(lambda: not is_mirrored(fleet.get("/item/a")), "the mirror ends",
                       BLIND_TIME + 2)
            fleet.redis.start()
            fleet.fill("/item/a")


@unittest.skipUnless(os.geteuid() == 0, "needs mounts")
class Directories(unittest.TestCase):
    def mount(self, *arguments):
        subprocess.run(["mount", *arguments], check=True)

    def unmount_later(self, directory):
        self.addCleanup(subprocess.run, ["umount", "--lazy", directory], check=False)

    def unmount_below(self, directory):
        """The keeper may have moved the directory."""
        for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
            if line.split()[1].startswith(f"{directory}/"):
                subprocess.run(["umount", "--lazy", line.split()[1]], check=True)

    def test_on_a_full_disk_pages_are_whole_or_not_mirrored(self):
        fleet = MirroredFleet(1)
        self.mount("-t", "tmpfs", "-o", "size=128k", "none", fleet.mirror)
        self.unmount_later(fleet.mirror)
        open_to_front_end(fleet.mirror)
        with fleet:
            fleet[0].post("/item/a?value=1")
            fleet.fill("/long/a")
            for number in range(20):
                target = f"/long/page-{number}"
                self.assertEqual(fleet.get(target).text, fleet.from_application(target).text)
            wait_until(lambda: any("No space" in line for line in fleet[0].warnings()),
                       "the log says why", 10)
            self.assertEqual(fleet[0].post("/change/a?value=2&by=all").text, "complete\n")
            self.assertIn("2", fleet.get("/long/a").text)
            fleet.fill("/item/a")

    def test_pages_that_cannot_be_removed_are_not_sent_when_a_purge_has_returned(self):
        with MirroredFleet(1, blind_time=BLIND_TIME) as fleet:
            fleet[0].post("/change/a?value=1")
            fleet.fill("/item/a")
            pages = fleet.mirror / "pages/item"
            self.mount("--bind", pages, pages)
            self.mount("-o", "remount,bind,ro", pages)
            self.assertEqual(fleet[0].post("/change/a?value=2").text, "complete\n")
            self.assertEqual(value_of(fleet.get("/item/a")), "2")
            self.assertTrue(any("cannot remove" in line for line in fleet[0].warnings()))
            fleet.fill("/item/b")
            self.assertEqual(value_of(fleet.get("/item/a")), "2")
            self.unmount_below(fleet.mirror)


class Races(unittest.TestCase):
    def test_no_old_page_is_read_while_keepers_come_and_go(self):
        with MirroredFleet(3, blind_time=BLIND_TIME, threads=12, linger_ms=4) as fleet:
            port = str(fleet.front_ends[0].port)
            race = subprocess.Popen([PURGE_RACE, str(READS), "24", "3", port, port, port,
                                     fleet[1].socket, fleet[2].socket],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.addCleanup(race.kill)
            for number in range(4):
                end = time.monotonic() + 2.5
                wait_until(lambda: time.monotonic() > end, "the time has passed")
                wait_until(fleet.keeper, "a process keeps the mirror")
                keeper = fleet.keeper()
                if number % 2 == 0:
                    keeper.kill()
                    keeper.start()
                else:
                    keeper.hold()
                    end = time.monotonic() + BLIND_TIME + 1.5
                    wait_until(lambda: time.monotonic() > end, "the time has passed")
                    keeper.release()
            output, _ = race.communicate(timeout=200)
            seen = json.loads(output)
        self.assertEqual(seen["old"], 0, seen)
        self.assertEqual(seen["from_nowhere"], 0, seen)
        self.assertGreaterEqual(seen["reads"], READS, seen)
        self.assertGreater(seen["mirrored"], 1_000, seen)
        self.assertGreater(seen["complete"], 20, seen)


if __name__ == "__main__":
    unittest.main()
