"""Work that is not a request: jobs at intervals, jobs after an answer, functions of on_stop.

The jobs are in probe_jobs.cpp; files in the data directory steer them.
"""

import json
import os
import pathlib
import re
import signal
import time
import unittest

from harness.commands import run
from harness.fastcgi import whole_request
from harness.paths import scratch_directory
from harness.pool import Pool
from harness.probes import PROBE, SAME_ORIGIN, TEMPLATES, Fleet, is_hit, value_of
from harness.redis import Redis
from harness.waiting import wait_until

INTERVAL = 2000  # of the job tick, in milliseconds
LEASE = 10  # seconds: after the death of a process, its jobs are free


class Files:
    """The files by which a test and the jobs talk."""

    def __init__(self, data):
        self.data = pathlib.Path(data)

    def lines(self, name):
        file = self.data / name
        return file.read_text().splitlines() if file.exists() else []

    def ticks(self, what="begin"):
        """Returns the process and the time of each beginning or end of the job tick."""
        words = [line.split() for line in self.lines("ticks")]
        return [(int(process), int(when)) for kind, process, when in words if kind == what]

    def make(self, name):
        (self.data / name).touch()

    def remove(self, name):
        (self.data / name).unlink()


class JobCase(unittest.TestCase):
    def assert_once_in_each_interval(self, ticks):
        times = [when for _, when in ticks]
        for before, after in zip(times, times[1:]):
            self.assertGreaterEqual(after - before, INTERVAL - 20, ticks)


class InAFleet(JobCase):
    """Processes that share a Redis."""

    def fleet(self, count=2, files=(), **options):
        """Starts it. `files` are in its data directory before."""
        fleet = Fleet(count, **{"log_level": "debug", **options})
        (fleet.scratch / "data").mkdir()
        for file in files:
            (fleet.scratch / "data" / file).touch()
        for probe in fleet.probes:
            probe.variables["PROBE_JOBS"] = "1"
        fleet.__enter__()
        self.addCleanup(fleet.__exit__)
        return fleet, Files(fleet.scratch / "data")

    def test_a_job_runs_once_in_each_interval(self):
        fleet, files = self.fleet(3)
        wait_until(lambda: len(files.ticks()) >= 5, "the job has run five times", 60)
        self.assert_once_in_each_interval(files.ticks())
        lines = "".join(probe.log() for probe in fleet.probes)
        self.assertRegex(lines, r"debug a job begins job=tick request=-")
        self.assertRegex(lines, r"debug a job has ended job=tick request=- ms=\d+")

    def test_if_its_process_is_killed_another_one_takes_over(self):
        fleet, files = self.fleet(2, files=["hold-tick"])
        holder = wait_until(files.ticks, "the job runs")[0][0]
        killed = next(probe for probe in fleet.probes if probe.process.pid == holder)
        begun = len(files.ticks())
        killed.kill()
        wait_until(lambda: len(files.ticks()) > begun, "the other process runs the job",
                   LEASE + 10)
        self.assertNotEqual(files.ticks()[-1][0], holder)
        files.remove("hold-tick")
        wait_until(lambda: files.ticks("end"), "the job ends")

    def test_a_job_that_takes_longer_than_its_lease_is_not_begun_again(self):
        fleet, files = self.fleet(2, files=["hold-tick"])
        began = wait_until(files.ticks, "the job runs")[0][1]

        def is_past_the_lease():
            self.assertEqual(len(files.ticks()), 1)
            return time.monotonic() * 1000 - began > (LEASE + 4) * 1000

        wait_until(is_past_the_lease, "the first lease would have ended", LEASE + 20)
        self.assertNotEqual(fleet.redis.cli("GET", "aspic:job:tick"), "done")
        files.remove("hold-tick")
        wait_until(lambda: len(files.ticks()) > 1, "the job runs again")

    def test_a_restart_runs_nothing_twice(self):
        fleet, files = self.fleet(1)
        for _ in range(4):
            before = len(files.ticks("end"))
            wait_until(lambda: len(files.ticks("end")) > before, "the job has run")
            fleet[0].process.send_signal(signal.SIGTERM)
            fleet[0].process.wait()
            fleet[0].start()
        wait_until(lambda: len(files.ticks()) >= 6, "the job runs on", 60)
        self.assert_once_in_each_interval(files.ticks())
        self.assertEqual(len(files.lines("stopped")), 4)

    def test_without_redis_no_job_runs_and_afterwards_it_does(self):
        fleet, files = self.fleet(2)
        wait_until(lambda: files.ticks("end"), "the job runs")
        fleet.redis.process.kill()
        fleet.redis.process.wait()
        wait_until(lambda: "redis" in "".join(fleet[0].warnings()), "Redis is missed")
        fleet.redis.start()
        before = len(files.ticks())
        wait_until(lambda: len(files.ticks()) > before + 1, "the job runs again", 60)

    def test_a_job_that_fails_is_logged_counted_and_runs_again(self):
        fleet, files = self.fleet(1, status_allow="127.0.0.1")
        files.make("fail")
        line = (r"error a job failed job=faulty request=- ms=\d+ exception=std::out_of_range "
                r'why="told to fail"')
        wait_until(lambda: len(re.findall(line, fleet[0].log())) >= 2, "it has failed twice")
        files.remove("fail")
        wait_until(lambda: re.search("info  a job has ended job=faulty", fleet[0].log()),
                   "it does not fail any more")
        stats = self.stats(fleet)
        self.assertRegex(stats, r"JOB +DONE +FAILED +LATE +LAST RUN +TOOK")
        self.assertRegex(stats, r"(?m)^faulty +\d+ +[2-9]\d* +0 .* ago ")
        self.assertRegex(stats, r"(?m)^tick +\d+ +0 +0 ")
        self.assertNotIn("info  a job has ended job=tick", fleet[0].log())
        metrics = fleet[0].get("/_metrics").text
        self.assertRegex(metrics, r'aspic_jobs_total\{result="failed"\} [2-9]')
        self.assertRegex(metrics, r'aspic_jobs_total\{result="done"\} [1-9]')

    def test_a_job_that_never_ends_is_named_and_others_go_on(self):
        fleet, files = self.fleet(1)
        files.make("stay")
        wait_until(lambda: "a job takes longer than its time limit" in fleet[0].log(),
                   "it is given up")
        self.assertRegex(fleet[0].log(), r'error a job takes longer .* job=endless .* limit="1 s"')
        before = len(files.ticks("end"))
        wait_until(lambda: len(files.ticks("end")) > before, "other jobs go on")
        self.assertEqual(fleet[0].get("/item/a").status, 200)
        # It does not hold up the end.
        fleet[0].process.send_signal(signal.SIGTERM)
        self.assertEqual(fleet[0].process.wait(30), 0)
        self.assertIn("a job was cut off", fleet[0].log())
        self.assertEqual(files.lines("stopped"), [])

    def test_a_purge_in_a_job_reaches_every_process(self):
        fleet, files = self.fleet(2)
        item = files.data / "item-purged"
        item.write_text("old\n")
        for probe in fleet.probes:
            probe.get("/item/purged")
            self.assertTrue(is_hit(probe.get("/item/purged")))
        item.write_text("new\n")
        files.make("purge")
        for probe in fleet.probes:
            wait_until(lambda: value_of(probe.get("/item/purged")) == "new", "it was purged")

    def test_a_job_runs_after_the_answer_and_has_its_request_id(self):
        fleet, files = self.fleet(1)
        answer = fleet[0].request("POST", "/later/works", {
            "Sec-Fetch-Site": "same-origin", "X-Request-Id": "asked-by-this"})
        self.assertEqual(answer.status, 200)
        wait_until(lambda: files.lines("later") == ["asked-by-this"], "the job runs")
        wait_until(lambda: re.search("info  a job has ended job=later request=asked-by-this",
                                     fleet[0].log()), "it is logged")
        fleet[0].post("/later/fails")
        wait_until(lambda: re.search(r"(?m)^later +1 +1 +0 .* ago ", self.stats(fleet)),
                   "stats has counted both")

    def test_an_answer_does_not_wait_for_its_job(self):
        fleet, files = self.fleet(1)
        files.make("hold-later")
        for _ in range(5):
            self.assertEqual(fleet[0].post("/later/hold").status, 200)
        self.assertEqual(files.lines("later"), [])
        files.remove("hold-later")
        wait_until(lambda: len(files.lines("later")) == 5, "all of them run")

    def test_a_job_of_a_view_that_fails_does_not_run(self):
        fleet, files = self.fleet(1)
        self.assertEqual(fleet[0].post("/later/view").status, 500)
        self.assertEqual(fleet[0].post("/later/works").status, 200)
        wait_until(lambda: files.lines("later"), "the other job runs")
        self.assertEqual(len(files.lines("later")), 1)
        self.assertIn("a job does not run, because the view that asked for it failed",
                      fleet[0].log())

    def test_jobs_that_wait_run_before_the_process_ends(self):
        fleet, files = self.fleet(1)
        files.make("hold-later")
        for _ in range(5):
            fleet[0].post("/later/hold")
        fleet[0].process.send_signal(signal.SIGTERM)
        wait_until(lambda: "stopping: " in fleet[0].log(), "the process stops")
        files.remove("hold-later")
        self.assertEqual(fleet[0].process.wait(30), 0)
        self.assertEqual(len(files.lines("later")), 5)
        self.assertEqual(len(files.lines("stopped")), 1)

    def test_the_job_of_the_last_request_runs_before_the_process_ends(self):
        fleet, files = self.fleet(1, threads=2)
        with fleet[0].connect() as slow, fleet[0].connect() as last:
            slow.send(whole_request("GET", "/slow/2000"))
            wait_until(lambda: self.status(fleet)["working"], "the only slot is taken")
            last.send(whole_request("POST", "/later/works", SAME_ORIGIN))
            wait_until(lambda: self.status(fleet)["waiting"], "the last request waits for it")
            fleet[0].process.send_signal(signal.SIGTERM)
            self.assertEqual(last.receive().status, 200)
            self.assertEqual(fleet[0].process.wait(30), 0)
        self.assertEqual(len(files.lines("later")), 1, fleet[0].log())

    @staticmethod
    def stats(fleet):
        return run(PROBE, "stats", redis=f"unix:{fleet.scratch}/redis.sock",
                   data=fleet.scratch / "data", templates=TEMPLATES).stdout

    @staticmethod
    def status(fleet):
        shown = run(PROBE, "status", "--json", data=fleet.scratch / "data").stdout
        return json.loads(shown)["processes"][0]

    def test_if_more_jobs_wait_than_allowed_the_view_answers_503(self):
        fleet, files = self.fleet(1)
        files.make("hold-later")
        with fleet[0].connect(keep=True) as connection:
            fields = {"Sec-Fetch-Site": "same-origin"}
            statuses = [connection.request("POST", "/later/hold", fields, b"").status
                        for _ in range(1010)]
        self.assertEqual(statuses[:1000], [200] * 1000)
        self.assertEqual(statuses[-1], 503)
        self.assertRegex(fleet[0].log(), "error a job was refused, because too many wait job=later")
        files.remove("hold-later")
        wait_until(lambda: fleet[0].post("/later/works").status == 200, "there is room again")


class InAPool(JobCase):
    """Workers of one supervisor, which keep their pages in memory."""

    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        (self.scratch / "data").mkdir()
        self.files = Files(self.scratch / "data")

    def pool(self, **options):
        pool = Pool(self.scratch, log_level="debug", **options)
        pool.variables["PROBE_JOBS"] = "1"
        self.addCleanup(pool.kill)
        return pool.start()

    def test_only_one_worker_runs_a_job(self):
        self.pool(workers=3)
        wait_until(lambda: len(self.files.ticks()) >= 5, "the job has run five times", 60)
        self.assert_once_in_each_interval(self.files.ticks())

    def test_if_the_worker_is_killed_another_one_takes_over(self):
        self.files.make("hold-tick")
        pool = self.pool(workers=2)
        holder = wait_until(self.files.ticks, "the job runs")[-1][0]
        begun = len(self.files.ticks())
        self.assertIn(holder, pool.workers())
        os.kill(holder, signal.SIGKILL)
        wait_until(lambda: len(self.files.ticks()) > begun, "another worker runs the job")
        self.assertNotEqual(self.files.ticks()[-1][0], holder)
        self.files.remove("hold-tick")

    def test_a_worker_whose_job_never_ends_is_replaced(self):
        pool = self.pool(workers=2, stop_timeout=1)
        self.files.make("stay")
        first = set(pool.workers())
        wait_until(lambda: "a job took longer than its time limit" in pool.log(),
                   "the supervisor replaces the worker")
        self.files.remove("stay")
        wait_until(lambda: len(pool.workers()) == 2 and set(pool.workers()) != first,
                   "a new worker has taken its place")
        self.assertEqual(pool.get("/item/a").status, 200)

    def test_a_job_that_stops_at_its_limit_costs_no_worker(self):
        pool = self.pool(workers=2)
        self.files.make("obey")
        first = set(pool.workers())
        wait_until(lambda: len(self.files.lines("obeyed")) >= 2, "it was asked to stop twice", 60)
        self.assertIn("a job takes longer than its time limit, and was asked to stop", pool.log())
        self.assertNotIn("was given up", pool.log())
        self.assertEqual(set(pool.workers()), first)

    def test_a_reload_runs_nothing_twice_and_calls_on_stop(self):
        pool = self.pool(workers=2)
        wait_until(lambda: self.files.ticks("end"), "the job has run")
        self.assertEqual(pool.reload().returncode, 0)
        wait_until(lambda: len(self.files.lines("stopped")) == 2, "the old workers have stopped")
        wait_until(lambda: len(self.files.ticks()) >= 4, "the job runs on", 60)
        self.assert_once_in_each_interval(self.files.ticks())


class WithTwoPools(JobCase):
    """Two supervisors with data directories of their own, and one Redis."""

    def test_a_job_runs_once_in_each_interval_of_both(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        scratch = pathlib.Path(directory.name)
        redis = Redis(scratch)
        redis.start()
        self.addCleanup(redis.__exit__)
        shared = scratch / "shared"
        shared.mkdir()
        pools = []
        for name in ("one", "two"):
            (scratch / name / "data").mkdir(parents=True)
            # Both write into one file.
            (shared / "ticks").touch()
            (scratch / name / "data" / "ticks").symlink_to(shared / "ticks")
            (scratch / name / "data" / "hold-tick").symlink_to(shared / "hold-tick")
            pool = Pool(scratch / name, cache="redis", redis=f"unix:{scratch}/redis.sock",
                        redis_timeout_ms=3000)
            pool.variables["PROBE_JOBS"] = "1"
            self.addCleanup(pool.kill)
            pools.append(pool.start())
        files = Files(shared)
        wait_until(lambda: len(files.ticks()) >= 4, "the job has run four times", 60)
        self.assert_once_in_each_interval(files.ticks())

        files.make("hold-tick")
        before = len(files.ticks())
        wait_until(lambda: len(files.ticks()) > before, "the job runs")
        holder = files.ticks()[-1][0]
        mine = next(pool for pool in pools if holder in pool.workers())
        other = next(pool for pool in pools if pool is not mine)
        begun = len(files.ticks())
        mine.kill()
        wait_until(lambda: len(files.ticks()) > begun, "the other pool takes over", LEASE + 10)
        self.assertIn(files.ticks()[-1][0], other.workers())
        files.remove("hold-tick")


if __name__ == "__main__":
    unittest.main()
