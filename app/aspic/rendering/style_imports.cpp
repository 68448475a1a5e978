#include <aspic/rendering/style_imports.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <aspic/base/syntax.h>
#include <aspic/base/whole_file.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view keyword = "@import";
constexpr std::string_view white_space = " \t\r\n\f";

using Chain = std::vector<fs::path>;  // the files that are being read, the first one first

[[noreturn]] void refuse(const Chain& chain, std::string_view import, const std::string& why)
{
    throw std::runtime_error{"the style sheet " + chain.back().string() + " imports \"" +
                             std::string{import} + "\": " + why};
}

// The position behind white space and comments.
std::size_t skip_blank(std::string_view css, std::size_t at)
{
    for (;;) {
        at = std::min(css.find_first_not_of(white_space, at), css.size());
        if (!css.substr(at).starts_with("/*")) return at;
        const std::size_t end = css.find("*/", at + 2);
        if (end == std::string_view::npos) return css.size();
        at = end + 2;
    }
}

struct Import {
    std::string_view target;  // empty if it is not written as a string
    std::string_view media;   // what follows
};

// Reads what stands between "@import" and the semicolon.
Import read_import(std::string_view text)
{
    text = syntax::trim(text);
    const bool is_function = text.starts_with("url(");
    std::string_view rest = is_function ? syntax::trim(text.substr(4)) : text;
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {"", text};
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos) return {"", text};
    const std::string_view target = rest.substr(1, end - 1);
    rest = syntax::trim(rest.substr(end + 1));
    if (is_function && rest.starts_with(')')) rest = syntax::trim(rest.substr(1));
    return {target, rest};
}

bool is_file(std::string_view target)
{
    return !target.empty() && !target.starts_with('/') && target.find(':') == std::string::npos;
}

// A semicolon in a string, as in the address of a font service, does not end the import.
std::size_t end_of_import(std::string_view css, std::size_t at)
{
    char quote = '\0';
    for (; at < css.size(); ++at) {
        const char c = css[at];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == ';') {
            return at;
        }
    }
    return css.size();
}

std::string with_imports(Chain& chain);

std::string imported(Chain& chain, const Import& import)
{
    if (import.media.starts_with("layer") || import.media.starts_with("supports"))
        refuse(chain, import.target, "only a media query may follow it");
    const fs::path file = (chain.back().parent_path() / fs::path{import.target}).lexically_normal();
    if (std::find(chain.begin(), chain.end(), file) != chain.end())
        refuse(chain, import.target, "that file imports this one");
    if (!fs::is_regular_file(file)) refuse(chain, import.target, "there is no such file");
    chain.push_back(file);
    std::string content = with_imports(chain);
    chain.pop_back();
    if (import.media.empty()) return content;
    return "@media " + std::string{import.media} + " {\n" + content + "\n}\n";
}

std::string with_imports(Chain& chain)
{
    const std::string css = read_whole_file(chain.back());
    std::string result;
    std::size_t done = 0;
    bool has_rules = chain.size() > 1;
    for (;;) {
        const std::size_t begin = skip_blank(css, done);
        const std::string_view rest = std::string_view{css}.substr(begin);
        if (!rest.starts_with(keyword)) break;
        const std::size_t end = end_of_import(rest, keyword.size());
        const Import import = read_import(rest.substr(keyword.size(), end - keyword.size()));
        result.append(css, done, begin - done);
        done = std::min(begin + end + 1, css.size());
        if (is_file(import.target)) {
            result += imported(chain, import);
            has_rules = true;
        } else if (has_rules) {
            refuse(chain, import.target,
                   "browsers ignore it there; write it in the first file, before the others");
        } else {
            result.append(css, begin, done - begin);
        }
    }
    return result.append(css, done);
}

}  // namespace

std::string style_with_imports(const fs::path& file)
{
    Chain chain{file.lexically_normal()};
    return with_imports(chain);
}

}  // namespace aspic
