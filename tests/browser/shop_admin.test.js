// The admin of the shop (tests/servers/shop) changes prices and covers, and sees them at once.

import { strict as assert } from "node:assert";
import { after, before, describe, it } from "node:test";
import { click, press, shown_messages } from "./shop.js";
import { start_shop } from "./site.js";
import { start_chromium, visitor } from "./visit.js";

describe("the admin of the shop sees what they change", () => {
    let site, browser;

    before(async () => { [site, browser] = await Promise.all([start_shop(), start_chromium()]); });
    after(async () => {
        await browser?.close();
        await site?.stop();
    });

    const price = (guest) => guest.page.locator(".price").innerText();

    async function new_admin() {
        const admin = await visitor(browser, site);
        await admin.open("/sign-in?next=/item/1/edit");
        await admin.page.locator("input[name=name]").fill("admin");
        await press(admin, "sign-in");
        return admin;
    }

    const is_from_own_cache = (guest) => guest.page.evaluate(() =>
        performance.getEntriesByType("navigation")[0].transferSize === 0);

    it("at once, by a link to a page that their browser keeps", async () => {
        const [admin, guest] = [await new_admin(), await visitor(browser, site)];
        for (const one of [admin, guest]) {
            // Until the browser has snapshots of it, a visitor's page is made for this view.
            for (let view = 0; view < 3; view += 1) {
                await one.open("/item/3");
                await click(one, "a.kept");
            }
            assert.equal(await price(one), "Price: 300");
            assert.ok(await is_from_own_cache(one));
        }
        await admin.open("/item/3/edit");
        await admin.page.locator("input[name=price]").fill("350");
        await press(admin, "price");
        assert.equal(await price(admin), "Price: 350");
        assert.deepEqual(await shown_messages(admin), ["The item is changed."]);
        await click(admin, "a.kept");
        assert.equal(await price(admin), "Price: 350");
        // The browser of another visitor keeps the page for its lifetime.
        await guest.open("/item/3");
        assert.equal(await price(guest), "Price: 350");
        await click(guest, "a.kept");
        assert.equal(await price(guest), "Price: 300");
        assert.ok(await is_from_own_cache(guest));
        await admin.close();
        await guest.close();
    });

    it("with the message, also if the browser does not say that the page comes from the server", async () => {
        const admin = await new_admin();
        // While a page is parsed, Firefox sometimes says 0.
        await admin.page.addInitScript(() => {
            const entries = performance.getEntriesByType.bind(performance);
            performance.getEntriesByType = (type) =>
                entries(type).map((entry) => ({ ...entry.toJSON(), transferSize: 0 }));
        });
        await admin.open("/item/1/edit");
        await admin.page.locator("input[name=price]").fill("120");
        await press(admin, "price");
        assert.equal(await price(admin), "Price: 120");
        assert.deepEqual(await shown_messages(admin), ["The item is changed."]);
        await admin.close();
    });

    it("with its error, if the price is wrong", async () => {
        const admin = await new_admin();
        await admin.page.locator("input[name=price]").fill("many");
        await press(admin, "price");
        assert.equal(await admin.page.locator("form.price .error").innerText(),
            "Enter a whole number.");
        assert.equal(await admin.page.locator("input[name=price]").inputValue(), "many");
        await admin.close();
    });

    it("with its picture, if they choose one that is a picture", async () => {
        const admin = await new_admin();
        const cover = admin.page.locator("img.cover");
        const choose = async (name, buffer) => {
            await admin.open("/item/2/edit");
            await admin.page.locator("input[type=file]")
                .setInputFiles({ name, mimeType: "image/png", buffer });
            await press(admin, "cover");
        };
        const width = () => cover.evaluate(async (image) => {
            await image.decode();
            return image.naturalWidth;
        });
        await choose("page.png", Buffer.from("<script>alert(1)</script>"));
        assert.equal(await admin.page.locator("form.cover .error").innerText(),
            "This is no PNG, JPEG or GIF picture.");
        admin.wrong.length = 0; // the browser reports the 422
        for (const pixels of [4, 8]) {
            await choose("cover.png", await picture(admin, pixels));
            assert.deepEqual(await shown_messages(admin), ["The item is changed."]);
            assert.equal(await width(), pixels);
        }
        assert.deepEqual(admin.wrong, []);
        await admin.close();
    });

    // A PNG of so many pixels in width and height.
    async function picture(guest, pixels) {
        const url = await guest.page.evaluate((size) => {
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [size, size];
            return canvas.toDataURL("image/png");
        }, pixels);
        return Buffer.from(url.split(",")[1], "base64");
    }
});
