#include <aspic/commands/entry_report.h>

#include <doctest/doctest.h>

#include <sstream>

#include "../support/entries.h"
#include "../support/message_of.h"
#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;

namespace {

struct Report {
    Report()
    {
        const Time now = current_time();
        entry->position = log.index().position();
        entry->rendered = now - 1h;
        entry->expires = now + 2h;
        entry->stale_until = now + 3h;
        entry->error_until = now + 4h;
    }
    std::string text()
    {
        std::ostringstream out;
        print_entry(out, place, *entry, log);
        return out.str();
    }
    /// Returns the text after the label.
    std::string said(const std::string& label)
    {
        const std::string all = text();
        const std::size_t begin = all.find("\n  " + label) + 3;
        return label == "state" ? all.substr(26, all.find('\n') - 26)
                                : all.substr(begin + 24, all.find('\n', begin) - begin - 24);
    }

    std::shared_ptr<Entry> entry = support::full_entry();
    EntryPlace place{.route = "/<name>",
                     .key = entry->key,
                     .name = "aspic:v1:page:/ls:0123",
                     .inputs = {},
                     .lifetime_left = 5min};
    LocalPurgeLog log{60s, current_time};
};

}  // namespace

TEST_CASE("the state of a page follows from its times")
{
    Report report;
    CHECK(report.said("state").starts_with("fresh, for another "));
    report.entry->expires = current_time() - 1h;
    CHECK(report.said("state").starts_with("stale: served while it is rendered again, for"));
    report.entry->stale_until = current_time() - 1h;
    CHECK(report.said("state").starts_with("stale: served only if its view fails, for"));
    report.entry->error_until = current_time() - 1h;
    CHECK(report.said("state") == "dead: it is not served any more");
}

TEST_CASE("the state of a page follows from the purge log")
{
    Report report;
    report.log.purge(by_tag("other"));
    CHECK(report.said("state").starts_with("fresh"));
    report.log.purge(by_tag("section:1", true));
    CHECK(contains(report.said("state"), "after a soft purge of tag section:1"));
    report.log.purge(by_path("/ls"));
    CHECK(report.said("state") == "purged by path /ls: it is not served any more");
}

TEST_CASE("a report says what a browser does with its copy")
{
    Report report;
    const auto said = [&report](const std::string& field) {
        report.entry->fields.set("Cache-Control", field);
        return report.said("browser");
    };
    CHECK(said("public, max-age=0, must-revalidate") == "asks each time");
    CHECK(said("no-cache") == "asks each time");
    CHECK(said("max-age=3600") == "uses its copy for 1 h, also after a purge");
    CHECK(said("public") == "decides by itself: the page says no time");
    CHECK(said("no-store") == "keeps no copy");
    report.entry->fields.remove("Cache-Control");
    CHECK(report.said("browser") == "decides by itself: the page says nothing");
}

TEST_CASE("a report shows where the page is, and everything that it contains")
{
    Report report;
    CHECK(report.said("route") == "/<name>");
    CHECK(report.said("in Redis") == "aspic:v1:page:/ls:0123");
    CHECK(contains(report.text(), "expires there in 5 min"));
    CHECK(report.said("tags") == "manual:ls, section:1");
    CHECK(report.said("status") == "200");
    CHECK(report.said("size") == "plain 17, gzip 7, br 5, dcz 6 bytes");
    CHECK(report.said("holes") == "/_a at byte 0, /_b c at byte 6");
    CHECK(report.said("also") == "answers requests with an Authorization field");
    report.place.lifetime_left = -1ms;
    CHECK(contains(report.text(), "it has no TTL"));
}

TEST_CASE("a report shows the inputs of a page, without control characters")
{
    Report report;
    CHECK(report.said("split by") == "only the path");
    report.place.inputs = {{InputKind::query, "q"}, {InputKind::query, "z"}};
    report.entry->inputs = {{"query q", "a\nb"}};
    CHECK(report.said("split by") == "query q = \"a?b\"");
    CHECK(contains(report.text(), "query z, absent\n"));
    report.entry->inputs = {{"query q", std::string(61, 'x')}};
    CHECK(report.said("split by") == "query q = \"" + std::string(60, 'x') + "...\"");
}

TEST_CASE("a missing page and a damaged one are reported differently")
{
    Report report;
    const Request request = support::request_for("/ls?q=a");
    const auto text = [&] {
        std::ostringstream out;
        print_absent(out, report.place, request);
        return out.str();
    };
    report.place.inputs = {{InputKind::query, "q"}};
    report.place.lifetime_left = -2ms;
    CHECK(contains(text(), "not in Redis\n"));
    CHECK(contains(text(), "query q = \"a\"\n"));
    report.place.lifetime_left = 5min;
    CHECK(contains(text(), "damaged, or not ours\n"));
}
