"""A Redis that refuses one of our commands, as an ACL or a hosted service does: pages are cached, or at least served at
once; purges complete, or say that they do not; and one line of the log says which command it is, and how to allow it."""

import time
import unittest

from harness.paths import free_port
from harness.probes import Fleet, cache_status, is_hit, value_of
from harness.waiting import wait_until

BLIND_TIME = 1

# What still works without the command: "all"; "slow" purges that wait longer; pages in "memory" alone; or "nothing" but
# rendering.
COMMANDS = {
    "eval": "all", "evalsha": "all", "fcall": "all", "script": "all", "info": "all", "time": "slow", "multi": "all",
    "exec": "all", "watch": "all", "unwatch": "all", "smembers": "all", "sadd": "all", "xread": "all",
    "exists": "all", "hdel": "all", "hgetall": "memory", "del": "memory", "expire": "memory", "set": "nothing", "get": "nothing",
    "hset": "nothing", "hget": "nothing", "xadd": "nothing", "xrevrange": "nothing",
}


class RefusedCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.fleet = Fleet(0, redis=("--port", str(cls.port)), blind_time=BLIND_TIME, threads=4).__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def start_two(self, name, *refused):
        self.fleet.redis.cli("FLUSHALL")
        self.fleet.redis.cli("ACL", "SETUSER", name, "on", ">secret", "allkeys", "allcommands",
                             *(f"-{command}" for command in refused))
        address = f"redis://{name}:secret@127.0.0.1:{self.port}"
        return [self.fleet.add(redis=address) for _ in range(2)]

    def served_at_once(self, probe, page):
        began = time.monotonic()
        answer = probe.get(page)
        self.assertEqual(answer.status, 200)
        self.assertLess(time.monotonic() - began, 3, f"{page} waited: {cache_status(answer)}")
        return answer

    def purge(self, probe, value):
        """Nothing where it is complete; otherwise it says why it is not."""
        answer = probe.post(f"/change/a?value={value}")
        if answer.status == 200:
            return ""
        self.assertEqual(answer.status, 503)
        self.assertRegex(answer.text, r"redis|late|read")
        return answer.text

    def check(self, name, works, *refused):
        first, second = probes = self.start_two(name, *refused)
        try:
            problem = self.purge(first, "old")
            if works == "all":
                self.assertEqual(problem, "", first.log())
                wait_until(lambda: is_hit(self.served_at_once(first, "/item/a")), "the page is kept")
                self.assertTrue(is_hit(self.served_at_once(second, "/item/a")), "it is not shared")
            elif works in ("slow", "memory"):
                wait_until(lambda: is_hit(self.served_at_once(first, "/item/a")), "the page is kept in memory")
            for _ in range(2):  # nobody waits for a lease whose holder is done
                for probe in probes:
                    self.served_at_once(probe, "/item/b")
                    self.served_at_once(probe, "/slow/1")
                    self.served_at_once(probe, "/short/a")
            if not self.purge(first, "new") or works == "nothing":
                for probe in probes:
                    self.assertEqual(value_of(self.served_at_once(probe, "/item/a")), "new")
            if works != "all":
                lines = [line for line in first.warnings() if any(f"+{command}" in line for command in refused)]
                self.assertIn(len(lines), (1, 2), first.log())  # of the log, and of the store
        finally:
            for probe in probes:
                probe.kill()
                self.fleet.probes.remove(probe)

    def test_each_of_our_commands(self):
        for command, works in COMMANDS.items():
            with self.subTest(command):
                self.check(f"no-{command}", works, command)

    def test_all_of_scripting_and_all_of_transactions(self):
        with self.subTest("scripting"):
            self.check("no-scripting", "all", "@scripting")
        with self.subTest("transactions"):
            self.check("no-transactions", "all", "@transaction")
        with self.subTest("blocking"):
            self.check("no-blocking", "all", "@blocking")
