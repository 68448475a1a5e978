"""A person deletes a key of the purge log: purges notice it, and no process shows an old page."""

import unittest

from harness.paths import free_port
from harness.probes import Fleet, is_hit, value_of
from harness.waiting import wait_until

BLIND_TIME = 3
KEYS = ("aspic:purges", "aspic:workers", "aspic:epoch")


class DeletedKeys(unittest.TestCase):
    def see(self, probes, value):
        for probe in probes:
            self.assertEqual(value_of(probe.get("/item/a")), value)

    def write(self, probe, value):
        self.assertEqual(probe.post(f"/change/a?value={value}").text, "complete\n")

    def test_a_process_that_starts_after_the_deletion_trusts_no_older_page(self):
        """The old page is still in Redis, and the record of its purge is gone."""
        for key in KEYS:
            with self.subTest(key), Fleet(1, blind_time=BLIND_TIME) as fleet:
                self.write(fleet[0], "old")
                self.see(fleet.probes, "old")
                old = fleet.entry("/item/a")
                fleet.redis.cli("COPY", old, "kept")
                self.write(fleet[0], "new")
                fleet.redis.cli("COPY", "kept", old, "REPLACE")
                fleet.redis.cli("DEL", key)
                self.assertEqual(fleet[0].post("/purge?tag=another").text, "complete\n")
                self.see([fleet.add()], "new")

    def test_a_purge_after_the_deletion_waits_for_every_process(self):
        """One process has lost Redis, trusts its memory, and is not in the list of workers."""
        for key in KEYS:
            port = free_port()
            with self.subTest(key), Fleet(1, redis=("--port", str(port)),
                                          blind_time=BLIND_TIME) as fleet:
                fleet.redis.cli("ACL", "SETUSER", "lonely", "on", ">secret", "allkeys",
                                "allcommands")
                lonely = fleet.add(redis=f"redis://lonely:secret@127.0.0.1:{port}")
                self.write(fleet[0], "old")
                self.see(fleet.probes, "old")
                fleet.redis.cli("ACL", "SETUSER", "lonely", "off")
                fleet.redis.cli("CLIENT", "KILL", "USER", "lonely")
                fleet.redis.cli("DEL", key)
                self.write(fleet[0], "new")
                self.see([lonely], "new")
                fleet.redis.cli("ACL", "SETUSER", "lonely", "on")
                wait_until(lambda: all(is_hit(probe.get("/item/a")) for probe in fleet.probes),
                           "every process has the page")
                self.see(fleet.probes, "new")
