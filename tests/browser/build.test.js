// The library's scripts can be built without esbuild: joined as they are, in the same order.

import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import vm from "node:vm";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const run = promisify(execFile);
const sources = {
    "head.js": ["stored.js", "changes.js", "jquery.js", "live.js", "unavailable.js"],
    "deferred.js": ["morph.js", "holes.js", "ask.js", "snapshots.js", "fill.js"],
    "holes.css": ["holes.css"],
    "xray.js": ["xray.js"],
};

describe("a build without esbuild", () => {
    let tree, said;

    before(async () => {
        tree = await mkdtemp(path.join(tmpdir(), "aspic-test-"));
        const configured = await run(
            "cmake", ["-S", root, "-B", tree, "-G", "Ninja", "-DASPIC_ESBUILD=OFF"]);
        said = configured.stdout + configured.stderr;
        await run("ninja", ["-C", tree, "aspic_browser"]);
    });
    after(() => rm(tree, { recursive: true, force: true }));

    it("says that the scripts are not minified, and which package is missing", () => {
        assert.match(said, /without esbuild \(Debian package esbuild\), the scripts for browsers are not minified/);
    });

    for (const [name, parts] of Object.entries(sources)) {
        it(`makes ${name} of its parts, in their order`, async () => {
            const built = await readFile(path.join(tree, "app/browser/aspic", name), "utf8");
            const texts = parts.map(
                (part) => readFile(path.join(root, "app/browser", part), "utf8"));
            assert.equal(built, (await Promise.all(texts)).join(""));
            if (name.endsWith(".js")) new vm.Script(built); // throws where it is no script
        });
    }
});
