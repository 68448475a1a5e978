#pragma once
// What the parameters of a request mean: the variables of CGI (RFC 3875, section 4.1), and what
// front ends add. Belongs to one thread.

#include <cstddef>
#include <optional>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/serving/limits.h>

namespace aspic {

/// The answer if a request is refused: 413, 431, 400, ... and the sentence to show.
struct Refusal {
    int status;
    std::string_view why;
    /// The name of the parameter that is at fault, if it is one that no HTTP request can have.
    std::optional<std::string_view> parameter{};
};

inline constexpr std::string_view too_large_header = "The header of this request is too large.";
inline constexpr std::string_view too_large_body = "The body of this request is too large.";

class RequestReader {
public:
    /// Notes them in `source`, which points to the names and values. Both must outlive this object.
    RequestReader(RequestSource& source, const Limits& limits);

    /// Adds all parameters, as the front end sent them.
    void read(std::string_view parameters);
    /// The same in two steps, for those that libfcgi reads. `check` refuses the request if one of
    /// them is not plain (parameters.h).
    void check(std::string_view parameters);
    void add(std::string_view name, std::string_view value);

    /// For the end of the request, after its last parameter and `source.body`. `body_is_whole`: all
    /// that the front end sent of the body is in it. Returns why the request is refused.
    std::optional<Refusal> end(bool body_is_whole);

private:
    template <class Use>
    void scan(std::string_view parameters, const Use& use);
    std::optional<Refusal> problem_of_header() const;
    std::optional<Refusal> problem_of_body(bool is_whole) const;

    RequestSource& source_;
    const Limits& limits_;
    std::size_t bytes_ = 0;
    bool has_target_ = false;
    std::optional<std::string_view> not_plain_;  // the name of the first such parameter
    std::string_view content_length_;
};

}  // namespace aspic
