#include <aspic/entries/entry.h>

#include <doctest/doctest.h>

#include <aspic/entries/compression_dictionary.h>
#include <aspic/http/dates.h>
#include "../support/dictionary_pages.h"
#include "../support/entries.h"
#include "../support/message_of.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::full_entry;
using support::noon;
using support::set_body;

namespace {

const Representation& coded(const Entry& entry, ContentCoding coding)
{
    return entry.representations[coding];
}

std::string head(const Entry& entry, ContentCoding coding = ContentCoding::identity)
{
    return support::head_of(entry, entry.representations[coding]);
}

}  // namespace

TEST_CASE("an entry is fresh until it expires")
{
    const auto entry = full_entry();
    CHECK(entry->is_fresh(noon));
    CHECK(entry->is_fresh(noon + 59s));
    CHECK_FALSE(entry->is_fresh(noon + 60s));
}

TEST_CASE("an entry dies when no request can use it any more")
{
    const auto entry = full_entry();
    CHECK(entry->dies() == noon + 120s);
    entry->stale_until = noon + 200s;
    CHECK(entry->dies() == noon + 200s);
    entry->expires = noon + 300s;
    CHECK(entry->dies() == noon + 300s);
}

TEST_CASE("an entry's size is at least the size of its texts")
{
    const auto entry = full_entry();
    const std::size_t before = entry->size();
    CHECK(before > entry->head.size() + entry->key.size() + entry->html().size());
    for (Representation& one : entry->representations)
        one.body = one.body.str() + std::string(1000, 'x');
    CHECK(entry->size() >= before + 2900);
}

TEST_CASE("each copy has its own ETag, length, coding and 304")
{
    const auto entry = full_entry();
    const Representation& plain = coded(*entry, ContentCoding::identity);
    const Representation& zipped = coded(*entry, ContentCoding::gzip);
    const Representation& brotli = coded(*entry, ContentCoding::br);
    const Representation& with_dictionary = coded(*entry, ContentCoding::dcz);
    const std::string hash = plain.etag.str().substr(0, plain.etag.size() - 1);
    CHECK(plain.etag.size() == 24);
    CHECK(zipped.etag == hash + "-gzip\"");
    CHECK(brotli.etag == hash + "-br\"");
    CHECK(with_dictionary.etag == hash + "-dcz-0123456789abcdef\"");
    CHECK(contains(plain.fields, "Content-Length: 17\r\n"));
    CHECK(contains(zipped.fields, "Content-Length: 7\r\n"));
    CHECK(contains(brotli.fields, "Content-Length: 5\r\n"));
    CHECK(contains(with_dictionary.fields, "Content-Length: 6\r\n"));
    CHECK_FALSE(contains(plain.fields, "Content-Encoding"));
    CHECK(contains(zipped.fields, "Content-Encoding: gzip\r\n"));
    CHECK(contains(brotli.fields, "Content-Encoding: br\r\n"));
    CHECK(contains(with_dictionary.fields, "Content-Encoding: dcz\r\n"));
    for (const Representation& one : entry->representations) {
        CAPTURE(one.etag);
        const std::string all = head(*entry, one.coding);
        CHECK(contains(all, "Vary: Accept-Encoding, Available-Dictionary\r\n"));
        CHECK(contains(all, "ETag: " + one.etag + "\r\n"));
        CHECK(contains(all, "X-Note: a: b\r\n"));
        CHECK(support::head_of_304(*entry, one) ==
              "Status: 304 Not Modified\r\nCache-Control: max-age=60\r\nLast-Modified: " +
                  format_date(entry->modified) +
                  "\r\nVary: Accept-Encoding, Available-Dictionary\r\nETag: " + one.etag + "\r\n");
    }
}

TEST_CASE("a 304 has the fields that RFC 9110, section 15.4.5, names, and the body none of its own")
{
    const auto entry = full_entry();
    entry->fields.set("Content-Location", "/ls.html");
    entry->fields.set("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    entry->fields.set("Expires", "Sun, 06 Nov 1994 09:49:37 GMT");
    entry->fields.set("Last-Modified", "Sunday, 06-Nov-94 08:49:37 GMT");
    entry->fields.set("Content-Language", "en");
    set_body(*entry, "short");
    CHECK(support::head_of_304(*entry, support::plain(*entry)) ==
          "Status: 304 Not Modified\r\nCache-Control: max-age=60\r\n"
          "Content-Location: /ls.html\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
          "Expires: Sun, 06 Nov 1994 09:49:37 GMT\r\n"
          "Last-Modified: Sunday, 06-Nov-94 08:49:37 GMT\r\nETag: " +
              support::plain(*entry).etag + "\r\n");
    CHECK(contains(head(*entry), "Content-Language: en\r\n"));
}

TEST_CASE("an error's JSON has its own type, length and ETag, and both forms vary by Accept")
{
    const auto entry = full_entry();
    entry->status = 404;
    entry->fields.set("Content-Type", "text/html; charset=utf-8");
    support::prepare(*entry, {std::string{entry->html()}, "by gzip", "by br"}, "{}");
    REQUIRE(entry->problem);
    const Representation& json = *entry->problem;
    CHECK(support::head_of(*entry, json) == json.fields.view());
    CHECK(json.fields.starts_with("Status: 404 Not Found\r\n"));
    CHECK(contains(json.fields, "Content-Type: application/problem+json\r\n"));
    CHECK(contains(json.fields, "Content-Length: 2\r\n"));
    CHECK(contains(json.fields, "X-Note: a: b\r\n"));
    CHECK(contains(json.fields, "Vary: Accept-Encoding, Accept\r\n"));
    CHECK(json.etag != entry->representations[ContentCoding::identity].etag);
    CHECK(json.etag.size() == 24);
    CHECK(contains(head(*entry), "Vary: Accept-Encoding, Accept\r\n"));
    const std::size_t before = entry->size();
    entry->problem->body = std::string(1000, 'x');
    CHECK(entry->size() >= before + 900);
    CHECK_FALSE(full_entry()->problem);
}

TEST_CASE("a page without coded copies does not vary")
{
    const auto entry = full_entry();
    set_body(*entry, "short");
    CHECK_FALSE(contains(head(*entry), "Vary"));
    CHECK(coded(*entry, ContentCoding::gzip).fields.empty());
    CHECK(coded(*entry, ContentCoding::br).etag.empty());
}

TEST_CASE("a page without a copy for a dictionary does not vary by it")
{
    const auto entry = full_entry();
    support::prepare(*entry, {std::string{entry->html()}, "by gzip", "by br"});
    CHECK(contains(head(*entry), "Vary: Accept-Encoding\r\n"));
}

TEST_CASE("the page's own Vary comes before Accept-Encoding")
{
    const auto entry = full_entry();
    entry->fields.set("Vary", "accept-language");
    entry->holes.clear();
    entry->gzip_cuts.clear();
    support::prepare(*entry, {"text", "zipped", ""});
    CHECK(contains(head(*entry), "Vary: accept-language, Accept-Encoding\r\n"));
    entry->fields.set("Vary", "X, accept-ENCODING");
    support::prepare(*entry, {"text", "zipped", ""});
    for (const Representation& one : entry->representations)
        CHECK(contains(head(*entry, one.coding), "Vary: X, accept-ENCODING\r\n"));
}

TEST_CASE("a field that caches read is sent once, and any other field as often as it is stored")
{
    const auto entry = full_entry();
    entry->fields.add("cache-control", "no-transform");
    entry->fields.add("X-Note", "c");
    entry->fields.add("Vary", "a");
    entry->fields.add("Vary", "b");
    entry->holes.clear();
    entry->gzip_cuts.clear();
    support::prepare(*entry, {"text", "zipped", ""});
    const std::string fields = head(*entry);
    CHECK(contains(fields, "\r\nCache-Control: max-age=60, no-transform\r\n"));
    CHECK(contains(fields, "\r\nVary: a, b, Accept-Encoding\r\n"));
    CHECK(contains(fields, "\r\nX-Note: a: b\r\n"));
    CHECK(contains(fields, "\r\nX-Note: c\r\n"));
    CHECK_FALSE(contains(fields, "cache-control"));
    CHECK(fields.find("Vary") == fields.rfind("Vary"));
}

TEST_CASE("of two dates in fields of one name, the first one is sent")
{
    const auto entry = full_entry();
    for (const auto* const name : {"Date", "Last-Modified"}) {
        entry->fields.add(name, "Sun, 06 Nov 1994 08:49:37 GMT");
        entry->fields.add(name, "Mon, 07 Nov 1994 08:49:37 GMT");
    }
    prepare_fields(*entry);
    const Representation& one = support::plain(*entry);
    for (const std::string& fields :
         {support::head_of(*entry, one), support::head_of_304(*entry, one)}) {
        CHECK(contains(fields, "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
        CHECK(contains(fields, "\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
        CHECK_FALSE(contains(fields, "Mon, 07 Nov"));
    }
}

TEST_CASE("copies are made only of text, and only if they are smaller than the body")
{
    const std::string words(4000, 'x');
    Bodies text{words};
    compress(text, "text/html; charset=utf-8", {});
    CHECK(text[0] == words);
    CHECK(text[1].size() > 10);
    CHECK(text[1].size() < 200);
    CHECK(text[2].size() > 4);
    CHECK(text[2].size() < 200);
    Bodies image{words};
    compress(image, "image/png", {});
    CHECK(image[1].empty());
    CHECK(image[2].empty());
    // These bytes cannot be compressed.
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 1000; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        noise += static_cast<char>(state >> 24U);
    }
    Bodies dense{noise};
    compress(dense, "text/plain", {});
    CHECK(dense[1].empty());
    CHECK(dense[2].empty());
}

TEST_CASE("only an HTML page has a copy for the dictionary, and only if no other is smaller")
{
    const CompressionDictionary dictionary{support::numbered_page(1)};
    const auto copy_of = [&](const std::string& body, std::string_view type) {
        Bodies bodies{body};
        compress(bodies, type, {}, &dictionary);
        CHECK(bodies[2].size() > 0);
        return std::move(bodies[3]);
    };
    const std::string page = support::numbered_page(7);
    CHECK(copy_of(page, "text/html; charset=utf-8") == dictionary.compress(page));
    CHECK(copy_of(page, "Text/HTML") == dictionary.compress(page));
    CHECK(copy_of(page, "text/plain").empty());
    CHECK(copy_of(page, "application/json").empty());
    CHECK(copy_of(std::string(4000, 'x'), "text/html").empty());
    Bodies without{page};
    compress(without, "text/html", {});
    CHECK(without[3].empty());
}
