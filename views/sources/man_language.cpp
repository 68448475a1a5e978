#include "sources/man_language.h"

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cctype>

namespace manual {

namespace {

bool all(std::string_view text, int (*is)(int))
{
    return std::all_of(text.begin(), text.end(),
                       [is](char c) { return is(static_cast<unsigned char>(c)) != 0; });
}

icu::Locale locale(const std::string& tag)
{
    UErrorCode status = U_ZERO_ERROR;
    return icu::Locale::forLanguageTag(tag, status);
}

}  // namespace

std::optional<std::string> language_of_directory(std::string_view name)
{
    const std::size_t at = std::min(name.find('@'), name.size());
    const std::string_view modifier = name.substr(std::min(at + 1, name.size()));
    std::string_view place = name.substr(0, std::min(name.find('.'), at));
    const std::size_t underscore = std::min(place.find('_'), place.size());
    const std::string_view territory = place.substr(std::min(underscore + 1, place.size()));
    const std::string language{place.substr(0, underscore)};
    if (language.size() < 2 || language.size() > 3 || !all(language, std::islower)) return {};
    if (underscore < place.size() && (territory.size() != 2 || !all(territory, std::isupper)))
        return {};
    // ICU knows the three letters of every language of ISO 639.
    if (std::string_view{icu::Locale{language.c_str()}.getISO3Language()}.empty()) return {};
    std::string tag = language;
    if (modifier == "latin") tag += "-Latn";
    if (modifier == "cyrillic") tag += "-Cyrl";
    if (!territory.empty()) tag += "-" + std::string{territory};
    return tag;
}

std::string language_name(const std::string& tag)
{
    const icu::Locale itself = locale(tag);
    icu::UnicodeString name;
    itself.getDisplayName(itself, name);
    std::string text;
    name.toUTF8String(text);
    return text.empty() ? tag : text;
}

bool is_right_to_left(const std::string& tag)
{
    return locale(tag).isRightToLeft() != 0;
}

}  // namespace manual
