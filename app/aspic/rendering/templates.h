#pragma once
// All templates of a site: checked together when they are loaded, then expanded by any number of
// threads.
//
// Templates is stricter than ctemplate: every template must ask for auto-escaping, every include
// must exist, a hole must name a fragment and stand where an element may stand, and a view must set
// every name that its page expands. A mistake is an error that says file, line and what to do,
// never an empty place on the page.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/rendering/head_template.h>
#include <aspic/rendering/page.h>
#include <aspic/rendering/rendered.h>
#include <aspic/rendering/static_files.h>
#include <aspic/rendering/template_error.h>
#include <aspic/rendering/template_set.h>

namespace aspic {

class Templates {
public:
    /// Loads every *.tpl below `directory`, and the library's template for {{>ASPIC_HEAD}}
    /// (head_template.h), which says what is in `head`. Throws TemplateError, which lists all
    /// problems in them.
    Templates(const std::filesystem::path& directory, StaticFiles static_files,
              const HeadSettings& head = {}, const SitePaths& paths = {});
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    /// `for_all_pages` has the values of site.values(): a page sees them where its view has set
    /// none. Throws TemplateError, which names every variable and section that was expanded but not
    /// set.
    Rendered render(const Page& page, const Values& for_all_pages = {}) const;
    std::string render(const Fragment& fragment) const;

    bool has(const std::string& template_name) const;
    std::size_t count() const;

    /// What is probably wrong, although pages can be made: one sentence each, with file and line.
    const std::vector<std::string>& warnings() const;

    /// Changes with any byte of any template, and with the names of the static files.
    const std::string& version() const;

    /// True if the templates on disk are not those that were loaded.
    bool changed_on_disk() const;

private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

}  // namespace aspic
