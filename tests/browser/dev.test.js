// `dev`: who changes a file sees it in the browser, without touching that. In production there is
// nothing of it.

import { strict as assert } from "node:assert";
import { copyFile, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { start_dev } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

describe("below dev, an open page", () => {
    let site, browser, page;

    before(async () => {
        [site, browser] = await Promise.all([start_dev("/docs"), start_chromium()]);
        ({ page } = await visitor(browser, site, { viewport: { width: 900, height: 600 } }));
        await page.goto("/docs/well/one");
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    const file = (name) => path.join(site.directory, name);
    async function change(name, text) {
        const before = await readFile(file(name), "utf8");
        await writeFile(file(name), text(before));
        return () => writeFile(file(name), before);
    }

    // A mark that a reload removes.
    const mark = () => page.evaluate(() => { window.marked = true; });
    const is_marked = () => page.evaluate(() => window.marked === true);
    const loaded_again = () => page.waitForFunction(() => window.marked === undefined);
    const overlay = () => page.locator("aspic-dev .problem");

    it("shows a changed template, at the same place", async () => {
        const restore = await change("templates/page.tpl",
            (text) => text + "<p id=\"new\">new</p>" + "<p>a line</p>".repeat(100));
        await page.locator("#new").waitFor();
        await page.evaluate(() => window.scrollTo(0, 300));
        await change("templates/page.tpl", (text) => text.replace(">new<", ">newer<"));
        await page.locator("#new", { hasText: "newer" }).waitFor();
        await page.waitForFunction(() => window.scrollY === 300);
        await mark();
        await restore();
        await loaded_again();
    });

    it("puts a changed style in place without a reload", async () => {
        await mark();
        await change("static/live_site.css",
            (text) => text + "\nbody { outline: 7px solid rgb(1, 2, 3); }\n");
        await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === "7px");
        assert.equal(await is_marked(), true);
    });

    it("runs a changed script", async () => {
        await change("templates/base.tpl", (text) => text.replace("</head>",
            "<script defer src=\"{{STATIC:x-static=site.js}}\"></script></head>"));
        await page.locator("script[src*='/site.']").waitFor({ state: "attached" });
        await change("static/site.js",
            (text) => text + "\ndocument.documentElement.dataset.ran = \"yes\";\n");
        await page.waitForFunction(() => document.documentElement.dataset.ran === "yes");
    });

    it("stays and shows what is wrong in a template, until it is mended", async () => {
        await mark();
        const restore = await change("templates/word.tpl", (text) => text + "{{#NEVER_CLOSED}}");
        await overlay().waitFor();
        assert.match(await overlay().innerText(), /templates\/word\.tpl:\d+: .*NEVER_CLOSED/);
        assert.equal(await is_marked(), true);
        if (process.env.ASPIC_SCREENSHOTS) {
            await page.screenshot({ path: path.join(process.env.ASPIC_SCREENSHOTS, "dev.png") });
        }
        await restore();
        await loaded_again();
        await overlay().waitFor({ state: "detached" });
    });

    it("comes back when it was loaded while a template was wrong", async () => {
        const restore = await change("templates/base.tpl", (text) => text + "{{#NEVER_CLOSED}}");
        await overlay().waitFor();
        await page.reload();
        await page.locator("text=NEVER_CLOSED").first().waitFor();
        await restore();
        await page.locator("nav.corner, .word").first().waitFor();
        await overlay().waitFor({ state: "detached" });
    });

    it("comes back when the program starts again", async () => {
        await mark();
        await copyFile(file("build/site"), file("build/site.new"));
        await rename(file("build/site.new"), file("build/site"));
        await loaded_again();
    });

    it("says that a build is needed", async () => {
        await writeFile(file("view.cpp"), "// changed\n");
        await page.locator("aspic-dev .note", { hasText: "Build the site" }).waitFor();
    });

    it("shows why the site has ended, and comes back", async () => {
        await site.kill_program();
        await page.goto("/docs/well/two");
        await page.locator("h1", { hasText: "The site ended by signal KILL" }).waitFor();
        if (process.env.ASPIC_SCREENSHOTS) {
            await page.screenshot({ path: path.join(process.env.ASPIC_SCREENSHOTS, "down.png") });
        }
        await (await change("templates/word.tpl", (text) => text + " "))();
        await page.locator("nav.corner, .word").first().waitFor();
    });

    it("comes back when dev is started again", async () => {
        await mark();
        await site.restart();
        await loaded_again();
    });
});

describe("in production", () => {
    it("pages have nothing of dev", async () => {
        const site = await start_dev("", "--production");
        try {
            const text = await (await fetch(site.url + "/well/one")).text();
            assert.match(text, /<\/html>/);
            assert.doesNotMatch(text, /_dev|aspic-dev/);
            for (const path of ["/_dev", "/_dev.js"])
                assert.equal((await fetch(site.url + path)).status, 404);
        } finally {
            await site.stop();
        }
    });
});
