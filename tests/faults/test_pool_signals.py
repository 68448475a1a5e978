"""Signals that reach a pool at a bad moment: at a start, during a reload, while workers leave."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import unittest

from harness import processes
from harness.http_client import ClosedByPeer
from harness.paths import scratch_directory
from harness.pool import Pool
from harness.waiting import wait_until


class SignalCase(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.pool = Pool(self.scratch)
        self.addCleanup(self.pool.kill)
        self.gate = self.scratch / "gate"

    def hold_new_processes(self):
        """New workers wait until `gate` exists."""
        program = self.scratch / "program"
        shutil.copy(self.pool.copy, program)
        script = self.scratch / "script"
        # Not a shell: some shells unblock all signals.
        script.write_text("#!/usr/bin/python3\n"
                          "import os, sys, time\n"
                          f"while not os.path.exists('{self.gate}'):\n"
                          "    time.sleep(0.02)\n"
                          f"os.execv('{program}', ['{program}', *sys.argv[1:]])\n")
        script.chmod(0o755)
        os.replace(script, self.pool.copy)

    def signal(self, which):
        self.pool.process.send_signal(which)

    def wait_for_log(self, text, times=1):
        wait_until(lambda: self.pool.log().count(text) >= times, f"the log says {text}", 30)

    def candidate(self, before):
        """Waits for the first worker of a reload."""
        def find():
            return set(self.pool.workers()) - set(before)
        return wait_until(find, "there is a new worker").pop()

    @staticmethod
    def waits_in_script(worker):
        return processes.command(worker)[:1] == ["/usr/bin/python3"]

    def ask_slowly(self):
        """Asks for a page that takes two seconds. Returns once a worker is at it."""
        answers = []

        def ask():
            try:
                answers.append(self.pool.get("/slow/2000").status)
            except (OSError, ClosedByPeer) as error:
                answers.append(repr(error))
        thread = threading.Thread(target=ask)
        thread.start()
        self.addCleanup(thread.join)
        boards = self.scratch / "data/processes"
        wait_until(lambda: any(b"/slow/<int:ms>" in file.read_bytes() for file in boards.iterdir()),
                   "the view runs")

        def answer():
            thread.join()
            return answers[0]
        return answer


class WhileAWorkerStarts(SignalCase):
    def test_a_log_rotation_does_not_end_a_new_worker(self):
        self.pool.start()
        before = self.pool.workers()
        self.hold_new_processes()
        self.signal(signal.SIGHUP)
        worker = self.candidate(before)
        wait_until(lambda: self.waits_in_script(worker), "the new worker starts")
        self.signal(signal.SIGUSR1)
        self.signal(signal.SIGUSR1)
        self.gate.touch()
        self.wait_for_log("reloaded")
        self.assertNotIn("not reloaded", self.pool.log())

    def test_a_second_reload_begins_after_the_first(self):
        self.pool.start()
        before = self.pool.workers()
        self.hold_new_processes()
        self.signal(signal.SIGHUP)
        wait_until(lambda: self.waits_in_script(self.candidate(before)), "the new worker starts")
        # The first reload has read the old program and the old templates.
        self.pool.hold()
        second = subprocess.Popen([self.scratch / "program", "reload", "--data",
                                   self.scratch / "data"], stdout=subprocess.DEVNULL)
        self.addCleanup(second.wait)
        wait_until(self.hangup_is_pending, "the second reload is asked for")
        self.pool.release()
        wait_until(lambda: not self.hangup_is_pending(), "the supervisor knows")
        self.gate.touch()
        self.assertEqual(second.wait(60), 0)
        self.assertEqual(self.pool.log().count(" reloaded workers="), 2)

    def hangup_is_pending(self):
        status = pathlib.Path(f"/proc/{self.pool.process.pid}/status").read_text()
        pending = int(re.search(r"ShdPnd:\s+(\w+)", status)[1], 16)
        return bool(pending & 1 << (signal.SIGHUP - 1))

    def test_a_reload_during_the_start_follows_it(self):
        self.hold_new_processes()
        self.pool.program = (self.scratch / "program",)
        self.gate.touch()
        self.pool.launch()
        pools = self.scratch / "data/pools"
        wait_until(lambda: pools.is_dir() and any(pools.iterdir()), "the supervisor runs")
        self.signal(signal.SIGHUP)
        self.wait_for_log(" reloaded workers=")


class WhileWorkersLeave(SignalCase):
    def retire(self):
        self.pool.start()
        answer = self.ask_slowly()
        self.signal(signal.SIGHUP)
        self.wait_for_log(" reloaded workers=")
        return answer

    def test_a_log_rotation_cuts_no_request_off(self):
        answer = self.retire()
        self.signal(signal.SIGUSR1)
        self.assertEqual(answer(), 200)

    def test_a_stop_cuts_no_request_of_a_retiring_worker_off(self):
        answer = self.retire()
        self.signal(signal.SIGTERM)
        self.assertEqual(answer(), 200)
        self.assertEqual(self.pool.process.wait(30), 0)

    def test_a_signal_to_all_processes_cuts_no_request_off(self):
        # Ctrl-C in a terminal, and service managers.
        self.pool.start()
        answer = self.ask_slowly()
        for worker in self.pool.workers():
            os.kill(worker, signal.SIGINT)
        self.wait_for_log("stopping: finishing", 2)
        self.signal(signal.SIGINT)
        self.assertEqual(answer(), 200)
        self.assertEqual(self.pool.process.wait(30), 0)
