"""Aspic as a part of another project (add_subdirectory): any build type, no SQLite, no ICU."""

import unittest

import consumer
import readme
from harness.paths import ROOT


class PartOfAProject(unittest.TestCase):
    def setUp(self):
        self.folder = ROOT / "build/install/project"
        readme.write_files(self.folder)
        if not (self.folder / "aspic").is_symlink():
            (self.folder / "aspic").symlink_to(ROOT)
        file = self.folder / "CMakeLists.txt"
        text = file.read_text()
        changed = text.replace("find_package(aspic REQUIRED)", "add_subdirectory(aspic)")
        self.assertNotEqual(changed, text)
        file.write_text(changed)
        # The library is compiled here, so the headers of the libraries that it uses are installed.
        self.machine = consumer.bare_machine(forbidden=consumer.ABSENT_HEADERS)

    def configure(self, build_type, *options):
        self.tree = self.folder / f"build-{build_type}"
        consumer.configure(self.folder, self.tree, build_type, "-DCMAKE_INCLUDE_CURRENT_DIR=ON",
                           *options, env=self.machine)
        return consumer.compile_commands(self.tree)

    def test_debug_builds_only_the_library_with_the_flags_of_the_project(self):
        commands = self.configure("Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0")
        self.assertGreater(len(commands), 100)
        for file, command in commands.items():
            self.assertNotIn("-Werror", command)
            self.assertNotIn(" -O2", command)
            self.assertNotRegex(file, "/aspic/(views|tests)/")
        # The whole library would take minutes. Some files see each library that it is built on.
        library = self.folder / "aspic/app/aspic"
        consumer.build(self.tree, f"{self.folder / 'hello.cpp'}^",
                       *(f"{library / name}.cpp^" for name in
                         ("redis/redis_connection", "rendering/templates", "entries/compression",
                          "serving/fastcgi_request", "sessions/seal", "commands/options")),
                       env=self.machine)

    def test_the_other_build_types_are_those_of_the_project(self):
        for build_type, flags in (("RelWithDebInfo", "-O2 -g -DNDEBUG"),
                                  ("MinSizeRel", "-Os -DNDEBUG"),
                                  ("Release", "-O3 -DNDEBUG"), ("", "")):
            with self.subTest(build_type):
                for command in self.configure(build_type).values():
                    self.assertIn(flags, command)
                    self.assertNotIn("-Werror", command)

    def test_with_debug_information_a_file_of_each_compiles(self):
        commands = self.configure("RelWithDebInfo", "-DBUILD_SHARED_LIBS=ON")
        source = str(self.folder / "aspic/app/aspic/http/percent.cpp")
        self.assertIn("-fPIC", commands[source])
        consumer.build(self.tree, f"{source}^", f"{self.folder / 'hello.cpp'}^", env=self.machine)


if __name__ == "__main__":
    unittest.main()
