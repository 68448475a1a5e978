// axe-core finds nothing on twelve pages, in three widths, light and dark. What axe cannot see is
// tried by hand: focus, titles, letters of twice the size.

import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { start_firefox } from "./firefox.js";
import { start_site } from "./site.js";
import { password, start_chromium, visitor } from "./visit.js";

const pages = ["/", "/man/1", "/man/1?below=aspic-", "/man/1/aspic-code", "/man/7/aspic-table",
    "/search?q=aspic", "/search?q=nothing+has+this", "/man/1/aspic-codes", "/nowhere",
    "/package/aspic-pages", "/account/sign-up"];
const missing_pages = ["/man/1/aspic-codes", "/nowhere"];
const views = [320, 768, 1280].flatMap((width) =>
    ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));

// The rules whose result depends on the width or on the colours.
const rules_of_looks = ["color-contrast", "target-size", "scrollable-region-focusable",
    "link-in-text-block"];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const own_pages = fileURLToPath(new URL("man", import.meta.url));

// Makes a directory like dpkg's, in which these pages are of one package.
async function package_lists() {
    const directory = await mkdtemp(join(tmpdir(), "aspic-dpkg-"));
    await mkdir(join(directory, "info"));
    await writeFile(join(directory, "info/aspic-pages.list"),
        `${own_pages}/man1/aspic-code.1\n${own_pages}/man7/aspic-table.7\n`);
    return directory;
}

describe("the pages for everybody", () => {
    let site, browser, axe, dpkg;

    before(async () => {
        dpkg = await package_lists();
        process.env.ASPIC_DPKG = dpkg;
        axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
        site = await start_site("--man-root", own_pages);
        browser = await start_chromium();
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
        await rm(dpkg, { recursive: true });
    });

    const run_axe = (page, options) => page.evaluate(async (wanted) => {
        const { violations } = await window.axe.run(document, wanted);
        return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
            `${id}: ${node.target.join(" ")} (${node.any[0]?.message ?? node.all[0]?.message})`));
    }, { resultTypes: ["violations"], ...options });

    // Every rule once, and then those that see what changes.
    async function findings(page) {
        await page.evaluate(axe);
        const found = [];
        for (const [number, { width, colorScheme }] of views.entries()) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            const what = number === 0
                ? { runOnly: tags, rules: { "target-size": { enabled: true } } }
                : { runOnly: rules_of_looks };
            found.push(...(await run_axe(page, what))
                .map((one) => `${width} ${colorScheme} ${one}`));
        }
        return found;
    }

    for (const path of pages) {
        it(`have nothing that axe finds: ${path}`, async () => {
            const reader = await visitor(browser, site);
            const { status } = await reader.open(path);
            assert.equal(status, missing_pages.includes(path) ? 404 : 200);
            assert.deepEqual(await findings(reader.page), []);
            await reader.close();
        });
    }

    it("have nothing that axe finds, for a visitor, or after a mistake in a form", async () => {
        const ana = await visitor(browser, site);
        await ana.sign_up("Ana Axe");
        await ana.open("/man/1/aspic-code");
        assert.deepEqual(await findings(ana.page), []);
        await ana.sign_out();
        await sign_in_with_mistake(ana);
        assert.deepEqual(await findings(ana.page), []);
        await ana.close();
    });

    async function sign_in_with_mistake(reader) {
        await reader.open("/account/sign-in");
        await reader.page.locator("main input[name=name]").fill("Nobody");
        await reader.page.locator("main input[name=password]").fill("wrong");
        await Promise.all([reader.page.waitForEvent("load"),
            reader.page.keyboard.press("Enter")]);
    }

    for (const javaScriptEnabled of [true, false]) {
        const how = javaScriptEnabled ? "" : ", also without JavaScript";
        it(`say a mistake in a form in the title, and focus the reason${how}`, async () => {
            const reader = await visitor(browser, site, { javaScriptEnabled });
            await sign_in_with_mistake(reader);
            assert.match(await reader.page.title(), /^Error: Sign in/);
            const reason = reader.page.locator(".problem:focus");
            assert.match(await reason.innerText(), /Wrong name or password/);
            assert.equal(await reader.page.locator("main [aria-invalid=true]").count(), 2);
            await reader.page.keyboard.press("Tab");
            assert.equal(await reader.page.locator("#site-name:focus").count(), 1);
            await reader.close();
        });
    }

    for (const { width, letters } of [{ width: 320, letters: "100%" },
        { width: 320, letters: "200%" }, { width: 390, letters: "200%" },
        { width: 768, letters: "200%" }]) {
        it(`greet with a long name in ${width} pixels, letters at ${letters}`, async () => {
            const name = `Wolfeschlegelsteinhausenb${width}${letters.slice(0, -1)}`;
            const reader = await visitor(browser, site, { viewport: { width, height: 800 } });
            await reader.sign_up(name);
            await reader.open("/man/1/aspic-code");
            await reader.corner_says(`Hi, logged in as ${name}`);
            const seen = await reader.page.evaluate(([size, word]) => {
                document.documentElement.style.fontSize = size;
                const [text] = document.querySelector(".greeting").childNodes;
                const range = document.createRange();
                const begin = text.data.indexOf(word);
                // A name that does not fit may end with three dots.
                range.setStart(text, begin);
                range.setEnd(text, begin + 6);
                return [...range.getClientRects()].map(({ left, top, width: w, height }) =>
                    [left + 1, left + w - 1].map((x) => {
                        const at = document.elementFromPoint(x, top + height / 2);
                        return at?.className;
                    }));
            }, [letters, name]);
            assert.ok(seen.length > 0);
            assert.deepEqual([...new Set(seen.flat())], ["greeting"]);
            const wide = await reader.page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `the page is ${wide} pixels wide`);
            await reader.close();
        });
    }

    it("say in the first window that a page with a long name is missing", async () => {
        const reader = await visitor(browser, site, { viewport: { width: 320, height: 640 } });
        await reader.page.goto(`${site.url}/man/1/${"long-name-".repeat(10)}`);
        const { bottom } = await reader.page.locator("h1").evaluate((heading) =>
            heading.getBoundingClientRect().toJSON());
        assert.ok(bottom < 500, `the heading ends ${bottom} pixels below the top`);
        await reader.close();
    });

    it("show the whole ring around the focus in the contents, and beside the commas of options",
        async () => {
            const reader = await visitor(browser, site, { viewport: { width: 1280, height: 800 } });
            await reader.open("/man/1/aspic-code");
            const ring = (locator) => locator.evaluate((one) => {
                const { outlineWidth, outlineOffset } = getComputedStyle(one);
                const wide = parseFloat(outlineWidth) + parseFloat(outlineOffset);
                const { left, right } = one.getBoundingClientRect();
                return { left: left - wide, right: right + wide, width: parseFloat(outlineWidth) };
            });
            const link = reader.page.locator(".toc li a").first();
            await reader.page.locator("h1 a").focus();
            await reader.page.keyboard.press("Tab");
            await reader.page.keyboard.press("Tab");
            assert.ok(await link.evaluate((one) => one === document.activeElement));
            const around = await link.evaluate((one) => {
                const { left, right } = one.closest(".toc").getBoundingClientRect();
                return { left, right };
            });
            const drawn = await ring(link);
            assert.ok(drawn.width > 1);
            assert.ok(drawn.left >= around.left && drawn.right <= around.right,
                `the list has ${JSON.stringify(around)}, the ring ${JSON.stringify(drawn)}`);

            await reader.page.goto(site.url + "/man/1/aspic-code#--quiet");
            const option = reader.page.locator("[id='--quiet']");
            await option.focus();
            const comma = await option.evaluate((one) => {
                const before = one.previousSibling;
                const range = document.createRange();
                range.setStart(before, before.data.indexOf(","));
                range.setEnd(before, before.data.indexOf(",") + 1);
                return range.getBoundingClientRect().right;
            });
            const beside = await ring(option);
            assert.ok(beside.left >= comma, `the comma ends at ${comma}, the ring at ${beside.left}`);
            await reader.close();
        });

    it("copy a block of code without a mouse", async () => {
        const reader = await visitor(browser, site, { permissions: ["clipboard-read", "clipboard-write"] });
        await reader.open("/man/1/aspic-code");
        const buttons = reader.page.getByRole("button", { name: "Copy this code" });
        await buttons.nth(1).waitFor({ state: "attached" });
        await reader.page.locator("article a").first().focus();
        for (let tabs = 0; tabs < 30; tabs += 1) {
            await reader.page.keyboard.press("Tab");
            if (await buttons.nth(1).evaluate((one) => one === document.activeElement)) break;
        }
        await reader.page.keyboard.press("Enter");
        await reader.page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
        assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()),
            "aspic-code -q\n");
        assert.equal(await reader.page.evaluate(() => document.activeElement.textContent), "Copy");
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("say that cookies are needed, if the browser keeps none", async () => {
        const firefox = await start_firefox({ "network.cookie.cookieBehavior": 2 });
        try {
            await firefox.open(site.url + "/account/sign-up");
            await firefox.run("const form = document.querySelector('main form');" +
                "form.elements.name.value = 'Nora'; form.elements.password.value = arguments[0];" +
                "form.querySelector('button').click()", password);
            await firefox.until("return document.readyState === 'complete' && " +
                "document.title.startsWith('Error: Sign up')");
            assert.match(await firefox.run("return document.activeElement.innerText"),
                /Allow cookies for this site/);
        } finally {
            await firefox.close();
        }
    });
});
