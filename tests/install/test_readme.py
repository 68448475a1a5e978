"""The README's first example, built with an installed Aspic, without SQLite and ICU."""

import pathlib
import re
import subprocess
import unittest

import consumer
import readme
from harness.paths import ROOT, scratch_directory
from dev_site import DevSite
from hello import Hello


class FirstExample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = scratch_directory()
        cls.folder = pathlib.Path(cls.scratch.name)
        readme.write_files(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def build(self, build_type):
        # The folder itself is on the include path, as in many sites.
        tree = self.folder / build_type.lower()
        consumer.configure(self.folder, tree, build_type, "-DCMAKE_INCLUDE_CURRENT_DIR=ON")
        consumer.build(tree)
        command = consumer.compile_commands(tree)[str(self.folder / "hello.cpp")]
        include_path = re.findall(r"-(?:I|isystem )(\S+)", command)
        self.assertEqual(include_path,
                         [str(tree), str(self.folder), str(consumer.prefix() / "include")])
        return tree / "hello"

    def answers(self, server):
        with server as hello:
            first, second = hello.get("/hello/Ana"), hello.get("/hello/Ana")
            scripts = re.findall(r'<script[^>]* src="([^"]+)"', first.text)
            for script in scripts:
                self.assertEqual(hello.get(script).status, 200, script)
        self.assertEqual([re.sub(r"\.[0-9a-f]{16}\.", ".", script) for script in scripts],
                         ["/static/aspic/head.js", "/static/aspic/deferred.js"])
        for answer in (first, second):
            self.assertEqual(answer.status, 200)
            self.assertIn("Hello, Ana", answer.text)
            self.assertIn("Hi, guest", answer.text)
        self.assertIn("fwd=uri-miss", first.field("Cache-Status"))
        self.assertIn("; hit", second.field("Cache-Status"))

    def test_the_folder_has_what_the_readme_shows(self):
        self.assertEqual(sorted(readme.files()),
                         ["CMakeLists.txt", "hello.cpp", "templates/base.tpl",
                          "templates/hello.tpl", "templates/navigation.tpl"])

    def test_dev_serves_it_as_the_readme_says(self):
        self.assertIn("build/hello dev --production ", readme.README)
        program = self.build("Debug")
        self.answers(DevSite(program, [self.folder / "templates"], "--production"))

    def test_its_program_needs_hiredis_but_neither_sqlite_nor_icu(self):
        program = self.build("Debug")
        needed = subprocess.run(["readelf", "--dynamic", program], capture_output=True, text=True,
                                check=True).stdout
        self.assertIn("hiredis", needed)
        self.assertNotRegex(needed, "sqlite|icu")

    def test_it_answers_behind_lighttpd_built_as_release(self):
        self.answers(Hello(self.build("Release"), self.folder))

    def test_the_machine_has_neither_sqlite_nor_icu(self):
        for module in ("sqlite3", "icu-uc"):
            with self.assertRaises(AssertionError):
                consumer.run("pkg-config", "--exists", module, env=consumer.bare_machine())
        with self.assertRaisesRegex(AssertionError, "must not see sqlite3.h"):
            consumer.run("g++", "-fsyntax-only", "-include", "sqlite3.h", "-x", "c++", "/dev/null",
                         env=consumer.bare_machine())

    def test_the_preset_of_the_library_needs_neither_and_the_site_says_that_it_does(self):
        machine = consumer.bare_machine(forbidden=consumer.ABSENT_HEADERS)
        self.assertIn("cmake --preset library ", readme.README)
        said = consumer.run("cmake", "-S", ROOT, "--preset", "library",
                            "-B", self.folder / "library", env=machine)
        self.assertIn("Generating done", said)
        with self.assertRaisesRegex(AssertionError, "sqlite3"):
            consumer.run("cmake", "-S", ROOT, "--preset", "release",
                         "-B", self.folder / "release-site", env=machine)

    def test_a_library_that_is_missing_is_named_with_its_package(self):
        with self.assertRaisesRegex(AssertionError, r"Aspic needs hiredis\s+\(libhiredis-dev\)"):
            consumer.configure(self.folder, self.folder / "missing", "Debug",
                               env=consumer.bare_machine(consumer.ABSENT_MODULES + ("hiredis",)))

    def test_the_readme_names_every_package_that_the_library_needs(self):
        dependencies = (ROOT / "app/aspic-dependencies.cmake").read_text()
        packages = set(re.findall(r"\b[a-z0-9-]+-dev\b", dependencies))
        self.assertGreater(len(packages), 5)
        command = re.search(r"^sudo apt-get install ((?:.*\\\n)*.*)$", readme.README,
                            re.MULTILINE)[1]
        self.assertLessEqual(packages, set(command.split()))
        self.assertNotRegex(command, "sqlite|icu")


if __name__ == "__main__":
    unittest.main()
