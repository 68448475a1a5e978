"""The tables and the plot of tests/bench/answers and footprint."""

import html
import statistics

END = "<!-- end -->"


def costs(cases):
    """Returns the table of costs as text, one line for each case."""
    width = max(len(case.name) for case in cases)
    lines = [f"{'':{width}} {'CPU us':>7} {'lowest':>7} {'highest':>7} {'bytes':>7} "
             f"{'p50 us':>7} {'p99 us':>7}"]
    for case in cases:
        lines.append(f"{case.name:{width}} {statistics.median(case.costs):7.1f} "
                     f"{min(case.costs):7.1f} {max(case.costs):7.1f} {case.last['bytes']:7.0f} "
                     f"{case.last['p50']:7.0f} {case.last['p99']:7.0f}")
    return "\n".join(lines) + "\n"


def ratios(cases, limits):
    """Yields (name, ratio of the two medians, limit) where both cases were measured."""
    medians = {case.name: statistics.median(case.costs) for case in cases}
    for name, ours, other, most in limits:
        if ours in medians and other in medians:
            yield name, medians[ours] / medians[other], most


def limits(cases, limits):
    lines = []
    for name, ratio, most in ratios(cases, limits):
        line = f"{name:62} {ratio:6.2f}"
        if most is not None:
            line += f"  at most {most:.2f}{'  MET' if ratio <= most else '  MISSED'}"
        lines.append(line)
    return "\n".join(lines) + "\n" if lines else ""


def plot(cases):
    """Returns an SVG with one bar for each case. Its colours follow the reader's colour scheme."""
    row, left, width = 22, 420, 900
    most = max(statistics.median(case.costs) for case in cases)
    parts = []
    for number, case in enumerate(cases):
        y = 10 + number * row
        cost = statistics.median(case.costs)
        size = cost / most * (width - left - 70)
        kind = "ours" if case.name.startswith("Aspic") else "other"
        parts.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">'
                     f'{html.escape(case.name)}</text>'
                     f'<rect class="{kind}" x="{left}" y="{y + 3}" width="{size:.1f}" '
                     f'height="{row - 7}" rx="2"/>'
                     f'<text x="{left + size + 6:.1f}" y="{y + 14}">{cost:.1f}</text>')
    height = 20 + len(cases) * row
    style = ("text { font: 13px system-ui, sans-serif; fill: #222 } .ours { fill: #2f7d5b } "
             ".other { fill: #a9a9a2 } @media (prefers-color-scheme: dark) { text { fill: #ddd } "
             ".other { fill: #77776f } }")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-label="Microseconds of processor time for one answer"><style>{style}</style>'
            + "".join(parts) + "</svg>\n")


def row(name, value, kind="", limit=None):
    """One measured value; kind: "at most" or "at least", if it has a limit."""
    text = f"{name:70} {value:9.2f}"
    if limit is None:
        return text
    is_met = value <= limit if kind == "at most" else value >= limit
    return f"{text}  {kind} {limit:g}  {'MET' if is_met else 'MISSED'}"


def write_part(directory, program, table):
    """Puts the table into README.md, between the lines that name the program."""
    begin = f"<!-- begin of what tests/bench/{program} writes -->"
    readme = directory / "README.md"
    before, _, rest = readme.read_text().partition(begin)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{readme} lacks the lines {begin} and {END}")
    readme.write_text(f"{before}{begin}\n```\n{table.rstrip()}\n```\n{END}{after}")


def write(directory, cases, limits_, is_one_processor):
    if is_one_processor:
        write_part(directory, "answers --one-processor", limits(cases, limits_))
        return
    (directory / "answers.svg").write_text(plot(cases))
    write_part(directory, "answers", costs(cases) + "\n" + limits(cases, limits_))
