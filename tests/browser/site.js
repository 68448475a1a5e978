// A site started by deploy/run on a free port, with data of its own, and the pages of tests/servers/man.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

function free_port() {
    return new Promise((resolve) => {
        const probe = net.createServer().listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

// Resolves to { url, stop } once the site is ready.
export async function start_site(...options) {
    const port = await free_port();
    const scratch = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
    const run = spawn(path.join(root, "deploy/run"), [
        "--port", String(port), "--data", path.join(scratch, "data"), "--man-root", path.join(root, "tests/servers/man"),
        ...options,
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
