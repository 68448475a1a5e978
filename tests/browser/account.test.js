import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

const cached_page = "/man/1/aspic-hello";

for (const front of ["lighttpd", "apache"]) {
    describe(`a visitor who signs up, in and out, with ${front}`, () => {
        let site, browser, ana;
        const name = `Ana ${front}`;
        const greeting = `Hi, logged in as ${name}`;

        before(async () => {
            site = await start_site("--front", front);
            await fetch(site.url + cached_page); // stores it in the page cache
            browser = await start_chromium();
            ana = await visitor(browser, site);
        });
        after(async () => {
            await browser?.close();
            await site?.stop();
        });

        it("is a guest at first, and a cached page sends no more requests", async () => {
            const page = await ana.open(cached_page);
            await ana.settled();
            assert.match(page.headers["cache-status"], /hit/);
            await ana.corner_says("Sign in");
            assert.ok(!ana.requests.includes("/_live"), "a guest requested live fragments");
            assert.ok(!ana.requests.includes(cached_page + "/read"), "a guest's reading was noted");
        });

        it("signs up, and the corner shows the name", async () => {
            await ana.sign_up(name);
            await ana.corner_says(greeting);
        });

        it("gets a page that contains the greeting and not the marker", async () => {
            ana.requests.length = 0;
            const page = await ana.open(cached_page);
            await ana.settled();
            assert.match(page.headers["cache-status"], /hit/);
            assert.match(page.headers["cache-control"], /private/);
            assert.ok(page.text.includes(greeting), "the page has no greeting");
            assert.ok(!page.text.includes("var CACHE_CONTROL="), "the page has the marker");
            await ana.corner_says(greeting);
            assert.ok(!ana.requests.includes("/_live"), "the page requested live fragments");
        });

        it("sees the greeting the next time, when the page comes from the cache", async () => {
            ana.requests.length = 0;
            const page = await ana.open(cached_page);
            await ana.settled();
            assert.match(page.headers["cache-status"], /hit/);
            assert.ok(page.text.includes("var CACHE_CONTROL=3600"), "no marker");
            assert.ok(!page.text.includes(name), "the cached page has the name");
            await ana.corner_says(greeting);
            assert.equal(ana.requests.filter((path) => path === "/_live").length, 1);
        });

        it("reads a page, and the browser notes it once, by POST", async () => {
            ana.requests.length = 0;
            const said = ana.page.waitForRequest(
                (request) => new URL(request.url()).pathname === cached_page + "/read");
            await ana.open(cached_page);
            assert.equal((await said).method(), "POST");
            await ana.settled();
            assert.equal(ana.requests.filter((path) => path === cached_page + "/read").length, 1);
        });

        it("finds the page that they read last in the list on the next page", async () => {
            await ana.open("/man/2/aspic-call");
            const link = ana.page.locator(`x-live[fragment="/_recent"] a[href="${cached_page}"]`);
            await link.waitFor();
            await link.click();
            await ana.page.waitForURL("**" + cached_page);
            await ana.corner_says(greeting);
        });

        it("signs out, and the name is gone from this page and the next", async () => {
            await ana.sign_out();
            await ana.corner_says("Sign in");
            await ana.open(cached_page);
            await ana.settled();
            await ana.corner_says("Sign in");
            assert.ok(!(await ana.page.content()).includes(name));
        });

        it("goes back to an earlier page, and is a guest there too", async () => {
            await ana.sign_in(name);
            await ana.open(cached_page);
            await ana.corner_says(greeting);
            await ana.sign_out();
            await ana.page.goBack();
            await ana.corner_says("Sign in");
        });

        it("signs in again, and returns to the page with the link", async () => {
            await ana.open("/man/7/aspic-overview");
            await ana.corner.getByRole("link", { name: "Sign in" }).click();
            await ana.page.locator("main input[name=name]").fill(name);
            await ana.page.locator("main input[name=password]")
                .fill("correct horse battery staple");
            await ana.page.locator("main form button").click();
            await ana.page.waitForURL("**/man/7/aspic-overview");
            await ana.corner_says(greeting);
        });

        it("sees the greeting in another tab, and another visitor does not see it", async () => {
            const tab = await ana.page.context().newPage();
            await tab.goto(cached_page);
            await tab.locator("x-live", { hasText: greeting }).first().waitFor();
            await tab.close();
            const other = await visitor(browser, site);
            await other.open(cached_page);
            await other.corner_says("Sign in");
            assert.deepEqual(other.wrong, []);
            await other.close();
        });

        it("sees no error in the console and no failed request", () => {
            assert.deepEqual(ana.wrong, []);
        });
    });
}
