/*
 * The page at /_status: asks /_status.json each second, and draws what has changed. It keeps the
 * samples of the last five minutes, as long as the page is open.
 *
 * The server puts this script into the page. The page's policy allows nothing else: no style
 * attributes, no other files. So the style is a constructed style sheet, and all text is inserted as
 * text.
 */
(function () {
    "use strict";

    const WINDOW = 300;        // seconds that the plots show
    const QUANTILE_WINDOW = 60;
    const PAUSE = 1000;        // milliseconds between two samples
    const SVG = "http://www.w3.org/2000/svg";

    const style = new CSSStyleSheet();
    style.replaceSync(`
        :root {
            color-scheme: light dark;
            --paper: #f6f7f5; --card: #fff; --ink: #1c1e1b; --soft: #5c605a; --line: #dcdfd8;
            --one: #0b6e99; --two: #b3400f; --three: #7b3fa0;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --paper: #141613; --card: #1d1f1c; --ink: #eceee9; --soft: #a9ada5; --line: #363a33;
                --one: #5cc3ee; --two: #ff9a66; --three: #c79bea;
            }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
        main { max-width: 76rem; margin: 0 auto; padding: 16px clamp(12px, 3vw, 32px) 40px; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 14px; }
        h1 { margin: 0; font-size: 22px; }
        h2 { margin: 0; font-size: 14px; font-weight: 600; }
        header p, .legend, .none { margin: 0; color: var(--soft); font-size: 13px; }
        .lost { color: var(--two); font-weight: 600; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 10px; }
        .card { padding: 12px 14px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .tiles dt { color: var(--soft); font-size: 13px; }
        .tiles dd { margin: 2px 0 0; font-size: 22px; font-variant-numeric: tabular-nums; white-space: nowrap; }
        dl { margin: 0; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 10px; margin: 10px 0; }
        .plot svg { display: block; width: 100%; height: 110px; margin: 8px 0 2px; }
        .plot path { fill: none; stroke-width: 1.8; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
        .plot line { stroke: var(--line); vector-effect: non-scaling-stroke; }
        .s0 { stroke: var(--one); } .s1 { stroke: var(--two); stroke-dasharray: 5 3; } .s2 { stroke: var(--three); stroke-dasharray: 1.5 3; }
        .top { float: right; color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
        .ends { display: flex; justify-content: space-between; color: var(--soft); font-size: 12px; }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 4px; font-variant-numeric: tabular-nums; }
        .legend svg { width: 22px; height: 8px; margin: 0 5px 1px 0; display: inline-block; }
        section { margin-top: 10px; overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; margin-top: 6px; font-size: 14px; }
        th, td { padding: 5px 10px 5px 0; border-top: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        th { border-top: 0; color: var(--soft); font-weight: 500; font-size: 13px; }
        th:first-child, td:first-child, .words td { text-align: left; }
        .words { min-width: 42rem; }
        .words th { text-align: left; }
        .words td + td { white-space: normal; overflow-wrap: anywhere; vertical-align: top; }
        code { font: 13px/1.4 ui-monospace, monospace; }
    `);
    document.adoptedStyleSheets = [style];

    function element(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }

    function drawing(name, attributes, ...children) {
        const made = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }

    // Formats

    function short(number) {
        if (number >= 1e6) return (number / 1e6).toFixed(1) + " M";
        if (number >= 1e4) return (number / 1e3).toFixed(1) + " k";
        return number >= 100 ? number.toFixed(0) : String(Number(number.toFixed(1)));
    }

    function bytes(number) {
        const units = ["B", "KiB", "MiB", "GiB"];
        let unit = 0;
        for (; number >= 1024 && unit + 1 < units.length; ++unit) number /= 1024;
        return (number >= 100 ? number.toFixed(0) : Number(number.toFixed(1))) + " " + units[unit];
    }

    function time(seconds) {
        if (seconds < 0.9995) return Number((seconds * 1000).toPrecision(3)) + " ms";
        if (seconds < 60) return Number(seconds.toPrecision(3)) + " s";
        if (seconds < 3600) return Math.floor(seconds / 60) + " min " + Math.floor(seconds % 60) + " s";
        if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + Math.floor(seconds % 3600 / 60) + " min";
        return Math.floor(seconds / 86400) + " d " + Math.floor(seconds % 86400 / 3600) + " h";
    }

    const percent = (share) => (100 * share).toFixed(1) + " %";

    // Samples

    function answers(counts) {
        return Object.values(counts.requests).reduce((sum, one) => sum + one, 0);
    }

    // As Prometheus's histogram_quantile: interpolated within the bucket.
    function quantile(buckets, bounds, share) {
        const all = buckets.reduce((sum, one) => sum + one, 0);
        const rank = share * all;
        let below = 0;
        for (let i = 0; i < bounds.length; ++i) {
            if (buckets[i] > 0 && below + buckets[i] >= rank) {
                const least = i === 0 ? 0 : bounds[i - 1];
                return least + (bounds[i] - least) * (rank - below) / buckets[i];
            }
            below += buckets[i];
        }
        return all === 0 ? null : bounds[bounds.length - 1];
    }

    const samples = [];    // what the server said
    const points = [];     // what is plotted: one for each sample but the first

    function add(sample) {
        samples.push(sample);
        const last = samples[samples.length - 2];
        if (!last || sample.time <= last.time) return;
        const seconds = sample.time - last.time;
        const now = sample.total;
        const hits = now.hit + now.stale - last.total.hit - last.total.stale;
        const asked = hits + now.rendered - last.total.rendered;
        const old = samples.find((one) => one.time >= sample.time - QUANTILE_WINDOW).total;
        const buckets = now.rendering.buckets.map((count, i) => count - old.rendering.buckets[i]);
        points.push({
            time: sample.time,
            requests: (answers(now) - answers(last.total)) / seconds,
            errors: (now.requests["5xx"] - last.total.requests["5xx"]) / seconds,
            bytes: (now.bytes - last.total.bytes) / seconds,
            ratio: asked > 0 ? hits / asked : null,
            p50: quantile(buckets, sample.bounds, 0.5),
            p95: quantile(buckets, sample.bounds, 0.95),
            p99: quantile(buckets, sample.bounds, 0.99),
            waiting: sample.processes.reduce((sum, one) => sum + one.waiting, 0),
            working: sample.processes.reduce((sum, one) => sum + one.working.length, 0),
            memory: sample.processes.reduce((sum, one) => sum + one.memory, 0),
        });
        while (samples[0].time < sample.time - WINDOW) samples.shift();
        while (points[0].time < sample.time - WINDOW) points.shift();
    }

    // The page

    class Plot {
        constructor(title, format, series, most) {
            this.format = format;
            this.series = series;
            this.most = most;
            this.top = element("span", { class: "top" });
            this.paths = series.map((one, i) => drawing("path", { class: "s" + i }));
            this.values = series.map(() => element("span"));
            const legend = element("p", { class: "legend" }, ...series.map(([name], i) => element("span", {},
                drawing("svg", { viewBox: "0 0 22 8", "aria-hidden": "true" },
                    drawing("path", { class: "s" + i, d: "M0 4H22" })),
                name + " ", this.values[i])));
            this.svg = drawing("svg", { viewBox: "0 0 300 100", preserveAspectRatio: "none", role: "img" },
                drawing("line", { x1: 0, x2: 300, y1: 1, y2: 1 }), drawing("line", { x1: 0, x2: 300, y1: 99, y2: 99 }),
                ...this.paths);
            this.title = title;
            this.root = element("div", { class: "card plot" }, this.top, element("h2", {}, title), this.svg,
                element("div", { class: "ends" }, element("span", {}, "5 min ago"), element("span", {}, "now")), legend);
        }

        draw() {
            const now = points[points.length - 1].time;
            let most = this.most || 0;
            for (const point of points)
                for (const [, key] of this.series) most = Math.max(most, point[key] || 0);
            this.top.textContent = most > 0 ? this.format(most) : "";
            const spoken = [];
            this.series.forEach(([name, key], i) => {
                let path = "";
                let is_drawn = false;
                for (const point of points) {
                    if (point[key] === null) {
                        is_drawn = false;
                        continue;
                    }
                    const x = 300 - (now - point.time) * 300 / WINDOW;
                    const y = 99 - 98 * (most > 0 ? point[key] / most : 0);
                    path += (is_drawn ? "L" : "M") + x.toFixed(2) + " " + y.toFixed(2);
                    is_drawn = true;
                }
                this.paths[i].setAttribute("d", path);
                const value = points[points.length - 1][key];
                this.values[i].textContent = value === null ? "–" : this.format(value);
                spoken.push(name + " " + this.values[i].textContent);
            });
            this.svg.setAttribute("aria-label", this.title + ": " + spoken.join(", "));
        }
    }

    const per_second = (number) => short(number) + "/s";
    const plots = [
        new Plot("Requests", per_second, [["all", "requests"], ["5xx", "errors"]]),
        new Plot("Hit ratio of the page cache", percent, [["hits", "ratio"]], 1),
        new Plot("Time to render, over a minute", time, [["p50", "p50"], ["p95", "p95"], ["p99", "p99"]]),
        new Plot("Requests without a cached page", short, [["at work", "working"], ["waiting", "waiting"]]),
        new Plot("Sent", (number) => bytes(number) + "/s", [["answers", "bytes"]]),
        new Plot("Memory of all processes", bytes, [["resident", "memory"]]),
    ];

    const state = element("p");
    const tiles = element("dl", { class: "tiles" });
    const workers = element("section", { class: "card" });
    const activities = element("section", { class: "card" });
    const main = document.getElementById("status");
    main.replaceChildren(
        element("header", {}, element("h1", {}, "Status"), state), tiles,
        element("div", { class: "plots" }, ...plots.map((one) => one.root)), activities, workers);

    function tile(name, value) {
        return element("div", { class: "card" }, element("dt", {}, name), element("dd", {}, value));
    }

    function table(kind, head, rows) {
        return element("table", { class: kind },
            element("thead", {}, element("tr", {}, ...head.map((one) => element("th", { scope: "col" }, one)))),
            element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((one) => element("td", {}, one))))));
    }

    function show(sample) {
        const total = sample.total;
        const now = points[points.length - 1];
        tiles.replaceChildren(
            tile("Requests", now ? per_second(now.requests) : "–"),
            tile("Hit ratio, all time", percent(total.hit_ratio)),
            tile("p95 to render", now && now.p95 !== null ? time(now.p95) : "–"),
            tile("Waiting", String(now ? now.waiting : 0)),
            tile("Refused (503)", short(total.refused)),
            tile("Processes", String(sample.processes.length)));
        if (now) plots.forEach((one) => one.draw());

        workers.replaceChildren(element("h2", {}, "Processes"), table("",
            ["Process", "Up", "Memory", "Requests", "Hits", "p50", "p95", "p99", "Waiting", "At work"],
            sample.processes.map((one) => [
                String(one.process), time(sample.time - one.started), bytes(one.memory), short(answers(one.counts)),
                percent(one.counts.hit_ratio), time(one.counts.rendering.p50), time(one.counts.rendering.p95),
                time(one.counts.rendering.p99), String(one.waiting), String(one.working.length)])));

        const busy = sample.processes.flatMap((one) => one.working.map((work) => ({ process: one.process, ...work })));
        busy.sort((a, b) => b.seconds - a.seconds);
        activities.replaceChildren(element("h2", {}, "At work now"), busy.length === 0 ?
            element("p", { class: "none" }, "Every thread is free.") :
            table("words", ["For", "Route", "Path", "Request", "Process"], busy.map((one) => [
                time(one.seconds), element("code", {}, one.route), element("code", {}, one.path),
                element("code", {}, one.request), String(one.process)])));
    }

    async function ask() {
        const abort = new AbortController();
        const timer = setTimeout(() => abort.abort(), 5000);
        try {
            const answer = await fetch("_status.json", { cache: "no-store", signal: abort.signal });
            if (!answer.ok) throw new Error("the server answers " + answer.status);
            const sample = await answer.json();
            add(sample);
            show(sample);
            state.className = "";
            state.textContent = new Date(sample.time * 1000).toLocaleTimeString();
        } catch (error) {
            state.className = "lost";
            state.textContent = "No news: " + error.message;
        }
        clearTimeout(timer);
        setTimeout(ask, document.hidden ? 5 * PAUSE : PAUSE);
    }
    ask();
})();
