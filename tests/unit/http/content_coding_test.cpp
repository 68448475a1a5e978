#include <aspic/http/content_coding.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

namespace {

std::string chosen(std::string_view accept_encoding,
                   const std::array<bool, content_coding_count>& available = {true, true, true})
{
    const std::string_view name = coding_name(negotiate_coding(accept_encoding, available));
    return name.empty() ? "identity" : std::string{name};
}

constexpr std::array<bool, content_coding_count> no_brotli{true, true, false};
constexpr std::array<bool, content_coding_count> no_gzip{true, false, true};
constexpr std::array<bool, content_coding_count> plain{true, false, false};

}  // namespace

TEST_CASE("a client without Accept-Encoding gets the plain body")
{
    CHECK(chosen("") == "identity");
    CHECK(chosen(" ") == "identity");
    CHECK(chosen(",,") == "identity");
}

TEST_CASE("of equal codings brotli comes before gzip, and gzip before identity")
{
    CHECK(chosen("gzip, deflate, br") == "br");
    CHECK(chosen("br, gzip") == "br");
    CHECK(chosen("gzip") == "gzip");
    CHECK(chosen("br") == "br");
    CHECK(chosen("identity, gzip") == "gzip");
    CHECK(chosen("gzip, br", no_brotli) == "gzip");
    CHECK(chosen("gzip, br", no_gzip) == "br");
    CHECK(chosen("gzip, br", plain) == "identity");
}

TEST_CASE("weights decide, with three decimal places")
{
    CHECK(chosen("br;q=0.5, gzip;q=0.6") == "gzip");
    CHECK(chosen("br;q=0.6, gzip;q=0.5") == "br");
    CHECK(chosen("br;q=0.123, gzip;q=0.124") == "gzip");
    CHECK(chosen("br;q=0.5, gzip;q=0.50") == "br");
    CHECK(chosen("br;q=0.9, gzip;q=1.000") == "gzip");
    CHECK(chosen("br;q=0.9, gzip") == "gzip");
    CHECK(chosen("gzip;q=0.001") == "gzip");
    CHECK(chosen("identity;q=1, gzip;q=0.5, br;q=0.2") == "identity");
    CHECK(chosen("identity;q=0.5, gzip;q=0.8") == "gzip");
}

TEST_CASE("a weight of zero refuses")
{
    CHECK(chosen("br;q=0, gzip") == "gzip");
    CHECK(chosen("br;q=0.000, gzip;q=0") == "identity");
    CHECK(chosen("gzip;q=0") == "identity");
    CHECK(chosen("identity;q=0, gzip;q=0.1", no_brotli) == "gzip");
    CHECK(chosen("*;q=0, br;q=0.1") == "br");
}

TEST_CASE("a star means all codings that are not named")
{
    CHECK(chosen("*") == "br");
    CHECK(chosen("*", no_brotli) == "gzip");
    CHECK(chosen("br;q=0, *") == "gzip");
    CHECK(chosen("gzip, *;q=0.5") == "gzip");
    CHECK(chosen("gzip;q=0.4, *;q=0.5") == "br");
    CHECK(chosen("gzip;q=0.4, *;q=0") == "gzip");
}

TEST_CASE("a copy with a dictionary comes first, if the client names it and no other more")
{
    CHECK(chosen("gzip, deflate, br, zstd, dcb, dcz", all_codings) == "dcz");
    CHECK(chosen("DCZ", all_codings) == "dcz");
    CHECK(chosen("gzip, br, dcz;q=0.5", all_codings) == "br");
    CHECK(chosen("gzip, br, dcz;q=0", all_codings) == "br");
    CHECK(chosen("gzip, br", all_codings) == "br");
    CHECK(chosen("gzip, br, dcz") == "br");
}

TEST_CASE("if no available coding is acceptable, the plain body is sent")
{
    CHECK(chosen("identity;q=0", plain) == "identity");
    CHECK(chosen("*;q=0") == "identity");
    CHECK(chosen("identity;q=0, *;q=0") == "identity");
    CHECK(chosen("deflate, zstd") == "identity");
}

TEST_CASE("names are read in any case, x-gzip is gzip, and white space is ignored")
{
    CHECK(chosen("GZip") == "gzip");
    CHECK(chosen("x-gzip") == "gzip");
    CHECK(chosen("X-GZIP;Q=0.5") == "gzip");
    CHECK(chosen("  gzip ;\tq=0.5 ,\tbr ; q=0.6") == "br");
    CHECK(chosen("gzipx, xgzip, gz") == "identity");
}

TEST_CASE("a malformed field refuses nothing and breaks nothing")
{
    CHECK(chosen("gzip;q=") == "gzip");
    CHECK(chosen("gzip;q=x") == "gzip");
    CHECK(chosen("gzip;q=2") == "gzip");
    CHECK(chosen("gzip;q=-1") == "gzip");
    CHECK(chosen("gzip;level=9") == "gzip");
    CHECK(chosen("gzip;level=9;q=0") == "identity");
    CHECK(chosen("gzip;q=0.5;q=0") == "gzip");
    CHECK(chosen("gzip;;;") == "gzip");
    CHECK(chosen(";q=0") == "identity");
    CHECK(chosen("=,;,;;=,\"") == "identity");
    CHECK(chosen("gzip;q=0.12345678901234567890") == "gzip");
    CHECK(chosen(std::string(100'000, ',') + "gzip") == "gzip");
}

TEST_CASE("each coding has its name for header fields")
{
    CHECK(coding_name(ContentCoding::identity).empty());
    CHECK(coding_name(ContentCoding::gzip) == "gzip");
    CHECK(coding_name(ContentCoding::br) == "br");
    CHECK(coding_name(ContentCoding::dcz) == "dcz");
}
