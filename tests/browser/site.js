// Starts sites on free ports, each with its own data: the shipped site (by deploy/run, with the
// manual pages of tests/servers/man), and the sites of live_site.cpp and of
// tests/servers/shop.

import { execFile, spawn } from "node:child_process";
import { copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

function free_port() {
    return new Promise((resolve) => {
        const probe = net.createServer().listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

// Resolves to { url, stop } when the site is ready.
export async function start_site(...options) {
    const port = await free_port();
    const scratch = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
    const run = spawn(path.join(root, "deploy/run"), [
        "--port", String(port), "--data", path.join(scratch, "data"),
        "--man-root", path.join(root, "tests/servers/man"), ...options,
    ], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => run.on("close", resolve));
    let said = "";
    run.stderr.on("data", (text) => { said += text; });
    await new Promise((resolve, reject) => {
        run.stdout.on("data", (text) => { if (String(text).startsWith("ready ")) resolve(); });
        run.on("close", (status) => reject(new Error(`deploy/run ended with ${status}:\n${said}`)));
    });
    return {
        url: `http://127.0.0.1:${port}`,
        async stop() {
            run.kill("SIGTERM");
            await ended;
            await rm(scratch, { recursive: true, force: true });
        },
    };
}

const build = path.join(root, "build", process.env.ASPIC_TEST_BUILD ?? "release");

// Resolve to { url, stop } too. These sites also run behind lighttpd, below `mount` if it is given.
const live_templates = path.join(root, "tests/browser/live_templates");
export const start_live_site = (mount = "") =>
    start_test_site("aspic_live_site", live_templates, "live_site.css", mount);

// The same in debug mode. Resolves to { url, stop, templates }: the directory of its own templates,
// which the test may change.
export async function start_debugged_site() {
    const templates = await mkdtemp(path.join(tmpdir(), "aspic-templates-"));
    await cp(live_templates, templates, { recursive: true });
    const site = await start_test_site("aspic_live_site", templates, "live_site.css", "", "--debug");
    return {
        ...site, templates,
        async stop() {
            await site.stop();
            await rm(templates, { recursive: true, force: true });
        },
    };
}

export const start_shop = () =>
    start_test_site("aspic_shop", path.join(root, "tests/servers/shop/templates"), "shop.css");

async function start_test_site(name, templates, style, mount = "", ...options) {
    const port = await free_port();
    const scratch = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
    const program = path.join(build, name);
    const in_scratch = (file) => path.join(scratch, file);
    await promisify(execFile)(program, ["collect-static", in_scratch("static"),
        path.join(root, "static"), path.join(templates, style),
        "/usr/share/javascript/jquery/jquery.min.js"]);
    const application = spawn(program, ["serve", "--cache", "memory",
        "--listen", `unix:${in_scratch("site.sock")}`, "--data", in_scratch("data"),
        "--templates", templates, "--static", in_scratch("static"),
        "--mount", mount, ...options,
    ], { stdio: ["ignore", "ignore", "pipe"] });
    await said(application, " listening ");
    for (const script of ["lighttpd.lua", "lighttpd_static.lua"])
        await copyFile(path.join(root, "deploy", script), in_scratch(script));
    const front = spawn("lighttpd", ["-D", "-f", path.join(root, "deploy/lighttpd.conf")], {
        env: {
            ...process.env, PATH: `${process.env.PATH}:/usr/sbin`,
            PORT: String(port), FRONT_STATE: scratch, MOUNT: mount,
            SITE_SOCKET: in_scratch("site.sock"), SITE_STATIC: in_scratch("static"),
        },
        stdio: ["ignore", "ignore", "pipe"],
    });
    await said(front, "server started");
    return {
        url: `http://127.0.0.1:${port}`,
        async stop() {
            for (const [server, signal] of [[front, "SIGINT"], [application, "SIGTERM"]]) {
                const ended = new Promise((resolve) => server.on("close", resolve));
                server.kill(signal);
                await ended;
            }
            await rm(scratch, { recursive: true, force: true });
        },
    };
}

// Waits until a program has written the words to standard error.
function said(program, words) {
    let all = "";
    return new Promise((resolve, reject) => {
        program.stderr.on("data", (text) => {
            all += text;
            if (all.includes(words)) resolve();
        });
        program.on("close", (status) => reject(new Error(`ended with ${status}:\n${all}`)));
    });
}
