#pragma once
// A finished page as it is kept: everything that a hit needs, made once when it was stored.
// Immutable once stored (but for one note), so any number of threads may send it at once.

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
    std::string etag;  // quoted: "h", "h-gzip", "h-br"
    /// "Status: ...\r\n" and all stored fields, each with its CR LF; no empty line.
    std::string fields;
    std::string fields_of_304;  // the same for a 304 (RFC 9110, section 15.4.5)
};

/// A part of a page that is the same for everyone, in the body and in its gzip copy.
struct Piece {
    std::size_t offset;
    std::size_t size;
    std::string_view deflated;  // in the gzip copy: whole blocks; empty where there is none
    std::uint32_t crc;          // CRC-32 of the body's part (RFC 1952, section 8)
};

struct Entry {
    std::string key;   // the whole key
    std::string path;  // canonical: for people, and for rendering it again
    /// What of it the view read, so that it can be rendered again without a visitor.
    std::string query;
    /// What was read ("query q"), and what it said.
    std::vector<std::pair<std::string, std::string>> inputs;
    std::vector<std::string> tags;
    Position position;  // in the purge log, before the view ran

    int status = 200;
    Headers fields;  // Cache-Control and Expires among them, but no validators and no length
    std::vector<Hole> holes;   // where the guest's fragments stand in the body
    std::string snapshot_key;  // stands on each of them: changes with what a guest sees in any
    Cuts gzip_cuts;            // where the gzip copy can be taken apart at its holes

    Time rendered;     // where Age counts from
    Time modified;     // Last-Modified: when a rendering first gave these bytes
    Time expires;      // after this it is not fresh
    Time stale_until;  // after this it is not served while it is renewed
    Time error_until;  // after this it is not served in place of an error either
    std::chrono::milliseconds render_time{0};
    bool for_authorized = false;  // may answer a request with Authorization

    /// By coding; an empty body where there is no such copy. Made by `prepare`.
    std::array<Representation, content_coding_count> representations;
    /// What stands before, between and behind the holes; empty where there are none. Made by `prepare`.
    std::vector<Piece> pieces;

    /// The purge index's count when the entry was last found untouched: while it has not changed,
    /// there is nothing to judge again.
    mutable std::atomic<std::uint64_t> untouched_at{UINT64_MAX};
    /// In the shared store too; a page whose key holds what visitors typed gets there only when it
    /// is asked for again.
    mutable std::atomic<bool> is_shared{false};

    bool is_fresh(Time now) const { return now < expires; }
    const std::string& html() const { return representations[0].body; }
    /// When it is of no use to anybody any more.
    Time dies() const;
    /// Roughly what it takes in memory, in bytes.
    std::size_t size() const;
};

using EntryPtr = std::shared_ptr<const Entry>;

/// The final body by coding; a copy that there is not is empty.
using Bodies = std::array<std::string, content_coding_count>;

/// Adds the gzip and brotli copies to the identity body, where they are smaller. Returns the cuts of
/// the gzip copy at these holes; none where there is no such copy, or no hole.
Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes);

/// Makes the representations and pieces from everything else and these bodies. REQUIRES: the holes and
/// cuts lie within them.
void prepare(Entry& entry, Bodies bodies);

}  // namespace aspic
