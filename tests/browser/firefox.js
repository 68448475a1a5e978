// Controls Debian's Firefox with its own protocol, Marionette (WebDriver over TCP: `LENGTH:[type,
// id, error or command, result or parameters]`). playwright-core can control only its own Firefox.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

// `prefs` are preferences of about:config. Resolves to a browser with one tab.
export async function start_firefox(prefs = {}) {
    const profile = await mkdtemp(path.join(tmpdir(), "aspic-firefox-"));
    const all = { "marionette.port": 0, "remote.prefs.recommended": true, ...prefs };
    await writeFile(path.join(profile, "user.js"), Object.entries(all)
        .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
        .join(""));
    const firefox = spawn("firefox-esr", ["--headless", "--no-remote", "--marionette",
        "--remote-allow-system-access", "--profile", profile], {
        env: { ...process.env, HOME: profile }, stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => firefox.on("close", resolve));
    const port = await listening_port(firefox);
    const call = await connect(port);
    await call("WebDriver:NewSession", { capabilities: {} });

    async function run(script, ...args) {
        return (await call("WebDriver:ExecuteScript", { script, args, sandbox: null })).value;
    }
    // Runs a script in the browser's own window, which sees the tab from outside. The script ends
    // with a call of its last argument.
    async function run_in_browser(script) {
        await call("Marionette:SetContext", { value: "chrome" });
        try {
            return (await call("WebDriver:ExecuteAsyncScript",
                { script, args: [], scriptTimeout: 20_000 })).value;
        } finally {
            await call("Marionette:SetContext", { value: "content" });
        }
    }
    return {
        run,
        run_in_browser,
        open: (url) => call("WebDriver:Navigate", { url }),
        // Waits until the result of the script is true.
        async until(script, ...args) {
            for (let tries = 0; tries < 200; tries += 1) {
                if (await run(script, ...args).catch(() => false)) return;
                await new Promise((resolve) => { setTimeout(resolve, 50); });
            }
            throw new Error(`timed out waiting in Firefox for: ${script}`);
        },
        async close() {
            await call("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
            await ended;
            await rm(profile, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}

function listening_port(firefox) {
    let said = "";
    return new Promise((resolve, reject) => {
        for (const output of [firefox.stdout, firefox.stderr]) {
            output.on("data", (text) => {
                said += text;
                const found = /Marionette.*Listening on port (\d+)\n/.exec(said);
                if (found) resolve(Number(found[1]));
            });
        }
        firefox.on("error", reject);
        firefox.on("close",
            (status) => reject(new Error(`firefox-esr ended with ${status}:\n${said}`)));
    });
}

// Resolves to a function that sends a command and resolves to its result.
function connect(port) {
    const waiting = new Map();
    let last = 0;
    let bytes = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
        const socket = net.connect(port, "127.0.0.1");
        const fail = (error) => {
            for (const [, refuse] of waiting.values()) refuse(error);
            reject(error);
        };
        socket.on("error", fail).on("close", () => fail(new Error("Firefox has ended")));
        const call = (command, parameters) => new Promise((done, refused) => {
            last += 1;
            waiting.set(last, [done, refused]);
            const text = JSON.stringify([0, last, command, parameters]);
            socket.write(`${Buffer.byteLength(text)}:${text}`);
        });
        socket.on("data", (more) => {
            bytes = Buffer.concat([bytes, more]);
            for (;;) {
                const colon = bytes.indexOf(":");
                const end = colon + 1 + Number(bytes.subarray(0, Math.max(colon, 0)));
                if (colon < 0 || bytes.length < end) return;
                const message = JSON.parse(bytes.subarray(colon + 1, end));
                bytes = bytes.subarray(end);
                if (!Array.isArray(message)) { // the first message of Firefox
                    resolve(call);
                    continue;
                }
                const [, id, error, result] = message;
                const [done, refused] = waiting.get(id);
                waiting.delete(id);
                if (error) refused(new Error(`${error.error}: ${error.message}`));
                else done(result);
            }
        });
    });
}
