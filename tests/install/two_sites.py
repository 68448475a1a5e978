"""Two sites on one host: at /a and /b behind one lighttpd."""

import re
import shutil

from harness.visitor import Visitor
from harness.waiting import wait_until

import consumer
from hello import Hello


class TwoSites(Hello):
    """
    The same program twice, with data of its own at each place: the sites have nothing but the mount
    to tell their cookies apart.
    """

    mounts = ("/a", "/b")

    def __init__(self, site):
        """site: a directory that aspic-new has written, and that is built."""
        super().__init__(site / "build" / site.name, site, site / "deploy", [site / "static"])

    def start(self):
        for script in self.deploy.glob("*.lua"):
            shutil.copy(script, self.state)
        for mount in self.mounts:
            self.start_site(mount)
        configuration = self.state / "lighttpd.conf"
        configuration.write_text(self.for_both((self.deploy / "lighttpd.conf").read_text()))
        self.launch("front", "lighttpd", "-D", "-f", configuration, PORT=str(self.port),
                    FRONT_STATE=str(self.state), SITE_STATIC=str(self.state))
        wait_until(self.front_answers, "lighttpd answers")
        return self

    def start_site(self, mount):
        name = mount[1:]
        place = self.state / name
        consumer.run(self.program, "collect-static", f"{place}-static", *self.sources)
        self.launch(name, self.program, "--cache", "memory", "--mount", mount,
                    "--data", f"{place}-data", "--static", f"{place}-static",
                    "--listen", f"unix:{place}.sock")
        wait_until(lambda: " listening " in self.log(name), f"the site at {mount} listens")

    def for_both(self, text):
        """Returns the configuration for one site, changed for two."""
        text = self.for_each(text, r'^fastcgi\.server = \( ("/" => .*?\n\) \)) \)\n', ", ", {
            '"/" =>': '"MOUNT/" =>', "env.SITE_SOCKET": 'env.FRONT_STATE + "MOUNT.sock"'},
            "fastcgi.server = ( {} )\n")
        return self.for_each(text, r'^(\$HTTP\["url"\] =~ "\^" \+ var\.mount.*?^\}\n)', "", {
            "var.mount": '"MOUNT"', "env.SITE_STATIC": 'env.FRONT_STATE + "MOUNT-static"'}, "{}")

    def for_each(self, text, pattern, between, changes, around):
        found = re.search(pattern, text, re.DOTALL | re.MULTILINE)
        parts = []
        for mount in self.mounts:
            part = found[1]
            for old, new in changes.items():
                assert old in part, old
                part = part.replace(old, new.replace("MOUNT", mount))
            parts.append(part)
        return text.replace(found[0], around.replace("{}", between.join(parts)))


class Browser(Visitor):
    """A visitor whose cookies have a path, as in a browser."""

    def request(self, method, target, headers=None, body=b""):
        path = target.partition("?")[0]
        kept = self.kept = getattr(self, "kept", {})
        self.cookies = {name: value for (name, of), value in kept.items()
                        if path == of or path.startswith(of.rstrip("/") + "/")}
        answer = super().request(method, target, headers, body)
        for line in self.set_cookies:
            (name, _, value), *attributes = [part.strip().partition("=")
                                             for part in line.split(";")]
            facts = {attribute[0].lower(): attribute[2] for attribute in attributes}
            if facts.get("max-age") == "0":
                kept.pop((name, facts["path"]), None)
            else:
                kept[name, facts["path"]] = value
        return answer
