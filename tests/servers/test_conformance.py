"""HTTP caching by the book: a table of conversations, played through three doors.

The rows are in conformance/, by section. A test is one section behind one door. The doors share
nothing but the program (conformance_site/), whose views say what a row has them say.
"""

import collections
import unittest

from conformance import doors, table


class Table(unittest.TestCase):
    def test_it_has_at_least_200_different_rows(self):
        self.assertGreaterEqual(len(table.rows), 200)
        for what in (lambda row: (row.section, row.name),
                     lambda row: (row.route, row.says, row.asks, row.change, row.other)):
            counts = collections.Counter(repr(what(row)) for row in table.rows)
            self.assertEqual([text for text, count in counts.items() if count > 1], [])

    def test_rows_that_a_door_leaves_out_say_why(self):
        for row in table.rows:
            self.assertEqual(bool(row.not_behind), bool(row.because), row.name)


class ThroughADoor:
    @classmethod
    def setUpClass(cls):
        door = cls.open_door()
        try:
            cls.found = door.play(table.rows)
        finally:
            door.close()

    def check(self, section):
        for row, wrong in self.found.items():
            if row.section == section:
                with self.subTest(row.name):
                    if wrong:
                        self.fail(f"\n{wrong}")


def method_for(section):
    return lambda self: self.check(section)


for section in dict.fromkeys(row.section for row in table.rows):
    name = "test_" + "".join(c if c.isalnum() else "_" for c in section.lower())
    setattr(ThroughADoor, name, method_for(section))


class InProcess(ThroughADoor, unittest.TestCase):
    open_door = doors.InProcess


class BehindLighttpd(ThroughADoor, unittest.TestCase):
    @classmethod
    def open_door(cls):
        return doors.Behind("lighttpd", with_redis=True)


class BehindApache(ThroughADoor, unittest.TestCase):
    @classmethod
    def open_door(cls):
        return doors.Behind("apache", with_redis=False)
