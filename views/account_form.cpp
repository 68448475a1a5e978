#include "account_form.h"

#include <optional>

#include "account_names.h"
#include "library.h"
#include "local_path.h"
#include "note_add.h"
#include "note_draft.h"
#include "passwords.h"
#include "text.h"
#include "visitor.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::size_t longest_shown_name = 200;

Page form_page(Request& request, const AccountForm& form, std::string_view name,
               std::string_view next)
{
    Page page{form.template_name};
    page.set("TITLE", form.title);
    page.set("NAME", tidy(name, longest_shown_name));
    page.set("NEXT", next);
    page.set("ACTION_URL", form.action_url);
    page.set(form.other_name, form.other_url + "?next=" + percent_encode(next));
    page.set("MINIMUM_LENGTH", shortest_password);
    page.set("MAXIMUM_NAME", longest_name);
    add_draft(page, kept_draft(request.session()));
    page.show("HAS_ERROR", false);
    page.set("ERROR", "");
    return page;
}

Page refused(Page page, int status, std::string_view reason)
{
    page.status(status);
    page.show("HAS_ERROR", true);
    page.set("ERROR", reason);
    return page;
}

}  // namespace

Answer answer_form(Request& request, const AccountForm& form, Admit admit)
{
    if (request.method() != Method::post) {
        const std::string next = local_path(request.query("next"));
        if (request.session().signed_in()) return redirect(next);
        return form_page(request, form, "", next);
    }
    const std::string_view name = request.form().first("name").value_or("");
    const std::string_view password = request.form().first("password").value_or("");
    const std::string next = local_path(request.form().first("next"));
    try {
        const auto result =
            (library().accounts.*admit)(name, password, request.remote_address(), now());
        if (const auto* refusal = std::get_if<Refusal>(&result)) {
            Page page = refused(form_page(request, form, name, next),
                                refusal->wait.count() > 0 ? 429 : 403, refusal->reason);
            if (refusal->wait.count() > 0)
                page.header("Retry-After", std::to_string(refusal->wait.count()));
            return page;
        }
        const User& user = std::get<User>(result);
        std::optional<NoteDraft> draft = kept_draft(request.session());
        if (request.form().first("leave-out")) draft.reset();
        request.session().sign_in(std::to_string(user.id), user.name);
        if (draft) return add_note_of_visitor(request, *draft);
        return redirect(next);
    } catch (const HashingBusy& busy) {
        return refused(form_page(request, form, name, next), 503, busy.what());
    }
}

}  // namespace manual
