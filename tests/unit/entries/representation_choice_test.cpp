#include <aspic/entries/representation_choice.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>

#include <aspic/http/dates.h>
#include "../support/entries.h"
#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::full_entry;
using support::request_for;

namespace {

enum class Dictionary : std::uint8_t { unknown, known };

std::string name_of(ContentCoding coding)
{
    return coding == ContentCoding::identity ? "identity" : std::string{coding_name(coding)};
}

/// What a request with these fields gets: "identity", "304 gzip", "412".
std::string chosen(const Entry& entry, const std::vector<std::pair<std::string, std::string>>& said,
                   Dictionary dictionary = Dictionary::unknown)
{
    std::vector<RequestSource::Field> fields;
    for (const auto& [name, value] : said)
        fields.emplace_back(name, value);
    Request request = request_for("/ls", fields);
    if (dictionary == Dictionary::known) request.note_dictionary();
    const Choice choice = choose(entry, request);
    if (choice.verdict == Verdict::failed) return "412";
    std::string text = choice.verdict == Verdict::not_modified ? "304 " : "";
    if (choice.representation == entry.problem.get()) return text + "problem";
    return text + name_of(choice.representation->coding);
}

/// With a body and the copies that are not empty.
std::shared_ptr<Entry> entry_with(std::string gzip, std::string br, std::string etag = "")
{
    auto entry = full_entry();
    support::set_body(*entry, "");
    if (!etag.empty()) entry->fields.set("ETag", etag);
    support::prepare(*entry, {"plain", std::move(gzip), std::move(br)});
    return entry;
}

}  // namespace

TEST_CASE("without preconditions the client gets the coding that it prefers")
{
    const auto entry = full_entry();
    CHECK(chosen(*entry, {}) == "identity");
    CHECK(chosen(*entry, {{"Accept-Encoding", "gzip"}}) == "gzip");
    CHECK(chosen(*entry, {{"Accept-Encoding", "gzip, br"}}) == "br");
    CHECK(chosen(*entry_with("", ""), {{"Accept-Encoding", "gzip, br"}}) == "identity");
}

TEST_CASE("a copy for a dictionary is only for a client that has it")
{
    const auto entry = full_entry();
    const auto known = Dictionary::known;
    for (const auto* accepted : {"gzip, br, dcz", "*"}) {
        CHECK(chosen(*entry, {{"Accept-Encoding", accepted}}) == "br");
        CHECK(chosen(*entry, {{"Accept-Encoding", accepted}}, known) == "dcz");
        CHECK(chosen(*entry_with("zipped", ""), {{"Accept-Encoding", accepted}}, known) == "gzip");
    }
    CHECK(chosen(*entry, {{"Accept-Encoding", "gzip, br"}}, known) == "br");
    CHECK(chosen(*entry, {}, known) == "identity");
    const std::string tag = entry->representations[ContentCoding::dcz].etag;
    CHECK(chosen(*entry, {{"Accept-Encoding", "dcz"}, {"If-Match", tag}}, known) == "dcz");
    CHECK(chosen(*entry, {{"Accept-Encoding", "dcz"}, {"If-Match", tag}}) == "412");
}

TEST_CASE("a 304 confirms a copy that the client accepts, even if it prefers another one")
{
    const auto entry = full_entry();
    for (const auto& [accepted, known, names] :
         std::vector<std::tuple<std::string, Dictionary, std::vector<std::string>>>{
             {"identity", Dictionary::known, {"identity"}},
             {"", Dictionary::known, {"identity"}},
             {"gzip", Dictionary::known, {"identity", "gzip"}},
             {"br", Dictionary::unknown, {"identity", "br"}},
             {"gzip, br", Dictionary::known, {"identity", "gzip", "br"}},
             {"br;q=0, *", Dictionary::known, {"identity", "gzip", "dcz"}},
             {"gzip, br, dcz", Dictionary::unknown, {"identity", "gzip", "br"}},
             {"gzip, br, dcz", Dictionary::known, {"identity", "gzip", "br", "dcz"}},
             {"gzip, identity;q=0", Dictionary::unknown, {"gzip"}}}) {
        for (const Representation& one : entry->representations) {
            const std::string tag = one.etag;
            const std::string name = name_of(one.coding);
            CAPTURE(accepted);
            CAPTURE(name);
            const auto with = [&, &accepted = accepted, &known = known](const std::string& list) {
                return chosen(*entry, {{"Accept-Encoding", accepted}, {"If-None-Match", list}},
                              known);
            };
            const bool is_accepted = std::find(names.begin(), names.end(), name) != names.end();
            const std::string expected = is_accepted ? "304 " + name : with("");
            for (const std::string& list : {tag, "W/" + tag, "\"other\", " + tag})
                CHECK(with(list) == expected);
        }
    }
}

// Each client gets from the cache what the 304 names.
TEST_CASE("a shared cache with copies for other clients is not told to send them")
{
    for (const std::string own_tag : {"", "\"v1\"", "W/\"v1\""}) {
        const auto entry = entry_with("zipped", "brotli", own_tag);
        const Representations& copies = entry->representations;
        const std::string coded =
            copies[ContentCoding::gzip].etag + ", " + copies[ContentCoding::br].etag;
        CAPTURE(coded);
        for (const std::string accepted : {"", "deflate", "gzip;q=0, br;q=0"})
            CHECK(chosen(*entry, {{"Accept-Encoding", accepted}, {"If-None-Match", coded}}) ==
                  "identity");
        CHECK(chosen(*entry, {{"Accept-Encoding", "gzip"}, {"If-None-Match", coded}}) ==
              "304 gzip");
        const std::string all = coded + ", " + copies[ContentCoding::identity].etag;
        CHECK(chosen(*entry, {{"If-None-Match", all}}) == "304 identity");
    }
}

TEST_CASE("a 304 confirms no copy that If-Match excludes")
{
    const auto entry = full_entry();
    CHECK(chosen(*entry, {{"Accept-Encoding", "gzip, br"},
                          {"If-Match", entry->representations[ContentCoding::gzip].etag},
                          {"If-None-Match", entry->representations[ContentCoding::br].etag}}) ==
          "gzip");
}

TEST_CASE("if the client has several copies, the 304 confirms the one that it prefers")
{
    const auto entry = full_entry();
    const std::string all = entry->representations[ContentCoding::identity].etag + ", " +
                            entry->representations[ContentCoding::gzip].etag + ", " +
                            entry->representations[ContentCoding::br].etag;
    for (const auto& [accepted, name] : std::vector<std::pair<std::string, std::string>>{
             {"identity", "identity"}, {"gzip", "gzip"}, {"br, gzip", "br"}}) {
        CHECK(chosen(*entry, {{"Accept-Encoding", accepted}, {"If-None-Match", all}}) ==
              "304 " + name);
        CHECK(chosen(*entry, {{"Accept-Encoding", accepted}, {"If-None-Match", "*"}}) ==
              "304 " + name);
    }
}

TEST_CASE("a front end's own coding of a page is confirmed as the page without a coding")
{
    const auto entry = entry_with("", "");
    const std::string tag = entry->representations[ContentCoding::identity].etag;
    const std::string hash = tag.substr(0, tag.size() - 1);
    for (const auto* suffix : {"-gzip", "--gzip", ";gzip", "-br", "-deflate"}) {
        const auto* accepted = "gzip, br, deflate";
        const std::string coded = hash + suffix + '"';
        CHECK(chosen(*entry, {{"Accept-Encoding", accepted}, {"If-None-Match", coded}}) ==
              "304 identity");
        CHECK(chosen(*entry, {{"If-None-Match", coded}}) == "identity");
    }
    CHECK(chosen(*full_entry(), {{"If-None-Match", "\"x-gzip\""}}) == "identity");
}

TEST_CASE("If-Match sends a copy with an expected tag that the client accepts, or fails")
{
    const auto entry = full_entry();
    const std::string plain = entry->representations[ContentCoding::identity].etag;
    const std::string zipped = entry->representations[ContentCoding::gzip].etag;
    const std::string brotli = entry->representations[ContentCoding::br].etag;
    const auto with = [&](const std::string& accepted, const std::string& list) {
        return chosen(*entry, {{"Accept-Encoding", accepted}, {"If-Match", list}});
    };
    CHECK(with("gzip, br", brotli) == "br");
    CHECK(with("gzip, br", zipped) == "gzip");
    CHECK(with("gzip, br", plain) == "identity");
    CHECK(with("gzip", plain + ", " + zipped) == "gzip");
    CHECK(with("gzip", "*") == "gzip");
    CHECK(with("", zipped) == "412");
    CHECK(with("gzip", brotli) == "412");
    CHECK(with("gzip;q=0", zipped) == "412");
    CHECK(with("", "W/" + plain) == "412");
    CHECK(with("", "\"other\"") == "412");
    CHECK(with("", "") == "412");
    CHECK(chosen(*entry,
                 {{"Accept-Encoding", "gzip"}, {"If-Match", zipped}, {"If-None-Match", zipped}}) ==
          "304 gzip");
}

TEST_CASE("the dates decide only without tags")
{
    const auto entry = full_entry();
    const std::string tag = entry->representations[ContentCoding::identity].etag;
    const std::string same = format_date(entry->modified);
    const std::string before = format_date(entry->modified - 1s);
    CHECK(chosen(*entry, {{"If-Unmodified-Since", same}}) == "identity");
    CHECK(chosen(*entry, {{"If-Unmodified-Since", before}}) == "412");
    CHECK(chosen(*entry, {{"If-Unmodified-Since", before}, {"If-Match", tag}}) == "identity");
    CHECK(chosen(*entry, {{"If-Unmodified-Since", "nonsense"}}) == "identity");
    CHECK(chosen(*entry, {{"If-Unmodified-Since", before}, {"If-None-Match", tag}}) == "412");
    CHECK(chosen(*entry, {{"If-Modified-Since", same}, {"Accept-Encoding", "br"}}) == "304 br");
    CHECK(chosen(*entry, {{"If-Modified-Since", before}}) == "identity");
    CHECK(chosen(*entry, {{"If-Modified-Since", same}, {"If-None-Match", "\"x\""}}) == "identity");
}

TEST_CASE("the view's own ETag is compared as it says: weak ones never match If-Match")
{
    const auto strong = entry_with("zipped", "", "\"v1\"");
    CHECK(strong->representations[ContentCoding::identity].etag == "\"v1\"");
    CHECK(strong->representations[ContentCoding::gzip].etag == "\"v1-gzip\"");
    CHECK(chosen(*strong, {{"If-Match", "\"v1\""}, {"Accept-Encoding", "gzip"}}) == "identity");
    CHECK(chosen(*strong, {{"If-None-Match", "\"v1-gzip\""}, {"Accept-Encoding", "gzip"}}) ==
          "304 gzip");
    CHECK(chosen(*strong, {{"If-None-Match", "\"v1-gzip\""}}) == "identity");
    const auto weak = entry_with("zipped", "", "W/\"v1\"");
    CHECK(weak->representations[ContentCoding::gzip].etag == "W/\"v1-gzip\"");
    CHECK(chosen(*weak, {{"If-Match", "W/\"v1\""}}) == "412");
    CHECK(chosen(*weak, {{"If-None-Match", "\"v1\""}, {"Accept-Encoding", "gzip"}}) ==
          "304 identity");
    CHECK(chosen(*weak, {{"If-None-Match", "\"v1-gzip\""}, {"Accept-Encoding", "gzip"}}) ==
          "304 gzip");
    const auto malformed = entry_with("", "", "v1");
    CHECK(chosen(*malformed, {{"If-None-Match", "v1"}}) == "identity");
}

TEST_CASE("preconditions count for every 2xx, and for no other status")
{
    const auto entry = full_entry();
    const std::string tag = entry->representations[ContentCoding::identity].etag;
    for (const int status : {200, 203, 204}) {
        entry->status = status;
        CHECK(chosen(*entry, {{"If-None-Match", tag}}) == "304 identity");
        CHECK(chosen(*entry, {{"If-Match", "\"x\""}}) == "412");
    }
    for (const int status : {301, 404, 410, 500}) {
        entry->status = status;
        CHECK(chosen(*entry, {{"If-None-Match", tag}}) == "identity");
        CHECK(chosen(*entry, {{"If-Match", "\"x\""}}) == "identity");
    }
}

TEST_CASE("a stored error has two forms, and Accept chooses")
{
    const auto entry = full_entry();
    entry->status = 404;
    support::prepare(*entry, {std::string{entry->html()}, "by gzip", ""}, "{}");
    CHECK(chosen(*entry, {}) == "identity");
    CHECK(chosen(*entry, {{"Accept", "application/json"}, {"Accept-Encoding", "gzip"}}) ==
          "problem");
    CHECK(chosen(*entry, {{"Accept", "text/html"}, {"Accept-Encoding", "gzip"}}) == "gzip");
    CHECK(sends_problem(*entry, request_for("/", {{"Accept", "application/json"}})));
    CHECK_FALSE(sends_problem(*entry, request_for("/")));
    CHECK_FALSE(sends_problem(*full_entry(), request_for("/", {{"Accept", "application/json"}})));
}
