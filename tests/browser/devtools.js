// Controls Debian's Chromium with its own protocol (Chrome DevTools Protocol, over a pipe), for
// what playwright-core cannot do: Chromium prerenders nothing in a tab whose page is controlled
// without its tab, as playwright-core does.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

// Resolves to a browser with one tab. `init` is a function that runs in each page before any other
// script. Pages may be given inline scripts, whatever their Content-Security-Policy says.
export async function start_tab({ init = () => {} } = {}) {
    const profile = await mkdtemp(path.join(tmpdir(), "aspic-chromium-"));
    const chromium = spawn("/usr/bin/chromium", ["--headless", "--no-sandbox", "--disable-gpu",
        "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1000,700",
        "--remote-debugging-pipe", `--user-data-dir=${profile}`], {
        stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => chromium.on("close", resolve));
    const { call, listen } = talk(chromium);

    const pages = [];
    let problem;
    const failed = (error) => { problem ??= error; };
    listen("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
        if (targetInfo.type !== "page") return;
        const of_page = (method, parameters) => call(method, parameters, sessionId);
        // A page that waits answers some of them only after the last one.
        for (const [method, parameters] of [
            ["Page.enable"],
            ["Page.setBypassCSP", { enabled: true }],
            ["Page.addScriptToEvaluateOnNewDocument", { source: `(${init})()` }],
            ["Runtime.runIfWaitingForDebugger"],
        ]) of_page(method, parameters).catch(failed);
        pages.push(page_of(of_page));
    });

    // The pages of the tab, in the order in which they began: the one that is shown first, and each
    // one that was prerendered.
    async function page(number) {
        await eventually(() => problem || pages[number], `Chromium has begun no page ${number}`);
        if (problem) throw problem;
        return pages[number];
    }

    const { targetId } = await call("Target.createTarget", { url: "about:blank", forTab: true });
    const tab = await call("Target.attachToTarget", { targetId, flatten: true });
    await call("Target.setAutoAttach",
        { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }, tab.sessionId);
    return {
        page,
        async close() {
            await call("Browser.close").catch(() => {});
            await ended;
            await rm(profile, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}

async function eventually(is_so, otherwise) {
    for (let tries = 0; tries < 400; tries += 1) {
        if (await is_so()) return;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error(otherwise);
}

// The calls and the events of a browser: JSON texts, each with a zero byte at its end.
function talk(chromium) {
    const [, , , to, from] = chromium.stdio;
    const open = new Map();
    const listeners = new Map();
    let last = 0;
    let rest = "";
    from.setEncoding("utf8").on("data", (text) => {
        const messages = (rest + text).split("\0");
        rest = messages.pop();
        for (const message of messages) take(JSON.parse(message));
    });
    chromium.on("close", () => {
        for (const { reject } of open.values()) reject(new Error("Chromium has ended"));
    });

    function take({ id, method, params, result, error }) {
        if (method) {
            listeners.get(method)?.(params);
            return;
        }
        const { resolve, reject } = open.get(id);
        open.delete(id);
        if (error) reject(new Error(error.message));
        else resolve(result);
    }

    return {
        listen: (method, listener) => listeners.set(method, listener),
        call: (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
            last += 1;
            open.set(last, { resolve, reject });
            to.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
        }),
    };
}

function page_of(call) {
    // Runs a function in the page. Its arguments and its result are JSON.
    async function evaluate(run, ...values) {
        const expression = `(${run})(...${JSON.stringify(values)})`;
        const { result, exceptionDetails } = await call("Runtime.evaluate",
            { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails)
            throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }
    return {
        evaluate,
        // Waits until the result of the function is true. The page may be about to be replaced.
        until: (run, ...values) => eventually(() => evaluate(run, ...values).catch(() => false),
            `timed out waiting for: ${run}`),
        async open(url) {
            const { errorText } = await call("Page.navigate", { url });
            if (errorText) throw new Error(`${url}: ${errorText}`);
            await this.until((to) => location.href === to && document.readyState === "complete",
                url);
        },
    };
}
