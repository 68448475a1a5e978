/*
 * Pages that the browser has kept from before a change. This is a part of head.js.
 *
 * The answer to a request that purges pages sets the cookie "changed" to a new value. Each page
 * that this browser has kept from before, in its own cache or for Back, may be the old one. So
 * before the visitor sees such a page, this script asks the server for it again, once. Usually the
 * answer is 304.
 *
 *     localStorage.changed    {mark, asked: [address, ...]}: the values of the cookie, and the pages
 *                             that have come from the server since; the last one comes first
 *
 * A visitor who has changed nothing stores nothing.
 */
(() => {
    "use strict";

    const live = window.live;
    const key = live.prefix + "changed";
    const most_addresses = 64;
    const address = location.pathname + location.search;
    const mark = read_mark();
    // "no ": the page answers a form, and to ask for it again would send the form again. "own": it
    // shows messages, so it comes from the server, and to ask for it again would lose them; but the
    // browser may keep it for Back.
    const { again } = document.currentScript.dataset;

    // All cookies of this name: one that a site on a parent domain has set may come first.
    function read_mark() {
        return live.cookies("changed").join(" ");
    }

    // While the page is parsed, Firefox does not always know the size yet, and says 0. Then the
    // page is asked for once more than needed.
    function came_from_server() {
        if (again === "own") return true;
        const [visit] = performance.getEntriesByType("navigation");
        if (!visit || visit.type === "reload") return true;
        return visit.transferSize > 0 && visit.deliveryType !== "navigational-prefetch";
    }

    function note(asked) {
        try {
            if (mark) localStorage[key] = JSON.stringify({ mark, asked });
            else delete localStorage[key];
        } catch { /* no storage: each page from the browser's cache is asked for */ }
    }

    function ask_again() {
        window.live = null; // the other scripts do nothing
        document.documentElement.style.visibility = "hidden";
        if (document.prerendering)
            document.addEventListener("prerenderingchange", () => location.reload());
        else location.reload();
    }

    function look_again() {
        if (again !== "no " && read_mark() !== mark) ask_again();
    }

    const noted = live.read("changed");
    live.has_changed = mark !== (noted.mark || ""); // live.js tells the pages that are kept for Back
    const asked = live.has_changed ? [] : [noted.asked].flat();
    if (!mark) {
        if (live.has_changed) note();
    } else if (came_from_server()) {
        note([address, ...asked.filter((one) => one !== address)].slice(0, most_addresses));
    } else if (again === "yes" && !asked.includes(address)) {
        ask_again();
    }
    addEventListener("pageshow", ({ persisted }) => { if (persisted) look_again(); });
    document.addEventListener("prerenderingchange", look_again);
})();
