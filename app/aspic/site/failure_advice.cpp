#include <aspic/site/failure_advice.h>

#include <cerrno>
#include <filesystem>
#include <new>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <variant>

#include <aspic/http/errors.h>
#include <aspic/http/session.h>
#include <aspic/rendering/template_error.h>
#include <aspic/site/error_pages.h>

namespace aspic {

namespace {

constexpr const char* any_error =
    "The view did not catch this exception, so visitors get a 500. Catch it where the page can do "
    "without what failed. For another status, throw an HttpError instead: NotFound, BadRequest, "
    "Unavailable, ...";

std::string for_template(const TemplateFacts& facts)
{
    if (facts.document.empty())
        return "Mend the template and save it: in debug mode a changed template counts at once, so "
               "this page works again when it is loaded again.";
    return "The view that makes the " + facts.document +
           " sets a variable by set(\"NAME\", ...), and a section by show(\"NAME\") or "
           "list(\"NAME\"). site.values() sets what all pages need. If the tag is not needed, "
           "remove it from the template.";
}

std::string for_code(const std::error_code& code)
{
    if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted)
        return "The process may not do that: check the owner and the mode of the file and of its "
               "directories, and the user that the site runs as.";
    if (code == std::errc::no_such_file_or_directory)
        return "There is no such file or directory: check the path, and the directory that the "
               "site was started in if the path is relative.";
    if (code == std::errc::no_space_on_device || code == std::errc::read_only_file_system)
        return "The file system takes no more data: make room, or choose another directory.";
    if (code == std::errc::too_many_files_open)
        return "The process has too many open files: close what the view opens, or raise the limit "
               "(ulimit -n, LimitNOFILE=).";
    if (code == std::errc::connection_refused || code == std::errc::timed_out)
        return "The other server does not answer: check that it runs, and its address. Throw "
               "Unavailable for it, so that visitors get a 503 and an older page if there is one.";
    return "The system refused a call: the code says why.";
}

std::string for_http_error(const HttpError& error)
{
    if (error.status() < 400 || error.status() > 599)
        return "The status of an HttpError must be from 400 to 599; for another one, return a "
               "Response.";
    return "This is an answer, not a mistake: visitors get this status, and this sentence in the "
           "site's error.tpl.";
}

std::string for_type(const std::string& type)
{
    if (type.starts_with("nlohmann::"))
        return "The JSON is not what the view expects. Check what comes from outside before you "
               "read it (find, is_string, ...), and throw BadRequest with a sentence for the "
               "client.";
    return any_error;
}

std::vector<std::string> code_details(const std::error_code& code)
{
    return {std::string{"code "} + code.category().name() + ':' + std::to_string(code.value()) +
            " (" + code.message() + ')'};
}

}  // namespace

FailureAdvice advice_for(const std::exception_ptr& failure, const std::string& type)
{
    try {
        std::rethrow_exception(failure);
    } catch (const TemplateError& error) {
        return {for_template(error.facts())};
    } catch (const MethodNotAllowed& error) {
        return {"This path answers " + error.allowed().allow_field() +
                ". For another method, decorate its view: allow<Method::post>(...)."};
    } catch (const NoRoute&) {
        return {
            "No route of the site matches this path. Add view<\"/path\">(function) to the "
            "site, or correct the link that leads here."};
    } catch (const HttpError& error) {
        return {for_http_error(error), to_text(error.thrown())};
    } catch (const std::filesystem::filesystem_error& error) {
        FailureAdvice advice{for_code(error.code()), "", code_details(error.code())};
        for (const auto& path : {error.path1(), error.path2()}) {
            if (!path.empty()) advice.details.push_back("path " + path.string());
        }
        return advice;
    } catch (const std::system_error& error) {
        return {for_code(error.code()), "", code_details(error.code())};
    } catch (const SessionNotWritable&) {
        return {"The message says what to do instead."};
    } catch (const std::bad_alloc&) {
        return {
            "There is not enough memory, or a size was computed wrongly (a negative number as "
            "an unsigned one?)."};
    } catch (const std::bad_optional_access&) {
        return {
            "value() was called on an empty std::optional: use value_or, or check it first. A "
            "query parameter, a header or a field of a form is absent unless the client sends "
            "it."};
    } catch (const std::bad_variant_access&) {
        return {
            "std::get was called for another type than the variant holds: use std::get_if or "
            "std::visit."};
    } catch (const std::out_of_range&) {
        return {
            "An index, a key or a number is outside of what there is. If it comes from the "
            "request, check it first, and throw NotFound or BadRequest. Form and <int:name> "
            "read numbers safely."};
    } catch (const std::invalid_argument&) {
        return {
            "A function refused its argument. If it comes from the request, check it first, "
            "and throw BadRequest. Form and <int:name> read numbers safely."};
    } catch (const std::exception&) {
        return {for_type(type)};
    } catch (...) {
        return {
            "What was thrown is not derived from std::exception, so it cannot say what is "
            "wrong. Throw a std::runtime_error with a sentence, or an HttpError."};
    }
}

std::string advice_for_refusal(int status)
{
    switch (status) {
        case 413:
            return "The body is larger than --max-body allows. If this view is to take more, "
                   "decorate it: allow_body<32_MiB>(...).";
        case 503:
            return "All threads or all slots of this view were busy for --queue-timeout. A view "
                   "that waits holds its thread: make it quicker, or give the site more --threads.";
        case 504:
            return "The view took longer than --view-timeout. The log names its route and the "
                   "request. Give what it waits for a time limit of its own, or raise the option.";
        default:
            return "";
    }
}

}  // namespace aspic
