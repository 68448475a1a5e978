#include <aspic/serving/framing.h>

#include <algorithm>

#include <aspic/serving/framing_replies.h>
#include <aspic/serving/record_header.h>

namespace aspic {

namespace {

// Parameters that are not header fields: the variables of CGI (RFC 3875, section 4.1), and those
// that front ends and their administrators add.
constexpr std::size_t other_parameters = 200;

std::uint8_t byte_of(char c)
{
    return static_cast<std::uint8_t>(c);
}

}  // namespace

void Framing::fail(std::string_view problem)
{
    state_ = State::malformed;
    problem_ = problem;
}

std::size_t Framing::read(std::string_view bytes, Content* content)
{
    const std::size_t all = bytes.size();
    const auto take = [&bytes](std::size_t most) {
        const std::string_view piece = bytes.substr(0, std::min(most, bytes.size()));
        bytes.remove_prefix(piece.size());
        return piece;
    };
    while (state_ == State::incomplete && !bytes.empty()) {
        if (!has_header_) {
            const std::string_view piece = take(header_.size() - header_bytes_);
            std::copy(piece.begin(), piece.end(), header_.data() + header_bytes_);
            header_bytes_ += piece.size();
            if (header_bytes_ == header_.size()) read_header();
        } else if (content_left_ > 0) {
            const std::string_view piece = take(content_left_);
            content_left_ -= piece.size();
            read_content(piece, content);
        } else {
            padding_left_ -= take(padding_left_).size();
        }
        if (state_ == State::incomplete && has_header_ && content_left_ == 0 && padding_left_ == 0)
            end_of_content();
    }
    total_bytes_ += all - bytes.size();
    return all - bytes.size();
}

std::string_view Framing::parameters_alone() const
{
    const bool is_alone = state_ == State::complete && excess_ == Excess::none &&
                          body_bytes_ == 0 && replies_.empty() &&
                          parameters_.size() == parameter_bytes_;
    return is_alone ? parameters_ : std::string_view{};
}

void Framing::limit_body(std::size_t most)
{
    most_body_ = most;
    if (excess_ == Excess::none && body_bytes_ > most) excess_ = Excess::body;
}

void Framing::read_header()
{
    const auto at = [this](std::size_t i) { return byte_of(header_.at(i)); };
    const auto two = [&](std::size_t i) {
        return static_cast<std::uint16_t>(at(i) << 8U | at(i + 1));
    };
    const std::uint8_t type = at(1);
    const std::uint16_t id = two(2);
    has_header_ = true;
    header_bytes_ = 0;
    content_left_ = two(4);
    padding_left_ = at(6);
    other_ = Other::none;
    if (at(0) != fastcgi::version) return fail("a record is not of FastCGI version 1");
    if (id == 0) return read_management_header(type);
    if (type == fastcgi::begin_request && content_left_ != header_.size())
        return fail("BEGIN_REQUEST does not have 8 bytes");
    if (part_ == Part::begin ? type != fastcgi::begin_request : id != id_)
        return read_header_of_another(type, id);
    if (part_ == Part::begin) {
        id_ = id;
        return;
    }
    const std::uint8_t expected =
        part_ == Part::parameters ? fastcgi::params : fastcgi::stdin_stream;
    if (type == fastcgi::abort_request) {
        replies_ += fastcgi::end_of_request(id, fastcgi::request_complete);
        return fail("the front end aborts the request");
    }
    if (type != expected) return fail("a record has an unexpected type");
    is_end_of_stream_ = content_left_ == 0;
}

// Section 4: an application answers GET_VALUES, and says which other types it does not know.
void Framing::read_management_header(std::uint8_t type)
{
    if (type == fastcgi::get_values) {
        other_ = Other::get_values;
        asked_.clear();
        return;
    }
    if (type == fastcgi::begin_request) return fail("BEGIN_REQUEST has the id 0");
    other_ = Other::ignored;
    replies_ += fastcgi::unknown_type_reply(type);
}

// A record of a request that is not active. Section 3.3: it is ignored, because the front end may
// have sent it before it knew that the request has ended. Section 5.5: a second request at once is
// refused.
void Framing::read_header_of_another(std::uint8_t type, std::uint16_t id)
{
    other_ = Other::ignored;
    if (type == fastcgi::begin_request)
        replies_ += fastcgi::end_of_request(id, fastcgi::cannot_multiplex);
}

void Framing::read_content(std::string_view piece, Content* content)
{
    if (other_ == Other::get_values) asked_ += piece;
    if (other_ != Other::none) return;
    switch (part_) {
        case Part::begin:
            std::copy(piece.begin(), piece.end(), header_.data() + header_bytes_);
            header_bytes_ += piece.size();
            break;
        case Part::parameters:
            parameters_ = piece;
            parameter_bytes_ += piece.size();
            if (excess_ == Excess::none && parameter_bytes_ > limits_->most_header_bytes)
                excess_ = Excess::header;
            if (excess_ != Excess::none) return;
            read_pairs(piece);
            if (content != nullptr && excess_ == Excess::none) content->parameters += piece;
            break;
        case Part::body:
            body_bytes_ += piece.size();
            if (excess_ == Excess::none && body_bytes_ > most_body_) excess_ = Excess::body;
            if (content != nullptr && excess_ == Excess::none) content->body += piece;
            break;
    }
}

void Framing::end_of_content()
{
    has_header_ = false;
    if (other_ == Other::get_values) {
        const auto reply = fastcgi::values_reply(asked_);
        if (!reply) return fail("GET_VALUES ends within a name or a value");
        replies_ += *reply;
    }
    if (other_ != Other::none) return;
    switch (part_) {
        case Part::begin:
            read_begin();
            break;
        case Part::parameters:
            if (!is_end_of_stream_) return;
            if (excess_ == Excess::none && (pair_ != Pair::name_length || length_bytes_ > 0))
                return fail("the parameters end within a name or a value");
            part_ = Part::body;
            break;
        case Part::body:
            if (is_end_of_stream_) state_ = State::complete;
            break;
    }
}

void Framing::read_begin()
{
    const bool is_responder = header_[0] == 0 && byte_of(header_[1]) == fastcgi::responder;
    keeps_connection_ = (byte_of(header_[2]) & fastcgi::keep_connection) != 0;
    header_bytes_ = 0;
    if (!is_responder) {
        replies_ += fastcgi::end_of_request(id_, fastcgi::unknown_role);
        return fail("this application is a responder, and was asked for another role");
    }
    part_ = Part::parameters;
}

void Framing::read_pairs(std::string_view piece)
{
    // Most pairs are short, and whole in this piece.
    while (pair_ == Pair::name_length && length_bytes_ == 0 && excess_ == Excess::none &&
           piece.size() >= 2 && byte_of(piece[0]) < 0x80 && byte_of(piece[1]) < 0x80) {
        const std::size_t size = std::size_t{2} + byte_of(piece[0]) + byte_of(piece[1]);
        if (size > piece.size() || size > limits_->most_header_bytes) break;
        count_pair();
        piece.remove_prefix(size);
    }
    while (!piece.empty() && excess_ == Excess::none) {
        if (pair_ == Pair::text) {
            const std::size_t part = std::min(text_left_, piece.size());
            piece.remove_prefix(part);
            text_left_ -= part;
            if (text_left_ == 0) pair_ = Pair::name_length;
        } else {
            read_length_byte(byte_of(piece.front()));
            piece.remove_prefix(1);
        }
    }
}

// A length is one byte below 128, or four bytes with the first bit set.
void Framing::read_length_byte(std::uint8_t byte)
{
    if (length_bytes_ == 0) {
        if (byte < 0x80) return end_of_length(byte);
        length_ = byte & 0x7fU;
        length_bytes_ = 3;
        return;
    }
    length_ = length_ << 8U | byte;
    if (--length_bytes_ == 0) end_of_length(length_);
}

void Framing::count_pair()
{
    if (++pairs_ > limits_->most_header_fields + other_parameters) excess_ = Excess::header;
}

void Framing::end_of_length(std::size_t length)
{
    text_left_ += length;
    if (text_left_ > limits_->most_header_bytes) {
        excess_ = Excess::header;
    } else if (pair_ == Pair::name_length) {
        pair_ = Pair::value_length;
        count_pair();
    } else {
        pair_ = text_left_ > 0 ? Pair::text : Pair::name_length;
    }
}

}  // namespace aspic
