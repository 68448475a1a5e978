#include "formatting/html_writer.h"

#include <utility>

#include "formatting/html_policy.h"

namespace manual {

void HtmlWriter::open(std::string_view element, std::string_view attributes)
{
    html_.append("<").append(element).append(attributes).append(">");
    if (!is_void_element(element)) ++counts_[open_.emplace_back(element)];
}

void HtmlWriter::close_last()
{
    html_.append("</").append(open_.back()).append(">");
    --counts_[open_.back()];
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
    const auto found = counts_.find(element);
    return found != counts_.end() && found->second > 0;
}

std::string HtmlWriter::finish()
{
    while (!open_.empty())
        close_last();
    return std::move(html_);
}

}  // namespace manual
