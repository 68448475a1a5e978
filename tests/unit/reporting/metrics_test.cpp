#include <aspic/reporting/metrics.h>

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "../support/temporary_directory.h"

using namespace aspic;

namespace {

struct Family {
    bool has_help = false;
    std::string type;
    std::map<std::string, double> samples;  // by name and labels
};

/// A strict parser of the text format 0.0.4: each family once and whole, HELP and TYPE before its
/// samples, no sample twice.
std::map<std::string, Family> parse(const std::string& text)
{
    static const std::regex comment{R"(# (HELP|TYPE) ([a-z][a-z0-9_]*) (.+))"};
    static const std::regex sample{
        R"re(([a-z][a-z0-9_]*)(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? ([0-9.e+-]+|\+Inf))re"};
    REQUIRE(text.ends_with('\n'));
    std::map<std::string, Family> families;
    std::string current;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        std::smatch parts;
        if (std::regex_match(line, parts, comment)) {
            const bool is_help = parts[1] == "HELP";
            if (is_help) REQUIRE_FALSE(families.contains(parts[2]));
            if (is_help) current = parts[2];
            REQUIRE(parts[2] == current);
            if (is_help) {
                families[current].has_help = true;
            } else {
                families[current].type = parts[3];
            }
            continue;
        }
        REQUIRE(std::regex_match(line, parts, sample));
        Family& family = families[current];
        std::string name = parts[1];
        if (family.type == "histogram")
            name = std::regex_replace(name, std::regex{"_(bucket|sum|count)$"}, "");
        REQUIRE(name == current);
        const bool is_new =
            family.samples.emplace(parts[1].str() + parts[2].str(), std::stod(parts[4])).second;
        REQUIRE(is_new);
    }
    return families;
}

SiteStatus example()
{
    SiteStatus status;
    Counters counters;
    counters.add(Count::hit, 8);
    counters.add(Count::rendered, 2);
    counters.add(Count::mirrored, 6);
    counters.add(Count::mirror_failed, 3);
    counters.add_answer(200, 100);
    counters.add_answer(503, 10);
    counters.add_rendering(std::chrono::milliseconds{3});
    counters.add_rendering(std::chrono::seconds{60});
    status.total = counters.totals();
    status.processes.push_back({.process = 17, .started = 1'700'000'000'500, .memory = 4096});
    status.processes.push_back({.process = 18, .waiting = 2, .mirror = {true, 5, 7000}});
    return status;
}

}  // namespace

TEST_CASE("the metrics are well-formed, and named as Prometheus's conventions want it")
{
    const auto families = parse(to_metrics(example()));
    CHECK(families.size() >= 14);
    for (const auto& [name, family] : families) {
        CAPTURE(name);
        CHECK(name.starts_with("aspic_"));
        CHECK(family.has_help);
        CHECK_FALSE(family.samples.empty());
        CHECK((family.type == "counter") == name.ends_with("_total"));
        for (const char* not_a_base_unit : {"milliseconds", "_ms", "kilobytes", "percent"})
            CHECK(name.find(not_a_base_unit) == std::string::npos);
    }
}

TEST_CASE("the metrics have the values of the status")
{
    const auto families = parse(to_metrics(example()));
    const auto value = [&](const std::string& family, const std::string& sample) {
        CAPTURE(sample);
        return families.at(family).samples.at(sample);
    };
    CHECK(value("aspic_requests_total", "aspic_requests_total{status=\"2xx\"}") == 1);
    CHECK(value("aspic_requests_total", "aspic_requests_total{status=\"5xx\"}") == 1);
    CHECK(value("aspic_response_bytes_total", "aspic_response_bytes_total") == 110);
    CHECK(value("aspic_cache_requests_total", "aspic_cache_requests_total{result=\"hit\"}") == 8);
    CHECK(value("aspic_workers", "aspic_workers") == 2);
    CHECK(value("aspic_waiting_requests", "aspic_waiting_requests") == 2);
    CHECK(value("aspic_mirror_keepers", "aspic_mirror_keepers") == 1);
    CHECK(value("aspic_mirror_pages", "aspic_mirror_pages") == 5);
    CHECK(value("aspic_mirror_bytes", "aspic_mirror_bytes") == 7000);
    CHECK(value("aspic_mirror_written_pages_total", "aspic_mirror_written_pages_total") == 6);
    CHECK(value("aspic_mirror_failures_total", "aspic_mirror_failures_total") == 3);
    CHECK(value("aspic_worker_memory_bytes", "aspic_worker_memory_bytes{process=\"17\"}") == 4096);
    CHECK(value("aspic_worker_start_time_seconds",
                "aspic_worker_start_time_seconds{process=\"17\"}") == 1'700'000'000.5);
}

TEST_CASE("the buckets of the histogram are cumulative, and the last one is its count")
{
    const auto families = parse(to_metrics(example()));
    const auto& samples = families.at("aspic_rendering_seconds").samples;
    const auto bucket = [&](const std::string& most) {
        return samples.at("aspic_rendering_seconds_bucket{le=\"" + most + "\"}");
    };
    CHECK(bucket("0.0025") == 0);
    CHECK(bucket("0.005") == 1);
    CHECK(bucket("10") == 1);
    CHECK(bucket("+Inf") == 2);
    CHECK(samples.at("aspic_rendering_seconds_count") == 2);
    CHECK(samples.at("aspic_rendering_seconds_sum") == doctest::Approx(60.003));
    CHECK(samples.size() == bucket_count + 2);
}

TEST_CASE("the dashboard for Grafana names only metrics that there are")
{
    const auto families = parse(to_metrics(example()));
    std::set<std::string> names;
    for (const auto& [name, family] : families) {
        names.insert(name);
        for (const auto& [sample, value] : family.samples)
            names.insert(sample.substr(0, sample.find('{')));
    }
    const std::string dashboard =
        support::contents(std::filesystem::path{ASPIC_SOURCE_DIR} / "deploy/grafana.json");
    const std::regex name{R"(\baspic_[a-z_]+)"};
    std::size_t found = 0;
    for (std::sregex_iterator at{dashboard.begin(), dashboard.end(), name}, end; at != end; ++at) {
        CAPTURE(at->str());
        CHECK(names.contains(at->str()));
        ++found;
    }
    CHECK(found > 10);
}
