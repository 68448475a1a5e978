#include <aspic/commands/set_up.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/small_site.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::message_of;
using support::SmallTemplates;

namespace {

Site site_with_shelf()
{
    Site site = support::small_site();
    site.option("shelf", "NAME", "a", "the shelf that is shown");
    return site;
}

CommandLine parsed(const std::vector<std::string>& words)
{
    return support::parse_words(words, site_with_shelf());
}

std::string why_not_open(const std::vector<std::string>& words)
{
    return message_of<std::exception>(
        [&] { open_redis(parsed(words).options, "nothing was done"); });
}

}  // namespace

TEST_CASE("the version changes with every setting that changes the pages, and with no other")
{
    const SmallTemplates templates;
    const std::string directory = templates.path().string();
    const Site site = site_with_shelf();
    const auto version = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--templates", directory});
        return version_of(site, parsed(words));
    };
    const std::string usual = version({});
    CHECK(usual.size() == 8);
    CHECK(version({"--threads", "3", "--redis", "unix:/r", "--cache-memory", "2M"}) == usual);
    std::set<std::string> versions{usual};
    versions.insert(version({"--mount", "/docs"}));
    versions.insert(version({"--content-security-policy", "default-src 'none'"}));
    versions.insert(version({"--shelf", "b"}));
    const support::TemporaryDirectory temporary;
    const std::string dictionary = (temporary.path() / "dictionary").string();
    temporary.write("dictionary", "<p>a text of many pages</p>");
    versions.insert(version({"--compression-dictionary", dictionary}));
    temporary.write("dictionary", "<p>another text of many pages</p>");
    versions.insert(version({"--compression-dictionary", dictionary}));
    templates.write("page.tpl", "<p>another</p>");
    versions.insert(version({}));
    CHECK(versions.size() == 7);
}

TEST_CASE("a dictionary that is no regular file is refused")
{
    const support::TemporaryDirectory temporary;
    ServerOptions options;
    for (const auto& [file, why] :
         std::map<std::string, std::string>{{temporary.path().string(), "it is a directory"},
                                            {"/dev/zero", "it is not a regular file"}}) {
        options.compression_dictionary = file;
        CHECK(contains(message_of<std::runtime_error>([&] { compression_dictionary(options); }),
                       why));
    }
}

TEST_CASE("--x-sendfile takes real paths of directories, and says what is wrong with others")
{
    const support::TemporaryDirectory temporary;
    const std::filesystem::path root = std::filesystem::canonical(temporary.path());
    std::filesystem::create_directory(root / "covers");
    std::filesystem::create_directory_symlink(root / "covers", root / "link");
    const SmallTemplates templates;
    const auto start = [&](const std::string& directories) {
        const CommandLine line = parsed({"--cache", "memory", "--templates",
                                         templates.path().string(), "--x-sendfile", directories});
        make_application(site_with_shelf(), line, no_sessions({}), RedisPurgeLog::Role::command);
    };
    CHECK_NOTHROW(start(""));
    CHECK_NOTHROW(start((root / "covers").string() + ", " + root.string()));
    for (const std::string& wrong : {std::string{"covers"}, std::string{"/"}, std::string{"/srv/"},
                                     std::string{"/srv/../etc"}, std::string{"/srv,,/srv"}}) {
        CAPTURE(wrong);
        CHECK(contains(message_of<UsageError>([&] { start(wrong); }), "it must be absolute paths"));
    }
    CHECK(contains(message_of<UsageError>([&] { start((root / "absent").string()); }),
                   "make this directory first"));
    CHECK(contains(message_of<UsageError>([&] { start((root / "link").string()); }),
                   "which is " + (root / "covers").string() + " by its real path"));
}

TEST_CASE("the log keeps a record for longer than any page lives")
{
    const auto settings =
        purge_log_settings(parsed({"--longest-lifetime", "100", "--blind-time", "7",
                                   "--soft-purge-grace", "8", "--redis-timeout-ms", "90"})
                               .options);
    CHECK(settings.retention == 24h + 100s);
    CHECK(settings.blind_time == 7s);
    CHECK(settings.grace == 8s);
    CHECK(settings.redis_timeout == 90ms);
}

TEST_CASE("a command that needs Redis gives the reason in one sentence if it has none")
{
    CHECK(contains(why_not_open({"--redis", "nowhere"}), "--redis is \"nowhere\": it must be"));
    CHECK(contains(why_not_open({"--cache", "memory"}), "this command needs --cache redis"));
    const std::string away = why_not_open({"--redis", "unix:/nonexistent/redis.sock"});
    CHECK(away.starts_with("redis unix:/nonexistent/redis.sock cannot be used ("));
    CHECK(away.ends_with("; start it, or set --redis to that of the server: nothing was done"));
}

TEST_CASE("a Redis that answers can be opened")
{
    const support::RedisServer server;
    RedisConnection redis =
        open_redis(parsed({"--redis", server.address().to_text()}).options, "nothing was done");
    CHECK(redis.usable());
}

TEST_CASE("an application gets its options, and a wrong mount is refused")
{
    const SmallTemplates templates;
    const Site site = site_with_shelf();
    const auto make = [&](const std::string& mount) {
        return make_application(site,
                                parsed({"--cache", "memory", "--templates",
                                        templates.path().string(), "--mount", mount}),
                                no_sessions({}));
    };
    CHECK(make("/docs")->peek("/cached/a") == nullptr);
    for (const std::string mount : {"docs", "/docs/", "/"}) {
        CAPTURE(mount);
        CHECK(contains(message_of<UsageError>([&] { make(mount); }),
                       "it must start with '/' and not end with '/'"));
    }
}
