/*
 * What this browser keeps of the holes, for the next view of a page, in localStorage:
 *
 *     live           {version, pages: [path, ...], latest: {name: {html, hash}}}: the version of the cookie "live", the
 *                    newest page first
 *     live:/man/1/ls {version, key, fragments: {name: {html, hash, till}}, sizes: {name: [window's width, w, h, display]}}
 *
 * `till` (milliseconds since 1970; 0: none) is how long a fragment need not be asked for. One that changes with each
 * view (keep="0") is kept once for all pages, in `latest`: each page shows the last one while it asks for its own.
 * Fragments of another version are void, sizes are not. The keys of the pages whose fragments are all here go into the cookie "snapshots", behind the
 * version and a dot: for those the server sends the cached page, for all others it fills the holes itself.
 *
 * Storage may be absent, full, or somebody else's: then nothing is kept, and nothing is told to the server.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const most_pages = 32;
    const prefix = "live:";
    const here = location.pathname;

    const write = (key, value) => {
        const text = JSON.stringify(value);
        if (localStorage.getItem(key) !== text) localStorage.setItem(key, text);
    };
    const known_pages = () => [live.read("live").pages].flat().filter((path) => typeof path === "string");

    // Puts this page first. What is too much is forgotten: pages beyond the most, and the oldest where there is no room
    // left. Returns the keys of those.
    function keep_page(version, page, latest) {
        const pages = [here, ...known_pages().filter((path) => path !== here)];
        const keys_gone = [];
        const forget = (path) => {
            keys_gone.push(live.read(prefix + path).key);
            localStorage.removeItem(prefix + path);
        };
        pages.splice(most_pages).forEach(forget);
        for (;;) {
            try {
                write(prefix + here, page);
                write("live", { version, pages, latest });
                return keys_gone;
            } catch (full) {
                if (pages.length < 2) throw full;
                forget(pages.pop());
            }
        }
    }

    // Fragments of other versions are of no use to anybody.
    function forget_others(version) {
        for (const path of known_pages()) {
            const page = live.read(prefix + path);
            if (page.version !== version && page.fragments) write(prefix + path, { sizes: page.sizes });
        }
    }

    function tell_server(version, present, gone) {
        const [of, keys] = live.cookie("snapshots").split(".");
        const before = (of === version && keys || "").match(/.{6}/g) || [];
        const all = [...present, ...before.filter((key) => !present.includes(key) && !gone.includes(key))];
        const secure = location.protocol === "https:" ? "; Secure" : "";
        document.cookie = `snapshots=${version}.${all.slice(0, most_pages).join("")}; Path=/; SameSite=Lax${secure}`;
    }

    // live.keep(version, holes): what they show now, for the visitor of that version. A hole's `html` and `till` are what
    // the server said; one that live.js filled is as it was kept before.
    live.keep = function (version, holes) {
        const key = holes[0]?.getAttribute("key");
        if (!version || !key || live.cookie("live") !== version) return;
        const before = live.read(prefix + here);
        const page = { version, key, fragments: {}, sizes: Object(before.sizes) };
        const index = live.read("live");
        const latest = { ...(index.version === version && index.latest) };
        for (const hole of holes) {
            const name = live.name_of(hole);
            const hash = hole.getAttribute("hash");
            if (!hash || hole.getAttribute("visitor") !== version) continue;
            // The answer "unchanged" does not say whether the fragment is fleeting.
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
            // A page may become again what it was, and what is here is not of that time.
            if (before.key !== key) gone.push(before.key);
            if (complete) tell_server(version, [key], gone);
            else tell_server(version, [], [...gone, key]);
            setTimeout(() => { try { forget_others(version); } catch { /* another time */ } });
        } catch {
            tell_server(version, [], [key]);
        }
    };

    // live.measure(holes): remembers how large they are in a window of this width.
    live.measure = function (holes) {
        const page = live.read(prefix + here);
        if (!page.key) return;
        page.sizes = Object(page.sizes);
        for (const hole of holes) {
            const size = !hole.matches("[blank], [failed]") && live.size_of(hole);
            if (size) page.sizes[live.name_of(hole)] = size;
        }
        try { write(prefix + here, page); } catch { /* then it is as large as its guest's form, next time */ }
    };
})();
