#pragma once
// A cached page with everything that a hit needs, made once, when the page is stored. A stored
// entry never changes (except for its two atomics), so any number of threads may send it at once.

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/compression.h>
#include <aspic/entries/position.h>
#include <aspic/http/content_coding.h>
#include <aspic/http/headers.h>
#include <aspic/rendering/rendered.h>

namespace aspic {

/// The page in one coding, ready to be sent.
struct Representation {
    std::string body;
    std::string etag;  // quoted: "h", "h-gzip", "h-br"; or made of the view's own
    /// "Status: ...\r\n" and all stored fields, each with its CR LF, without the empty line.
    std::string fields;
    /// The same for a 304 (RFC 9110, section 15.4.5).
    std::string fields_of_304;
};

/// A part of a page that is the same for everyone, in the body and in its gzip copy.
struct Piece {
    std::size_t offset;
    std::size_t size;
    std::string_view deflated;  // in the gzip copy: complete blocks; empty if there is no copy
    std::uint32_t crc;          // CRC-32 of this part of the body (RFC 1952, section 8)
};

struct Entry {
    /// The whole key.
    std::string key;
    /// Canonical; for people, and to render the page again.
    std::string path;
    /// The query parameters that the view read, to render the page again without a visitor.
    std::string query;
    /// The inputs that the view read ("query q"), and their values.
    std::vector<std::pair<std::string, std::string>> inputs;
    std::vector<std::string> tags;
    /// In the purge log, before the view ran.
    Position position;

    int status = 200;
    /// The stored fields, with Cache-Control, Expires and Date, without length. ETag and
    /// Last-Modified are among them only if they are the view's own.
    Headers fields;
    /// The positions of the guest's fragments in the body.
    std::vector<Hole> holes;
    /// The attribute `key` of each of these fragments. It changes if a guest's fragment changes.
    std::string snapshot_key;
    /// Where the gzip copy can be cut at its holes.
    Cuts gzip_cuts;

    Time rendered;     // Age counts from here
    Time modified;     // Last-Modified: the view's own, or when a rendering first had these bytes
    Time expires;      // until then the page is fresh
    Time stale_until;  // until then it is served while it is rendered again
    Time error_until;  // until then it is served in place of an error
    std::chrono::milliseconds render_time{0};
    bool for_authorized = false;  // may answer a request with Authorization

    /// By coding; the body is empty if there is no such copy. Made by `prepare`.
    std::array<Representation, content_coding_count> representations;
    /// An error as JSON, for programs; the body is empty if the page has only one form. `prepare`
    /// makes all but the body.
    Representation problem;
    /// The parts before, between and after the holes; empty without holes. Made by `prepare`.
    std::vector<Piece> pieces;

    /// The counter of the purge index at the last check that found no purge of this entry. While
    /// the counter is the same, the entry need not be checked again.
    mutable std::atomic<std::uint64_t> untouched_at{UINT64_MAX};
    /// True if the entry is in the shared store too. A page whose key holds input from visitors is
    /// stored there only when it is requested again.
    mutable std::atomic<bool> is_shared{false};

    bool is_fresh(Time now) const { return now < expires; }
    const std::string& html() const { return representations[0].body; }
    /// The time after which the entry is never served.
    Time dies() const;
    /// The approximate size in memory, in bytes.
    std::size_t size() const;
};

using EntryPtr = std::shared_ptr<const Entry>;

/// The bodies by coding; empty if there is no such copy.
using Bodies = std::array<std::string, content_coding_count>;

/// Adds the gzip and brotli copies of the identity body if they are smaller. Returns the cuts of
/// the gzip copy at these holes; empty if there is no gzip copy or no hole.
Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes);

/// Makes the representations and pieces from these bodies and the other members. REQUIRES: the
/// holes and cuts lie within the bodies.
void prepare(Entry& entry, Bodies bodies);

}  // namespace aspic
