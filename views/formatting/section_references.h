// Finds names of a page's own headings in its text: "see INVOCATION", "the section EXPRESSIONS
// below", `described in "Environment Variables"`. A name of a heading alone is not a reference: the
// words or the quotes around it have to say so. Any thread may use it after it is made.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formatting/headings.h"
#include "formatting/text_marks.h"

namespace manual {

// What is near a text, in the same paragraph, outside the element that holds the text.
struct TextAround {
    std::string_view before;
    std::string_view after;
    bool emphasised = false;  // the text is in an element of its own, such as <b>
};

class SectionReferences {
public:
    explicit SectionReferences(const std::vector<Heading>& contents);

    // `text` is HTML without tags.
    std::vector<TextMark> find(std::string_view text, const TextAround& around) const;

private:
    struct Target {
        std::string name;  // HTML
        std::string url;
    };
    void add(const Heading& heading);

    std::map<std::string, std::vector<Target>, std::less<>> by_first_word_;
};

}  // namespace manual
