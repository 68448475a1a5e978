#pragma once
// All templates of a site, checked as a whole when they are loaded, then expanded by any number of
// threads.
//
// Strict, where ctemplate alone is silent: every template asks for auto-escaping, every include
// exists, and whatever a page expands was set by its view. An error names the template and the
// variable; it is never an empty spot on a page.

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
    /// Loads every *.tpl below `directory`, and what {{>ASPIC_HEAD}} means (head_template.h), to
    /// which `live_address` goes. Throws TemplateError with all that is wrong in them.
    Templates(const std::filesystem::path& directory, StaticFiles static_files,
              std::string_view live_address = "/_live");
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    /// Throws TemplateError naming every variable and section that was expanded and not set.
    Rendered render(const Page& page) const;
    std::string render(const Fragment& fragment) const;

    bool has(const std::string& template_name) const;

    /// Changes with any byte of any template, and with the names of the static files.
    const std::string& version() const;

    /// True where a template on disk is not the one that was loaded.
    bool changed_on_disk() const;

private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

}  // namespace aspic
