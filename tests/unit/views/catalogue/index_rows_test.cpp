#include "catalogue/index_rows.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

std::vector<Entry> entries(const std::vector<std::string>& names)
{
    std::vector<Entry> result;
    for (const std::string& name : names)
        result.push_back({"1", name, ""});
    return result;
}

std::vector<Entry> family(const std::string& prefix, int members)
{
    std::vector<std::string> names;
    for (int i = 0; i < members; ++i)
        names.push_back(prefix + std::to_string(100 + i));
    return entries(names);
}

std::vector<Entry> together(std::vector<Entry> a, const std::vector<Entry>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::string shown(const std::vector<IndexRow>& rows)
{
    std::string text;
    for (const IndexRow& row : rows) {
        text += row.page.name + (row.is_folder() ? "*" + std::to_string(row.pages) : "") + " ";
    }
    return text;
}

}  // namespace

TEST_CASE("a section that is not too long shows all its pages")
{
    CHECK(shown(index_rows(entries({"b", "A", "c"}), "", 3)) == "A b c ");
}

TEST_CASE("the largest family is folded first, and no more than needed")
{
    const auto all =
        together(together(family("cloud_", 100), family("git-", 30)), entries({"cloud", "ls"}));
    CHECK(shown(index_rows(all, "", 40)).starts_with("cloud cloud_*100 git-100 "));
    CHECK(shown(index_rows(all, "", 10)) == "cloud cloud_*100 git-*30 ls ");
}

TEST_CASE("below a prefix, the next part of each name gives its family")
{
    const auto all = together(family("cloud_alpha_", 50), family("cloud_beta::", 50));
    CHECK(shown(index_rows(all, "cloud_", 10)) == "cloud_alpha_*50 cloud_beta::*50 ");
}

TEST_CASE("families without separators are folded by their next letter")
{
    CHECK(shown(index_rows(together(family("a", 50), family("\u00E9", 50)), "", 10)) ==
          "a*50 \u00E9*50 ");
}

TEST_CASE("rows are grouped by the letter after the prefix, signs and digits first")
{
    const auto groups = grouped(index_rows(entries({"x_b", "x_A", "x_7", "x_a2"}), "x_", 10), "x_");
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].letter == '#');
    CHECK(groups[1].letter == 'A');
    CHECK(groups[1].rows.size() == 2);
    CHECK(groups[2].letter == 'B');
}
