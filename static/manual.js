/*
 * Conveniences of a manual page: the current section in its table of contents, buttons that copy,
 * and the note that it was read. The page works without this script.
 */
(() => {
    "use strict";

    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];

    // ---- A message at the bottom of the window
    let hiding = 0;

    function say(words) {
        let note = one(".note");
        if (!note) {
            note = Object.assign(document.createElement("p"), { className: "note" });
            note.setAttribute("role", "status");
            document.body.append(note);
        }
        clearTimeout(hiding);
        note.textContent = words;
        note.classList.add("shown");
        hiding = setTimeout(() => note.classList.remove("shown"), 1600);
    }

    // Browsers have no clipboard for sites by plain http, but they still copy what is selected.
    async function copy(text, words) {
        try {
            if (navigator.clipboard) await navigator.clipboard.writeText(text);
            else copy_selected(text);
            say(words);
        } catch {
            say("The browser does not allow to copy");
        }
    }

    function copy_selected(text) {
        const focused = document.activeElement;
        const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
        document.body.append(field);
        field.select();
        const is_done = document.execCommand("copy");
        field.remove();
        focused?.focus({ preventScroll: true });
        if (!is_done) throw new Error("not copied");
    }

    // ---- A click on a heading or an option also copies its address
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a.permalink");
        if (link && navigator.clipboard) copy(link.href, "Link copied");
    });

    // Elements that follow each other down the page: how many of them begin above the line. A few of
    // thousands tell.
    function count_above(elements, line) {
        let [from, to] = [0, elements.length];
        while (from < to) {
            const middle = from + to >> 1;
            if (elements[middle].getBoundingClientRect().top > line) to = middle;
            else from = middle + 1;
        }
        return from;
    }

    // Calls it now, and once a frame while the page moves.
    function follow(work) {
        let waits = false;
        const later = () => {
            if (waits) return;
            waits = true;
            requestAnimationFrame(() => { waits = false; work(); });
        };
        addEventListener("scroll", later, { passive: true });
        addEventListener("resize", later);
        later();
    }

    // ---- A button that copies a block of code. A long page has thousands of blocks, so a block
    // gets its button when it is near the window and the page rests: each button costs a layout.
    const blocks = all(".manual-text pre");

    function add_buttons() {
        const from = Math.max(0, count_above(blocks, -innerHeight / 2) - 1);
        const to = count_above(blocks, innerHeight * 1.5);
        for (const block of blocks.slice(from, to)) {
            if (block.has_button) continue;
            block.has_button = true;
            add_button(block);
        }
    }

    // In the block, because an element beside it would make the browser look at all that follow.
    function add_button(block) {
        const text = block.textContent.replace(/^\n+|\s+$/g, "") + "\n";
        const button = Object.assign(document.createElement("button"),
            { type: "button", className: "copy", textContent: "Copy" });
        button.setAttribute("aria-label", "Copy this code");
        button.addEventListener("click", () => copy(text, "Copied"));
        block.append(button);
    }

    // ---- The table of contents of a manual page. In a wide window it is open, and the current
    // section is marked.
    const contents = one("details.toc");
    if (contents) {
        const wide = matchMedia("(min-width: 64rem)");
        const arrange = () => { contents.open = wide.matches; };
        arrange();
        wide.addEventListener("change", arrange);
        contents.addEventListener("click", ({ target }) => {
            if (!wide.matches && target.closest("a")) contents.open = false;
        });
        mark_current_section(contents, wide);
    }

    function mark_current_section(list, wide) {
        const links = new Map([...list.querySelectorAll("a")].map((link) =>
            [link.getAttribute("href").slice(1), link]));
        const headings = all(".manual-text :is(h2, h3)[id]").filter(({ id }) => links.has(id));
        let current = null;

        follow(() => {
            if (!wide.matches) return;
            const at = Math.max(0, count_above(headings, innerHeight / 4) - 1);
            const link = links.get(headings[at]?.id);
            if (!link || link === current) return;
            // Everything is read before anything is changed. Scrolls only the list, not the page.
            const { offsetTop: top, offsetHeight: height } = link;
            const [from, room] = [list.scrollTop, list.clientHeight];
            current?.removeAttribute("aria-current");
            link.setAttribute("aria-current", "true");
            current = link;
            if (top < from) list.scrollTop = top - 24;
            else if (top + height > from + room) list.scrollTop = top + height - room + 24;
        });
    }

    // ---- Adds the manual page to the visitor's list of pages read lately. A guest has no list.
    // A page that the browser prerenders counts as read when it is shown.
    const page = one("[data-mark-read]");
    if (page && window.live?.version) {
        const mark_read = () => navigator.sendBeacon(page.dataset.markRead);
        if (document.prerendering) document.addEventListener("prerenderingchange", mark_read, { once: true });
        else mark_read();
    }

    let resting = 0;
    const at_rest = () => {
        clearTimeout(resting);
        resting = setTimeout(add_buttons, 150);
    };
    if (blocks.length) {
        addEventListener("scroll", at_rest, { passive: true });
        addEventListener("resize", at_rest);
        at_rest();
    }
})();
