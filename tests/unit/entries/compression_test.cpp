#include <aspic/entries/compression.h>

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>

#include "../support/gunzip.h"

using aspic::brotli;
using aspic::is_compressible;
using support::gunzip;

namespace {

std::string random_bytes(std::size_t size)
{
    std::string bytes;
    std::uint32_t state = 7;
    while (bytes.size() < size) {
        state = state * 1'664'525 + 1'013'904'223;
        bytes += static_cast<char>(state >> 24U);
    }
    return bytes;
}

std::string gzip(std::string_view body)
{
    auto [copy, cuts] = aspic::gzip(body, {});
    CHECK(cuts.empty());
    return std::move(copy);
}

}  // namespace

TEST_CASE("gzip gives back every byte")
{
    std::string every;
    for (int byte = 0; byte < 256; ++byte)
        every += static_cast<char>(byte);
    for (const std::string& body : {std::string{}, std::string{"a"}, every,
                                    std::string(1'000'000, 'x'), random_bytes(100'000)}) {
        CAPTURE(body.size());
        const std::string compressed = gzip(body);
        REQUIRE_FALSE(compressed.empty());
        CHECK((gunzip(compressed, body.size()) == body));
    }
}

TEST_CASE("the same body gives the same copy, without a time or a name in it")
{
    const std::string body = random_bytes(5000);
    CHECK((gzip(body) == gzip(body)));
    CHECK((brotli(body) == brotli(body)));
    // Header (RFC 1952, section 2.3): magic, deflate, no flags, no time.
    CHECK((gzip(body).substr(0, 8) == std::string{"\x1f\x8b\x08\0\0\0\0\0", 8}));
}

TEST_CASE("text becomes smaller")
{
    std::string html;
    for (int i = 0; i < 200; ++i)
        html += "<li><a href=\"/man/1/page" + std::to_string(i) + "\">page</a></li>\n";
    CHECK(gzip(html).size() * 5 < html.size());
    CHECK(brotli(html).size() < gzip(html).size());
    CHECK_FALSE(brotli("").empty());
}

TEST_CASE("text types are compressed, whatever their parameters and case")
{
    const std::string body(256, 'x');
    for (const std::string type :
         {"text/html", "text/html; charset=utf-8", "TEXT/plain", "text/css;x", "application/json",
          "Application/JSON; charset=utf-8", "application/javascript", "application/xml",
          "image/svg+xml", "application/atom+xml", "application/ld+json"}) {
        CAPTURE(type);
        CHECK(is_compressible(type, body));
    }
    for (const std::string type :
         {"", ";", "image/png", "video/mp4", "application/zip", "application/octet-stream",
          "font/woff2", "texts/x", "application/jsonx", "x-text/html"}) {
        CAPTURE(type);
        CHECK_FALSE(is_compressible(type, body));
    }
}

TEST_CASE("a short body is not compressed")
{
    CHECK_FALSE(is_compressible("text/html", std::string(255, 'x')));
    CHECK_FALSE(is_compressible("text/html", ""));
}

TEST_CASE("a gzip copy has parts between its cuts that can be taken out")
{
    const std::string body = random_bytes(3000) + std::string(5000, 'x') + random_bytes(70'000);
    const aspic::Cuts edges{0, 1, 1, 3000, 8000, 8000, body.size()};
    const auto [copy, cuts] = aspic::gzip(body, edges);
    CHECK((gunzip(copy, body.size()) == body));
    REQUIRE(cuts.size() == edges.size() + 2);
    CHECK(cuts.front() == 10);
    std::size_t from = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        CAPTURE(i);
        const std::size_t to = i < edges.size() ? edges[i] : body.size();
        REQUIRE(cuts[i] <= cuts[i + 1]);
        // The content of this part alone, as zlib reads raw deflate.
        z_stream stream{};
        REQUIRE(inflateInit2(&stream, -15) == Z_OK);
        std::string text(to - from + 1, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(copy.data() + cuts[i]));
        stream.avail_in = static_cast<uInt>(cuts[i + 1] - cuts[i]);
        stream.next_out = reinterpret_cast<Bytef*>(text.data());
        stream.avail_out = static_cast<uInt>(text.size());
        inflate(&stream, Z_SYNC_FLUSH);
        text.resize(stream.total_out);
        CHECK(stream.avail_in == 0);
        inflateEnd(&stream);
        CHECK((text == body.substr(from, to - from)));
        from = to;
    }
}
