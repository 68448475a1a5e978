// What a visitor typed into the search box, and what it may mean: names of pages, and words. Any
// input is allowed, and no part of it is an operator. Pure values. Any thread may use them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

// A name that the text may mean: "ls", or "printf" in section "3". "" is any section.
struct NameReading {
    std::string name;
    std::string section;
    bool only_there = false;  // not in other sections: "hosts file" is hosts(5) or nothing
};

class SearchTerms {
public:
    // Uses at most 200 bytes and 8 words.
    explicit SearchTerms(std::string_view typed);

    const std::string& text() const { return text_; }  // as shown to the visitor

    // The likely names, the most likely one first: "man 3 printf" is printf in section 3, "git
    // commit" is git-commit, "/etc/passwd" is passwd in section 5, "SIGKILL" is in signal(7).
    const std::vector<NameReading>& readings() const { return readings_; }

    // The words in lower case, without those that say nothing ("how to mount" -> "mount").
    const std::vector<std::string>& words() const { return words_; }

    // "printf(3)" asks for one page.
    bool names_one_page() const { return names_one_page_; }
    bool empty() const { return text_.empty(); }

private:
    void add_reading(std::string_view name, std::string_view section, bool only_there = false);
    void read_names(std::string_view text);
    void read_word(std::string_view word);
    void read_joined_names(const std::vector<std::string_view>& parts, std::string_view section);

    std::string text_;
    std::vector<NameReading> readings_;
    std::vector<std::string> words_;
    bool names_one_page_ = false;
};

// True for words that say nothing about a page: "the", "how".
bool is_stop_word(std::string_view word);

}  // namespace manual
