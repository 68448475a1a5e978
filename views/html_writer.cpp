#include "html_writer.h"

#include <algorithm>
#include <utility>

#include "html_policy.h"

namespace manual {

void HtmlWriter::open(std::string_view element, std::string_view attributes)
{
    html_.append("<").append(element).append(attributes).append(">");
    if (!is_void_element(element)) open_.emplace_back(element);
}

void HtmlWriter::close_last()
{
    html_.append("</").append(open_.back()).append(">");
    open_.pop_back();
}

void HtmlWriter::end(std::string_view element)
{
    if (!inside(element)) return;
    while (open_.back() != element)
        close_last();
    close_last();
}

bool HtmlWriter::inside(std::string_view element) const
{
    return std::find(open_.begin(), open_.end(), element) != open_.end();
}

std::string HtmlWriter::finish()
{
    while (!open_.empty())
        close_last();
    return std::move(html_);
}

}  // namespace manual
