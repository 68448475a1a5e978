/*
 * The neutral form of a hole: what a visitor sees if the fragment is not available. It is neither
 * the guest's form nor the visitor's. This is a part of head.js, because it also replaces blank
 * holes if the deferred scripts do not arrive.
 *
 * The attributes of a hole say what it shows:
 *
 *     visitor   the version of the visitor whose content this is; absent: the guest's form
 *     hash      the hash of that content
 *     blank     nothing (live.blank and live.show, in live.js)
 *     failed    the neutral form
 *
 * Its property `foreign` is the version of the content that came with the page, if that was not the
 * guest's form. `held` is the guest's form that was taken out of it.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    // A page may bring its own form: <template data-live-unavailable> for all fragments, or
    // <template data-live-unavailable="/_path"> for one. The server has the same default, in
    // app/aspic/rendering/unavailable_form.cpp.
    const default_form =
        '<p class="live-unavailable" role="status">Not available now. <a href="" data-live-retry>Try again</a></p>';

    function unavailable_form(name) {
        const forms = [...document.querySelectorAll("template[data-live-unavailable]")];
        const form_of = (wanted) => forms.find((form) => form.dataset.liveUnavailable === wanted)?.innerHTML;
        return form_of(name) ?? form_of("") ?? default_form;
    }

    // Shows that a fragment is not available. A visitor sees the neutral form, in the same space. A
    // guest sees the guest's form, if the page has it.
    live.show_failed = function (hole, version) {
        if (!version && !hole.foreign) {
            if (hole.held) hole.replaceChildren(hole.held);
            hole.held = null;
            hole.removeAttribute("hash");
            live.settle(hole, "");
            return;
        }
        if (!hole.hasAttribute("failed")) {
            const size = !hole.style.width && live.size_of(hole);
            if (size) live.reserve(hole, size.slice(1));
            live.hold_guest_form(hole);
            hole.innerHTML = unavailable_form(live.name_of(hole));
        }
        for (const name of ["visitor", "hash", "later", "blank"]) hole.removeAttribute(name);
        hole.setAttribute("failed", "");
        hole.style.visibility = "";
    };

    live.hold_guest_form = function (hole) {
        if (hole.foreign || hole.held) return;
        hole.held = new DocumentFragment();
        hole.held.append(...hole.childNodes);
    };

    // The hole shows the content of this version from now on.
    live.settle = function (hole, version) {
        if (version) hole.setAttribute("visitor", version);
        else hole.removeAttribute("visitor");
        hole.focused = null;
        live.show(hole);
    };

    // [width of the window, width, height, display]. A hole without a box has the size of its
    // content.
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

    // If fill.js has not run by now, nothing will use the answer.
    document.addEventListener("DOMContentLoaded", () => live.fills || live.holes.forEach((hole) => {
        hole.removeAttribute("aria-busy");
        if (hole.hasAttribute("blank")) live.show_failed(hole, live.version);
    }));
})();
