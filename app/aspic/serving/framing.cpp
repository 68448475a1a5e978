#include <aspic/serving/framing.h>

#include <algorithm>

#include <aspic/serving/record_header.h>

namespace aspic {

namespace {

// Parameters that are not header fields: the variables of CGI (RFC 3875, section 4.1), and those
// that front ends and their administrators add.
constexpr std::size_t other_parameters = 200;
constexpr std::uint8_t responder = 1;
constexpr std::uint8_t keep_connection = 1;

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
    if (at(0) != fastcgi::version) return fail("a record is not of FastCGI version 1");
    if (id == 0) return fail("management records are not answered");
    if (part_ == Part::begin) {
        if (type != fastcgi::begin_request)
            return fail("a request does not start with BEGIN_REQUEST");
        if (content_left_ != header_.size()) return fail("BEGIN_REQUEST does not have 8 bytes");
        id_ = id;
        needs_copy_ = padding_left_ > 0;
        return;
    }
    if (id != id_) return fail("two requests at once on one connection");
    const std::uint8_t expected =
        part_ == Part::parameters ? fastcgi::params : fastcgi::stdin_stream;
    if (type == fastcgi::abort_request) return fail("the front end aborts the request");
    if (type != expected) return fail("a record has an unexpected type");
    is_end_of_stream_ = content_left_ == 0;
    needs_copy_ |= is_end_of_stream_ && padding_left_ > 0;
}

void Framing::read_content(std::string_view piece, Content* content)
{
    switch (part_) {
        case Part::begin:
            std::copy(piece.begin(), piece.end(), header_.data() + header_bytes_);
            header_bytes_ += piece.size();
            break;
        case Part::parameters:
            parameter_bytes_ += piece.size();
            if (excess_ == Excess::none && parameter_bytes_ > limits_->most_header_bytes)
                excess_ = Excess::header;
            if (excess_ != Excess::none) return;
            read_pairs(piece);
            if (content != nullptr && excess_ == Excess::none) content->parameters += piece;
            break;
        case Part::body:
            body_bytes_ += piece.size();
            if (excess_ == Excess::none && body_bytes_ > limits_->most_body_bytes)
                excess_ = Excess::body;
            if (content != nullptr && excess_ == Excess::none) content->body += piece;
            break;
    }
}

void Framing::end_of_content()
{
    has_header_ = false;
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
    const bool is_responder = header_[0] == 0 && byte_of(header_[1]) == responder;
    keeps_connection_ = (byte_of(header_[2]) & keep_connection) != 0;
    header_bytes_ = 0;
    if (!is_responder)
        return fail("this application is a responder, and was asked for another role");
    part_ = Part::parameters;
}

void Framing::read_pairs(std::string_view piece)
{
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

void Framing::end_of_length(std::size_t length)
{
    text_left_ += length;
    if (text_left_ > limits_->most_header_bytes) {
        excess_ = Excess::header;
    } else if (pair_ == Pair::name_length) {
        pair_ = Pair::value_length;
        if (++pairs_ > limits_->most_header_fields + other_parameters) excess_ = Excess::header;
    } else {
        pair_ = text_left_ > 0 ? Pair::text : Pair::name_length;
    }
}

std::string to_records(const Framing& framing, const Framing::Content& content)
{
    std::string records;
    records.reserve(content.parameters.size() + content.body.size() + 1024);
    const auto add = [&](std::uint8_t type, std::string_view piece) {
        const auto header = fastcgi::record_header(type, framing.id(), piece.size());
        records.append(reinterpret_cast<const char*>(header.data()), header.size());
        records += piece;
    };
    const auto add_stream = [&](std::uint8_t type, std::string_view whole) {
        for (; !whole.empty(); whole.remove_prefix(std::min(whole.size(), fastcgi::most_content)))
            add(type, whole.substr(0, fastcgi::most_content));
        add(type, {});
    };
    const std::array<char, 8> begin{
        0, responder, static_cast<char>(framing.keeps_connection() ? keep_connection : 0)};
    add(fastcgi::begin_request, {begin.data(), begin.size()});
    add_stream(fastcgi::params, content.parameters);
    add_stream(fastcgi::stdin_stream, content.body);
    return records;
}

}  // namespace aspic
