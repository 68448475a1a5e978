#pragma once
// The copies of a page, one for each coding that it has. A value of one thread at a time; const
// members may be called by any number of threads.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <aspic/entries/entry_text.h>
#include <aspic/http/content_coding.h>

namespace aspic {

/// The page in one coding, ready to be sent. A page from the shared store may have been loaded
/// without this body.
struct Representation {
    EntryText body;
    EntryText etag;  // quoted: "h", "h-gzip", "h-br", "h-dcz-NAME"; or made of the view's own
    /// The fields that other copies do not share, each with its CR LF. The last one is the ETag,
    /// which a 304 has too.
    EntryText fields;
    std::uint32_t size = 0;  // of the body in bytes, also if it is not loaded; 0: no such copy
    ContentCoding coding = ContentCoding::identity;

    bool is_loaded() const { return body.size() == size; }
    /// "ETag: ...\r\n".
    std::string_view tag_line() const;
    /// Lets `etag` refer to the end of `fields`.
    void refer_to_tag();
    /// Takes the whole body.
    void take(std::string_view whole);
};

class Representations {
public:
    /// The copy in this coding; an empty one if the page has no such copy.
    const Representation& operator[](ContentCoding coding) const;
    /// The copy in this coding. It is added if there is none.
    Representation& add(ContentCoding coding);

    bool empty() const { return copies_.empty(); }
    /// In the order of their codings.
    auto begin() const { return copies_.begin(); }
    auto end() const { return copies_.end(); }
    auto begin() { return copies_.begin(); }
    auto end() { return copies_.end(); }
    void shrink_to_fit() { copies_.shrink_to_fit(); }
    /// The memory that they take beside this object, in bytes, without their texts.
    std::size_t own_size() const;

private:
    std::vector<Representation> copies_;
};

}  // namespace aspic
