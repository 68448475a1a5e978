/*
 * Small conveniences of the site "Manual". Every page works without this script.
 */
(() => {
    "use strict";

    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];

    // Runs at most once a frame.
    function each_frame(work) {
        let waits = false;
        return () => {
            if (waits) return;
            waits = true;
            requestAnimationFrame(() => { waits = false; work(); });
        };
    }

    // ---- The key "/" moves to the search box
    document.addEventListener("keydown", (event) => {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
        const box = all("input[name=q]").find((input) => input.offsetParent);
        if (!box) return;
        event.preventDefault();
        box.focus();
        box.select();
    });

    // ---- The filter of a section's index
    const filter = one(".filter input");
    if (filter) {
        let groups = null;

        const read_groups = () => all(".index section").map((group) => ({
            group,
            letter: one(`.letters a[href="#${group.id}"]`),
            rows: [...group.querySelectorAll("li")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
        }));

        const apply = () => {
            const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
            groups ||= read_groups();
            let found = 0;
            for (const { group, letter, rows } of groups) {
                let here = 0;
                for (const { row, text } of rows) {
                    const matches = words.every((word) => text.includes(word));
                    if (row.hidden === matches) row.hidden = !matches;
                    if (matches) here += 1;
                }
                group.hidden = !here;
                letter?.classList.toggle("empty", !here);
                found += here;
            }
            one(".index .nothing").hidden = found > 0;
            one(".filter-count").textContent = words.length ? String(found) : "";
        };

        filter.addEventListener("input", each_frame(apply));
        filter.addEventListener("keydown", (event) => {
            if (!filter.value) return;
            if (event.key === "Escape") {
                event.preventDefault();
                filter.value = "";
                apply();
            }
            // Enter opens the entry if only one is left. Otherwise it searches all sections.
            if (event.key === "Enter") {
                apply();
                const left = all(".index section:not([hidden]) li:not([hidden]) a");
                if (left.length !== 1) return;
                event.preventDefault();
                location.assign(left[0].href);
            }
        });
        if (filter.value) apply();    // the browser kept the typed text
    }
})();
