"""A Redis refuses one of our commands, because of an ACL or as hosted services do.

Pages are cached, or at least served at once. Purges complete, or report that they do not. One log
line names the command, and says how to allow it.
"""

import time
import unittest

from harness.paths import free_port
from harness.probes import Fleet, cache_status, is_hit, value_of
from harness.waiting import wait_until

BLIND_TIME = 1

# What still works without the command. "all": everything; "slow": purges wait longer; "memory":
# pages are cached in memory only; "nothing": pages are only rendered.
COMMANDS = {
    "eval": "all", "evalsha": "all", "fcall": "all", "script": "all", "info": "all", "time": "slow",
    "multi": "all",
    "exec": "all", "watch": "all", "unwatch": "all", "smembers": "all", "sadd": "all",
    "xread": "all",
    "exists": "all", "hdel": "all", "hgetall": "slow", "hmget": "memory", "del": "memory",
    "expire": "memory",
    "set": "nothing", "get": "nothing",
    "hset": "nothing", "hget": "nothing", "xadd": "nothing", "xrevrange": "nothing",
}


class RefusedCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.fleet = Fleet(0, redis=("--port", str(cls.port)), blind_time=BLIND_TIME,
                          threads=4).__enter__()

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
        """Returns the reason why the purge is not complete, or "" if it is."""
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
                wait_until(lambda: is_hit(self.served_at_once(first, "/item/a")),
                           "the page is stored")
                self.assertTrue(is_hit(self.served_at_once(second, "/item/a")),
                                "the page is not shared")
            elif works in ("slow", "memory"):
                wait_until(lambda: is_hit(self.served_at_once(first, "/item/a")),
                           "the page is in memory")
            for _ in range(2):  # no request waits for a lease whose holder has finished
                for probe in probes:
                    self.served_at_once(probe, "/item/b")
                    self.served_at_once(probe, "/slow/1")
                    self.served_at_once(probe, "/short/a")
            if not self.purge(first, "new") or works == "nothing":
                for probe in probes:
                    self.assertEqual(value_of(self.served_at_once(probe, "/item/a")), "new")
            if works != "all":
                lines = [line for line in first.warnings()
                         if any(f"+{command}" in line for command in refused)]
                self.assertIn(len(lines), (1, 2), first.log())  # by the purge log, and by the store
        finally:
            for probe in probes:
                probe.kill()
                self.fleet.probes.remove(probe)

    def test_the_site_works_without_any_one_command(self):
        for command, works in COMMANDS.items():
            with self.subTest(command):
                self.check(f"no-{command}", works, command)

    def test_the_site_works_without_scripting_transactions_or_blocking(self):
        with self.subTest("scripting"):
            self.check("no-scripting", "all", "@scripting")
        with self.subTest("transactions"):
            self.check("no-transactions", "all", "@transaction")
        with self.subTest("blocking"):
            self.check("no-blocking", "all", "@blocking")
