import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

describe("the suggestions under a search box", () => {
    let site, browser;

    before(async () => {
        site = await start_site();
        browser = await start_chromium();
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    // Types into the box of a page, and waits for the list.
    async function typed(reader, path, text) {
        await reader.open(path);
        const box = reader.page.locator("input[role=combobox]:visible");
        await box.fill(text);
        const list = reader.page.getByRole("listbox", { name: "Suggestions" });
        await list.waitFor();
        return { box, list, options: list.getByRole("option") };
    }

    for (const path of ["/", "/man/1/aspic-hello", "/search?q=greet"]) {
        it(`lead to a page with arrows and Enter: ${path}`, async () => {
            const reader = await visitor(browser, site);
            const { box, options } = await typed(reader, path, "aspic-pr");
            assert.equal(await box.getAttribute("aria-expanded"), "true");
            assert.equal(await box.getAttribute("aria-activedescendant"), null);
            await reader.page.keyboard.press("ArrowDown");
            const first = options.first();
            assert.equal(await first.getAttribute("aria-selected"), "true");
            assert.equal(await box.getAttribute("aria-activedescendant"),
                await first.getAttribute("id"));
            assert.match(await first.innerText(), /^aspic-printf\(1\)/);
            await reader.page.keyboard.press("ArrowUp");
            assert.equal(await box.getAttribute("aria-activedescendant"), null);
            await reader.page.keyboard.press("ArrowDown");
            await reader.page.keyboard.press("Enter");
            await reader.page.waitForURL("**/man/1/aspic-printf");
            assert.deepEqual(reader.wrong, []);
            await reader.close();
        });
    }

    it("close with Escape, which keeps the text, and Enter then searches", async () => {
        const reader = await visitor(browser, site);
        const { box, list } = await typed(reader, "/", "greet");
        assert.match(await reader.page.locator(".search-box [role=status]").innerText(),
            /pages? suggested$/);
        await reader.page.keyboard.press("Escape");
        await list.waitFor({ state: "hidden" });
        assert.equal(await box.getAttribute("aria-expanded"), "false");
        assert.equal(await box.inputValue(), "greet");
        await reader.page.keyboard.press("Enter");
        await reader.page.waitForURL("**/search?q=greet");
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("are links for a finger, the last one to all results", async () => {
        const reader = await visitor(browser, site,
            { hasTouch: true, viewport: { width: 320, height: 640 } });
        const { options } = await typed(reader, "/man/1/aspic-hello", "aspic-printf(3)");
        const wide = await reader.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `the page is ${wide} pixels wide`);
        await options.last().tap();
        await reader.page.waitForURL((url) => url.pathname === "/search");
        assert.equal(new URL(reader.page.url()).search, "?q=aspic-printf(3)&all=yes");
        assert.ok(await reader.page.locator(".results li").count() > 1);
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("are those of the newest text, and a text is asked for once", async () => {
        const reader = await visitor(browser, site);
        await reader.open("/");
        // The answer for the first text arrives after that for the second.
        let release;
        const held = new Promise((resolve) => { release = resolve; });
        await reader.page.route("**/suggest?q=aspic-c", async (route) => {
            await held;
            await route.continue().catch(() => {});    // the script gave the request up
        });
        const box = reader.page.locator("input[role=combobox]:visible");
        const asked = reader.page.waitForRequest("**/suggest?q=aspic-c");
        await box.fill("aspic-c");
        await asked;
        await box.fill("aspic-h");
        const first = reader.page.getByRole("option").first();
        await first.filter({ hasText: "aspic-hello(1)" }).waitFor();
        release();
        await box.fill("aspic-");
        await reader.page.getByRole("option", { name: "All results for aspic-", exact: true })
            .waitFor();
        await box.fill("aspic-h");
        await first.filter({ hasText: "aspic-hello(1)" }).waitFor();
        assert.equal(reader.requests.filter((path) => path === "/suggest").length, 3);
        await reader.close();
    });

    it("show markup as text, and say when there is no page", async () => {
        const reader = await visitor(browser, site);
        const { box, options } = await typed(reader, "/", "<b>zzz</b>");
        assert.equal(await options.count(), 1);
        assert.equal(await options.innerText(), "All results for <b>zzz</b>");
        assert.equal(await reader.page.locator(".search-box [role=status]").innerText(),
            "No pages suggested");
        await box.fill("");
        await options.first().waitFor({ state: "hidden" });
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });
});
