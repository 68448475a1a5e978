#include <aspic/http/secret_names.h>

#include <doctest/doctest.h>

using aspic::is_secret_name;

TEST_CASE("names of secrets are known, in any spelling")
{
    for (const auto* name : {"password",
                             "new_password",
                             "PasswordAgain",
                             "Authorization",
                             "Proxy_Authorization",
                             "X-Api-Key",
                             "api_key",
                             "csrf-token",
                             "access_token",
                             "session",
                             "__Host-docs-session",
                             "Cookie",
                             "client_secret",
                             "pin",
                             "PWD",
                             "card_number",
                             "developer",
                             "user_pass",
                             "newPass",
                             "pass2",
                             "user[pass]",
                             "otp1",
                             "UserPwd",
                             "license-key"}) {
        CAPTURE(name);
        CHECK(is_secret_name(name));
    }
}

TEST_CASE("other names are not secret")
{
    for (const auto* name :
         {"name", "q", "page", "User-Agent", "Accept", "keyboard", "spinning", "author",
          "country-code", "live", "compass", "COMPASS", "passenger", "pass_count", "1", ""}) {
        CAPTURE(name);
        CHECK_FALSE(is_secret_name(name));
    }
}
