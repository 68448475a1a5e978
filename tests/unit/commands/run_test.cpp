#include <aspic/commands/run.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>

#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/static_files.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/sessions/session_keys.h>
#include "../support/message_of.h"
#include "../support/run_command.h"
#include "../support/small_site.h"

using namespace aspic;
using support::CommandRun;
using support::contains;
using support::small_site;
using support::TemporaryDirectory;

namespace {

CommandRun run_with(std::vector<std::string> words)
{
    Site site = small_site();
    site.command("count", "count something", [](const Settings& settings) {
        std::cout << "threads " << settings.get("threads") << '\n';
        return 3;
    });
    site.command("fail", "fail", [](const Settings&) -> int {
        throw std::runtime_error{"there is nothing to count"};
    });
    return support::run_command(site, std::move(words));
}

}  // namespace

TEST_CASE("help shows the commands, including the site's, and the options")
{
    for (const std::string word : {"help", "--help", "-h"}) {
        const CommandRun help = run_with({word});
        CHECK(help.code == 0);
        CHECK(help.error.empty());
        CHECK(help.out.starts_with("Usage: aspic-site [COMMAND] [OPTION]..."));
        for (const std::string part : {"  serve ", "  routes ", "  count ", "--max-body BYTES"})
            CHECK(contains(help.out, part));
    }
}

TEST_CASE("version prints the versions of the program and the library")
{
    CHECK(run_with({"--version"}).out.starts_with("aspic-site, on Aspic "));
}

TEST_CASE("a wrong command, argument or option gets one sentence and exit code 2")
{
    CHECK(run_with({"nonsense"}).code == 2);
    CHECK(run_with({"nonsense"}).error ==
          "aspic-site: there is no command \"nonsense\"; --help lists the commands\n");
    CHECK(run_with({"routes", "x"}).error ==
          "aspic-site: the command routes takes no argument \"x\"\n");
    CHECK(run_with({"--threads", "0"}).code == 2);
    CHECK(run_with({"--nonsense"}).code == 2);
    CHECK(run_with({"collect-static"}).code == 2);
    CHECK(run_with({"serve", "--listen", "nowhere"}).code == 2);
    CHECK(contains(run_with({"serve", "--listen", "nowhere"}).error, "--listen"));
}

TEST_CASE("a site's command gets its settings, and its exit code is used")
{
    const CommandRun counted = run_with({"count", "--threads", "7"});
    CHECK(counted.code == 3);
    CHECK(counted.out == "threads 7\n");
    const CommandRun failed = run_with({"fail"});
    CHECK(failed.code == 1);
    CHECK(failed.error == "aspic-site: there is nothing to count\n");
}

TEST_CASE("routes lists the pattern, methods and kind of each view")
{
    const std::string out = run_with({"routes"}).out;
    CHECK(contains(out, "/cached/<name>"));
    CHECK(contains(out, "  cached    1 h       1 h       (1 min)  (1 h)\n"));
    CHECK(contains(out, "fragment\n"));
    CHECK(contains(out, "POST"));
}

TEST_CASE("collect-static copies files and says how many")
{
    const TemporaryDirectory directory;
    directory.write("source/site.css", "a{}");
    const std::string target = (directory / "out").string();
    const CommandRun done = run_with({"collect-static", target, (directory / "source").string()});
    CHECK(done.code == 0);
    const std::size_t count = 1 + browser_files().size();
    CHECK(done.out == std::to_string(count) + " static files in " + target + "\n");
    CHECK(StaticFiles::from_manifest(target).url("site.css"));
    CHECK(run_with({"collect-static", target}).code == 0);
    const CommandRun failed =
        run_with({"collect-static", target, (directory / "nowhere").string()});
    CHECK(failed.code == 1);
    CHECK(contains(failed.error, "there is no static file or directory"));
}

TEST_CASE("a command that takes no argument says how it is used")
{
    const CommandRun purge = run_with({"purge", "/man/1/ls"});
    CHECK(purge.code == 2);
    CHECK(contains(purge.error,
                   "the command purge takes no argument \"/man/1/ls\"; it is used so: "
                   "purge --tag TAG | --path PATH | --all"));
    CHECK(contains(run_with({"inspect", "man/1/ls"}).error, "Write /man/1/ls"));
    CHECK(contains(run_with({"warm", "/", "--host", "a/b"}).error, "without a path"));
    CHECK(contains(run_with({"inspect", "/", "--host", "a,b"}).error, "--host names one"));
    CHECK(contains(run_with({"routes", "--json"}).error, "--json is an option of status"));
}

TEST_CASE("collect-static removes a file that is not used any more, after its time")
{
    const TemporaryDirectory directory;
    const std::string target = (directory / "out").string();
    const std::string source = directory.write("site.css", "a{}").string();
    CHECK(run_with({"collect-static", target, source}).code == 0);
    const std::string url = StaticFiles::from_manifest(target).url("site.css").value();
    CHECK(run_with({"collect-static", target}).code == 0);
    CHECK(std::filesystem::exists(directory / "out" / url.substr(8)));
    const CommandRun done = run_with({"collect-static", target, "--keep", "0"});
    CHECK(contains(done.out, "; 1 old one removed\n"));
    CHECK_FALSE(std::filesystem::exists(directory / "out" / url.substr(8)));
}

TEST_CASE("a data directory that cannot be used is named with the reason")
{
    const TemporaryDirectory directory;
    directory.write("file", "");
    const CommandRun done = run_with({"serve", "--cache", "memory", "--listen",
                                      "unix:" + (directory / "socket").string(), "--data",
                                      (directory / "file").string()});
    CHECK(done.code == 1);
    CHECK(contains(done.error, "file: Not a directory; make the user"));
}

TEST_CASE("rotate-key changes the key file of the data directory")
{
    const TemporaryDirectory directory;
    const std::string data = directory.path().string();
    CHECK(run_with({"rotate-key", "--data", data}).code == 1);
    SessionKeys::load_or_create(directory / "session.key");
    const std::string before = support::contents(directory / "session.key");
    const CommandRun done = run_with({"rotate-key", "--data", data});
    CHECK(done.code == 0);
    CHECK(done.out == data +
                          "/session.key has a new key. Running servers read it now, and seal "
                          "with it in 1 min; cookies that older keys sealed are still accepted.\n");
    CHECK(support::contents(directory / "session.key") != before);
}

TEST_CASE("developer prints a link with a lifetime, sealed by the site's own key")
{
    const TemporaryDirectory directory;
    const std::string data = directory.path().string();
    CHECK(run_with({"developer", "--data", data}).code == 1);
    CHECK_FALSE(std::filesystem::exists(directory / "session.key"));
    const auto keys = SessionKeys::load_or_create(directory / "session.key");
    const CommandRun done =
        run_with({"developer", "--data", data, "--lifetime", "3600", "--mount", "/docs"});
    CHECK(done.code == 0);
    const std::string before = "/docs/_xray/";
    REQUIRE(done.out.starts_with(before));
    CHECK(contains(done.out,
                   "valid for 1 h. To end the access in that browser, open /docs/_xray/off."));
    const std::string pass = done.out.substr(before.size(), done.out.find('\n') - before.size());
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto end = open_developer_pass(pass, keys, now);
    REQUIRE(end);
    CHECK(*end > now + std::chrono::minutes{59});
    CHECK(*end <= now + std::chrono::minutes{60});
    CHECK(contains(run_with({"developer", "--data", data}).out,
                   "valid for 12 h. To end the access in that browser, open /_xray/off."));
    CHECK(run_with({"developer", "--data", data, "--lifetime", "59"}).code == 2);
}
