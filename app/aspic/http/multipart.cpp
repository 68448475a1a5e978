#include <aspic/http/multipart.h>

#include <algorithm>
#include <span>
#include <utility>

#include <aspic/base/bytes.h>
#include <aspic/base/syntax.h>
#include <aspic/http/errors.h>
#include <aspic/http/headers.h>
#include <aspic/http/multipart_part.h>

namespace aspic {

namespace {

constexpr std::size_t window_bytes = std::size_t{64} << 10U;

/// The bytes of a body one after the other, with a view of those that come next.
class Window {
public:
    explicit Window(const Body& body) : body_{body} {}

    /// At least `wanted` of the next bytes, or all that are left.
    std::string_view next(std::size_t wanted)
    {
        if (!body_.is_in_file()) return body_.bytes().substr(at_);
        if (end_ - begin_ < wanted) fill(wanted);
        return {buffer_.data() + begin_, end_ - begin_};
    }
    void skip(std::size_t count)
    {
        at_ += count;
        if (body_.is_in_file()) begin_ += count;
    }
    /// The number of bytes that were skipped.
    std::size_t at() const { return at_; }

private:
    void fill(std::size_t wanted)
    {
        buffer_.resize(std::max({buffer_.size(), window_bytes, wanted}));
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
        end_ += body_.read(at_ + end_, std::span{buffer_}.subspan(end_));
    }

    const Body& body_;
    std::size_t at_ = 0;
    std::vector<char> buffer_;  // of a body in a file
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

// RFC 2046, section 5.1.1.
bool is_boundary(std::string_view text)
{
    constexpr std::string_view marks = "'()+_,-./:=? ";
    constexpr std::size_t most = 70;
    return !text.empty() && text.size() <= most && !text.ends_with(' ') &&
           std::ranges::all_of(text, [&](char c) {
               return syntax::is_digit(c) || syntax::is_letter(c) ||
                      marks.find(c) != std::string_view::npos;
           });
}

class Reading {
public:
    Reading(const Body& body, std::string_view boundary, const MultipartLimits& limits)
        : body_{body},
          window_{body},
          delimiter_{std::string{crlf} + "--" + std::string{boundary}},
          limits_{limits}
    {
    }

    Multipart all()
    {
        take_first_boundary();
        while (!is_at_end()) {
            if (++parts_ > limits_.most_parts) {
                throw BadRequest{"This form has more than " + std::to_string(limits_.most_parts) +
                                 " fields."};
            }
            take_part();
        }
        return std::move(read_);
    }

private:
    [[noreturn]] static void refuse(const char* why)
    {
        throw BadRequest{std::string{"This form is malformed: "} + why + '.'};
    }

    void take_first_boundary()
    {
        const std::string_view first = std::string_view{delimiter_}.substr(crlf.size());
        if (!window_.next(first.size()).starts_with(first))
            refuse("it does not start with its boundary");
        window_.skip(first.size());
    }

    /// Takes what follows a boundary.
    bool is_at_end()
    {
        const std::string_view next = window_.next(2 * crlf.size() + 1);
        if (next.starts_with(crlf)) {
            window_.skip(crlf.size());
            return false;
        }
        if (!next.starts_with("--")) refuse("a boundary is followed by something else");
        if (next != "--" && next != "--\r\n") refuse("something follows its last boundary");
        return true;
    }

    std::string take_header()
    {
        constexpr std::string_view end_of_header = "\r\n\r\n";
        const std::string_view next =
            window_.next(limits_.most_header_bytes + end_of_header.size())
                .substr(0, limits_.most_header_bytes + end_of_header.size());
        const std::size_t end = next.find(end_of_header);
        if (end == std::string_view::npos) {
            refuse(next.size() > limits_.most_header_bytes ? "the header of a part is too long"
                                                           : "it ends before its last boundary");
        }
        std::string header{next.substr(0, end)};
        window_.skip(end + end_of_header.size());
        return header;
    }

    /// Calls `use` with the pieces of the content, and takes the boundary after it.
    template <class Use>
    void take_content(const Use& use)
    {
        for (;;) {
            const std::string_view next = window_.next(window_bytes);
            const std::size_t end = next.find(delimiter_);
            if (end != std::string_view::npos) {
                use(next.substr(0, end));
                window_.skip(end + delimiter_.size());
                return;
            }
            // The end of these bytes may be the start of the boundary.
            if (next.size() < window_bytes || next.size() < delimiter_.size())
                refuse("it ends before its last boundary");
            const std::size_t count = next.size() - delimiter_.size() + 1;
            use(next.substr(0, count));
            window_.skip(count);
        }
    }

    void take_part()
    {
        PartHeader part = parse_part_header(take_header(), limits_.most_header_fields);
        if (!part.is_file) return take_text(part.field);
        const std::size_t offset = window_.at();
        std::size_t size = 0;
        take_content([&](std::string_view piece) { size += piece.size(); });
        if (part.file_name.empty() && size == 0) return;
        read_.files.emplace_back(std::move(part.field), std::move(part.file_name),
                                 std::move(part.content_type),
                                 UploadedFile::Place{body_, offset, size});
    }

    void take_text(std::string& field)
    {
        std::string text;
        take_content([&](std::string_view piece) {
            text_bytes_ += piece.size();
            if (text_bytes_ > limits_.most_text_bytes) refuse_large_texts(limits_);
            text += piece;
        });
        // RFC 7578, section 4.6: a browser writes there in which charset it sends the texts.
        if (field == "_charset_" && !equal_ignoring_case(text, "utf-8")) refuse_charset();
        read_.texts.add(std::move(field), std::move(text));
    }

    const Body& body_;
    Window window_;
    const std::string delimiter_;
    const MultipartLimits& limits_;
    Multipart read_;
    std::size_t parts_ = 0;
    std::size_t text_bytes_ = 0;
};

}  // namespace

void require_utf8(const ValueWithParameters& content_type)
{
    if (!is_utf8_or_unstated(content_type)) refuse_charset();
}

void refuse_charset()
{
    throw UnsupportedMediaType{"The texts of a form must be in UTF-8."};
}

void refuse_large_texts(const MultipartLimits& limits)
{
    throw PayloadTooLarge{"The texts of this form are larger than " +
                          bytes_text(limits.most_text_bytes) + '.'};
}

Multipart parse_multipart(const Body& body, const ValueWithParameters& content_type,
                          const MultipartLimits& limits)
{
    const auto boundary = content_type.parameter("boundary");
    if (!boundary || !is_boundary(*boundary)) {
        throw BadRequest{
            "This form is malformed: its Content-Type has no boundary of 1 to 70 characters."};
    }
    require_utf8(content_type);
    return Reading{body, *boundary, limits}.all();
}

}  // namespace aspic
