#include "formatting/manual_html.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "formatting/html_policy.h"
#include "formatting/html_tokens.h"
#include "formatting/html_writer.h"

namespace manual {

namespace {

constexpr std::string_view page_path = "/man/";

class Tidier {
public:
    Tidier(std::string_view html, const PageUrl& page_url)
        : tokens_(html_tokens(html)), page_url_(remembering(page_url))
    {
    }

    ManualHtml run()
    {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            const HtmlToken& token = tokens_[at_];
            switch (token.kind) {
                case HtmlToken::Kind::text:
                    text(token.text);
                    break;
                case HtmlToken::Kind::start:
                    start(token);
                    break;
                case HtmlToken::Kind::end:
                    out_.end(token.name);
                    break;
            }
        }
        page_.body = out_.finish();
        return std::move(page_);
    }

private:
    void text(std::string_view html)
    {
        std::string clean;
        for (const char c : html) {
            if (c == '<' || c == '>') {
                clean += c == '<' ? "&lt;" : "&gt;";
            } else {
                clean += c;
            }
        }
        // In code, sleep(1) is a call and not a page.
        const bool plain = out_.inside("a") || out_.inside("pre");
        out_.write(plain ? clean : with_links(clean, page_url_));
    }

    void start(const HtmlToken& token)
    {
        if (token.name == "script" || token.name == "style") return skip_element(token.name);
        if (token.name == "table" && token.attribute("class") == "head")
            return skip_element("table");
        if (token.name == "table" && token.attribute("class") == "foot") return foot();
        if (!is_allowed_element(token.name)) return;
        if (token.name == "h1" || token.name == "h2") return heading(token);
        if (token.name == "a") return link(token);
        if (token.name == "br" && out_.inside("pre")) return line_break();
        if (token.name == "p" && is_empty_element()) {
            while (!tokens_[at_].ends("p"))
                ++at_;
            return;
        }
        if (reference(token)) return;
        out_.open(token.name, allowed_attributes(token));
        if (token.closed && !is_void_element(token.name)) out_.close_last();
    }

    void skip_element(std::string_view name)
    {
        while (at_ < tokens_.size() && !tokens_[at_].ends(name))
            ++at_;
    }

    bool is_empty_element() const
    {
        std::size_t next = at_ + 1;
        if (next < tokens_.size() && tokens_[next].kind == HtmlToken::Kind::text &&
            trim(tokens_[next].text).empty())
            ++next;
        return next < tokens_.size() && tokens_[next].ends(tokens_[at_].name);
    }

    // Returns the text up to the end of the element that begins here, on one line.
    std::string take_text(std::string_view element)
    {
        std::string text;
        for (++at_; at_ < tokens_.size() && !tokens_[at_].ends(element); ++at_)
            text += tokens_[at_].text;
        return tidy(html_decoded(text), text.size());
    }

    void foot()
    {
        for (; at_ < tokens_.size() && !tokens_[at_].ends("table"); ++at_) {
            if (!tokens_[at_].starts("td")) continue;
            const std::string_view kind = tokens_[at_].attribute("class");
            std::string text = take_text("td");
            if (kind == "foot-date") {
                page_.date = std::move(text);
            } else if (kind == "foot-os") {
                page_.source = std::move(text);
            }
        }
    }

    void heading(const HtmlToken& token)
    {
        const bool section = token.name == "h1";
        const std::string id = anchor_of_manual(html_decoded(token.attribute("id")));
        const std::string text = friendly_heading(take_text(token.name));
        out_.open(section ? "h2" : "h3", allowed_attributes(token));
        if (id.empty()) {
            out_.write(aspic::escape_html(text));
        } else {
            const std::string url = "#" + id;
            out_.write("<a class=\"permalink\" href=\"" + aspic::escape_html(url) + "\">" +
                       aspic::escape_html(text) + "</a>");
            auto& list =
                section || page_.contents.empty() ? page_.contents : page_.contents.back().below;
            list.push_back({text, url, {}});
        }
        out_.close_last();
    }

    void link(const HtmlToken& token)
    {
        if (out_.inside("a"))
            return;  // mandoc may nest links, HTML does not; the end of the outer link ends both
        const std::string url = html_decoded(token.attribute("href"));
        const std::string attributes = allowed_attributes(token);
        if (url.starts_with('#')) {
            const std::string anchor = anchor_of_manual(url.substr(1));
            out_.open("a", attributes + " href=\"#" + aspic::escape_html(anchor) + "\"");
        } else if (url.starts_with(page_path)) {
            const std::string_view path = std::string_view{url}.substr(page_path.size());
            const std::size_t slash = std::min(path.find('/'), path.size() - 1);
            const std::string target = page_url_(path.substr(0, slash), path.substr(slash + 1));
            if (!target.empty())
                out_.open("a", attributes + " href=\"" + aspic::escape_html(target) + "\"");
        } else if (is_safe_external_link(url)) {
            out_.open("a", attributes + " href=\"" + aspic::escape_html(url) +
                               "\" rel=\"nofollow noopener\"");
        }
    }

    // In preformatted text, mandoc writes a break next to a newline that is already there.
    void line_break()
    {
        if (!out_.html().ends_with('\n') && !out_.html().ends_with('>')) out_.write("\n");
        if (at_ + 1 < tokens_.size() && tokens_[at_ + 1].text.starts_with('\n'))
            tokens_[at_ + 1].text.remove_prefix(1);
    }

    // <b>ls</b>(1) is the form of references in man(7) pages.
    bool reference(const HtmlToken& token)
    {
        if (at_ + 3 >= tokens_.size() || out_.inside("a") || out_.inside("pre")) return false;
        if (token.name != "b" && token.name != "i") return false;
        const HtmlToken& name = tokens_[at_ + 1];
        HtmlToken& after = tokens_[at_ + 3];
        if (name.kind != HtmlToken::Kind::text || !tokens_[at_ + 2].ends(token.name)) return false;
        const auto section = section_in_parentheses(after.text);
        if (!section) return false;
        const std::string url = page_url_(*section, html_decoded(name.text));
        if (url.empty()) return false;
        const std::string tag{token.name};
        out_.write(page_link(url, "<" + tag + ">" + aspic::escape_html(html_decoded(name.text)) +
                                      "</" + tag + ">(" + std::string{*section} + ")"));
        after.text.remove_prefix(section->size() + 2);
        at_ += 2;
        return true;
    }

    std::vector<HtmlToken> tokens_;
    std::size_t at_ = 0;
    PageUrl page_url_;
    HtmlWriter out_;
    ManualHtml page_;
};

}  // namespace

ManualHtml tidy_manual(std::string_view mandoc_html, const PageUrl& page_url)
{
    return Tidier{mandoc_html, page_url}.run();
}

}  // namespace manual
