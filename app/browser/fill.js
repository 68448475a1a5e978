/*
 * Fills the holes of a page.
 *
 * A page in the page cache contains nothing personal. Each personal part is a hole, <x-live
 * fragment="/_navigation">, with the fragment in it as a guest sees it. Such a page has the marker
 *
 *     <script>var CACHE_CONTROL=3600;</script>
 *
 * A visitor has a cookie "live" with a version, which changes whenever a fragment may have changed.
 * If a page has the marker and the visitor has the cookie, one request to /_live gets all fragments
 * of the page, except those whose snapshot (snapshots.js) is still valid. A page without the marker
 * arrives with its holes filled, except slow fragments (attribute `later`) and fragments that
 * failed (`failed`). Guests request nothing.
 *
 * A visitor never sees the guest's form. A hole is blank until it has the right content, or shows
 * the neutral form if its fragment is not available. In the neutral form, a link with the attribute
 * data-live-retry requests it again.
 *
 * jQuery is loaded when there is something to fill (jquery.js).
 *
 * Events on document: "live:filled" after each fill (detail.fragments: those whose content
 * changed), and "live:error" if something is missing (detail.reason; detail.fragments: those that
 * were left as they were, or show the neutral form).
 */
(() => {
    "use strict";

    const live = window.live;
    // head.js was not loaded, so every hole keeps what came with the page; or it asks for the page
    // again.
    if (!live) return;

    const all_holes = () => [...document.querySelectorAll("x-live[fragment]")];
    const holes_of = (names) => all_holes().filter((hole) => names.includes(live.name_of(hole)));
    const names_of = (holes) => [...new Set(holes.map(live.name_of))];

    let shown = live.version;  // the version that the holes show, or will show; "" for a guest
    let asked = null;          // the latest request; the answers of earlier ones are ignored
    let postponed = false;     // a refresh waits until the page is visible
    let leaving = 0;           // timer of a form that was sent: the next page is coming
    let laid_aside = [];       // holes that are hidden while the browser keeps the page for Back

    const parsed = new Promise((resolve) => {
        if (document.readyState === "complete") resolve();
        else document.addEventListener("DOMContentLoaded", resolve, { once: true });
    });

    // Waits until the page is ready, so that scripts after this one can listen, too.
    function tell(event, detail) {
        parsed.then(() => document.dispatchEvent(new CustomEvent(event, { detail })));
    }

    async function jquery() {
        try {
            return await live.jquery();
        } catch {
            console.error("Aspic: jQuery is not loaded, so the holes of this page are not filled. " +
                "Check that jquery.min.js is served.");
            throw Object.assign(new Error("live: jquery"), { reason: "jquery" });
        }
    }

    // ---- Requesting and filling

    function hash_of(name) {
        const hole = holes_of([name]).find((one) => live.is_right(one, shown));
        return hole?.getAttribute("hash") || "";
    }

    // A fragment with keep="0" changes with each view, so each view requests it again.
    function note_lifetime(hole, answer) {
        const keep = answer.getAttribute("keep");
        hole.till = keep ? Date.now() + 1000 * Number(keep) : 0;
        hole.fleeting = keep === "0";
    }

    // Snapshots that are shown stay, because they belong to this visitor.
    function show_failed(names) {
        holes_of(names).filter((hole) => !live.is_right(hole, shown)).forEach((hole) => live.show_failed(hole, shown));
    }

    function fail(names, reason) {
        if (!names.length) return;
        show_failed(names);
        tell("live:error", { reason, fragments: names });
    }

    // Fills the holes of one fragment. Returns "changed", "unchanged", "later" or "missing".
    function fill($, name, answer) {
        const holes = holes_of([name]);
        if (!answer) return "missing";
        if (answer.hasAttribute("later")) return "later";
        const hash = answer.getAttribute("hash");
        const outdated = holes.filter((hole) =>
            !live.is_right(hole, shown) || hash && hole.getAttribute("hash") !== hash);
        if (outdated.length && !hash) return "missing";
        $(holes).each((_, hole) => {
            note_lifetime(hole, answer);
            hole.toggleAttribute("passing", answer.hasAttribute("passing"));
        });
        $(outdated).each((_, hole) => live.put(hole, answer, shown));
        return outdated.length ? "changed" : "unchanged";
    }

    // `alone`: the server said that these are slow; they are not requested a third time.
    // `again`: the version changed during the last request. `arriving`: the visitor sees a new view
    // of the page. `after`: slow ones, which are requested after these.
    async function refresh(names, { early, alone, again, arriving, after = [] } = {}) {
        if (!names.length) return;
        const mine = asked = {};
        holes_of(names).forEach((hole) => hole.setAttribute("aria-busy", "true"));
        let $;
        let answers;
        let reason;
        try {
            [$, answers] = await Promise.all([jquery(), live.answers(names, hash_of, {
                started: early,
                view: arriving && (early ? "early" : "shown"),
                on_timeout: (late) => { if (mine === asked) show_failed(late); },
            })]);
        } catch (failed) {
            reason = failed.reason || "error";
        }
        if (mine !== asked) return;
        asked = null;
        live.holes.length = 0;
        // The answer may be for a version that is no longer valid.
        if (!again && follow(true, arriving)) return;
        if (live.cookie("live") !== shown) reason = "version";
        all_holes().forEach((hole) => hole.removeAttribute("aria-busy"));
        if (reason) fail(names, reason);
        else take($, names, answers, { alone, arriving, after });
        keep();
    }

    function take($, names, answers, { alone, arriving, after }) {
        const became = (what) => names.filter((name) => outcome[name] === what);
        const outcome = Object.fromEntries(names.map((name) => [name, fill($, name, answers.get(name))]));
        const later = became("later");
        if (later.length < names.length) tell("live:filled", { fragments: became("changed") });
        fail(became("missing"), "missing");
        if (alone) fail(later, "later");
        // The early request must not take messages, which are shown once.
        const waits = (name) => arriving && answers.get(name)?.hasAttribute("waiting");
        const waiting = names.filter(waits);
        const rest = alone ? [] : [...later, ...after];
        if (waiting.length) refresh(waiting, { arriving, after: rest });
        else if (rest.length) refresh(rest, { alone: true, arriving });
    }

    function keep() {
        if (!shown) return;
        live.keep(shown, all_holes());
        requestAnimationFrame(() => live.measure(all_holes()));
    }

    // ---- The page as it arrived

    // With the marker: requests every fragment that is not yet this visitor's. Without the marker:
    // only slow fragments, and those that live.js found outdated in a page from the browser's
    // cache.
    function begin() {
        const holes = all_holes();
        const failed = [];
        for (const hole of holes) {
            if (hole.hasAttribute("failed")) { // the server has put the neutral form here
                if (hole.getAttribute("visitor") === shown && !hole.hasAttribute("blank")) failed.push(hole);
                hole.removeAttribute("visitor");
            } else if (hole.foreign && live.is_right(hole, shown)) {
                hole.html = hole.innerHTML;
                note_lifetime(hole, hole);
            }
        }
        const cached = "CACHE_CONTROL" in window && shown;
        const awaited = new Set(live.holes);
        const names = names_of(holes.filter((hole) => cached && !live.is_right(hole, shown) || awaited.has(hole)));
        fail(names_of(failed), "failed");
        refresh(names, { early: early_answer(names), arriving: true });
        if (!names.length) keep();
    }

    // The answer to the early request of live.js, if that was for what this page needs.
    function early_answer(names) {
        const { names: asked_for, version, answer } = live.early || { names: [] };
        const here = names_of(all_holes());
        const first = names.slice(0, live.most_fragments);
        const fits = version === shown && first.every((name) => asked_for.includes(name));
        if (fits && asked_for.every((name) => here.includes(name))) return answer;
        // An answer that is not read would keep its connection busy.
        answer?.then((response) => response.body?.cancel()).catch(() => {});
        return null;
    }

    // ---- Other tabs, and pages from Back

    // If the version has changed, the visitor or the fragments may have changed. Then this hides
    // all holes, requests the fragments again, and returns true.
    function follow(again, arriving) {
        const version = live.cookie("live");
        if (version === shown) return false;
        shown = version;
        live.holes.length = 0;
        laid_aside = [];
        all_holes().forEach(live.hide);
        postponed = document.hidden;
        if (!postponed) refresh(names_of(all_holes()), { again, arriving });
        return true;
    }

    function seen() {
        if (leaving || follow() || !postponed || document.hidden) return;
        postponed = false;
        refresh(names_of(all_holes()));
    }

    addEventListener("focus", seen);
    addEventListener("storage", seen);
    document.addEventListener("visibilitychange", seen);
    window.cookieStore?.addEventListener?.("change", seen);

    document.addEventListener("click", (event) => {
        if (!event.target.closest?.("x-live [data-live-retry]")) return;
        event.preventDefault();
        if (!asked) refresh(names_of(all_holes().filter((hole) => !live.is_right(hole, shown))));
    });

    // The answer to a form often changes the cookie just before the next page replaces this one. So
    // changes are ignored for a time, in case no next page comes.
    document.addEventListener("submit", (event) => {
        if (event.defaultPrevented) return;
        live.say_that_scripts_run();
        clearTimeout(leaving);
        leaving = setTimeout(stay, 10_000);
    });

    function stay() {
        clearTimeout(leaving);
        leaving = 0;
        seen();
    }

    // A page that the browser keeps for Back must not show the content of another visitor, not even
    // for one frame.
    addEventListener("pagehide", ({ persisted }) => {
        if (!persisted || !shown) return;
        laid_aside = all_holes().filter((hole) => live.is_right(hole, shown));
        laid_aside.forEach(live.hide);
    });
    addEventListener("pageshow", ({ persisted }) => {
        if (!persisted) return;
        stay();
        laid_aside.forEach(live.show);
        laid_aside = [];
    });

    live.fills = true;
    const arrive = () => follow(false, true) || begin();
    if (document.prerendering)
        document.addEventListener("prerenderingchange", arrive, { once: true });
    else arrive();
})();
