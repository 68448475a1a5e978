/*
 * Fills the holes of a page.
 *
 * A page that went into the page cache holds nothing personal: where something personal belongs there is a hole,
 * <x-live fragment="/_navigation">, and in it the fragment as a guest sees it. Such a page carries the marker
 *
 *     <script>var CACHE_CONTROL=3600;</script>
 *
 * and a visitor who is signed in has a cookie "live", whose value, the version, changes whenever a fragment may. With
 * both, one request to /_live fetches all fragments of the page, but for those whose snapshot (snapshots.js) is still
 * good. A page without the marker came with its holes filled, except those that the server found slow (attribute
 * `later`) or could not make (`failed`). Guests ask for nothing.
 *
 * A visitor never sees the guest's form: a hole is blank, then right; or neutral, if its fragment is not available. In
 * the neutral form, a link with the attribute data-live-retry asks once more.
 *
 * On document: "live:filled" (detail.fragments: those whose content was changed) after each fill, and "live:error"
 * (detail.reason, detail.fragments: those left as they were, or neutral) when something is missing.
 *
 * Loaded with `defer`, after jQuery, morph.js, holes.js, ask.js and snapshots.js; and live.js in <head>, without it.
 * Where the site is not mounted at "/", name the address of the fragments on that one: data-live="/prefix/_live".
 */
(function ($) {
    "use strict";

    const live = window.live;
    // If one of the scripts was not loaded, live.js does the rest.
    if (!live || !live.morph || !live.put || !live.answers || !live.keep) return;

    const all_holes = () => $("x-live[fragment]").get();
    const holes_of = (names) => all_holes().filter((hole) => names.includes(live.name_of(hole)));
    const names_of = (holes) => [...new Set(holes.map(live.name_of))];

    let shown = live.version;        // the version that the holes show, or are being filled for; "" is a guest's
    let asked = null;                // the latest request; what an earlier one brings is not wanted any more
    let postponed = false;           // until the page is seen
    let leaving = 0;                 // the timer of a form that was sent: the next page is on its way
    let laid_aside = [];             // holes that are out of sight while the browser keeps the page for later

    // Scripts that come after this one may listen as well.
    function tell(event, detail) {
        $(() => document.dispatchEvent(new CustomEvent(event, { detail })));
    }

    // ---- Asking and filling

    function hash_of(name) {
        const hole = holes_of([name]).find((one) => live.is_right(one, shown));
        return hole?.getAttribute("hash") || "";
    }

    // With keep="0" it is not to be shown again before it has been asked for.
    function note_lifetime(hole, answer) {
        const keep = answer.getAttribute("keep");
        hole.till = keep ? Date.now() + 1000 * Number(keep) : 0;
        hole.fleeting = keep === "0";
    }

    // Snapshots that are shown stay: they are this visitor's.
    function show_failed(names) {
        holes_of(names).filter((hole) => !live.is_right(hole, shown)).forEach((hole) => live.show_failed(hole, shown));
    }

    function fail(names, reason) {
        if (!names.length) return;
        show_failed(names);
        tell("live:error", { reason, fragments: names });
    }

    // Fills the holes of one fragment: "changed", "unchanged", "later" or "missing".
    function fill(name, answer) {
        const holes = holes_of([name]);
        if (!answer) return "missing";
        if (answer.hasAttribute("later")) return "later";
        const hash = answer.getAttribute("hash");
        const outdated = holes.filter((hole) => !live.is_right(hole, shown) || hash && hole.getAttribute("hash") !== hash);
        if (outdated.length && !hash) return "missing";
        holes.forEach((hole) => note_lifetime(hole, answer));
        outdated.forEach((hole) => live.put(hole, answer, shown));
        return outdated.length ? "changed" : "unchanged";
    }

    // `alone`: these were named as slow, and need not be asked for a third time.
    // `again`: for a version that came while the one before was being asked for.
    async function refresh(names, { early, alone, again } = {}) {
        if (!names.length) return;
        const mine = asked = {};
        $(holes_of(names)).attr("aria-busy", "true");
        let answers;
        let reason;
        try {
            answers = await live.answers(names, hash_of, {
                started: early,
                on_timeout: (late) => { if (mine === asked) show_failed(late); },
            });
        } catch (failed) {
            reason = failed.reason || "error";
        }
        if (mine !== asked) return;
        asked = null;
        live.holes.length = 0;
        if (!again && follow(true)) return; // this is for somebody who has left since
        if (live.cookie("live") !== shown) reason = "version";
        $(all_holes()).removeAttr("aria-busy");
        if (reason) fail(names, reason);
        else take(names, answers, alone);
        keep();
    }

    function take(names, answers, alone) {
        const became = (what) => names.filter((name) => outcome[name] === what);
        const outcome = Object.fromEntries(names.map((name) => [name, fill(name, answers.get(name))]));
        const later = became("later");
        if (later.length < names.length) tell("live:filled", { fragments: became("changed") });
        fail(became("missing"), "missing");
        if (alone) fail(later, "later");
        else if (later.length) refresh(later, { alone: true });
    }

    function keep() {
        if (!shown) return;
        live.keep(shown, all_holes());
        requestAnimationFrame(() => live.measure(all_holes()));
    }

    // ---- The page as it came

    // With the marker, all that is not yet this visitor's is to be asked for; without it, only what live.js found in
    // a page from the browser's own history, and what is slow.
    function begin() {
        const holes = all_holes();
        const failed = [];
        for (const hole of holes) {
            if (hole.hasAttribute("failed")) { // the server put the neutral form into it
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
        refresh(names, { early: early_answer(names) });
        if (!names.length) keep();
    }

    // Of the request that live.js sent, if it was for what this page needs.
    function early_answer(names) {
        const { names: asked_for, version, answer } = live.early || { names: [] };
        const here = names_of(all_holes());
        const fits = version === shown && names.slice(0, live.most_fragments).every((name) => asked_for.includes(name));
        if (fits && asked_for.every((name) => here.includes(name))) return answer;
        // An answer that nobody reads would keep its connection busy.
        answer?.then((response) => response.body?.cancel()).catch(() => {});
        return null;
    }

    // ---- Other tabs, and pages that come back

    // Whether the visitor is another one by now, or the fragments may be. Then nothing is shown until they are here.
    function follow(again) {
        const version = live.cookie("live");
        if (version === shown) return false;
        shown = version;
        live.holes.length = 0;
        laid_aside = [];
        all_holes().forEach(live.hide);
        postponed = document.hidden;
        if (!postponed) refresh(names_of(all_holes()), { again });
        return true;
    }

    function seen() {
        if (leaving || follow() || !postponed || document.hidden) return;
        postponed = false;
        refresh(names_of(all_holes()));
    }

    $(window).on("focus storage", seen);
    $(document).on("visibilitychange", seen);
    window.cookieStore?.addEventListener?.("change", seen);

    $(document).on("click", "x-live [data-live-retry]", (event) => {
        event.preventDefault();
        if (!asked) refresh(names_of(all_holes().filter((hole) => !live.is_right(hole, shown))));
    });

    // The answer to a form changes the cookie often, and just before this page goes. It may as well not come.
    $(document).on("submit", (event) => {
        if (event.isDefaultPrevented()) return;
        clearTimeout(leaving);
        leaving = setTimeout(stay, 10_000);
    });

    function stay() {
        clearTimeout(leaving);
        leaving = 0;
        seen();
    }

    // A page that the browser lays aside must not be seen again by somebody else, not for one frame.
    $(window).on("pagehide", (event) => {
        if (!event.originalEvent.persisted || !shown) return;
        laid_aside = all_holes().filter((hole) => live.is_right(hole, shown));
        laid_aside.forEach(live.hide);
    }).on("pageshow", (event) => {
        if (!event.originalEvent.persisted) return;
        stay();
        laid_aside.forEach(live.show);
        laid_aside = [];
    });

    live.base = true;
    if (!follow()) begin();
}(jQuery));
