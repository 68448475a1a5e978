#pragma once
// A small site for the tests of whole requests: its views and its templates.

#include <string>

#include <aspic/http/errors.h>
#include <aspic/site/decorators.h>
#include <aspic/site/site.h>
#include "template_directory.h"

namespace support {

inline aspic::Fragment navigation(aspic::Request& request)
{
    aspic::Fragment fragment{"navigation.tpl"};
    const auto& session = request.session();
    fragment.set("WHO", session.signed_in() ? session.name() : "guest");
    fragment.set("PAGE", request.page());
    return fragment;
}

inline aspic::Page show(std::string_view text)
{
    aspic::Page page{"page.tpl"};
    page.set("TEXT", text);
    return page;
}

inline aspic::Page cached_page(aspic::PublicRequest& request, std::string_view name)
{
    return show(std::string{name} + " q=" + std::string{request.query("q").value_or("")});
}

inline aspic::Page own_page(aspic::Request& request)
{
    return show("for " + std::string{request.session().name()});
}

inline aspic::Response sign_in(aspic::Request& request)
{
    request.session().sign_in("7", request.form().first("name").value_or("Ana"));
    return aspic::redirect("/");
}

inline aspic::Response sign_out(aspic::Request& request)
{
    request.session().sign_out();
    return aspic::redirect("/");
}

class SmallTemplates : public TemplateDirectory {
public:
    SmallTemplates()
        : TemplateDirectory{
              {{"base.tpl", "<nav>{{LIVE:x-live=/_navigation}}</nav><body>{{>CONTENT}}</body>"},
               {"page.tpl", "<p>{{TEXT}}</p>"},
               {"navigation.tpl", "{{WHO}} on {{PAGE}}"}}}
    {
    }
};

/// The small site, with one more route if a test has its own.
template <class... Routes>
aspic::Site small_site(Routes... more)
{
    using namespace aspic;
    using namespace std::chrono_literals;
    return Site{view<"/">(own_page),
                view<"/cached/<name>">(cache_page<1h>(cached_page)),
                view<"/_navigation">(navigation),
                view<"/in">(allow<Method::post>(sign_in)),
                view<"/out">(allow<Method::post>(sign_out)),
                std::move(more)...};
}

}  // namespace support
