#include "formatting/formatted.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <thread>

#include "base/slots.h"
#include "formatting/mandoc.h"
#include "formatting/newer_macros.h"
#include "formatting/terminal_html.h"

namespace manual {

namespace {

using namespace std::chrono_literals;

// Formatting a page takes about 20 ms. If a visitor waits a second, the current pages are slow.
constexpr auto longest_wait = 1s;
constexpr auto retry_after = 2s;

// Two pages at a time; on a large machine, a quarter of the default number of threads.
Slots& slots()
{
    static Slots slots{std::max(2U, std::thread::hardware_concurrency() / 2)};
    return slots;
}

ManualHtml plain(std::string_view source)
{
    ManualHtml html;
    html.body =
        "<div class=\"manual-text\">\n"
        "<p>This page is shown as plain text, because it could not be laid out.</p>\n<pre>" +
        terminal_html(run_mandoc_for_terminal(source)) + "</pre>\n</div>\n";
    return html;
}

ManualHtml laid_out_or_plain(std::string_view source, const std::string& label,
                             const PageUrl& page_url, const PageHead& head)
{
    try {
        return tidy_manual(run_mandoc(source), page_url, head);
    } catch (const MandocBusy&) {
        throw;
    } catch (const MandocError& error) {
        aspic::log(aspic::LogLevel::warning, "a page is shown as plain text",
                   {{"page", label}, {"why", error.what()}});
    }
    return plain(source);
}

}  // namespace

ManualHtml formatted(std::string_view source, const std::string& label, const PageUrl& page_url,
                     const PageHead& head)
{
    const auto slot = slots().take(longest_wait);
    if (!slot) {
        throw aspic::Unavailable{
            "The server is busy with other pages. Please try again in a moment.", retry_after};
    }
    try {
        return laid_out_or_plain(with_known_macros(source), label, page_url, head);
    } catch (const MandocBusy& error) {
        aspic::log(aspic::LogLevel::warning, "a page could not be formatted in time",
                   {{"page", label}, {"why", error.what()}});
        throw aspic::Unavailable{"The server is busy. Please try again in a moment.", retry_after};
    } catch (const MandocError& error) {
        aspic::log(aspic::LogLevel::error, "a page cannot be formatted",
                   {{"page", label}, {"why", error.what()}});
        throw aspic::HttpError{500, "The page " + label +
                                        " cannot be shown, because formatting it " +
                                        "takes more time or memory than the server allows."};
    }
}

}  // namespace manual
