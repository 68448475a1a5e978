/*
 * jQuery fills the holes (fill.js). Only a page that has something to fill loads it. This is a part
 * of head.js.
 *
 *     live.expect_jquery()  has the browser fetch it, so that it is there when it is needed
 *     live.jquery()         a promise of it; rejected if it cannot be loaded, until another call can
 *
 * A site that uses jQuery in its own scripts loads it itself, and this one does not replace it.
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const address = document.currentScript.dataset.jquery;
    let expected = false;
    let coming = null;

    live.expect_jquery = function () {
        if (expected || window.jQuery) return;
        expected = true;
        const link = document.createElement("link");
        Object.assign(link, { rel: "preload", as: "script", href: address, fetchPriority: "low" });
        document.head.append(link);
    };

    live.jquery = () => coming ||= window.jQuery ? Promise.resolve(window.jQuery) : load();

    // After a failure, the next call tries again: the network may be back.
    function load() {
        const loading = new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = address;
            script.onload = () => {
                const $ = window.jQuery?.noConflict(true);
                if ($) resolve($);
                else reject();
            };
            script.onerror = reject;
            document.head.append(script);
        });
        loading.catch(() => { coming = null; });
        return loading;
    }
})();
