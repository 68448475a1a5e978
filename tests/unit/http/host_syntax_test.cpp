#include <aspic/http/host_syntax.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a host is a name or an address, with or without a port")
{
    for (const char* host :
         {"", "a", "example.org", "example.org.", "EXAMPLE.org:8080", "a-b.c_d:", "127.0.0.1:81",
          "[::1]", "[::1]:82", "[::ffff:127.0.0.1]:80", "xn--e1afmkfd.example"}) {
        CAPTURE(host);
        CHECK(is_host(host));
    }
}

TEST_CASE("what could end a host in a link, or change its meaning, is no host")
{
    for (const char* host :
         {"a/b",   "a b",      "a@b",     "a:b",         "a?b",  "a#b",     "a,b", "a\\b",
          "a%b",   "a<b",      "a\"b",    "a'b",         "a;b",  ".",       "..",  ".a",
          "a..b",  ":80",      "[",       "[]",          "[::1", "[::1]a",  "[g]", "[::1]:a",
          "a:1:2", "a:123456", "a:65536", "[127.0.0.1]", "a\n",  "\xc3\xa9"}) {
        CAPTURE(host);
        CHECK_FALSE(is_host(host));
    }
}
