// Who changes something sees it. The visitor's browser has pages in its own cache, and keeps others
// for Back. After the visitor has purged them, no old one is shown, not even for one frame.

import { strict as assert } from "node:assert";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { start_firefox } from "./firefox.js";
import { frames_during, frames_with, visitors_colour as old_price_colour } from "./frames.js";
import { start_live_site } from "./site.js";
import { start_chromium, start_chromium_with_site_test, visitor } from "./visit.js";

describe("after a change by this visitor, Chromium", () => {
    let site, browser, blank;

    before(async () => {
        [site, browser] =
            await Promise.all([start_live_site(), start_chromium_with_site_test()]);
        blank = await browser.newPage();
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    const price_of = (who) => who.page.locator(".price").innerText();

    async function change(who, price) {
        await who.page.locator(".change input").fill(String(price));
        await who.page.locator(".change button").click();
        await who.page.waitForURL("**/well/changed");
    }

    function new_visitor(host, settings) {
        const url = site.url.replace("127.0.0.1", host);
        return visitor(browser, { url }, { viewport: { width: 500, height: 600 }, ...settings });
    }

    // Both pages are in the browser's cache, and show the price 1. The visitor is at /price.
    async function read_both(who) {
        await fetch(site.url + "/change", {
            method: "POST", body: new URLSearchParams({ price: "1" }), redirect: "manual",
        });
        await who.open("/offer");
        await who.open("/price");
        assert.equal(await price_of(who), "1");
    }

    // Follows a link to the path, as a script of the page would.
    const go = (who, path) =>
        who.page.evaluate((to) => { setTimeout(() => { location.href = to; }); }, path);
    const shows = (who, price) => who.page.locator(".price", { hasText: price }).waitFor();

    // The number of frames that show the old price while `action` runs.
    async function old_frames(who, action) {
        const pictures = await frames_during(who.page, action);
        return (await frames_with(blank, pictures, [old_price_colour]))[0];
    }

    // One origin is plain http, where browsers ignore Clear-Site-Data. The other one is trusted.
    for (const host of ["site.test", "localhost"]) {
        describe(`at http://${host}`, () => {
            let eva;
            beforeEach(async () => { eva = await new_visitor(host); });
            afterEach(async () => {
                await eva.close();
                assert.deepEqual(eva.wrong, []);
            });

            it("shows the new page by a link, and no frame of the old one", async () => {
                await read_both(eva);
                assert.ok(await old_frames(eva, () => eva.page.reload()) > 0,
                    "the old price was not found");
                await change(eva, 2);
                for (const path of ["/price", "/offer"]) {
                    await eva.open("/well/one");
                    const old = await old_frames(eva, async () => {
                        await go(eva, path);
                        await shows(eva, "2");
                    });
                    assert.equal(old, 0, `${old} frames showed the old price at ${path}`);
                }
            });

            it("shows the new page by Back, and no frame of the old one", async () => {
                await read_both(eva);
                await change(eva, 3);
                const old = await old_frames(eva, async () => {
                    await eva.page.evaluate(() => { setTimeout(() => history.back()); });
                    await shows(eva, "3");
                });
                assert.equal(old, 0, `${old} frames showed the old price`);
            });

            it("asks once for a page, and then takes it from its own cache again", async () => {
                await read_both(eva);
                await change(eva, 4);
                for (const from of ["server", "own cache", "own cache"]) {
                    await eva.open("/well/one");
                    await go(eva, "/price");
                    await shows(eva, "4");
                    const [size, type] = await eva.page.evaluate(() => {
                        const [visit] = performance.getEntriesByType("navigation");
                        return [visit.transferSize, visit.type];
                    });
                    assert.equal(type, from === "server" ? "reload" : "navigate");
                    assert.equal(size > 0, from === "server");
                }
            });

            it("does not send a form again", async () => {
                await read_both(eva);
                await eva.page.locator(".typed button").click();
                await eva.page.waitForURL("**/typed");
                const title = await eva.page.locator("h1").innerText();
                await change(eva, 5);
                await eva.page.goBack();
                await eva.page.locator("h1", { hasText: "Typed" }).waitFor();
                await eva.settled();
                assert.equal(await eva.page.locator("h1").innerText(), title);
            });

            it("leaves nothing in the browser of a guest who has changed nothing", async () => {
                await eva.open("/price");
                await eva.open("/offer");
                assert.deepEqual(await eva.page.evaluate(() =>
                    [document.cookie, Object.keys(localStorage)]), ["", []]);
            });
        });
    }

    it("shows the new page, also if a site on a parent domain has set a cookie of the same name", async () => {
        const eva = await new_visitor("site.test");
        await read_both(eva);
        await eva.page.evaluate(() => { document.cookie = "changed=anothersite; Domain=site.test; Path=/"; });
        await go(eva, "/price");
        await eva.page.waitForFunction(() =>
            JSON.parse(localStorage.changed ?? "{}").asked?.includes("/price"));
        await change(eva, 8);
        await go(eva, "/price");
        await shows(eva, "8");
        await eva.close();
    });

    it("works without scripts, where it accepts Clear-Site-Data", async () => {
        const eva = await new_visitor("localhost", { javaScriptEnabled: false });
        await read_both(eva);
        await change(eva, 6);
        for (const path of ["/price", "/offer"]) {
            await eva.open(path);
            assert.equal(await price_of(eva), "6");
        }
        await eva.close();
    });
});

describe("after sign-in, a page with a lifetime in the browser", () => {
    let site, browser;

    before(async () => {
        [site, browser] = await Promise.all([start_live_site(), start_chromium()]);
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    async function sign_in_from_a_cached_page(settings) {
        const url = site.url.replace("127.0.0.1", "localhost");
        const leo = await visitor(browser, { url }, settings);
        await leo.open("/price"); // as a guest: it is in the browser's cache for an hour
        const signing_in = leo.page.waitForResponse("**/sign-in");
        await leo.page.locator(".sign-in button").click();
        const answer = await signing_in;
        await leo.page.waitForURL("**/well/start");
        await leo.open("/price");
        return { leo, cleared: await answer.headerValue("clear-site-data") };
    }

    it("shows the name if the browser runs no scripts: it forgets the guest's page", async () => {
        const { leo, cleared } = await sign_in_from_a_cached_page({ javaScriptEnabled: false });
        assert.equal(cleared, '"cache"');
        await leo.page.locator(".corner", { hasText: "logged in as Leo" }).waitFor();
        await leo.close();
    });

    it("shows the name if the browser runs scripts: it forgets nothing", async () => {
        const { leo, cleared } = await sign_in_from_a_cached_page();
        assert.equal(cleared, null);
        await leo.page.locator(".corner", { hasText: "logged in as Leo" }).waitFor();
        assert.deepEqual(leo.wrong, []);
        await leo.close();
    });
});

describe("after a change by this visitor, Firefox", () => {
    let site, firefox;
    const at = (path) => site.url.replace("127.0.0.1", "site.test") + path;

    before(async () => {
        [site, firefox] = await Promise.all([
            start_live_site(), start_firefox({ "network.dns.localDomains": "site.test" })]);
    });
    after(async () => {
        await firefox?.close();
        await site?.stop();
    });

    const shows = (price) => firefox.until(
        "return document.querySelector('.price')?.innerText === arguments[0]", price);

    async function read_both_and_change(price) {
        await fetch(site.url + "/change", {
            method: "POST", body: new URLSearchParams({ price: "1" }), redirect: "manual",
        });
        await firefox.open(at("/offer"));
        await firefox.open(at("/price"));
        await shows("1");
        await firefox.run("document.querySelector('.change input').value = arguments[0];" +
            "document.querySelector('.change button').click()", price);
        // This page may ask for itself again, and a link is not followed while it does.
        await firefox.until("return location.pathname === '/well/changed' && " +
            "document.readyState === 'complete' && window.live !== null");
    }

    it("shows the new pages by links", async () => {
        await read_both_and_change("2");
        for (const path of ["/price", "/offer"]) {
            await firefox.run("location.href = arguments[0]", path);
            await shows("2");
        }
    });

    it("shows the new page by Back", async () => {
        // Nothing of the first test is in the browser any more.
        await firefox.run_in_browser("Services.cache2.clear(); arguments[arguments.length - 1]()");
        await read_both_and_change("3");
        await firefox.run("history.back()");
        await shows("3");
    });
});
