import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const cached_page = "/man/1/aspic-hello";

const overlay = (reader) => reader.page.locator("aspic-xray");
const badge = (reader) => overlay(reader).getByRole("button", { name: /^X-ray/ });
const panel = (reader) => overlay(reader).getByRole("region", { name: "X-ray of this page" });
const box = (reader, fragment) => overlay(reader).locator(".box", { hasText: fragment }).first();

// Returns the value of a name in the panel.
const fact = (reader, name) => panel(reader).locator(`dt:text-is("${name}") + dd`);

// Asserts that the box of the corner is around its visible content, and not larger.
async function is_around_the_corner(reader) {
    // The box follows one frame later.
    await reader.page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
    }));
    const [box, ...parts] = await reader.page.evaluate(() => {
        const rectangle = (element) => {
            const { left, top, right, bottom } = element.getBoundingClientRect();
            return [left, top, right, bottom].map(Math.round);
        };
        const boxes = [...document.querySelector("aspic-xray").shadowRoot.querySelectorAll(".box")];
        const hole = document.querySelector('x-live[fragment="/_navigation"]');
        return [boxes.find((one) => one.textContent.startsWith("/_navigation")),
            hole.querySelector(".greeting"), hole.querySelector("button"),
            hole.querySelector("summary")].map(rectangle);
    });
    const around = [0, 1, 2, 3]
        .map((i) => (i < 2 ? Math.min : Math.max)(...parts.map((part) => part[i])));
    const apart = box.map((at, i) => Math.abs(at - around[i]));
    assert.ok(apart.every((distance) => distance <= 12),
        `the corner is at ${around}, its box at ${box}`);
}

describe("X-ray", () => {
    let site, browser, data, link;

    before(async () => {
        data = await mkdtemp(path.join(tmpdir(), "aspic-xray-"));
        site = await start_site("--data", data);
        browser = await start_chromium();
        const said = execFileSync(path.join(root, "build/release/aspic-site"),
            ["developer", "--data", data], { encoding: "utf8" });
        link = said.split("\n")[0];
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
        await rm(data, { recursive: true, force: true });
    });

    async function developer(settings) {
        const reader = await visitor(browser, site, settings);
        await reader.open(link);
        return reader;
    }

    it("is only for visitors with the link, and does not change the pages of others", async () => {
        const ask = async () => {
            const answer = await fetch(site.url + cached_page);
            const [status, etag] = ["cache-status", "etag"].map((name) => answer.headers.get(name));
            return { text: await answer.text(), status, etag };
        };
        const before = await ask();
        assert.ok(!before.text.includes("xray"));
        const reader = await developer();
        const seen = await reader.open(cached_page);
        assert.ok(seen.text.includes('id="xray"'), "the page has no X-ray data");
        assert.equal(seen.headers["cache-control"], "private, no-cache");
        assert.notEqual(seen.headers.etag, before.etag);
        const after = await ask();
        assert.equal(after.text, before.text);
        assert.match(after.status, /hit/);
        await reader.close();
    });

    it("starts on the home page after the link, and ends with /_xray/off", async () => {
        const reader = await developer();
        assert.equal(new URL(reader.page.url()).pathname, "/");
        await badge(reader).waitFor();
        await reader.open("/_xray/off");
        assert.equal(new URL(reader.page.url()).pathname, "/");
        assert.equal(await overlay(reader).count(), 0);
        assert.deepEqual(await reader.page.context().cookies(), []);
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("refuses a changed link, and says how to get another one", async () => {
        const reader = await visitor(browser, site);
        const answer = await reader.open(`${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`);
        assert.equal(answer.status, 403);
        assert.match(await reader.page.locator("main").innerText(), /aspic-site developer/);
        assert.deepEqual(await reader.page.context().cookies(), []);
        await reader.close();
    });

    it("opens and closes by click, Alt+X or Escape, and stays open on the next page", async () => {
        const reader = await developer();
        await reader.open(cached_page);
        await badge(reader).click();
        await panel(reader).waitFor();
        assert.equal(await badge(reader).getAttribute("aria-expanded"), "true");
        await reader.open("/man/1");
        await panel(reader).waitFor();
        await reader.page.keyboard.press("Alt+x");
        await panel(reader).waitFor({ state: "hidden" });
        assert.equal(await badge(reader).getAttribute("aria-expanded"), "false");
        await reader.open(cached_page);
        assert.equal(await panel(reader).count(), 0);
        await badge(reader).focus();
        await reader.page.keyboard.press("Enter");
        await panel(reader).waitFor();
        await reader.page.keyboard.press("Escape");
        await panel(reader).waitFor({ state: "hidden" });
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("shows the cache data of a cached page, and counts its age", async () => {
        await fetch(site.url + cached_page);
        const reader = await developer();
        await reader.open(cached_page);
        await reader.page.keyboard.press("Alt+x");
        assert.match(await fact(reader, "Cache-Status").innerText(), /^Aspic; hit; ttl=\d+$/);
        assert.match(await fact(reader, "Key").innerText(), /^\/man\/1\/aspic-hello:[0-9a-f]{16}$/);
        assert.match(await fact(reader, "Rendered in").innerText(), /^\d+ ms$/);
        assert.match(await badge(reader).innerText(), /^X-ray: hit, \d+ holes?$/);
        assert.match(await overlay(reader).locator(".frame").getAttribute("class"), /cache/);
        for (const name of ["Age", "Lifetime left"]) {
            const first = await fact(reader, name).innerText();
            await fact(reader, name).filter({ hasNotText: first }).waitFor();
        }
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    it("draws a box around a hole that moves, and names the fragment and its time", async () => {
        const reader = await developer({ viewport: { width: 1280, height: 700 } });
        await reader.sign_up("Xenia");
        await reader.open(cached_page);
        await reader.page.keyboard.press("Alt+x");
        assert.match(await box(reader, "/_navigation").innerText(),
            /^\/_navigation · live · \d+(\.\d)? ms · \d.* K?i?B/);
        await is_around_the_corner(reader);
        await reader.page.mouse.wheel(0, 300);
        await reader.page.waitForFunction(() => scrollY > 200);
        await is_around_the_corner(reader);
        await reader.page.setViewportSize({ width: 500, height: 700 });
        await is_around_the_corner(reader);
        assert.deepEqual(reader.wrong, []);
        await reader.close();
    });

    for (const width of [320, 768]) {
        it(`shows each label as a whole in a window of ${width} pixels`, async () => {
            const reader = await developer({ viewport: { width, height: 700 } });
            await reader.open(cached_page);
            await reader.page.keyboard.press("Alt+x");
            for (const hole of ["/_navigation", "/_recent"]) {
                await reader.page.locator(`x-live[fragment="${hole}"]`).evaluate((one) =>
                    (one.firstElementChild ?? one).scrollIntoView({ block: "end" }));
                await reader.page.evaluate(() => new Promise((resolve) => {
                    requestAnimationFrame(() => requestAnimationFrame(resolve));
                }));
                const { left, top, right, bottom } = await box(reader, hole).locator(".label")
                    .evaluate((label) => label.getBoundingClientRect().toJSON());
                assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= 700,
                    `the label of ${hole} is at ${[left, top, right, bottom]}`);
            }
            await reader.close();
        });
    }

    it("says that a page is not cached", async () => {
        const reader = await developer();
        await reader.open("/account/sign-in");
        await reader.page.keyboard.press("Alt+x");
        assert.match(await badge(reader).innerText(), /^X-ray: not cached/);
        assert.match(await overlay(reader).locator(".frame").getAttribute("class"), /live/);
        assert.equal(await fact(reader, "Age").count(), 0);
        await reader.close();
    });

    it("shows that a hole was filled later, or failed", async () => {
        const reader = await developer();
        await reader.open(cached_page);
        await reader.page.keyboard.press("Alt+x");
        const happens = (event) => reader.page.evaluate((name) => {
            document.dispatchEvent(
                new CustomEvent(name, { detail: { fragments: ["/_navigation"] } }));
        }, event);
        await happens("live:filled");
        await box(reader, "filled later").waitFor();
        assert.match(await box(reader, "filled later").getAttribute("class"), /flash/);
        await happens("live:error");
        await box(reader, "/_navigation · failed").waitFor();
        await panel(reader).getByRole("button", { name: "/_navigation failed" }).waitFor();
        await reader.close();
    });

    for (const width of [390, 1280]) {
        it(`moves nothing in a window of ${width} pixels, and violates no policy`, async () => {
            const reader = await developer({ viewport: { width, height: 800 } });
            await reader.page.addInitScript(() => {
                window.violations = [];
                window.shifts = 0;
                document.addEventListener("securitypolicyviolation",
                    (event) => window.violations.push(event.violatedDirective));
                // X-ray's own panel may grow. Its nodes are in a shadow tree, and are not named.
                const is_of_page = ({ node }) => node && node.localName !== "aspic-xray";
                new PerformanceObserver((list) => {
                    for (const one of list.getEntries())
                        if (one.sources.some(is_of_page)) window.shifts += one.value;
                }).observe({ type: "layout-shift", buffered: true });
            });
            const size = () => reader.page.evaluate(() =>
                [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
            await reader.open(cached_page);
            await reader.settled();
            const closed = await size();
            await reader.page.evaluate(() => { window.shifts = 0; });
            await badge(reader).click();
            await panel(reader).waitFor();
            assert.deepEqual(await size(), closed);
            await reader.page.evaluate(() => document.querySelector("aspic-xray").remove());
            assert.deepEqual(await size(), closed);
            assert.deepEqual(await reader.page.evaluate(() => [window.shifts, window.violations]),
                [0, []]);
            assert.deepEqual(reader.wrong, []);
            await reader.close();
        });
    }

    it("is not printed", async () => {
        const reader = await developer();
        await badge(reader).waitFor();
        await reader.page.emulateMedia({ media: "print" });
        await badge(reader).waitFor({ state: "hidden" });
        await reader.close();
    });
});

describe("X-ray with --debug", () => {
    it("is on every page, for everyone", async () => {
        const site = await start_site("--debug", "--cache", "memory");
        const browser = await start_chromium();
        try {
            const reader = await visitor(browser, site);
            for (const address of [cached_page, "/account/sign-in"]) {
                await reader.open(address);
                await badge(reader).waitFor();
                assert.match(await badge(reader).innerText(), /not cached/);
            }
            assert.deepEqual(reader.wrong, []);
        } finally {
            await browser.close();
            await site.stop();
        }
    });
});
