#include <aspic/http/answer_head.h>

#include <array>
#include <cstddef>
#include <stdexcept>

#include <aspic/http/front_end_files.h>
#include <aspic/http/hop_by_hop.h>

namespace aspic {

namespace {

constexpr std::size_t most_own_fields = 64;
constexpr std::size_t most_field_bytes = 8'000;

constexpr std::array<std::string_view, 4> fields_of_the_library{"Age", "Cache-Status",
                                                                "Content-Length", "Status"};

void check_owner(std::string_view name)
{
    std::string_view way_out = "leave it out: it is set as the answer needs it";
    if (equal_ignoring_case(name, "Status")) {
        way_out = "call status() to set the status of the answer";
    } else if (names_front_end_file(name)) {
        way_out = "return a File; --x-sendfile has the front end send it";
    } else if (!is_among(fields_of_the_library, name) && !is_hop_by_hop(name)) {
        return;
    }
    throw std::invalid_argument{"a view cannot set the field " + std::string{name} + ": " +
                                std::string{way_out}};
}

void check_size(std::string_view name, std::string_view value)
{
    const std::size_t size = name.size() + value.size() + 2;
    if (size <= most_field_bytes) return;
    throw std::length_error{"the field " + std::string{name.substr(0, 100)} + " has " +
                            std::to_string(size) + " bytes, but front ends accept only " +
                            std::to_string(most_field_bytes) +
                            ": put the value into the body of the answer"};
}

}  // namespace

void AnswerHead::header(std::string_view name, std::string_view value)
{
    check_owner(name);
    check_size(name, value);
    headers_.set(name, value);
}

void AnswerHead::add_header(std::string_view name, std::string_view value)
{
    check_owner(name);
    check_size(name, value);
    if (headers_.size() >= most_own_fields) {
        throw std::length_error{"the field " + std::string{name} + " is one too many: an answer " +
                                "has at most " + std::to_string(most_own_fields) +
                                " fields; join the values of one name, or set it by header()"};
    }
    headers_.add(name, value);
}

}  // namespace aspic
