#include "pages/account_form.h"

#include <optional>

#include "accounts/account_names.h"
#include "accounts/password_rules.h"
#include "base/text.h"
#include "library.h"
#include "notes/note_draft.h"
#include "pages/add_note.h"
#include "pages/local_path.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::size_t longest_shown_name = 200;

// The form sets this cookie. If it is sent without it, the browser keeps no cookies, so it cannot
// be signed in.
constexpr const char* probe_cookie = "cookies";
constexpr const char* no_cookies =
    "Your browser did not send back the cookie of this page, so it cannot stay signed in. Allow "
    "cookies for this site, and send the form again.";

// Both forms are below this path.
std::string account_directory()
{
    const std::string path = sign_in_path();
    return path.substr(0, path.rfind('/'));
}

// The form is asked for, or was sent by a browser that has shown it, and not by another program.
bool is_from_form(const Request& request)
{
    return request.method() != Method::post || request.form().first("expects-cookies");
}

bool keeps_cookies(const Request& request)
{
    return !is_from_form(request) || request.cookie(probe_cookie);
}

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
    page.show("IS_WRONG", false);
    page.set("ERROR", "");
    if (is_from_form(request)) {
        page.add_cookie({.name = probe_cookie,
                         .value = "yes",
                         .path = account_directory(),
                         .secure = request.scheme() == "https"});
    }
    return page;
}

// A screen reader says the title first, and a tab shows only that.
Page refused(Page page, const AccountForm& form, int status, std::string_view reason,
             std::chrono::seconds wait)
{
    page.status(status);
    page.set("TITLE", "Error: " + form.title);
    page.show("HAS_ERROR", true);
    page.show("IS_WRONG", status == 403);
    page.set("ERROR", reason);
    if (wait.count() > 0) page.header("Retry-After", std::to_string(wait.count()));
    return page;
}

// From now on the account knows this browser.
Answer with_device(Answer answer, Request& request, Device device, std::int64_t account)
{
    device.remember(account, now());
    const std::string field = library().accounts.device_cookies().write(
        device, account_directory(), request.scheme() == "https");
    if (auto* page = std::get_if<Page>(&answer)) page->header("Set-Cookie", field);
    if (auto* response = std::get_if<Response>(&answer)) response->headers.add("Set-Cookie", field);
    return answer;
}

// Continues after the visitor has been signed in.
Answer go_on(Request& request, std::optional<NoteDraft> draft, const std::string& next)
{
    if (request.form().first("leave-out")) draft.reset();
    if (draft) return add_note_of_visitor(request, *draft);
    return redirect(next);
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
    if (!keeps_cookies(request))
        return refused(form_page(request, form, name, next), form, 400, no_cookies, {});
    Accounts& accounts = library().accounts;
    const Origin from{request.remote_address(), accounts.device_cookies().read(request)};
    try {
        const auto result = (accounts.*admit)(name, password, from, now());
        if (const auto* refusal = std::get_if<Refusal>(&result)) {
            return refused(form_page(request, form, name, next), form,
                           refusal->wait.count() > 0 ? 429 : 403, refusal->reason, refusal->wait);
        }
        const User& user = std::get<User>(result);
        std::optional<NoteDraft> draft = kept_draft(request.session());
        request.session().sign_in(std::to_string(user.id), user.name);
        drop_draft(request.session());
        return with_device(go_on(request, std::move(draft), next), request, from.device, user.id);
    } catch (const Unavailable& error) {
        // Too many passwords are being hashed, or the database is locked or full.
        return refused(form_page(request, form, name, next), form, error.status(), error.what(),
                       error.retry_after());
    }
}

}  // namespace manual
