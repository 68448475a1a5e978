"""What visitors get is the same, whichever server passes it on: a table of cases and doors.

The cases are in behaviour/, and the doors in behaviour/door.py. deploy/README.md shows what was
found; tests/servers/write_doors writes it there.
"""

import functools
import unittest

from behaviour import door, table


class ThroughADoor:
    """A test is one case behind one door."""

    @classmethod
    def setUpClass(cls):
        cls.door = cls.kind(site())
        cls.addClassCleanup(cls.door.close)

    def check(self, case):
        self.assertEqual(table.written(case.name, self.door.name), case.outcome(self.door),
                         "deploy/README.md must say so: run tests/servers/write_doors")


class Table(unittest.TestCase):
    def test_it_shows_these_cases_and_doors_and_no_others(self):
        found = {kind.name: {case.name: table.written(case.name, kind.name)
                             for case in table.cases} for kind in door.ALL}
        self.assertEqual(table.parts()[1].strip(), table.render(found).strip())

    def test_a_door_that_differs_is_one_of_them(self):
        names = {kind.name for kind in door.ALL}
        for case in table.cases:
            self.assertLessEqual(set(case.differences), names, case.name)


@functools.cache
def site():
    """Starts the site that all doors share. It ends with the tests."""
    shared = door.Site()
    unittest.addModuleCleanup(shared.close)
    return shared


def method_for(case):
    return lambda self: self.check(case)


for number, case in enumerate(table.cases, 1):
    name = "".join(c if c.isalnum() else "_" for c in case.name.lower())
    setattr(ThroughADoor, f"test_{number:02}_{name}", method_for(case))
for kind in door.ALL:
    name = "Through" + "".join(c for c in kind.name.title() if c.isalnum())
    globals()[name] = type(name, (ThroughADoor, unittest.TestCase), {"kind": kind})
