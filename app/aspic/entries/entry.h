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
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/compression.h>
#include <aspic/entries/entry_text.h>
#include <aspic/entries/position.h>
#include <aspic/entries/representations.h>
#include <aspic/entries/stored_fields.h>
#include <aspic/http/content_coding.h>
#include <aspic/http/wire_response.h>
#include <aspic/rendering/rendered.h>

namespace aspic {

class CompressionDictionary;

/// A part of a page that is the same for everyone, in the body and in its gzip copy.
struct Piece {
    std::size_t offset;
    std::size_t size;
    std::string_view deflated;  // in the gzip copy: complete blocks; empty if it is not loaded
    std::uint32_t crc;          // CRC-32 of this part of the body (RFC 1952, section 8)
};

struct Entry {
    /// The whole key.
    EntryText key;
    /// Canonical; for people, and to render the page again.
    EntryText path;
    /// The query parameters that the view read, to render the page again without a visitor.
    EntryText query;
    /// The inputs that the view read ("query q"), and their values.
    std::vector<std::pair<std::string, std::string>> inputs;
    std::vector<std::string> tags;
    /// In the purge log, before the view ran.
    Position position;

    int status = 200;
    bool for_authorized = false;  // may answer a request with Authorization
    /// The stored fields, with Cache-Control, Expires and Date, without length. ETag and
    /// Last-Modified are among them only if they are the view's own.
    StoredFields fields;
    /// The positions of the guest's fragments in the body.
    std::vector<Hole> holes;
    /// The attribute `key` of each of these fragments. It changes if a guest's fragment changes.
    EntryText snapshot_key;
    /// Where the gzip copy can be cut at its holes.
    Cuts gzip_cuts;
    /// The ETag of the identity body, from its hash. The view's own may be sent in its place.
    EntryText body_etag;
    /// The name of the dictionary of its dcz copy (CompressionDictionary::name); empty: there is no
    /// such copy.
    EntryText dictionary;

    Time rendered;     // Age counts from here
    Time modified;     // Last-Modified: the view's own, or when a rendering first had these bytes
    Time expires;      // until then the page is fresh
    Time stale_until;  // until then it is served while it is rendered again
    Time error_until;  // until then it is served in place of an error
    std::chrono::milliseconds render_time{0};

    /// Made by `take_bodies` and `prepare_fields`.
    Representations representations;
    /// An error as JSON, for programs; null if the page has only one form. Its `fields` are its
    /// whole head. `prepare_fields` makes all but the body.
    std::unique_ptr<Representation> problem;
    /// "Status: ...\r\n" and all fields that the copies share, each with its CR LF. Those that a
    /// 304 has too (RFC 9110, section 15.4.5) are the last ones.
    EntryText head;
    std::uint32_t head_of_304_at = 0;  // where they begin
    /// The parts before, between and after the holes; empty without holes. Made by
    /// `take_bodies`.
    std::vector<Piece> pieces;

    /// The counter of the purge index at the last check that found no purge of this entry. While
    /// the counter is the same, the entry need not be checked again.
    mutable std::atomic<std::uint64_t> untouched_at{UINT64_MAX};
    /// True if the entry is in the shared store too. A page whose key holds input from visitors is
    /// stored there only when it is requested again.
    mutable std::atomic<bool> is_shared{false};

    bool is_fresh(Time now) const { return now < expires; }
    /// REQUIRES: the identity body is loaded.
    const EntryText& html() const { return representations[ContentCoding::identity].body; }
    /// The head of an answer with this copy or with `problem`, in parts.
    SharedHead head_of(const Representation& one) const;
    SharedHead head_of_304(const Representation& one) const;
    /// Which copies the page has. The identity is always there.
    Codings copies() const;
    /// True if the bodies of all its copies are loaded.
    bool is_whole() const;
    /// The time after which the entry is never served.
    Time dies() const;
    /// Puts all texts into one block of memory. Call it when the entry is complete, before others
    /// get it: it is then smaller, and its memory is freed as a whole. Texts that are assigned
    /// later own their bytes until the next call.
    void pack();
    /// What the entry takes in memory, in bytes, with all that it has allocated.
    std::size_t size() const;

private:
    std::unique_ptr<char[]> block_;  // null if it is not packed
    std::size_t block_size_ = 0;
};

using EntryPtr = std::shared_ptr<const Entry>;

/// The bodies by coding; empty if there is no such copy.
using Bodies = std::array<std::string, content_coding_count>;

/// Adds the gzip and brotli copies of the identity body if they are smaller. `dictionary` may be
/// null; otherwise, an HTML page has a dcz copy too, if that is smaller than all others. Returns
/// the cuts of the gzip copy at these holes; empty if there is no gzip copy or no hole.
Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes,
              const CompressionDictionary* dictionary = nullptr);

/// Takes the bodies and the JSON form of an error (empty: it has none), and makes `body_etag` and
/// the pieces. REQUIRES: the holes and cuts lie within the bodies.
void take_bodies(Entry& entry, const Bodies& bodies, std::string_view problem = {});

/// The parts of the body between its holes, without their CRC-32. REQUIRES: as for `take_bodies`.
std::vector<Piece> pieces_of(const Entry& entry);

/// Shows the pieces where they are in the gzip copy, if it is loaded.
void set_deflated(Entry& entry);

/// Makes the head, and the ETags and fields of all representations, from their sizes and the other
/// members.
void prepare_fields(Entry& entry);

}  // namespace aspic
