/*
 * Below the command `dev`: reloads this page when what it is made of has changed, and shows why the
 * site cannot be made. The server adds this script at the end of each page, and its attribute
 * data-seen says which state of the site the page shows. In production nothing of it exists.
 *
 * It asks again and again, with a pause, because an open answer would take a thread of the site, and
 * because a site that starts again closes all its connections. A changed style is put in place
 * without a reload. All that it shows is in a shadow tree over the page, so the site's CSS does not
 * apply to it; its style is a constructed style sheet, which a strict Content-Security-Policy
 * allows. All values are inserted as text, never as HTML.
 */
(function () {
    "use strict";

    const PAUSE = 400;           // milliseconds
    const PAUSE_HIDDEN = 2000;   // in a tab that nobody sees
    const FAILURES_SHOWN = 8;    // a restart of the site takes less

    const { src, dataset } = document.currentScript;
    const address = src.replace(/\.js$/, "");
    const answers_form = dataset.answers === "form";
    const shows_problem = document.documentElement.dataset.aspicDev === "down";
    let failures = 0;
    let was_shown = "";

    const style = new CSSStyleSheet();
    style.replaceSync(`
        :host {
            all: initial !important; position: fixed !important; inset: auto 0 0 0 !important;
            z-index: 2147483646 !important; pointer-events: none !important; color-scheme: light dark !important;
            --paper: #fff; --ink: #1c1e1b; --soft: #5c605a; --line: #d5d8d1; --bad: #b0002a; --note: #7a5900;
        }
        @media (prefers-color-scheme: dark) {
            :host { --paper: #1b1d1a; --ink: #eceee9; --soft: #a9ada5; --line: #3b3f38; --bad: #ff7d92; --note: #e6bd4f; }
        }
        @media print { :host { display: none !important; } }
        * { box-sizing: border-box; margin: 0; }
        .box {
            font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); pointer-events: auto;
            border: 1px solid var(--line); box-shadow: 0 2px 16px rgb(0 0 0 / .28);
        }
        .problem { border-top: 4px solid var(--bad); max-height: 60vh; overflow: auto; padding: 14px 20px 18px; }
        .problem h2 { font-size: 16px; color: var(--bad); }
        .problem p { color: var(--soft); font-size: 12px; margin-top: 10px; }
        .problem pre {
            font: 13px/1.5 ui-monospace, monospace; margin-top: 8px; white-space: pre-wrap; overflow-wrap: anywhere;
        }
        .note {
            width: fit-content; max-width: calc(100vw - 24px); margin: 0 0 12px 12px; padding: 3px 12px;
            border-left: 4px solid var(--note); border-radius: 4px; font-size: 13px;
        }
    `);

    // The page that dev shows in place of the site has no style of its own.
    if (shows_problem) {
        const page_style = new CSSStyleSheet();
        page_style.replaceSync(`
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem; }
            h1 { font-size: 1.4rem; }
            pre { font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        `);
        document.adoptedStyleSheets = [page_style];
    }

    function element(name, kind, text) {
        const made = document.createElement(name);
        made.className = kind;
        made.textContent = text;
        return made;
    }

    const host = document.createElement("aspic-dev");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];

    function show(problem, note) {
        const now = JSON.stringify([problem, note]);
        if (now === was_shown) return;
        was_shown = now;
        const boxes = [];
        if (note) {
            const box = element("div", "box note", note);
            box.setAttribute("role", "status");
            boxes.push(box);
        }
        if (problem && !shows_problem) {
            const box = element("div", "box problem", "");
            box.setAttribute("role", "alert");
            box.append(element("h2", "", problem.title), element("pre", "", problem.text),
                element("p", "", "This page comes back by itself when that is mended."));
            boxes.push(box);
        }
        root.replaceChildren(...boxes);
        if (boxes.length === 0) host.remove();
        else if (!host.isConnected) document.documentElement.append(host);
    }

    // The URL of a collected file without the hash in its name.
    const plain = (url) => url.replace(/\.[0-9a-f]{16}(\.[a-z0-9]+)$/, "$1");

    // The old style stays until the new one is there, so the page is never without one.
    function change_styles(styles) {
        const now = new Map(styles.map((url) => [plain(url), url]));
        for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
            const path = new URL(link.href, location.href).pathname;
            const url = now.get(plain(path));
            if (!url || url === path || link.dataset.aspicDev) continue;
            link.dataset.aspicDev = "old";
            const fresh = link.cloneNode();
            delete fresh.dataset.aspicDev;
            fresh.href = url;
            fresh.addEventListener("load", () => link.remove());
            fresh.addEventListener("error", () => {
                fresh.remove();
                delete link.dataset.aspicDev;
            });
            link.after(fresh);
        }
    }

    function follow({ state, templates }) {
        const is_old = state.seen !== dataset.seen;
        if (is_old && !answers_form) {
            location.reload();
            return false;
        }
        change_styles(state.styles);
        const problem = state.problem || (templates ? { title: "A template is wrong", text: templates } : null);
        show(problem, is_old ? "This page has changed. It answers a form, so load it again yourself." : state.note);
        return true;
    }

    async function ask() {
        let goes_on = true;
        try {
            const answer = await fetch(address, { cache: "no-store" });
            if (!answer.ok) throw new Error(String(answer.status));
            const said = await answer.json();
            failures = 0;
            goes_on = follow(said);
        } catch (error) {
            if (++failures === FAILURES_SHOWN) show(null, "The site does not answer. Is `dev` still running?");
        }
        if (goes_on) setTimeout(ask, document.hidden ? PAUSE_HIDDEN : PAUSE);
    }
    ask();
})();
