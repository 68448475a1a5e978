"""The Debian packages, on a fresh machine: installed, started, upgraded, removed and purged."""

import pathlib
import subprocess
import unittest
import urllib.parse

from harness.fastcgi import FastCgi
from harness.paths import environment, scratch_directory
from harness.probes import BUILD
from harness.visitor import PASSWORD

import consumer
import debian_machine
import debian_packages
from load import Load

INSTALL = ("apt-get", "install", "-q", "-y", "--no-install-recommends")
PAGE = "/man/8/aspic-site"


def files_below(directory):
    return {str(file.relative_to(directory)) for file in directory.rglob("*") if file.is_file()}


class Files(unittest.TestCase):
    def test_lintian_finds_nothing(self):
        done = subprocess.run(["lintian", "--allow-root", *debian_packages.made().values()],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env=environment())
        # `--tree` packages a build without Debian's compiler flags.
        found = [line for line in done.stdout.splitlines() if "hardening" not in line]
        self.assertEqual(found, [])

    def test_the_library_package_has_all_that_is_installed_but_the_site(self):
        with scratch_directory() as scratch:
            consumer.run("dpkg-deb", "--extract", debian_packages.made()["libaspic-dev"], scratch)
            packaged = files_below(pathlib.Path(scratch) / "usr")
            new = pathlib.Path(scratch) / "new"
            consumer.run(pathlib.Path(scratch) / "usr/bin/aspic-new", new)
            self.assertTrue((new / "deploy/systemd/aspic-new.service").exists())
            installed = pathlib.Path(scratch) / "installed"
            consumer.run("cmake", "--install", BUILD, "--prefix", installed)
            installed = files_below(installed)
        self.assertGreater(len(installed), 50)
        self.assertEqual(installed - packaged, {"bin/aspic-site", "share/man/man8/aspic-site.8",
                                                "share/doc/aspic/LICENSE"})


    def test_the_library_package_depends_on_what_a_build_needs(self):
        depends = debian_packages.depends("libaspic-dev")
        self.assertGreater(len(depends), 5)
        self.assertEqual(depends - debian_packages.rows("site"), set())


class OnAMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.first = debian_packages.made()["aspic-manual"]
        cls.broken = debian_packages.newer_site(2, "{{/OTHERS}}", "")
        cls.second = debian_packages.newer_site(3, "This machine has no", "The new version has no")
        cls.machine = debian_machine.start(cls, debian_packages.needed(),
                                           {debian_packages.DIRECTORY: "/srv/packages"})

    def install(self, package):
        return self.machine.run(*INSTALL, f"/srv/packages/{package.name}")

    def processes(self):
        """Returns the names of the programs that run as the site's user."""
        return set(self.machine.shell(
            "find /proc -maxdepth 1 -user aspic -exec cat {}/comm \\;").split())

    def request(self, *request):
        with FastCgi(self.machine.path("/run/aspic/site.sock"), keep=False) as connection:
            return connection.request(*request)

    def get(self, target):
        return self.request("GET", target)

    def account(self, target):
        form = urllib.parse.urlencode({"name": "Ana", "password": PASSWORD, "next": "/"})
        return self.request("POST", target, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://127.0.0.1"},
            form.encode())

    def test_from_the_installation_to_the_purge(self):
        self.install(self.first)
        self.assert_it_runs_as_its_own_user()
        self.machine.shell("echo 'threads = 5' >>/etc/aspic/aspic-site.conf")
        mine = self.mine()
        self.assertEqual(self.account("/account/sign-up").status, 303)
        self.it_continues_if_the_new_version_cannot_start()
        self.no_request_fails_in_an_upgrade()
        self.assertEqual(self.mine(), mine)

        self.machine.run("apt-get", "remove", "-q", "-y", "aspic-manual")
        self.assertEqual(self.processes(), set())
        self.assertEqual(self.mine(), mine)
        self.install(self.second)
        self.assertEqual(self.account("/account/sign-in").status, 303)
        self.assertEqual(self.mine(), mine)

        self.machine.run("apt-get", "purge", "-q", "-y", "aspic-manual")
        self.assertEqual(self.processes(), set())
        self.assertEqual(self.left(), "")
        self.assertIn("aspic:", self.machine.run("getent", "passwd", "aspic"))
        self.assertEqual(self.machine.run("systemctl", "--failed", "--no-legend"), "")

    def it_continues_if_the_new_version_cannot_start(self):
        done = self.machine.command(*INSTALL, f"/srv/packages/{self.broken.name}")
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.get("/man/1/no-such-page").status, 404)
        self.assertIn("missing.tpl", self.machine.run("journalctl", "--unit=aspic-site"))

    def no_request_fails_in_an_upgrade(self):
        with Load(lambda: self.get(PAGE).status) as load:
            self.install(self.second)
        self.assertEqual(load.failures, [])
        self.assertGreater(load.answered, 100)
        self.assertIn("The new version has no", self.get("/man/1/no-such-page-either").text)

    def mine(self):
        """Returns what belongs to the administrator and the visitors, not to the package."""
        return self.machine.run("sha256sum", "/etc/aspic/aspic-site.conf",
                                "/var/lib/aspic/session.key")

    def left(self):
        """Returns the files of the site, but not what dpkg and apt remember."""
        return self.machine.run("find", "/etc", "/usr", "/var", "/run", "-name", "*aspic*", "-not",
                                "-path", "/var/lib/dpkg/*", "-not", "-path", "/var/cache/apt/*")

    def assert_it_runs_as_its_own_user(self):
        machine = self.machine
        for unit in ("aspic-site.service", "aspic-redis.service", "aspic-site.socket"):
            self.assertEqual(machine.run("systemctl", "is-active", unit).strip(), "active")
            self.assertEqual(machine.run("systemctl", "is-enabled", unit).strip(), "enabled")
        self.assertEqual(self.processes(), {"aspic-site", "redis-server"})
        self.assertEqual(self.get(PAGE).status, 200)
        self.assertIn("body", machine.shell(  # as the front end reads it
            "setpriv --reuid=www-data --clear-groups cat /var/lib/aspic/static/site.*.css"))


if __name__ == "__main__":
    unittest.main()
