#include "sources/name_text.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "sources/mdoc_text.h"
#include "sources/name_heading.h"
#include "sources/roff_text.h"

namespace manual {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    std::string text;
    for (const std::string& word : words) {
        if (&word != &words.front()) text += between;
        text += word;
    }
    return text;
}

// A dash of three bytes, or none.
std::string_view long_dash(std::string_view text)
{
    for (const std::string_view sign : {"\u2014", "\u2013", "\u2212", "\u2010"}) {
        if (text.starts_with(sign)) return sign;
    }
    return {};
}

class Section {
public:
    explicit Section(std::string_view source)
    {
        for (const std::string_view line : split(source, '\n')) {
            if (!read(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line)) break;
        }
        end_entry();
    }

    std::vector<std::string> take() { return std::move(entries_); }

private:
    // Returns false at the end of the section.
    bool read(std::string_view line)
    {
        const auto request = roff_request(line);
        if (in_definition_) {
            in_definition_ = !(request && request->macro == ".");
            return true;
        }
        if (request && is_one_of(request->macro, {"de", "de1", "dei", "am", "ig"})) {
            in_definition_ = true;
            return true;
        }
        if (request && is_one_of(request->macro, {"SH", "Sh", "SS", "Ss"})) {
            if (inside_) return false;
            heading(joined(request->arguments, " "));
            return true;
        }
        if (!inside_) {
            // A heading may stand on the line after `.SH`.
            if (heading_follows_ && request && !request->macro.empty())
                heading(joined(request->arguments, " "));
            else if (heading_follows_ && !request && !trim(line).empty())
                heading(line);
            return true;
        }
        return request ? macro(*request) : text(line);
    }

    void heading(std::string_view roff)
    {
        const std::string text = plain_text(roff);
        heading_follows_ = trim(text).empty();
        inside_ = is_name_heading(text);
    }

    bool text(std::string_view line)
    {
        if (trim(line).empty()) return paragraph();
        const bool goes_on = line.ends_with("\\c");
        entry_ += plain_text(line);
        if (!goes_on) entry_ += ' ';
        if (!fill_) end_entry();
        return true;
    }

    // What follows an empty line belongs to the section only if there was no description yet.
    bool paragraph()
    {
        end_entry();
        return !has_description_;
    }

    bool macro(const RoffRequest& line)
    {
        const std::string& name = line.macro;
        if (name == "Nd") {
            entry_ += " - ";
            add_mdoc(line.arguments);
        } else if (is_one_of(name, {"B", "I", "R", "SM", "SB"}) || (name == "Nm" && !has_dash())) {
            add(joined(line.arguments, " "));
        } else if (is_one_of(name, {"BR", "BI", "RB", "RI", "IB", "IR"})) {
            add(joined(line.arguments, ""));
        } else if (name == "MR" && line.arguments.size() > 1) {
            add(line.arguments[0] + "(" + line.arguments[1] + ")" +
                (line.arguments.size() > 2 ? line.arguments[2] : ""));
        } else if (const auto text = mdoc_text(line)) {
            const bool closes = text->size() == 1 && !is_ascii_alnum(text->front());
            if (closes && entry_.ends_with(' ')) entry_.pop_back();
            entry_ += *text + ' ';
        } else if (is_one_of(name, {"br", "PP", "P", "LP", "Pp", "TP", "IP", "HP", "RS", "RE"})) {
            end_entry();
        } else if (name == "nf" || name == "EX") {
            fill_ = false;
        } else if (name == "fi" || name == "EE") {
            fill_ = true;
        } else if (name == "sp") {
            return paragraph();
        } else if (!is_one_of(name, {"",   "ad", "na", "nh", "hy", "ne", "ds", "nr", "ft", "PD",
                                     "IX", "Vb", "Ve", "UR", "UE", "MT", "ME", "ll", "in", "tr"})) {
            // An unknown macro, perhaps with text that is not for readers.
            end_entry();
            return !has_description_;
        }
        return true;
    }

    void add(std::string_view roff) { entry_ += plain_text(roff) + ' '; }

    void add_mdoc(const std::vector<std::string>& words)
    {
        const auto text = mdoc_text({"No", words});
        entry_ += text.value_or("") + ' ';
    }

    // Looks only at what was added since the last call: each of thousands of `.Nm` may ask.
    bool has_dash()
    {
        constexpr std::size_t longest_dash = 3;
        const std::size_t from = searched_ - std::min(searched_, longest_dash + 1);
        has_dash_ = has_dash_ || find_dash(std::string_view{entry_}.substr(from));
        searched_ = entry_.size();
        return has_dash_;
    }

    void end_entry()
    {
        if (!trim(entry_).empty()) {
            has_description_ = has_dash() || has_description_;
            entries_.push_back(std::move(entry_));
        }
        entry_.clear();
        searched_ = 0;
        has_dash_ = false;
    }

    bool inside_ = false;
    bool heading_follows_ = false;
    bool in_definition_ = false;
    bool fill_ = true;
    bool has_description_ = false;
    std::string entry_;
    std::size_t searched_ = 0;  // the part of the entry in which has_dash() has looked
    bool has_dash_ = false;
    std::vector<std::string> entries_;
};

}  // namespace

std::vector<std::string> name_entries(std::string_view source)
{
    return Section{source}.take();
}

Dash find_dash(std::string_view entry)
{
    const auto is_blank = [&](std::size_t at) { return at >= entry.size() || entry[at] == ' '; };
    Dash bare;
    for (std::size_t at = 0; at < entry.size(); ++at) {
        const bool sign = entry[at] == '-' || entry[at] == roff_minus;
        const std::string_view dash = sign ? entry.substr(at, 1) : long_dash(entry.substr(at));
        if (dash.empty()) continue;
        if ((at > 0 && is_blank(at - 1)) || is_blank(at + dash.size())) return {at, dash.size()};
        if (!sign && !bare) bare = {at, dash.size()};
    }
    return bare;
}

}  // namespace manual
