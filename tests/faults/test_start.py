"""The program cannot start: it names the reason, its status is not 0, and it breaks nothing."""

import pathlib
import shutil
import signal
import socket
import unittest

from harness.application import Application
from harness.paths import ROOT, free_port, scratch_directory

PAGE = "/man/1/aspic-hello"


class Start(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def application(self, **options):
        return Application(self.scratch, **options)

    def assert_refused(self, application, status, *words):
        application.launch()
        self.addCleanup(application.__exit__)
        self.assertEqual(application.process.wait(10), status)
        last = application.log().strip().splitlines()[-1]
        self.assertTrue(last.startswith("aspic-site: "), last)
        for word in words:
            self.assertIn(str(word), last)

    def test_a_missing_directory_of_templates_is_named(self):
        self.assert_refused(self.application(templates="/no/such/templates"), 1,
                            "/no/such/templates")

    def test_a_missing_template_is_named(self):
        templates = self.scratch / "templates"
        shutil.copytree(ROOT / "templates", templates)
        (templates / "base.tpl").unlink()
        self.assert_refused(self.application(templates=templates), 1, "base.tpl")

    def test_an_invalid_template_is_named(self):
        templates = self.scratch / "templates"
        shutil.copytree(ROOT / "templates", templates)
        (templates / "home.tpl").write_text(
            '{{%AUTOESCAPE context="HTML"}}\n<p>{{#OPEN}}never closed</p>\n')
        self.assert_refused(self.application(templates=templates), 1, "home.tpl")

    def test_a_template_without_automatic_escaping_is_named(self):
        templates = self.scratch / "templates"
        shutil.copytree(ROOT / "templates", templates)
        (templates / "search.tpl").write_text("<p>{{QUERY}}</p>\n")
        self.assert_refused(self.application(templates=templates), 1, "search.tpl")

    def test_a_data_directory_that_cannot_be_written_is_named(self):
        (self.scratch / "file").write_text("in the way")
        for data in (self.scratch / "file" / "data", "/proc/data"):
            self.assert_refused(self.application(data=data), 1, data)

    def test_a_static_directory_without_a_manifest_is_named(self):
        self.assert_refused(self.application(static=self.scratch), 1, self.scratch)

    def test_an_invalid_session_key_is_named_and_not_changed(self):
        (self.scratch / "data").mkdir()
        key = self.scratch / "data/session.key"
        key.write_text("not a key\n")
        key.chmod(0o600)
        self.assert_refused(self.application(), 1, key)
        self.assertEqual(key.read_text(), "not a key\n")

    def test_a_session_key_that_others_may_read_is_named(self):
        with self.application() as application:
            application.stop()
        key = self.scratch / "data/session.key"
        key.chmod(0o644)
        self.assert_refused(self.application(), 1, key)

    def test_a_missing_man_root_is_named(self):
        self.assert_refused(self.application(man_root="/no/such/man"), 1, "/no/such/man")

    def test_unknown_options_and_values_end_with_2(self):
        for options, word in (({"prot": 1}, "prot"), ({"threads": "many"}, "threads"),
                              ({"cache": "disk"}, "cache"),
                              ({"listen": "somewhere"}, "somewhere"),
                              ({"max_body": "-1"}, "max-body"),
                              ({"redis": "http://x", "cache": "redis"}, "redis")):
            self.assert_refused(self.application(**options), 2, word)

    def test_a_socket_path_that_is_too_long_is_named(self):
        self.assert_refused(self.application(listen="unix:/tmp/" + "x" * 120), 2, "107 bytes")

    def test_a_file_at_the_path_of_the_socket_is_not_removed(self):
        path = self.scratch / "site.sock"
        path.write_text("precious")
        self.assert_refused(self.application(), 1, path)
        self.assertEqual(path.read_text(), "precious")

    def test_a_second_program_on_the_same_socket_is_refused_and_the_first_continues(self):
        with self.application() as first:
            other = scratch_directory()
            self.addCleanup(other.cleanup)
            second = Application(other.name, listen=f"unix:{first.socket}")
            self.assert_refused(second, 1, first.socket, "another program listens")
            self.assertEqual(first.get(PAGE).status, 200)

    def test_a_port_in_use_is_named(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            self.assert_refused(self.application(listen=f"tcp:127.0.0.1:{port}"), 1, "in use")

    def test_an_invalid_port_is_named(self):
        for port in ("99999", "65536", "0", "http", "-1", "80x"):
            application = self.application(listen=f"tcp:127.0.0.1:{port}")
            self.assert_refused(application, 2, f'"{port}"', "65535")

    def test_it_also_serves_on_a_tcp_port(self):
        port = free_port()
        with self.application(listen=f"tcp:127.0.0.1:{port}"):
            socket.create_connection(("127.0.0.1", port), 5).close()

    def test_the_socket_of_a_killed_program_is_replaced(self):
        with self.application() as killed:
            killed.stop(signal.SIGKILL)
            self.assertTrue(killed.socket.exists())
        with self.application() as again:
            self.assertEqual(again.get(PAGE).status, 200)
            self.assertEqual(again.socket.stat().st_mode & 0o777, 0o660)
