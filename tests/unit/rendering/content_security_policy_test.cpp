#include <aspic/rendering/content_security_policy.h>

#include <doctest/doctest.h>

using aspic::allow_script;

namespace {

// printf 'var CACHE_CONTROL=3600;' | openssl dgst -sha256 -binary | base64
constexpr const char* script = "var CACHE_CONTROL=3600;";
const std::string hash = "'sha256-KpKGTLEEVa9SBoz4Fj4zZ924M+C7d6HLUnPQHbRgzgI='";

}  // namespace

TEST_CASE("a script's hash is added to the directive for scripts")
{
    CHECK(allow_script("script-src 'self'", script) == "script-src 'self' " + hash);
    CHECK(allow_script("default-src 'none'; Script-Src 'self' cdn.example; img-src *", script) ==
          "default-src 'none'; Script-Src 'self' cdn.example " + hash + "; img-src *");
    CHECK(allow_script("script-src 'self'; script-src-elem a.example", script) ==
          "script-src 'self'; script-src-elem a.example " + hash);
}

TEST_CASE("if only default-src applies to scripts, they get their own directive")
{
    CHECK(allow_script("default-src 'self'; object-src 'none'", script) ==
          "default-src 'self'; object-src 'none'; script-src 'self' " + hash);
    CHECK(allow_script("default-src 'none'", script) == "default-src 'none'; script-src " + hash);
}

TEST_CASE("a policy that does not restrict scripts is not changed")
{
    CHECK(allow_script("img-src 'self'", script) == "img-src 'self'");
    CHECK(allow_script("", script).empty());
    CHECK(allow_script("script-src 'self' 'unsafe-inline'", script) ==
          "script-src 'self' 'unsafe-inline'");
    // With a nonce, 'unsafe-inline' has no effect (CSP Level 3, section 6.7.3.2).
    CHECK(allow_script("script-src 'unsafe-inline' 'nonce-abc'", script) ==
          "script-src 'unsafe-inline' 'nonce-abc' " + hash);
}

TEST_CASE("each of several policies is extended")
{
    CHECK(allow_script("script-src 'self', default-src 'none'", script) ==
          "script-src 'self' " + hash + ", default-src 'none'; script-src " + hash);
}

TEST_CASE("a policy may contain any spaces")
{
    CHECK(allow_script("  default-src   'self' ;; ", script) ==
          "default-src 'self'; script-src 'self' " + hash);
}
