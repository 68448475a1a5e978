#include <aspic/entries/finishing.h>

#include <doctest/doctest.h>

#include <aspic/http/dates.h>
#include <aspic/http/errors.h>
#include "../support/entries.h"
#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;
using support::request_for;

namespace {

constexpr CachePolicy one_hour{.lifetime = 1h, .browser_lifetime = 1h};
constexpr CachePolicy by_itself{.from_response = true};
const CacheStatus hit = CacheStatus::hit(10s);

std::string guest(const std::string& path)
{
    return "guest of " + path;
}

RenderedAnswer page(std::string html, std::vector<Hole> holes = {})
{
    RenderedAnswer rendered{.content = {std::move(html), std::move(holes)}, .is_page = true};
    open_end(rendered.content);
    rendered.headers.set("Content-Type", "text/html; charset=utf-8");
    return rendered;
}

void no_page(RenderedAnswer& rendered)
{
    rendered.is_page = false;
    rendered.content.holes.clear();
}

std::shared_ptr<Entry> finish(RenderedAnswer rendered, const CachePolicy& policy = one_hour,
                              const Inputs& inputs = {}, const Entry* before = nullptr,
                              Time now = noon)
{
    const Freshness freshness = decide_freshness(rendered, policy, {}, now);
    CHECK(freshness.refused == "");
    const GuestForms forms = make_guest_forms(rendered.content, guest);
    return finish_entry(std::move(rendered), forms, freshness, inputs, request_for("/a?q=1"),
                        before, now);
}

EntryPtr stored()
{
    return finish(page("<body></body>"));
}

/// The copy that is not coded.
const Representation& plain(const std::shared_ptr<const Entry>& entry)
{
    return entry->representations[ContentCoding::identity];
}

std::string head_of(const std::shared_ptr<const Entry>& entry)
{
    return support::head_of(*entry, plain(entry));
}

std::string head_of_304(const std::shared_ptr<const Entry>& entry)
{
    return support::head_of_304(*entry, plain(entry));
}

std::string head_of(const WireResponse& wire)
{
    return to_text(wire.shared_head) + wire.own_head;
}

}  // namespace

TEST_CASE("a stored page has its marker, and each hole has an element with the guest's content")
{
    const auto entry =
        finish(page("<body>ab</body>cd", {{6, 0, "/_n"}, {8, 0, "/_m"}, {16, 0, "/_n"}}));
    const std::string key = entry->snapshot_key;
    CHECK(key.size() == 6);
    const std::string n = "<x-live fragment=\"/_n\" key=\"" + key + "\">guest of /_n</x-live>";
    const std::string m = "<x-live fragment=\"/_m\" key=\"" + key + "\">guest of /_m</x-live>";
    CHECK(entry->html() ==
          "<body>" + n + "ab" + m + "<script>var CACHE_CONTROL=3600;</script></body>c" + n + "d");
    REQUIRE(entry->holes.size() == 4);
    CHECK(entry->html().view().substr(entry->holes[1].offset, entry->holes[1].size) == m);
    CHECK(entry->html().view().substr(entry->holes[3].offset, entry->holes[3].size) == n);
    CHECK(entry->holes[2].fragment == end_of_page);
}

TEST_CASE("the snapshot key changes with a guest's content in any hole, and with nothing else")
{
    const auto key_of = [](const std::string& html, const std::string& form) {
        RenderedAnswer rendered = page(html, {{0, 0, "/_n"}, {0, 0, "/_m"}});
        const Freshness freshness = decide_freshness(rendered, one_hour, {}, noon);
        const GuestFragment guest_form = [&](const std::string& path) {
            return path == "/_m" ? form : "n";
        };
        const GuestForms forms = make_guest_forms(rendered.content, guest_form);
        return finish_entry(std::move(rendered), forms, freshness, {}, request_for("/a"), nullptr,
                            noon)
            ->snapshot_key;
    };
    CHECK(key_of("a", "m") == key_of("other", "m"));
    CHECK(key_of("a", "m") != key_of("a", "one note"));
    CHECK(finish(page("a"))->snapshot_key.empty());
}

TEST_CASE("the page's policy allows the marker to run")
{
    RenderedAnswer rendered = page("<body></body>");
    rendered.headers.set("Content-Security-Policy", "default-src 'self'");
    CHECK(finish(std::move(rendered))->fields.get("Content-Security-Policy") ==
          "default-src 'self'; script-src 'self' "
          "'sha256-KpKGTLEEVa9SBoz4Fj4zZ924M+C7d6HLUnPQHbRgzgI='");
}

TEST_CASE("the marker has the server's lifetime, and the fields have the browser's")
{
    const auto entry = finish(page("</body>"), {.lifetime = 1h, .browser_lifetime = 0s});
    CHECK(entry->html() == "<script>var CACHE_CONTROL=3600;</script></body>");
    CHECK(head_of(entry).find("Cache-Control: max-age=0\r\n") != std::string::npos);
    CHECK(entry->expires == noon + 1h);
}

TEST_CASE("an answer that is not a page gets no marker")
{
    RenderedAnswer rendered = page("<body></body>");
    no_page(rendered);
    CHECK(finish(std::move(rendered))->html() == "<body></body>");
}

TEST_CASE("all fields are prepared, also those of a 304")
{
    RenderedAnswer rendered = page("");
    no_page(rendered);
    rendered.headers.set("X-Robots-Tag", "noindex");
    rendered.headers.set("Content-Length", "7");
    rendered.headers.set("ETag", "\"the view's\"");
    const auto entry = finish(std::move(rendered));
    const std::string validators = "Cache-Control: max-age=3600\r\nDate: " + format_date(noon) +
                                   "\r\nExpires: " + format_date(noon + 1h) +
                                   "\r\nLast-Modified: " + format_date(noon) +
                                   "\r\nETag: " + plain(entry).etag + "\r\n";
    CHECK(head_of_304(entry) == "Status: 304 Not Modified\r\n" + validators);
    CHECK(head_of(entry).starts_with("Status: 200 OK\r\n"));
    for (const std::string field : {"Content-Type: text/html; charset=utf-8\r\n",
                                    "X-Robots-Tag: noindex\r\n", "Content-Length: 0\r\n"}) {
        CAPTURE(field);
        CHECK(head_of(entry).find(field) != std::string::npos);
    }
    CHECK(head_of(entry).find("the view's") == std::string::npos);
    CHECK(head_of(entry).find("Content-Length: 7") == std::string::npos);
}

TEST_CASE("fields that are written with each answer are not stored with the page")
{
    RenderedAnswer rendered = page("");
    rendered.headers.set("Age", "7");
    rendered.headers.set("Cache-Status", "other; hit");
    const auto entry = finish(std::move(rendered));
    CHECK(head_of(entry).find("Age:") == std::string::npos);
    CHECK(head_of(entry).find("Cache-Status:") == std::string::npos);
}

TEST_CASE("the ETag depends on the body")
{
    CHECK(plain(finish(page("a"))).etag == plain(finish(page("a"))).etag);
    CHECK(plain(finish(page("a"))).etag != plain(finish(page("b"))).etag);
    CHECK(plain(finish(page("a"))).etag.size() == 24);
    CHECK(plain(finish(page("a"))).etag.starts_with("\""));
}

TEST_CASE("Vary is the view's own as it is written, then the other headers that were read")
{
    RenderedAnswer rendered = page("");
    rendered.headers.set("Vary", "ACCEPT , X_Other");
    const Inputs inputs{{InputKind::query, "q"},
                        {InputKind::header, "accept"},
                        {InputKind::header, "accept-language"},
                        {InputKind::header, "dnt"},
                        {InputKind::host, ""}};
    const auto entry = finish(std::move(rendered), one_hour, inputs);
    const std::string vary = "\r\nVary: ACCEPT , X_Other, accept-language, dnt\r\n";
    CHECK(head_of(entry).find(vary) != std::string::npos);
    CHECK(head_of_304(entry).find(vary) != std::string::npos);
    CHECK(head_of(finish(page(""))).find("Vary") == std::string::npos);
    CHECK(entry->inputs == std::vector<std::pair<std::string, std::string>>{
                               {"query q", "1"}, {"host", "example.org"}});
}

TEST_CASE("a hit is sent with its age and cache status, without a copy of the body")
{
    const EntryPtr entry = stored();
    const WireResponse wire = to_wire(entry, request_for("/a"), CacheStatus::hit(10s), noon + 50s);
    CHECK(wire.shared_head == entry->head_of(plain(entry)));
    CHECK(wire.shared_head[0].data() == entry->head.data());
    CHECK(wire.own_head == "Age: 50\r\nCache-Status: Aspic; hit; ttl=10\r\n\r\n");
    CHECK(wire.shared_body.data() == entry->html().data());
    CHECK(wire.owner == entry);
    CHECK(to_wire(entry, request_for("/a"), hit, noon - 5s).own_head.starts_with("Age: 0\r\n"));
}

TEST_CASE("a page that was made for this request has no Age, unless it was older then")
{
    CacheStatus stored = CacheStatus::forwarded(Forward::uri_miss);
    stored.is_stored = true;
    const auto has_age = [&](std::chrono::seconds age, std::chrono::milliseconds took,
                             const CacheStatus& status) {
        RenderedAnswer rendered = page("");
        const Freshness freshness{.lifetime = 1h, .age = age};
        const auto entry =
            finish_entry(std::move(rendered), {}, freshness, {}, request_for("/a"), nullptr, noon);
        entry->render_time = took;
        return to_wire(entry, request_for("/a"), status, noon).own_head.starts_with("Age: ");
    };
    CHECK_FALSE(has_age(0s, 3ms, stored));
    CHECK_FALSE(has_age(2s, 1600ms, stored));
    CHECK(has_age(10s, 1600ms, stored));
    CHECK(has_age(0s, 3ms, hit));
    CHECK(has_age(0s, 3ms, CacheStatus::collapsed()));
}

TEST_CASE("a response that decides itself keeps its ETag, and its coded copies have their own")
{
    const auto tags_for = [](std::string_view own, const CachePolicy& policy) {
        RenderedAnswer rendered = page(std::string(5000, 'x'));
        rendered.headers.set("Cache-Control", "max-age=60");
        rendered.headers.set("ETag", own);
        const auto entry = finish(std::move(rendered), policy);
        std::vector<std::string> tags;
        for (const Representation& one : entry->representations) {
            if (one.body.empty()) continue;
            tags.push_back(one.etag);
            const std::string line = "\r\nETag: " + one.etag + "\r\n";
            CHECK(support::head_of(*entry, one).find(line) != std::string::npos);
            CHECK(support::head_of_304(*entry, one).find(line) != std::string::npos);
        }
        return tags;
    };
    using Tags = std::vector<std::string>;
    CHECK(tags_for("\"v1\"", by_itself) == Tags{"\"v1\"", "\"v1-gzip\"", "\"v1-br\""});
    CHECK(tags_for("W/\"v1\"", by_itself) == Tags{"W/\"v1\"", "W/\"v1-gzip\"", "W/\"v1-br\""});
    CHECK(tags_for("v1", by_itself) == Tags{"v1"});
    CHECK(tags_for("\"v1\" x", by_itself) == Tags{"\"v1\" x"});
    CHECK(tags_for("\"v1\"", one_hour).size() == 3);
    CHECK(tags_for("\"v1\"", one_hour).front() != "\"v1\"");
}

TEST_CASE("a response that decides itself keeps its Last-Modified, Expires and Date as they are")
{
    const std::string modified = "sun, 06 nov 1994 08:49:37 gmt";
    RenderedAnswer rendered = page("");
    rendered.headers.set("Expires", format_date(noon + 2h));
    rendered.headers.set("Last-Modified", modified);
    rendered.headers.set("Date", format_date(noon - 5s));
    const auto entry = finish(std::move(rendered), by_itself);
    CHECK(entry->modified == parse_date(modified));
    for (const std::string& head : {head_of(entry), head_of_304(entry)}) {
        CHECK(head.find("\r\nLast-Modified: " + modified + "\r\n") != std::string::npos);
        CHECK(head.find("\r\nExpires: " + format_date(noon + 2h) + "\r\n") != std::string::npos);
        CHECK(head.find("\r\nDate: " + format_date(noon - 5s) + "\r\n") != std::string::npos);
    }
    const auto wire =
        to_wire(entry, request_for("/a", {{"If-Modified-Since", modified}}), hit, noon);
    CHECK(status_of(wire) == 304);
}

TEST_CASE("a response without validators that decides itself gets ours")
{
    RenderedAnswer rendered = page("");
    rendered.headers.set("Cache-Control", "max-age=60");
    const auto entry = finish(std::move(rendered), by_itself);
    CHECK(plain(entry).etag.size() == 24);
    CHECK(head_of(entry).find("\r\nLast-Modified: " + format_date(noon) + "\r\n") !=
          std::string::npos);
}

TEST_CASE("an invalid Date is replaced by the time of the rendering")
{
    for (const CachePolicy& policy : {one_hour, by_itself}) {
        RenderedAnswer rendered = page("");
        rendered.headers.set("Cache-Control", "max-age=60");
        rendered.headers.set("Date", "today");
        CHECK(finish(std::move(rendered), policy)->fields.joined("Date") == format_date(noon));
    }
}

TEST_CASE("no-transform makes no coded copies")
{
    RenderedAnswer rendered = page(std::string(5000, 'x'));
    rendered.headers.set("Cache-Control", "no-transform");
    const auto entry = finish(std::move(rendered));
    CHECK(entry->representations[ContentCoding::gzip].body.empty());
    CHECK(entry->representations[ContentCoding::br].body.empty());
    CHECK(head_of(entry).find("Cache-Control: max-age=3600, no-transform\r\n") !=
          std::string::npos);
    CHECK(head_of(entry).find("Vary") == std::string::npos);
}

TEST_CASE("a stored 204 has no body and no length")
{
    RenderedAnswer rendered = page("<body>x</body>");
    rendered.status = 204;
    const auto entry = finish(std::move(rendered));
    CHECK(entry->html().empty());
    CHECK(entry->holes.empty());
    CHECK(head_of(entry).starts_with("Status: 204 No Content\r\n"));
    CHECK(head_of(entry).find("Content-Length") == std::string::npos);
}

TEST_CASE("an age of decades starts in 1970, so that the entry can be stored")
{
    const Freshness freshness{.lifetime = 1h, .age = std::chrono::seconds{1LL << 31U}};
    const auto entry = finish_entry(page(""), {}, freshness, {}, request_for("/a"), nullptr, noon);
    CHECK(entry->rendered == Time{});
}

TEST_CASE("HEAD gets all fields and no body")
{
    const EntryPtr entry = stored();
    const auto wire = to_wire(entry, request_for("/a", {}, Method::head), hit, noon);
    CHECK(to_text(wire.shared_head) == head_of(entry));
    CHECK(wire.shared_body.empty());
}

TEST_CASE("a client that has the page gets 304, by its ETag or by its date")
{
    const EntryPtr entry = stored();
    const auto status_for = [&](std::string_view field, std::string value) {
        const auto wire = to_wire(entry, request_for("/a", {{field, value}}), hit, noon);
        CHECK(wire.shared_body.empty() == (to_text(wire.shared_head) == head_of_304(entry)));
        return head_of(wire).substr(8, 3);
    };
    CHECK(status_for("If-None-Match", plain(entry).etag) == "304");
    CHECK(status_for("IF_NONE_MATCH", "\"other\", W/" + plain(entry).etag) == "304");
    CHECK(status_for("If-None-Match", "*") == "304");
    CHECK(status_for("If-None-Match", "\"other\"") == "200");
    CHECK(status_for("If-Modified-Since", format_date(noon)) == "304");
    CHECK(status_for("If-Modified-Since", format_date(noon - 1s)) == "200");
    CHECK(status_for("If-Modified-Since", "yesterday") == "200");
}

TEST_CASE("an ETag takes precedence over a date")
{
    const EntryPtr entry = stored();
    const std::string date = format_date(noon);
    const auto wire = to_wire(
        entry, request_for("/a", {{"If-None-Match", "\"other\""}, {"If-Modified-Since", date}}),
        hit, noon);
    CHECK(to_text(wire.shared_head) == head_of(entry));
}

TEST_CASE("a request for another version than the stored one fails, and gets no page")
{
    const EntryPtr entry = stored();
    CHECK_THROWS_AS(to_wire(entry, request_for("/a", {{"If-Match", "\"other\""}}), hit, noon),
                    PreconditionFailed);
    CHECK_THROWS_AS(
        to_wire(entry,
                request_for("/a", {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}), hit,
                noon),
        PreconditionFailed);
    const std::string tag = plain(entry).etag;
    const auto wire = to_wire(entry, request_for("/a", {{"If-Match", tag}}), hit, noon);
    CHECK(wire.shared_body == entry->html());
}

TEST_CASE("a kept error is sent as HTML or as JSON")
{
    RenderedAnswer rendered = page("missing");
    rendered.status = 404;
    rendered.problem = "{}";
    const EntryPtr entry = finish(std::move(rendered));
    CHECK(to_wire(entry, request_for("/a"), hit, noon).shared_body == entry->html());
    const auto json =
        to_wire(entry, request_for("/a", {{"Accept", "application/json"}}), hit, noon);
    CHECK(json.shared_body == "{}");
    CHECK(to_text(json.shared_head) == entry->problem->fields);
}

TEST_CASE("only a 2xx becomes a 304")
{
    RenderedAnswer rendered = page("gone");
    rendered.status = 410;
    const auto entry = finish(std::move(rendered));
    const auto wire = to_wire(entry, request_for("/a", {{"If-None-Match", "*"}}), hit, noon);
    CHECK(head_of(wire).starts_with("Status: 410 Gone\r\n"));
    CHECK(wire.shared_body == entry->html());
}

TEST_CASE("Last-Modified stays if a new rendering gives the same bytes")
{
    const auto first = finish(page("<body>a</body>"));
    CHECK(first->modified == noon);
    const auto same = finish(page("<body>a</body>"), one_hour, {}, first.get(), noon + 2h);
    CHECK(same->modified == noon);
    CHECK(same->rendered == noon + 2h);
    CHECK(plain(same).etag == plain(first).etag);
    CHECK(head_of(same).find("Last-Modified: " + format_date(noon)) != std::string::npos);
    const auto other = finish(page("<body>b</body>"), one_hour, {}, same.get(), noon + 3h);
    CHECK(other->modified == noon + 3h);
}

TEST_CASE("an entry's times follow from its freshness, and its age from its start")
{
    RenderedAnswer rendered = page("x");
    no_page(rendered);
    rendered.headers.set("Age", "100");
    const Freshness freshness{.lifetime = 50min,
                              .age = 100s,
                              .stale_while_revalidate = 60s,
                              .stale_if_error = 2h,
                              .for_authorized = true};
    const auto entry =
        finish_entry(std::move(rendered), {}, freshness, {}, request_for("/a"), nullptr, noon);
    CHECK(entry->rendered == noon - 100s);
    CHECK(entry->expires == noon + 50min);
    CHECK(entry->stale_until == entry->expires + 60s);
    CHECK(entry->error_until == entry->expires + 2h);
    CHECK(entry->modified == noon);
    CHECK(entry->for_authorized);
    const auto wire = to_wire(entry, request_for("/a"), hit, noon + 5s);
    CHECK(wire.own_head.starts_with("Age: 105\r\n"));
}

TEST_CASE("a page is rendered again with exactly the query parameters that were read")
{
    const Inputs inputs{{InputKind::query, "b c"},
                        {InputKind::query, "q"},
                        {InputKind::query, "absent"},
                        {InputKind::header, "dnt"}};
    const Request request = request_for("/man/a%2fb?utm=1&q=x%26y&q=second&b+c=", {{"DNT", "1"}});
    RenderedAnswer rendered = page("");
    rendered.tags = {"manual:ls", "all"};
    const auto entry =
        finish_entry(std::move(rendered), {}, {.lifetime = 1h}, inputs, request, nullptr, noon);
    CHECK(entry->path == "/man/a%2Fb");
    CHECK(entry->query == "b%20c=&q=x%26y");
    const std::string target = "/?" + entry->query;
    const Request again = request_for(target);
    CHECK(again.query("q") == "x&y");
    CHECK(again.query("b c") == "");
    CHECK_FALSE(again.query("absent"));
    CHECK(entry->tags == std::vector<std::string>{"manual:ls", "all"});
}

TEST_CASE("a client gets the copy that it prefers, with the fields of that copy")
{
    RenderedAnswer rendered = page(std::string(5000, 'x'));
    const EntryPtr entry = finish(std::move(rendered));
    const auto wire_for = [&](std::string_view accepted) {
        return to_wire(entry, request_for("/a", {{"ACCEPT_ENCODING", std::string{accepted}}}), hit,
                       noon);
    };
    const auto is_copy = [&](const WireResponse& wire, ContentCoding coding) {
        const Representation& one = entry->representations[coding];
        return wire.shared_body.data() == one.body.data() &&
               wire.shared_head[1].data() == one.fields.data();
    };
    CHECK(is_copy(to_wire(entry, request_for("/a"), hit, noon), ContentCoding::identity));
    CHECK(is_copy(wire_for(""), ContentCoding::identity));
    CHECK(is_copy(wire_for("gzip"), ContentCoding::gzip));
    CHECK(is_copy(wire_for("gzip, deflate, br"), ContentCoding::br));
    CHECK(is_copy(wire_for("br;q=0, gzip;q=0.1"), ContentCoding::gzip));
    CHECK(is_copy(wire_for("zstd"), ContentCoding::identity));
}

TEST_CASE("a 304 has the fields of the copy that the client has")
{
    const EntryPtr entry = finish(page(std::string(5000, 'x')));
    for (const Representation& held : entry->representations) {
        for (const std::string codings : {"gzip, br", "br, gzip;q=0.5", "gzip, br;q=0.5"}) {
            CAPTURE(codings);
            const auto wire = to_wire(
                entry,
                request_for("/a", {{"Accept-Encoding", codings}, {"If-None-Match", held.etag}}),
                hit, noon);
            CHECK(wire.shared_head == entry->head_of_304(held));
            CHECK(wire.shared_body.empty());
        }
    }
}

TEST_CASE("a body that the view has coded itself is not changed")
{
    RenderedAnswer rendered = page(std::string(5000, 'x'));
    no_page(rendered);
    rendered.headers.set("Content-Encoding", "zstd");
    const auto entry = finish(std::move(rendered));
    CHECK(entry->representations[ContentCoding::gzip].body.empty());
    CHECK(entry->representations[ContentCoding::br].body.empty());
    CHECK(head_of(entry).find("Vary") == std::string::npos);
}
