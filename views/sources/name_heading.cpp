#include "sources/name_heading.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

#include "base/text.h"

namespace manual {

namespace {

// In any case. Some languages have several words; one word serves several languages.
constexpr std::string_view headings = R"(
name names
الاسم الإسم
име имя назва название наименование назив імʼя ім'я ім’я
jméno jmeno název nazev
navn namn
bezeichnung
όνομα ονομα
nomo nombre nom nome nomen
nimi nimed
نام
ime naziv naslov
név nev
nama
名前 名称 名字 名稱 命令名
이름 명칭
pavadinimas nosaukums
naam
nazwa nazwy
nume
meno názov
பெய பெயர்
ad isim İSİM
tên
שם
नाम
ชื่อ
)";

std::string folded(std::string_view text)
{
    std::string result;
    icu::UnicodeString::fromUTF8(std::string{text}).foldCase().toUTF8String(result);
    return result;
}

std::unordered_set<std::string> words()
{
    std::unordered_set<std::string> result;
    for (const std::string_view line : split(headings, '\n')) {
        for (const std::string_view word : split(line, ' '))
            if (!word.empty()) result.insert(folded(word));
    }
    return result;
}

}  // namespace

bool is_name_heading(std::string_view heading)
{
    static const std::unordered_set<std::string> known = words();
    constexpr std::size_t longest = 100;
    if (heading.size() > longest) return false;
    const std::string text = folded(trim(heading));
    if (known.contains(text)) return true;
    // A heading may have the word in two languages, and Chinese words may have spaces inside.
    const auto words = split(text, ' ');
    const auto is_known = [](std::string_view word) { return known.contains(std::string{word}); };
    if (std::ranges::all_of(words, is_known)) return true;
    std::string solid;
    std::ranges::copy_if(text, std::back_inserter(solid), [](char c) { return c != ' '; });
    return solid != text && !std::ranges::all_of(solid, is_ascii_alnum) && known.contains(solid);
}

}  // namespace manual
