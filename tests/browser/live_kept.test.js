// Pages that the browser keeps for Back, and paints again before their scripts run. None of them
// shows a visitor who has left, or a guest's content to a visitor, not even for one frame.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_firefox } from "./firefox.js";
import { frames_during, frames_with, guests_colour, visitors_colour } from "./frames.js";
import { start_live_site } from "./site.js";
import { another_tab, start_chromium, start_chromium_with_site_test, visitor } from "./visit.js";

const page = "/well/one";

describe("a kept page in Chromium", () => {
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

    // One origin is plain http, where browsers ignore Clear-Site-Data. The other one is trusted.
    for (const host of ["site.test", "localhost"]) {
        describe(`at http://${host}`, () => {
            let lea, elsewhere;
            const origin = () => site.url.replace("127.0.0.1", host);

            before(async () => {
                lea = await visitor(browser, { url: origin() },
                    { viewport: { width: 500, height: 320 } });
                elsewhere = site.url + "/well/elsewhere";
            });
            after(() => lea.close());

            const sign_in = () => lea.page.evaluate(async () => {
                await fetch("/sign-in",
                    { method: "POST", body: new URLSearchParams({ name: "Lea" }) });
            });
            const corner_has = (tab, words) =>
                tab.page.locator(".corner", { hasText: words }).waitFor();
            const sign_out = (tab) => Promise.all([tab.page.waitForEvent("load"),
                tab.page.getByRole("button", { name: "Sign out" }).click()]);

            async function read_as_visitor() {
                await lea.open("/well/start");
                await sign_in();
                for (let view = 0; view < 2; view += 1) { // the second comes from the page cache
                    await lea.open(page);
                    await lea.settled();
                }
                await corner_has(lea, "logged in as Lea");
            }

            // Goes back, and waits until the corner has the words. Returns the number of frames
            // with the visitor's greeting, and of frames with "Sign in".
            async function frames_back(words) {
                const pictures = await frames_during(lea.page, async () => {
                    await lea.page.evaluate(() => { setTimeout(() => history.back()); });
                    await lea.page.waitForURL("**" + page, { waitUntil: "commit" });
                    await corner_has(lea, words);
                });
                assert.ok(pictures.length > 0, "no frame was seen");
                return frames_with(blank, pictures, [visitors_colour, guests_colour]);
            }

            it("shows the visitor if they are still signed in", async () => {
                await read_as_visitor();
                await lea.open("/well/two");
                const [visitors, guests] = await frames_back("logged in as Lea");
                assert.ok(visitors > 0, "the greeting was not found in any frame");
                assert.equal(guests, 0);
            });

            it("does not show the visitor after sign-out on it", async () => {
                await read_as_visitor();
                await sign_out(lea);
                assert.equal(new URL(lea.page.url()).pathname, "/well/start");
                const [visitors] = await frames_back("Sign in");
                assert.equal(visitors, 0, `${visitors} frames showed the visitor`);
            });

            it("does not show the visitor after sign-out in another tab", async () => {
                await read_as_visitor();
                const tab = await another_tab(lea);
                await tab.open("/well/two");
                await lea.page.goto(elsewhere);
                await sign_out(tab);
                await tab.close();
                const [visitors] = await frames_back("Sign in");
                assert.equal(visitors, 0, `${visitors} frames showed the visitor`);
            });

            it("does not show the visitor if the cookies are gone without notice", async () => {
                await read_as_visitor();
                await lea.page.goto(elsewhere);
                await lea.page.context().clearCookies();
                const [visitors] = await frames_back("Sign in");
                assert.equal(visitors, 0, `${visitors} frames showed the visitor`);
            });

            it("shows no guest's content after sign-in", async () => {
                await lea.page.context().clearCookies();
                await lea.open(page);
                await corner_has(lea, "Sign in");
                await sign_in();
                await lea.open("/well/two");
                await corner_has(lea, "logged in as Lea");
                const [, guests] = await frames_back("logged in as Lea");
                assert.equal(guests, 0, `${guests} frames showed the guest's content`);
            });

            it("is kept for a guest who stays a guest", async () => {
                await lea.page.context().clearCookies();
                await lea.open(page);
                await lea.page.evaluate(() => { window.stays = true; });
                await lea.open("/well/two");
                const [visitors] = await frames_back("Sign in");
                assert.equal(visitors, 0);
                assert.ok(await lea.page.evaluate(() => window.stays), "the page was loaded again");
            });

            it("causes no error in the console", () => {
                assert.deepEqual(lea.wrong, []);
            });
        });
    }
});

describe("a kept page in Firefox", () => {
    let site, firefox, blank_chromium, blank;
    const at = (path) => site.url.replace("127.0.0.1", "site.test") + path;

    before(async () => {
        [site, firefox, blank_chromium] = await Promise.all([
            start_live_site(), start_firefox({ "network.dns.localDomains": "site.test" }),
            start_chromium()]);
        blank = await blank_chromium.newPage();
    });
    after(async () => {
        await firefox?.close();
        await blank_chromium?.close();
        await site?.stop();
    });

    const says = (words) => firefox.until(
        "return document.querySelector('.corner').innerText.includes(arguments[0])", words);
    const settled = () => firefox.until("return document.readyState === 'complete' && " +
        "!document.querySelector('[aria-busy], [blank]')");

    async function read_as_visitor() {
        await firefox.open(at("/well/start"));
        await firefox.run("const body = new URLSearchParams({ name: 'Lea' });" +
            "return fetch('/sign-in', { method: 'POST', body }).then(() => 1)");
        for (let view = 0; view < 2; view += 1) {
            await firefox.open(at(page));
            await settled();
        }
        await says("logged in as Lea");
    }

    // Goes back, takes pictures of the tab, and counts them as in Chromium.
    async function frames_back() {
        const pictures = await firefox.run_in_browser(`
            const done = arguments[arguments.length - 1];
            (async () => {
                const tab = gBrowser.selectedBrowser;
                const pictures = [];
                const end = Date.now() + 700;
                tab.goBack();
                while (Date.now() < end) {
                    try {
                        const { currentWindowGlobal } = tab.browsingContext;
                        const image = await currentWindowGlobal.drawSnapshot(null, 0.5, "white");
                        const canvas = document.createElementNS(
                            "http://www.w3.org/1999/xhtml", "canvas");
                        [canvas.width, canvas.height] = [image.width, image.height];
                        canvas.getContext("2d").drawImage(image, 0, 0);
                        image.close();
                        pictures.push(canvas.toDataURL().split(",")[1]);
                    } catch { // between two pages
                        await new Promise((resolve) => { setTimeout(resolve, 2); });
                    }
                }
                done(pictures);
            })();`);
        assert.ok(pictures.length > 0, "no frame was seen");
        const changed = pictures.filter((picture, i) => picture !== pictures[i - 1]);
        return frames_with(blank, changed, [visitors_colour, guests_colour]);
    }

    it("shows the visitor if they are still signed in", async () => {
        await read_as_visitor();
        await firefox.open(at("/well/two"));
        const [visitors, guests] = await frames_back();
        assert.ok(visitors > 0, "the greeting was not found in any frame");
        assert.equal(guests, 0);
    });

    for (const [how, leave] of [
        ["sign-out on it", async () => {
            await firefox.run("document.querySelector('.corner button').click()");
            await firefox.until("return location.pathname === '/well/start'");
        }],
        ["the cookies are gone without notice", async () => {
            await firefox.open(`${site.url}/well/elsewhere`);
            await firefox.run_in_browser(
                "Services.cookies.removeAll(); arguments[arguments.length - 1]()");
        }],
    ]) {
        it(`does not show the visitor after ${how}`, async () => {
            await read_as_visitor();
            await firefox.run("window.stays = true");
            await leave();
            await settled();
            const [visitors] = await frames_back();
            await says("Sign in");
            assert.equal(visitors, 0, `${visitors} frames showed the visitor`);
            assert.equal(await firefox.run("return Boolean(window.stays)"), false,
                "the page was kept");
        });
    }
});
