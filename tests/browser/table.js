// The table that a test prints at its end, with one line for each measured view.

const columns = [["view", 48], ["width", -6], ["layout shift", -13], ["wrong content", -14],
    ["requests", -9]];

const cell = (text, width) =>
    (width < 0 ? String(text).padStart(-width) : String(text).padEnd(width));

export class Table {
    rows = [];

    add(view, width, { shift, wrong, requests }) {
        this.rows.push([view, width, shift.toFixed(3), `${wrong} ms`, requests]);
    }

    toString() {
        return [columns.map(([name]) => name), ...this.rows]
            .map((row) => row.map((text, at) => cell(text, columns[at][1])).join(" ")).join("\n");
    }
}
