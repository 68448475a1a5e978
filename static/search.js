/*
 * Suggestions while typing, for the search boxes of the site "Manual": a combobox with a list
 * (ARIA 1.2). The form of a box names the address that answers in `data-suggest`. Without this
 * script, the boxes search when the visitor presses Enter.
 */
(function () {
    "use strict";

    var pause = 80;            // milliseconds without a key before the site is asked
    var longest = 64;          // a longer text gets no suggestions
    var most_remembered = 60;  // texts whose suggestions are kept in this page

    document.querySelectorAll("form[data-suggest]").forEach(function (form, number) {
        var input = form.querySelector("input[name=q]");
        if (input) suggest(form, input, "site-suggestions-" + number);
    });

    function suggest(form, input, id) {
        var remembered = new Map();
        var request = null;    // the one that is under way
        var timer = 0;
        var asked = "";        // the text that the list is for, or will be
        var active = -1;       // the option that the arrows have reached

        var list = element("div", "suggestions");
        list.id = id;
        list.hidden = true;
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", "Suggestions");
        var status = element("p", "unseen");
        status.setAttribute("role", "status");
        form.append(list, status);

        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-controls", id);
        input.setAttribute("aria-expanded", "false");

        function typed() { return input.value.trim().replace(/\s+/g, " "); }

        function close() {
            clearTimeout(timer);
            if (request) request.abort();
            request = null;
            asked = "";
            list.hidden = true;
            status.textContent = "";
            input.setAttribute("aria-expanded", "false");
            activate(-1);
        }

        function activate(index) {
            var options = list.children;
            if (options[active]) options[active].setAttribute("aria-selected", "false");
            active = index;
            if (index < 0 || !options[index]) {
                input.removeAttribute("aria-activedescendant");
                return;
            }
            options[index].setAttribute("aria-selected", "true");
            options[index].scrollIntoView({ block: "nearest" });
            input.setAttribute("aria-activedescendant", options[index].id);
        }

        function option(url) {
            var link = element("a");
            link.href = url;
            link.id = id + "-" + list.children.length;
            link.tabIndex = -1;
            link.setAttribute("role", "option");
            link.setAttribute("aria-selected", "false");
            list.append(link);
            return link;
        }

        function show(text, rows) {
            list.replaceChildren();
            activate(-1);
            rows.forEach(function (row) {
                var link = option(row.url);
                var name = element("b", "", row.name);
                name.append(element("span", "", "(" + row.section + ")"));
                link.append(name, " ", element("span", "suggestion-about", row.description));
            });
            var all = option(form.action + "?q=" + encodeURIComponent(text) + "&all=yes");
            all.className = "suggestion-all";
            all.append("All results for ", element("b", "", text));
            list.hidden = false;
            list.scrollTop = 0;
            input.setAttribute("aria-expanded", "true");
            status.textContent = rows.length === 1 ? "1 page suggested"
                : (rows.length || "No") + " pages suggested";
        }

        function remember(text, rows) {
            if (remembered.size >= most_remembered)
                remembered.delete(remembered.keys().next().value);
            remembered.set(text, rows);
        }

        // Only the newest request counts. An older one is given up.
        function ask(text) {
            var own = request = new AbortController();
            fetch(form.dataset.suggest + "?q=" + encodeURIComponent(text), {
                signal: own.signal, credentials: "omit"
            }).then(function (answer) {
                if (!answer.ok) throw new Error(String(answer.status));
                return answer.json();
            }).then(function (rows) {
                remember(text, rows);
                if (own === request && text === asked) show(text, rows);
            }).catch(function () {
                if (own === request) close();    // the box searches without suggestions
            });
        }

        function update() {
            var text = typed();
            if (text === asked) return;
            if (!text || text.length > longest) { close(); return; }
            clearTimeout(timer);
            if (request) request.abort();
            request = null;
            asked = text;
            if (remembered.has(text)) show(text, remembered.get(text));
            else timer = setTimeout(ask, pause, text);
        }

        input.addEventListener("input", update);
        input.addEventListener("blur", close);
        input.addEventListener("click", update);
        window.addEventListener("pagehide", close);
        // A press on an option does not take the focus from the box.
        list.addEventListener("mousedown", function (event) { event.preventDefault(); });

        input.addEventListener("keydown", function (event) {
            if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
            var open = !list.hidden;
            var count = list.children.length;
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                if (!open) { update(); return; }
                // One place of the round is the text itself: -1.
                var step = event.key === "ArrowDown" ? 1 : -1;
                activate((active + 1 + step + count + 1) % (count + 1) - 1);
            } else if (event.key === "Escape" && open) {
                event.preventDefault();
                close();
            } else if (event.key === "Enter" && open && active >= 0) {
                event.preventDefault();
                location.assign(list.children[active].href);
            }
        });
    }

    function element(name, class_name, text) {
        var made = document.createElement(name);
        if (class_name) made.className = class_name;
        if (text !== undefined) made.textContent = text;
        return made;
    }
}());
