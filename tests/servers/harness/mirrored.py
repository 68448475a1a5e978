"""Probes that mirror their pages (serve --mirror), behind lighttpd."""

from . import http_client
from .front_end import FrontEnd, open_to_front_end
from .probes import Fleet, cache_status
from .waiting import wait_until


def is_mirrored(answer):
    return "detail=mirror" in cache_status(answer)


class MirroredFleet(Fleet):
    """They are behind two front ends, of which one sends what is in the mirror."""

    def __init__(self, count=2, kind="lighttpd", **options):
        super().__init__(count)
        self.kind = kind
        open_to_front_end(self.scratch)
        self.mirror = self.scratch / "mirror"
        self.mirror.mkdir()
        open_to_front_end(self.mirror)
        self.options |= {"mirror": self.mirror, **options}
        self.probes = []
        self.count = count
        self.front_ends = []

    def __enter__(self):
        super().__enter__()
        try:
            for _ in range(self.count):
                self.add()
            for name, variables in (("with", {"SITE_MIRROR": self.mirror}), ("without", {})):
                directory = self.scratch / name
                directory.mkdir()
                open_to_front_end(directory)
                front_end = FrontEnd(self.kind, directory, self[0].socket, **variables)
                self.front_ends.append(front_end.__enter__())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for front_end in self.front_ends:
            front_end.__exit__()
        super().__exit__()

    def get(self, target, headers=None, method="GET"):
        return self.request(self.front_ends[0], target, headers, method)

    def from_application(self, target, headers=None, method="GET"):
        return self.request(self.front_ends[1], target, headers, method)

    def request(self, front_end, target, headers, method):
        with http_client.Connection(front_end.port) as connection:
            return connection.request(method, target, list((headers or {}).items()))

    def fill(self, *targets):
        """Has the pages made, and waits until the front end sends them by itself."""
        for target in targets:
            for probe in self.probes:
                probe.get(target)
            wait_until(lambda: is_mirrored(self.get(target)), f"{target} is mirrored", 10)

    def keeper(self):
        """Returns the probe that writes the files, or None."""
        words = (self.mirror / "lock").read_text().split()
        return next((probe for probe in self.probes if str(probe.process.pid) in words[1:2]), None)

    def names(self):
        pages = self.mirror / "pages"
        return sorted(str(file.relative_to(pages)) for file in pages.rglob("*@*"))
