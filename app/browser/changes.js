/*
 * Pages that the browser has kept from before a change. This is a part of head.js.
 *
 * The answer to a request that purges pages sets the cookie "changed" to a new value. Each page
 * that this browser has kept from before, in its own cache or for Back, may be the old one. So
 * before the visitor sees such a page, this script asks the server for it again, once. Usually the
 * answer is 304.
 *
 *     localStorage.changed    {mark, asked: [address, ...]}: the value of the cookie, and the pages
 *                             that have come from the server since; the last one comes first
 *
 * A visitor who has changed nothing stores nothing.
 */
(() => {
    "use strict";

    const live = window.live;
    const most_addresses = 64;
    const address = location.pathname + location.search;
    const mark = live.cookie("changed");
    // To ask for the answer to a form again would send the form again.
    const may_ask = document.currentScript.dataset.again === "yes";

    // While the page is parsed, Firefox does not always know the size yet, and says 0. Then the
    // page is asked for once more than needed.
    function came_from_server() {
        const [visit] = performance.getEntriesByType("navigation");
        if (!visit || visit.type === "reload") return true;
        return visit.transferSize > 0 && visit.deliveryType !== "navigational-prefetch";
    }

    function note(asked) {
        try {
            if (mark) localStorage.changed = JSON.stringify({ mark, asked });
            else delete localStorage.changed;
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
        if (may_ask && live.cookie("changed") !== mark) ask_again();
    }

    const noted = live.read("changed");
    live.has_changed = mark !== (noted.mark || ""); // live.js tells the pages that are kept for Back
    const asked = live.has_changed ? [] : [noted.asked].flat();
    if (!mark) {
        if (live.has_changed) note();
    } else if (came_from_server()) {
        note([address, ...asked.filter((one) => one !== address)].slice(0, most_addresses));
    } else if (may_ask && !asked.includes(address)) {
        ask_again();
    }
    addEventListener("pageshow", ({ persisted }) => { if (persisted) look_again(); });
    document.addEventListener("prerenderingchange", look_again);
})();
