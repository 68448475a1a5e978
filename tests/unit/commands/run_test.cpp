#include <aspic/commands/run.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>
#include <sstream>

#include <aspic/rendering/static_files.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/sessions/session_keys.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;
using support::small_site;
using support::TemporaryDirectory;

namespace {

/// What a stream is given while this lives.
class Captured {
public:
    explicit Captured(std::ostream& stream) : stream_{stream}, before_{stream.rdbuf(text_.rdbuf())}
    {
    }
    ~Captured() { stream_.rdbuf(before_); }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;
    std::string text() const { return text_.str(); }

private:
    std::ostream& stream_;
    std::ostringstream text_;
    std::streambuf* before_;
};

struct Run {
    int code;
    std::string out;
    std::string error;
};

Run run_with(std::vector<std::string> words)
{
    Site site = small_site();
    site.command("count", "count something", [](const Settings& settings) {
        std::cout << "threads " << settings.get("threads") << '\n';
        return 3;
    });
    site.command("fail", "fail", [](const Settings&) -> int {
        throw std::runtime_error{"there is nothing to count"};
    });
    words.insert(words.begin(), "/usr/bin/aspic-site");
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Captured out{std::cout};
    const Captured error{std::cerr};
    const int code = run(static_cast<int>(words.size()), arguments.data(), site);
    return {code, out.text(), error.text()};
}

}  // namespace

TEST_CASE("help shows the commands, the site's own, and the options")
{
    for (const std::string word : {"help", "--help", "-h"}) {
        const Run help = run_with({word});
        CHECK(help.code == 0);
        CHECK(help.error.empty());
        CHECK(help.out.starts_with("Usage: aspic-site [COMMAND] [OPTION]..."));
        for (const std::string part : {"  serve ", "  routes ", "  count ", "--max-body BYTES"})
            CHECK(contains(help.out, part));
    }
}

TEST_CASE("version names program and library")
{
    CHECK(run_with({"--version"}).out.starts_with("aspic-site, on Aspic "));
}

TEST_CASE("a wrong command, argument or option is told in one sentence, with code 2")
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

TEST_CASE("a site's command is given its settings, and its exit code counts")
{
    const Run counted = run_with({"count", "--threads", "7"});
    CHECK(counted.code == 3);
    CHECK(counted.out == "threads 7\n");
    const Run failed = run_with({"fail"});
    CHECK(failed.code == 1);
    CHECK(failed.error == "aspic-site: there is nothing to count\n");
}

TEST_CASE("routes lists pattern, methods and kind of each view")
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
    const Run done = run_with({"collect-static", target, (directory / "source").string()});
    CHECK(done.code == 0);
    CHECK(done.out == "1 static files in " + target + "\n");
    CHECK(StaticFiles::from_manifest(target).url("site.css"));
    const Run failed = run_with({"collect-static", target, (directory / "nowhere").string()});
    CHECK(failed.code == 1);
    CHECK(contains(failed.error, "there is no static file or directory"));
}

TEST_CASE("rotate-key changes the key file of the data directory")
{
    const TemporaryDirectory directory;
    const std::string data = directory.path().string();
    CHECK(run_with({"rotate-key", "--data", data}).code == 1);
    SessionKeys::load_or_create(directory / "session.key");
    const std::string before = support::contents(directory / "session.key");
    const Run done = run_with({"rotate-key", "--data", data});
    CHECK(done.code == 0);
    CHECK(done.out == data +
                          "/session.key has a new key. Running servers read it now, and seal "
                          "with it in 1 min; cookies that older keys sealed are still accepted.\n");
    CHECK(support::contents(directory / "session.key") != before);
}

TEST_CASE("developer prints a link that is good for its time, with the site's own key")
{
    const TemporaryDirectory directory;
    const std::string data = directory.path().string();
    CHECK(run_with({"developer", "--data", data}).code == 1);
    CHECK_FALSE(std::filesystem::exists(directory / "session.key"));
    const auto keys = SessionKeys::load_or_create(directory / "session.key");
    const Run done =
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
