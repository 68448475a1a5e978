/*
 * What one hole shows, and how its content is replaced. unavailable.js lists the attributes of a
 * hole.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const focusable = "a[href], button, summary, input:not([type=hidden]), textarea, select";

    live.is_right = (hole, version) =>
        (hole.getAttribute("visitor") || "") === version && !hole.matches("[blank], [failed]");

    // Hides the hole at once. An element that is hidden loses the focus, so that is remembered.
    live.hide = function (hole) {
        hole.focused = focus_in(hole);
        live.blank(hole);
    };

    function focus_in(hole) {
        return hole.contains(document.activeElement) ? document.activeElement : hole.focused;
    }

    // Gives the hole new content. Content of another version may belong to another visitor, so
    // nothing of it stays, not even text typed into a field. A fragment that changes with each view
    // (`fleeting`) is replaced as a whole, so that nothing in it moves, unless it has the focus.
    live.put = function (hole, fresh, version) {
        const focused = focus_in(hole);
        const was_right = live.is_right(hole, version);
        if (was_right && !(hole.fleeting && !focused)) {
            live.morph(hole, fresh);
        } else {
            if (!was_right) live.hold_guest_form(hole);
            hole.replaceChildren(...document.importNode(fresh, true).childNodes);
        }
        hole.html = fresh.innerHTML;
        hole.setAttribute("hash", fresh.getAttribute("hash"));
        hole.removeAttribute("later");
        live.settle(hole, version);
        if (!focused || hole.contains(document.activeElement)) return;
        const place = hole.contains(focused) ? focused
            : [...hole.querySelectorAll(focusable)].find((element) => element.checkVisibility?.() ?? true);
        place?.focus({ preventScroll: true });
    };
})();
