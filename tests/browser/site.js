// Starts sites on free ports, each with its own data: the shipped site (by deploy/run, with the
// manual pages of tests/servers/man), and the sites of live_site.cpp and of
// tests/servers/shop.

import { execFile, spawn } from "node:child_process";
import { copyFile, readdir, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
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
// `options` are more options of the program.
export const start_live_site = (mount = "", options = []) =>
    start_test_site(live_site, [{ mount, options }]);
export const start_shop = () => start_test_site({
    name: "aspic_shop", templates: path.join(root, "tests/servers/shop/templates"), style: "shop.css",
}, [{ mount: "" }]);
// Two of them behind one lighttpd: one origin.
export const start_two_live_sites = (...mounts) =>
    start_test_site(live_site, mounts.map((mount) => ({ mount })));

const live_site = {
    name: "aspic_live_site", templates: path.join(root, "tests/browser/live_templates"),
    style: "live_site.css",
};

// The live site in debug mode. Resolves to { url, stop, templates }: the directory of its own
// templates, which the test may change.
export async function start_debugged_site() {
    const templates = await mkdtemp(path.join(tmpdir(), "aspic-templates-"));
    await cp(live_site.templates, templates, { recursive: true });
    const site = await start_test_site({ ...live_site, templates }, [{ mount: "", options: ["--debug"] }]);
    return {
        ...site, templates,
        async stop() {
            await site.stop();
            await rm(templates, { recursive: true, force: true });
        },
    };
}

async function start_test_site(site, places) {
    const applications = [];
    for (const { mount, options = [] } of places)
        applications.push(await start_application(site, mount, options));
    const port = await free_port();
    const [first, ...others] = applications;
    for (const file of await readdir(path.join(root, "deploy"))) {
        if (/^(lighttpd.*\.lua|down\.html)$/.test(file))
            await copyFile(path.join(root, "deploy", file), first.in_scratch(file));
    }
    await writeFile(first.in_scratch("front.conf"),
        await readFile(path.join(root, "deploy/lighttpd.conf"), "utf8") + others.map(place_of).join(""));
    const front = spawn("lighttpd", ["-D", "-f", first.in_scratch("front.conf")], {
        env: {
            ...process.env, PATH: `${process.env.PATH}:/usr/sbin`,
            PORT: String(port), FRONT_STATE: first.in_scratch(""), MOUNT: first.mount,
            SITE_SOCKET: first.in_scratch("site.sock"), SITE_STATIC: first.in_scratch("static"),
        },
        stdio: ["ignore", "ignore", "pipe"],
    });
    await said(front, "server started");
    return {
        url: `http://127.0.0.1:${port}`,
        async stop() {
            await end(front, "SIGINT");
            for (const one of applications) await one.stop();
        },
    };
}

async function start_application({ name, templates, style }, mount, options) {
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
    return {
        mount, in_scratch,
        async stop() {
            await end(application, "SIGTERM");
            await rm(scratch, { recursive: true, force: true });
        },
    };
}

// A further site in the configuration of lighttpd.
const place_of = ({ mount, in_scratch }) => `
$HTTP["url"] =~ "^${mount}(/|$)" {
    fastcgi.server = ( "/" => (( "socket" => "${in_scratch("site.sock")}",
        "check-local" => "disable", "fix-root-scriptname" => "enable" )) )
}
$HTTP["url"] =~ "^${mount}/static/" {
    fastcgi.server = ()
    alias.url = ( "${mount}/static/" => "${in_scratch("static")}/" )
}
`;

async function end(server, signal) {
    const ended = new Promise((resolve) => server.on("close", resolve));
    server.kill(signal);
    await ended;
}

// The site at `url` by https: resolves to { url, stop }. The certificate is nobody's.
export async function start_tls_proxy(url) {
    const scratch = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
    const [key, cert] = ["key.pem", "cert.pem"].map((file) => path.join(scratch, file));
    await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes",
        "-subj", "/CN=site.test", "-days", "2", "-keyout", key, "-out", cert]);
    const proxy = https.createServer({ key: await readFile(key), cert: await readFile(cert) },
        (asked, answer) => {
            const { method, headers } = asked;
            const forwarded = { ...headers, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1" };
            asked.pipe(http.request(url + asked.url, { method, headers: forwarded }, (got) => {
                answer.writeHead(got.statusCode, got.rawHeaders);
                got.pipe(answer);
            }));
        });
    const port = await free_port();
    await new Promise((resolve) => proxy.listen(port, "127.0.0.1", resolve));
    return {
        url: `https://127.0.0.1:${port}`,
        async stop() {
            proxy.closeAllConnections();
            await new Promise((resolve) => proxy.close(resolve));
            await rm(scratch, { recursive: true, force: true });
        },
    };
}

// Resolves to { url, directory, stop, restart, kill_program }: the site of live_site.cpp below the
// command `dev`, with files in `directory` that a test may change.
export async function start_dev(mount, ...options) {
    const port = await free_port();
    const directory = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
    await cp(path.join(root, "tests/browser/live_templates"), path.join(directory, "templates"),
        { recursive: true });
    await cp(path.join(root, "static"), path.join(directory, "static"), { recursive: true });
    await copyFile(path.join(root, "tests/browser/live_templates/live_site.css"),
        path.join(directory, "static/live_site.css"));
    await mkdir(path.join(directory, "build"));
    await copyFile(path.join(build, "aspic_live_site"), path.join(directory, "build/site"));
    let dev, ended;
    async function start() {
        dev = spawn(path.join(directory, "build/site"), ["dev", "--port", String(port),
            "--mount", mount, "--cache", "memory", ...options],
        { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
        ended = new Promise((resolve) => dev.on("close", resolve));
        let all = "";
        dev.stderr.on("data", (text) => { all += text; });
        await new Promise((resolve, reject) => {
            dev.stdout.on("data", (text) => { if (String(text).startsWith("ready ")) resolve(); });
            dev.on("close", (status) => reject(new Error(`dev ended with ${status}:\n${all}`)));
        });
    }
    async function end() {
        dev.kill("SIGINT");
        await ended;
    }
    await start();
    return {
        url: `http://127.0.0.1:${port}`,
        directory,
        async stop() {
            await end();
            await rm(directory, { recursive: true, force: true });
        },
        async restart() {
            await end();
            await start();
        },
        // Kills the program that answers, not dev.
        async kill_program() {
            const list = await readFile(`/proc/${dev.pid}/task/${dev.pid}/children`, "utf8");
            for (const child of list.trim().split(" ")) {
                const command = await readFile(`/proc/${child}/cmdline`, "utf8");
                if (command.split("\0")[1] === "serve") process.kill(Number(child), "SIGKILL");
            }
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
