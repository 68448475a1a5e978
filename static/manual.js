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

    // ---- A button that copies a block of code. A long page has thousands of blocks, so a block
    // gets its button when it comes near the window.
    const near = new IntersectionObserver((entries) => {
        for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue;
            near.unobserve(target);
            add_button(target);
        }
    }, { rootMargin: "50% 0px" });

    function add_button(block) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" });
        button.setAttribute("aria-label", "Copy this code");
        button.addEventListener("click", () => copy(block.textContent.replace(/^\n+|\s+$/g, "") + "\n", "Copied"));
        const place = Object.assign(document.createElement("div"), { className: "copy" });
        place.append(button);
        (block.closest(".Bd.Li, [role=region]") || block).before(place);
    }

    all(".manual-text pre").forEach((block) => near.observe(block));

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
        const links = new Map([...list.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
        const headings = all(".manual-text :is(h2, h3)[id]").filter(({ id }) => links.has(id));
        let current = null;

        // Headings follow each other down the page, so a few of thousands tell which one is last
        // above the line.
        function heading_at(line) {
            let [from, to] = [0, headings.length];
            while (to - from > 1) {
                const middle = from + to >> 1;
                if (headings[middle].getBoundingClientRect().top > line) to = middle;
                else from = middle;
            }
            return headings[from];
        }

        function mark() {
            const at = heading_at(innerHeight / 4);
            const link = at && links.get(at.id);
            if (!link || link === current) return;
            current?.removeAttribute("aria-current");
            link.setAttribute("aria-current", "true");
            current = link;
            // Scrolls only the list, not the page.
            const { offsetTop: top, offsetHeight: height } = link;
            if (top < list.scrollTop) list.scrollTop = top - 24;
            else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight + 24;
        }

        let waits = false;
        const follow = () => {
            if (waits || !wide.matches) return;
            waits = true;
            requestAnimationFrame(() => { waits = false; mark(); });
        };
        addEventListener("scroll", follow, { passive: true });
        addEventListener("resize", follow);
        follow();
    }

    // ---- Adds the manual page to the visitor's list of pages read lately. A guest has no list.
    // A page that the browser prerenders counts as read when it is shown.
    const page = one("[data-mark-read]");
    if (page && window.live?.version) {
        const mark_read = () => navigator.sendBeacon(page.dataset.markRead);
        if (document.prerendering) document.addEventListener("prerenderingchange", mark_read, { once: true });
        else mark_read();
    }
})();
