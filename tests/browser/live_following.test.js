// Open pages follow their visitor: after sign-out, no tab shows them, and going back does not show
// them either. This file tests what scripts in the page can see; live_kept.test.js looks at the
// painted frames.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { another_tab, start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const manual_page = "/man/1/aspic-hello";
const greeting = (name) => `Hi, logged in as ${name}`;

describe("a visitor who leaves", () => {
    let site, browser, ana;

    before(async () => {
        [site, browser] = await Promise.all([start_site(),
            start_chromium({ keeps_pages: true })]);
        ana = await visitor(browser, site);
        await watch(ana.page.context());
        await ana.sign_up("Ana Leaves");
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    // Returns the text of the holes in all frames since the page came back.
    const frames_since_return = (page) =>
        page.evaluate(() => window.since_return.map(({ text }) => text).join());

    const all_that_was_seen = () =>
        ana.page.evaluate(() => JSON.stringify(window.seen_by_test.states));

    // Separates the frames after a return from the browser's memory from those before it.
    const mark_returns = () => ana.page.evaluate(() => {
        window.addEventListener("pageshow", (event) => {
            window.was_kept = event.persisted;
            window.seen_by_test.states.length = 0;
            window.since_return = window.seen_by_test.states;
        });
    });

    const go_back = async (path) => {
        await ana.settled(); // it may load itself again
        // Later: the next page may replace this one before this call has returned.
        await ana.page.evaluate(() => { setTimeout(() => history.back()); });
        await ana.page.waitForURL("**" + path, { waitUntil: "commit" });
    };

    // The visitor leaves, but the browser is not told to clear its caches, as without https.
    const leave_unnoticed = () => ana.page.context().clearCookies();

    it("finds a page as they left it when they go back to it", async () => {
        await ana.open(manual_page);
        await ana.settled();
        await ana.open("/search?q=");
        await go_back(manual_page);
        await ana.settled();
        const { states, shift } = await what_was_seen(ana.page);
        assert.ok(states.every(({ text }) => text.includes(greeting("Ana Leaves"))),
            JSON.stringify(states));
        assert.equal(shift.toFixed(3), "0.000");
    });

    it("is not seen in another tab after sign-out in this one", async () => {
        const tab = await another_tab(ana);
        await tab.open("/man/2/aspic-call");
        await tab.corner_says(greeting("Ana Leaves"));
        await ana.sign_out();
        await tab.corner_says("Sign in");
        assert.ok(!(await tab.page.locator("body").innerText()).includes("Ana"));
        await ana.sign_in("Ana Leaves");
        await tab.corner_says(greeting("Ana Leaves"));
        assert.deepEqual(tab.wrong, []);
        await tab.page.close();
    });

    it("is not seen by going back after sign-out", async () => {
        await ana.open("/man/2/aspic-call");
        await ana.open(manual_page);
        await ana.sign_out();
        for (const path of [manual_page, "/man/2/aspic-call"]) {
            await go_back(path);
            await ana.corner_says("Sign in");
            assert.ok(!(await all_that_was_seen()).includes("Ana Leaves"));
        }
    });

    it("is hidden in a kept page of a browser without BroadcastChannel", async () => {
        await ana.sign_in("Ana Leaves");
        await ana.page.addInitScript(() => {
            if (!sessionStorage.has_channels) delete window.BroadcastChannel;
        });
        await ana.open(manual_page);
        await ana.settled();
        await mark_returns();
        await ana.open("/search?q=");
        await leave_unnoticed();
        await go_back(manual_page);
        await ana.page.waitForFunction(() => window.was_kept && window.since_return.length > 0);
        await ana.corner_says("Sign in");
        const frames = await frames_since_return(ana.page);
        assert.ok(!frames.includes("Ana Leaves"), frames);
        await ana.page.evaluate(() => { sessionStorage.has_channels = "yes"; });
    });

    it("is not seen on a page that the browser has stored, not even for one frame", async () => {
        await ana.sign_in("Ana Leaves");
        const opened = await ana.open("/man/7/aspic-overview");
        assert.ok(opened.text.includes("Ana Leaves"), "the page came without the name");
        await ana.settled();
        // A page with an unload handler is not kept in memory.
        await ana.page.evaluate(() => { window.addEventListener("unload", () => {}); });
        await ana.open("/search?q=");
        await leave_unnoticed();
        await go_back("/man/7/aspic-overview");
        await ana.corner_says("Sign in");
        const [navigation] = await ana.page.evaluate(() =>
            performance.getEntriesByType("navigation")
                .map(({ type, transferSize }) => [type, transferSize]));
        assert.deepEqual(navigation, ["back_forward", 0], "the page was not the browser's copy");
        assert.ok(!(await all_that_was_seen()).includes("Ana Leaves"));
    });

    it("leaves nothing in the storage", async () => {
        await ana.sign_in("Ana Leaves");
        await ana.open(manual_page);
        await ana.settled();
        const stored = () => ana.page.evaluate(() =>
            Object.keys(localStorage).filter((key) => key.startsWith("live")));
        assert.ok((await stored()).length >= 2);
        await leave_unnoticed();
        await ana.open(manual_page);
        assert.deepEqual(await stored(), []);
    });

    it("sees no error in the console", () => {
        assert.deepEqual(ana.wrong, []);
    });
});
