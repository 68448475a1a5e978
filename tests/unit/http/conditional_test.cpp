#include <aspic/http/conditional.h>

#include <doctest/doctest.h>

#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
using support::request_for;

namespace {

bool weakly(std::string_view list, std::string_view etag)
{
    return has_etag({list}, etag, Comparison::weak);
}

bool strongly(std::string_view list, std::string_view etag)
{
    return has_etag({list}, etag, Comparison::strong);
}

constexpr Time modified{784111777s};
constexpr auto same = "Sun, 06 Nov 1994 08:49:37 GMT"sv;
constexpr auto before = "Sun, 06 Nov 1994 08:49:36 GMT"sv;
constexpr auto after = "Sun, 06 Nov 1994 08:49:38 GMT"sv;

Verdict judge_fields(std::vector<RequestSource::Field> fields, std::string_view etag = "\"a\"",
                     std::optional<Time> date = modified)
{
    return judge(Preconditions{request_for("/", std::move(fields))}, etag, date);
}

}  // namespace

TEST_CASE("ETags are compared as in the table of RFC 9110, section 8.8.3.2")
{
    struct Row {
        std::string_view theirs, ours;
        bool strong, weak;
    };
    for (const Row& row :
         {Row{"W/\"1\"", "W/\"1\"", false, true}, Row{"W/\"1\"", "W/\"2\"", false, false},
          Row{"W/\"1\"", "\"1\"", false, true}, Row{"\"1\"", "\"1\"", true, true},
          Row{"\"1\"", "W/\"1\"", false, true}, Row{"w/\"1\"", "\"1\"", false, false}}) {
        CAPTURE(row.theirs);
        CAPTURE(row.ours);
        CHECK(strongly(row.theirs, row.ours) == row.strong);
        CHECK(weakly(row.theirs, row.ours) == row.weak);
    }
}

TEST_CASE("an ETag is found anywhere in a list or in several fields, and may contain a comma")
{
    CHECK(weakly("\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\"", "\"c3piozzzz\""));
    CHECK(weakly("\"a,b\" ,\"c\"", "\"a,b\""));
    CHECK(weakly(", ,\"c\",", "\"c\""));
    CHECK_FALSE(weakly("\"a,\"b\"\"", "\"b\""));
    CHECK(has_etag({"\"a\"", "\"b\""}, "\"b\"", Comparison::strong));
}

TEST_CASE("a star counts only if it is alone, and it is no ETag")
{
    CHECK(is_star({"*"}));
    CHECK(is_star({" * "}));
    CHECK_FALSE(is_star({"*, \"b\""}));
    CHECK_FALSE(is_star({"*", "*"}));
    CHECK_FALSE(is_star({"\"*\""}));
    CHECK_FALSE(is_star({}));
    CHECK_FALSE(weakly("*", "\"a\""));
    CHECK(weakly("*, \"a\"", "\"a\""));
}

TEST_CASE("the suffix of a front end's coding is recognised, and is not part of a tag of ours")
{
    for (const auto theirs : {"\"h-gzip\""sv, "\"h-br\""sv, "\"h;gzip\""sv, "\"h--gzip\""sv,
                              "W/\"h-zstd\""sv, "\"h-br-gzip\""sv, "\"x\", \"h-gzip\""sv}) {
        CAPTURE(theirs);
        CHECK(has_coded_etag({theirs}, "\"h\"", "*"));
        CHECK(has_coded_etag({theirs}, "\"h\"", "gzip, br, zstd"));
        CHECK_FALSE(has_coded_etag({theirs}, "\"h\"", "gzip;q=0, deflate"));
        CHECK_FALSE(has_coded_etag({theirs}, "\"h\"", ""));
        CHECK_FALSE(has_coded_etag({theirs}, "\"g\"", "*"));
        CHECK_FALSE(weakly(theirs, "\"h\""));
    }
    for (const auto theirs : {"\"h\""sv, "\"hgzip\""sv, "\"h-lzma\""sv, "\"-gzip\""sv, "*"sv}) {
        CAPTURE(theirs);
        CHECK_FALSE(has_coded_etag({theirs}, "\"h\"", "*"));
    }
    // "v-br" may be the view's own tag, so "v" is another version.
    CHECK_FALSE(has_coded_etag({"\"v\""}, "\"v-br\"", "*"));
    CHECK(has_coded_etag({"\"v-br-gzip\""}, "\"v-br\"", "gzip"));
}

TEST_CASE("malformed ETags match nothing, and do not hide the ETags after them")
{
    for (const auto text :
         {""sv, "h"sv, "\"h"sv, "h\""sv, "\"\""sv, "W/h"sv, "'h'"sv, "\"h\"x"sv, "\"h\0\""sv}) {
        CAPTURE(text);
        CHECK_FALSE(weakly(text, "\"h\""));
    }
    CHECK(weakly("x, \"h\"", "\"h\""));
    for (const auto ours : {""sv, "h"sv, "\"h"sv, "\"h\"x"sv, "W/h"sv}) {
        CAPTURE(ours);
        CHECK_FALSE(weakly("\"h\", h, \"\"", ours));
    }
}

TEST_CASE("preconditions are read under any spelling of their names, and lists from all fields")
{
    const Request request = request_for("/", {{"IF_NONE_MATCH", "\"a\""},
                                              {"If-Modified-Since", same},
                                              {"if-none-match", "\"b\""},
                                              {"IF_MODIFIED_SINCE", before},
                                              {"If-Range", "\"c\""},
                                              {"", ""}});
    const Preconditions conditions{request};
    CHECK(conditions.if_none_match == TagLists{"\"a\"", "\"b\""});
    CHECK(conditions.if_modified_since == same);
    CHECK(conditions.if_match.empty());
    CHECK_FALSE(conditions.if_unmodified_since);
    CHECK_FALSE(conditions.empty());
    CHECK(Preconditions{request_for("/", {{"If-Range", "\"c\""}, {"Accept", "*/*"}})}.empty());
    CHECK_FALSE(Preconditions{request_for("/", {{"IF_MATCH", "*"}})}.empty());
    CHECK_FALSE(Preconditions{request_for("/", {{"IF_UNMODIFIED_SINCE", "x"}})}.empty());
}

TEST_CASE("preconditions are evaluated in the order of RFC 9110, section 13.2.2")
{
    constexpr auto sent = Verdict::proceed;
    constexpr auto kept = Verdict::not_modified;
    constexpr auto failed = Verdict::failed;
    CHECK(judge_fields({}) == sent);
    // Step 1: If-Match.
    CHECK(judge_fields({{"If-Match", "\"a\""}}) == sent);
    CHECK(judge_fields({{"If-Match", "*"}}) == sent);
    CHECK(judge_fields({{"If-Match", "\"b\""}}) == failed);
    CHECK(judge_fields({{"If-Match", "W/\"a\""}}) == failed);
    CHECK(judge_fields({{"If-Match", "\"a\""}}, "W/\"a\"") == failed);
    CHECK(judge_fields({{"If-Match", "\"a-gzip\""}}) == failed);
    CHECK(judge_fields({{"If-Match", "\"b\""}, {"If-None-Match", "\"a\""}}) == failed);
    CHECK(judge_fields({{"If-Match", "\"a\""}, {"If-None-Match", "\"a\""}}) == kept);
    // Step 2: If-Unmodified-Since, only without If-Match.
    CHECK(judge_fields({{"If-Unmodified-Since", same}}) == sent);
    CHECK(judge_fields({{"If-Unmodified-Since", after}}) == sent);
    CHECK(judge_fields({{"If-Unmodified-Since", before}}) == failed);
    CHECK(judge_fields({{"If-Unmodified-Since", "yesterday"}}) == sent);
    CHECK(judge_fields({{"If-Unmodified-Since", before}}, "\"a\"", {}) == sent);
    CHECK(judge_fields({{"If-Match", "\"a\""}, {"If-Unmodified-Since", before}}) == sent);
    CHECK(judge_fields({{"If-Unmodified-Since", before}, {"If-Modified-Since", same}}) == failed);
    // Step 3: If-None-Match.
    CHECK(judge_fields({{"If-None-Match", "\"a\""}}) == kept);
    CHECK(judge_fields({{"If-None-Match", "W/\"a\""}}) == kept);
    CHECK(judge_fields({{"If-None-Match", "\"a\""}}, "W/\"a\"") == kept);
    CHECK(judge_fields({{"If-None-Match", "\"a--gzip\""}, {"Accept-Encoding", "gzip"}}) == kept);
    CHECK(judge_fields({{"If-None-Match", "\"a--gzip\""}, {"Accept-Encoding", "br"}}) == sent);
    CHECK(judge_fields({{"If-None-Match", "*"}}, "", {}) == kept);
    CHECK(judge_fields({{"If-None-Match", "\"b\""}}) == sent);
    // Step 4: If-Modified-Since, only without If-None-Match.
    CHECK(judge_fields({{"If-Modified-Since", same}}) == kept);
    CHECK(judge_fields({{"If-Modified-Since", after}}) == kept);
    CHECK(judge_fields({{"If-Modified-Since", before}}) == sent);
    CHECK(judge_fields({{"If-Modified-Since", "yesterday"}}) == sent);
    CHECK(judge_fields({{"If-Modified-Since", same}}, "\"a\"", {}) == sent);
    CHECK(judge_fields({{"If-None-Match", "\"b\""}, {"If-Modified-Since", same}}) == sent);
    CHECK(judge_fields({{"If-None-Match", ""}, {"If-Modified-Since", same}}) == sent);
    CHECK(judge_fields({{"If-None-Match", "\"a\""}, {"If-Modified-Since", before}}) == kept);
}

TEST_CASE("different bytes have different ETags")
{
    CHECK(etag_of("a").size() == 24);
    CHECK(etag_of("a") != etag_of("b"));
}
