"""Other servers that send the same page by FastCGI, set up as their documentation advises."""

import contextlib
import getpass
import os
import signal
import subprocess
import textwrap

from harness import processes
from harness.waiting import wait_until

PEERS = __file__.removesuffix(".py")


class Peer:
    """A server with a Unix socket, and all of its processes. Ended with the context."""

    def __init__(self, command, socket, log, environment=None, parameters=()):
        self.command = command
        self.socket = socket
        self.log = log
        self.environment = environment
        self.parameters = parameters  # more FastCGI parameters of each request

    def __enter__(self):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=self.environment)

        def listens():
            if self.process.poll() is not None:
                raise SystemExit(f"{self.command[0]} has ended:\n{self.log.read_text()}")
            return self.socket.exists()

        wait_until(listens, f"{self.command[0]} listens")
        return self

    def __exit__(self, *_):
        pids = self.pids()
        self.process.kill()
        self.process.wait()
        for pid in pids[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def pids(self):
        return [self.process.pid, *processes.descendants(self.process.pid)]


def php(scratch, name, processes_count, **parameters):
    """php-fpm with a fixed number of processes, opcache and APCu."""
    socket = scratch / f"{name}.sock"
    configuration = scratch / f"{name}.conf"
    configuration.write_text(textwrap.dedent(f"""\
        [global]
        error_log = {scratch}/{name}.error
        daemonize = no
        [page]
        listen = {socket}
        pm = static
        pm.max_children = {processes_count}
        user = nobody
        group = nogroup
        """))
    page = {"SCRIPT_FILENAME": f"{PEERS}/page.php", **parameters}
    return Peer([php_fpm(), "--nodaemonize", "--allow-to-run-as-root", "-y", configuration,
                 "-d", "opcache.enable=1", "-d", "apc.enabled=1"],
                socket, scratch / f"{name}.log", parameters=[f"{k}={v}" for k, v in page.items()])


def php_fpm():
    """Debian names the program by its version."""
    found = subprocess.run(["bash", "-c", "compgen -c php-fpm | sort | tail -n 1"], check=True,
                           capture_output=True, text=True).stdout.strip()
    if not found:
        raise SystemExit("tests/bench/answers: php-fpm is not installed; run tests/bench/run")
    return found


def memcached(scratch):
    socket = scratch / "memcached.sock"
    return Peer(["memcached", "-u", getpass.getuser(), "-s", socket, "-a", "0666"], socket,
                scratch / "memcached.log")


def django(scratch, processes_count, page, cache):
    """Django under uWSGI, which listens for FastCGI."""
    socket = scratch / "django.sock"
    return Peer(["uwsgi", "--plugin", "python3", "--master", "--processes", str(processes_count),
                 "--fastcgi-socket", socket, "--chdir", PEERS, "--wsgi", "django_page",
                 "--disable-logging", "--die-on-term"],
                socket, scratch / "django.log",
                environment={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "BENCH_PAGE": str(page),
                             "BENCH_MEMCACHED": str(cache.socket)})
