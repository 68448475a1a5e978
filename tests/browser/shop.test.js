// The shop (tests/servers/shop) as its visitors see it: the basket of a guest is right from the
// first paint, and a message is shown exactly once.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { press, shown_messages } from "./shop.js";
import { start_shop } from "./site.js";
import { another_tab, start_chromium, visitor } from "./visit.js";
import { watch, what_was_seen } from "./watch.js";

const put_words = "It is in your basket.";

describe("the shop", () => {
    let site, browser;

    before(async () => {
        [site, browser] = await Promise.all([start_shop(),
            start_chromium({ keeps_pages: true })]);
        for (const page of ["/", "/item/1", "/item/2", "/kept/1", "/quiet"])
            await fetch(site.url + page);
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    async function new_guest(settings) {
        const guest = await visitor(browser, site,
            { viewport: { width: 1000, height: 700 }, ...settings });
        await watch(guest.page.context());
        return guest;
    }

    // A message that a view leaves, and no page has shown. The browser follows no redirect.
    const say = (guest, text) => guest.page.evaluate((said) => fetch("/say", {
        method: "POST", body: new URLSearchParams({ text: said }), redirect: "manual",
    }), text);

    // The words of all messages that a tab has shown in any frame since it was opened.
    async function seen_messages(guest) {
        const { states } = await what_was_seen(guest.page);
        return states.map(({ says }) => Object.fromEntries(says)["/_messages"]).filter(Boolean);
    }

    async function assert_gone_after_reload(guest) {
        await guest.page.reload();
        await guest.settled();
        assert.deepEqual(await seen_messages(guest), []);
    }

    // `corner` is what the corner of the page has to say from its first frame on.
    async function assert_still(guest, corner) {
        await guest.settled();
        const { shift, shifts, wrong, states } = await what_was_seen(guest.page,
            (fragment, text) => fragment === "/_corner" && text !== corner);
        assert.equal(shift.toFixed(3), "0.000", JSON.stringify(shifts));
        assert.equal(wrong, 0, JSON.stringify(states));
        assert.ok(states.length > 0);
    }

    describe("shows a guest's basket", () => {
        it("without a jump and without a wrong number, in every kind of view", async () => {
            const guest = await new_guest();
            await guest.open("/item/1");
            await assert_still(guest, "Basket: 0");
            assert.ok(!guest.requests.includes("/_live"), "without a session, nothing is asked");
            await press(guest, "put"); // redirects to /item/1
            await assert_still(guest, "Basket: 1");
            for (const page of ["/quiet", "/quiet", "/item/2", "/item/2", "/item/2", "/kept/1",
                "/kept/1", "/"]) {
                await guest.open(page);
                await assert_still(guest, "Basket: 1");
            }
            await guest.open("/item/1");
            await press(guest, "put");
            await assert_still(guest, "Basket: 2");
            await guest.open("/quiet");
            await assert_still(guest, "Basket: 2");
            assert.deepEqual(guest.wrong, []);
            await guest.close();
        });

        it("from a snapshot, which one request confirms", async () => {
            const guest = await new_guest();
            await guest.open("/item/1");
            await press(guest, "put");
            for (let view = 0; view < 3; view += 1) {
                await guest.open("/quiet");
                await guest.settled();
            }
            guest.requests.length = 0;
            const { text } = await guest.open("/quiet");
            await assert_still(guest, "Basket: 1");
            assert.ok(text.includes("CACHE_CONTROL="), "the page is the one for everyone");
            assert.equal(guest.requests.filter((path) => path === "/_live").length, 1);
            await guest.close();
        });

        it("in another tab too, and after the sign-in, and not after the sign-out", async () => {
            const guest = await new_guest();
            await guest.open("/item/1");
            const tab = await another_tab(guest);
            await tab.open("/quiet");
            await press(guest, "put");
            await tab.page.locator("text=Basket: 1").waitFor();
            await guest.open("/sign-in");
            await press(guest, "sign-in");
            await guest.page.locator(".name", { hasText: "Ana" }).waitFor();
            await assert_still(guest, "Ana Basket: 1");
            await guest.page.evaluate(() => fetch("/sign-out", { method: "POST" }));
            await tab.page.locator("text=Basket: 0").waitFor();
            await guest.page.locator("text=Basket: 0").waitFor();
            await guest.close();
        });
    });

    describe("shows a message", () => {
        it("once after a redirect, and not after reload, a link or Back", async () => {
            for (const start of ["/item/1", "/item/2"]) {
                const guest = await new_guest();
                await guest.open(start);
                await press(guest, "put");
                assert.deepEqual(await shown_messages(guest), [put_words]);
                await assert_still(guest, "Basket: 1");
                await assert_gone_after_reload(guest);
                await guest.open("/");
                await guest.settled();
                assert.deepEqual(await seen_messages(guest), []);
                await guest.page.goBack();
                await guest.settled();
                assert.deepEqual(await shown_messages(guest), []);
                await guest.close();
            }
        });

        it("once if the visitor goes back to the page that showed it", async () => {
            const guest = await new_guest();
            await guest.open("/item/1");
            await press(guest, "put");
            assert.deepEqual(await shown_messages(guest), [put_words]);
            await guest.page.locator("a.other").click();
            await guest.page.waitForURL("**/");
            await guest.settled();
            await guest.page.goBack();
            await guest.page.waitForURL("**/item/1");
            await guest.settled();
            assert.deepEqual(await shown_messages(guest), []);
            await guest.close();
        });

        it("once in a page that the browser had in its own cache", async () => {
            const guest = await new_guest();
            await guest.open("/kept/1");
            await guest.open("/quiet");
            await say(guest, "Kept.");
            await guest.page.evaluate(() => { location.href = "/kept/1"; });
            await guest.page.waitForURL("**/kept/1");
            await guest.page.locator(".message", { hasText: "Kept." }).waitFor();
            await guest.open("/quiet");
            await guest.page.evaluate(() => { location.href = "/kept/1"; });
            await guest.page.waitForURL("**/kept/1");
            await guest.settled();
            assert.deepEqual(await seen_messages(guest), []);
            await guest.close();
        });

        it("in this tab, and not in another one that only follows the change", async () => {
            const guest = await new_guest();
            await guest.open("/item/1");
            const tab = await another_tab(guest);
            await tab.open("/item/2");
            await tab.settled();
            await Promise.all([
                tab.page.waitForResponse((response) => response.url().includes("/_live")),
                say(guest, "Here."),
            ]);
            await tab.settled();
            assert.deepEqual(await shown_messages(tab), []);
            await guest.open("/item/1");
            await guest.settled();
            assert.deepEqual(await shown_messages(guest), ["Here."]);
            await assert_gone_after_reload(tab);
            await guest.close();
        });

        it("in the page that is seen, and not in a prefetched copy of it", async () => {
            const guest = await new_guest();
            await guest.open("/quiet");
            await say(guest, "Seen.");
            const prefetched = guest.page.waitForResponse((response) =>
                response.url().endsWith("/item/1"));
            await guest.page.evaluate(() => {
                const rules = document.createElement("link");
                Object.assign(rules, { rel: "prefetch", href: "/item/1" });
                document.head.append(rules);
            });
            const response = await prefetched;
            assert.ok(!(await response.text()).includes("Seen."));
            await guest.page.locator("a.other").click();
            await guest.page.waitForURL("**/item/1");
            await guest.page.locator(".message", { hasText: "Seen." }).waitFor();
            await assert_gone_after_reload(guest);
            await guest.close();
        });

        it("in a page that the browser prefetched and then shows", async () => {
            // The test adds an inline script, which the policy of the site forbids.
            const guest = await new_guest({ bypassCSP: true });
            await guest.open("/quiet");
            await say(guest, "Seen.");
            const prefetched = guest.page.waitForResponse((response) =>
                response.url().endsWith("/item/1"));
            await guest.page.evaluate(() => {
                const rules = document.createElement("script");
                rules.type = "speculationrules";
                rules.textContent = JSON.stringify({
                    prefetch: [{ urls: ["/item/1"], eagerness: "immediate" }],
                });
                document.head.append(rules);
            });
            const sent = await (await prefetched).request().allHeaders();
            assert.equal(sent["sec-purpose"], "prefetch");
            await guest.page.locator("a.other").click();
            await guest.page.waitForURL("**/item/1");
            await guest.page.locator(".message", { hasText: "Seen." }).waitFor();
            assert.equal(await guest.page.evaluate(() =>
                performance.getEntriesByType("navigation")[0].deliveryType),
            "navigational-prefetch");
            await assert_gone_after_reload(guest);
            await guest.close();
        });

        it("to a visitor whose browser runs no scripts", async () => {
            const guest = await visitor(browser, site, { javaScriptEnabled: false });
            await guest.open("/item/1");
            await Promise.all([guest.page.waitForEvent("load"),
                guest.page.locator("form.put button").click()]);
            assert.deepEqual(await shown_messages(guest), [put_words]);
            await guest.page.reload();
            assert.deepEqual(await shown_messages(guest), []);
            await guest.close();
        });
    });

    it("shows a name without scripts, on a page that the browser kept for a guest", async () => {
        const plain = await visitor(browser, site, { javaScriptEnabled: false });
        await plain.open("/kept/2");
        await plain.open("/sign-in?next=/item/2");
        await Promise.all([plain.page.waitForEvent("load"),
            plain.page.locator("form.sign-in button").click()]);
        assert.equal(await plain.page.locator(".name").innerText(), "Ana");
        await Promise.all([plain.page.waitForEvent("load"),
            plain.page.locator("a.kept").click()]);
        assert.deepEqual(await plain.page.locator(".name").allInnerTexts(), ["Ana"]);
        await plain.close();
    });
});
