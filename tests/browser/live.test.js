// Every view of a page, in three widths: nothing jumps, and no hole shows the content of another
// visitor, not even for one frame. For comparison, the test also prints the numbers of the 2009
// post's method for the same pages, without assertions.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_live_site, start_site } from "./site.js";
import { Table } from "./table.js";
import { another_tab, start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const manual_page = "/man/1/aspic-hello";
const long_name = "Wolfeschlegelsteinhausenbergerdo"; // the longest name that is allowed
const guests_words = /Sign in|every guest/;
const neutral_words = /^Not available now/;

// Returns a function that tells whether a text of a hole is wrong for the visitor of that name. The
// name "" means a guest.
function wrong_for(name) {
    return (fragment, text) => {
        if (name && neutral_words.test(text)) return false;
        if (fragment === "/_navigation" || fragment === "/_corner") {
            if (!name) return /logged in/.test(text);
            return !text.includes(`Hi, logged in as ${name}`) || /Sign in/.test(text);
        }
        if (!name) return /\bEdit\b| alone|Recently read/.test(text);
        return guests_words.test(text) || / alone/.test(text) && !text.includes(name);
    };
}

// The script of the post: jQuery in the base template loads the holes if it finds the marker.
const way_of_the_post = `{
    const script = document.createElement("script");
    script.src = document.querySelector("[data-jquery]").dataset.jquery;
    script.onload = () => jQuery(function ($) {
        if ("CACHE_CONTROL" in window)
            $("x-live").each(function () { $(this).load($(this).attr("fragment")); });
    });
    document.head.append(script);
}`;

describe("holes", () => {
    let site, live_site, browser;
    const table = new Table();
    const violations = [];

    before(async () => {
        [site, live_site, browser] =
            await Promise.all([start_site(), start_live_site(), start_chromium()]);
        const pages = [manual_page, "/man/2/aspic-call", "/man/7/aspic-overview"]
            .map((path) => site.url + path);
        const others = ["/well/one", "/failing/one", "/slow/one"]
            .map((path) => live_site.url + path);
        for (const page of [...pages, ...others]) await fetch(page); // stores them in the cache
        const first = await visitor(browser, live_site);
        await sign_in_lea(first);
        // After this request, the server knows that the fragment is slow.
        await first.page.request.get("/slow/one", { headers: { Connection: "close" } });
        await first.close();
    });
    after(async () => {
        console.log(`\n${table}\n`);
        await browser?.close();
        await Promise.all([site?.stop(), live_site?.stop()]);
    });

    // Runs `go`, which opens a view, and waits until the page is complete. Measures what was seen
    // and requested.
    async function measure(view, ana, name, go) {
        ana.requests.length = 0;
        await go();
        await ana.settled();
        const seen = await what_was_seen(ana.page, wrong_for(name));
        const requests = ana.requests.filter((path) => path.startsWith("/_")).length;
        const measured = { ...seen, requests };
        table.add(view, ana.page.viewportSize().width, measured);
        violations.push(...seen.violations);
        return measured;
    }

    function assert_still(seen) {
        assert.equal(seen.shift.toFixed(3), "0.000", JSON.stringify(seen.shifts));
        assert.equal(seen.wrong, 0, JSON.stringify(seen.states));
    }

    async function measured_visitor(of_site, width) {
        const ana = await visitor(browser, of_site, { viewport: { width, height: 800 } });
        await watch(ana.page.context());
        return ana;
    }

    async function slow_network(ana, { bits = 10_000_000, latency = 80 } = {}) {
        const network = await ana.page.context().newCDPSession(ana.page);
        await network.send("Network.emulateNetworkConditions",
            { offline: false, latency, downloadThroughput: bits / 8, uploadThroughput: bits / 8 });
    }

    // A visitor of the live site has no password. The connection is closed, because lighttpd closes
    // an idle one after 15 s, perhaps just when the next visitor uses it.
    async function sign_in_lea(lea) {
        await lea.page.request.post("/sign-in",
            { headers: { Origin: live_site.url, Connection: "close" }, form: { name: "Lea" } });
    }

    // Gives a visitor the script of 2009, and a cookie that says that they have snapshots, so that
    // they get cached pages.
    async function use_way_of_the_post(ana, page) {
        const script = (body) => (route) => route.fulfill({ contentType: "text/javascript", body });
        await ana.page.route(/\/static\/aspic\/head\./, script(""));
        await ana.page.route(/\/static\/aspic\/deferred\./, script(way_of_the_post));
        await ana.open(page);
        const key = await ana.page.locator("x-live").first().getAttribute("key");
        await ana.page.evaluate((listed) => {
            const [, version] = /live=([^;]*)/.exec(document.cookie);
            document.cookie = `snapshots=${version}.${listed}; Path=/`;
        }, key);
    }

    for (const width of [390, 768, 1280]) {
        describe(`in a window of ${width} pixels`, () => {
            let ana, lea;
            const name = `Ana ${width}`;

            before(async () => {
                ana = await measured_visitor(site, width);
                lea = await measured_visitor(live_site, width);
            });
            after(() => Promise.all([ana.close(), lea.close()]));

            it("show a guest's content to a guest, and send no more requests", async () => {
                const seen = await measure("guest", ana, "", () => ana.open(manual_page));
                assert_still(seen);
                assert.equal(seen.requests, 0);
            });

            it("are filled in the first view after sign-in", async () => {
                await ana.sign_up(name);
                for (const [view, page] of [["first view after sign-in", manual_page],
                    ["first view of another page", "/man/2/aspic-call"]]) {
                    let opened;
                    const seen = await measure(view, ana, name,
                        async () => { opened = await ana.open(page); });
                    assert_still(seen);
                    assert.ok(!opened.text.includes("CACHE_CONTROL="), "the page has the marker");
                    assert.equal(seen.requests, 0);
                }
            });

            it("show the last content in a view from the cache, and send one request", async () => {
                let opened;
                const go = async () => { opened = await ana.open(manual_page); };
                const seen = await measure("warm view", ana, name, go);
                assert_still(seen);
                assert.match(opened.headers["cache-status"], /hit/);
                assert.ok(opened.text.includes("CACHE_CONTROL="), "no marker");
                const greeting = `Hi, logged in as ${name}`;
                assert.ok(seen.states.every(({ text }) => text.includes(greeting)),
                    "a hole was blank at first");
                assert.equal(seen.requests, 1);
            });

            it("show the last content in a new tab too", async () => {
                const tab = await another_tab(ana);
                const seen = await measure("new tab", tab, name, () => tab.open(manual_page));
                assert_still(seen);
                assert.equal(seen.requests, 1);
                assert.deepEqual(tab.wrong, []);
                await tab.close();
            });

            it("show a note that was just added", async () => {
                const words = `Read in a window of ${width} pixels.`;
                await ana.page.locator("main textarea[name=text]").first().fill(words);
                const seen = await measure("note added", ana, name, async () => {
                    await Promise.all([ana.page.waitForEvent("load"),
                        ana.page.getByRole("button", { name: "Add note" }).click()]);
                });
                assert_still(seen);
                assert.equal(seen.requests, 0);
                assert.equal(await ana.page.locator("x-live", { hasText: words }).count(), 1);
                assert_still(await measure("warm view with an own note", ana, name,
                    () => ana.open(manual_page)));
            });

            it("show the right content on a slow network", async () => {
                const tab = await another_tab(ana);
                await slow_network(tab);
                const page = "/man/7/aspic-overview";
                assert_still(
                    await measure("slow network, first view", tab, name, () => tab.open(page)));
                assert_still(
                    await measure("slow network, warm view", tab, name, () => tab.open(page)));
                await tab.page.evaluate(() => localStorage.clear());
                const bare = await measure("slow network, empty storage", tab, name,
                    () => tab.open(page));
                assert_still(bare);
                assert.equal(bare.requests, 1);
                assert.deepEqual(tab.wrong, []);
                await tab.close();
            });

            it("are blank and then right if /_live is slow", async () => {
                const tab = await another_tab(ana);
                await tab.open(manual_page);
                await tab.settled();
                const see = async (view) => {
                    await tab.page.evaluate(() => localStorage.clear());
                    const seen = await measure(view, tab, name, () => tab.open(manual_page));
                    assert_still(seen);
                    assert.equal(seen.requests, 1);
                    await tab.corner_says(`Hi, logged in as ${name}`);
                };
                await tab.page.route("**/_live?*", async (route) => {
                    await new Promise((resolve) => { setTimeout(resolve, 2500); });
                    await route.continue();
                });
                await see("/_live takes 2.5 s, empty storage");
                await tab.page.unroute("**/_live?*");
                if (width === 390) {
                    await slow_network(tab, { bits: 50_000, latency: 1500 });
                    await see("GPRS, empty storage");
                }
                assert.deepEqual(tab.wrong, []);
                await tab.close();
            });

            it("are neutral if /_live cannot be reached, and right after another try", async () => {
                const tab = await another_tab(ana);
                await tab.open(manual_page);
                await tab.settled();
                for (const [view, lose] of [
                    ["/_live unreachable, warm view", () => {}],
                    ["/_live unreachable, only sizes are stored", () => {
                        const key = `live:${location.pathname}`;
                        localStorage.setItem(key, JSON.stringify(
                            { ...JSON.parse(localStorage.getItem(key)), fragments: {} }));
                    }],
                    ["/_live unreachable, empty storage", () => localStorage.clear()],
                ]) {
                    await tab.page.evaluate(lose);
                    await tab.page.route("**/_live?*", (route) => route.abort());
                    assert_still(await measure(view, tab, name, () => tab.open(manual_page)));
                    if (!view.includes("warm")) {
                        assert.match(await tab.corner.innerText(), neutral_words);
                    }
                    await tab.page.unroute("**/_live?*");
                    if (!view.includes("warm")) {
                        await tab.corner.getByRole("link", { name: "Try again" }).click();
                    }
                    await tab.settled();
                    await tab.corner_says(`Hi, logged in as ${name}`);
                }
                await tab.close();
            });

            it("show a guest's content after sign-out", async () => {
                await ana.sign_out();
                const seen = await measure("after sign-out", ana, "", () => ana.open(manual_page));
                assert_still(seen);
                assert.equal(seen.requests, 0);
                assert.ok(!(await ana.page.locator(".site-header").innerText()).includes(name));
            });

            it("have room for long names", async () => {
                const long = `${long_name.slice(0, -String(width).length)}${width}`;
                await ana.sign_up(long);
                assert_still(
                    await measure("long name, first view", ana, long, () => ana.open(manual_page)));
                assert_still(
                    await measure("long name, warm view", ana, long, () => ana.open(manual_page)));
            });

            it("may have any size, and nothing jumps", async () => {
                await sign_in_lea(lea);
                assert_still(await measure("large hole, first view", lea, "Lea",
                    () => lea.open("/well/one")));
                assert_still(await measure("large hole, warm view", lea, "Lea",
                    () => lea.open("/well/one")));
                await lea.page.evaluate(() => {
                    const key = `live:${location.pathname}`;
                    localStorage.setItem(key, JSON.stringify(
                        { ...JSON.parse(localStorage.getItem(key)), fragments: {} }));
                });
                assert_still(await measure("large hole, only its size is stored", lea, "Lea",
                    () => lea.open("/well/one")));
            });

            it("are neutral if their fragment fails, and other holes are filled", async () => {
                const seen = await measure("a fragment that fails", lea, "Lea",
                    () => lea.open("/failing/one"));
                assert_still(seen);
                assert.equal(seen.requests, 0);
                assert.match(await lea.page.locator("x-live[fragment='/_failing']").innerText(),
                    neutral_words);
            });

            it("are blank until a slow fragment arrives, and other holes do not wait", async () => {
                const seen = await measure("a fragment that takes 3 s", lea, "Lea",
                    () => lea.open("/slow/one"));
                assert_still(seen);
                assert.equal(seen.requests, 1);
                assert.match(await lea.page.locator("x-live[fragment='/_slow']").innerText(),
                    /for Lea alone/);
            });

            it("jump and flicker with the method of the post", async () => {
                const says = (page, words) => page.waitForFunction((wanted) =>
                    [...document.querySelectorAll("x-live")]
                        .every((hole) => !/Sign in|every guest/.test(hole.innerText)) &&
                        document.body.innerText.includes(wanted), words);
                for (const [of_site, page, who, sign_in] of [
                    [site, manual_page, name, (old) => old.sign_in(name)],
                    [live_site, "/well/one", "Lea", sign_in_lea],
                ]) {
                    const old = await measured_visitor(of_site, width);
                    await sign_in(old);
                    await use_way_of_the_post(old, page);
                    const go = async () => {
                        await old.open(page);
                        await says(old.page, `logged in as ${who}`);
                    };
                    const what = of_site === site ? "" : "large hole, ";
                    await measure(`method of the post, ${what}warm view`, old, who, go);
                    await slow_network(old);
                    await measure(`method of the post, ${what}slow network`, old, who, go);
                    await old.close();
                }
            });

            it("cause no error in the console", () => {
                assert.deepEqual(ana.wrong, []);
                assert.deepEqual(lea.wrong, []);
            });
        });
    }

    it("never violate the Content-Security-Policy", () => {
        assert.deepEqual(violations, []);
    });
});
