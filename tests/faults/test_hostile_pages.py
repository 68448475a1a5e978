"""Manual pages that never finish, need too much memory, or include files outside the man root."""

import contextlib
import pathlib
import select
import unittest

from harness.application import Application
from harness.commands import run
from harness.fastcgi import STDIN, request_params, stream
from harness.man_root import make_man_root
from harness.paths import PROGRAM, ROOT, scratch_directory
from harness.probes import cache_status
from harness.waiting import wait_until

GOOD_PAGE = "/man/1/aspic-hello"

# mandoc -T html never finishes the first page, but -T utf8 does. Neither finishes the second.
ENDLESS_AS_HTML = ".TS\n;call\ncs\n^.\n\t\tRx{\next text\n\t\\_\n.TE\n"
ENDLESS = ".TS\nrscc.\n\ta=\n:def:abc\n.TE\n"

# Each definition makes the page ten times as large.
DEFINITIONS = (f"define {a} '{(b + ' ') * 10}'\n" for a, b in zip("abcdefg", "bcdefgh"))
ENORMOUS = ".EQ\n" + "".join(DEFINITIONS) + "a\n.EN\n"


def source(name, body):
    return (f".TH {name} 1 2026-01-01 Tests\n.SH NAME\n{name} \\- for a test\n"
            f".SH DESCRIPTION\nText of {name}.\n{body}")


def children_of(process):
    """Returns the ids of the child processes that it has not waited for."""
    children = []
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == process:
                children.append(int(status.parent.name))
    return children


class HostilePages(unittest.TestCase):
    def setUp(self):
        directory = scratch_directory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)
        self.man = make_man_root(self.scratch / "man")

    def write(self, name, body):
        (self.man / f"man1/{name}.1").write_text(source(name, body))
        return f"/man/1/{name}"

    def application(self, **options):
        return Application(self.scratch, **options)

    def test_a_page_that_mandoc_cannot_lay_out_is_shown_as_text(self):
        path = self.write("endless", ENDLESS_AS_HTML)
        with self.application() as application:
            answer = application.get(path)
            self.assertEqual(answer.status, 200)
            self.assertIn("shown as plain text", answer.text)
            self.assertIn("Text of endless.", answer.text)

    def test_a_page_that_needs_too_much_time_or_memory_gets_500_and_a_pause(self):
        for name, body, why in (("endless", ENDLESS, "of processor time"),
                                ("enormous", ENORMOUS, "MB of memory")):
            path = self.write(name, body)
            with self.subTest(name), self.application() as application:
                first = application.get(path)
                self.assertEqual(first.status, 500)
                self.assertIn("takes more time or memory than the server allows", first.text)
                self.assertEqual(first.field("Retry-After"), "2")
                self.assertIn(why, application.log())

                def tried_again():
                    answer = application.get(path)
                    self.assertEqual(answer.status, 500)
                    if "detail=failed-before" not in cache_status(answer):
                        return answer
                    self.assertEqual(application.log().count("cannot be formatted"), 1)
                    return None

                again = wait_until(tried_again, "the page is tried again")
                self.assertEqual(again.field("Retry-After"), "4")

    def test_many_visitors_of_one_endless_page_cause_one_run(self):
        path = self.write("endless", ENDLESS)
        with self.application(threads=8) as application, contextlib.ExitStack() as stack:
            visitors = self.visitors(stack, application, [path] * 8)
            for visitor in visitors:
                self.assertEqual(visitor.receive().status, 500)
            self.assertEqual(application.log().count("cannot be formatted"), 1)

    def test_endless_pages_take_some_threads_and_other_pages_are_answered(self):
        paths = [self.write(f"endless-{number}", ENDLESS) for number in range(4)]
        with self.application(threads=4) as application, contextlib.ExitStack() as stack:
            self.assertEqual(application.get(GOOD_PAGE).status, 200)
            visitors = self.visitors(stack, application, paths)
            wait_until(lambda: len(children_of(application.process.pid)) == 2,
                       "two of them are being formatted")
            for path in ("/robots.txt", GOOD_PAGE):
                self.assertEqual(application.get(path).status, 200)
            # Those two are still being formatted, and the others wait for their turn.
            waiting = [visitor for visitor in visitors
                       if not select.select([visitor.socket], [], [], 0)[0]]
            self.assertEqual(len(waiting), 4)
            answers = [visitor.receive() for visitor in visitors]
            self.assertEqual({answer.status for answer in answers} - {500, 503}, set())
            self.assertGreaterEqual([answer.status for answer in answers].count(500), 2)
            for answer in answers:
                self.assertGreater(int(answer.field("Retry-After")), 0)
            self.assertEqual(children_of(application.process.pid), [])

    def test_no_page_shows_a_file_outside_the_man_root(self):
        (self.scratch / "secret").write_text("root:x:the secret\n")
        (self.man / "man1/link.1").symlink_to(self.scratch / "secret")
        ways = (".if 1 .so man1/link.1\n", ".so man1/link.1\n",
                ".ds to man1/link.1\n.if 1 .so \\*[to]\n",
                ".de xx\n.so man1/link.1\n..\n.xx\n", f".if 1 .so {self.scratch}/secret\n")
        paths = [self.write(f"way-{number}", way + "The end.\n") for number, way in enumerate(ways)]
        with self.application() as application:
            for path, way in zip(paths, ways):
                with self.subTest(way):
                    answer = application.get(path)
                    self.assertEqual(answer.status, 200)
                    self.assertIn("The end.", answer.text)
                    self.assertNotIn("the secret", answer.text)

    def test_pages_with_too_many_includes_are_left_out_with_a_reason(self):
        for level in range(6):
            (self.man / f"man1/level{level}.1").write_text(f".so man1/level{level + 1}.1\n" * 60)
        (self.man / "man1/level6.1").write_text('.\\" nothing\n')
        done = run(PROGRAM, "index", man_root=self.man, data=self.scratch / "data",
                   templates=ROOT / "templates")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("page man1/level0.1 has more than 200 .so requests", done.stderr)
        with self.application() as application:
            self.assertEqual(application.get("/man/1/level0").status, 404)
            self.assertEqual(application.get(GOOD_PAGE).status, 200)

    def visitors(self, stack, application, paths):
        """Opens one connection for each path, and sends the request."""
        connections = []
        for path in paths:
            connection = stack.enter_context(application.connect(keep=False, timeout=60))
            connection.begin(request_params("GET", path))
            connection.send(stream(STDIN, b""))
            connections.append(connection)
        return connections
