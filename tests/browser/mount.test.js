// A site below a prefix, as its visitors see it: their name is in the page from the first paint, and
// no request and no link leaves the prefix.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_live_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const page = "/docs/well/one";
const is_wrong = (fragment, text) =>
    fragment === "/_corner" && !text.includes("Hi, logged in as Lea");

describe("a site below /docs", () => {
    let site, browser;

    before(async () => {
        [site, browser] = await Promise.all([start_live_site("/docs"), start_chromium()]);
        await fetch(site.url + page); // stores it in the cache
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    async function lea() {
        const visit = await visitor(browser, site);
        await watch(visit.page.context());
        await visit.open(page);
        await visit.page.evaluate(() => fetch("/docs/sign-in",
            { method: "POST", body: new URLSearchParams({ name: "Lea" }) }));
        return visit;
    }

    it("fills the holes of a cached page, at the first view and later ones", async () => {
        const visit = await lea();
        for (const view of ["first", "second", "third"]) {
            visit.requests.length = 0;
            const { headers } = await visit.open(page);
            await visit.settled();
            const seen = await what_was_seen(visit.page, is_wrong);
            assert.equal(seen.wrong, 0, view);
            assert.match(headers["cache-status"], /hit/);
            assert.match(await visit.page.locator("nav.corner").innerText(),
                /Hi, logged in as Lea/);
            for (const path of visit.requests) assert.match(path, /^\/docs\//);
        }
        assert.deepEqual(visit.wrong, []);
        await visit.close();
    });

    it("has links and forms that stay below it", async () => {
        const visit = await lea();
        await visit.open(page);
        await visit.settled();
        for (const link of ["main a", "a.brand"]) {
            await Promise.all([visit.page.waitForEvent("load"), visit.page.click(link)]);
            assert.match(new URL(visit.page.url()).pathname, /^\/docs\/well\//);
        }
        await visit.settled();
        await Promise.all([visit.page.waitForEvent("load"),
            visit.page.click("nav.corner button")]);
        assert.equal(new URL(visit.page.url()).pathname, "/docs/well/start");
        assert.match(await visit.page.locator("nav.corner").innerText(), /Sign in/);
        assert.deepEqual(visit.wrong, []);
        await visit.close();
    });
});
