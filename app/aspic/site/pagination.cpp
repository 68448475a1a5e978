#include <aspic/site/pagination.h>

#include <algorithm>
#include <stdexcept>

#include <aspic/base/numbers.h>
#include <aspic/http/errors.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

// A relative reference to the page itself, without its query (RFC 3986, section 4.2).
std::string reference_to(std::string_view path)
{
    return "./" + std::string{path.substr(path.rfind('/') + 1)};
}

Pagination::Number page_number(std::optional<std::string_view> text)
{
    if (!text) return 1;
    const bool has_sign_or_zero = !text->empty() && (text->front() < '1' || text->front() > '9');
    const auto number =
        parse_number<Pagination::Number>(*text, Pagination::Number{1}, Pagination::most_pages);
    if (!number || has_sign_or_zero) throw NotFound{"There is no page with this number."};
    return *number;
}

Pagination::Number positive(Pagination::Number size)
{
    if (size >= 1) return size;
    throw std::invalid_argument{"Pagination: a page has at least one item, not " +
                                std::to_string(size)};
}

}  // namespace

Pagination::Pagination(PublicRequest& request, Number size, std::string_view parameter)
    : Pagination{request.path(), request.query(parameter), size, parameter}
{
}

Pagination::Pagination(const Request& request, Number size, std::string_view parameter)
    : Pagination{request.page(), request.query(parameter), size, parameter}
{
}

Pagination::Pagination(std::string_view path, std::optional<std::string_view> number, Number size,
                       std::string_view parameter)
    : path_{reference_to(path)},
      parameter_{parameter},
      size_{positive(size)},
      number_{page_number(number)}
{
}

void Pagination::keep(std::string_view name, std::optional<std::string_view> value)
{
    if (value && !value->empty()) kept_.emplace_back(name, *value);
}

void Pagination::set_total(Number items)
{
    count_ = std::max(Number{1}, items / size_ + (items % size_ > 0 ? 1 : 0));
    if (number_ > count_) {
        throw NotFound{"There is no page " + std::to_string(number_) + ": the last one is page " +
                       std::to_string(count_) + "."};
    }
}

std::string Pagination::url(Number number) const
{
    std::string url = path_;
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        url += separator;
        url += percent_encode(name);
        url += '=';
        url += percent_encode(value);
        separator = '&';
    };
    for (const auto& [name, value] : kept_)
        add(name, value);
    if (number > 1) add(parameter_, std::to_string(number));
    return url;
}

std::vector<Pagination::Number> Pagination::window(Number beside) const
{
    std::vector<Number> numbers;
    const auto add = [&](Number number) {
        const Number newest = numbers.empty() ? 0 : numbers.back();
        if (number <= newest) return;
        // A gap would take the place of the one number.
        if (number == newest + 2) numbers.push_back(newest + 1);
        if (number > newest + 2) numbers.push_back(0);
        numbers.push_back(number);
    };
    add(1);
    const Number first = std::max(Number{1}, number_ - beside);
    const Number last = std::min(count_, number_ + beside);
    for (Number number = first; number <= last; ++number)
        add(number);
    add(count_);
    return numbers;
}

void Pagination::add_to(Page& page, Number beside) const
{
    page.header("Link", '<' + url(number_) + ">; rel=\"canonical\"");
    page.show("HAS_PAGES", count_ > 1);
    page.set("PAGE_COUNT", count_);
    page.set("PAGE_NUMBER", number_);
    page.show("HAS_PREVIOUS", number_ > 1);
    page.show("HAS_NEXT", number_ < count_);
    page.set("FIRST_URL", url(1));
    page.set("PREVIOUS_URL", url(number_ - 1));
    page.set("NEXT_URL", url(number_ + 1));
    page.set("LAST_URL", url(count_));
    page.list("PAGES");
    for (const Number number : window(beside)) {
        Values& row = page.add("PAGES");
        row.show("PAGE_GAP", number == 0);
        row.show("THIS_PAGE", number == number_);
        row.show("OTHER_PAGE", number != 0 && number != number_);
        row.set("PAGE_NUMBER", number);
        row.set("PAGE_URL", url(number));
    }
}

std::string Pagination::link_field() const
{
    if (count_ == 1) return {};
    std::string field;
    const auto add = [&](Number number, std::string_view relation) {
        field += field.empty() ? "<" : ", <";
        field += url(number);
        field += ">; rel=\"";
        field += relation;
        field += '"';
    };
    add(1, "first");
    if (number_ > 1) add(number_ - 1, "prev");
    if (number_ < count_) add(number_ + 1, "next");
    add(count_, "last");
    return field;
}

}  // namespace aspic
