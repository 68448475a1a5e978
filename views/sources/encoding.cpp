#include "sources/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// The table of man-db (manconv(1)). ICU has no TCVN5712-1 for "vi"; its nearest relative is there.
// A longer name stands before its beginning.
constexpr std::array<Pair, 28> by_directory{{
    {"be", "windows-1251"},     {"bg", "windows-1251"},
    {"cs", "ISO-8859-2"},       {"el", "ISO-8859-7"},
    {"hr", "ISO-8859-2"},       {"hu", "ISO-8859-2"},
    {"ja", "EUC-JP"},           {"ko", "EUC-KR"},
    {"lt", "ISO-8859-13"},      {"lv", "ISO-8859-13"},
    {"mk", "ISO-8859-5"},       {"pl", "ISO-8859-2"},
    {"ro", "ISO-8859-2"},       {"ru", "KOI8-R"},
    {"sk", "ISO-8859-2"},       {"sl", "ISO-8859-2"},
    {"sr@latin", "ISO-8859-2"}, {"sr", "ISO-8859-5"},
    {"tr", "ISO-8859-9"},       {"uk", "KOI8-U"},
    {"vi", "windows-1258"},     {"zh_CN", "GBK"},
    {"zh_SG", "GBK"},           {"zh_HK", "Big5-HKSCS"},
    {"zh_TW", "Big5"},          {"zh", "GBK"},
    {"ar", "ISO-8859-6"},       {"he", "ISO-8859-8"},
}};

// Names that Emacs and file systems use, and ICU does not know.
constexpr std::array<Pair, 12> other_names{{
    {"mule-utf-8", "UTF-8"},
    {"euc-japan", "EUC-JP"},
    {"japanese-euc", "EUC-JP"},
    {"ujis", "EUC-JP"},
    {"euc-korea", "EUC-KR"},
    {"euc-china", "GBK"},
    {"chinese-euc", "GBK"},
    {"chinese-big5", "Big5"},
    {"cyrillic-koi8", "KOI8-R"},
    {"latin-9", "ISO-8859-15"},
    {"latin-0", "ISO-8859-15"},
    {"ascii", "ISO-8859-1"},
}};

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// Returns null for a name that is not known. UTF-7 and its like, in which markup can hide, are not
// encodings of manual pages.
Converter converter_for(std::string_view name)
{
    std::string wanted = lower_case(name);
    // Emacs: `utf-8-unix` tells the line ends too.
    for (const std::string_view ending : {"-unix", "-dos", "-mac"})
        if (wanted.ends_with(ending)) wanted.resize(wanted.size() - ending.size());
    // FHS: `de_DE.88591`
    if (wanted.starts_with("8859") && wanted.size() > 4) wanted = "iso-8859-" + wanted.substr(4);
    for (const auto& [alias, real] : other_names)
        if (alias == wanted) wanted = real;
    UErrorCode status = U_ZERO_ERROR;
    Converter converter{ucnv_open(wanted.c_str(), &status)};
    if (U_FAILURE(status)) return {};
    const UConverterType type = ucnv_getType(converter.get());
    const bool is_usable = type == UCNV_SBCS || type == UCNV_DBCS || type == UCNV_MBCS ||
                           type == UCNV_LATIN_1 || type == UCNV_US_ASCII || type == UCNV_UTF8;
    return is_usable ? std::move(converter) : Converter{};
}

// Converts between two ICU converters in pieces. `out` grows as needed.
std::string converted(std::string_view bytes, UConverter* from)
{
    UErrorCode status = U_ZERO_ERROR;
    const Converter to{ucnv_open("UTF-8", &status)};
    if (U_FAILURE(status)) return from_latin1(bytes);
    std::string out;
    std::array<char, 16384> buffer{};
    const char* source = bytes.data();
    const char* const end = bytes.data() + bytes.size();
    std::array<UChar, 4096> pivot{};
    UChar* pivot_source = pivot.data();
    UChar* pivot_target = pivot.data();
    for (bool first = true;; first = false) {
        status = U_ZERO_ERROR;
        char* target = buffer.data();
        ucnv_convertEx(to.get(), from, &target, buffer.data() + buffer.size(), &source, end,
                       pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(),
                       static_cast<UBool>(first), true, &status);
        out.append(buffer.data(), static_cast<std::size_t>(target - buffer.data()));
        if (status != U_BUFFER_OVERFLOW_ERROR) return out;
    }
}

// Returns the name in `'\" -*- mode: nroff; coding: koi8-r -*-`, or an empty text.
std::string_view coding_name(std::string_view source)
{
    for (int line = 0; line < 2; ++line) {
        const std::size_t end = std::min(source.find('\n'), source.size());
        std::string_view text = source.substr(0, end);
        source.remove_prefix(std::min(end + 1, source.size()));
        const bool is_comment =
            text.starts_with(".\\\"") || text.starts_with("'\\\"") || text.starts_with("\\\"");
        const std::size_t start = text.find("-*-");
        if (!is_comment || start == std::string_view::npos) continue;
        text.remove_prefix(start + 3);
        const std::size_t stop = text.find("-*-");
        if (stop == std::string_view::npos) continue;
        for (const std::string_view variable : split(text.substr(0, stop), ';')) {
            const std::size_t colon = variable.find(':');
            if (colon != std::string_view::npos &&
                lower_case(trim(variable.substr(0, colon))) == "coding")
                return trim(variable.substr(colon + 1));
        }
    }
    return {};
}

}  // namespace

std::string source_in_utf8(std::string source, std::string_view legacy)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (source.starts_with(mark)) {
        source.erase(0, mark.size());
    } else if (source.starts_with("\xFE\xFF") || source.starts_with("\xFF\xFE")) {
        UErrorCode status = U_ZERO_ERROR;
        const Converter utf16{ucnv_open("UTF-16", &status)};
        if (U_SUCCESS(status)) return converted(source, utf16.get());
    } else if (const std::string_view name = coding_name(source); !name.empty()) {
        const Converter from = converter_for(name.substr(0, 64));
        if (from && ucnv_getType(from.get()) != UCNV_UTF8) return converted(source, from.get());
    }
    if (is_utf8(source)) return source;
    const Converter from = converter_for(legacy);
    return from ? converted(source, from.get()) : from_latin1(source);
}

std::string_view legacy_encoding(std::string_view language_directory)
{
    const std::size_t dot = language_directory.find('.');
    if (dot != std::string_view::npos) {
        const std::string_view name = language_directory.substr(dot + 1);
        return name.substr(0, name.find_first_of("@,"));
    }
    for (const auto& [directory, encoding] : by_directory) {
        const std::string_view rest =
            language_directory.substr(std::min(directory.size(), language_directory.size()));
        if (language_directory.starts_with(directory) &&
            (rest.empty() || rest[0] == '_' || rest[0] == '@'))
            return encoding;
    }
    return "ISO-8859-1";
}

}  // namespace manual
