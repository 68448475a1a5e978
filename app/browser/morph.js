/*
 * live.morph(place, fresh): gives `place` the children of `fresh`, and changes only what differs.
 * An element that stays keeps its state: the focus and the caret, the text typed into a field, an
 * open menu.
 *
 * An element with an id matches the old element with the same id. An element without an id matches
 * the next one with the same tag name. So give ids to the items of a list that grows at its start.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    // Attributes that the visitor sets, and not the server.
    const kept_attributes = { DETAILS: ["open"], DIALOG: ["open"] };

    function like(old, wanted) {
        return old.nodeType === wanted.nodeType && old.nodeName === wanted.nodeName &&
            (old.id || "") === (wanted.id || "");
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
        let next = place.firstChild; // the nodes before it are done
        all_wanted.forEach((wanted, at) => {
            const same = wanted.id ? with_id.get(wanted.id)
                : find_same(next, wanted, all_wanted.slice(at + 1));
            if (!same || !like(same, wanted)) {
                place.insertBefore(document.importNode(wanted, true), next);
                return;
            }
            // A node that moves loses the focus. So a node that stays is not moved: the nodes
            // before it are removed, and those with an id can be inserted again later.
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

    // The next node that matches. Null if an element before that one is wanted later.
    function find_same(node, wanted, wanted_later) {
        for (; node && !like(node, wanted); node = node.nextSibling) {
            const old = node;
            const is_element = old.nodeType === Node.ELEMENT_NODE;
            if (is_element && wanted_later.some((later) => like(old, later))) return null;
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
