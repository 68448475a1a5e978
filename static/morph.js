/*
 * live.morph(place, fresh): gives an element the children of another by changing only what differs. What stays the same
 * element keeps what the visitor did with it: the focus and the caret, the text typed into a field, a menu held open.
 *
 * An element with an id is the same as the one with that id; one without is the same as the next one of its name. So
 * the items of a list that grows at its head want ids.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const kept_attributes = { DETAILS: ["open"], DIALOG: ["open"] }; // the visitor's, not the server's

    function like(old, wanted) {
        return old.nodeType === wanted.nodeType && old.nodeName === wanted.nodeName && (old.id || "") === (wanted.id || "");
    }

    function morph_attributes(old, wanted) {
        const kept = kept_attributes[old.nodeName] || [];
        for (const { name } of [...old.attributes]) {
            if (!wanted.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
        }
        for (const { name, value } of wanted.attributes) {
            if (old.getAttribute(name) !== value && !kept.includes(name)) old.setAttribute(name, value);
        }
    }

    function morph_node(old, wanted) {
        if (old.isEqualNode(wanted)) return;
        if (old.nodeType !== Node.ELEMENT_NODE) {
            old.data = wanted.data;
            return;
        }
        morph_attributes(old, wanted);
        morph(old, wanted);
    }

    function morph(place, fresh) {
        const with_id = new Map();
        for (const child of place.children) {
            if (child.id) with_id.set(child.id, child);
        }
        const all_wanted = [...fresh.childNodes];
        let next = place.firstChild; // what is before it is done
        all_wanted.forEach((wanted, at) => {
            const same = wanted.id ? with_id.get(wanted.id) : find_same(next, wanted, all_wanted.slice(at + 1));
            if (!same || !like(same, wanted)) {
                place.insertBefore(document.importNode(wanted, true), next);
                return;
            }
            // Nothing that stays is moved, for that would cost it the focus: what is before it goes, and what has an
            // id can come back later.
            if (same.parentNode === place) {
                while (next !== same) next = remove(next);
                next = same.nextSibling;
            } else {
                place.insertBefore(same, next);
            }
            with_id.delete(same.id);
            morph_node(same, wanted);
        });
        while (next) next = remove(next);
    }

    // The next node like the wanted one, unless an element before it will be wanted after this one.
    function find_same(node, wanted, wanted_later) {
        for (; node && !like(node, wanted); node = node.nextSibling) {
            const old = node;
            if (old.nodeType === Node.ELEMENT_NODE && wanted_later.some((later) => like(old, later))) return null;
        }
        return node;
    }

    function remove(node) {
        const { nextSibling } = node;
        node.remove();
        return nextSibling;
    }

    live.morph = morph;
})();
