#pragma once
// All templates of a site: checked together when they are loaded, then expanded by any number of
// threads.
//
// Templates is stricter than ctemplate: every template must ask for auto-escaping, every include
// must exist, and a view must set every name that its page expands. A mistake is an error that
// names the template and the variable, never an empty place on the page.

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <aspic/rendering/page.h>
#include <aspic/rendering/rendered.h>
#include <aspic/rendering/static_files.h>

namespace aspic {

/// A template that is missing or wrong, or a value that a view did not set.
class TemplateError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Templates {
public:
    /// Loads every *.tpl below `directory`, and the library's template for {{>ASPIC_HEAD}}
    /// (head_template.h), which contains `live_address`. Throws TemplateError, which lists all
    /// problems in them.
    Templates(const std::filesystem::path& directory, StaticFiles static_files,
              std::string_view live_address = "/_live");
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    /// Throws TemplateError, which names every variable and section that was expanded but not set.
    Rendered render(const Page& page) const;
    std::string render(const Fragment& fragment) const;

    bool has(const std::string& template_name) const;

    /// Changes with any byte of any template, and with the names of the static files.
    const std::string& version() const;

    /// True if the templates on disk are not those that were loaded.
    bool changed_on_disk() const;

private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

}  // namespace aspic
