#include <aspic/purging/purge_epoch.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a written epoch can be read back")
{
    for (const bool lost : {false, true}) {
        const PurgeEpoch epoch{"0123456789abcdef", lost, 1'800'000'000'123, "run"};
        const auto read = PurgeEpoch::parse(epoch.to_text());
        REQUIRE(read);
        CHECK(read->name == epoch.name);
        CHECK(read->follows_a_loss == lost);
        CHECK(read->milliseconds == epoch.milliseconds);
        CHECK(read->run == epoch.run);
        CHECK(read->to_text() == epoch.to_text());
    }
    CHECK(PurgeEpoch{"a", true, 7, "r"}.to_text() == "a lost 7 r");
    CHECK(PurgeEpoch{"a", false, 7, "r"}.to_text() == "a fresh 7 r");
}

TEST_CASE("text that is not an epoch is refused")
{
    for (const std::string text :
         {"", "a", "a fresh", "a fresh 7", "a fresh 7 ", " fresh 7 r", "a Fresh 7 r", "a  7 r",
          "a fresh x r", "a fresh -7 r", "a fresh 7x r", "a fresh  r",
          "a fresh 18446744073709551616 r", "a lost"}) {
        CAPTURE(text);
        CHECK_FALSE(PurgeEpoch::parse(text));
    }
}
