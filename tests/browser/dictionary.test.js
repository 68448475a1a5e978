// A compression dictionary (RFC 9842): Chromium loads it once, and then gets smaller pages.

import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { start_live_site } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

// Below a mount: the dictionary is for the pages there.
const mount = "/docs";

describe("a browser with the site's compression dictionary", () => {
    let scratch, site, browser, ana;

    before(async () => {
        scratch = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
        const dictionary = path.join(scratch, "dictionary");
        const frame = new URL("live_templates/base.tpl", import.meta.url);
        await writeFile(dictionary, await readFile(frame));
        [site, browser] = await Promise.all([
            start_live_site(mount, ["--compression-dictionary", dictionary]), start_chromium()]);
        ana = await visitor(browser, site);
    });
    after(async () => {
        await browser?.close();
        await site?.stop();
        await rm(scratch, { recursive: true, force: true });
    });

    // How the page came, and what is on it.
    async function open(name) {
        const answer = await ana.page.goto(`${mount}/well/${name}`);
        const fields = await answer.request().allHeaders();
        return {
            coding: await answer.headerValue("content-encoding"),
            offered: fields["available-dictionary"] ?? null,
            title: await ana.page.title(),
            brand: await ana.page.locator("a.brand").innerText(),
        };
    }

    it("gets the second page in dcz, and shows it", async () => {
        const loaded = ana.page.waitForResponse((answer) =>
            answer.url().includes(`${mount}/_dictionary/`));
        const first = await open("one");
        assert.equal(first.coding, "br");
        assert.equal(first.offered, null);
        const dictionary = await loaded;
        assert.equal(dictionary.status(), 200);
        await dictionary.finished();

        const second = await open("two");
        assert.match(second.offered, /^:[A-Za-z0-9+/]{43}=:$/);
        assert.equal(second.coding, "dcz");
        assert.equal(second.title, "two");
        assert.equal(second.brand, "Holes");
        await ana.settled();
        assert.deepEqual(ana.wrong, []);
    });

    it("loads the dictionary once, and offers it for no other files", async () => {
        const network = await ana.page.context().newCDPSession(ana.page);
        const paths = new Map();
        const loaded = [];
        const offers = [];
        network.on("Network.requestWillBeSent", ({ requestId, request }) =>
            paths.set(requestId, new URL(request.url).pathname));
        network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
            // Nothing has come if the browser has taken its own copy.
            if (encodedDataLength > 0) loaded.push(paths.get(requestId));
        });
        network.on("Network.requestWillBeSentExtraInfo", ({ headers }) => {
            const fields = new Map(Object.entries(headers).map(([name, value]) =>
                [name.toLowerCase(), value]));
            if (fields.has("available-dictionary")) offers.push(fields.get("sec-fetch-dest"));
        });
        await network.send("Network.enable");
        assert.equal((await open("three")).coding, "dcz");
        await ana.page.reload();
        await ana.settled();
        assert.ok(loaded.includes(`${mount}/well/three`));
        assert.deepEqual(loaded.filter((one) => one.includes("_dictionary")), []);
        assert.deepEqual(offers, ["document", "document"]);
        await network.detach();
    });

    it("confirms its copy by the tag of the dcz copy", async () => {
        await open("four");
        const again = await ana.page.goto(`${mount}/well/four`);
        assert.match((await again.request().allHeaders())["if-none-match"], /-dcz-[0-9a-f]{16}"$/);
        assert.equal(await ana.page.title(), "four");
    });
});
