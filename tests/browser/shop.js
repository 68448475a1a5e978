// What visitors of the shop (tests/servers/shop) do and see.

// Clicks a link or a button, and waits for the next page.
export async function click(guest, selector) {
    await Promise.all([guest.page.waitForEvent("load"), guest.page.locator(selector).click()]);
    await guest.settled();
}

export const press = (guest, form) => click(guest, `form.${form} button`);

export const shown_messages = (guest) => guest.page.locator(".message").allInnerTexts();
