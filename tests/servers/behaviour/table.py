"""All cases, and the table of what was found, in deploy/README.md between two lines."""

from harness.paths import ROOT

from . import answers, bodies, connections, requests, targets
from .case import NOT_APPLICABLE, OK

cases = [case for module in (answers, targets, requests, bodies, connections)
         for case in module.cases]

FILE = ROOT / "deploy/README.md"
BEGIN = "<!-- Made by tests/servers/write_doors, and checked by test_doors.py: do not edit. -->\n"
END = "<!-- End of what tests/servers/write_doors makes. -->\n"


def render(found):
    """Returns the lines of the table. found: outcomes by door and by case, by their names."""
    footnotes = {}  # their numbers
    lines = ["| | " + " | ".join(found) + " |", "|---" * (len(found) + 1) + "|"]
    for case in cases:
        cells = []
        for door, outcomes in found.items():
            outcome = outcomes[case.name]
            if outcome not in (OK, NOT_APPLICABLE):
                reason = case.differences[door].reason
                outcome += f" [{footnotes.setdefault(reason, len(footnotes) + 1)}]"
            cells.append(outcome)
        lines.append(f"| {case.name} | " + " | ".join(cells) + " |")
    lines.append("")
    lines += [f"{number}. {reason}" for reason, number in footnotes.items()]
    return "".join(line + "\n" for line in lines)


def parts():
    """Returns the text of the file before, in and after the place of the table."""
    before, begin, rest = FILE.read_text().partition(BEGIN)
    table, end, after = rest.partition(END)
    if not end:
        raise AssertionError(f"{FILE} has no place for the table: {BEGIN}{END}")
    return before + begin, table, end + after


def written(case, door):
    """Returns what the file says about this case and door, without the number of a footnote."""
    rows = [[cell.strip() for cell in line.strip("|\n").split(" | ")]
            for line in parts()[1].splitlines() if line.startswith("| ")]
    for row in rows[1:]:
        if row[0] == case:
            cell = dict(zip(rows[0], row)).get(door, "")
            return cell.partition(" [")[0]
    return None


def write(found):
    before, _, after = parts()
    FILE.write_text(before + "\n" + render(found) + "\n" + after)
