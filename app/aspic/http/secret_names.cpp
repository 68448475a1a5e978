#include <aspic/http/secret_names.h>

#include <algorithm>
#include <array>
#include <string>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

// "Pass" of "userPass", "user_Pass2" and "user[Pass]".
std::string_view last_word(std::string_view name)
{
    while (!name.empty() && !syntax::is_letter(name.back()))
        name.remove_suffix(1);
    std::size_t begin = name.size();
    while (begin > 0 && syntax::is_letter(name[begin - 1])) {
        --begin;
        const bool begins_word = syntax::lower(name[begin]) != name[begin] && begin > 0 &&
                                 syntax::upper(name[begin - 1]) != name[begin - 1];
        if (begins_word) break;
    }
    return name.substr(begin);
}

}  // namespace

bool is_secret_name(std::string_view name)
{
    constexpr std::array<std::string_view, 19> parts{
        "password", "passwd",     "passphrase", "passcode",   "secret",  "token",  "authorization",
        "apikey",   "accesskey",  "privatekey", "credential", "session", "cookie", "csrf",
        "xsrf",     "cardnumber", "signature",  "developer",  "proof"};
    constexpr std::array<std::string_view, 9> last_words{"auth", "pass", "pwd", "pin", "otp",
                                                         "cvc",  "cvv",  "key", "sid"};
    constexpr std::string_view whole = "code";
    std::string plain;
    for (const char c : name) {
        if (c != '_' && c != '-') plain += syntax::lower(c);
    }
    const std::string last = syntax::lower_case(last_word(name));
    return plain == whole ||
           std::find(last_words.begin(), last_words.end(), last) != last_words.end() ||
           std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
               return plain.find(part) != std::string::npos;
           });
}

}  // namespace aspic
