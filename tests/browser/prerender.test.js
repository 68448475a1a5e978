// Pages that Chromium prerenders: it runs their scripts before the visitor sees them.

import { strict as assert } from "node:assert";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { start_tab } from "./devtools.js";
import { start_shop, start_site } from "./site.js";
import { password } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

// If this never becomes true, the browser does not prerender, and the test shows nothing.
const is_prerendering = (path) => document.prerendering && location.pathname === path &&
    document.readyState === "complete";

const filled = () => !document.querySelector("x-live[aria-busy], x-live[blank]");

// Has the page prerender another one. Resolves to that one when it is loaded.
async function prerender(tab, page, path) {
    await page.evaluate((url) => {
        const rules = document.createElement("script");
        rules.type = "speculationrules";
        const which = { urls: [url], eagerness: "immediate" };
        rules.textContent = JSON.stringify({ prerender: [which] });
        document.head.append(rules);
    }, path);
    const ahead = await tab.page(1);
    await ahead.until(is_prerendering, path);
    return ahead;
}

// Follows a link to the page, which is prerendered.
async function show(page, ahead, path) {
    page.evaluate((to) => { location.href = to; }, path).catch(() => {}); // the page ends
    await ahead.until(() => !document.prerendering);
    await ahead.until(filled);
    const { activationStart } = await ahead.evaluate(() =>
        performance.getEntriesByType("navigation")[0].toJSON());
    assert.ok(activationStart > 0, "the page that was prerendered is shown, and no other one");
    return activationStart;
}

// When the page has asked for something on this path, in milliseconds since it began.
const requests = (page, end) => page.evaluate((suffix) =>
    performance.getEntriesByType("resource")
        .filter(({ name }) => new URL(name).pathname.endsWith(suffix))
        .map(({ startTime }) => startTime), end);

const post = (page, path, form) => page.evaluate((to, fields) => fetch(to, {
    method: "POST", body: new URLSearchParams(fields), redirect: "manual",
}).then(() => true), path, form);

const shown_messages = (page) => page.evaluate(() =>
    [...document.querySelectorAll(".message")].map((message) => message.innerText));

describe("a prerendered page", () => {
    let shop, site, tab;

    before(async () => { [shop, site] = await Promise.all([start_shop(), start_site()]); });
    after(async () => {
        await shop?.stop();
        await site?.stop();
    });
    beforeEach(async () => {
        let init;
        watch({ addInitScript(run) { init = run; } });
        tab = await start_tab({ init });
    });
    afterEach(() => tab.close());

    // Resolves when the page is shown. It asked for nothing personal before.
    async function show_and_check(page, ahead, path) {
        assert.ok(await ahead.evaluate(is_prerendering, path));
        assert.deepEqual(await requests(ahead, "/_live"), []);
        const shown_at = await show(page, ahead, path);
        await ahead.until(() => performance.getEntriesByType("resource")
            .some(({ name }) => name.includes("/_live?")));
        const asked = await requests(ahead, "/_live");
        assert.ok(asked.every((when) => when >= shown_at), `${asked} ${shown_at}`);
    }

    for (const { kind, path, views } of [
        { kind: "a page that the visitor has not seen", path: "/item/1", views: 0 },
        { kind: "a page with snapshots", path: "/item/1", views: 3 },
        { kind: "a page from the browser's own cache", path: "/kept/1", views: 3 },
    ]) {
        it(`fills its holes when it is seen, and shows nothing wrong: ${kind}`, async () => {
            await fetch(shop.url + path);
            const page = await tab.page(0);
            await page.open(`${shop.url}/quiet`);
            await post(page, "/basket", {});
            await page.open(`${shop.url}/messages`); // shows the message of the basket
            for (let view = 0; view < views; view += 1) {
                await page.open(shop.url + path);
                await page.until(filled);
                await page.open(`${shop.url}/quiet`);
            }
            await page.open(`${shop.url}/quiet`);
            const ahead = await prerender(tab, page, path);
            const is_for_everyone = await ahead.evaluate(() => "CACHE_CONTROL" in window);
            assert.equal(is_for_everyone, views > 0);
            await post(page, "/basket", {});
            await page.until(() => document.body.innerText.includes("Basket: 2"));
            await show_and_check(page, ahead, path);
            const { wrong, states } = await what_was_seen(ahead,
                (fragment, text) => fragment === "/_corner" && text !== "Basket: 2");
            assert.equal(wrong, 0, JSON.stringify(states));
            assert.equal(Object.fromEntries(states.at(-1).says)["/_corner"], "Basket: 2");
        });
    }

    it("takes a message when it is seen, and not before", async () => {
        const page = await tab.page(0);
        await page.open(`${shop.url}/quiet`);
        await post(page, "/say", { text: "Seen." });
        const ahead = await prerender(tab, page, "/item/2");
        assert.deepEqual(await shown_messages(ahead), []);
        await show_and_check(page, ahead, "/item/2");
        await ahead.until(() => document.querySelector(".message"));
        assert.deepEqual(await shown_messages(ahead), ["Seen."]);
        await ahead.open(`${shop.url}/item/3`);
        assert.deepEqual(await shown_messages(ahead), []);
    });

    it("counts as read when it is seen, and not before", async () => {
        const page = await tab.page(0);
        await page.open(`${site.url}/account/sign-up`);
        await page.evaluate((word) => {
            const form = document.querySelector("main form");
            form.elements.name.value = "Reader";
            form.elements.password.value = word;
            form.querySelector("button").click();
        }, password);
        await page.until(() => !location.pathname.startsWith("/account"));
        await page.open(`${site.url}/man/1`);

        const ahead = await prerender(tab, page, "/man/1/aspic-hello");
        assert.deepEqual(await requests(ahead, "/read"), []);
        const is_listed = async () => (await (await fetch("/_recent")).text())
            .includes("aspic-hello");
        assert.equal(await page.evaluate(is_listed), false);
        const shown_at = await show(page, ahead, "/man/1/aspic-hello");
        await ahead.until(() => performance.getEntriesByType("resource")
            .some(({ name }) => name.endsWith("/read")));
        assert.ok((await requests(ahead, "/read"))[0] >= shown_at);
        await ahead.until(is_listed);
    });
});
