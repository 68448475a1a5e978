"""After a purge is complete, no process serves the old page, even if workers or Redis fail."""

import json
import subprocess
import time
import unittest

from harness.fastcgi import STDIN, request_params, stream
from harness.paths import free_port
from harness.probes import PURGE_RACE, Fleet, value_of
from harness.waiting import wait_until

BLIND_TIME = 2


class Race:
    """The checker (purge_race.cpp). It reads and writes while the test breaks things."""

    def __init__(self, fleet, reads, items=24, writers=6):
        self.process = subprocess.Popen(
            [PURGE_RACE, str(reads), str(items), str(writers),
             *(probe.socket for probe in fleet.probes)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def finish(self, seconds=150):
        """Waits until it has read enough pages, and returns its result."""
        try:
            output, _ = self.process.communicate(timeout=seconds)
        finally:
            self.process.kill()
        return json.loads(output)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def wait_for(seconds):
    """Waits so many seconds while the race runs."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end, "the time has passed", seconds + 10)


class PurgeRace(unittest.TestCase):
    def fleet(self, **options):
        return Fleet(4, blind_time=BLIND_TIME, threads=12, linger_ms=4, **options)

    def assert_nothing_old(self, seen, reads):
        self.assertEqual(seen["old"], 0, seen)
        self.assertEqual(seen["from_nowhere"], 0, seen)
        self.assertEqual(seen["bad_statuses"], {}, seen)
        self.assertGreaterEqual(seen["reads"], reads, seen)
        self.assertGreater(seen["hits"], seen["reads"] / 10, seen)
        self.assertGreater(seen["complete"], 20, seen)

    def test_no_old_page_is_read_while_everything_works(self):
        with self.fleet() as fleet, Race(fleet, 12_000) as race:
            wait_for(10)
            seen = race.finish()
        self.assert_nothing_old(seen, 12_000)
        self.assertEqual(seen["complete"], seen["purges"], seen)

    def test_no_old_page_is_read_while_workers_and_connections_come_and_go(self):
        with self.fleet() as fleet, Race(fleet, 30_000) as race:
            for round_number in range(3):
                killed, stopped, briefly = (fleet[(round_number + i) % 4] for i in range(3))
                killed.kill()
                wait_for(1)
                killed.start()
                wait_for(1)
                fleet.redis.cli("CLIENT", "KILL", "TYPE", "normal")
                wait_for(1.5)
                briefly.hold()
                wait_for(BLIND_TIME / 2)
                briefly.release()
                wait_for(1)
                stopped.hold()
                wait_for(2 * BLIND_TIME + 1)
                stopped.release()
                wait_for(1)
                for _ in range(5):
                    fleet.redis.cli("CLIENT", "KILL", "TYPE", "normal")
                    wait_for(0.1)
            seen = race.finish()
        self.assert_nothing_old(seen, 30_000)

    def test_no_old_page_is_read_if_redis_comes_back_empty(self):
        with self.fleet() as fleet, Race(fleet, 8_000) as race:
            # After a loss, each purge takes the blind time and one more second.
            for _ in range(2):
                wait_for(1)
                fleet.redis.cli("FLUSHALL")
                wait_for(BLIND_TIME + 3)
                fleet.redis.kill()
                wait_for(1)
                fleet.redis.start()
                wait_for(BLIND_TIME + 3)
            seen = race.finish()
        self.assert_nothing_old(seen, 8_000)


class Purges(unittest.TestCase):
    """Single purges, in situations that are too rare in a race."""

    def write(self, probe, name, value):
        answer = probe.post(f"/change/{name}?value={value}")
        self.assertEqual((answer.status, answer.text), (200, "complete\n"))

    def test_a_purge_waits_for_a_stopped_worker_until_its_blind_time_is_over(self):
        with Fleet(2, blind_time=BLIND_TIME) as fleet:
            self.write(fleet[0], "a", 1)
            self.assertEqual([value_of(probe.get("/item/a")) for probe in fleet.probes], ["1", "1"])
            fleet[1].hold()
            began = time.monotonic()
            self.write(fleet[0], "a", 2)
            self.assertGreater(time.monotonic() - began, BLIND_TIME)
            fleet[1].release()
            self.assertEqual(value_of(fleet[1].get("/item/a")), "2")

    def test_a_purge_does_not_wait_for_a_worker_that_was_killed(self):
        with Fleet(2, blind_time=30) as fleet:
            self.write(fleet[0], "a", 1)
            fleet[1].kill()
            began = time.monotonic()
            self.write(fleet[0], "a", 2)
            self.assertLess(time.monotonic() - began, 5)

    def test_a_worker_without_redis_does_not_share_a_rendering_from_before_a_purge(self):
        """It cannot see the purge, so it must not share a rendering from before the request."""
        port = free_port()
        with Fleet(1, redis=("--port", str(port)), blind_time=BLIND_TIME, threads=8) as fleet:
            fleet.redis.cli("ACL", "SETUSER", "lonely", "on", ">secret", "allkeys", "allcommands")
            lonely = fleet.add(redis=f"redis://lonely:secret@127.0.0.1:{port}")
            self.write(fleet[0], "a", 1)
            with lonely.connect() as first, lonely.connect() as second:
                first.begin(request_params("GET", "/late/a/5000"))
                first.send(stream(STDIN, b""))
                wait_until(lambda: fleet[0].renderings() == 1,
                           "the rendering has read the old value")
                fleet.redis.cli("ACL", "SETUSER", "lonely", "off")
                fleet.redis.cli("CLIENT", "KILL", "USER", "lonely")
                self.write(fleet[0], "a", 2)
                self.assertEqual(value_of(second.request("GET", "/late/a/5000")), "2")
                self.assertEqual(value_of(first.receive()), "1")

    def test_after_a_purge_the_old_copy_is_not_used_for_errors(self):
        """A purge also removes the copy that is kept for errors."""
        with Fleet(2, blind_time=BLIND_TIME) as fleet:
            probe = fleet[0]
            probe.post("/item/a?value=old")
            self.assertEqual(probe.get("/fails/a").text, "old\n")
            probe.post("/item/a?value=fail")
            wait_until(
                lambda: "stale-if-error" in (probe.get("/fails/a").field("Cache-Status") or ""),
                "the page fails")
            probe.post("/item/a?value=new")
            self.assertEqual(probe.post("/purge?path=/fails/a").text, "complete\n")
            for other in fleet.probes:
                self.assertEqual(other.get("/fails/a").text, "new\n")
