/*
 * Small conveniences of the site "Manual". Every page works without this script.
 */
(function ($) {
    "use strict";

    // ---- The key "/" moves to the search box
    $(document).on("keydown", function (event) {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
        if ($(event.target).is("input, textarea, select, [contenteditable]")) return;
        var box = $("input[name=q]:visible").first();
        if (!box.length) return;
        event.preventDefault();
        box.trigger("focus").trigger("select");
    });

    // ---- The table of contents of a manual page. In a wide window it is open, and the current
    // section is marked.
    var contents = $("details.toc");
    if (contents.length) {
        var wide = window.matchMedia("(min-width: 64rem)");
        var arrange = function () { contents.prop("open", wide.matches); };
        arrange();
        wide.addEventListener("change", arrange);
        contents.on("click", "a", function () { if (!wide.matches) contents.prop("open", false); });
        mark_current_section(contents);
    }

    function mark_current_section(contents) {
        var links = {};
        contents.find("a").each(function () { links[decodeURIComponent(this.hash.slice(1))] = this; });
        var headings = $(".manual-text").find("h2[id], h3[id]").filter(function () { return this.id in links; });
        var current = null;

        function mark() {
            var line = window.innerHeight / 4;
            var at = headings[0];
            headings.each(function () {
                if (this.getBoundingClientRect().top > line) return false;
                at = this;
            });
            var link = at && links[at.id];
            if (!link || link === current) return;
            if (current) current.removeAttribute("aria-current");
            link.setAttribute("aria-current", "true");
            current = link;
            // Scrolls only the list, not the page.
            var list = contents[0], top = link.offsetTop, bottom = top + link.offsetHeight;
            if (top < list.scrollTop) list.scrollTop = top - 24;
            else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight + 24;
        }

        var waiting = false;
        $(window).on("scroll resize", function () {
            if (waiting || !wide.matches) return;
            waiting = true;
            requestAnimationFrame(function () { waiting = false; mark(); });
        });
        if (wide.matches) mark();
    }

    // ---- A click on a heading or an option also copies its address
    $(document).on("click", "a.permalink", function () {
        if (!navigator.clipboard) return;
        navigator.clipboard.writeText(this.href).then(function () { say("Link copied"); }, $.noop);
    });

    // ---- Adds the manual page to the visitor's list of pages read lately. A guest has no list.
    // A page that the browser prerenders counts as read when it is shown.
    var mark_read = function () { navigator.sendBeacon($("[data-mark-read]").data("mark-read")); };
    if ($("[data-mark-read]").length && window.live && window.live.version) {
        if (document.prerendering)
            document.addEventListener("prerenderingchange", mark_read, { once: true });
        else mark_read();
    }

    function say(words) {
        var note = $(".note");
        if (!note.length) note = $("<p class='note' role='status'>").appendTo("body");
        clearTimeout(note.data("timer"));
        note.text(words).addClass("shown");
        note.data("timer", setTimeout(function () { note.removeClass("shown"); }, 1600));
    }

    // ---- The filter of a section's index
    var filter = $(".filter input");
    if (filter.length) {
        var entries = null;
        var pending = false;

        var read_entries = function () {
            return $(".index section").map(function () {
                return {
                    group: this,
                    rows: $("li", this).map(function () {
                        return { row: this, text: this.textContent.toLowerCase() };
                    }).get()
                };
            }).get();
        };

        var apply = function () {
            var words = filter.val().toLowerCase().split(/\s+/).filter(Boolean);
            var found = 0;
            entries = entries || read_entries();
            entries.forEach(function (part) {
                var here = 0;
                part.rows.forEach(function (entry) {
                    var match = words.every(function (word) { return entry.text.indexOf(word) >= 0; });
                    if (entry.row.hidden === match) entry.row.hidden = !match;
                    if (match) here += 1;
                });
                part.group.hidden = !here;
                $(".letters a[href='#" + part.group.id + "']").toggleClass("empty", !here);
                found += here;
            });
            $(".index .nothing").prop("hidden", found > 0);
            $(".filter-count").text(words.length ? String(found) : "");
        };

        filter.on("input", function () {
            if (pending) return;
            pending = true;
            requestAnimationFrame(function () { pending = false; apply(); });
        }).on("keydown", function (event) {
            if (event.key === "Escape" && filter.val()) {
                event.preventDefault();
                filter.val("");
                apply();
            }
            // Enter opens the entry if only one is left. Otherwise it searches all sections.
            if (event.key === "Enter" && filter.val()) {
                apply();
                var left = $(".index section:not([hidden]) li:not([hidden]) a");
                if (left.length !== 1) return;
                event.preventDefault();
                location.assign(left[0].href);
            }
        });
        if (filter.val()) apply();    // the browser kept the typed text
    }
}(jQuery));
