#include <aspic/http/cache_status.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("a status is written in the order in which people read it")
{
    CHECK(CacheStatus::hit(3500s).to_text() == "Aspic; hit; ttl=3500");
    CHECK(CacheStatus::hit(-12s).to_text() == "Aspic; hit; ttl=-12");
    CHECK(CacheStatus::collapsed().to_text() == "Aspic; fwd=miss; collapsed");
    CHECK(CacheStatus::forwarded(Forward::bypass).to_text() == "Aspic; fwd=bypass");
    CHECK(CacheStatus::forwarded(Forward::bypass, "unless").to_text() ==
          "Aspic; fwd=bypass; detail=unless");
    const CacheStatus stored{
        .forward = Forward::uri_miss, .is_stored = true, .ttl = 5s, .detail = "fragment-failed"};
    CHECK(stored.to_text() == "Aspic; fwd=uri-miss; stored; ttl=5; detail=fragment-failed");
}

TEST_CASE("a detail of one word is a token, any other is a string in quotes")
{
    const auto detail = [](std::string_view text) {
        return CacheStatus{.detail = std::string{text}}.to_text();
    };
    CHECK(detail("set-cookie") == "Aspic; detail=set-cookie");
    CHECK(detail("*a:b/c") == "Aspic; detail=*a:b/c");
    CHECK(detail("two words") == "Aspic; detail=\"two words\"");
    CHECK(detail("7up") == "Aspic; detail=\"7up\"");
    CHECK(detail("a;b,c=d") == "Aspic; detail=\"a;b,c=d\"");
    CHECK(detail("a \"b\" \\c") == "Aspic; detail=\"a \\\"b\\\" \\\\c\"");
    CHECK(detail("a\r\nSet-Cookie: x") == "Aspic; detail=\"a??Set-Cookie: x\"");
    CHECK(detail("\xc3\xa9t\xc3\xa9") == "Aspic; detail=\"??t??\"");
}

TEST_CASE("a status may give several details, each of them a word")
{
    CacheStatus status = CacheStatus::hit(1s);
    CHECK_FALSE(status.says(""));
    status.add_detail("stale-if-error");
    CHECK(status.to_text() == "Aspic; hit; ttl=1; detail=stale-if-error");
    status.add_detail("redis-unreachable");
    CHECK(status.to_text() == "Aspic; hit; ttl=1; detail=\"stale-if-error redis-unreachable\"");
    CHECK(status.says("stale-if-error"));
    CHECK(status.says("redis-unreachable"));
    CHECK_FALSE(status.says("stale"));
    CHECK_FALSE(status.says("stale-if-error redis-unreachable"));
}

TEST_CASE("a written status can be read back")
{
    for (const CacheStatus& status :
         {CacheStatus::hit(0s), CacheStatus::hit(-3s), CacheStatus::collapsed(),
          CacheStatus::forwarded(Forward::stale, "a \"b\" \\ c"),
          CacheStatus{.forward = Forward::partial, .is_stored = true, .ttl = 5s}, CacheStatus{}}) {
        CAPTURE(status.to_text());
        CHECK(CacheStatus::parse(status.to_text()) == status);
    }
}

TEST_CASE("our cache is found among others, by its name as a token or a string")
{
    CHECK(CacheStatus::parse("Origin; hit; ttl=1, Aspic; fwd=stale;stored, \"CDN, Inc.\"; hit") ==
          CacheStatus{.forward = Forward::stale, .is_stored = true});
    CHECK(CacheStatus::parse("\"Aspic\";hit") == CacheStatus{.is_hit = true});
    CHECK(CacheStatus::parse("Aspic; fwd=miss, Aspic; hit") == CacheStatus{.is_hit = true});
    CHECK_FALSE(CacheStatus::parse("Other; hit; detail=\"Aspic; hit\""));
    CHECK_FALSE(CacheStatus::parse(""));
}

TEST_CASE("parameters that are not known are skipped, whatever their type")
{
    CHECK(CacheStatus::parse("Aspic; key=\"a;hit, b\"; fwd-status=200; x=:aGk=:; y=?0; z=1.5; "
                             "*w=*; fwd=uri-miss") == CacheStatus{.forward = Forward::uri_miss});
    CHECK(CacheStatus::parse("Aspic; hit=?0; stored=?1; fwd=unheard-of") ==
          CacheStatus{.is_stored = true});
}

TEST_CASE("a field that is not a list gives no status")
{
    for (const auto* field :
         {"Aspic; hit,", "Aspic; hit; detail=\"open", "Aspic; ; hit", "Aspic hit", "Aspic; Hit",
          "Aspic; ttl=-", "Aspic; detail=\"a\\b\"", "(Aspic; hit)", "Aspic; ttl=1.", "Aspic; x=?2",
          "Aspic; x=:aGk", "Aspic; detail=\"\xc3\"", ",Aspic; hit", "Aspic; ttl="}) {
        CAPTURE(field);
        CHECK_FALSE(CacheStatus::parse(field));
    }
}
