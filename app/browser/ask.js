/*
 * live.answers(names, hash_of, { started, view, on_timeout }): requests fragments from /_live. The
 * promise resolves to a Map from the name of a fragment to its element in the answer: <x-live
 * fragment=... hash=...>, or one with the attribute `unchanged` or `later`. An element that shows
 * messages, or would show them if the `view` were "shown", is `passing`. A fragment that failed is
 * not in it. `started` is a request for the first 16 fragments that is already running. One
 * request names at most 16 fragments; for more of them there are several requests.
 *
 * Each attempt has a time limit. After a failure there is one more attempt, unless the server
 * refused. If the first attempt took too long, on_timeout(names) is called before the second. If
 * all requests fail, the promise is rejected with an error whose `reason` is timeout, error,
 * refused, redirect, or answer (the answer was something else).
 */
(() => {
    "use strict";

    const live = window.live;
    if (!live) return;

    const time_limit = 8000;  // milliseconds
    const pause = 300;        // milliseconds before the second attempt
    const given_up = ["refused", "redirect"];

    const failure = (reason) => Object.assign(new Error(`live: ${reason}`), { reason });

    live.most_fragments = 16; // in one request; the server takes no more

    live.answers = async function (names, hash_of, { started, view, on_timeout }) {
        const asking = [];
        for (let from = 0; from < names.length; from += live.most_fragments) {
            const some = names.slice(from, from + live.most_fragments);
            asking.push(ask(some, hash_of, { started: from ? null : started, view, on_timeout }));
        }
        const ended = await Promise.allSettled(asking);
        const answered = ended.filter(({ status }) => status === "fulfilled");
        if (!answered.length) throw ended[0].reason;
        return new Map(answered.flatMap(({ value }) => [...value]));
    };

    async function ask(names, hash_of, { started, view, on_timeout }) {
        try {
            return await attempt(names, hash_of, view, started);
        } catch (failed) {
            if (given_up.includes(failed.reason)) throw failed;
            if (failed.reason === "timeout") on_timeout(names);
        }
        await new Promise((resolve) => { setTimeout(resolve, pause); });
        return attempt(names, hash_of, view);
    }

    async function attempt(names, hash_of, view, started) {
        const stop = new AbortController();
        let timer;
        const limit = new Promise((_, reject) => {
            timer = setTimeout(() => { reject(failure("timeout")); stop.abort(); }, time_limit);
        });
        const response = started || live.ask(names, hash_of, { signal: stop.signal, view });
        try {
            return await Promise.race([limit, read(response, names)]);
        } finally {
            clearTimeout(timer);
        }
    }

    async function read(coming, names) {
        const response = await coming.catch(() => { throw failure("error"); });
        if (response.type === "opaqueredirect" || response.redirected) throw failure("redirect");
        if (response.status >= 400) throw failure(response.status < 500 ? "refused" : "error");
        if (response.status === 204) return new Map(names.map((name) => [name, unchanged()]));
        const type = response.headers.get("Content-Type") || "";
        const text = await response.text().catch(() => { throw failure("error"); });
        if (response.status !== 200 || !type.startsWith("text/html")) throw failure("answer");
        return elements(text);
    }

    function unchanged() {
        const element = document.createElement("div");
        element.setAttribute("unchanged", "");
        return element;
    }

    // Parses the answer in a separate document, where nothing runs or loads. Scripts are removed.
    function elements(text) {
        const { body } = new DOMParser().parseFromString(text, "text/html");
        body.querySelectorAll("script").forEach((script) => script.remove());
        const found = [...body.children].filter((element) => element.matches(
            "x-live[fragment][hash], x-live[fragment][unchanged], x-live[fragment][later]"));
        if (!found.length && text.trim()) throw failure("answer");
        return new Map(found.map((element) => [element.getAttribute("fragment"), element]));
    }
})();
