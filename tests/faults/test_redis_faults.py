"""Redis fails in every way during a load.

No visitor gets a 5xx. Cached pages are served for the blind time, with a note in Cache-Status.
Purges take effect. Everything is normal again seconds after the recovery.
"""

import collections
import itertools
import re
import threading
import time
import unittest

from harness.fastcgi import FastCgi
from harness.paths import free_port
from harness.probes import Fleet, cache_status, is_hit, value_of
from harness.waiting import wait_until

BLIND_TIME = 3
UNREACHABLE = "redis-unreachable"


class Load:
    """Requests pages of every process until the `with` block ends. Counts the answers by status."""

    def __init__(self, fleet):
        self.statuses = collections.Counter()
        self.longest = 0
        self.problems = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._visit, args=(probe,))
                        for probe in fleet.probes for _ in range(2)]

    def _visit(self, probe):
        try:
            with FastCgi(probe.socket) as connection:
                while not self.stopping.wait(0.02):
                    for page in ("/item/a", "/item/b", "/reads?q=x", "/short/a",
                                 f"/item/fresh-{time.monotonic_ns()}"):
                        began = time.monotonic()
                        self.statuses[connection.request("GET", page).status] += 1
                        self.longest = max(self.longest, time.monotonic() - began)
        except Exception as problem:
            self.problems.append(repr(problem))

    def wait_for_more(self, count=40):
        target = sum(self.statuses.values()) + count
        wait_until(lambda: sum(self.statuses.values()) >= target or self.problems,
                   f"the load gets {count} more answers", 60)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


class Faults(unittest.TestCase):
    def go_through(self, trouble, heal, redis=()):
        """The test of one fault. Sets self.log to the log of the first probe."""
        with (Fleet(2, redis=redis, blind_time=BLIND_TIME, threads=16,
                    redis_timeout_ms=500) as fleet, Load(fleet) as load):
            probe = fleet[0]
            self.assertEqual(probe.post("/change/kept?value=1").text, "complete\n")
            for one in fleet.probes:
                self.assertEqual(value_of(one.get("/item/kept")), "1")
            load.wait_for_more()

            trouble(fleet)
            wait_until(lambda: UNREACHABLE in self.kept_page_of(probe),
                       "the probe reports that Redis is unreachable", BLIND_TIME)
            load.wait_for_more()
            wait_until(lambda: not self.is_from_memory(probe),
                       "the probe stops trusting its memory", BLIND_TIME + 5)
            load.wait_for_more()

            heal(fleet)
            wait_until(lambda: self.is_normal(fleet), "both probes work normally", 10)
            self.assertEqual(fleet[1].post("/change/kept?value=2").text, "complete\n")
            for one in fleet.probes:
                self.assertEqual(value_of(one.get("/item/kept")), "2")
            load.wait_for_more()
            self.log = probe.log()
            self.warnings = probe.warnings()
        self.assertEqual(load.problems, [])
        self.assertEqual(set(load.statuses), {200})
        self.assertLess(load.longest, 4)
        self.assertGreater(len(self.warnings), 0)
        self.assertLess(len(self.warnings), 12, "\n".join(self.warnings[:20]))
        for line in self.warnings:
            self.assertNotRegex(line, r'why=("")?( |$)')

    def kept_page_of(self, probe):
        answer = probe.get("/item/kept")
        self.assertEqual((answer.status, value_of(answer)), (200, "1"))
        return cache_status(answer)

    def is_from_memory(self, probe):
        return "; hit" in self.kept_page_of(probe)

    def is_normal(self, fleet):
        """Tells whether a page that one probe stores is a hit for the other, without a note."""
        page = f"/item/normal-{time.monotonic_ns()}"
        first, second = fleet[0].get(page), fleet[1].get(page)
        self.assertEqual((first.status, second.status), (200, 200))
        statuses = cache_status(second) + cache_status(fleet[0].get(page))
        return is_hit(second) and UNREACHABLE not in statuses

    def assert_says(self, pattern):
        """Asserts that a warning names the problem and the Redis."""
        self.assertTrue(any(re.search(pattern, line) and "redis" in line for line in self.warnings),
                        "\n".join(self.warnings))

    def test_the_site_survives_a_redis_that_is_down(self):
        self.go_through(lambda fleet: fleet.redis.kill(), lambda fleet: fleet.redis.start())
        self.assert_says("refused|No such file|closed")

    def test_the_site_survives_a_redis_that_hangs_with_open_connections(self):
        self.go_through(lambda fleet: fleet.redis.hold(), lambda fleet: fleet.redis.release())
        self.assert_says("unavailable|[Tt]imed? ?out|in time")

    def test_the_site_survives_a_redis_without_memory(self):
        def fill(fleet):
            fleet.redis.cli("CONFIG", "SET", "maxmemory-policy", "noeviction")
            fleet.redis.cli("CONFIG", "SET", "maxmemory", "1")

        self.go_through(fill, lambda fleet: fleet.redis.cli("CONFIG", "SET", "maxmemory", "256mb"))
        self.assert_says("OOM|maxmemory")

    def test_the_site_survives_a_read_only_replica(self):
        self.go_through(lambda fleet: fleet.redis.cli("REPLICAOF", "127.0.0.1", "1"),
                        lambda fleet: fleet.redis.cli("REPLICAOF", "NO", "ONE"))
        self.assert_says("READONLY|read only")

    def test_the_site_survives_a_redis_with_an_unknown_password(self):
        def lock(fleet):
            fleet.redis.cli("CONFIG", "SET", "requirepass", "secret")
            fleet.redis.cli("-a", "secret", "CLIENT", "KILL", "TYPE", "normal")

        self.go_through(lock, lambda fleet: fleet.redis.cli("-a", "secret", "CONFIG", "SET",
                                                            "requirepass", ""))
        self.assert_says("NOAUTH|[Pp]assword")

    def test_the_site_survives_a_purge_log_of_the_wrong_type(self):
        def overwrite(fleet):
            fleet.redis.cli("SET", "aspic:purges", "nonsense")

        self.go_through(overwrite, lambda fleet: fleet.redis.cli("DEL", "aspic:purges"))
        self.assert_says("WRONGTYPE|aspic:purges")

    def test_the_site_survives_a_list_of_workers_of_the_wrong_type(self):
        def overwrite(fleet):
            fleet.redis.cli("SET", "aspic:workers", "nonsense")

        self.go_through(overwrite, lambda fleet: fleet.redis.cli("DEL", "aspic:workers"))
        self.assert_says("WRONGTYPE|aspic:workers")


class Recoveries(unittest.TestCase):
    def purged_and_seen(self, fleet, by, value):
        self.assertEqual(by.post(f"/change/a?value={value}").text, "complete\n")
        for probe in fleet.probes:
            self.assertEqual(value_of(probe.get("/item/a")), str(value))

    def test_a_flushed_redis_is_filled_again(self):
        with Fleet(2, blind_time=BLIND_TIME) as fleet, Load(fleet) as load:
            self.purged_and_seen(fleet, fleet[0], 1)
            for value in range(2, 6):
                load.wait_for_more()
                fleet.redis.cli("FLUSHALL")
                wait_until(lambda: fleet.redis.cli("EXISTS", "aspic:epoch") == "1",
                           "a process notices the loss", 5)
                wait_until(lambda: fleet.redis.cli("HLEN", "aspic:workers") == "3",
                           "both workers and the mark of the log are in the list", 5)
                self.purged_and_seen(fleet, fleet[value % 2], value)
        self.assertEqual(set(load.statuses), {200})

    def test_a_purge_is_not_complete_while_the_list_of_workers_cannot_be_read(self):
        """If somebody overwrites the list of workers, purges are late, but not wrong."""
        with Fleet(2, blind_time=BLIND_TIME) as fleet:
            self.purged_and_seen(fleet, fleet[0], 1)
            fleet.redis.cli("SET", "aspic:workers", "nonsense")
            fleet[1].hold()
            answer = fleet[0].post("/change/a?value=2")
            fleet[1].release()
            self.assertEqual(answer.status, 503, answer.text)

    def test_a_purge_without_redis_takes_effect_when_redis_is_back(self):
        with Fleet(2, blind_time=30, redis_timeout_ms=500) as fleet:
            self.purged_and_seen(fleet, fleet[0], 1)
            fleet.redis.hold()
            answer = fleet[0].post("/change/a?value=2")
            self.assertEqual(answer.status, 503)
            fleet.redis.release()
            for probe in fleet.probes:
                wait_until(lambda: value_of(probe.get("/item/a")) == "2", "the purge takes effect")

    def test_a_process_that_purges_without_redis_serves_the_new_page_itself(self):
        with Fleet(1, blind_time=30, redis_timeout_ms=500) as fleet:
            self.purged_and_seen(fleet, fleet[0], 1)
            fleet.redis.hold()
            self.assertEqual(fleet[0].post("/change/a?value=2").status, 503)
            self.assertEqual(value_of(fleet[0].get("/item/a")), "2")
            fleet.redis.release()

    def test_a_disconnected_worker_applies_the_purges_of_others_afterwards(self):
        port = free_port()
        with Fleet(1, redis=("--port", str(port)), blind_time=BLIND_TIME) as fleet:
            fleet.redis.cli("ACL", "SETUSER", "lonely", "on", ">secret", "allkeys", "allcommands")
            lonely = fleet.add(redis=f"redis://lonely:secret@127.0.0.1:{port}")
            self.purged_and_seen(fleet, fleet[0], 1)
            fleet.redis.cli("ACL", "SETUSER", "lonely", "off")
            fleet.redis.cli("CLIENT", "KILL", "USER", "lonely")
            self.assertEqual(value_of(lonely.get("/item/a")), "1")
            for value in (2, 3):
                self.purged_and_seen(fleet, fleet[0], value)
            fleet.redis.cli("ACL", "SETUSER", "lonely", "on")
            self.assertEqual(value_of(lonely.get("/item/a")), "3")
            wait_until(lambda: is_hit(lonely.get("/item/a")), "the worker follows the log again")
            self.purged_and_seen(fleet, lonely, 4)

    def test_a_redis_with_old_data_does_not_bring_back_a_purged_page(self):
        with Fleet(1, blind_time=BLIND_TIME) as fleet:
            self.purged_and_seen(fleet, fleet[0], 1)
            self.assertEqual(fleet.redis.cli("SAVE"), "OK")
            self.purged_and_seen(fleet, fleet[0], 2)
            fleet.redis.kill()
            fleet[0].kill()
            fleet.redis.start()
            self.assertGreater(len(fleet.keys("page")), 0)
            fleet[0].start()
            self.assertEqual(value_of(fleet[0].get("/item/a")), "2")

    def test_two_processes_work_if_redis_is_absent_at_the_start_and_comes_later(self):
        with Fleet(2, start_redis=False, blind_time=BLIND_TIME) as fleet, Load(fleet) as load:
            load.wait_for_more(400)
            self.assertLess(len(fleet[0].warnings()), 6)
            self.assertIn("redis.sock", fleet[0].warnings()[0])
            fleet.redis.start()
            wait_until(lambda: is_hit(fleet[0].get("/item/a")) and is_hit(fleet[1].get("/item/a")),
                       "pages are stored", 10)
            wait_until(lambda: fleet.redis.cli("HLEN", "aspic:workers") == "3",
                       "both workers and the mark of the log are in the list")
            self.purged_and_seen(fleet, fleet[1], 7)
        self.assertEqual(set(load.statuses), {200})


class DamagedValues(unittest.TestCase):
    """If somebody else changes a value in Redis, the result is a miss and a log line."""

    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(2, blind_time=BLIND_TIME).__enter__()
        cls.names = (f"damaged{number}" for number in itertools.count())

    @classmethod
    def tearDownClass(cls):
        cls.fleet.__exit__()

    def with_damage(self, damage):
        first, second = self.fleet.probes
        name = next(self.names)
        page = f"/item/{name}"
        first.post(f"/change/{name}?value=right")
        expected = first.get(page)
        key = self.fleet.entry(page)
        damage(key)
        # The second process has nothing in memory, so it must read from Redis.
        answer = second.get(page)
        self.assertEqual((answer.status, answer.body), (200, expected.body))
        self.assertTrue(any(key in line for line in second.warnings()), second.log())
        self.assertTrue(is_hit(second.get(page)))
        self.assertEqual(self.fleet.redis.cli("TYPE", key), "hash")
        self.assertGreater(int(self.fleet.redis.cli("TTL", key)), 0)

    def test_a_page_of_another_type_is_a_miss(self):
        redis = self.fleet.redis
        for command in (("SET", "text"), ("RPUSH", "text"), ("SADD", "text"),
                        ("XADD", "*", "a", "b")):
            with self.subTest(command[0]):
                self.with_damage(lambda key: (redis.cli("DEL", key),
                                              redis.cli(command[0], key, *command[1:])))

    def test_a_page_with_a_missing_or_changed_field_is_a_miss(self):
        redis = self.fleet.redis
        for field in ("record", "body"):
            with self.subTest(field):
                self.with_damage(lambda key: self.assertEqual(redis.cli("HDEL", key, field), "1"))
                self.with_damage(lambda key: redis.cli("HSET", key, field, "<script>evil</script>"))

    def test_a_page_under_the_key_of_another_path_is_a_miss(self):
        first, second = self.fleet.probes
        for name, value in (("one", "right"), ("another", "wrong")):
            first.post(f"/change/{name}?value={value}")
            first.get(f"/item/{name}")
        self.fleet.redis.cli("COPY", self.fleet.entry("/item/another"),
                             self.fleet.entry("/item/one"), "REPLACE")
        self.assertEqual(value_of(second.get("/item/one")), "right")

    def test_damaged_keys_beside_the_pages_do_no_harm(self):
        with Fleet(2, blind_time=BLIND_TIME) as fleet:
            fleet[0].get("/reads?q=a")
            for key in fleet.keys("inputs"):
                fleet.redis.cli("DEL", key)
                fleet.redis.cli("SET", key, "nonsense")
            fleet.redis.cli("XADD", "aspic:purges", "*", "who", "knows")
            fleet.redis.cli("HSET", "aspic:workers", "somebody", "nonsense")
            fleet.redis.cli("HSET", "aspic:workers", "another", "5-x 17")
            for page in ("/reads?q=a", "/reads?q=b", "/item/a"):
                for probe in fleet.probes:
                    self.assertEqual(probe.get(page).status, 200)
            self.assertEqual(fleet[1].get("/reads?q=b").text, "b\n")
            self.assertEqual(fleet[0].post("/change/a?value=new").status, 200)
            self.assertEqual(value_of(fleet[1].get("/item/a")), "new")


class ByUrl(unittest.TestCase):
    def test_the_url_gives_user_password_and_database_number(self):
        port = free_port()
        with Fleet(0, redis=("--port", str(port), "--databases", "4")) as fleet:
            fleet.redis.cli("ACL", "SETUSER", "web", "on", ">p@ss/word", "allkeys", "allcommands")
            probe = fleet.add(redis=f"redis://web:p%40ss%2Fword@127.0.0.1:{port}/2")
            self.assertIn("stored", cache_status(probe.get("/item/a")))
            self.assertIn(":page:/item/a:", fleet.redis.cli("-n", "2", "--scan"))
            self.assertEqual(fleet.redis.cli("-n", "0", "--scan"), "")
            self.assertNotIn("word", probe.log())
            self.assertEqual(probe.post("/change/a?value=1").text, "complete\n")

    def test_the_url_may_give_a_password_without_a_user(self):
        port = free_port()
        with Fleet(0, redis=("--port", str(port))) as fleet:
            fleet.redis.cli("CONFIG", "SET", "requirepass", "secret")
            probe = fleet.add(redis=f"redis://:secret@127.0.0.1:{port}")
            self.assertIn("stored", cache_status(probe.get("/item/a")))

    def test_a_wrong_password_is_reported_and_visitors_are_still_served(self):
        port = free_port()
        with Fleet(0, redis=("--port", str(port))) as fleet:
            fleet.redis.cli("CONFIG", "SET", "requirepass", "secret")
            probe = fleet.add(redis=f"redis://:wrong@127.0.0.1:{port}")
            for _ in range(20):
                self.assertEqual(probe.get("/item/a").status, 200)
            self.assertTrue(any("WRONGPASS" in line or "AUTH" in line for line in probe.warnings()),
                            probe.log())
            self.assertLess(len(probe.warnings()), 5, probe.log())
            self.assertNotIn("wrong@", probe.log())
