/*
 * What one hole shows, and the change from one thing to another. Its attributes say what it is:
 *
 *     visitor   the version whose visitor it is for; without it, it shows the guest's form
 *     hash      of that content
 *     blank     nothing is to be seen of it (live.blank and live.show, in live.js)
 *
 * and live.js left on it `foreign`, the version of what came with the page where that was not the guest's form, and
 * `held`, what the page had in it.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const focusable = "a[href], button, summary, input:not([type=hidden]), textarea, select";

    live.is_right = (hole, version) =>
        (hole.getAttribute("visitor") || "") === version && !hole.hasAttribute("blank");

    // Out of sight at once, and the focus remembered, for what is out of sight loses it.
    live.hide = function (hole) {
        hole.focused = focus_in(hole);
        live.blank(hole);
    };

    function focus_in(hole) {
        return hole.contains(document.activeElement) ? document.activeElement : hole.focused;
    }

    // New content. What was another version's may be another visitor's: of that nothing stays, not even what was typed
    // into a field.
    live.put = function (hole, fresh, version) {
        const focused = focus_in(hole);
        if (live.is_right(hole, version)) {
            live.morph(hole, fresh);
        } else {
            if (!hole.foreign && !hole.held) (hole.held = new DocumentFragment()).append(...hole.childNodes);
            hole.replaceChildren(...document.importNode(fresh, true).childNodes);
        }
        hole.html = fresh.innerHTML;
        hole.setAttribute("hash", fresh.getAttribute("hash"));
        hole.removeAttribute("later");
        hole.removeAttribute("failed");
        settle(hole, version);
        if (!focused || hole.contains(document.activeElement)) return;
        const place = hole.contains(focused) ? focused
            : [...hole.querySelectorAll(focusable)].find((element) => element.checkVisibility?.() ?? true);
        place?.focus({ preventScroll: true });
    };

    // The guest's form, instead of nothing or of what is another's. A hole that came filled has none: it stays blank.
    live.show_guest_form = function (hole) {
        if (hole.foreign) {
            hole.replaceChildren();
            return;
        }
        if (hole.held) hole.replaceChildren(hole.held);
        hole.held = null;
        hole.removeAttribute("hash");
        settle(hole, "");
    };

    // What the hole shows is for that version from now on.
    function settle(hole, version) {
        if (version) hole.setAttribute("visitor", version);
        else hole.removeAttribute("visitor");
        hole.focused = null;
        live.show(hole);
    }
})();
