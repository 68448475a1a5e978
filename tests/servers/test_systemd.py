"""The units in deploy/systemd, and what the program and systemd tell each other."""

import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import threading
import unittest

from harness.fastcgi import FastCgi, whole_request
from harness.man_root import make_man_root
from harness.paths import ROOT, environment, scratch_directory
from harness.probes import BUILD
from harness.starting import Activated, Installed, NotifySocket, block
from harness.system_calls import allow_only, allowed_calls
from harness.waiting import wait_until

UNITS = ROOT / "deploy/systemd"
WATCHDOG = "WATCHDOG=1"


def run(*command):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, env={**environment(), "LC_ALL": "C"}, timeout=120)


class Units(unittest.TestCase):
    def setUp(self):
        self.installed = Installed()
        self.addCleanup(self.installed.directory.cleanup)
        self.units = self.installed.scratch / "units"
        self.units.mkdir()
        for name in ("aspic-site.service", "aspic-site.socket", "aspic-redis.service"):
            (self.units / name).write_text(self.installed.adapted((UNITS / name).read_text()))

    def test_systemd_finds_no_mistake_in_them(self):
        for unit in sorted(self.units.iterdir()):
            with self.subTest(unit.name):
                done = run("systemd-analyze", "verify", "--man=no", unit)
                ours = [line for line in done.stderr.splitlines() if "aspic" in line]
                self.assertEqual(ours, [])
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_files_that_they_name_are_installed(self):
        installs = block("What every way needs", "sh")
        for unit in UNITS.glob("*.service"):
            for path in re.findall(r"/usr/local/\S+", unit.read_text()):
                self.assertIn(path, installs, unit.name)

    def test_the_services_are_hardened(self):
        for name in ("aspic-site.service", "aspic-redis.service"):
            with self.subTest(name):
                done = run("systemd-analyze", "security", "--offline=true", "--threshold=20",
                           self.units / name)
                self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)

    def test_the_user_and_the_directories_are_made(self):
        root = self.installed.scratch / "root"
        for kind in ("sysusers", "tmpfiles"):
            (root / f"etc/{kind}.d").mkdir(parents=True)
            shutil.copy(UNITS / f"aspic.{kind}.conf", root / f"etc/{kind}.d/aspic.conf")
        done = run("systemd-sysusers", f"--root={root}")
        self.assertEqual((done.returncode, done.stderr.count("Failed")), (0, 0), done.stderr)
        self.assertRegex((root / "etc/passwd").read_text(),
                         r"(?m)^aspic:x:\d+:\d+:Site on Aspic:/var/lib/aspic:/usr/sbin/nologin$")
        if os.geteuid() != 0:
            self.skipTest("only root can give directories to another user")
        done = run("systemd-tmpfiles", "--create", f"--root={root}")
        self.assertEqual(done.returncode, 0, done.stderr)
        user = int((root / "etc/passwd").read_text().partition("aspic:x:")[2].split(":")[0])
        for path, mode, owner in (("run/aspic", 0o755, user), ("var/lib/aspic", 0o711, user),
                                  ("var/lib/aspic/static", 0o755, user), ("etc/aspic", 0o755, 0)):
            found = (root / path).stat()
            self.assertEqual((found.st_mode & 0o777, found.st_uid), (mode, owner), path)


class Allowed(unittest.TestCase):
    """The commands of the units, with the system calls that the units allow."""

    def setUp(self):
        self.man = scratch_directory()
        self.addCleanup(self.man.cleanup)
        self.installed = Installed(BUILD / "aspic-site", ROOT / "templates", **{
            "man-root": make_man_root(pathlib.Path(self.man.name) / "man")})
        self.addCleanup(self.installed.directory.cleanup)
        self.manager = NotifySocket(self.installed.scratch / "notify")
        self.addCleanup(self.manager.close)

    def start(self, unit):
        text = (UNITS / unit).read_text().replace("${RUNTIME_DIRECTORY}",
                                                  str(self.installed.socket.parent))
        [command] = re.findall(r"^ExecStart=((?:.*\\\n)*.*)$", self.installed.adapted(text), re.M)
        calls = allowed_calls(text)
        started = Activated(self.installed, command=shlex.split(command.replace("\\\n", "")),
                            preexec=lambda: allow_only(calls),
                            NOTIFY_SOCKET=str(self.manager.path)).start()
        self.addCleanup(started.close)
        return started.process

    def assert_ends_in_order(self, process):
        process.terminate()
        self.assertEqual(process.wait(20), 0, self.installed.log())

    def test_the_site_renders_a_page(self):
        process = self.start("aspic-site.service")
        self.assertEqual(self.installed.get("/").status, 200)
        self.assertEqual(self.installed.get("/man/1/aspic-hello").status, 200,
                         self.installed.log())
        self.assert_ends_in_order(process)
        self.assertNotRegex(self.installed.log(), r"(?m)^\S+ (warn|error)")

    def test_redis_answers_and_says_when_it_is_ready(self):
        process = self.start("aspic-redis.service")
        wait_until(lambda: any("READY=1" in message for message in self.manager.messages()),
                   "Redis is ready")
        answer = run("redis-cli", "-s", self.installed.socket.parent / "redis.sock", "PING")
        self.assertEqual(answer.stdout, "PONG\n")
        self.assert_ends_in_order(process)


class Talking(unittest.TestCase):
    def setUp(self):
        self.installed = Installed(threads=1)
        self.addCleanup(self.installed.directory.cleanup)
        self.manager = NotifySocket(self.installed.scratch / "notify")
        self.addCleanup(self.manager.close)

    def activated(self, sockets=1, **variables):
        activated = Activated(self.installed, sockets, NOTIFY_SOCKET=str(self.manager.path),
                              **variables)
        self.addCleanup(activated.close)
        return activated

    def test_the_first_connection_starts_it(self):
        with open(self.installed.log_file, "w") as log:
            process = subprocess.Popen(
                ["systemd-socket-activate", "-l", self.installed.socket, "-E",
                 f"NOTIFY_SOCKET={self.manager.path}", self.installed.program, "serve",
                 "--config", self.installed.options],
                env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        wait_until(self.installed.socket.exists, "the socket is there")
        self.assertEqual(self.manager.messages(), [])
        self.assertEqual(self.installed.get("/item/a").status, 200)
        # It may answer before it says so.
        wait_until(lambda: self.manager.messages() == ["READY=1"], "it is ready")
        self.assertIn("address=fd:3", self.installed.log())
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        self.assertEqual(self.manager.messages(), ["READY=1", "STOPPING=1"])

    def test_requests_wait_for_the_next_process_after_a_stop_and_after_kills(self):
        site = self.activated().start()
        self.manager.wait_for("READY=1")
        for by in (signal.SIGTERM, *[signal.SIGKILL] * 20):
            site.process.send_signal(by)
            site.process.wait(20)
            with FastCgi(self.installed.socket, keep=False) as waiting:
                waiting.send(whole_request("GET", "/item/a"))
                site.start()
                self.assertEqual(waiting.receive().status, 200)

    def test_the_watchdog_hears_nothing_while_all_threads_are_stuck(self):
        self.activated(WATCHDOG_USEC="400000").start()
        self.manager.wait_for(WATCHDOG)
        stuck = threading.Thread(target=lambda: self.installed.get("/slow/4000"))
        stuck.start()
        wait_until(lambda: "no thread answers" in self.installed.log(), "the program notices")
        heard = len(self.manager.messages())
        stuck.join()
        # Without the question to the threads, there would be about 35.
        self.assertLess(len(self.manager.messages()) - heard, 10)
        self.manager.wait_for(WATCHDOG, after=heard)

    def test_the_watchdog_of_another_process_is_not_ours(self):
        self.activated(WATCHDOG_USEC="400", WATCHDOG_PID="1").start()
        self.manager.wait_for("READY=1")
        for number in range(100):
            self.assertEqual(self.installed.get(f"/item/{number}").status, 200)
        self.assertEqual(self.manager.messages(), ["READY=1"])

    def test_several_sockets_are_an_error_that_names_them(self):
        site = self.activated(2, LISTEN_FDNAMES="aspic-site.socket:status").start()
        self.assertEqual(site.process.wait(20), 2)
        self.assertIn("fd:3 (aspic-site.socket), fd:4 (status)", self.installed.log())
        self.assertEqual(self.installed.log().count("\n"), 1)

    def test_an_address_that_is_given_wins(self):
        other = self.installed.scratch / "other.sock"
        self.activated().start("--listen", f"unix:{other}")
        self.manager.wait_for("READY=1")
        self.installed.socket = other
        self.assertEqual(self.installed.get("/item/a").status, 200)
