import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

const pages = ["/", "/man/1", "/man/7", "/man/1/aspic-hello", "/man/2/aspic-call",
    "/man/5/aspic-config",
    "/search?q=greet", "/search?q=", "/account/sign-in", "/account/sign-up"];

describe("the pages in a browser", () => {
    let site, browser;

    before(async () => {
        site = await start_site();
        browser = await start_chromium();
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    for (const width of [320, 390, 1280]) {
        it(`fit into a window of ${width} pixels`, async () => {
            const reader = await visitor(browser, site, { viewport: { width, height: 800 } });
            for (const path of pages) {
                await reader.open(path);
                const wide = await reader.page.evaluate(() => document.documentElement.scrollWidth);
                assert.ok(wide <= width, `${path} is ${wide} pixels wide`);
            }
            assert.deepEqual(reader.wrong, []);
            await reader.close();
        });
    }

    it("show the name of a visitor in the narrowest window", async () => {
        const reader = await visitor(browser, site, { viewport: { width: 320, height: 800 } });
        await reader.sign_up("Ana");
        await reader.open("/man/1/aspic-hello");
        await reader.corner_says("Hi, logged in as Ana");
        const [name, greeting] = await reader.page.evaluate(() => {
            const place = document.querySelector(".greeting");
            const text = place.firstChild;
            const range = document.createRange();
            range.setStart(text, text.data.indexOf("Ana"));
            range.setEnd(text, text.data.indexOf("Ana") + 3);
            return [range, place].map((one) => one.getBoundingClientRect().toJSON());
        });
        assert.ok(name.right <= greeting.right && name.bottom <= greeting.bottom + 1,
            "the name is cut off");
        await reader.close();
    });

    it("focus the search box with the key /, and search with Enter", async () => {
        const reader = await visitor(browser, site);
        for (const path of ["/", "/man/1", "/man/1/aspic-hello"]) {
            await reader.open(path);
            await reader.page.keyboard.press("/");
            const focused = await reader.page.evaluate(() =>
                document.activeElement.getAttribute("name"));
            assert.equal(focused, "q", path);
            assert.equal(await reader.page.evaluate(() => document.activeElement.value), "");
        }
        await reader.page.keyboard.type("greet");
        await reader.page.keyboard.press("Enter");
        await reader.page.waitForURL("**/search?q=greet");
        await reader.page.locator('main a[href="/man/1/aspic-hello"]').first().click();
        await reader.page.waitForURL("**/man/1/aspic-hello");
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("lead from the home page to a section, a page, and a page that it refers to", async () => {
        const reader = await visitor(browser, site);
        await reader.open("/");
        await reader.page.locator('main a[href="/man/7"]').first().click();
        await reader.page.locator('main a[href="/man/7/aspic-overview"]').first().click();
        await reader.page.locator('article a[href="/man/2/aspic-call"]').first().click();
        await reader.page.waitForURL("**/man/2/aspic-call");
        assert.match(await reader.page.title(), /aspic-call\(2\)/);
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("have no link to a missing page in the text", async () => {
        const reader = await visitor(browser, site);
        await reader.open("/man/1/aspic-hello");
        assert.equal(await reader.page.locator('article a[href="/man/5/aspic-config"]').count(), 1);
        assert.equal(await reader.page.locator('article a[href="/man/1/aspic-absent"]').count(), 0);
        await reader.close();
    });

    it("show markup in a manual page as text", async () => {
        const reader = await visitor(browser, site);
        await reader.open("/man/1/aspic-hello");
        assert.match(await reader.page.locator("article").innerText(),
            /the less-than sign & the "quotes": <b>not bold<\/b>/);
        await reader.close();
    });

    it("are dark for visitors who prefer a dark colour scheme", async () => {
        const backgrounds = [];
        for (const colorScheme of ["light", "dark"]) {
            const reader = await visitor(browser, site, { colorScheme });
            await reader.open("/man/1/aspic-hello");
            backgrounds.push(await reader.page.evaluate(() => {
                const color = getComputedStyle(document.body).backgroundColor;
                return color === "rgba(0, 0, 0, 0)"
                    ? getComputedStyle(document.documentElement).backgroundColor : color;
            }));
            await reader.close();
        }
        const brightness = backgrounds.map((color) => color.match(/\d+/g).slice(0, 3)
            .reduce((sum, part) => sum + Number(part), 0));
        assert.ok(brightness[0] > 600 && brightness[1] < 165, `backgrounds: ${backgrounds}`);
    });

    it("work without JavaScript: sign up, read, add a note, sign out", async () => {
        const reader = await visitor(browser, site, { javaScriptEnabled: false });
        await reader.sign_up("Ana Plain");
        await reader.open("/man/1/aspic-hello");
        await reader.corner_says("Hi, logged in as Ana Plain");
        await reader.page.locator("main textarea[name=text]").first()
            .fill("Nothing here needs a script.");
        await reader.page.getByRole("button", { name: "Add note" }).click();
        await reader.page.locator("x-live", { hasText: "Nothing here needs a script." }).waitFor();
        await reader.corner_says("Hi, logged in as Ana Plain");
        await reader.sign_out();
        await reader.corner_says("Sign in");
        await reader.page.locator("x-live", { hasText: "Nothing here needs a script." }).waitFor();
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });
});
