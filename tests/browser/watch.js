// What a visitor sees while a page is loading: how far things jump, and what the holes say, frame by frame.

// Runs in the page, before anything else of it.
function watch_page() {
    const seen = { shifts: [], violations: [], states: [], paint: Infinity };
    window.seen_by_test = seen;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const moved = entry.sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
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
    // A state: what the holes say, as long as it lasts. innerText leaves out what cannot be seen.
    const sample = (now) => {
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

// For a page or a browser context, before it opens anything.
export function watch(target) {
    return target.addInitScript(watch_page);
}

// What was seen from the first contentful paint on, after two more frames. `is_wrong(fragment, text)` judges what a
// hole says; a blank one says "".
export async function what_was_seen(page, is_wrong = () => false) {
    const seen = await page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(window.seen_by_test))));
    }));
    const states = seen.states.map((state) => ({ ...state, says: JSON.parse(state.text) }))
        .filter((state) => state.until >= seen.paint);
    let wrong = 0;
    for (const state of states) {
        if (state.says.some(([fragment, text]) => text && is_wrong(fragment, text))) {
            wrong += state.until - Math.max(state.from, seen.paint);
        }
    }
    return {
        shift: seen.shifts.reduce((sum, entry) => sum + entry.value, 0),
        shifts: seen.shifts,
        wrong: Math.round(wrong),
        violations: seen.violations,
        states,
    };
}
