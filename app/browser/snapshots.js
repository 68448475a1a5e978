/*
 * The snapshots that this browser keeps for the next view of a page, in localStorage:
 *
 *     live             {version, pages: [path, ...], latest: {name: {html, hash}}}
 *                      the version of the cookie "live"; the page that was seen last comes first
 *     live:/man/1/ls   {version, key, fragments: {name: {html, hash, till}},
 *                       sizes: {name: [width of the window, width, height, display]}}
 *
 * `till` (milliseconds since 1970, or 0) says until when a fragment need not be requested. A
 * fragment that changes with each view (keep="0") is stored once for all pages, in `latest`: a page
 * shows the last content while it requests its own. The fragments of another version are not used;
 * the sizes are.
 *
 * The cookie "snapshots" is the version, a dot, and the keys of the pages whose fragments are all
 * stored here. For those pages the server sends the cached page. For all other pages it fills the
 * holes itself.
 *
 * Storage may be missing, full, or used by other scripts. Then nothing is stored, and the cookie
 * does not list the page.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const most_pages = 32;
    const page_key = "live:";
    const here = location.pathname;

    const write = (key, value) => {
        const text = JSON.stringify(value);
        if (localStorage.getItem(live.prefix + key) !== text) localStorage.setItem(live.prefix + key, text);
    };
    const known_pages = () => [live.read("live").pages].flat().filter((path) => typeof path === "string");

    // Stores this page as the first. Removes pages beyond the limit, and the oldest ones while the
    // storage is full. Returns the keys of the removed pages.
    function keep_page(version, page, latest) {
        const pages = [here, ...known_pages().filter((path) => path !== here)];
        const keys_gone = [];
        const forget = (path) => {
            keys_gone.push(live.read(page_key + path).key);
            localStorage.removeItem(live.prefix + page_key + path);
        };
        pages.splice(most_pages).forEach(forget);
        for (;;) {
            try {
                write(page_key + here, page);
                write("live", { version, pages, latest });
                return keys_gone;
            } catch (full) {
                if (pages.length < 2) throw full;
                forget(pages.pop());
            }
        }
    }

    // Removes the fragments of other versions, which are never shown again.
    function forget_others(version) {
        for (const path of known_pages()) {
            const page = live.read(page_key + path);
            if (page.version !== version && page.fragments) write(page_key + path, { sizes: page.sizes });
        }
    }

    function tell_server(version, present, gone) {
        const [of, keys] = live.cookie("snapshots").split(".");
        const before = (of === version && keys || "").match(/.{6}/g) || [];
        const all = [...present, ...before.filter((key) => !present.includes(key) && !gone.includes(key))];
        live.write_cookie("snapshots", `${version}.${all.slice(0, most_pages).join("")}`);
    }

    // Before a form is sent: a browser that runs no scripts gets another answer when its visitor
    // signs in (app/browser/README.md). A guest's browser stores nothing that would say so.
    live.say_that_scripts_run = function () {
        if (!live.cookie("snapshots")) live.write_cookie("snapshots", "-----------.", "; Max-Age=60");
    };

    // live.keep(version, holes): stores what the holes show now, for the visitor of this version.
    // The properties `html` and `till` of a hole come from the server. A hole that live.js filled
    // does not have them: its snapshot stays as it was.
    live.keep = function (version, holes) {
        const key = holes[0]?.getAttribute("key");
        if (!version || !key || live.cookie("live") !== version) return;
        const before = live.read(page_key + here);
        const page = { version, key, fragments: {}, sizes: Object(before.sizes) };
        const index = live.read("live");
        const latest = { ...(index.version === version && index.latest) };
        for (const hole of holes) {
            const name = live.name_of(hole);
            const hash = hole.getAttribute("hash");
            if (!hash || hole.getAttribute("visitor") !== version) continue;
            if (hole.hasAttribute("passing")) continue; // its messages are shown once
            // After the answer `unchanged` it is not known whether the fragment changes with each
            // view.
            if (hole.fleeting || hole.html === undefined && latest[name]?.hash === hash) {
                page.fragments[name] = {};
                if (typeof hole.html === "string") latest[name] = { html: hole.html, hash };
                continue;
            }
            const kept = Object(before.fragments?.[name]);
            const html = hole.html ?? (kept.hash === hash ? kept.html : null);
            if (typeof html === "string") page.fragments[name] = { html, hash, till: hole.till ?? kept.till };
        }
        const complete = holes.every((hole) => live.name_of(hole) in page.fragments);
        try {
            const gone = keep_page(version, page, latest);
            // The page may get its old content and key again, and these snapshots are not of that
            // key.
            if (before.key !== key) gone.push(before.key);
            if (complete) tell_server(version, [key], gone);
            else tell_server(version, [], [...gone, key]);
            setTimeout(() => { try { forget_others(version); } catch { /* tried again later */ } });
        } catch {
            tell_server(version, [], [key]);
        }
    };

    // live.measure(holes): stores their sizes in a window of this width.
    live.measure = function (holes) {
        const page = live.read(page_key + here);
        if (!page.key) return;
        page.sizes = Object(page.sizes);
        for (const hole of holes) {
            const size = !hole.matches("[blank], [failed], [passing]") && live.size_of(hole);
            if (size) page.sizes[live.name_of(hole)] = size;
        }
        // Without its size, a blank hole is as large as its guest's form.
        try { write(page_key + here, page); } catch { /* the storage is full */ }
    };
})();
