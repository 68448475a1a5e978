#pragma once
// Checks the framing of one FastCGI request (FastCGI Specification 1.0, sections 3.3, 3.4 and 5).
// Libfcgi reads a request only after that: it allocates as much as a length field says, and exits
// on some records. No I/O, and no allocation unless the content is kept or a record needs a reply.
// One thread at a time.
//
// A valid request is BEGIN_REQUEST for a responder, then PARAMS and its empty record, then STDIN
// and its empty record, all with one id that is not 0. Other records may stand between them:
// management records (id 0) are answered, a second request at once is refused, and other records of
// a request that is not active are ignored, as section 3.3 says. Anything else is malformed and
// ends the connection. So do another role and FCGI_ABORT_REQUEST, after a reply.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/serving/limits.h>

namespace aspic {

class Framing {
public:
    enum class State : std::uint8_t { incomplete, complete, malformed };
    enum class Excess : std::uint8_t { none, header, body };

    explicit Framing(const Limits& limits) : limits_{&limits}, most_body_{limits.most_body_bytes} {}

    struct Content {
        std::string parameters;
        std::string body;
    };
    /// Reads the bytes that belong to the request, and returns their number. The number is smaller
    /// than `bytes.size()` only if the state is no longer `incomplete`. If there is a `content`,
    /// appends the parameters and the body to it, without records and padding, up to the limits.
    std::size_t read(std::string_view bytes, Content* content = nullptr);

    State state() const { return state_; }
    /// The limit that the request exceeds. The rest of the request is read, but not kept.
    Excess excess() const { return excess_; }
    /// Why the request is malformed.
    std::string_view problem() const { return problem_; }
    /// Returns the records that answer what was read so far, each once: send them before anything
    /// else, also if the request is malformed.
    std::string take_replies() { return std::exchange(replies_, {}); }
    /// The id of the request; 0 before BEGIN_REQUEST was read.
    std::uint16_t id() const { return id_; }
    /// True if the front end wants to use the connection again.
    bool keeps_connection() const { return keeps_connection_; }
    /// The parameters, if the request is complete and within the limits, has no body and needs no
    /// reply, and one record of one read() has all parameters. Otherwise empty. They point into the
    /// bytes of that read().
    std::string_view parameters_alone() const;
    /// True once all parameters were read.
    bool has_parameters() const { return part_ == Part::body; }
    /// Another limit for the body of this request, also for what was read of it already.
    void limit_body(std::size_t most);
    std::size_t most_body() const { return most_body_; }
    std::size_t body_bytes() const { return body_bytes_; }
    /// All bytes that were read, padding included.
    std::size_t total_bytes() const { return total_bytes_; }

private:
    enum class Part : std::uint8_t { begin, parameters, body };
    // What the next byte of PARAMS belongs to (section 3.4).
    enum class Pair : std::uint8_t { name_length, value_length, text };
    // A record that is not of the request.
    enum class Other : std::uint8_t { none, ignored, get_values };

    void fail(std::string_view problem);
    void read_header();
    void read_management_header(std::uint8_t type);
    void read_header_of_another(std::uint8_t type, std::uint16_t id);
    void read_begin();
    void end_of_content();
    void read_content(std::string_view piece, Content* content);
    void read_pairs(std::string_view piece);
    void read_length_byte(std::uint8_t byte);
    void count_pair();
    void end_of_length(std::size_t length);

    const Limits* limits_;
    std::size_t most_body_;
    State state_ = State::incomplete;
    Excess excess_ = Excess::none;
    Part part_ = Part::begin;
    std::string_view problem_;
    std::uint16_t id_ = 0;
    bool keeps_connection_ = false;

    std::array<char, 8> header_{};  // of the record, or the body of BEGIN_REQUEST
    std::size_t header_bytes_ = 0;
    bool has_header_ = false;
    std::size_t content_left_ = 0;
    std::size_t padding_left_ = 0;
    bool is_end_of_stream_ = false;
    Other other_ = Other::none;
    std::string asked_;  // the content of GET_VALUES
    std::string replies_;

    std::string_view parameters_;  // the last piece of them
    std::size_t parameter_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    std::size_t total_bytes_ = 0;
    std::size_t pairs_ = 0;

    Pair pair_ = Pair::name_length;
    std::size_t length_ = 0;        // the length that is being read, so far
    std::size_t length_bytes_ = 0;  // the number of its bytes still to come
    std::size_t text_left_ = 0;     // of the name and the value together
};

}  // namespace aspic
