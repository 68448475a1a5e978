/*
 * Holes before the first paint: in <head>, without defer. base.js goes on from here.
 *
 * A hole that shows what is one visitor's has the attribute `visitor`: the version (cookie "live") that it is for. If
 * that is not the present one, this browser's snapshot takes its place while the parser is still at it; or it is blank
 * until one early request is answered. A visitor never sees the guest's form: a neutral form
 * replaces what is not available. A guest keeps nothing, and asks for nothing.
 */
(() => {
    "use strict";

    const address = document.currentScript.dataset.live || "/_live";
    // The first cookie of that name that looks like ours: a site above this one may set it, too.
    const cookie = (name) => (new RegExp(`(?:^|; )${name}=([\\w-]{11}(?:\\.[\\w-]*)?)(?=;|$)`).exec(document.cookie) || [0, ""])[1];
    const name_of = (hole) => hole.getAttribute("fragment");
    const version = cookie("live");
    const holes = []; // those that wait for the answer
    const replayed = [];
    const live = window.live = { version, cookie, name_of, read, ask, blank, reserve, show, holes };

    function read(key) {
        try { return Object(JSON.parse(localStorage[key])); } catch { return {}; }
    }

    const page = read("live:" + location.pathname);
    const snapshots = Object(page.version === version && page.fragments);
    const index = read("live");
    const latest = Object(index.version === version && index.latest);
    const snapshot_of = (name) => Object(Object(snapshots[name]).html === undefined ? latest[name] : snapshots[name]);
    const due = (name) => !(snapshot_of(name).till > Date.now());

    // A page that the browser keeps for Back is painted before its scripts run, so it could show a visitor who has signed out.
    // A message that arrives while the page is kept makes the browser drop it. A visitor's page sends one to itself: Firefox
    // takes it after "pagehide", Chromium after "freeze". A guest's page gets one when a page has a new version.
    try {
        live.channel = new BroadcastChannel("live");
        const sender = new BroadcastChannel("live"); // a channel does not hear itself
        const drop = () => sender.postMessage(0);
        const drop_this = () => document.querySelector("x-live[visitor]") && drop();
        addEventListener("pagehide", drop_this);
        document.addEventListener("freeze", drop_this);
        if (version !== (index.version || "")) drop();
    } catch { /* base.js hides the holes */ }

    try {
        if (!version) Object.keys(localStorage).forEach((key) => /^live(:|$)/.test(key) && delete localStorage[key]);
        else if (index.version !== version) localStorage.live = JSON.stringify({ version, pages: index.pages });
    } catch { /* no storage, or no room */ }

    // hash_of(name): of what the visitor has.
    function ask(names, hash_of, signal) {
        const query = new URLSearchParams({ page: location.pathname });
        names.forEach((name) => { query.append("fragment", name); query.append("have", hash_of(name)); });
        return fetch(address + "?" + query, { signal, redirect: "manual", cache: "no-store" });
    }

    function ask_early(all, key) {
        const names = all.slice(0, 16);
        const answer = ask(names, (name) => snapshot_of(name).hash || "");
        answer.catch(() => {}); // base.js sees to that
        live.early = { names, key, version, answer };
    }

    // Out of sight; as large as it was last seen in a window of this width, or else as it is.
    function blank(hole) {
        const [at, w, h, display] = Object.values(Object(Object(page.sizes)[name_of(hole)]));
        hole.setAttribute("blank", "");
        hole.style.visibility = "hidden";
        if (at === innerWidth) reserve(hole, [w, h, display]);
    }

    function reserve(hole, [w, h, display]) {
        Object.assign(hole.style, { display, width: w + "px", height: h + "px", overflow: "hidden", verticalAlign: "top" });
    }

    function show(hole) {
        for (const name of ["blank", "failed", "style"]) hole.removeAttribute(name);
    }

    // What the parser goes on to append, behind `edge`, is held back before it is painted.
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

    // Pages with their key in this cookie come from the cache: their fragments are known by now.
    const early = Object.keys(snapshots).filter(due);
    if (early[0] && cookie("snapshots").includes(page.key)) ask_early(early, page.key);

    customElements.define("x-live", class extends HTMLElement {
        connectedCallback() {
            // While the server makes a slow one, the guest's form is there for its size.
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
            this.setAttribute("aria-busy", "true");
        }
    });

    // Before deferred scripts.
    document.addEventListener("readystatechange", () => {
        parsing.disconnect();
        replayed.forEach((hole) => { hold(hole); hole.edge.remove(); });
        if (holes[0] && !live.early) ask_early([...new Set(holes.map(name_of))], holes[0].getAttribute("key"));
    }, { once: true });
})();
