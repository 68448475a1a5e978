// Writes HTML with balanced elements, in whatever order the end tags come. One thread at a time may
// use it.
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
    // Writes `html` unchanged.
    void write(std::string_view html) { html_ += html; }

    // `attributes` begin with a space, as allowed_attributes() returns them.
    void open(std::string_view element, std::string_view attributes);
    void close_last();

    // Closes the innermost element of that name and all open elements inside it. Does nothing if
    // there is no such element.
    void end(std::string_view element);

    bool inside(std::string_view element) const;
    const std::string& html() const { return html_; }

    // Closes all open elements, and returns the whole HTML.
    std::string finish();

private:
    std::string html_;
    std::vector<std::string> open_;  // the outermost comes first
    // The number of open elements of each name. A page may nest elements thousands deep, and each
    // tag needs this number.
    std::map<std::string, std::size_t, std::less<>> counts_;
};

}  // namespace manual
