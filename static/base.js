/*
 * Fills the holes of a cached page.
 *
 * A page that went into the page cache holds nothing personal: where something personal belongs there is a hole,
 * <x-live fragment="/_navigation">, and in it the fragment as a guest sees it. Such a page carries the marker
 *
 *     <script>var CACHE_CONTROL=3600;</script>
 *
 * and a visitor who is signed in has a cookie "live", whose value changes whenever a fragment would. With both,
 * one request to /_live fetches all fragments of the page. Without the marker the holes came filled; without the
 * cookie the guest's form is right: then nothing is asked.
 *
 * On document: "live:filled" (detail.fragments: those whose content was changed) after each fill, and "live:error"
 * (detail.reason, detail.fragments: those left as they were) when something is missing.
 *
 * Loaded with `defer`, after jQuery. Where the site is not mounted at "/", name the address of the fragments on
 * the script element: data-live="/prefix/_live".
 */
(function ($) {
    "use strict";

    var address = (document.currentScript && document.currentScript.getAttribute("data-live")) || "/_live";
    var time_limit = 8000;      // milliseconds
    var most_fragments = 16;    // what one request may name; further holes stay as they are
    var request = null;
    var guest_forms = {};       // what stood in the holes that were filled, by fragment

    function live_version() {
        var found = /(?:^|;\s*)live=([^;]*)/.exec(document.cookie);
        return found ? found[1] : "";
    }

    // The version that the holes show now; "" is the guest's form.
    var shown = "CACHE_CONTROL" in window ? "" : live_version();

    function tell(event, detail) {
        document.dispatchEvent(new CustomEvent(event, { detail: detail }));
    }

    function holes(fragment) {
        return $("x-live").filter(function () {
            return !fragment || this.getAttribute("fragment") === fragment;
        });
    }

    function fragments_of_page() {
        var names = holes().map(function () { return this.getAttribute("fragment"); }).get();
        return $.grep(names, function (name, at) { return name && names.indexOf(name) === at; }).slice(0, most_fragments);
    }

    // Puts new content into one hole. Whoever had the keyboard focus in it keeps a place to go on from.
    function replace(hole, fresh) {
        var name = hole.getAttribute("fragment");
        if (!(name in guest_forms) && shown === "") guest_forms[name] = hole.innerHTML;
        var had_focus = hole.contains(document.activeElement);
        hole.replaceChildren.apply(hole, fresh.cloneNode(true).childNodes);
        if (had_focus) {
            $(hole).find("a[href], button, summary, input:not([type=hidden])").first().trigger("focus");
        }
    }

    // Holes that were emptied and could not be filled again get the guest's form.
    function give_up(fragments, reason) {
        $.each(fragments, function (at, name) {
            holes(name).filter(":empty").each(function () { this.innerHTML = guest_forms[name] || ""; });
        });
        tell("live:error", { reason: reason, fragments: fragments });
    }

    // The answer is parsed in a document of its own, where nothing runs or loads; scripts are thrown away.
    function fill(answer, fragments) {
        var parsed = $(new DOMParser().parseFromString(answer, "text/html"));
        var changed = [];
        var missing = [];
        parsed.find("script").remove();
        $.each(fragments, function (at, name) {
            var fresh = parsed.find("x-live").filter(function () { return this.getAttribute("fragment") === name; })[0];
            if (!fresh) {
                missing.push(name);
                return;
            }
            holes(name).each(function () {
                if (this.innerHTML !== fresh.innerHTML) {
                    replace(this, fresh);
                    if (changed.indexOf(name) < 0) changed.push(name);
                }
            });
        });
        if (missing.length) give_up(missing, "missing");
        if (missing.length < fragments.length) tell("live:filled", { fragments: changed });
        return missing.length === 0;
    }

    function refresh() {
        var version = live_version();
        var fragments = fragments_of_page();
        if (!fragments.length) return;
        var earlier = request;
        request = null;
        if (earlier) earlier.abort();
        holes().attr("aria-busy", "true");
        var mine = request = $.ajax(address, {
            data: { page: location.pathname, fragment: fragments },
            traditional: true,
            dataType: "html",
            timeout: time_limit
        });
        mine.done(function (answer) {
            if (fill(answer, fragments)) shown = version;
        }).fail(function (failed, reason) {
            if (mine === request) give_up(fragments, reason);
        }).always(function () {
            if (mine !== request) return;
            request = null;
            holes().removeAttr("aria-busy");
        });
    }

    if ("CACHE_CONTROL" in window && live_version()) refresh();

    // A page that comes back from the browser's back/forward cache shows what was true when it was left, perhaps for
    // somebody else: blank is better.
    window.addEventListener("pageshow", function (event) {
        if (!event.persisted || live_version() === shown) return;
        if (shown) holes().empty();
        if (live_version()) refresh();
        else location.reload();
    });
}(jQuery));
