// Records what a visitor sees while a page loads: layout shifts, and the text of the holes in each
// frame.

// Runs in the page, before any other script.
function watch_page() {
    const seen = { shifts: [], violations: [], states: [], paint: Infinity, whole: Infinity };
    window.seen_by_test = seen;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const moved = entry.sources.map(({ node }) =>
                node?.id || node?.className || node?.nodeName);
            seen.shifts.push({ value: entry.value, at: entry.startTime, moved });
        }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
        const first = list.getEntriesByName("first-contentful-paint")[0];
        if (first) seen.paint = first.startTime;
    }).observe({ type: "paint", buffered: true });
    document.addEventListener("securitypolicyviolation", (event) => {
        seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
    // A state is the text of the holes and the time for which it lasts. innerText has only visible
    // text.
    let whole_frames = 0;
    const sample = (now) => {
        if (document.readyState !== "loading" && ++whole_frames === 2) seen.whole = now;
        const says = [...document.querySelectorAll("x-live")].map((hole) =>
            [hole.getAttribute("fragment"), hole.innerText.trim().replace(/\s+/g, " ")]);
        const last = seen.states.at(-1);
        const text = JSON.stringify(says);
        if (last) last.until = now;
        if (last?.text !== text) seen.states.push({ text, from: now, until: now });
        requestAnimationFrame(sample);
    };
    requestAnimationFrame(sample);
}

// Call it for a page or a browser context before it opens anything.
export function watch(target) {
    return target.addInitScript(watch_page);
}

// Waits for two more frames, and resolves to what was seen since the first contentful paint.
// `is_wrong(fragment, text)` tells whether the text of a hole is wrong. The text of a blank hole
// is "".
export async function what_was_seen(page, is_wrong = () => false) {
    const seen = await page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() =>
            requestAnimationFrame(() => setTimeout(() => resolve(window.seen_by_test))));
    }));
    const states = seen.states.map((state) => ({ ...state, says: JSON.parse(state.text) }))
        .filter((state) => state.until >= seen.paint);
    let wrong = 0;
    for (const state of states) {
        if (state.says.some(([fragment, text]) => text && is_wrong(fragment, text))) {
            wrong += state.until - Math.max(state.from, seen.paint);
        }
    }
    // If the processor is busy, the browser paints a part of the page before it has parsed the rest,
    // and the rest may move that part. Every page does that, with holes or without. So shifts count
    // from the second frame of the whole page on.
    const shifts = seen.shifts.filter(({ at }) => at >= seen.whole);
    return {
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
        shifts,
        wrong: Math.round(wrong),
        violations: seen.violations,
        states,
    };
}
