/*
 * What one hole shows, and the change from one thing to another. Its attributes say what it is:
 *
 *     visitor   the version whose visitor it is for; without it, it shows the guest's form
 *     hash      of that content
 *     blank     nothing is to be seen of it (live.blank and live.show, in live.js)
 *     failed    it shows the neutral form: the fragment is not available now (live.show_failed)
 *
 * and live.js left on it `foreign`, the version of what came with the page where that was not the guest's form, and
 * `held`, the guest's form that the page had in it.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const focusable = "a[href], button, summary, input:not([type=hidden]), textarea, select";

    live.is_right = (hole, version) =>
        (hole.getAttribute("visitor") || "") === version && !hole.matches("[blank], [failed]");

    // Out of sight at once, and the focus remembered, for what is out of sight loses it.
    live.hide = function (hole) {
        hole.focused = focus_in(hole);
        live.blank(hole);
    };

    function focus_in(hole) {
        return hole.contains(document.activeElement) ? document.activeElement : hole.focused;
    }

    // New content. What was another version's may be another visitor's: of that nothing stays, not even what was typed
    // into a field. A fleeting one was shown as it was some pages ago: it is replaced as a whole, so that nothing in it
    // moves, unless the visitor is at it.
    live.put = function (hole, fresh, version) {
        const focused = focus_in(hole);
        const was_right = live.is_right(hole, version);
        if (was_right && !(hole.fleeting && !focused)) {
            live.morph(hole, fresh);
        } else {
            if (!was_right) hold_guest_form(hole);
            hole.replaceChildren(...document.importNode(fresh, true).childNodes);
        }
        hole.html = fresh.innerHTML;
        hole.setAttribute("hash", fresh.getAttribute("hash"));
        hole.removeAttribute("later");
        settle(hole, version);
        if (!focused || hole.contains(document.activeElement)) return;
        const place = hole.contains(focused) ? focused
            : [...hole.querySelectorAll(focusable)].find((element) => element.checkVisibility?.() ?? true);
        place?.focus({ preventScroll: true });
    };

    // The neutral form: neither the guest's nor the visitor's. A page may bring its own: <template data-live-unavailable> for all
    // fragments, or <template data-live-unavailable="/_path"> for one. The server has the same default, in
    // app/aspic/rendering/unavailable_form.cpp.
    const default_form =
        '<p class="live-unavailable" role="status">Not available now. <a href="" data-live-retry>Try again</a></p>';

    function unavailable_form(name) {
        const forms = [...document.querySelectorAll("template[data-live-unavailable]")];
        const form_of = (wanted) => forms.find((form) => form.dataset.liveUnavailable === wanted)?.innerHTML;
        return form_of(name) ?? form_of("") ?? default_form;
    }

    // Shows that a fragment is not available: the neutral form, in the same room; for a guest the guest's form, if
    // the page has it.
    live.show_failed = function (hole, version) {
        if (!version && !hole.foreign) {
            if (hole.held) hole.replaceChildren(hole.held);
            hole.held = null;
            hole.removeAttribute("hash");
            settle(hole, "");
            return;
        }
        if (!hole.hasAttribute("failed")) {
            const size = !hole.style.width && live.size_of(hole);
            if (size) live.reserve(hole, size.slice(1));
            hold_guest_form(hole);
            hole.innerHTML = unavailable_form(live.name_of(hole));
        }
        for (const name of ["visitor", "hash", "later", "blank"]) hole.removeAttribute(name);
        hole.setAttribute("failed", "");
        hole.style.visibility = "";
    };

    function hold_guest_form(hole) {
        if (!hole.foreign && !hole.held) (hole.held = new DocumentFragment()).append(...hole.childNodes);
    }

    // [window's width, w, h, display]. A hole without a box of its own is as large as what is in it.
    live.size_of = function (hole) {
        const loose = getComputedStyle(hole).display === "contents";
        let measured = hole;
        if (loose) {
            measured = document.createRange();
            measured.selectNodeContents(hole);
        }
        const { width, height } = measured.getBoundingClientRect();
        if (!width && !height) return null;
        const block = loose && hole.firstElementChild && /^(block|flex|grid|table|list-item)/
            .test(getComputedStyle(hole.firstElementChild).display);
        return [innerWidth, width, height, loose ? (block ? "block" : "inline-block") : ""];
    };

    // What the hole shows is for that version from now on.
    function settle(hole, version) {
        if (version) hole.setAttribute("visitor", version);
        else hole.removeAttribute("visitor");
        hole.focused = null;
        live.show(hole);
    }

    // Without base.js, nothing uses the answer.
    document.addEventListener("DOMContentLoaded", () => live.base || live.holes.forEach((hole) => {
        hole.removeAttribute("aria-busy");
        if (hole.hasAttribute("blank")) live.show_failed(hole, live.version);
    }));
})();
