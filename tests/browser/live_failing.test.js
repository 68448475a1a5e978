// Failures of holes: answers without fragments, storage that is missing or damaged, scripts that
// are not loaded.

import { strict as assert } from "node:assert";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { start_live_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const page = "/well/one";
const fragments = ["/_corner", "/_well", "/_words"];

// Records the events of the scripts. Runs in the page.
function listen() {
    window.live_said = [];
    for (const name of ["live:filled", "live:error"]) {
        document.addEventListener(name,
            ({ detail }) => { window.live_said.push({ name, ...detail }); });
    }
}

describe("a page with holes", () => {
    let site, browser, lea;

    before(async () => {
        [site, browser] = await Promise.all([start_live_site(), start_chromium()]);
        await fetch(site.url + page); // stores it in the page cache
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });
    beforeEach(async () => {
        lea = await visitor(browser, site);
        await watch(lea.page.context());
        await lea.page.addInitScript(listen);
        await lea.page.request.post("/sign-in",
            { headers: { Origin: site.url }, form: { name: "Lea" } });
    });
    afterEach(() => lea.close());

    const no_script = (route) => route.fulfill({ contentType: "text/javascript", body: "" });
    const texts = () => lea.page.locator("x-live").allInnerTexts();
    const said = () => lea.page.evaluate(() => window.live_said);
    const asked = () => lea.requests.filter((path) => path === "/_live").length;

    // After this, the next view comes from the cache, and there are no snapshots to show at once.
    async function lose_snapshots() {
        await lea.open(page);
        await lea.settled();
        await lea.page.evaluate(() => localStorage.clear());
        lea.requests.length = 0;
    }

    async function assert_guest() {
        for (const text of await texts()) assert.match(text, /Sign in|every guest/);
    }

    async function assert_neutral() {
        for (const text of await texts()) assert.match(text, /^Not available now\.\s+Try again$/);
    }

    async function assert_lea() {
        for (const text of await texts()) assert.match(text, /Lea/);
    }

    const portal = `<!DOCTYPE html><title>Wi-Fi</title><h1>Welcome</h1>` +
        `<x-live fragment="/_corner">not this</x-live>`;
    for (const [what, answer, reason, requests] of [
        ["an error page", { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" },
            "error", 2],
        ["a refusal", { status: 400, contentType: "text/html", body: "no" }, "refused", 1],
        ["another page", { status: 200, contentType: "text/html", body: portal }, "answer", 2],
        ["not a page", { status: 200, contentType: "application/json", body: "{}" }, "answer", 2],
        ["a redirect", { status: 302, headers: { Location: "/well/two" }, body: "" },
            "redirect", 1],
        ["missing", null, "error", 2],
    ]) {
        it(`shows the neutral form, and reports an error, if the answer is ${what}`, async () => {
            await lose_snapshots();
            await lea.page.route("**/_live?*",
                (route) => (answer ? route.fulfill(answer) : route.abort()));
            await lea.open(page);
            await lea.settled();
            await assert_neutral();
            assert.deepEqual(await said(), [{ name: "live:error", reason, fragments }]);
            assert.equal(asked(), requests);
            await lea.page.unroute("**/_live?*");
            await lea.page.getByRole("link", { name: "Try again" }).first().click();
            await lea.page.waitForFunction(() => !document.querySelector("x-live[failed]"));
            await assert_lea();
        });
    }

    it("is blank while the answer is late, and neutral when it asks again after 8 s", async () => {
        await lose_snapshots();
        await lea.page.clock.install();
        await lea.page.route("**/_live?*", () => {}); // never answers
        await lea.open(page);
        await lea.page.clock.runFor(5000);
        assert.deepEqual((await texts()).map((text) => text.trim()), ["", "", ""]);
        const again = lea.page.waitForRequest("**/_live?*");
        await lea.page.clock.runFor(3400);
        await again;
        await assert_neutral();
        assert.deepEqual(await said(), []);
        await lea.page.clock.runFor(8000);
        await lea.page.waitForFunction(() => window.live_said.length > 0);
        assert.deepEqual(await said(), [{ name: "live:error", reason: "timeout", fragments }]);
        await assert_neutral();
        assert.equal(asked(), 2);
    });

    it("asks for over 16 fragments in two requests, and can have a neutral form", async () => {
        await fetch(`${site.url}/many`);
        await lea.open("/many");
        await lea.settled();
        await lea.page.evaluate(() => localStorage.clear());
        lea.requests.length = 0;
        await lea.page.route("**/_live?*", (route) => route.abort());
        await lea.open("/many");
        await lea.settled();
        const shown = await texts();
        assert.equal(shown.length, 21);
        assert.match(shown[1], /^Not available now/);
        assert.match(shown[2], /^The second word is not available/);
        await lea.page.unroute("**/_live?*");
        lea.requests.length = 0;
        await lea.page.getByRole("link", { name: "Ask again" }).click();
        await lea.page.waitForFunction(() => !document.querySelector("x-live[failed]"));
        await assert_lea();
        assert.equal(asked(), 2);
    });

    it("shows the neutral form without JavaScript, with a link to load it again", async () => {
        const plain = await visitor(browser, site, { javaScriptEnabled: false });
        await plain.page.request.post("/sign-in",
            { headers: { Origin: site.url }, form: { name: "Lea" } });
        await plain.open("/failing/one?x=1");
        assert.match(await plain.page.locator("x-live[fragment='/_corner']").innerText(),
            /logged in as Lea/);
        assert.match(await plain.page.locator("x-live[fragment='/_failing']").innerText(),
            /^Not available now/);
        await Promise.all([plain.page.waitForEvent("load"),
            plain.page.getByRole("link", { name: "Try again" }).click()]);
        assert.equal(plain.page.url(), `${site.url}/failing/one?x=1`);
        await plain.close();
    });

    it("keeps the content that the visitor saw last if no answer comes", async () => {
        await lea.open(page);
        await lea.settled();
        await lea.page.route("**/_live?*", (route) => route.abort());
        await lea.open(page);
        await lea.settled();
        await assert_lea();
        assert.deepEqual(await said(), [{ name: "live:error", reason: "error", fragments }]);
    });

    it("works without storage", async () => {
        await lea.page.addInitScript(() => {
            Object.defineProperty(window, "localStorage",
                { get() { throw new DOMException("no", "SecurityError"); } });
        });
        for (let view = 0; view < 2; view += 1) {
            const opened = await lea.open(page);
            assert.ok(!opened.text.includes("CACHE_CONTROL="), "the page came from the cache");
            await assert_lea();
        }
        assert.equal(asked(), 0);
        assert.deepEqual(lea.wrong, []);
    });

    it("works with full storage", async () => {
        await lea.open("/well/two");
        await lea.page.evaluate(() => {
            localStorage.clear();
            for (let size = 1 << 22; size > 0; size >>= 1) {
                try {
                    for (;;) {
                        const key = `other ${size} ${localStorage.length}`;
                        localStorage.setItem(key, "x".repeat(size));
                    }
                } catch { /* smaller pieces */ }
            }
        });
        for (let view = 0; view < 2; view += 1) {
            const opened = await lea.open(page);
            assert.ok(!opened.text.includes("CACHE_CONTROL="), "the page came from the cache");
            await assert_lea();
        }
        assert.deepEqual(lea.wrong, []);
    });

    it("works with damaged storage", async () => {
        for (const rubbish of ["", "5", "null", "[]", "\"x\"", "{",
            '{"version":5,"pages":7,"fragments":[],"sizes":true}']) {
            await lose_snapshots();
            await lea.page.evaluate(([text, path]) => {
                localStorage.setItem("live", text);
                localStorage.setItem(`live:${path}`, text);
            }, [rubbish, page]);
            await lea.open(page);
            await lea.settled();
            await assert_lea();
        }
        assert.deepEqual(lea.wrong, []);
    });

    it("works with a cookie of the same name from another site of the domain", async () => {
        await lea.open(page);
        await lea.page.evaluate((path) => { document.cookie = `live=true; path=${path}`; }, page);
        for (let view = 0; view < 2; view += 1) {
            await lea.open(page);
            await lea.settled();
            await assert_lea();
            assert.match(await lea.page.evaluate(() => window.live.version), /^[\w-]{11}$/);
        }
        await lea.page.evaluate((path) => { document.cookie = `live=; path=${path}; max-age=0`; },
            page);
        assert.deepEqual(lea.wrong, []);
    });

    it("runs no script of a snapshot", async () => {
        await lose_snapshots();
        await lea.page.evaluate((path) => {
            const [, version] = /live=([^;]*)/.exec(document.cookie);
            const key = document.querySelector("x-live").getAttribute("key");
            const script = "<script>window.ran = true</" + "script>";
            const image = `<img src="/none" onerror="window.ran = true">`;
            const html = `${script}<svg>${script}</svg>${image}<p>Lea's</p>`;
            const fragments = { "/_words": { html, hash: "other", till: 0 } };
            localStorage.setItem("live", JSON.stringify({ version, pages: [path] }));
            localStorage.setItem(`live:${path}`,
                JSON.stringify({ version, key, fragments, sizes: {} }));
        }, page);
        await lea.page.route("**/_live?*", (route) => route.abort());
        await lea.open(page);
        await lea.settled();
        assert.equal(await lea.page.locator("x-live[fragment='/_words'] p").innerText(), "Lea's");
        assert.equal(await lea.page.evaluate(() => window.ran), undefined);
    });

    for (const [what, script] of [
        ["the deferred script", /\/static\/aspic\/deferred\./],
        ["jQuery", /\/static\/jquery\./],
    ]) {
        it(`shows the neutral form at once if ${what} is not loaded`, async () => {
            await lose_snapshots();
            await lea.page.route(script, (route) => route.abort("blockedbyclient"));
            await lea.open(page);
            await assert_neutral();
            const seen = await what_was_seen(lea.page);
            assert.ok(seen.states.every(({ text }) => !text.includes("Lea")));
            assert.equal(seen.shift.toFixed(3), "0.000", JSON.stringify(seen.shifts));
        });
    }

    it("says in the console that jQuery is missing", async () => {
        await lose_snapshots();
        await lea.page.route(/\/static\/jquery\./, no_script);
        await lea.open(page);
        assert.equal(lea.wrong.length, 1);
        assert.match(lea.wrong[0], /^Aspic: jQuery is not loaded, .* Check that jquery\.min\.js is served\.$/);
    });

    it("loads jQuery again after a failure", async () => {
        await lose_snapshots();
        await lea.page.route(/\/static\/jquery\./, no_script);
        await lea.open(page);
        await lea.page.unroute(/\/static\/jquery\./);
        const kind = await lea.page.evaluate(() => live.jquery().then(($) => typeof $, () => "none"));
        assert.equal(kind, "function");
    });

    it("shows a guest's content, and works, if head.js is not loaded", async () => {
        await lose_snapshots();
        await lea.page.route(/\/static\/aspic\/head\./, no_script);
        await lea.open(page);
        await assert_guest();
        assert.deepEqual(lea.wrong, []);
    });

    it("changes only what differs, in place", async () => {
        await lea.open(page);
        await lea.settled();
        const kept = await lea.page.evaluate(() => {
            const place = document.createElement("div");
            document.body.append(place);
            const fresh = (html) => {
                const element = document.createElement("div");
                element.innerHTML = html;
                return element;
            };
            const first = `<ul><li id="b">b</li></ul><details><summary>s</summary>1</details>` +
                `<p><input value="1"> <a href="/1">x</a></p>`;
            window.live.morph(place, fresh(first));
            const [item, details, input, link] = ["li", "details", "input", "a"]
                .map((name) => place.querySelector(name));
            details.open = true;
            input.focus();
            input.value = "typed";
            input.setSelectionRange(2, 3);
            const wanted = `<h2>new</h2><ul><li id="a">a</li><li id="b">B</li></ul>` +
                `<details><summary>s</summary>2</details>` +
                `<p><input value="2"> <a href="/2">y</a></p>`;
            window.live.morph(place, fresh(wanted));
            return {
                same: [item, details, input, link].map((element) => place.contains(element)),
                open: details.open, focused: document.activeElement === input, typed: input.value,
                caret: [input.selectionStart, input.selectionEnd],
                html: place.innerHTML.replace(' open=""', "") === wanted,
            };
        });
        assert.deepEqual(kept, { same: [true, true, true, true], open: true, focused: true,
            typed: "typed", caret: [2, 3], html: true });
    });

    it("keeps typed text when the answer comes, and not when the visitor changes", async () => {
        await lea.open(page);
        await lea.settled();
        let go_on;
        const held = new Promise((resolve) => { go_on = resolve; });
        await lea.page.route("**/_live?*", async (route) => {
            await held;
            const answer = await route.fetch();
            const body = `<x-live fragment="/_words" hash="changed">` +
                `<h2>For Lea alone, changed</h2><p><label>Something to type into ` +
                `<input name="typed" id="site-typed"></label></p></x-live>\n` +
                `<x-live fragment="/_well" unchanged></x-live>` +
                `<x-live fragment="/_corner" unchanged></x-live>`;
            await route.fulfill({ response: answer, status: 200, contentType: "text/html", body });
        });
        await lea.open(page);
        await lea.page.locator("#site-typed").fill("half a sent");
        go_on();
        await lea.settled();
        assert.match(await lea.page.locator("x-live h2").innerText(), /changed/);
        assert.equal(await lea.page.locator("#site-typed").inputValue(), "half a sent");
        assert.equal(await lea.page.evaluate(() => document.activeElement.id), "site-typed");
        assert.deepEqual(await said(), [{ name: "live:filled", fragments: ["/_words"] }]);
        await lea.page.unroute("**/_live?*");
        await lea.page.request.post("/sign-in",
            { headers: { Origin: site.url }, form: { name: "Ben" } });
        await lea.page.locator("x-live h2", { hasText: "For Ben alone" }).waitFor();
        assert.equal(await lea.page.locator("#site-typed").inputValue(), "");
        assert.equal(await lea.page.evaluate(() => document.activeElement.id), "site-typed");
    });
});
