#include <aspic/commands/checks.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include <aspic/redis/redis_connection.h>
#include <aspic/rendering/static_files.h>
#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;
using support::SmallTemplates;
using support::TemporaryDirectory;

namespace {

ServerOptions options_with(const std::vector<std::string>& words)
{
    return support::parse_words(words, support::small_site()).options;
}

std::string texts(const Findings& findings)
{
    std::string text;
    for (const Finding& finding : findings.all())
        text += (finding.is_error ? "error: " : "warning: ") + finding.text + '\n';
    return text;
}

std::string pages(const SmallTemplates& templates, std::vector<std::string> words = {})
{
    words.insert(words.end(), {"--templates", templates.path().string()});
    Findings findings;
    check_pages(support::small_site(), options_with(words), findings);
    return templates.relative(texts(findings));
}

std::string files(const std::vector<std::string>& words)
{
    Findings findings;
    check_files(options_with(words), findings);
    return texts(findings);
}

std::string memory(std::string_view info, RedisUse use)
{
    Findings findings;
    check_redis_memory(info, "unix:/r", use, findings);
    return texts(findings);
}

}  // namespace

TEST_CASE("the check of pages finds mistakes in templates and in the static files")
{
    const SmallTemplates templates;
    CHECK(contains(pages(templates), "warning: base.tpl:1: this base template has a hole"));
    templates.write("base.tpl", "<head>{{>ASPIC_HEAD}}</head>{{>CONTENT}}");
    CHECK(pages(templates).empty());
    templates.write("page.tpl", "{{#A}}");
    CHECK(contains(pages(templates), "error: page.tpl:1: {{#A}} is not closed"));
    templates.write("page.tpl", "x");
    CHECK(contains(pages(templates, {"--static", "/nowhere"}),
                   "error: there is no /nowhere/manifest: run `collect-static"));

    const TemporaryDirectory sources;
    const TemporaryDirectory collected;
    sources.write("jquery.min.js", ";");
    sources.write("site.css", "a{}");
    collect_static_files({sources.path()}, collected.path());
    CHECK(pages(templates, {"--static", collected.path().string()}).empty());
    const auto manifest = StaticFiles::from_manifest(collected.path());
    const std::string css = manifest.url("site.css").value().substr(std::string{"/static/"}.size());
    std::filesystem::remove(collected.path() / css);
    CHECK(contains(pages(templates, {"--static", collected.path().string()}),
                   " names " + css + ", but the directory does not have it: run collect-static"));
}

TEST_CASE("the check of files makes none")
{
    const TemporaryDirectory directory;
    const std::string data = (directory / "new").string();
    CHECK(files({"--data", data}).empty());
    CHECK_FALSE(std::filesystem::exists(data));

    const std::string file = directory.write("file", "").string();
    CHECK(contains(files({"--data", file}), "error: cannot write in the data directory " + file));
    CHECK(contains(files({"--data", data, "--access-log", file + "/log"}),
                   "error: the access log " + file + "/log cannot be written"));
    CHECK(contains(files({"--data", data, "--access-log", directory.path().string()}),
                   " cannot be written (it is a directory)"));
    CHECK(files({"--data", data, "--access-log", data + "/log"}).empty());
    for (const char* option : {"--access-log", "--session-key", "--mirror"}) {
        CAPTURE(option);
        CHECK(contains(files({"--data", data, option, data + "/none/file"}),
                       "there is no directory " + data + "/none; make it first"));
    }
    CHECK(contains(files({"--data", data, "--status-token", "/nowhere"}),
                   "error: --status-token /nowhere"));
    directory.write("open.key", "x");
    const auto key = directory / "open.key";
    std::filesystem::permissions(key, std::filesystem::perms{0644});
    CHECK(contains(files({"--data", data, "--session-key", key.string()}),
                   " is open to other users: run chmod 600"));
}

TEST_CASE("the check of the address finds another program, and nothing if it is free")
{
    const TemporaryDirectory directory;
    const auto address = [&](const std::string& listen) {
        Findings findings;
        check_address(options_with({"--data", directory.path().string(), "--listen", listen}),
                      findings);
        return texts(findings);
    };
    const auto socket = directory / "aspic.sock";
    CHECK(address("unix:" + socket.string()).empty());
    CHECK_FALSE(std::filesystem::exists(socket));
    CHECK(contains(address("unix:/nowhere/aspic.sock"), "its directory must exist"));
    directory.write("file", "");
    CHECK(contains(address("unix:" + (directory / "file").string()), "is not a socket"));
    const support::RedisServer other;
    CHECK(contains(address("unix:" + other.address().socket), "another program listens there"));
}

TEST_CASE("the check of Redis says why it cannot be used, and leaves nothing in it")
{
    const support::RedisServer server;
    const auto redis = [](const std::string& address) {
        Findings findings;
        check_redis(options_with({"--redis", address}), findings);
        return texts(findings);
    };
    CHECK(contains(redis("unix:/nowhere"), "error: redis unix:/nowhere cannot be used ("));
    CHECK(contains(redis(server.address().to_text()), "warning: redis "));
    RedisConnection connection{server.address(), std::chrono::seconds{5}};
    CHECK(connection.run({"DBSIZE"})->integer == 0);
    connection.run({"ACL", "SETUSER", "default", "-time", "-xread"});
    CHECK(contains(redis(server.address().to_text()), "refuses XREAD, TIME (NOPERM"));
    CHECK(contains(redis(server.address().to_text()), "ACL SETUSER default +xread +time ~aspic:*"));
    connection.run({"ACL", "SETUSER", "default", "-set"});
    CHECK(contains(redis(server.address().to_text()), "error: redis "));
}

TEST_CASE("a Redis that forgets the wrong things, or nothing, is a warning")
{
    const auto info = [](const std::string& most, const std::string& policy) {
        return "# Memory\r\nmaxmemory:" + most + "\r\nmaxmemory_policy:" + policy + "\r\n";
    };
    CHECK(memory(info("1000", "volatile-lfu"), RedisUse::pages).empty());
    CHECK(contains(memory(info("0", "noeviction"), RedisUse::pages), "has no maxmemory"));
    CHECK(contains(memory(info("1000", "noeviction"), RedisUse::pages),
                   "takes no new pages and no purges"));
    CHECK(
        contains(memory(info("1000", "allkeys-lru"), RedisUse::pages), "may forget the purge log"));
    CHECK(memory(info("1000", "noeviction"), RedisUse::sessions).empty());
    CHECK(contains(memory(info("1000", "volatile-lfu"), RedisUse::sessions),
                   "forgets sessions when it is full"));
    CHECK(memory("", RedisUse::pages).empty());
}
