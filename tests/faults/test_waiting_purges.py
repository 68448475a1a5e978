"""A purge that cannot be written to Redis is kept on disk. No restart and no process forgets it."""

import re
import signal
import unittest

from harness.probes import Fleet, is_hit, value_of
from harness.waiting import wait_until

BLIND_TIME = 3


class WaitingPurges(unittest.TestCase):
    def fleet(self, count=2, **options):
        return Fleet(count, **{"blind_time": BLIND_TIME, "redis_timeout_ms": 500, **options})

    def see(self, fleet, value):
        for probe in fleet.probes:
            self.assertEqual(value_of(probe.get("/item/a")), value)

    def purge_without_redis(self, fleet):
        """Stores the old page in memory and Redis. Then one process changes it without Redis."""
        self.assertEqual(fleet[0].post("/change/a?value=old").text, "complete\n")
        self.see(fleet, "old")
        self.assertTrue(fleet.entry("/item/a"))
        fleet.redis.hold()
        answer = fleet[0].post("/change/a?value=new")
        self.assertEqual(answer.status, 503)
        return answer.text

    def waiting(self, fleet):
        directory = fleet.scratch / "data/waiting-purges"
        return list(directory.iterdir()) if directory.exists() else []

    def restart(self, fleet, how):
        for probe in fleet.probes:
            probe.process.send_signal(how)
        for probe in fleet.probes:
            self.assertIsNotNone(probe.process.wait(20))
        # Redis comes back before or after they start. No process may trust the page in it.
        for probe in fleet.probes[1:]:
            probe.start()
        self.assertEqual(value_of(fleet[1].get("/item/a")), "new")
        fleet.redis.release()
        fleet[0].start()
        self.see(fleet, "new")
        wait_until(lambda: all(is_hit(probe.get("/item/a")) for probe in fleet.probes),
                   "every process has the page")
        self.see(fleet, "new")
        wait_until(lambda: self.waiting(fleet) == [], "no purge waits")

    def test_a_waiting_purge_survives_a_restart(self):
        with self.fleet() as fleet:
            told = self.purge_without_redis(fleet)
            self.restart(fleet, signal.SIGTERM)
            self.assertIn("it is on disk, and will be written when redis is back", told)

    def test_a_waiting_purge_survives_a_kill(self):
        with self.fleet() as fleet:
            self.purge_without_redis(fleet)
            self.restart(fleet, signal.SIGKILL)

    def test_a_stop_writes_waiting_purges_if_redis_is_back(self):
        with self.fleet(1) as fleet:
            self.purge_without_redis(fleet)
            fleet[0].process.send_signal(signal.SIGTERM)
            fleet.redis.release()
            self.assertEqual(fleet[0].process.wait(20), 0)
            self.assertEqual(self.waiting(fleet), [])
            self.assertIn("item:a",
                          fleet.redis.cli("XREVRANGE", "aspic:purges", "+", "-", "COUNT", "1"))

    def test_a_live_process_writes_the_waiting_purges_of_a_dead_one(self):
        with self.fleet() as fleet:
            self.purge_without_redis(fleet)
            fleet[0].kill()
            fleet.redis.release()
            wait_until(lambda: value_of(fleet[1].get("/item/a")) == "new", "the page is new")
            wait_until(lambda: is_hit(fleet[1].get("/item/a")), "the process has the page")
            self.assertEqual(value_of(fleet[1].get("/item/a")), "new")
            wait_until(lambda: self.waiting(fleet) == [], "no purge waits")

    def test_a_damaged_record_purges_everything(self):
        with self.fleet() as fleet:
            self.purge_without_redis(fleet)
            for probe in fleet.probes:
                probe.kill()
            [file] = self.waiting(fleet)
            file.write_bytes(file.read_bytes()[:-4])
            fleet.redis.release()
            for probe in fleet.probes:
                probe.start()
            self.see(fleet, "new")
            self.assertTrue(any("is damaged" in line for probe in fleet.probes
                                for line in probe.warnings()))

    def test_a_purge_that_cannot_be_written_to_disk_says_so(self):
        with self.fleet(1) as fleet:
            self.assertEqual(fleet[0].post("/change/a?value=old").text, "complete\n")
            (fleet.scratch / "data/waiting-purges").write_text("in the way")
            fleet.redis.hold()
            answer = fleet[0].post("/change/a?value=new")
            self.assertEqual(answer.status, 503)
            self.assertIn("is lost if this process ends before", answer.text)
            self.see(fleet, "new")
            fleet[0].process.send_signal(signal.SIGTERM)
            self.assertEqual(fleet[0].process.wait(20), 0)
            self.assertTrue(re.search(r"error purges that waited for redis are lost.* lost=1",
                                      fleet[0].log()))
            fleet.redis.release()
