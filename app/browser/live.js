/*
 * Holes before the first paint. This is a part of head.js, which blocks the parser in <head>.
 *
 * The cookie "live" holds a version. It has no secret in it, and it changes whenever a fragment may
 * have changed. A hole with the content of one visitor names its version in the attribute
 * `visitor`. If that is not the version of the cookie, this script replaces the content while the
 * page is parsed: with the snapshot that this browser keeps, or with blank space until one early
 * request is answered. A visitor never sees the guest's form. A guest stores nothing and requests
 * nothing.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return; // changes.js asks for this page again

    const { cookie, prefix, read } = live;
    const address = document.currentScript.dataset.live; // "/_live", or below a mount "/docs/_live"
    const name_of = (hole) => hole.getAttribute("fragment");
    const version = cookie("live");
    const holes = []; // the holes that wait for the answer
    const replayed = [];
    Object.assign(live, { version, name_of, ask, blank, reserve, show, holes });

    const page = read("live:" + location.pathname);
    const snapshots = Object(page.version === version && page.fragments);
    const index = read("live");
    const latest = Object(index.version === version && index.latest);
    const snapshot_of = (name) =>
        Object(Object(snapshots[name]).html === undefined ? latest[name] : snapshots[name]);
    const due = (name) => !(snapshot_of(name).till > Date.now());

    // The browser may keep a page for Back, and paints it before its scripts run. So it could show
    // a visitor who has signed out. A message that arrives while the page is kept makes the browser
    // drop it. A visitor's page sends that message to itself: Firefox needs it after "pagehide",
    // Chromium after "freeze". A guest's page gets one when any page sees a new version, or a change
    // by this visitor.
    try {
        live.channel = new BroadcastChannel(prefix + "live");
        const sender = new BroadcastChannel(prefix + "live"); // a channel does not receive its own messages
        const drop = () => sender.postMessage(0);
        const drop_this = () => document.querySelector("x-live[visitor]") && drop();
        addEventListener("pagehide", drop_this);
        document.addEventListener("freeze", drop_this);
        if (version !== (index.version || "") || live.has_changed) drop();
    } catch { /* no channels: fill.js hides the holes */ }

    try {
        if (!version) {
            const is_ours = new RegExp(`^${prefix}live(:|$)`);
            Object.keys(localStorage).forEach((key) => is_ours.test(key) && delete localStorage[key]);
        } else if (index.version !== version) {
            localStorage[prefix + "live"] = JSON.stringify({ version, pages: index.pages });
        }
    } catch { /* no storage, or it is full */ }

    // hash_of(name) returns the hash of the content that the visitor has. `view` is "shown" if the
    // visitor sees a new view of this page, and the answer will be used: only then do fragments
    // show messages. It is "early" if the answer may not be used.
    function ask(names, hash_of, { signal, view } = {}) {
        const query = new URLSearchParams({ page: location.pathname + location.search });
        if (view) query.append("view", view);
        for (const name of names) {
            query.append("fragment", name);
            query.append("have", hash_of(name));
        }
        return fetch(address + "?" + query, { signal, redirect: "manual", cache: "no-store" });
    }

    function ask_early(all, key, view) {
        if (document.prerendering) return; // fill.js asks when the page is shown
        const names = all.slice(0, 16); // one request names no more
        live.expect_jquery();
        const answer = ask(names, (name) => snapshot_of(name).hash || "", { view });
        answer.catch(() => {}); // fill.js handles a failure
        live.early = { names, key, version, answer };
    }

    // Hides a hole. It keeps the size that it had in a window of this width, if that is known.
    function blank(hole) {
        const [at, w, h, display] = Object.values(Object(Object(page.sizes)[name_of(hole)]));
        hole.setAttribute("blank", "");
        hole.style.visibility = "hidden";
        if (at === innerWidth) reserve(hole, [w, h, display]);
    }

    function reserve(hole, [w, h, display]) {
        Object.assign(hole.style, {
            display, width: w + "px", height: h + "px", overflow: "hidden", verticalAlign: "top",
        });
    }

    function show(hole) {
        for (const name of ["blank", "failed", "style"]) hole.removeAttribute(name);
    }

    // Shows a snapshot. The parser then appends the guest's form behind `edge`; that part is moved
    // to `held` before it is painted.
    function replay(hole, snapshot) {
        const inert = document.createElement("template");
        inert.innerHTML = snapshot.html;
        inert.content.querySelectorAll("script").forEach((script) => script.remove());
        hole.held = new DocumentFragment();
        hole.edge = new Comment();
        hole.append(inert.content, hole.edge);
        hole.setAttribute("visitor", version);
        hole.setAttribute("hash", snapshot.hash);
        show(hole);
        replayed.push(hole);
        parsing.observe(hole, { childList: true });
    }

    function hold(hole) {
        while (hole.edge.nextSibling) hole.held.append(hole.edge.nextSibling);
    }

    const parsing = new MutationObserver((changes) => changes.forEach((change) => hold(change.target)));

    // If the key of this page is in the cookie, the page comes from the cache, with the same holes
    // as last time. So the request can start before the parser reaches them. If the page is another
    // one, the answer is not used, so it must not contain messages.
    const early = Object.keys(snapshots).filter(due);
    if (early[0] && cookie("snapshots").includes(page.key)) ask_early(early, page.key, "early");

    customElements.define("x-live", class extends HTMLElement {
        connectedCallback() {
            // With `later`, the content is the guest's form: it keeps the space of a slow fragment.
            this.foreign = !this.hasAttribute("later") && this.getAttribute("visitor") || "";
            if (document.readyState !== "loading") return;
            if (this.foreign === version) {
                if (!version) show(this);
                return;
            }
            const snapshot = snapshot_of(name_of(this));
            if ("html" in snapshot) replay(this, snapshot);
            else blank(this);
            if (!due(name_of(this))) return;
            holes.push(this);
            live.expect_jquery();
            this.setAttribute("aria-busy", "true");
        }
    });

    // The page is parsed, and the deferred scripts have not run.
    document.addEventListener("readystatechange", () => {
        parsing.disconnect();
        replayed.forEach((hole) => { hold(hole); hole.edge.remove(); });
        if (holes[0] && !live.early)
            ask_early([...new Set(holes.map(name_of))], holes[0].getAttribute("key"), "shown");
    }, { once: true });
})();
