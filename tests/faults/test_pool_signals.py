"""Signals that reach a pool at a bad moment, and pools that were started in an unusual way."""

import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest

from harness import processes
from harness.http_client import ClosedByPeer
from harness.paths import environment, scratch_directory
from harness.pool import Pool, inode_of_program
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
        wait_until(self.request_is_pending, "the second reload is asked for")
        self.pool.release()
        wait_until(lambda: not self.request_is_pending(), "the supervisor knows")
        self.gate.touch()
        self.assertEqual(second.wait(60), 0)
        self.assertEqual(self.pool.log().count(" reloaded workers="), 2)

    def request_is_pending(self):
        status = pathlib.Path(f"/proc/{self.pool.process.pid}/status").read_text()
        pending = int(re.search(r"ShdPnd:\s+(\w+)", status)[1], 16)
        return bool(pending & 1 << (signal.SIGUSR2 - 1))

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
        # As some service managers do. Ctrl-C in a terminal: see test_pool.
        self.pool.start()
        answer = self.ask_slowly()
        for worker in self.pool.workers():
            os.kill(worker, signal.SIGTERM)
        self.wait_for_log("stopping: finishing", 2)
        self.signal(signal.SIGTERM)
        self.assertEqual(answer(), 200)
        self.assertEqual(self.pool.process.wait(30), 0)


class WhileNothingRuns(SignalCase):
    def test_a_pause_of_the_whole_system_ends_no_worker(self):
        self.pool.start()
        workers = self.pool.workers()
        paused = [self.pool.process.pid, *workers]
        for process in paused:
            os.kill(process, signal.SIGSTOP)
        time.sleep(33)  # longer than the supervisor waits for a word of a worker
        os.kill(paused.pop(0), signal.SIGCONT)
        time.sleep(1)  # the workers are late by that
        for process in paused:
            os.kill(process, signal.SIGCONT)
        self.assertEqual(self.pool.get("/process").status, 200)
        self.assertEqual(self.pool.workers(), workers)
        self.assertNotIn("makes progress", self.pool.log())


class StartedInAnUnusualWay(SignalCase):
    def launch(self, words, **descriptors):
        with open(self.pool.log_file, "w") as log:
            self.pool.process = subprocess.Popen(
                [*words, self.pool.copy, "serve", *self.pool.arguments],
                env=environment(), **{"stdout": log, "stderr": log, **descriptors})

    def test_the_command_reloads_a_pool_in_a_terminal(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        self.launch([], stdin=theirs)
        self.pool.wait_until_it_listens()
        before = self.pool.workers()
        done = self.pool.reload()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(self.pool.process.poll())
        wait_until(lambda: not set(before) & set(self.pool.workers()), "the old workers end")

    def test_without_standard_error_no_socket_gets_the_log(self):
        self.launch(["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"])
        wait_until(lambda: len(self.pool.workers()) == 2 and self.answers(), "the pool answers")
        for process in [self.pool.process.pid, *self.pool.workers()]:
            for number in range(3):
                self.assertEqual(os.readlink(f"/proc/{process}/fd/{number}"), "/dev/null")

    def answers(self):
        try:
            return self.pool.get("/process").status == 200
        except OSError:
            return False


class AfterAReload(SignalCase):
    def test_it_ends_once_the_old_workers_answer_no_new_requests(self):
        self.pool.start()
        held, other = self.pool.workers()
        os.kill(held, signal.SIGSTOP)
        self.addCleanup(self.go_on, held)
        self.signal(signal.SIGUSR2)
        wait_until(lambda: other not in self.pool.workers(), "the other old worker ends")
        self.assertNotIn(" reloaded workers=", self.pool.log())
        self.go_on(held)
        self.wait_for_log(" reloaded workers=")
        wait_until(lambda: held not in self.pool.workers(), "the held worker ends")

    @staticmethod
    def go_on(worker):
        try:
            os.kill(worker, signal.SIGCONT)
        except ProcessLookupError:
            pass


class OtherVersions(SignalCase):
    def test_a_program_that_cannot_read_the_handover_gets_new_workers_only(self):
        self.pool.start()
        before = self.pool.workers()
        program = self.pool.copy.read_bytes()
        mark = b"ready, handover 3"
        self.assertIn(mark, program)
        newer = self.scratch / "newer"
        newer.write_bytes(program.replace(mark, b"ready, handover 0"))
        newer.chmod(0o755)
        os.replace(newer, self.pool.copy)
        supervisor = inode_of_program(self.pool.process.pid)
        done = self.pool.reload()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("the old supervisor continues", self.pool.log())
        self.assertEqual(inode_of_program(self.pool.process.pid), supervisor)
        wait_until(lambda: not set(before) & set(self.pool.workers()), "the old workers end")
        self.assertEqual(self.pool.get("/process").status, 200)
