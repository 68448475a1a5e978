"""The doors of the conformance site, and how a case asks through one of them."""

import json

from conformance import doors
from harness import curl, fastcgi, http_client, processes, tls
from harness.front_end import FrontEnd, open_to_front_end
from harness.probes import SAME_ORIGIN, Probe
from harness.starting import Installed, by_mod_fcgid

MOUNT = "/docs"
THREADS = 8
SLOTS = 3  # so many of them answer one route at the same time
PIECE = 1 << 18
# The doors with the same reading of requests.
APACHES = ("Apache", "mod_fcgid", "Apache, HTTP/2")
LIGHTTPDS = ("lighttpd", "lighttpd, HTTP/2")
NGINXES = ("nginx", "nginx, HTTP/2")


class Site:
    """One program for all doors that share it. Its views answer below the mount."""

    def __init__(self):
        self.installed = Installed(doors.PROGRAM, mount=MOUNT, threads=THREADS)
        self.scratch = self.installed.scratch
        self.scripts = self.scratch / "scripts"
        # Programs that a front end starts write there too.
        self.scripts.mkdir()
        self.scripts.chmod(0o777)
        with open(self.installed.options, "a") as options:
            options.write(f"scripts = {self.scripts}\n")
        self.program = Probe(self.scratch, "site", program=(self.installed.program,),
                             config=self.installed.options, data=self.scratch / "own-data")
        self.program.start()
        self.application = FastCgi(self)

    def close(self):
        self.program.kill()
        self.installed.directory.cleanup()

    def write_script(self, page, what):
        directory = self.scripts / page
        if not directory.exists():
            directory.mkdir()
            (directory / "1").write_text(what.script(), encoding="latin-1")

    def pending(self):
        """Returns the number of views and streams that have not ended."""
        return len(list(self.scripts.glob("pending-*")))

    def open_gate(self):
        (self.scripts / "gate").touch()

    def close_gate(self):
        (self.scripts / "gate").unlink(missing_ok=True)


def read(answer, target):
    """Returns what the answer shows of a request for this target."""
    if answer.status != 200:
        raise AssertionError(f"{target[:80]} got {answer.status}: {answer.text[:500]}")
    return json.loads(answer.text)


class Door:
    name = ""              # in the table
    is_raw = False         # a case can send bytes of HTTP/1.1
    is_http2 = False
    scheme = "http"
    # Its program is the one that Site.program.request asks.
    shares_program = True

    def __init__(self, site):
        self.site = site

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        pass

    def request(self, method, target, fields, body=b""):
        raise NotImplementedError

    def start(self, target):
        """Asks for a target below the mount, and returns what comes: a Started."""
        raise NotImplementedError

    def process_ids(self):
        """Returns those of the site and of the server before it."""
        raise NotImplementedError

    def ask(self, target, fields=(), body=b"", method=None):
        """Asks for a target below the mount."""
        fields = list(fields.items() if isinstance(fields, dict) else fields)
        if body:
            fields += SAME_ORIGIN.items()
        return self.request(method or ("POST" if body else "GET"), MOUNT + target, fields, body)

    def shown(self, target, fields=(), body=b"", method=None):
        """Returns what a view has seen of this request: see shown.h."""
        return read(self.ask("/e" + target, fields, body, method), target)

    def is_by_site(self, answer):
        """True if the application gave this answer, and not a server before it."""
        return (answer.field("Cache-Status") or "").startswith("Aspic")


class Started:
    """An answer that is being received. It ends with the connection."""

    def __init__(self, read, close):
        self.read = read  # returns some bytes, or none at the end
        self.close = close

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def read_until(self, text):
        got = b""
        while text not in got:
            piece = self.read()
            if not piece:
                raise AssertionError(f"the answer ended before {text}: {got[:500]}")
            got += piece


class InProcess(Door):
    name = "in process"
    shares_program = False

    def __init__(self, site):
        super().__init__(site)
        self.client = doors.InProcess(MOUNT, site.scripts)

    def close(self):
        self.client.close()

    def request(self, method, target, fields, body=b""):
        return self.client.request(method, target, fields, body)


class FastCgi(Door):
    name = "FastCGI"

    def values(self, method, target, fields, body=b""):
        names = dict(fields)
        values = fastcgi.request_params(method, target, names, body)
        more = [pair for pair in fields if names.get(pair[0]) != pair[1]]
        again = [fastcgi.params({"HTTP_" + name.upper().replace("-", "_"): value})
                 for name, value in more]
        return fastcgi.params(values) + b"".join(again)

    def request(self, method, target, fields, body=b""):
        with self.site.program.connect(keep=False) as connection:
            connection.send(fastcgi.begin() +
                            fastcgi.stream(fastcgi.PARAMS, self.values(method, target, fields,
                                                                       body)) +
                            fastcgi.stream(fastcgi.STDIN, body))
            return connection.receive()

    def start(self, target):
        connection = self.site.program.connect(keep=False)
        connection.send(fastcgi.whole_request("GET", MOUNT + target))
        return Started(lambda: connection.socket.recv(PIECE), connection.close)

    def process_ids(self):
        return [self.site.program.process.pid]


class Http(Door):
    """HTTP/1.1 to a server with its configuration in deploy/."""

    is_raw = True
    kind = ""
    change = None  # of the configuration

    def __init__(self, site):
        super().__init__(site)
        directory = site.scratch / self.kind_of_directory()
        directory.mkdir()
        open_to_front_end(directory)
        static = directory / "static"
        static.mkdir()
        self.server = FrontEnd(self.kind, directory, site.program.socket, static, self.changed(),
                               **self.variables())
        self.server.__enter__()
        self.port = self.server.port

    def kind_of_directory(self):
        return "".join(c for c in self.name if c.isalnum())

    def changed(self):
        return None

    def variables(self):
        return {}

    def close(self):
        self.server.__exit__()

    def request(self, method, target, fields, body=b""):
        return http_client.request(self.port, method, target, fields, body)

    def connect(self):
        return http_client.Connection(self.port)

    def start(self, target):
        connection = self.connect()
        connection.send(f"GET {MOUNT}{target} HTTP/1.1\r\nHost: h\r\n"
                        "Connection: close\r\n\r\n".encode())
        return Started(lambda: connection.socket.recv(PIECE), connection.close)

    def process_ids(self):
        front = self.server.process.pid
        return [self.site.program.process.pid, front, *processes.descendants(front)]

    @property
    def server_name(self):
        return self.kind.capitalize() if self.kind == "apache" else self.kind

    def exchange(self, data, method="GET"):
        return http_client.exchange(self.port, data, method)


class Lighttpd(Http):
    name = kind = "lighttpd"


class Apache(Http):
    name, kind = "Apache", "apache"


class Nginx(Http):
    name = kind = "nginx"


class ModFcgid(Http):
    name, kind = "mod_fcgid", "apache"
    shares_program = False

    def process_ids(self):
        return super().process_ids()[1:]

    def changed(self):
        return by_mod_fcgid(self.site.installed)


class Http2(Http):
    """HTTP/2 over TLS, to the same configuration."""

    is_raw = False
    is_http2 = True
    scheme = "https"

    def variables(self):
        return tls.certificate()

    def options(self):
        return ("--http2", "--cacert", tls.certificate()["TLS_CERTIFICATE"])

    def request(self, method, target, fields, body=b""):
        return curl.request(f"https://127.0.0.1:{self.port}", method, target, fields, body,
                            self.options())

    def start(self, target):
        client = curl.start(f"https://127.0.0.1:{self.port}", MOUNT + target, self.options())

        def close():
            client.kill()
            client.wait()
            client.stdout.close()

        return Started(lambda: client.stdout.read1(PIECE), close)


class LighttpdHttp2(Http2):
    name, kind = "lighttpd, HTTP/2", "lighttpd"


class ApacheHttp2(Http2):
    name, kind = "Apache, HTTP/2", "apache"


class NginxHttp2(Http2):
    name, kind = "nginx, HTTP/2", "nginx"


ALL = (InProcess, FastCgi, Lighttpd, Apache, ModFcgid, Nginx, LighttpdHttp2, ApacheHttp2,
       NginxHttp2)
