"""Signals to a running server: some stop it, and the others must not kill it silently."""

import contextlib
import os
import pty
import signal
import subprocess
import unittest

from harness.application import Application
from harness.paths import PROGRAM, environment
from harness.waiting import wait_until

PAGE = "/man/1/aspic-hello"


class Signals(unittest.TestCase):
    def test_a_stop_signal_ends_the_program_in_order(self):
        for by in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            with self.subTest(by.name), Application() as application:
                self.assertEqual(application.stop(by=by, seconds=10), 0)
                self.assertFalse(application.socket.exists())
                self.assertIn(f"signal={by.name[3:]}", application.log())

    def test_other_signals_are_logged_and_the_program_continues(self):
        with Application() as application:
            for by in (signal.SIGHUP, signal.SIGUSR2, signal.SIGALRM):
                with self.subTest(by.name):
                    application.process.send_signal(by)
                    wait_until(lambda: f"signal={by.name[3:]}" in application.log() or
                               application.process.poll() is not None, "the signal is in the log")
                    self.assertIsNone(application.process.poll())
                    self.assertEqual(application.get(PAGE).status, 200)
            # Without an access log there is nothing to open again.
            application.process.send_signal(signal.SIGUSR1)
            application.process.send_signal(signal.SIGPIPE)
            self.assertEqual(application.get(PAGE).status, 200)
            self.assertEqual(application.stop(seconds=10), 0)

    def test_a_terminal_that_hangs_up_ends_the_program_in_order(self):
        with Application() as application:
            application.stop()
            ours, theirs = pty.openpty()
            with open(application.log_file, "w") as log:
                application.process = subprocess.Popen(
                    [PROGRAM, "serve", *application.arguments], stdin=theirs, stdout=log,
                    stderr=log,
                    env=environment(), start_new_session=True,
                    preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)))
            os.close(theirs)
            wait_until(lambda: " listening " in application.log(), "the program listens")
            with contextlib.suppress(OSError):
                os.close(ours)
            self.assertEqual(application.process.wait(10), 0)
            self.assertFalse(application.socket.exists())

    def test_nohup_is_respected(self):
        with Application() as application:
            application.stop()
            with open(application.log_file, "w") as log:
                application.process = subprocess.Popen(
                    ["nohup", PROGRAM, "serve", *application.arguments], stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log, env=environment())
            wait_until(lambda: " listening " in application.log(), "the program listens")
            application.process.send_signal(signal.SIGHUP)
            self.assertEqual(application.get(PAGE).status, 200)
            self.assertEqual(application.stop(seconds=10), 0)
            self.assertNotIn("SIGHUP", application.log())
