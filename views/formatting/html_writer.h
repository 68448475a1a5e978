// Writes HTML whose elements are always balanced, whatever order ends come in. One thread at a
// time.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

class HtmlWriter {
public:
    // `html` is written as it is.
    void write(std::string_view html) { html_ += html; }

    // `attributes` begin with a space, as allowed_attributes() gives them.
    void open(std::string_view element, std::string_view attributes);
    void close_last();

    // Closes the innermost element of that name and all that were left open in it; without one,
    // does nothing.
    void end(std::string_view element);

    bool inside(std::string_view element) const;
    const std::string& html() const { return html_; }

    // Closes what is open, and gives the whole.
    std::string finish();

private:
    std::string html_;
    std::vector<std::string> open_;  // the outermost first
    // How many of each are open: a page may nest elements thousands deep, and asks at each tag.
    std::map<std::string, std::size_t, std::less<>> counts_;
};

}  // namespace manual
