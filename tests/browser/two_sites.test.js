// Two sites on one host, and cookies that other sites have set: a browser shows every visitor the
// right thing, and nobody loses what they have stored.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { start_live_site, start_tls_proxy, start_two_live_sites } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

const hosts = ["--host-resolver-rules=MAP *.test 127.0.0.1"];

async function sign_in(who, mount, name) {
    await who.open(`${mount}/well/one`);
    await who.page.evaluate(([to, body]) =>
        fetch(to, { method: "POST", body: new URLSearchParams(body) }),
    [`${mount}/sign-in`, { name }]);
}

async function corner(who, path) {
    const { headers } = await who.open(path);
    await who.settled();
    return { text: await who.page.locator("nav.corner").innerText(), status: headers["cache-status"] };
}

// A page that has its fragments in this browser comes from the cache, and its holes are filled.
async function assert_filled(who, path, name) {
    await corner(who, path);
    const { text, status } = await corner(who, path);
    assert.match(text, new RegExp(`Hi, logged in as ${name}`));
    assert.match(status, /hit/);
    assert.doesNotMatch(status, /assembled/);
    who.requests.length = 0;
}

const sign_out = (who) => Promise.all([
    who.page.waitForEvent("load"), who.page.click("nav.corner button")]);
const stored = (who) => who.page.evaluate(() => Object.keys(localStorage).sort());

describe("two sites on one origin, at /a and /b", () => {
    let site, browser;
    before(async () => {
        [site, browser] = await Promise.all([start_two_live_sites("/a", "/b"), start_chromium()]);
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    it("keep their visitors and what these have stored, after a sign-out at one", async () => {
        const who = await visitor(browser, { url: site.url.replace("127.0.0.1", "localhost") });
        await sign_in(who, "/a", "Ana");
        await assert_filled(who, "/a/well/one", "Ana");
        assert.match((await corner(who, "/b/well/one")).text, /Sign in/);
        assert.ok((await stored(who)).includes("a-live"));
        await sign_in(who, "/b", "Ben");
        await assert_filled(who, "/b/well/one", "Ben");
        await assert_filled(who, "/a/well/one", "Ana");
        await sign_out(who);
        assert.match((await corner(who, "/a/well/one")).text, /Sign in/);
        const keys = await stored(who);
        assert.ok(keys.includes("b-live:/b/well/one"), String(keys));
        assert.ok(!keys.some((key) => key.startsWith("a-live")), String(keys));
        await assert_filled(who, "/b/well/one", "Ben");
        assert.deepEqual(who.wrong, []);
        await who.close();
    });
});

describe("two sites at two ports, with --cookie-prefix", () => {
    let sites, browser;
    before(async () => {
        [browser, ...sites] = await Promise.all([start_chromium(),
            ...["north", "south"].map((name) => start_live_site("", ["--cookie-prefix", name]))]);
    });
    after(async () => {
        await browser?.close();
        for (const site of sites ?? []) await site.stop();
    });

    it("keep their visitors after a sign-out at one", async () => {
        const who = await visitor(browser, { url: sites[0].url });
        const [north, south] = sites.map(({ url }) => `${url}/well/one`);
        for (const [{ url }, name] of [[sites[0], "Ana"], [sites[1], "Ben"]])
            await sign_in(who, url, name);
        await assert_filled(who, north, "Ana");
        await assert_filled(who, south, "Ben");
        await sign_out(who);
        assert.match((await corner(who, south)).text, /Sign in/);
        await assert_filled(who, north, "Ana");
        assert.deepEqual(who.wrong, []);
        await who.close();
    });
});

describe("a site on a host whose parent domain has cookies of the same names", () => {
    let site, browser;
    const names = ["session", "live", "snapshots", "changed", "developer"];
    before(async () => {
        [site, browser] = await Promise.all([start_live_site(), start_chromium({ more_args: hosts })]);
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    const foreign = names.map((name) => ({ name, value: "x", domain: ".site.test", path: "/" }));

    for (const order of ["before", "after"]) {
        it(`signs a visitor in and out, if they were set ${order} ours`, async () => {
            const url = site.url.replace("127.0.0.1", "www.site.test");
            const who = await visitor(browser, { url });
            if (order === "before") await who.page.context().addCookies(foreign);
            await sign_in(who, "", "Eva");
            await who.page.context().addCookies(foreign);
            const all = await who.page.context().cookies(url);
            assert.equal(all.filter(({ name }) => name === "live").length, 2);
            await assert_filled(who, "/well/one", "Eva");
            await sign_out(who);
            assert.match((await corner(who, "/well/one")).text, /Sign in/);
            assert.deepEqual(who.wrong, []);
            await who.close();
        });
    }
});

// The second program believes that its visitors come by http.
for (const [title, mount, options, name] of [
    ["", "", ["--trusted-proxy", "127.0.0.1"], "__Host-live"],
    [" below a mount", "/docs", ["--trusted-proxy", "127.0.0.1"], "__Secure-docs-live"],
    [" behind a proxy that it does not trust", "", [], "live"],
]) {
    describe(`a site by https${title}`, () => {
        let site, proxy, browser;
        before(async () => {
            [site, browser] = await Promise.all([
                start_live_site(mount, options), start_chromium({ more_args: hosts })]);
            proxy = await start_tls_proxy(site.url);
        });
        after(async () => {
            await browser?.close();
            await proxy?.stop();
            await site?.stop();
        });

        it("fills the holes of cached pages, whatever http and other hosts have set", async () => {
            const url = proxy.url.replace("127.0.0.1", "www.site.test");
            const who = await visitor(browser, { url }, { ignoreHTTPSErrors: true });
            await who.page.context().addCookies(["live", "snapshots", "session"].map((one) =>
                ({ name: one, value: "x", domain: ".site.test", path: "/" })));
            await sign_in(who, mount, "Ida");
            const own = await who.page.context().cookies(url + mount + "/");
            assert.ok(own.some((one) => one.name === name), own.map((one) => one.name).join());
            await assert_filled(who, `${mount}/well/one`, "Ida");
            await sign_out(who);
            assert.match((await corner(who, `${mount}/well/one`)).text, /Sign in/);
            const left = await who.page.context().cookies(url + mount + "/");
            assert.deepEqual(left.map((one) => one.domain).filter((one) => one !== ".site.test"), []);
            assert.deepEqual(who.wrong, []);
            await who.close();
        });
    });
}
