/*
 * What this browser stores of the site: cookies that scripts can read, and values in localStorage.
 * This is the first part of head.js.
 *
 * window.live is shared by all scripts of the library.
 */
(() => {
    "use strict";

    // The first cookie of this name in our format. A site on a parent domain may set the same name.
    const cookie = (name) =>
        (new RegExp(`(?:^|; )${name}=([\\w-]{11}(?:\\.[\\w-]*)?)(?=;|$)`).exec(document.cookie) || [0, ""])[1];

    // An object; empty if there is none.
    function read(key) {
        try { return Object(JSON.parse(localStorage[key])); } catch { return {}; }
    }

    window.live = { cookie, read };
})();
