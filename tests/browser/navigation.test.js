// Ways through the site: the names of a section, the page before and after, Back. Nothing jumps, and
// each place is kept.

import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { frames_during } from "./frames.js";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const headings = ["説明", "50% GRÖSSE", "説明", "50% GRÖSSE"];
const letters = [..."abcdefghijklmnopqrstuvwxyz"];

// A section of 520 pages. Descriptions of different lengths make rows of different heights. And a
// page whose headings have other letters than those of English.
async function write_pages(directory) {
    await mkdir(path.join(directory, "man3"), { recursive: true });
    await mkdir(path.join(directory, "man7"));
    await writeFile(path.join(directory, "man7/headings.7"),
        ".TH headings 7\n.SH NAME\nheadings \\- many letters\n" + headings.map(
            (heading) => `.SH ${heading}\n${"A paragraph.\n.PP\n".repeat(40)}`).join(""));
    await Promise.all(letters.flatMap((letter) =>
        Array.from({ length: 20 }, (_, number) => {
            const name = `${letter}name${String(number).padStart(2, "0")}`;
            const about = "does something with a long description ".repeat(1 + number % 4).trim();
            return writeFile(path.join(directory, "man3", `${name}.3`),
                `.TH ${name} 3\n.SH NAME\n${name} \\- ${about}\n.SH DESCRIPTION\n` +
                "A paragraph.\n.PP\n".repeat(40));
        })));
}

describe("ways through the site", () => {
    let directory, site, browser;

    before(async () => {
        directory = await mkdtemp(path.join(tmpdir(), "aspic-man-"));
        await write_pages(directory);
        site = await start_site("--man-root", directory);
        browser = await start_chromium({ keeps_pages: true });
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
        await rm(directory, { recursive: true, force: true });
    });

    async function reader_of(width) {
        const reader = await visitor(browser, site, { viewport: { width, height: 800 } });
        await watch(reader.page.context());
        return reader;
    }

    // The distance from the top of the window to the heading of a letter.
    const top_of = (reader, letter) => reader.page.evaluate((id) =>
        Math.round(document.getElementById(id).getBoundingClientRect().top), `letter-${letter}`);

    async function assert_still(reader) {
        const { shift, shifts } = await what_was_seen(reader.page);
        assert.equal(shift.toFixed(3), "0.000", JSON.stringify(shifts));
    }

    for (const width of [390, 1280]) {
        it(`lead to a letter at once, in a window of ${width} pixels`, async () => {
            const reader = await reader_of(width);
            await reader.open("/man/3#letter-w");
            await reader.settled();
            await assert_still(reader);
            const top = await top_of(reader, "w");
            assert.ok(top >= 0 && top < 250, `the letter is at ${top}`);
            for (const letter of ["c", "r"]) {
                await reader.page.locator(`.letters a[href="#letter-${letter}"]`).click();
                await reader.page.waitForFunction(
                    (id) => location.hash === `#letter-${id}`, letter);
                await assert_still(reader);
                assert.ok(Math.abs(await top_of(reader, letter) - top) <= 1);
            }
            assert.deepEqual(reader.wrong, []);
            await reader.close();
        });

        it(`keep the place at a reload and by Back, in a window of ${width} pixels`, async () => {
            const reader = await reader_of(width);
            await reader.open("/man/3");
            await reader.page.evaluate(() => scrollTo(0, 9000));
            const place = () => reader.page.evaluate(() => Math.round(scrollY));
            const first = await place();
            assert.ok(first > 3000, `the page was scrolled to ${first}`);
            await reader.page.reload();
            await reader.settled();
            assert.equal(await place(), first);
            await assert_still(reader);
            await reader.page.evaluate(() => { location.href = "/man/3/mname03"; });
            await reader.page.waitForURL("**/mname03");
            await reader.settled();
            const left = await reader.page.screenshot();
            const pictures = await frames_during(reader.page, async () => {
                await reader.page.evaluate(() => { setTimeout(() => history.back()); });
                await reader.page.waitForURL("**/man/3", { waitUntil: "commit" });
            });
            assert.equal(await place(), first);
            // Each frame shows the page that was left, or the kept one as it stays.
            const kinds = new Set(pictures.slice(0, -1));
            kinds.delete(pictures.at(-1));
            assert.ok(left && kinds.size <= 1, `${kinds.size} pictures differ from the last one`);
            assert.deepEqual(reader.wrong, []);
            await reader.close();
        });
    }

    it("lead from a page to the one after it and back, by the keyboard", async () => {
        const reader = await reader_of(1280);
        await reader.open("/man/3/aname19");
        await reader.page.locator("a[rel=next]").focus();
        await reader.page.keyboard.press("Enter");
        await reader.page.waitForURL("**/man/3/bname00");
        assert.match(await reader.page.locator("a[rel=prev]").innerText(), /aname19\(3\)/);
        await reader.page.locator("a[rel=prev]").click();
        await reader.page.waitForURL("**/man/3/aname19");
        await reader.open("/man/3/aname00");
        assert.equal(await reader.page.locator("a[rel=prev]").count(), 0);
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("lead to every heading, and mark it in the contents, in any language", async () => {
        const reader = await reader_of(1280);
        await reader.open("/man/7/headings");
        const links = reader.page.locator(".toc li a");
        assert.deepEqual(await links.allInnerTexts(), headings);
        for (const number of [1, 2, 3, 0]) {
            await links.nth(number).click();
            await reader.page.waitForFunction((at) =>
                document.querySelectorAll(".toc li a")[at].ariaCurrent === "true", number);
            const top = await reader.page.locator(".manual-text h2").nth(number)
                .evaluate((heading) => heading.getBoundingClientRect().top);
            assert.ok(top > 0 && top < 200, `heading ${number} is ${top} pixels below the top`);
        }
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("load no jQuery, and few files, for a guest", async () => {
        const reader = await reader_of(1280);
        await reader.open("/man/3");
        await reader.settled();
        const files = reader.requests.map((file) => file.replace(/\.[0-9a-f]{16}\./, "."));
        assert.deepEqual([...new Set(files)].sort(), ["/man/3", "/static/aspic/deferred.js",
            "/static/aspic/head.js", "/static/aspic/holes.css", "/static/favicon.svg",
            "/static/search.js", "/static/site.css", "/static/site.js"]);
        await reader.close();
    });
});
