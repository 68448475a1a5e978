// Changes between two views of a page. The notes of others appear and disappear at once. The list
// of pages read last is shown as the visitor saw it last, until the new list arrives.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const manual_page = "/man/1/aspic-hello";
const words = "Ben takes this back.";

describe("after a change since the last view", () => {
    let site, browser, ana, ben;
    let held; // a promise: /_live answers when it resolves

    before(async () => {
        [site, browser] = await Promise.all([start_site(), start_chromium()]);
        ana = await visitor(browser, site);
        ben = await visitor(browser, site);
        await watch(ana.page.context());
        await ana.sign_up("Ana Reads");
        await ben.sign_up("Ben Writes");
        // The delay gives the browser time to paint frames before the answer.
        await ana.page.route("**/_live?*", async (route) => {
            await new Promise((resolve) => { setTimeout(resolve, 300); });
            await held;
            await route.continue();
        });
        await see(); // makes a snapshot of the page before the change
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    // Opens the page as Ana, and returns the text of its holes in all frames.
    async function see() {
        await ana.open(manual_page);
        await ana.settled();
        return JSON.stringify((await what_was_seen(ana.page)).states);
    }

    const press = (button) => Promise.all([ben.page.waitForEvent("load"), button.click()]);

    it("the next view has another visitor's note from its first frame on", async () => {
        await ben.open(manual_page);
        await ben.page.locator("main textarea[name=text]").first().fill(words);
        await press(ben.page.getByRole("button", { name: "Add note" }));
        const seen = await see();
        assert.ok(seen.includes(words));
        assert.ok(!seen.includes("Nobody has left a note"), "the old content was seen");
    });

    it("the next view never shows another visitor's deleted note", async () => {
        await ben.page.locator(".notes-list summary").first().click();
        await press(ben.page.getByRole("button", { name: "Delete" }));
        const seen = await see();
        assert.ok(seen.includes("Nobody has left a note"));
        assert.ok(!seen.includes(words), "the deleted note was seen");
    });

    it("the list of pages read last is the old one, marked busy, until it is right", async () => {
        for (const path of ["/man/2/aspic-call", "/man/7/aspic-overview"]) {
            await ana.open(path);
            await ana.settled();
        }
        let answer;
        held = new Promise((resolve) => { answer = resolve; });
        const hole = ana.page.locator("x-live[fragment='/_recent']");
        await ana.page.goto(manual_page);
        await hole.filter({ hasText: "Recently read" }).waitFor();
        assert.equal(await hole.getAttribute("aria-busy"), "true");
        answer();
        await ana.settled();
        assert.equal(await hole.getAttribute("aria-busy"), null);
        const { states, shift } = await what_was_seen(ana.page);
        const lists = states.map(({ says }) => says.find(([name]) => name === "/_recent")?.[1]);
        assert.deepEqual([...new Set(lists)], ["Recently read aspic-call(2) aspic-hello(1)",
            "Recently read aspic-overview(7) aspic-call(2)"]);
        assert.equal(shift.toFixed(3), "0.000");
    });

    it("the list of pages read last is not shown to the next visitor", async () => {
        await ana.sign_out();
        await ana.sign_up("Cleo Reads");
        for (let view = 0; view < 2; view += 1) { // the second comes from the page cache
            await ana.open("/man/2/aspic-call");
            await ana.settled();
            const { states } = await what_was_seen(ana.page);
            const lists = states.map(({ says }) => says.find(([name]) => name === "/_recent"));
            assert.ok(!/overview|Sign in/.test(JSON.stringify(lists)));
        }
    });

    it("the console has no error", () => {
        assert.deepEqual(ana.wrong, []);
        assert.deepEqual(ben.wrong, []);
    });
});
