#include "accounts/account_names.h"

#include <locale.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>
#include <wctype.h>

#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace manual {

namespace {

using icu::UnicodeString;

// Longer stacks of marks on one letter cover the lines around it. No script needs more marks.
constexpr std::size_t most_marks = 4;

void check(UErrorCode status)
{
    if (U_FAILURE(status) != 0)
        throw std::runtime_error{std::string{"ICU cannot be used: "} + u_errorName(status)};
}

UnicodeString decode(std::string_view text)
{
    return UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string encode(const UnicodeString& text)
{
    std::string out;
    text.toUTF8String(out);
    return out;
}

using GetForm = const icu::Normalizer2* (*)(UErrorCode&);

UnicodeString normalized(const UnicodeString& text, GetForm get_form)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = get_form(status);
    check(status);
    UnicodeString result = form->normalize(text, status);
    check(status);
    return result;
}

UnicodeString folded(const UnicodeString& text)
{
    return normalized(text, &icu::Normalizer2::getNFKCCasefoldInstance);
}

struct CloseChecker {
    void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

UnicodeString skeleton(const UnicodeString& text)
{
    static const std::unique_ptr<USpoofChecker, CloseChecker> checker = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<USpoofChecker, CloseChecker> opened{uspoof_open(&status)};
        check(status);
        return opened;
    }();
    UErrorCode status = U_ZERO_ERROR;
    UnicodeString result;
    uspoof_getSkeletonUnicodeString(checker.get(), 0, text, result, &status);
    check(status);
    return result;
}

bool is_visible(char32_t point)
{
    return u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ==
           0;
}

bool is_letter_or_digit(char32_t point)
{
    constexpr std::uint32_t kinds = U_GC_L_MASK | U_GC_ND_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(point)) & kinds) != 0 && is_visible(point);
}

bool is_mark(char32_t point)
{
    constexpr std::uint32_t kinds = U_GC_MN_MASK | U_GC_MC_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(point)) & kinds) != 0 && is_visible(point);
}

bool may_stand_between(char32_t point)
{
    return std::u32string_view{U" .-_'\u2019"}.find(point) != std::u32string_view::npos;
}

}  // namespace

std::string composed_name(std::string_view name)
{
    return encode(normalized(decode(name), &icu::Normalizer2::getNFCInstance));
}

std::optional<std::string> objection_to_name(std::string_view name)
{
    if (!is_utf8(name)) return "The name is not valid UTF-8.";
    const std::u32string points = code_points(composed_name(name));
    if (points.size() < shortest_name)
        return "The name needs at least " + std::to_string(shortest_name) + " characters.";
    if (points.size() > longest_name)
        return "The name may have at most " + std::to_string(longest_name) + " characters.";
    bool after_letter = false;  // or after a mark on one
    std::size_t marks = 0;
    for (const char32_t point : points) {
        if (is_letter_or_digit(point)) {
            after_letter = true;
            marks = 0;
            continue;
        }
        if (is_mark(point) && after_letter && ++marks <= most_marks) continue;
        if (!may_stand_between(point))
            return "The name may have letters, digits, spaces, and . - _ ' only.";
        if (!after_letter) break;
        after_letter = false;
    }
    if (after_letter) return {};
    return "The name must begin and end with a letter or a digit, and must not have two spaces or "
           "signs in a row.";
}

std::string name_key(std::string_view name)
{
    return encode(folded(decode(name)));
}

// Returns one or two skeletons. "Тom" with a Cyrillic Т looks like "Tom", so it must also count as
// "tom": both looks are made lower case. One of them is made from the skeleton of the name as it
// is, because capital letters look like other letters than small ones do.
std::vector<std::string> name_looks(std::string_view name)
{
    const UnicodeString text = decode(name);
    std::vector<std::string> looks{encode(skeleton(folded(text)))};
    std::string other = encode(skeleton(folded(skeleton(text))));
    if (other != looks.front()) looks.push_back(std::move(other));
    return looks;
}

std::string earlier_name_key(std::string_view name)
{
    // The character classes are those of Unicode, whatever the locale of the server.
    static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    std::u32string points = code_points(name);
    for (char32_t& point : points) {
        // Both directions are needed, because some letters have two small forms.
        const wint_t upper = towupper_l(static_cast<wint_t>(point), unicode);
        point = static_cast<char32_t>(towlower_l(upper, unicode));
    }
    return utf8(points);
}

}  // namespace manual
