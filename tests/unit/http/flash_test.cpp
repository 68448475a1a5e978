#include <aspic/http/flash.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("messages with any bytes survive being packed")
{
    const std::vector<Flash> all{{"", ""}, {"12:x,", "a,b"}, {std::string{"\0\n", 2}, "info"}};
    CHECK(unpack_flashes(pack_flashes(all)) == all);
    CHECK(unpack_flashes("").empty());
}

TEST_CASE("a text that is cut or not ours unpacks as far as it goes")
{
    const std::string packed = pack_flashes({{"Saved.", "info"}, {"Sent.", "info"}});
    for (std::size_t size = 0; size < packed.size(); ++size)
        CHECK(unpack_flashes(std::string_view{packed}.substr(0, size)).size() < 2);
    for (const auto* text :
         {"x", ":", "1:a", "1:ab", "99999999999999999999:a,", "-1:a,", "1:a,1:b"})
        CHECK(unpack_flashes(text).empty());
}
