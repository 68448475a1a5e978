"""The command `dev`: what a change of a file does, and its end, which leaves nothing running."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import threading
import unittest

from harness import http_client, processes
from harness.dev import BUILD, Dev
from harness.mirrored import is_mirrored
from harness.paths import scratch_directory
from harness.waiting import wait_until

ITEM = "/long/one"


def answer_of_dev(dev):
    return json.loads(dev.get("/_dev").text)


def by_name(dev, host, path):
    """A page of another host may ask so, if its name leads to this machine (DNS rebinding)."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    return http_client.exchange(dev.port, request.encode())


class WhileItRuns(unittest.TestCase):
    """One dev for all of them: with Redis, lighttpd and a build."""

    @classmethod
    def setUpClass(cls):
        cls.dev = Dev(build=BUILD).start()

    @classmethod
    def tearDownClass(cls):
        cls.dev.stop()

    def seen(self):
        return answer_of_dev(self.dev)["state"]["seen"]

    def assert_reloads(self, change):
        before = self.seen()
        change()
        wait_until(lambda: self.seen() != before, "the pages are to be loaded again")

    def test_it_runs_the_site_in_debug_mode_with_a_front_end_and_redis(self):
        answer = self.dev.get(ITEM)
        self.assertEqual(answer.status, 200)
        self.assertIn("detail=debug", answer.field("Cache-Status"))
        commands = " ".join(" ".join(processes.command(pid)) for pid in self.dev.descendants())
        for program in ("redis-server", "lighttpd", "site serve"):
            self.assertIn(program, commands)

    def test_a_changed_template_is_seen_and_open_pages_load_again(self):
        text = self.dev.base.read_text()
        self.assert_reloads(
            lambda: self.dev.base.write_text(text.replace("<title>", "<title>Changed ")))
        self.assertIn("<title>Changed ", self.dev.get(ITEM).text)
        # As an editor saves: another file takes its name.
        new = self.dev.base.with_suffix(".new")
        new.write_text(text)
        self.assert_reloads(lambda: new.rename(self.dev.base))
        self.assertNotIn("<title>Changed ", self.dev.get(ITEM).text)

    def test_a_broken_template_is_explained_and_a_mended_one_comes_back(self):
        text = self.dev.base.read_text()
        self.addCleanup(self.dev.base.write_text, text)
        before = self.seen()
        self.dev.base.write_text(text + "{{#NEVER_CLOSED}}")
        self.dev.wait_for("NEVER_CLOSED")
        self.assertIn("NEVER_CLOSED", answer_of_dev(self.dev)["templates"])
        self.assertEqual(self.seen(), before, "an open page stays, and shows the message")
        page = self.dev.get(ITEM, [("Accept", "text/html")])
        self.assertEqual(page.status, 500)
        self.assertIn("/_dev.js", page.text)
        self.assert_reloads(lambda: self.dev.base.write_text(text))
        self.assertEqual(answer_of_dev(self.dev)["templates"], "")
        self.assertEqual(self.dev.get(ITEM).status, 200)

    def test_a_changed_style_is_served_and_put_in_place_without_a_reload(self):
        before = self.seen()
        self.dev.style.write_text("body { color: green }\n")
        wait_until(lambda: "green" in self.dev.get(self.style_url()).text, "the style is served")
        wait_until(lambda: self.style_url() in answer_of_dev(self.dev)["state"]["styles"],
                   "the pages know it")
        self.assertEqual(self.seen(), before)

    def style_url(self):
        return re.search(r'href="(/static/site\.[0-9a-f]{16}\.css)"', self.dev.get(ITEM).text)[1]

    def test_a_changed_script_has_open_pages_load_again(self):
        self.assert_reloads(
            lambda: (self.dev.directory / "static/site.js").write_text("'changed';\n"))

    def test_a_changed_source_is_built_and_the_site_restarts_without_a_refused_request(self):
        process = self.dev.get("/process").text
        statuses = []
        stop = threading.Event()

        def ask():
            while not stop.is_set():
                statuses.append(self.dev.get("/process").status)

        visitor = threading.Thread(target=ask)
        visitor.start()
        try:
            before = self.seen()
            self.dev.source.write_text("// another view\n")
            wait_until(lambda: self.dev.get("/process").text != process, "another process answers")
            wait_until(lambda: self.seen() != before, "the pages are to be loaded again")
        finally:
            stop.set()
            visitor.join()
        self.assertEqual(set(statuses), {200})

    def test_a_failed_build_keeps_the_site_and_shows_the_last_lines(self):
        process = self.dev.get("/process").text
        self.dev.source.write_text("// broken\n")
        wait_until(lambda: answer_of_dev(self.dev)["state"]["problem"], "the pages show it")
        problem = answer_of_dev(self.dev)["state"]["problem"]
        self.assertEqual(problem["title"], "The build failed")
        self.assertIn("views/view.cpp:1: error: broken", problem["text"])
        self.assertTrue(self.dev.has_said("views/view.cpp:1: error: broken"))
        self.assertEqual(self.dev.get("/process").text, process)
        self.dev.source.write_text("// mended\n")
        wait_until(lambda: self.dev.get("/process").text != process, "another process answers")
        wait_until(lambda: not answer_of_dev(self.dev)["state"]["problem"], "nothing is wrong")

    def test_if_the_site_crashes_every_address_says_so_until_a_file_changes(self):
        self.dev.get("/crash")
        self.dev.wait_for("the site ended (by signal SEGV)")
        page = wait_until(lambda: (answer := self.dev.get("/any")).status == 503 and answer,
                          "dev answers in place of the site")
        self.assertIn("The site ended by signal SEGV", page.text)
        self.assertIn("this process crashes", page.text)
        self.assertIn("/_dev.js", page.text)
        self.assertEqual(self.dev.get("/_dev.js").status, 200)
        self.assertEqual(answer_of_dev(self.dev)["state"]["problem"]["title"],
                         "The site ended by signal SEGV")
        self.dev.base.touch()
        self.dev.base.write_text(self.dev.base.read_text())
        wait_until(lambda: self.dev.get(ITEM).status == 200, "the site answers again")
        # dev notes it when the site has said that it is ready, perhaps after its first answer.
        wait_until(lambda: answer_of_dev(self.dev)["state"]["problem"] is None,
                   "dev says that the problem is over")

    def test_only_this_machine_by_its_own_name_is_told(self):
        for host, status in (("127.0.0.1", 200), ("localhost:8080", 200), ("[::1]:80", 200),
                             ("evil.example", 404), ("127.0.0.1.evil.example", 404)):
            for path in ("/_dev", "/_dev.js"):
                with self.subTest(host=host, path=path):
                    self.assertEqual(by_name(self.dev, host, path).status, status)


class AtTheStart(unittest.TestCase):
    def test_a_broken_template_is_shown_until_it_is_mended(self):
        def break_it(directory):
            (directory / "templates/item.tpl").write_text("{{#NEVER_CLOSED}}")

        with Dev(break_it, cache="memory") as dev:
            page = dev.get(ITEM)
            self.assertEqual(page.status, 503)
            self.assertIn("NEVER_CLOSED", page.text)
            self.assertTrue(dev.has_said("NEVER_CLOSED"))
            for path in (ITEM, "/_dev", "/_dev.js"):
                self.assertIn("NEVER_CLOSED" if path != "/_dev.js" else "location.reload",
                              by_name(dev, "localhost", path).text)
                other = by_name(dev, "evil.example", path)
                self.assertEqual(other.status, 503)
                self.assertNotIn("NEVER_CLOSED", other.text)
                self.assertIn("open it on its own machine", other.text)
            shutil.copy(dev.base, dev.directory / "templates/item.tpl")
            (dev.directory / "templates/item.tpl").write_text('{{%AUTOESCAPE context="HTML"}}now')
            dev.wait_for_page(ITEM, "now")

    def test_it_says_that_a_port_is_in_use(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            dev = Dev()
            dev.arguments = ["dev", "--port", str(port)]
            status, said = dev.run()
        self.assertEqual(status, 1)
        self.assertIn(f"port {port} is already in use", said)

    @unittest.skipIf(os.geteuid() != 0, "only root can hide a program")
    def test_it_names_the_package_of_a_front_end_that_is_not_installed(self):
        for front, program, package in (("lighttpd", "/usr/sbin/lighttpd", "lighttpd-modules-lua"),
                                        ("apache", "/usr/sbin/apache2", "apache2-bin")):
            with self.subTest(front):
                status, said = Dev(front=front, cache="memory").run(
                    ["unshare", "-m", "sh", "-c", f'mount --bind /dev/null {program} && "$@"',
                     "sh"])
                self.assertEqual(status, 1)
                self.assertIn(f"{front} is not installed", said)
                self.assertIn(package, said)

    @unittest.skipIf(os.geteuid() != 0, "only root can hide a program")
    def test_without_redis_pages_are_cached_in_memory(self):
        dev = Dev().start(["unshare", "-m", "sh", "-c",
                           'mount --bind /dev/null /usr/bin/redis-server && exec "$@"', "sh"])
        try:
            self.assertTrue(dev.has_said("redis-server is not installed"))
            self.assertEqual(dev.get(ITEM).status, 200)
        finally:
            dev.stop()

    def test_a_program_is_not_started_before_its_linker_has_made_it_executable(self):
        linker = ("cp build/site whole; rm build/site; cat whole > build/site; sleep 1; "
                  "chmod 755 build/site")
        with Dev(cache="memory", build=linker) as dev:
            process = dev.get("/process").text
            dev.source.write_text("// another view\n")
            wait_until(lambda: dev.get("/process").text != process, "another process answers")
        self.assertTrue(dev.has_said("the program has changed: starting it"))
        self.assertFalse(dev.has_said("cannot run"), "".join(dev.said))

    def test_in_a_wrong_directory_it_says_so_and_writes_nothing(self):
        dev = Dev(cache="memory", before=lambda site: shutil.rmtree(site / "templates"))
        before = set(dev.directory.rglob("*"))
        status, said = dev.run()
        self.assertEqual(status, 2)
        self.assertIn(f"there is no directory {dev.directory}/templates: start dev in the "
                      "directory of the site, or set --templates", said)
        self.assertEqual(set(dev.directory.rglob("*")), before)

    def test_it_refuses_what_it_cannot_use(self):
        for options, sentence in (({"static_source": "/no/such"}, "/no/such"),
                                  ({"deploy": "/no/such"}, "there is no lighttpd.conf in /no/such"),
                                  ({"front": "iis"}, "iis")):
            with self.subTest(options):
                status, said = Dev(cache="memory", **options).run()
                self.assertNotEqual(status, 0)
                self.assertIn(sentence, said)


class AsInProduction(unittest.TestCase):
    def test_pages_are_cached_and_have_nothing_of_dev(self):
        with Dev(production=True) as dev, Dev(production=True, front="apache", cache="memory",
                                              mount="/docs") as other:
            for site in (dev, other):
                for _ in range(3):
                    answer = site.get(site.mount + ITEM)
                self.assertIn("hit", answer.field("Cache-Status"))
                self.assertNotIn("_dev", answer.text)
                self.assertEqual(site.get(site.mount + "/_dev").status, 404)
                self.assertEqual(site.get(site.mount + "/_dev.js").status, 404)
                style = re.search(r'href="([^"]*/static/site\.[^"]*)"', answer.text)[1]
                self.assertIn("black", site.get(style).text)


    def test_the_front_end_sends_mirrored_pages(self):
        with scratch_directory() as name:
            for front in ("lighttpd", "apache", "nginx"):
                mirror = pathlib.Path(name) / front
                pathlib.Path(name).chmod(0o755)
                with Dev(production=True, front=front, cache="memory", mirror=mirror) as dev:
                    wait_until(lambda: is_mirrored(dev.get(ITEM)), f"{front} sends the page", 20)
                self.assertFalse((mirror / "pages").exists())

    def test_without_a_page_cache_there_is_no_mirror(self):
        mirror = "/no/such/mirror"
        with Dev(cache="memory", mirror=mirror) as dev:
            self.assertTrue(dev.has_said("there is no mirror, because pages are not cached"))
            self.assertNotIn("mirror", (dev.state / "application.log").read_text())


class End(unittest.TestCase):
    def assert_nothing_is_left(self, dev, pids):
        wait_until(lambda: not any(processes.is_alive(pid) for pid in pids), f"none of {pids} runs")
        self.assertEqual(dev.sockets(), [])
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", dev.port), 1).close()

    def test_a_signal_ends_everything_in_order(self):
        for by, front in ((signal.SIGINT, "lighttpd"), (signal.SIGTERM, "apache")):
            with self.subTest(front):
                dev = Dev(front=front).start()
                pids = dev.descendants()
                self.assertGreaterEqual(len(pids), 4)
                self.assertEqual(dev.stop(by), 0)
                self.assert_nothing_is_left(dev, pids)

    def test_sigkill_leaves_nothing_not_even_a_running_build(self):
        dev = Dev(front="apache", build="sleep 600 & wait").start()
        dev.source.write_text("// changed\n")
        dev.wait_for("building")
        pids = wait_until(lambda: any(processes.command(pid)[:1] == ["sleep"]
                                      for pid in dev.descendants()) and dev.descendants(),
                          "the build runs")
        dev.stop(signal.SIGKILL)
        wait_until(lambda: not any(processes.is_alive(pid) for pid in pids), f"none of {pids} runs")
        wait_until(lambda: not dev.sockets(), "no socket is left")
        self.assert_nothing_is_left(dev, pids)

    def test_a_second_signal_does_not_wait_for_requests(self):
        dev = Dev(cache="memory").start()
        pids = dev.descendants()
        with http_client.Connection(dev.port) as connection:
            connection.send(b"GET /slow/50000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            dev.process.send_signal(signal.SIGINT)
            dev.wait_for("stopping")
            dev.process.send_signal(signal.SIGINT)
            dev.process.wait(5)
        dev.end()
        self.assert_nothing_is_left(dev, pids)

    def test_if_a_helper_ends_it_says_which_and_ends(self):
        dev = Dev().start()
        pids = dev.descendants()
        [redis] = [pid for pid in pids if "".join(processes.command(pid)).startswith(
            "/usr/bin/redis-server")]
        os.kill(redis, signal.SIGKILL)
        self.assertEqual(dev.end(), 1)
        self.assertTrue(dev.has_said("Redis ended by signal KILL; its last lines"))
        self.assert_nothing_is_left(dev, pids)
