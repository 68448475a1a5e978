#include <aspic/http/secret_names.h>

#include <algorithm>
#include <array>
#include <string>

#include <aspic/base/syntax.h>

namespace aspic {

bool is_secret_name(std::string_view name)
{
    constexpr std::array<std::string_view, 19> parts{
        "password", "passwd",     "passphrase", "passcode",   "secret",  "token",  "authorization",
        "apikey",   "accesskey",  "privatekey", "credential", "session", "cookie", "csrf",
        "xsrf",     "cardnumber", "signature",  "developer",  "proof"};
    constexpr std::array<std::string_view, 10> wholes{"auth", "pass", "pwd", "pin", "otp",
                                                      "cvc",  "cvv",  "key", "sid", "code"};
    std::string plain;
    for (const char c : name) {
        if (c != '_' && c != '-') plain += syntax::lower(c);
    }
    return std::find(wholes.begin(), wholes.end(), plain) != wholes.end() ||
           std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
               return plain.find(part) != std::string::npos;
           });
}

}  // namespace aspic
