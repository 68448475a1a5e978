#include <aspic/commands/sitemap.h>

#include <doctest/doctest.h>

using namespace aspic;
using Addresses = std::vector<std::string>;

TEST_CASE("every <loc> is an address, in order, without the white space around it")
{
    CHECK(
        sitemap_addresses("<?xml version=\"1.0\"?>\n<urlset><url>\n<loc>\n https://a/x \n</loc>"
                          "<lastmod>2026-01-01</lastmod></url><url><loc>/y</loc></url></urlset>") ==
        Addresses{"https://a/x", "/y"});
    CHECK(sitemap_addresses("").empty());
    CHECK(sitemap_addresses("<urlset></urlset>").empty());
}

TEST_CASE("character references and CDATA are read")
{
    CHECK(sitemap_addresses("<loc>/?a=1&amp;b=&lt;&#65;&#x42;&quot;&apos;&gt;</loc>") ==
          Addresses{"/?a=1&b=<AB\"'>"});
    CHECK(sitemap_addresses("<loc>&#228;&#x20AC;&#x1F600;</loc>") == Addresses{"ä€😀"});
    CHECK(sitemap_addresses("<loc> <![CDATA[/?a=1&b=2]]> </loc>") == Addresses{"/?a=1&b=2"});
    CHECK(sitemap_addresses("<loc>/a&nonsense;b&#xzz;c</loc>") == Addresses{"/abc"});
}

TEST_CASE("comments are skipped, and an unfinished element is ignored")
{
    CHECK(sitemap_addresses("<!-- <loc>/no</loc> --><loc>/yes</loc>") == Addresses{"/yes"});
    CHECK(sitemap_addresses("<loc>/yes</loc><!-- <loc>/no</loc>") == Addresses{"/yes"});
    CHECK(sitemap_addresses("<loc>/no").empty());
    CHECK(sitemap_addresses("<loc>/yes</loc><loc>/a&").size() == 1);
    CHECK(sitemap_addresses("<location>/no</location>").empty());
}
