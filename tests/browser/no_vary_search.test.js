// A cached page tells the browser which query parameters do not change it. The browser then uses
// its copy for other queries, without a request.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_live_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

describe("a page in the browser's cache", () => {
    let site, browser, ana;

    before(async () => {
        [site, browser] = await Promise.all([start_live_site(), start_chromium()]);
        ana = await visitor(browser, site);
        await ana.open("/well/one");
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    // Resolves to the text, and to whether the browser had to ask the server.
    function fetch_in_page(path) {
        return ana.page.evaluate(async (path) => {
            const text = await (await fetch(path)).text();
            const [entry] = performance.getEntriesByName(new URL(path, location).href);
            return [text, entry.transferSize > 0 ? "asked" : "kept"];
        }, path);
    }

    it("answers a query that differs in parameters that the view does not read", async () => {
        assert.deepEqual(await fetch_in_page("/query?q=1&utm=a"), ["q=1", "asked"]);
        assert.deepEqual(await fetch_in_page("/query?q=1&utm=b"), ["q=1", "kept"]);
        assert.deepEqual(await fetch_in_page("/query?other=x&q=1"), ["q=1", "kept"]);
        assert.deepEqual(await fetch_in_page("/query?q=1"), ["q=1", "kept"]);
    });

    it("does not answer a query that differs in a parameter that the view reads", async () => {
        assert.deepEqual(await fetch_in_page("/query?q=2&utm=a"), ["q=2", "asked"]);
        assert.deepEqual(await fetch_in_page("/query?utm=a"), ["q=", "asked"]);
        assert.deepEqual(await fetch_in_page("/query?q=&utm=a"), ["q=", "asked"]);
    });
});
