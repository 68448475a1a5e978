// Every option sets the member that the table names.
#include <aspic/commands/server_options.h>

#include <doctest/doctest.h>

#include <aspic/commands/options.h>
#include "../support/command_line.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

ServerOptions parsed(const std::vector<std::string>& words,
                     const std::vector<std::string>& environment = {})
{
    return support::parse_words(words, Site{}, environment).options;
}

}  // namespace

TEST_CASE("each option sets its own member from its text")
{
    CHECK(parsed({"--data", "/d"}).data == "/d");
    CHECK(parsed({"--threads", "3"}).threads == 3);
    CHECK(parsed({"--log-level", "warning"}).log_level == LogLevel::warning);
    CHECK(parsed({"--log-level", "error"}).log_level == LogLevel::error);

    CHECK(parsed({"--listen", "fd:0"}).listen == "fd:0");
    CHECK(parsed({"--max-body", "2K"}).max_body == 2048);
    CHECK(parsed({"--max-header-bytes", "4K"}).max_header_bytes == 4096);
    CHECK(parsed({"--max-header-fields", "11"}).max_header_fields == 11);
    CHECK(parsed({"--receive-timeout", "2"}).receive_timeout == 2s);
    CHECK(parsed({"--queue-timeout", "3"}).queue_timeout == 3s);
    CHECK(parsed({"--view-timeout", "6"}).view_timeout == 6s);
    CHECK(parsed({"--send-timeout", "4"}).send_timeout == 4s);
    CHECK(parsed({"--stop-timeout", "5"}).stop_timeout == 5s);

    CHECK(parsed({"--templates", "/t"}).templates == "/t");
    CHECK(parsed({"--static", "/s"}).static_files == "/s");
    CHECK(parsed({"--mount", "/docs"}).mount == "/docs");
    CHECK(parsed({"--debug"}).debug);
    CHECK(parsed({"--content-security-policy", "p"}).content_security_policy == "p");
    CHECK(parsed({"--slow-fragment-ms", "20"}).slow_fragment == 20ms);
    CHECK(parsed({"--max-parameters", "7"}).max_parameters == 7);

    CHECK(parsed({"--redis", "unix:/r"}).redis == "unix:/r");
    CHECK(parsed({"--redis-timeout-ms", "70"}).redis_timeout == 70ms);
    CHECK(parsed({"--session-lifetime", "90"}).session_lifetime == 90s);
    CHECK(parsed({"--session-key", "/k"}).session_key == "/k");
}

TEST_CASE("each option of the cache sets its own member")
{
    CHECK(parsed({}).cache == PagesIn::redis);
    CHECK(parsed({"--cache", "memory"}).cache == PagesIn::memory);
    CHECK(parsed({"--cache-memory", "2M"}).cache_memory == 2U << 20U);
    CHECK(parsed({"--max-entry", "3K"}).max_entry == 3072);
    CHECK(parsed({"--longest-lifetime", "61"}).longest_lifetime == 61s);
    CHECK(parsed({"--negative-lifetime", "62"}).negative_lifetime == 62s);
    CHECK(parsed({"--stale-while-revalidate", "63"}).stale_while_revalidate == 63s);
    CHECK(parsed({"--stale-if-error", "64"}).stale_if_error == 64s);
    CHECK(parsed({"--soft-purge-grace", "65"}).soft_purge_grace == 65s);
    CHECK(parsed({"--blind-time", "66"}).blind_time == 66s);
    CHECK(parsed({"--min-uses", "67"}).min_uses == 67);
    CHECK(parsed({"--max-variants", "68"}).max_variants == 68);
}

TEST_CASE("each option of a single command sets its own member")
{
    const ServerOptions by_tag = parsed({"purge", "--tag", "a", "--soft"});
    CHECK(by_tag.tag == "a");
    CHECK(by_tag.soft);
    CHECK_FALSE(by_tag.all);
    CHECK(parsed({"purge", "--path", "/x"}).path == "/x");
    CHECK(parsed({"warm", "--all"}).all);
    CHECK(parsed({"warm", "--sitemap", "f"}).sitemap == "f");
    CHECK(parsed({"rotate-key", "--seal-delay", "5"}).seal_delay == 5s);
    CHECK(parsed({"developer", "--lifetime", "61"}).lifetime == 61s);
}

TEST_CASE("an option has its default, or the value from the environment, in its type")
{
    const ServerOptions usual = parsed({});
    CHECK(usual.max_body == 1U << 20U);
    CHECK(usual.redis_timeout == 500ms);
    CHECK(usual.longest_lifetime == 30 * 24h);
    CHECK(usual.log_level == LogLevel::info);
    CHECK(usual.templates == "templates");
    CHECK_FALSE(usual.debug);
    const ServerOptions given = parsed({}, {"ASPIC_BLIND_TIME=7", "ASPIC_DEBUG=yes"});
    CHECK(given.blind_time == 7s);
    CHECK(given.debug);
}

TEST_CASE("every server option has a member, and no site option has one")
{
    Site site{};
    site.option("man-root", "DIR", "/m", "directory of manual pages");
    for (const Option& option : all_options(site)) {
        CAPTURE(option.name);
        CHECK((option.set != nullptr) == (option.name != "man-root"));
    }
}
