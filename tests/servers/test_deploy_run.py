"""deploy/run: its error messages, and its end, which leaves nothing running."""

import os
import pathlib
import pty
import shutil
import signal
import socket
import subprocess
import time
import unittest

from harness import http_client, processes
from harness.mirrored import is_mirrored
from harness.paths import FIXTURE, ROOT, environment, free_port, scratch_directory
from harness.site import Site
from harness.waiting import wait_until


def deploy(*arguments, **more):
    return subprocess.run([ROOT / "deploy/run", *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True,
                          env=environment(), timeout=120, **more)


class Misuse(unittest.TestCase):
    def test_it_names_an_unknown_option_or_value_and_ends_with_2(self):
        for arguments, sentence in (
                (["--prot", "80"], "no option '--prot'"), (["serve"], "no option 'serve'"),
                (["--port"], "--port needs a value"), (["--port", "http"], "not 'http'"),
                (["--port", "65536"], "not '65536'"), (["--port=0"], "not '0'"),
                (["--front", "iis"], "lighttpd, apache or nginx, not 'iis'"),
                (["--cache", "disk"], "redis or memory"),
                (["--threads", "many"], "not 'many'"),
                (["--mirror", "--debug"], "--mirror needs the page cache"),
                (["--man-root", "/no/such"], "no directory '/no/such'")):
            with self.subTest(arguments):
                run = deploy(*arguments)
                self.assertEqual(run.returncode, 2)
                self.assertIn(sentence, run.stderr)
                self.assertEqual(len(run.stderr.strip().splitlines()), 1)
                self.assertEqual(run.stdout, "")

    def test_help_names_every_option(self):
        run = deploy("--help")
        self.assertEqual(run.returncode, 0)
        for option in ("--port", "--front", "--cache", "--debug", "--man-root", "--threads",
                       "--data", "--mirror"):
            self.assertIn(option, run.stdout)


class Obstacles(unittest.TestCase):
    def test_it_reports_a_port_in_use_and_ends_with_1(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            run = deploy("--port", str(port))
        self.assertEqual(run.returncode, 1)
        self.assertIn(f"port {port} is already in use", run.stderr)

    def test_it_reports_an_impossible_data_directory_and_ends_with_1(self):
        run = deploy("--port", str(free_port()), "--data", "/proc/no/data")
        self.assertEqual(run.returncode, 1)
        self.assertIn("/proc/no/data", run.stderr)

    def test_without_rights_to_install_it_says_what_to_install(self):
        """Runs as an ordinary user. The PATH has only programs that every Debian has."""
        with scratch_directory() as name:
            scratch = pathlib.Path(name)
            scratch.chmod(0o755)
            shutil.copytree(ROOT / "deploy", scratch / "deploy")
            (scratch / "bin").mkdir()
            for tool in ("bash", "dpkg-query", "apt-get", "cut", "tr"):
                (scratch / "bin" / tool).symlink_to(shutil.which(tool))
            script = ('root=$1 program=deploy/run PATH=$1/bin; source "$root/deploy/lib/say.sh"; '
                      'source "$root/deploy/lib/packages.sh"; need_packages site lighttpd')
            run = subprocess.run(["/bin/bash", "-euc", script, "bash", name], capture_output=True,
                                 text=True,
                                 stdin=subprocess.DEVNULL,
                                 user="nobody" if os.geteuid() == 0 else None)
        self.assertEqual(run.returncode, 1)
        self.assertIn("the front end", run.stderr)
        self.assertRegex(run.stderr, "you are not root, and there is no sudo; as root, run: "
                                     "apt-get install .*lighttpd")

    def test_it_reports_a_path_too_long_for_a_socket_and_ends_with_1(self):
        with scratch_directory() as name:
            clone = pathlib.Path(name) / ("long-" * 20)
            shutil.copytree(ROOT / "deploy", clone / "deploy")
            run = subprocess.run([clone / "deploy/run", "--port", str(free_port())],
                                 capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("a unix socket has at most 107 bytes", run.stderr)

    def test_it_reports_a_failed_build_and_ends_with_1(self):
        with scratch_directory() as name:
            clone = pathlib.Path(name)
            shutil.copytree(ROOT / "deploy", clone / "deploy")
            shutil.copy(ROOT / "CMakePresets.json", clone)
            (clone / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(broken CXX)\n"
                "add_executable(aspic-site main.cpp)\n")
            (clone / "main.cpp").write_text("int main() { return nothing; }\n")
            run = subprocess.run([clone / "deploy/run", "--port", str(free_port())],
                                 capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, "error: .*nothing")
        self.assertTrue(run.stderr.endswith(
            "deploy/run: the build failed; the compiler's messages are above\n"))


class Running(unittest.TestCase):
    def assert_nothing_is_left(self, site, pids):
        wait_until(lambda: not any(processes.is_alive(pid) for pid in pids), f"none of {pids} runs",
                   15)
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", site.port), 1).close()
        self.assertFalse(site.socket.exists())

    def test_after_a_signal_it_ends_with_0_and_leaves_nothing_running(self):
        for by, front in ((signal.SIGINT, "lighttpd"), (signal.SIGTERM, "apache"),
                          (signal.SIGHUP, "nginx")):
            with self.subTest(by=by.name, front=front):
                site = Site(front=front, mirror=True).start()
                wait_until(lambda: is_mirrored(site.get("/man/1/aspic-hello")), "it is mirrored")
                pids = processes.descendants(site.process.pid)
                self.assertGreaterEqual(len(pids), 3)
                self.assertEqual(site.stop(by), 0)
                self.assert_nothing_is_left(site, pids)

    def test_ctrl_c_at_a_terminal_ends_it_in_order(self):
        with scratch_directory() as data:
            port = free_port()
            pid, terminal = pty.fork()
            if pid == 0:
                os.execve(ROOT / "deploy/run",
                          ["deploy/run", "--port", str(port), "--data", data, "--cache", "memory",
                                                "--man-root", str(FIXTURE)], environment())
            said = b""
            while b"ready http://" not in said:
                said += os.read(terminal, 4096)
            pids = processes.descendants(pid)
            self.assertGreaterEqual(len(pids), 2)
            os.write(terminal, b"\x03")
            # The terminal sends SIGINT to its foreground process group, which is deploy/run alone.
            try:
                while piece := os.read(terminal, 4096):
                    said += piece
            except OSError:
                pass  # no process has the terminal open any more
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)
            os.close(terminal)
            self.assertTrue(said.rstrip().endswith(b"==> stopping"), said[-300:])
            wait_until(lambda: not any(processes.is_alive(pid) for pid in pids),
                       f"none of {pids} runs", 15)

    def test_after_sigkill_it_leaves_nothing_running(self):
        for front in ("lighttpd", "apache"):
            with self.subTest(front):
                site = Site(front=front).start()
                pids = processes.descendants(site.process.pid)
                site.process.kill()
                site.process.wait()
                self.assert_nothing_is_left(site, pids)
                site.stop()

    def test_if_one_of_the_three_dies_it_says_which_and_ends_with_1(self):
        names = {"redis": "Redis", "application": "the site", "front": "lighttpd"}
        for victim, name in names.items():
            with self.subTest(victim):
                site = Site().start()
                pids = processes.descendants(site.process.pid)
                os.kill(site.process_ids()[victim], signal.SIGKILL)
                self.assertEqual(site.process.wait(30), 1)
                site.stop()
                self.assertIn(f"aspic-site: {name} ended by signal KILL; its last lines",
                              "".join(site.said))
                self.assert_nothing_is_left(site, pids)

    def test_two_sites_of_one_clone_run_at_the_same_time(self):
        with Site() as one, Site(front="apache", cache="memory") as other:
            for site in (one, other):
                self.assertEqual(site.get("/man/1/aspic-hello").status, 200)

    def test_two_sites_cannot_share_a_port(self):
        with Site() as site:
            run = deploy("--port", str(site.port))
            self.assertEqual(run.returncode, 1)
            self.assertIn("already in use", run.stderr)
            self.assertEqual(site.get("/").status, 200)

    def test_a_started_request_is_answered_before_the_end(self):
        for front in ("lighttpd", "apache"):
            with self.subTest(front):
                site = Site(front=front).start()
                with http_client.Connection(site.port) as connection:
                    # The answer takes some time, and the client has not read any of it yet.
                    connection.send(b"GET /search?q=aspic HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                    b"Connection: close\r\n\r\n")
                    site.process.send_signal(signal.SIGTERM)
                    answer = connection.receive()
                self.assertEqual(answer.status, 200)
                self.assertIn("</html>", answer.text)
                self.assertEqual(site.stop(), 0)

    def test_a_second_start_takes_seconds(self):
        with scratch_directory() as data:
            Site(data=data).start().stop()
            began = time.monotonic()
            Site(data=data).start().stop()
            self.assertLess(time.monotonic() - began, 15)

    def test_users_and_their_sessions_survive_a_restart(self):
        with scratch_directory() as data:
            with Site(data=data) as site:
                ana = site.visitor()
                self.assertEqual(ana.sign_up("Ana Restart").status, 303)
            with Site(data=data) as site:
                ana.port = site.port
                corner = ana.get("/_live?page=/&fragment=/_navigation").text
                self.assertIn("Hi, logged in as Ana Restart", corner)
            self.assertEqual((pathlib.Path(data) / "session.key").stat().st_mode & 0o777, 0o600)
