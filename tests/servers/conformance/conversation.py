"""Rows of the table, and how a row is played: a view says, a client asks, something is expected.

A text may contain
    {path}, {other}     the paths of the row's page and of its second page
    {relative}          the second page, relative to the first
    {origin}            the origin of the site: http://127.0.0.1:8080
    {now}, {now+60}     a date
    {1.ETag}            (in what the client sends, and in what is expected) this field of the first
                        answer; in what is expected, a missing field never matches
"""

import dataclasses
import email.utils
import re
import time

# A text that is long enough for coded copies.
LONG = "".join(f"line {number} of a long text\n" for number in range(100))
DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
                  r"Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT")

FRESH = "Cache-Control: max-age=600"
# How long the servers of these tests keep a 404 or 410, and how long a TestClient does.
NEGATIVE_LIFETIME, NEGATIVE_LIFETIME_IN_PROCESS = 3, 60
# The doors.
IN_PROCESS, LIGHTTPD, APACHE = "in process", "lighttpd", "apache"


@dataclasses.dataclass(frozen=True)
class Says:
    """One answer of a view. `lines` are directives of the script and fields."""
    status: int
    lines: tuple
    body: str

    def script(self):
        return "\n".join([str(self.status), *self.lines, "", self.body])


@dataclasses.dataclass(frozen=True)
class Ask:
    method: str
    fields: tuple
    expected: dict
    query: str = ""
    at: str = "{path}"
    after: float = 0       # seconds that pass first
    eventually: bool = False  # asks again until the answer is as expected


@dataclasses.dataclass(frozen=True, eq=False)
class Row:
    section: str  # "RFC 9111, 4.2"
    name: str
    route: str
    says: tuple
    asks: tuple
    change: Says = None  # what the view for unsafe methods says
    other: Says = None   # what the second page says
    not_behind: tuple = ()  # doors that are left out ...
    because: str = ""       # ... and the reason


def says(*lines, status=200, body=None, takes=0, reads=(), fails=False, error=False):
    """takes: milliseconds. reads: "query a", "header X-One", "host"."""
    directives = [f":takes {takes}"] if takes else []
    directives += [f":reads {what}" for what in reads]
    directives += [":fails"] * fails + [":error"] * error
    if body is None:
        body = "" if status in (204, 205, 304) else "a text\n"
    return Says(status, (*directives, *lines), body)


def ask(method, *fields, query="", at="{path}", after=0, eventually=False, **expected):
    """
    What may be expected: status (200 if it is not given), n (the number of the rendering), has (a
    dictionary of fields: a text, a pattern, or a range for a number), lacks (names of fields), body
    (a text or a pattern).
    """
    return Ask(method, fields, {"status": 200, **expected}, query, at, after, eventually)


def get(*fields, **options):
    return ask("GET", *fields, **options)


def past(lifetime):
    """Returns a time after which a page with this lifetime in seconds is stale for certain."""
    return lifetime + 1.1


class Section:
    """Collects the rows of one section."""

    def __init__(self, number):
        self.number = number
        self.rows = []

    def row(self, name, route, what, *asks, **more):
        what = what if isinstance(what, (list, tuple)) else [what]
        self.rows.append(Row(self.number, name, route, tuple(what), asks, **more))

    def kept(self, name, *lines, route="r", status=200, **more):
        """The second answer comes from the cache."""
        self.row(name, route, says(*lines, status=status),
                 get(status=status, n=1), get(status=status, n=1), **more)

    def not_kept(self, name, *lines, route="r", status=200, **more):
        """The second request is answered by a second rendering."""
        self.row(name, route, says(*lines, status=status),
                 get(status=status, n=1), get(status=status, n=2), **more)


class Unexpected(Exception):
    pass


class Conversation:
    """Plays a row through a door. `door` sends a request, lets time pass, and knows the time."""

    def __init__(self, row, page, door):
        self.row = row
        self.names = {"path": f"/{row.route}/{page}", "other": f"/{row.route}/{page}-other",
                      "relative": f"{page}-other", "origin": door.origin}
        self.door = door
        self.answers = []
        self.said = []

    def play(self):
        """Returns None, or a text that tells the conversation and what was wrong."""
        try:
            for number, one in enumerate(self.row.asks, 1):
                if one.after:
                    self.door.pass_time(one.after)
                    self.said.append(f"-- {one.after} s later")
                self.step(number, one)
        except Exception as error:  # a broken connection too is a failure of this row
            script = "\n".join(what.script()[:500] for what in self.row.says)
            said = "\n".join(self.said)
            return f"{script}\n{said}\n== {type(error).__name__}: {error}"
        return None

    def step(self, number, one):
        end = time.monotonic() + 10
        while True:
            fields = [tuple(self.text(line).split(": ", 1)) for line in one.fields]
            target = self.text(one.at) + one.query
            self.said.append(f"{number}> {one.method} {target} {dict(fields)}")
            answer = self.door.request(one.method, target, fields)
            self.said.append(f"{number}< {answer.status} {answer.fields} {answer.body[:80]!r}")
            try:
                self.check(answer, one.expected)
                break
            except Unexpected:
                if not one.eventually or time.monotonic() > end:
                    raise
                del self.said[-2:]
                time.sleep(0.05)
        self.answers.append(answer)

    def text(self, text):
        for name, value in self.names.items():
            text = text.replace("{" + name + "}", value)
        text = re.sub(r"\{now([+-]\d+)?\}",
                      lambda found: date(self.door.now() + int(found[1] or 0)), text)
        return re.sub(r"\{(\d+)\.([A-Za-z-]+)\}",
                      lambda found: str(self.answers[int(found[1]) - 1].field(found[2])), text)

    def check(self, answer, expected):
        def require(condition, what):
            if not condition:
                raise Unexpected(what)

        require(answer.status == expected["status"], f"the status must be {expected['status']}")
        if "n" in expected:
            require(answer.field("Rendering") == str(expected["n"]),
                    f"rendering {expected['n']} must answer, but it is {answer.field('Rendering')}")
        for name, wanted in expected.get("has", {}).items():
            given = answer.field(name)
            wanted = self.text(wanted) if isinstance(wanted, str) else wanted
            if name == "Vary" and isinstance(wanted, str):  # Apache writes it without spaces
                given, wanted = (re.sub(", *", ",", text) for text in (given or "", wanted))
            require(given is not None and matches(given, wanted),
                    f"{name} must be {wanted}, but it is {given}")
        for name in expected.get("lacks", ()):
            require(answer.field(name) is None, f"{name} must be absent: {answer.field(name)}")
        if "body" in expected:
            require(matches(answer.body.decode(errors="replace"), expected["body"]),
                    f"the body must be {expected['body']!r}")


def matches(given, wanted):
    if isinstance(wanted, re.Pattern):
        return wanted.fullmatch(given) is not None
    if isinstance(wanted, range):
        return given.isdigit() and int(given) in wanted
    return given == wanted


def date(seconds):
    return email.utils.formatdate(seconds, usegmt=True)
