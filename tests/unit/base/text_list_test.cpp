#include <aspic/base/text_list.h>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace aspic;

namespace {

std::string joined(const TextList<2>& list)
{
    std::string all;
    for (const std::string_view text : list)
        all.append(text).append(",");
    return all;
}

}  // namespace

TEST_CASE("a list has its texts in order, also if they are more than usual")
{
    TextList<2> list;
    CHECK(list.empty());
    std::string all;
    for (const std::string_view text : {"a", "", "c", "d"}) {
        list.push_back(text);
        all.append(text).append(",");
        CHECK(joined(list) == all);
    }
    CHECK(list.size() == 4);
    CHECK(list == TextList<2>{"a", "", "c", "d"});
    CHECK_FALSE(list == TextList<2>{"a", "", "c"});
}

TEST_CASE("the first texts of a list can be removed")
{
    TextList<2> list{"a", "b", "c", "d"};
    list.remove_first(1);
    CHECK(joined(list) == "b,c,d,");
    list.remove_first(2);
    CHECK(joined(list) == "d,");
    list.push_back("e");
    list.push_back("f");
    CHECK(joined(list) == "d,e,f,");
    list.remove_first(3);
    CHECK(list.empty());
}

TEST_CASE("a copy of a list has its own places")
{
    TextList<2> list{"a", "b", "c"};
    TextList<2> copy = list;
    copy.all()[0] = "x";
    list.all()[2] = "z";
    CHECK(joined(copy) == "x,b,c,");
    CHECK(joined(list) == "a,b,z,");
}
