/*
 * What this browser stores of the site: cookies that scripts can read, and values in localStorage.
 * This is the first part of head.js.
 *
 * Other sites may have the same host or even the same origin, so the names begin with the site's
 * prefix (app/aspic/http/site_cookies.h). Where a comment names a cookie or a key, it is without it.
 *
 * window.live is shared by all scripts of the library.
 */
(() => {
    "use strict";

    const { live, cookies: prefix = "" } = document.currentScript.dataset;
    const path = live.slice(0, -"/_live".length) || "/";
    const is_secure = location.protocol === "https:";
    const full_name = (name) => (is_secure ? path === "/" ? "__Host-" : "__Secure-" : "") + prefix + name;

    // All cookies of this name in our format. A site on a parent domain may set the same name. By
    // https the plain name comes last: only a server that does not know of its TLS proxy uses it.
    const cookies = (name) => [full_name(name), prefix + name].flatMap((one) =>
        [...document.cookie.matchAll(new RegExp(`(?:^|; )${one}=([\\w-]{11}(?:\\.[\\w-]*)?)(?=;|$)`, "g"))]
            .map(([, value]) => value));
    const cookie = (name) => cookies(name)[0] || "";

    // `rest`: its lifetime, if it does not last until the browser is closed.
    function write_cookie(name, value, rest = "") {
        document.cookie = `${full_name(name)}=${value}; Path=${path}; SameSite=Lax${is_secure ? "; Secure" : ""}${rest}`;
    }

    // An object; empty if there is none.
    function read(key) {
        try { return Object(JSON.parse(localStorage[prefix + key])); } catch { return {}; }
    }

    window.live = { prefix, cookie, cookies, write_cookie, read };
})();
