#include <aspic/rendering/templates.h>

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_cache.h>

#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include <aspic/base/digest.h>
#include <aspic/base/encoding.h>
#include <aspic/base/whole_file.h>
#include <aspic/rendering/expansion.h>
#include <aspic/rendering/head_template.h>
#include <aspic/rendering/template_parsing.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

using Texts = std::map<std::string, std::string>;

std::string read_template(const fs::path& file)
{
    constexpr std::size_t most_bytes = std::size_t{16} << 20U;
    try {
        return read_bounded_file(file, most_bytes);
    } catch (const std::runtime_error& error) {
        throw TemplateError{"the template " + file.string() + " cannot be used: " + error.what()};
    }
}

Texts read_directory(const fs::path& directory)
{
    if (!fs::is_directory(directory)) {
        throw TemplateError{"there is no template directory " + directory.string() +
                            ": set --templates to the right directory"};
    }
    Texts texts;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.path().extension() != ".tpl" || !entry.is_regular_file()) continue;
        texts.emplace(entry.path().lexically_relative(directory).generic_string(),
                      read_template(entry.path()));
    }
    return texts;
}

std::string hash_of(const Texts& texts, const std::string& more)
{
    Digest digest;
    for (const auto& [name, text] : texts) {
        digest.add_sized(name);
        digest.add_sized(text);
    }
    digest.add_sized(more);
    return to_hex(digest.bytes().substr(0, 8));
}

bool includes_head(const TemplateSet& templates)
{
    for (const auto& [name, source] : templates) {
        for (const auto& include : source.includes) {
            if (include.file == head_template_name) return true;
        }
    }
    return false;
}

}  // namespace

struct Templates::Loaded {
    fs::path directory;
    StaticFiles static_files;
    Texts texts;
    TemplatePlaces places;
    TemplateSet sources;
    std::set<std::string> bases;
    TemplateProblems problems;
    std::vector<std::string> warnings;
    std::string version;
    mutable ctemplate::TemplateCache cache;

    void read_all(const HeadSettings& settings);
    /// Returns the URLs of all static files that templates name, for the version.
    std::string check_static_files();
    [[noreturn]] void fail() const;

    std::string expand(const std::string& name, Expansion& expansion, const Values& values,
                       const Values& for_all_pages) const;
    [[noreturn]] void fail(const std::string& name, const std::string& sentence) const;
    /// The problems with the lines around them.
    TemplateFacts facts_of(const TemplateProblems& all) const;
};

void Templates::Loaded::read_all(const HeadSettings& settings)
{
    const std::string head{head_template_name};
    for (const auto& [name, text] : texts)
        sources.emplace(name, read_template(name, text, places));
    if (texts.contains(head))
        problems.insert({head, 1, "the library has a template of this name: rename it"});
    else if (includes_head(sources))
        sources.emplace(head, read_template(head, head_template(settings), places));
    for (const auto& [name, source] : sources)
        problems.insert(source.problems.begin(), source.problems.end());
}

std::string Templates::Loaded::check_static_files()
{
    std::string urls;
    for (const auto& [name, source] : sources) {
        for (const auto& file : source.static_files) {
            const auto url = static_files.url(file.name);
            if (!url) {
                problems.insert({name, file.line,
                                 "there is no static file " + file.name +
                                     ": is the name misspelt? A server finds only what "
                                     "collect-static has copied"});
            }
            urls += url.value_or("") + '\n';
        }
    }
    return urls;
}

void Templates::Loaded::fail() const
{
    const std::string all = listed(problems, directory.string());
    if (problems.size() == 1) throw TemplateError{all, facts_of(problems)};
    throw TemplateError{
        "there are " + std::to_string(problems.size()) + " mistakes in the templates:\n" + all,
        facts_of(problems)};
}

void Templates::Loaded::fail(const std::string& name, const std::string& sentence) const
{
    const TemplateProblem problem{name, 1, sentence};
    throw TemplateError{to_text(problem, directory.string()), facts_of({problem})};
}

TemplateFacts Templates::Loaded::facts_of(const TemplateProblems& all) const
{
    constexpr std::size_t most_passages = 10;
    TemplateFacts facts{.directory = directory.string()};
    for (const TemplateProblem& problem : all) {
        if (facts.passages.size() == most_passages) break;
        const auto text = texts.find(problem.file);
        facts.passages.push_back(
            passage_of(problem, text == texts.end() ? std::string{} : text->second));
    }
    return facts;
}

Templates::Templates(const fs::path& directory, StaticFiles static_files, const HeadSettings& head,
                     const SitePaths& paths)
    : loaded_{std::make_unique<Loaded>()}
{
    register_modifiers();
    loaded_->directory = directory;
    loaded_->static_files = std::move(static_files);
    loaded_->texts = read_directory(directory);
    loaded_->read_all(head);
    loaded_->problems.merge(
        check_together(loaded_->sources, Page::default_base, paths.why_no_fragment));
    const std::string static_urls = loaded_->check_static_files();
    for (const auto& [name, source] : loaded_->sources) {
        if (!source.problems.empty()) continue;
        if (auto problem = parse_into(loaded_->cache, name, source))
            loaded_->problems.insert(std::move(*problem));
    }
    if (!loaded_->problems.empty()) loaded_->fail();
    loaded_->bases = base_templates(loaded_->sources);
    for (const TemplateProblem& weak : weak_points(loaded_->sources, paths.why_no_page))
        loaded_->warnings.push_back(to_text(weak, directory.string()));
    loaded_->version = hash_of(loaded_->texts, static_urls);
}

Templates::~Templates() = default;

bool Templates::has(const std::string& template_name) const
{
    return loaded_->texts.contains(template_name);
}

std::size_t Templates::count() const
{
    return loaded_->texts.size();
}

const std::vector<std::string>& Templates::warnings() const
{
    return loaded_->warnings;
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
                                      const Values& values, const Values& for_all_pages) const
{
    for (const std::string& needed : {name, expansion.content_template}) {
        if (!needed.empty() && !texts.contains(needed)) {
            throw TemplateError{"there is no template " + needed + " in " + directory.string() +
                                ": a server reads its templates at the start and at a reload"};
        }
    }
    ctemplate::PerExpandData data;
    expansion.attach_to(data);
    const Dictionary outer{for_all_pages, nullptr, expansion};
    const Dictionary dictionary{values, &outer, expansion};
    std::string text;
    const bool complete =
        cache.ExpandWithData(name, ctemplate::STRIP_BLANK_LINES, &dictionary, &data, &text);
    if (!expansion.problems.empty()) {
        TemplateFacts facts = facts_of(expansion.problems);
        facts.document = expansion.document;
        describe(values, false, facts.values);
        describe(for_all_pages, true, facts.values);
        throw TemplateError{listed(expansion.problems, directory.string()), std::move(facts)};
    }
    if (!complete) fail(name, "ctemplate could not expand it for the " + expansion.document);
    return text;
}

Rendered Templates::render(const Page& page, const Values& for_all_pages) const
{
    if (has(page.base()) && !loaded_->bases.contains(page.base())) {
        loaded_->fail(page.base(), "it has no {{>CONTENT}}, so the page " + page.template_name() +
                                       " would not be in it: add it, or choose another base "
                                       "template");
    }
    Expansion expansion{loaded_->static_files, loaded_->places, page.template_name(),
                        "page " + page.template_name()};
    auto rendered =
        expansion.cut_holes(loaded_->expand(page.base(), expansion, page, for_all_pages));
    if (!rendered)
        loaded_->fail(page.template_name(),
                      "a hole is inside an include whose modifiers change it");
    return std::move(*rendered);
}

std::string Templates::render(const Fragment& fragment) const
{
    const std::string& name = fragment.template_name();
    Expansion expansion{loaded_->static_files, loaded_->places, "", "fragment " + name};
    std::string text = loaded_->expand(name, expansion, fragment, Values{});
    if (!expansion.holes.empty()) {
        throw TemplateError{
            to_text({name, 1, "a fragment cannot have holes"}, loaded_->directory.string()) +
            ": the first one is at " + first_hole(loaded_->sources, name)};
    }
    return text;
}

}  // namespace aspic
