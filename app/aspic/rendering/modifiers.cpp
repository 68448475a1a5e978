#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_modifiers.h>

#include <charconv>
#include <mutex>
#include <utility>

#include <aspic/base/random_id.h>
#include <aspic/http/site_url.h>
#include <aspic/http/target.h>
#include <aspic/rendering/escape.h>
#include <aspic/rendering/expansion.h>

namespace aspic {

namespace {

constexpr const char* data_key = "aspic.expansion";

Expansion& expansion_of(const ctemplate::PerExpandData* data)
{
    return *const_cast<Expansion*>(
        static_cast<const Expansion*>(data->LookupForModifiers(data_key)));
}

// Marks a hole in the expanded text. It is random, so that no value from outside can contain it.
const std::string& placeholder()
{
    static const std::string text = "<!--hole " + random_id(16) + "-->";
    return text;
}

// ctemplate passes the argument with the `=` at the end of the modifier's name.
std::string_view argument(const std::string& arg)
{
    std::string_view text{arg};
    if (text.starts_with('=')) text.remove_prefix(1);
    return text;
}

class LiveModifier : public ctemplate::TemplateModifier {
public:
    void Modify(const char* in, size_t size, const ctemplate::PerExpandData* data,
                ctemplate::ExpandEmitter* out, const std::string& arg) const override
    {
        Expansion& expansion = expansion_of(data);
        const std::string_view path = argument(arg);
        std::string fragment{path.empty() ? std::string_view{in, size} : path};
        // A Path prints the prefix of the mount.
        if (const auto below = site_path(fragment); below && path.empty()) fragment = *below;
        if (!fragment.starts_with("/_") || !Target::parse(fragment)) {
            expansion.problem("the path of a hole's fragment must start with \"/_\"; it is \"" +
                              fragment + "\"");
            return;
        }
        expansion.holes.push_back(fragment);
        out->Emit(placeholder());
    }
};

class StaticModifier : public ctemplate::TemplateModifier {
public:
    void Modify(const char* /*in*/, size_t /*size*/, const ctemplate::PerExpandData* data,
                ctemplate::ExpandEmitter* out, const std::string& arg) const override
    {
        Expansion& expansion = expansion_of(data);
        if (const auto url = expansion.static_files.url(argument(arg))) {
            out->Emit(escape_html(*url));
        } else {
            expansion.problem("there is no static file " + std::string{argument(arg)});
        }
    }
};

class LinkModifier : public ctemplate::TemplateModifier {
public:
    void Modify(const char* /*in*/, size_t /*size*/, const ctemplate::PerExpandData* /*data*/,
                ctemplate::ExpandEmitter* out, const std::string& arg) const override
    {
        out->Emit(escape_html(site_url(argument(arg))));
    }
};

}  // namespace

void register_modifiers()
{
    static std::once_flag once;
    std::call_once(once, [] {
        static const LiveModifier live;
        static const StaticModifier static_file;
        static const LinkModifier link;
        ctemplate::AddXssSafeModifier("x-live=", &live);
        ctemplate::AddXssSafeModifier("x-static=", &static_file);
        ctemplate::AddXssSafeModifier("x-link=", &link);
    });
}

void Expansion::attach_to(ctemplate::PerExpandData& data)
{
    data.InsertForModifiers(data_key, this);
}

void Expansion::problem(std::string sentence)
{
    problems.insert({place->file, place->line, std::move(sentence)});
}

std::optional<Rendered> Expansion::cut_holes(const std::string& text) const
{
    Rendered rendered;
    std::size_t from = 0;
    for (const std::string& fragment : holes) {
        const std::size_t at = text.find(placeholder(), from);
        if (at == std::string::npos) return {};
        rendered.html.append(text, from, at - from);
        rendered.holes.push_back({rendered.html.size(), 0, fragment});
        from = at + placeholder().size();
    }
    rendered.html.append(text, from);
    return rendered;
}

}  // namespace aspic
