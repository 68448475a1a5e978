#include <aspic/rendering/template_tag.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a template is read as text and tags")
{
    const auto tags = tags_of("a{{NAME:h}}\n{{#S}}{{/S}}{{>PART:j}}{{! c }}{{%P}}{{=x=}}{{");
    const std::vector<TagKind> kinds{TagKind::variable,   TagKind::section, TagKind::end,
                                     TagKind::include,    TagKind::comment, TagKind::pragma,
                                     TagKind::delimiters, TagKind::unclosed};
    REQUIRE(tags.size() == kinds.size());
    for (std::size_t i = 0; i < tags.size(); ++i)
        CHECK(tags[i].kind == kinds[i]);
    CHECK(tags[0].name == "NAME");
    CHECK(tags[0].modifiers == ":h");
    CHECK(tags[0].whole == "{{NAME:h}}");
    CHECK(tags[0].position == 1);
    CHECK(tags[3].name == "PART");
    CHECK(tags_of("{{}}").at(0).name.empty());
    CHECK(tags_of("no tag").empty());
}

TEST_CASE("lines are counted from 1")
{
    CHECK(line_of("a\nb\nc", 0) == 1);
    CHECK(line_of("a\nb\nc", 2) == 2);
    CHECK(line_of("a\nb\nc", 99) == 3);
}
