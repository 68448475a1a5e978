// Pictures of the tab, frame by frame. A script in the page cannot see a kept page that the browser
// paints again.

export const visitors_colour = [255, 0, 255]; // of the greeting, in live_site.css
export const guests_colour = [0, 255, 255];   // of "Sign in"

// Counts the pixels of a PNG that have each colour. Runs in a blank page.
async function count_pixels([png, colours]) {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const counts = colours.map(() => 0);
    for (let at = 0; at < data.length; at += 4) {
        colours.forEach((colour, which) => {
            if (colour.every((part, i) => Math.abs(data[at + i] - part) < 24)) counts[which] += 1;
        });
    }
    return counts;
}

// Resolves to the number of pictures (PNG, base64) that show each colour. Chromium counts them in
// the page `blank`.
export async function frames_with(blank, pictures, colours) {
    const frames = colours.map(() => 0);
    for (const png of pictures) {
        const counts = await blank.evaluate(count_pixels, [png, colours]);
        counts.forEach((pixels, which) => { if (pixels > 20) frames[which] += 1; });
    }
    return frames;
}

function two_frames(page) {
    return page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    }));
}

// Resolves to the frames that a tab of Chromium paints while `action` runs, and shortly after.
export async function frames_during(page, action) {
    const session = await page.context().newCDPSession(page);
    const pictures = [];
    session.on("Page.screencastFrame", ({ data, sessionId }) => {
        pictures.push(data);
        session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
    });
    // Slow the processor down. Content that is visible for a few milliseconds is then visible long
    // enough to be counted.
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await session.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
    await two_frames(page);
    pictures.length = 0;
    await action();
    await two_frames(page);
    await session.send("Page.stopScreencast");
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await session.detach();
    return pictures;
}
