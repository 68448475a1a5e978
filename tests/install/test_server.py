"""deploy/server, on a fresh machine: from nothing to the site by https, and back."""

import pathlib
import shlex
import shutil
import unittest

from harness import tls
from harness.paths import ROOT, scratch_directory
from harness.visitor import PASSWORD
from harness.waiting import wait_until

import debian_machine
import debian_packages
from https_client import Client
from load import Load

DOMAIN = "docs.aspic.test"
PAGE = "/man/8/aspic-site"


def make_certificate(directory, name):
    tls.make_certificate(directory / f"{name}.pem", directory / f"{name}.key", name)


class Server(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.first = debian_packages.made()["aspic-manual"]
        cls.second = debian_packages.newer_site(2, "This machine has no",
                                                "The new version has no")
        cls.certificates = pathlib.Path(cls.enterClassContext(scratch_directory()))
        make_certificate(cls.certificates, "other.test")
        cls.machine = debian_machine.start(cls, debian_packages.needed(), {
            ROOT / "deploy": "/srv/aspic/deploy", debian_packages.DIRECTORY: "/srv/packages",
            cls.certificates: "/srv/certificates"})
        cls.trust_new_certificate()

    @classmethod
    def trust_new_certificate(cls):
        make_certificate(cls.certificates, DOMAIN)
        cls.client = Client(cls.machine, DOMAIN, cls.certificates / f"{DOMAIN}.pem")

    def server(self, certificate=DOMAIN, key=DOMAIN, package=None, **more):
        options = {"domain": DOMAIN, "certificate": f"/srv/certificates/{certificate}.pem",
                   "key": f"/srv/certificates/{key}.key",
                   "package": f"/srv/packages/{(package or self.first).name}", **more}
        return self.machine.command("/srv/aspic/deploy/server",
                                    *(f"--{name}" if value is True else f"--{name}={value}"
                                      for name, value in options.items()))

    def assert_refused(self, sentence, **options):
        done = self.server(**options)
        self.assertIn(sentence, done.stdout)
        self.assertEqual(done.returncode, 1)

    def assert_serves(self, **options):
        done = self.server(**options)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertTrue(done.stdout.endswith(f"ready https://{DOMAIN}/\n"), done.stdout)
        self.assertEqual(self.client.get(PAGE).status, 200)
        return done.stdout

    def test_from_nothing_to_the_site_and_back(self):
        self.it_refuses_before_it_changes_anything()
        said = self.assert_serves()
        self.the_site_is_complete("Ana")
        self.the_processes_have_few_rights()
        self.the_log_rotates()
        self.pages_are_sent_as_files()
        self.assertIn("==> nothing was changed\n", self.assert_serves())
        self.it_keeps_what_others_have_changed()
        self.trust_new_certificate()
        self.assertIn("aspic-front was started", self.assert_serves())
        self.no_request_fails_in_an_upgrade()
        self.assertIn("aspic-front.service", self.assert_serves(front="apache",
                                                                package=self.second))
        # Each front end ends by its own signal, so the first one was not killed.
        self.assertNotIn("timed out", self.machine.run("journalctl", "--unit=aspic-front"))
        self.the_site_is_complete("Bo")
        self.pages_are_sent_as_files(front="apache", package=self.second)
        self.it_can_be_undone(said)

    def it_refuses_before_it_changes_anything(self):
        machine = self.machine
        machine.shell("mkdir /etc/aspic-front && echo mine >/etc/aspic-front/lighttpd.conf")
        self.assert_refused("/etc/aspic-front/lighttpd.conf exists, and deploy/server has not made")
        machine.run("rm", "-r", "/etc/aspic-front")
        self.assert_refused("is not for docs.aspic.test", certificate="other.test")
        self.assert_refused("does not belong to the certificate", key="other.test")
        shutil.copy(self.certificates / "other.test.key", self.certificates / "mixed.pem")
        self.assert_refused("there is no certificate in /srv/certificates/mixed.pem",
                            certificate="mixed")
        shutil.copy(self.certificates / "other.test.pem", self.certificates / "mixed.key")
        self.assert_refused("there is no key in /srv/certificates/mixed.key", key="mixed")
        self.assert_refused("is not the package aspic-manual",
                            package=debian_packages.made()["libaspic-dev"])
        done = machine.command("setpriv", "--reuid=nobody", "--clear-groups",
                               "/srv/aspic/deploy/server", "--key=/srv/certificates/other.test.key")
        self.assertIn("only root can do this", done.stdout)
        for package in ("aspic-manual", "lighttpd"):
            self.assertEqual(machine.command("dpkg", "--status", package).returncode, 1)

    def the_site_is_complete(self, visitor):
        page = self.client.get(PAGE)
        entered = self.client.post("/account/sign-up", {"name": visitor, "password": PASSWORD,
                                                        "next": PAGE})
        self.assertEqual((entered.status, entered.fields["Location"]), (303, PAGE))
        self.assertRegex("\n".join(entered.fields.get_all("Set-Cookie")),
                         "(?m)^__Host-session=.*; Secure")
        [style, *_] = [word for word in page.text.split('"') if word.startswith("/static/site.")]
        self.assertIn("immutable", self.client.get(style).fields["Cache-Control"])
        plain = self.client.get("/a?b=c%20d", port=80)
        self.assertEqual((plain.status, plain.fields["Location"]),
                         (308, f"https://{DOMAIN}/a?b=c%20d"))

    def the_processes_have_few_rights(self):
        def property_of(unit, name):
            return self.machine.run("systemctl", "show", "--value", f"--property={name}",
                                    unit).strip()

        for unit, user in (("aspic-site", "aspic"), ("aspic-redis", "aspic"),
                           ("aspic-front", "www-data")):
            process = property_of(unit, "MainPID")
            self.assertEqual(self.machine.run("stat", "-c", "%U", f"/proc/{process}").strip(), user)
            self.assertEqual(property_of(unit, "UnitFileState"), "enabled")
        self.assertEqual(property_of("aspic-redis", "MemoryMax"), str(512 << 20))
        # Debian's own services neither run nor start with the machine.
        for service in ("redis-server", "lighttpd"):
            self.assertEqual(property_of(service, "ActiveState"), "inactive")
            self.assertEqual(property_of(service, "UnitFileState"), "disabled")

    def the_log_rotates(self):
        log = self.machine.path("/var/log/aspic/access.log")
        wait_until(lambda: f"GET {PAGE}" in log.read_text(), "the log has the request")
        self.machine.run("logrotate", "--force", "/etc/logrotate.d/aspic-manual")
        self.client.get("/after-the-rotation")
        wait_until(lambda: "/after-the-rotation" in log.read_text(), "the new log has the request")
        self.assertIn(PAGE, log.with_name("access.log.1").read_text())
        self.assertEqual(self.machine.run("systemctl", "is-enabled", "logrotate.timer"),
                         "enabled\n")

    def pages_are_sent_as_files(self, **options):
        """The unit's umask and its restrictions do not prevent it."""
        said = self.assert_serves(mirror=True, **options)
        self.assertIn("/etc/tmpfiles.d/aspic-mirror.conf", said)
        wait_until(self.page_is_mirrored, "the front end sends the page by itself", 20)
        self.assertNotIn("not mirrored", self.machine.run("journalctl", "--unit=aspic-site"))
        self.assertIn("==> nothing was changed\n", self.assert_serves(mirror=True, **options))
        self.assertIn("aspic-mirror.conf was removed", self.assert_serves(**options))
        self.assertEqual(self.machine.run("find", "/etc", "/run", "-name", "*aspic-mirror*"), "")
        self.assertFalse(self.page_is_mirrored())

    def page_is_mirrored(self):
        try:
            return "detail=mirror" in self.client.get(PAGE).fields.get("Cache-Status", "")
        except ConnectionRefusedError:  # the front end has just been started
            return False

    def it_keeps_what_others_have_changed(self):
        configuration = "/etc/aspic-front/lighttpd.conf"
        self.machine.run("cp", "--preserve", configuration, "/tmp/ours")
        self.machine.shell(f"echo '# mine' >>{configuration}")
        self.assert_refused(f"{configuration} was changed after deploy/server had made it")
        self.machine.run("mv", "/tmp/ours", configuration)

    def no_request_fails_in_an_upgrade(self):
        with Load(lambda: self.client.get(PAGE).status) as load:
            said = self.assert_serves(package=self.second)
        self.assertNotIn("aspic-front was started", said)
        self.assertEqual(load.failures, [])
        self.assertGreater(load.answered, 50)
        self.assertIn("The new version has no", self.client.get("/man/1/no-such-page").text)

    def it_can_be_undone(self, said):
        lines = said.partition("to undo this")[2].partition("==>")[0].splitlines()[1:]
        self.assertGreaterEqual(len(lines), 4)
        for line in lines:
            self.machine.run(*shlex.split(line))
        self.assertEqual(self.machine.run("find", "/etc", "/usr", "/run", "/var/lib", "/var/log",
                                          "-name", "*aspic*", "-not", "-path", "/var/lib/dpkg/*"),
                         "")


if __name__ == "__main__":
    unittest.main()
