"""aspic-new: what it writes, and what it refuses."""

import os
import pathlib
import re
import unittest

import consumer
from harness.paths import ROOT, scratch_directory
from new_site import aspic_new, files_of


class AspicNew(unittest.TestCase):
    def setUp(self):
        scratch = scratch_directory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def written(self, name):
        done = aspic_new(name, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return files_of(self.folder / name)

    def refused(self, status, sentence, *words, **more):
        done = aspic_new(*words, **{"cwd": self.folder, **more})
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        self.assertRegex(done.stderr, "aspic-new: " + sentence)

    def test_it_says_the_next_steps_and_the_readme_has_them_too(self):
        said = aspic_new("blog", cwd=self.folder).stdout
        self.assertIn("\n  cd blog\n", said)
        readme = (self.folder / "blog/README.md").read_text()
        steps = re.findall(r"^  (?!cd )(.*?)(?: +#.*)?$", said, re.MULTILINE)
        self.assertEqual(len(steps), 3)
        for step in steps:
            # A prefix that CMake does not search is named to it.
            self.assertIn(step.replace(f" -DCMAKE_PREFIX_PATH={consumer.prefix()}", ""), readme)

    def test_no_name_of_the_skeleton_is_left(self):
        for file, text in self.written("blog").items():
            self.assertNotIn("newsite", file + text)
            self.assertNotIn("aspic-site", file + text)

    def test_it_is_the_skeleton_of_the_tree_with_another_name(self):
        ours = files_of(ROOT / "app/new/skeleton")
        written = self.written("blog")
        for file, text in ours.items():
            if not file.startswith(("build/", "data/")):
                self.assertEqual(written[file], text.replace("newsite", "blog"), file)

    def test_two_sites_on_a_machine_share_no_user_no_socket_and_no_file(self):
        for name in ("blog", "my-shop_2"):
            files = {file: text for file, text in self.written(name).items()
                     if file.startswith("deploy/") or file == "README.md"}
            with self.subTest(name):
                self.assertIn(f"deploy/systemd/aspic-{name}.socket", files)
                for file in files:
                    if "/systemd/" in file:
                        self.assertIn(name, file)
                for file, text in files.items():
                    for line in text.splitlines():
                        self.assert_own(name, file, line)

    def assert_own(self, name, file, line):
        """Fails if the line has a user, a unit or a place that another site has too."""
        words = re.findall(r"/(?:run|var/lib|etc|usr/local)/[\w./-]+|\baspic-[\w-]+", line)
        setting = re.match(r"(?:Socket)?User=(.*)|(?:State|Runtime)Directory=(.*)", line)
        if setting:
            words += [word for word in setting.groups() if word]
        if re.match(r"[ud] ", line):
            words += [word for word in line.split() if word.startswith("aspic")]
        shared = ("/etc/aspic", "/etc/systemd/system/", "/run/apache2")
        for word in words:
            if word not in shared:
                self.assertIn(name, word, f"{file}: {line}")

    def test_in_the_repository_it_makes_a_site_that_builds_the_library_too(self):
        said = consumer.run(ROOT / "app/new/aspic-new", "blog", cwd=self.folder)
        step = re.search(r"^  (cmake --preset dev -DASPIC_SOURCE=.*?) && ", said, re.MULTILINE)[1]
        consumer.run(*step.split(), "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
                     cwd=self.folder / "blog")
        files = consumer.compile_commands(self.folder / "blog/build")
        self.assertIn(str(ROOT / "app/aspic/site/site.cpp"), files)
        self.assertIn(str(self.folder / "blog/pages/home.cpp"), files)

    def test_what_a_name_must_not_be(self):
        for name in ("1blog", "-blog", "a b", "bücher", "a" * 25, "x;y", "a/.hidden"):
            with self.subTest(name):
                (self.folder / "a").mkdir(exist_ok=True)
                self.refused(2, "there is no option|\".*\" cannot be the name of a site: it must",
                             name)
        for name in ("test", "all", "aspic", "ASPIC-site", "redis", "blog-redis"):
            with self.subTest(name):
                self.refused(2, "\".*\" cannot be the name of a site, because", name)
        self.assertEqual(list(self.folder.rglob("*")), [self.folder / "a"])
        self.assertEqual(aspic_new("2026", "--name", "blog", cwd=self.folder).returncode, 0)
        self.assertIn("project(blog ", (self.folder / "2026/CMakeLists.txt").read_text())

    def test_it_overwrites_nothing(self):
        (self.folder / "blog").mkdir()
        (self.folder / "blog/mine").write_text("mine")
        self.refused(1, "blog is not empty, and nothing is overwritten", "blog")
        self.assertEqual(files_of(self.folder / "blog"), {"mine": "mine"})
        (self.folder / "shop").write_text("mine")
        self.refused(1, "shop is a file", "shop")
        self.refused(1, "there is no directory .*/none", "none/blog")

    def test_it_does_not_write_where_it_cannot_look(self):
        site = self.folder / "blog"
        site.mkdir()
        (site / "README.md").write_text("mine")
        site.chmod(0o300)
        # Root may look everywhere, unless it gives that up.
        before = () if os.geteuid() else ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
        self.refused(1, "cannot look into blog; name another directory", "blog", before=before)
        site.chmod(0o700)
        self.assertEqual(files_of(site), {"README.md": "mine"})

    def test_an_empty_directory_is_filled_where_it_is(self):
        site = self.folder / "blog"
        site.mkdir()
        before = site.stat().st_ino
        self.assertEqual(aspic_new(".", cwd=site).returncode, 0)
        self.assertEqual(site.stat().st_ino, before)
        self.assertIn("site.cpp", files_of(site))

    def test_a_failure_leaves_nothing(self):
        (self.folder / "empty").mkdir()
        (self.folder / "link").symlink_to("empty")
        for name in ("empty", "link", "blog"):
            # No file may have more than 1 KB.
            self.refused(1, f"cannot write to {name}; nothing is left there", name,
                         before=("bash", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@" 2> >(grep '
                                 '^aspic-new >&2)', "bash"))
        self.assertEqual(sorted(self.folder.rglob("*")),
                         [self.folder / "empty", self.folder / "link"])

    def test_wrong_words_are_explained(self):
        self.refused(2, "name the directory of the new site: aspic-new DIR")
        self.refused(2, "there is no option --nmae; try --help", "--nmae", "x")
        self.refused(2, "there are two directories, a and b; name one", "a", "b")
        self.refused(2, "--name needs a value: --name NAME", "a", "--name")
        self.assertIn("Usage: aspic-new DIR", aspic_new("--help").stdout)
        self.assertRegex(aspic_new("--version").stdout, r"^aspic-new \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
