// What others write stands in holes too: it is there at once, and gone at once.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const manual_page = "/man/1/aspic-hello";
const words = "Ben takes this back.";

describe("notes of other readers", () => {
    let site, browser, ana, ben;

    before(async () => {
        [site, browser] = await Promise.all([start_site(), start_chromium()]);
        ana = await visitor(browser, site);
        ben = await visitor(browser, site);
        await watch(ana.page.context());
        await ana.sign_up("Ana Reads");
        await ben.sign_up("Ben Writes");
        // So that what is shown before the answer has its frames.
        await ana.page.route("**/_live?*", async (route) => {
            await new Promise((resolve) => { setTimeout(resolve, 300); });
            await route.continue();
        });
        await see(); // now there is a snapshot of the page as it was before
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    // Ana's view of the page: what its notes said in any frame.
    async function see() {
        await ana.open(manual_page);
        await ana.settled();
        return JSON.stringify((await what_was_seen(ana.page)).states);
    }

    const press = (button) => Promise.all([ben.page.waitForEvent("load"), button.click()]);

    it("are in the next view from its first frame on", async () => {
        await ben.open(manual_page);
        await ben.page.locator("main textarea[name=text]").first().fill(words);
        await press(ben.page.getByRole("button", { name: "Add note" }));
        const seen = await see();
        assert.ok(seen.includes(words));
        assert.ok(!seen.includes("Nobody has left a note"), "the old form was seen");
    });

    it("are never seen again once they are deleted, where the page is what it was before them", async () => {
        await ben.page.locator(".notes-list summary").first().click();
        await press(ben.page.getByRole("button", { name: "Delete" }));
        const seen = await see();
        assert.ok(seen.includes("Nobody has left a note"));
        assert.ok(!seen.includes(words), "the deleted note was seen");
    });

    it("came without an error in the console", () => {
        assert.deepEqual(ana.wrong, []);
        assert.deepEqual(ben.wrong, []);
    });
});
