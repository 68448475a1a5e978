"""A case: what must be the same at every door, and where a door differs, with the reason."""

import dataclasses
import unittest

that = unittest.TestCase()
that.maxDiff = 2000

OK, NOT_APPLICABLE = "ok", "–"


@dataclasses.dataclass(frozen=True)
class Difference:
    """What a door does instead, and why that is so: a word for the table, and a footnote."""
    word: str
    reason: str


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
    name: str
    play: object         # takes a door; returns None, or the word of a difference; or raises
    applies: object      # takes a door
    differences: dict    # by the name of the door

    def outcome(self, door):
        """Plays the case through the door. Returns what belongs into the table."""
        if not self.applies(door):
            return NOT_APPLICABLE
        seen = self.play(door) or OK
        known = self.differences.get(door.name)
        if seen != (known.word if known else OK):
            raise AssertionError(f"{self.name}: {door.name} gives {seen!r}, which is not "
                                 f"{known.word if known else OK!r}")
        return seen


class Cases:
    """Collects the cases of a module."""

    def __init__(self):
        self.cases = []

    def __iter__(self):
        return iter(self.cases)

    def case(self, name, applies=lambda door: True, differences=None):
        """differences: by the names of doors."""
        def add(play):
            self.cases.append(Case(name, play, applies, differences or {}))
            return play

        return add


def at(doors, word, reason):
    """Returns the same difference for several doors."""
    return dict.fromkeys(doors, Difference(word, reason))


def in_server(door):
    """False in process, where no server receives the request."""
    return door.name != "in process"


def over_http1(door):
    return door.is_raw


def over_http(door):
    return door.is_raw or door.is_http2
