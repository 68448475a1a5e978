#include <aspic/rendering/templates.h>

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include <aspic/base/digest.h>
#include <aspic/base/encoding.h>
#include <aspic/rendering/expansion.h>
#include <aspic/rendering/head_template.h>
#include <aspic/rendering/template_source.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> read_directory(const fs::path& directory)
{
    if (!fs::is_directory(directory)) {
        throw TemplateError{"there is no template directory " + directory.string() +
                            ": set --templates to the right directory"};
    }
    std::map<std::string, std::string> texts;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.path().extension() != ".tpl" || !entry.is_regular_file()) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        if (!in) throw TemplateError{"cannot read the template " + entry.path().string()};
        texts.emplace(entry.path().lexically_relative(directory).generic_string(), std::move(text));
    }
    return texts;
}

std::string hash_of(const std::map<std::string, std::string>& texts, const std::string& more)
{
    Digest digest;
    for (const auto& [name, text] : texts) {
        digest.add_sized(name);
        digest.add_sized(text);
    }
    digest.add_sized(more);
    return to_hex(digest.bytes().substr(0, 8));
}

// ctemplate reports a template's errors only on std::cerr.
class CapturedErrors {
public:
    CapturedErrors() : before_{std::cerr.rdbuf(text_.rdbuf())} {}
    ~CapturedErrors() { std::cerr.rdbuf(before_); }
    CapturedErrors(const CapturedErrors&) = delete;
    CapturedErrors& operator=(const CapturedErrors&) = delete;
    std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
    std::streambuf* before_;
};

std::string about(const std::string& template_name, const std::string& sentence)
{
    return template_name + ": " + sentence;
}

// What loading finds out about all templates together.
struct Loading {
    std::vector<std::string> problems{};
    std::string static_urls{};
    IncludeGraph includes{};

    bool includes_template(std::string_view name) const
    {
        return std::any_of(includes.begin(), includes.end(), [name](const auto& one) {
            return std::find(one.second.begin(), one.second.end(), name) != one.second.end();
        });
    }
};

std::string joined(const auto& sentences)
{
    std::string text;
    for (const std::string& sentence : sentences)
        text += (text.empty() ? "" : "; ") + sentence;
    return text;
}

}  // namespace

struct Templates::Loaded {
    fs::path directory;
    StaticFiles static_files;
    std::map<std::string, std::string> texts;
    std::set<std::string, std::less<>> raw_names;
    std::string version;
    mutable ctemplate::TemplateCache cache;

    void load(const std::string& name, const std::string& text, Loading& loading);
    std::string expand(const std::string& name, Expansion& expansion, const Values& values) const;
};

void Templates::Loaded::load(const std::string& name, const std::string& text, Loading& loading)
{
    TemplateSource source = read_template(name, text);
    for (const std::string& file : source.includes) {
        if (!texts.contains(file) && file != head_template_name)
            source.problems.push_back(about(name, "there is no template " + file + " to include"));
    }
    for (const std::string& file : source.static_files) {
        const auto url = static_files.url(file);
        if (!url) {
            source.problems.push_back(about(
                name, "there is no static file " + file + ": collect-static has not copied it"));
        }
        loading.static_urls += url.value_or("") + '\n';
    }
    const CapturedErrors errors;
    if (source.problems.empty() &&
        !cache.StringToTemplateCache(name, source.text, ctemplate::STRIP_BLANK_LINES)) {
        source.problems.push_back(name + ": ctemplate cannot parse it: " + errors.text());
    }
    loading.includes[name] = std::move(source.includes);
    loading.problems.insert(loading.problems.end(), source.problems.begin(), source.problems.end());
    raw_names.insert(source.raw_names.begin(), source.raw_names.end());
}

Templates::Templates(const fs::path& directory, StaticFiles static_files,
                     std::string_view live_address)
    : loaded_{std::make_unique<Loaded>()}
{
    register_modifiers();
    loaded_->directory = directory;
    loaded_->static_files = std::move(static_files);
    loaded_->texts = read_directory(directory);
    Loading loading;
    std::vector<std::string>& problems = loading.problems;
    for (const auto& [name, text] : loaded_->texts)
        loaded_->load(name, text, loading);
    const std::string head{head_template_name};
    if (has(head))
        problems.push_back(about(head, "the library has a template of this name: rename it"));
    else if (loading.includes_template(head))
        loaded_->load(head, head_template(live_address), loading);
    for (const auto& [name, included] : loading.includes) {
        if (const std::string cycle = include_cycle(loading.includes, name); !cycle.empty())
            problems.push_back(about(name, "the includes form a cycle: " + cycle));
    }
    if (!loaded_->texts.empty() && !has(Page::default_base)) {
        std::string missing = "there is no ";
        missing.append(Page::default_base).append(", the base template of pages");
        problems.push_back(std::move(missing));
    }
    if (!problems.empty())
        throw TemplateError{"in the templates of " + directory.string() + ": " + joined(problems)};
    loaded_->version = hash_of(loaded_->texts, loading.static_urls);
}

Templates::~Templates() = default;

bool Templates::has(const std::string& template_name) const
{
    return loaded_->texts.contains(template_name);
}

const std::string& Templates::version() const
{
    return loaded_->version;
}

bool Templates::changed_on_disk() const
{
    return read_directory(loaded_->directory) != loaded_->texts;
}

std::string Templates::Loaded::expand(const std::string& name, Expansion& expansion,
                                      const Values& values) const
{
    for (const std::string& needed : {name, expansion.content_template}) {
        if (!needed.empty() && !texts.contains(needed)) {
            throw TemplateError{"there is no template " + needed + " in " + directory.string() +
                                ": a server reads its templates at the start and at a reload"};
        }
    }
    ctemplate::PerExpandData data;
    expansion.attach_to(data);
    const Dictionary dictionary{values, nullptr, expansion};
    std::string text;
    const bool complete =
        cache.ExpandWithData(name, ctemplate::STRIP_BLANK_LINES, &dictionary, &data, &text);
    const std::string& subject =
        expansion.content_template.empty() ? name : expansion.content_template;
    if (!expansion.problems.empty())
        throw TemplateError{subject + ": " + joined(expansion.problems)};
    if (!complete) throw TemplateError{subject + ": ctemplate could not expand it"};
    return text;
}

Rendered Templates::render(const Page& page) const
{
    Expansion expansion{loaded_->static_files, loaded_->raw_names, page.template_name()};
    auto rendered = expansion.cut_holes(loaded_->expand(page.base(), expansion, page));
    if (!rendered) {
        throw TemplateError{page.template_name() +
                            ": a hole is inside an include whose modifiers change it"};
    }
    return std::move(*rendered);
}

std::string Templates::render(const Fragment& fragment) const
{
    Expansion expansion{loaded_->static_files, loaded_->raw_names, ""};
    std::string text = loaded_->expand(fragment.template_name(), expansion, fragment);
    if (!expansion.holes.empty()) {
        throw TemplateError{fragment.template_name() + ": a fragment cannot have holes"};
    }
    return text;
}

}  // namespace aspic
