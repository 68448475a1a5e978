// The error page of debug mode in a browser: its own style and script run under its strict policy,
// it needs no script, and it can be read on a phone.

import { strict as assert } from "node:assert";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { start_debugged_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

describe("the error page of debug mode", () => {
    let site, browser, lea, original;

    before(async () => {
        [site, browser] = await Promise.all([start_debugged_site(), start_chromium()]);
        original = await readFile(path.join(site.templates, "page.tpl"), "utf8");
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });
    beforeEach(async () => {
        lea = await visitor(browser, site);
        await lea.page.request.post("/sign-in",
            { headers: { Origin: site.url }, form: { name: "Lea" } });
    });
    afterEach(async () => {
        await lea.close();
        await write(original);
    });

    const write = (text) => writeFile(path.join(site.templates, "page.tpl"), text);
    const misspell = () => write(original.replace("{{NAME}}", "{{NAMES}}"));
    // What is wrong beside the status of the page itself.
    const complaints = () => lea.wrong.filter((one) => !/\b(500|404)\b/.test(one));
    const shot = (name) => process.env.ASPIC_TEST_SCREENSHOTS
        && lea.page.screenshot({
            path: path.join(process.env.ASPIC_TEST_SCREENSHOTS, `${name}.png`), fullPage: true,
        });

    it("has its style and its script, which its policy allows", async () => {
        await misspell();
        assert.equal((await lea.open("/well/one")).status, 500);
        const mark = lea.page.locator("mark.line");
        assert.match(await mark.innerText(), /\{\{NAMES\}\}/);
        assert.equal(await mark.evaluate((one) => getComputedStyle(one).display), "block");
        const hint = lea.page.getByText("NAME was set: is the name misspelt?").first();
        assert.ok(await hint.isVisible());
        await lea.page.getByText("All of this as text").click();
        await lea.page.getByRole("button", { name: "Copy" }).waitFor();
        assert.deepEqual(complaints(), []);
    });

    it("goes when the template is mended", async () => {
        await misspell();
        await lea.open("/well/one");
        await write(original);
        await lea.page.reload();
        assert.equal(await lea.page.locator("mark.line").count(), 0);
    });

    it("opens its details by the keyboard, without scripts", async () => {
        const calm = await visitor(browser, site, { javaScriptEnabled: false });
        await misspell();
        await calm.open("/well/one?shown=in-the-query");
        const value = calm.page.getByText("in-the-query", { exact: true });
        assert.equal(await value.isVisible(), false);
        await calm.page.locator("summary", { hasText: "Query" }).focus();
        await calm.page.keyboard.press("Enter");
        assert.ok(await value.isVisible());
        await calm.close();
    });

    for (const colorScheme of ["light", "dark"]) {
        for (const [screen, width, height] of [["desk", 1280, 900], ["phone", 390, 844]]) {
            it(`fits on a ${screen}, in ${colorScheme} colours`, async () => {
                await lea.close();
                lea = await visitor(browser, site, { colorScheme, viewport: { width, height } });
                await lea.page.request.post("/sign-in",
                    { headers: { Origin: site.url }, form: { name: "Lea" } });
                await misspell();
                const pages = { missing: "/well/one", thrown: "/_failing", nowhere: "/wel/one" };
                for (const [name, target] of Object.entries(pages)) {
                    await lea.open(target);
                    await shot(`${name}-${screen}-${colorScheme}`);
                    assert.ok(await lea.page.evaluate(
                        () => document.documentElement.scrollWidth <= innerWidth), name);
                }
                assert.deepEqual(complaints(), []);
            });
        }
    }

    it("is not needed for a fragment: its hole says why it failed", async () => {
        assert.equal((await lea.open("/failing/one")).status, 200);
        const failure = lea.page.locator('x-live[fragment="/_failing"] .live-failure');
        await failure.getByText("The fragment /_failing failed: made to fail").waitFor();
        await shot("hole");
        await failure.locator("summary").click();
        await failure.getByText("std::runtime_error: made to fail").waitFor();
        assert.equal(await failure.getByRole("link").getAttribute("href"), "/_failing");
    });
});
