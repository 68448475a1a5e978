/*
 * X-ray: shows developers which parts of a page come from the cache and which are live.
 *
 * The server adds this script at the end of each page for a developer (the command `developer`
 * prints a link for becoming one). With --debug it adds it to every page. No other visitor loads
 * it. An element before it, <script type="application/json" id="xray">, contains the data about the
 * page and its fragments.
 *
 * A badge in the corner, or Alt+X, opens it: a frame around the page, a frame with a label around
 * each hole, and a panel. It stays open from page to page within a tab. All of it is in a shadow
 * tree over the page, so it moves nothing, and the site's CSS does not apply to it. Its style is a
 * constructed style sheet, which a strict Content-Security-Policy allows. All values are inserted
 * as text, never as HTML.
 */
(function () {
    "use strict";

    const element = document.getElementById("xray");
    let data = null;
    try {
        data = JSON.parse(element.textContent);
    } catch (error) {
        return;    // no data: nothing to show
    }
    const page = data.page;
    const fragments = new Map(data.fragments.map((one) => [one.fragment, one]));
    const is_cached = "key" in page;

    const style = new CSSStyleSheet();
    style.replaceSync(`
        :host {
            all: initial !important; position: absolute !important; top: 0 !important; left: 0 !important;
            z-index: 2147483647 !important; color-scheme: light dark !important;
            --cache: #0b6e99; --live: #b3400f; --failed: #b0002a; --later: #7a5900;
            --paper: #fff; --ink: #1c1e1b; --soft: #5c605a; --line: #d5d8d1;
        }
        @media (prefers-color-scheme: dark) {
            :host {
                --cache: #5cc3ee; --live: #ff9a66; --failed: #ff7d92; --later: #e6bd4f;
                --paper: #1b1d1a; --ink: #eceee9; --soft: #a9ada5; --line: #3b3f38;
            }
        }
        @media print { :host { display: none !important; } }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        .badge, .panel, .frame, .box { position: fixed; font: 13px/1.45 system-ui, sans-serif; }
        .badge, .panel {
            right: 12px; color: var(--ink); background: var(--paper); border: 1px solid var(--line);
            box-shadow: 0 2px 10px rgb(0 0 0 / .22);
        }
        .badge {
            bottom: 12px; display: flex; align-items: center; gap: 7px; min-height: 28px; padding: 3px 11px;
            border-radius: 14px; font-size: 12px; cursor: pointer;
        }
        .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--of); flex: none; }
        button:focus-visible, .panel:focus-visible { outline: 2px solid var(--cache); outline-offset: 2px; }
        .panel {
            bottom: 50px; width: min(27rem, 100vw - 24px); max-height: min(34rem, 100vh - 74px); overflow: auto;
            padding: 14px 16px; border-radius: 10px; overscroll-behavior: contain;
        }
        h2 { margin: 0 0 2px; font-size: 14px; }
        h3 { margin: 14px 0 4px; font-size: 13px; }
        p { margin: 0 0 8px; color: var(--soft); }
        .key { display: inline-flex; align-items: center; gap: 5px; margin-right: 14px; }
        .swatch { width: 11px; height: 11px; border: 2px solid var(--of); border-radius: 3px; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 12px; margin: 0; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        .code { font: 12px/1.5 ui-monospace, monospace; white-space: pre-line; }
        ul { margin: 0; padding: 0; list-style: none; }
        li button {
            display: block; width: 100%; padding: 5px 7px; border: 0; border-left: 3px solid var(--of);
            background: none; color: inherit; font: inherit; text-align: left; cursor: pointer;
            overflow-wrap: anywhere;
        }
        li + li { margin-top: 4px; }
        li button:hover { background: color-mix(in srgb, var(--of) 12%, transparent); }
        li span { color: var(--soft); font-variant-numeric: tabular-nums; }
        .frame, .box { pointer-events: none; border: 2px solid var(--of); }
        .frame { inset: 0; border-width: 3px; }
        .box { border-radius: 4px; top: 0; left: 0; will-change: transform; }
        .label {
            position: absolute; width: max-content; max-width: min(22rem, 90vw);
            padding: 0 6px; border-radius: 3px; background: var(--of); color: var(--paper); font: 11px/1.5 system-ui, sans-serif;
            overflow-wrap: anywhere;
        }
        .cache { --of: var(--cache); }
        .live { --of: var(--live); }
        .failed { --of: var(--failed); }
        .failed.box, .later.box { border-style: dashed; }
        .later { --of: var(--later); }
        .flash { animation: flash 1.2s ease-out; }
        @keyframes flash {
            from { background: color-mix(in srgb, var(--of) 55%, transparent); }
        }
        @media (prefers-reduced-motion: reduce) { .flash { animation: none; border-width: 4px; } }
        @media (forced-colors: active) { .label { border: 1px solid; } }
    `);

    const host = document.createElement("aspic-xray");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];

    // Makes an element. Children that are strings become text.
    function make(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }

    // ---- texts

    function bytes(count) {
        return count < 1024 ? `${count} B` : `${(count / 1024).toFixed(1)} KiB`;
    }

    function time(seconds) {
        const all = Math.floor(seconds);
        const two = (large, large_name, small, small_name) => {
            const rest = Math.floor(all % large / small);
            return `${Math.floor(all / large)} ${large_name}${rest ? ` ${rest} ${small_name}` : ""}`;
        };
        if (all < 60) return `${all} s`;
        if (all < 3600) return two(60, "min", 1, "s");
        if (all < 86400) return two(3600, "h", 60, "min");
        return two(86400, "d", 3600, "h");
    }

    function outcome() {
        if (/;\s*hit\b/.test(page.status)) return page.ttl < 0 ? "stale" : "hit";
        const forwarded = /;\s*fwd=([\w-]+)/.exec(page.status);
        if (!forwarded) return "page";
        return { "uri-miss": "miss", "bypass": "not cached" }[forwarded[1]] || forwarded[1];
    }

    function lifetime_left(seconds) {
        return seconds > 0 ? time(seconds) : `none, since ${time(-seconds)}`;
    }

    function about(fragment) {
        const parts = [fragment.state];
        if ("ms" in fragment) parts.push(`${fragment.ms} ms`);
        if ("bytes" in fragment) parts.push(bytes(fragment.bytes));
        if ("keep" in fragment && fragment.state === "live") parts.push(`kept for ${time(fragment.keep)}`);
        if (fragment.filled) parts.push("filled later");
        return parts.join(" · ");
    }

    // Seconds since the answer arrived. The server's numbers are from that moment.
    const navigation = performance.getEntriesByType("navigation")[0];
    const began = navigation ? navigation.responseStart : 0;
    const since = () => Math.max(0, (performance.now() - began) / 1000);

    // ---- the badge and the panel

    const frame = make("div", { class: `frame ${is_cached ? "cache" : "live"}`, hidden: "", "aria-hidden": "true" });
    const boxes = make("div", { "aria-hidden": "true", hidden: "" });
    const badge = make("button", {
        type: "button", class: `badge ${is_cached ? "cache" : "live"}`, "aria-expanded": "false", "aria-controls": "panel",
        "aria-keyshortcuts": "Alt+X", title: "X-ray of this page (Alt+X)"
    }, make("span", { class: "dot" }), make("span", {}, `X-ray: ${outcome()}, ${fragments.size} ${fragments.size === 1 ? "hole" : "holes"}`));
    const panel = make("section", { class: "panel", id: "panel", "aria-label": "X-ray of this page", tabindex: "0", hidden: "" });

    const counted = [];    // functions that update the texts that change with time
    function count(text) {
        const place = make("dd", {});
        counted.push(() => { if (place.textContent !== text()) place.textContent = text(); });
        return place;
    }

    function fill_panel() {
        const rows = make("dl", {});
        const row = (name, value, kind = "") =>
            rows.append(make("dt", {}, name), value instanceof Node ? value : make("dd", { class: kind }, value));
        row("Cache-Status", page.status, "code");
        if (is_cached) {
            row("Age", count(() => time(page.age + since())));
            row("Lifetime left", count(() => lifetime_left(page.ttl - since())));
            row("Key", page.key, "code");
            row("Tags", page.tags.join(", ") || "none", "code");
            row("Read of requests", Object.entries(page.inputs).map(([name, value]) => `${name}: ${value}`).join("\n") || "nothing", "code");
            row("Rendered in", `${page.render_ms} ms`);
        }
        row("Size", bytes(page.bytes));
        const list = make("ul", {});
        for (const fragment of fragments.values()) {
            const button = make("button", { type: "button" }, make("b", {}), make("br", {}), make("span", {}));
            button.addEventListener("click", () => show_hole(fragment.fragment));
            list.append(make("li", {}, button));
            counted.push(() => {
                if (button.lastChild.textContent === about(fragment)) return;
                button.className = fragment.state;
                button.firstChild.textContent = fragment.fragment;
                button.lastChild.textContent = about(fragment);
            });
        }
        const legend = (kind, words) => make("span", { class: `key ${kind}` }, make("span", { class: "swatch" }), words);
        panel.append(make("h2", {}, page.path),
            make("p", {}, legend("cache", "from the cache"), legend("live", "live, for you alone")), rows);
        if (fragments.size) panel.append(make("h3", {}, "Fragments"), list);
    }

    // ---- the boxes around the holes

    const box_of = new Map();    // the box of each hole

    function holes(fragment) {
        return [...document.querySelectorAll("x-live")]
            .filter((hole) => !fragment || hole.getAttribute("fragment") === fragment);
    }

    // The visible rectangles of a node. An element without a box, as most holes are, has the
    // rectangles of its children. The content of a closed menu has a position, but is not visible.
    function rectangles_of(node) {
        if (node.nodeType === Node.TEXT_NODE) {
            const range = document.createRange();
            range.selectNode(node);
            return [...range.getClientRects()];
        }
        if (node.nodeType !== Node.ELEMENT_NODE) return [];
        const own = node.getBoundingClientRect();
        if (!own.width && !own.height) return [...node.childNodes].flatMap(rectangles_of);
        return node.checkVisibility && !node.checkVisibility() ? [] : [own];
    }

    function place_of(hole) {
        const all = rectangles_of(hole).filter((one) => one.width && one.height);
        if (!all.length) return { left: 0, top: 0, width: 0, height: 0 };
        const left = Math.min(...all.map((one) => one.left));
        const top = Math.min(...all.map((one) => one.top));
        const [width, height] = [Math.max(...all.map((one) => one.right)) - left, Math.max(...all.map((one) => one.bottom)) - top];
        return { left, top, width, height };
    }

    function box_for(hole) {
        if (!box_of.has(hole)) {
            const box = make("div", { class: "box" }, make("span", { class: "label" }));
            boxes.append(box);
            box_of.set(hole, box);
        }
        return box_of.get(hole);
    }

    function set(object, name, value) {
        if (object[name] !== value) object[name] = value;
    }

    // Below the box, or above it, or in it: where all of the label is visible. The positions are
    // those in the window.
    function place_label(label, left, top, height) {
        const edge = 2;
        const x = Math.max(edge, Math.min(left, document.documentElement.clientWidth - label.offsetWidth - edge));
        const above = top - label.offsetHeight - 1;
        const lowest = innerHeight - label.offsetHeight - edge;
        let y = top + height + 1;
        if (y > lowest && top < innerHeight) y = above >= edge ? above : lowest;
        const border = 2;
        set(label.style, "left", `${x - left - border}px`);
        set(label.style, "top", `${y - top - border}px`);
    }

    function draw() {
        const here = new Set(holes());
        for (const [hole, box] of box_of) {
            if (here.has(hole)) continue;
            box.remove();
            box_of.delete(hole);
        }
        for (const hole of here) {
            const box = box_for(hole);
            const name = hole.getAttribute("fragment");
            const fragment = fragments.get(name) || { state: "live" };
            const place = place_of(hole);
            set(box, "hidden", !place.width || !place.height);
            if (box.hidden) continue;
            const gap = 3;
            set(box.style, "transform", `translate(${place.left - gap}px, ${place.top - gap}px)`);
            set(box.style, "width", `${place.width + 2 * gap}px`);
            set(box.style, "height", `${place.height + 2 * gap}px`);
            const flash = box.classList.contains("flash") ? " flash" : "";
            set(box, "className", `box ${fragment.state}${flash}`);
            set(box.firstChild, "textContent", `${name} · ${about(fragment)}`);
            place_label(box.firstChild, place.left - gap, place.top - gap, place.height + 2 * gap);
        }
        counted.forEach((update) => update());
    }

    function flash(fragment) {
        for (const hole of holes(fragment)) {
            const box = box_for(hole);
            box.classList.remove("flash");
            void box.offsetWidth;    // makes the browser restart the animation
            box.classList.add("flash");
            setTimeout(() => box.classList.remove("flash"), 1200);
        }
    }

    function show_hole(fragment) {
        const hole = holes(fragment).find((one) => place_of(one).height) || holes(fragment)[0];
        if (!hole) return;
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        const inner = hole.firstElementChild || hole;
        inner.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
        flash(fragment);
    }

    // ---- open and closed

    let is_open = false;

    function remembered(value) {
        try {
            if (value === undefined) return sessionStorage.getItem("aspic-xray") === "open";
            if (value) sessionStorage.setItem("aspic-xray", "open");
            else sessionStorage.removeItem("aspic-xray");
        } catch (error) {
            // No storage: X-ray is closed on each new page.
        }
        return false;
    }

    // Draws each frame while X-ray is open, so that a box follows its hole.
    function follow() {
        if (!is_open) return;
        draw();
        requestAnimationFrame(follow);
    }

    function open(wanted) {
        if (wanted === is_open) return;
        is_open = wanted;
        remembered(is_open);
        badge.setAttribute("aria-expanded", String(is_open));
        for (const part of [frame, boxes, panel]) part.hidden = !is_open;
        follow();
    }

    badge.addEventListener("click", () => open(!is_open));
    document.addEventListener("keydown", (event) => {
        if (event.code === "KeyX" && event.altKey && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            open(!is_open);
        } else if (event.key === "Escape" && is_open && event.target === host) {
            badge.focus();
            open(false);
        }
    });

    // Updates the holes that fill.js fills, or cannot fill, after the page has arrived.
    function later(event, state) {
        for (const name of (event.detail && event.detail.fragments) || []) {
            const fragment = fragments.get(name);
            if (!fragment) continue;
            const hole = holes(name)[0];
            fragment.state = state;
            fragment.filled = state === "live";
            delete fragment.ms;
            delete fragment.bytes;
            if (fragment.filled && hole) fragment.bytes = new TextEncoder().encode(hole.innerHTML).length;
            if (is_open) flash(name);
        }
    }
    document.addEventListener("live:filled", (event) => later(event, "live"));
    document.addEventListener("live:error", (event) => later(event, "failed"));

    fill_panel();
    root.append(frame, boxes, panel, badge);
    document.body.append(host);
    if (remembered()) open(true);
}());
