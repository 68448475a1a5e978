"""Sites that others start, as deploy/README.md says: lighttpd, mod_fcgid, spawn-fcgi, a parent."""

import concurrent.futures
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import unittest

from harness import http_client, processes
from harness.front_end import FrontEnd
from harness.paths import ROOT, environment
from harness.starting import Installed, block, by_mod_fcgid
from harness.waiting import wait_until


class Starting(unittest.TestCase):
    def setUp(self):
        self.installed = Installed()
        self.addCleanup(self.installed.directory.cleanup)

    def assert_ends(self, *pids):
        wait_until(lambda: not any(map(processes.is_alive, pids)), f"{pids} have ended")

    def launch(self, *command):
        """Starts the command. At the end of the test, kills it and the programs below it."""
        with open(self.installed.log_file, "w") as log:
            process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log)
        self.addCleanup(self.kill, process)
        return process

    def kill(self, process):
        for pid in self.installed.programs_of(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait()

    def wait_until_it_listens(self):
        wait_until(lambda: " listening " in self.installed.log(), "the program listens")


class ByFrontEnd(Starting):
    def start(self, kind, change):
        front = FrontEnd(kind, self.installed.scratch, self.installed.scratch / "none.sock",
                         change=change)
        self.addCleanup(front.__exit__)
        return front.__enter__()

    def programs(self, front):
        return self.installed.programs_of(front.process.pid)

    def assert_serves(self, front):
        answer = http_client.get(front.port, "/item/a")
        self.assertEqual(answer.status, 200, front.log_file.read_text())
        changed = http_client.request(front.port, "POST", "/item/a?value=new",
                                      {"Sec-Fetch-Site": "same-origin"}, b"x=" + b"y" * 100_000)
        self.assertLess(changed.status, 400)
        self.assertIn("new", http_client.get(front.port, "/item/a").text)


class ByLighttpd(ByFrontEnd):
    def start(self):
        def change(text):
            head, _, rest = text.partition("fastcgi.server = (")
            return head + self.installed.adapted(block("lighttpd", "lighttpd")) + \
                rest.partition("\n) ) )\n")[2]

        return super().start("lighttpd", change)

    def test_it_starts_the_program_and_ends_it(self):
        self.assert_starts_and_ends(signal.SIGTERM)

    def test_its_graceful_end_ends_the_program_too(self):
        self.assert_starts_and_ends(signal.SIGINT)

    def assert_starts_and_ends(self, by):
        front = self.start()
        self.assert_serves(front)
        [program] = self.programs(front)
        self.assertIn("address=fd:0", front.log_file.read_text())
        front.process.send_signal(by)
        front.process.wait(20)
        self.assert_ends(program)
        self.assertIn("stopping: finishing the current requests signal=TERM",
                      front.log_file.read_text())

    def test_it_starts_a_killed_program_again(self):
        front = self.start()
        self.assert_serves(front)
        [killed] = self.programs(front)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: http_client.get(front.port, "/item/a").status == 200,
                   "the next program serves")
        self.assertNotEqual(self.programs(front), [killed])


class ByModFcgid(ByFrontEnd):
    def start(self, **more):
        return super().start("apache", by_mod_fcgid(self.installed, **more))

    def test_it_starts_the_program_and_ends_it(self):
        front = self.start()
        self.assert_serves(front)
        started = self.programs(front)
        self.assertEqual(len(started), 1)
        self.assertIn("address=fd:0", front.log_file.read_text())
        front.process.terminate()
        front.process.wait(30)
        self.assert_ends(*started)

    def test_apache_serves_static_files_itself(self):
        front = self.start()
        name = "a.0123456789abcdef.css"
        (self.installed.scratch / "apache" / name).write_text("a {}")
        answer = http_client.get(front.port, f"/static/{name}")
        self.assertEqual((answer.status, answer.body), (200, b"a {}"))
        self.assertEqual(self.programs(front), [])

    def test_the_program_gets_a_chunked_body_and_authorization(self):
        front = self.start()
        chunk = b"186a0\r\n" + b"a" * 100_000 + b"\r\n"
        echo = http_client.request(front.port, "POST", "/echo",
                                   {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain",
                                    "Transfer-Encoding": "chunked"}, chunk * 3 + b"0\r\n\r\n")
        self.assertEqual((echo.status, echo.body), (200, b"a" * 300_000))
        authorized = http_client.get(front.port, "/item/a", {"Authorization": "Bearer a"})
        self.assertIn("bypass", authorized.field("Cache-Status"))

    def test_a_program_that_cannot_start_is_down(self):
        page = (ROOT / "deploy/down.html").read_bytes()
        front = self.start()
        own = http_client.get(front.port, "/throws/int")
        self.assertEqual((own.status, own.field("Retry-After")), (500, None))
        self.assertNotEqual(own.body, page)
        front.__exit__()

        shutil.rmtree(self.installed.scratch / "apache")
        self.installed.options.write_text("no-such-option = 1\n")
        answer = http_client.get(self.start().port, "/item/a")
        self.assertEqual((answer.status, answer.body, answer.field("Retry-After")),
                         (500, page, "10"))

    def test_requests_at_the_same_time_have_a_process_each(self):
        front = self.start()
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda number: http_client.get(front.port, f"/slow/{number}"),
                                    (1500, 1501, 1502)))
        self.assertEqual([answer.status for answer in answers], [200] * 3)
        self.assertGreater(len(self.programs(front)), 1)

    def test_an_idle_process_ends_in_order_and_the_next_request_starts_another(self):
        front = self.start(FcgidIdleTimeout=1, FcgidIdleScanInterval=1,
                           FcgidMinProcessesPerClass=0)
        self.assert_serves(front)
        idle = self.programs(front)
        self.assert_ends(*idle)
        self.assertIn("stopping: finishing the current requests signal=TERM",
                      front.log_file.read_text())
        self.assert_serves(front)

    def test_sigusr1_ends_no_process(self):
        front = self.start()
        self.assert_serves(front)
        [program] = self.programs(front)
        os.kill(program, signal.SIGUSR1)
        self.assert_serves(front)
        self.assertEqual(self.programs(front), [program])


class BySpawnFcgi(Starting):
    def command(self):
        return self.installed.adapted(block("spawn-fcgi", "sh"))

    def test_in_the_foreground_it_becomes_the_program(self):
        process = self.launch("/bin/sh", "-c", "exec " + self.command())
        self.wait_until_it_listens()
        self.assertEqual(self.installed.get("/item/a").status, 200)
        self.assertEqual(processes.command(process.pid)[0], str(self.installed.program))
        process.terminate()
        self.assertEqual(process.wait(20), 0)

    def test_without_n_it_starts_the_program_and_ends(self):
        pid_file = self.installed.scratch / "pid"
        command = self.command().replace(" -n ", f" -P {pid_file} ")
        done = subprocess.run(["/bin/sh", "-c", command], env=environment(), timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0)
        program = int(pid_file.read_text())
        self.addCleanup(lambda: processes.is_alive(program) and os.kill(program, signal.SIGKILL))
        self.assertEqual(self.installed.get("/item/a").status, 200)
        os.kill(program, signal.SIGTERM)
        self.assert_ends(program)


class OnADescriptor(Starting):
    def test_two_processes_serve_on_one_socket_and_either_may_end(self):
        parent = self.launch(sys.executable, "-c",
                             self.installed.adapted(block("A descriptor", "python")) +
                             "\nfor _ in range(2):\n    os.wait()\n")
        wait_until(lambda: self.installed.log().count(" info  listening ") == 2, "both listen")
        first, second = self.installed.programs_of(parent.pid)
        for ending, rest in ((first, {second}), (second, set())):
            for number in range(100):
                self.assertEqual(self.installed.get(f"/item/{number}").status, 200)
            os.kill(ending, signal.SIGTERM)
            self.assert_ends(ending)
            self.assertEqual(set(self.installed.programs_of(parent.pid)), rest)
        self.assertEqual(parent.wait(20), 0)
        # A thread that waits in accept could not end.
        self.assertNotIn("cut off", self.installed.log())


class UnderASupervisor(Starting):
    def test_it_runs_in_the_foreground_and_ends_with_0(self):
        process = self.launch("/bin/sh", "-c",
                              self.installed.adapted(block("Another supervisor", "sh")))
        self.wait_until_it_listens()
        self.assertEqual(self.installed.get("/item/a").status, 200)
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        self.assertFalse(self.installed.socket.exists())
