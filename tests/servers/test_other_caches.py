"""nginx and Varnish as ordinary HTTP caches in front of the site: they do what our answers say."""

import gzip
import itertools
import textwrap
import time
import unittest

from conformance import doors
from conformance.conversation import LONG, NEGATIVE_LIFETIME, past, says
from harness import http_client
from harness.front_end import Server, own_directory
from harness.paths import free_port

pages = itertools.count()


class OtherCache:
    """X-Cache is HIT if the cache answered by itself. X-Upstream is the status of our answer."""

    front = "lighttpd"

    @classmethod
    def setUpClass(cls):
        cls.door = doors.Behind(cls.front, with_redis=False,
                                program=(doors.PROGRAM, "counting"))
        cls.addClassCleanup(cls.door.close)
        cls.state = own_directory(cls.door.scratch / "cache")
        cls.configuration = cls.door.scratch / "cache.conf"
        cls.port = free_port()
        cls.configuration.write_text(cls.configure())
        server = Server(cls.command(), cls.port, cls.door.scratch / "cache.log")
        server.__enter__()
        cls.addClassCleanup(server.__exit__)

    def page(self, *answers, route="r"):
        """Returns the path of a new page with this script."""
        name = f"other-{next(pages)}"
        self.door.write_script(name, answers)
        return f"/{route}/{name}"

    def get(self, path, **fields):
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        return http_client.get(self.port, path, fields)

    def seen(self, path):
        """Returns the number of requests for the page that have reached the application."""
        return int(self.door.program.get("/seen" + path).text)

    def test_a_page_is_kept_for_the_time_that_we_say(self):
        for route, control in (("r", "max-age=600"), ("r", "s-maxage=600, max-age=0"),
                               ("p", "max-age=3600")):
            with self.subTest(control):
                lines = [f"Cache-Control: {control}"] if route == "r" else []
                path = self.page(says(*lines), route=route)
                first = self.get(path)
                self.assertEqual((first.status, first.field("Cache-Control")), (200, control))
                for _ in range(3):
                    again = self.get(path)
                    self.assertEqual(again.body, first.body)
                    self.assertEqual(again.field("X-Cache"), "HIT")
                self.assertEqual(self.seen(path), 1)

    def test_a_page_is_not_kept_any_longer(self):
        path = self.page(says("Cache-Control: max-age=1", body="old"),
                         says("Cache-Control: max-age=600", body="new"))
        self.assertEqual(self.get(path).text, "old")
        time.sleep(past(1))
        self.assertEqual(self.get(path).text, "new")
        self.assertEqual(self.get(path).field("X-Cache"), "HIT")
        self.assertEqual(self.seen(path), 2)

    def test_a_stale_page_is_revalidated_by_its_tag(self):
        lines = ('ETag: "a"', "Cache-Control: max-age=1")
        path = self.page(says(*lines), says(*lines),
                         says('ETag: "b"', "Cache-Control: max-age=600", body="new"))
        first = self.get(path)
        self.assertEqual(first.field("ETag"), '"a"')
        time.sleep(past(1))
        confirmed = self.get(path)
        self.assertEqual((confirmed.status, confirmed.body), (200, first.body))
        self.assertEqual(confirmed.field("X-Upstream"), "304")
        self.assertEqual(self.get(path).field("X-Cache"), "HIT")
        self.assertEqual(self.seen(path), 2)
        time.sleep(past(1))
        changed = self.get(path)
        self.assertEqual((changed.text, changed.field("X-Upstream")), ("new", "200"))
        self.assertEqual(self.seen(path), 3)

    def test_a_browsers_copy_is_confirmed_by_the_cache(self):
        path = self.page(says("Cache-Control: max-age=600", 'ETag: "a"'))
        self.get(path)
        self.assertEqual(self.get(path, If_None_Match='"a"').status, 304)
        self.assertEqual(self.seen(path), 1)

    def test_pages_vary_as_we_say(self):
        path = self.page(says("Cache-Control: max-age=600", "Vary: X-One"))
        for value in ("a", "b", "a", "b"):
            self.get(path, X_One=value, X_Two=str(next(pages)))
        self.assertEqual(self.seen(path), 2)
        self.assertEqual(self.get(path, X_One="a").field("X-Cache"), "HIT")

    def test_what_a_view_reads_separates_pages(self):
        path = self.page(says(reads=["header X-One"]), route="p")
        for value in ("a", "b", "a", "b"):
            self.get(path, X_One=value)
        self.assertEqual(self.seen(path), 2)

    def test_a_client_gets_a_coding_that_it_accepts(self):
        path = self.page(says(body=LONG), route="p")
        for _ in range(2):
            coded = self.get(path, Accept_Encoding="gzip")
            self.assertEqual(coded.field("Content-Encoding"), "gzip")
            self.assertEqual(gzip.decompress(coded.body).decode(), LONG)
            plain = self.get(path)
            self.assertIsNone(plain.field("Content-Encoding"))
            self.assertEqual(plain.text, LONG)

    def test_what_is_not_for_others_is_never_kept(self):
        for route, lines in (("r", ["Cache-Control: private, max-age=600"]),
                             ("r", ["Cache-Control: no-store"]), ("r", ["Cache-Control: no-cache"]),
                             ("r", ["Cache-Control: max-age=0"]),
                             ("r", ["Cache-Control: max-age=600", "Vary: *"]),
                             ("p", ["Cache-Control: private"]), ("p", ["Cache-Control: no-store"]),
                             ("p", ["Set-Cookie: a=b"]), ("u", []),
                             ("u", ["Cache-Control: private"])):
            with self.subTest(lines, route=route):
                path = self.page(says(*lines), route=route)
                for asked in range(1, 4):
                    self.assertNotEqual(self.get(path).field("X-Cache"), "HIT")
                    self.assertEqual(self.seen(path), asked)

    def test_a_missing_page_is_kept_for_the_time_that_we_say(self):
        path = self.page(says(status=404), route="p")
        for _ in range(2):
            answer = self.get(path)
            self.assertEqual(answer.status, 404)
            self.assertEqual(answer.field("Cache-Control"), f"max-age={NEGATIVE_LIFETIME}")
        self.assertEqual(self.seen(path), 1)


class Nginx(OtherCache, unittest.TestCase):
    @classmethod
    def command(cls):
        return ["nginx", "-e", "stderr", "-p", cls.state, "-c", cls.configuration]

    @classmethod
    def configure(cls):
        temporary = "\n".join(f"{kind}_temp_path {cls.state}/{kind};" for kind in
                              ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return textwrap.dedent(f"""\
            daemon off;
            worker_processes 1;
            pid {cls.state}/nginx.pid;
            events {{ worker_connections 256; }}
            http {{
                access_log off;
                proxy_cache_path {cls.state}/pages keys_zone=pages:1m;
                server {{
                    listen 127.0.0.1:{cls.port};
                    location / {{
                        proxy_pass http://127.0.0.1:{cls.door.port};
                        proxy_http_version 1.1;
                        proxy_cache pages;
                        proxy_cache_revalidate on;
                        add_header X-Cache $upstream_cache_status always;
                        add_header X-Upstream $upstream_status always;
                    }}
                }}
            """) + temporary + "}\n"


class Varnish(OtherCache, unittest.TestCase):
    @classmethod
    def command(cls):
        return ["varnishd", "-F", "-j", "none", "-n", cls.state, "-f", cls.configuration, "-T",
                "none", "-S", "none", "-s", "malloc,16m", "-a", f"127.0.0.1:{cls.port}",
                "-p", "default_grace=0", "-p", "default_keep=600"]

    @classmethod
    def configure(cls):
        return textwrap.dedent(f"""\
            vcl 4.1;
            backend front {{ .host = "127.0.0.1"; .port = "{cls.door.port}"; }}
            sub vcl_backend_response {{
                set beresp.http.X-Upstream = beresp.status;
                if (beresp.was_304) {{ set beresp.http.X-Upstream = "304"; }}
            }}
            sub vcl_deliver {{
                set resp.http.X-Cache = "MISS";
                if (obj.hits > 0) {{ set resp.http.X-Cache = "HIT"; }}
            }}
            """)
