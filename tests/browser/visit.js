// Debian's Chromium, controlled by playwright-core, and a visitor who records every error.

import { strict as assert } from "node:assert";
import { chromium } from "playwright-core";

// `settings` are added to playwright's, `more_args` to the command line. Browsers keep pages for
// Back; Playwright turns that off, unless `keeps_pages` is set.
export function start_chromium({ more_args = [], keeps_pages = false, ...settings } = {}) {
    return chromium.launch({
        ...settings,
        ignoreDefaultArgs: keeps_pages ? ["--disable-back-forward-cache"] : [],
        executablePath: "/usr/bin/chromium",
        args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ...more_args],
    });
}

// Starts a browser that keeps pages for Back, and that finds a site on this machine by the name
// site.test too.
export function start_chromium_with_site_test() {
    return start_chromium({
        keeps_pages: true, more_args: ["--host-resolver-rules=MAP site.test 127.0.0.1"],
    });
}

export const password = "correct horse battery staple";

// A visitor of the site with their own cookies and one tab. `settings` are those of a browser
// context (viewport, colorScheme, ...).
export async function visitor(browser, site, settings = {}) {
    const context = await browser.newContext({ baseURL: site.url, ...settings });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    return { ...visit(page), close: () => context.close() };
}

// Another tab of the same visitor.
export async function another_tab(of) {
    return visit(await of.page.context().newPage());
}

function visit(page) {
    const wrong = [];    // console errors, exceptions, and failed requests
    const requests = []; // their paths, in order
    page.on("console", (message) => {
        if (message.type() === "error") wrong.push(message.text());
    });
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    page.on("requestfailed", (request) => {
        // When the visitor opens the next page, the browser aborts the requests of the last one.
        const why = request.failure().errorText;
        if (why !== "net::ERR_ABORTED") wrong.push(`${request.url()}: ${why}`);
    });
    page.on("response", (response) => {
        if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
    });

    return {
        page, wrong, requests,
        corner: page.locator('x-live[fragment="/_navigation"]').first(),
        close: () => page.close(),

        // Opens a page, and resolves to its status, its text as received, and its headers.
        async open(path) {
            const response = await page.goto(path);
            const text = await response.text();
            return { status: response.status(), text, headers: response.headers() };
        },

        async fill_form(path, name) {
            await this.open(path);
            await page.locator("main input[name=name]").fill(name);
            await page.locator("main input[name=password]").fill(password);
            await page.locator("main form button").click();
            await page.waitForURL((url) => !url.pathname.startsWith("/account/"));
        },

        // Waits until the page is loaded and no hole waits for content.
        async settled() {
            await page.waitForLoadState();
            await page.waitForFunction(() =>
                !document.querySelector("x-live[aria-busy], x-live[blank]"));
        },

        sign_up(name) { return this.fill_form("/account/sign-up", name); },
        sign_in(name) { return this.fill_form("/account/sign-in", name); },

        async sign_out() {
            await Promise.all([page.waitForEvent("load"),
                page.getByRole("button", { name: "Sign out" }).click()]);
        },

        // Waits until the corner has the words. The error message has its actual text.
        async corner_says(words) {
            try {
                await this.corner.filter({ hasText: words }).waitFor();
            } catch {
                assert.fail(
                    `the corner says "${await this.corner.innerText()}" and not "${words}"`);
            }
        },
    };
}
