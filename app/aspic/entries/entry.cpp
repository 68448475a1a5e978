#include <aspic/entries/entry.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <aspic/entries/compression_dictionary.h>
#include <aspic/http/conditional.h>

namespace aspic {

namespace {

// Browsers use a dictionary for documents only (site/dictionary_door.h).
bool is_html(std::string_view content_type)
{
    constexpr std::string_view html = "text/html";
    return equal_ignoring_case(content_type.substr(0, html.size()), html);
}

void keep_if_smallest(Bodies& bodies, ContentCoding coding)
{
    std::string& copy = bodies[static_cast<std::size_t>(coding)];
    const bool is_smallest = std::none_of(bodies.begin(), bodies.end(), [&](const auto& other) {
        return &other != &copy && !other.empty() && other.size() <= copy.size();
    });
    if (!is_smallest) copy.clear();
}

}  // namespace

Codings Entry::copies() const
{
    Codings copies{true};
    for (const Representation& one : representations) {
        if (one.size > 0) copies[static_cast<std::size_t>(one.coding)] = true;
    }
    return copies;
}

bool Entry::is_whole() const
{
    return std::ranges::all_of(representations, &Representation::is_loaded);
}

Time Entry::dies() const
{
    return std::max({expires, stale_until, error_until});
}

Cuts compress(Bodies& bodies, std::string_view content_type, const std::vector<Hole>& holes,
              const CompressionDictionary* dictionary)
{
    const std::string& identity = bodies[0];
    if (!is_compressible(content_type, identity)) return {};
    Cuts edges;
    for (const Hole& hole : holes) {
        edges.push_back(hole.offset);
        edges.push_back(hole.offset + hole.size);
    }
    auto& gzip_copy = bodies[static_cast<std::size_t>(ContentCoding::gzip)];
    Cuts cuts;
    std::tie(gzip_copy, cuts) = gzip(identity, edges);
    bodies[static_cast<std::size_t>(ContentCoding::br)] = brotli(identity);
    if (dictionary != nullptr && is_html(content_type))
        bodies[static_cast<std::size_t>(ContentCoding::dcz)] = dictionary->compress(identity);
    for (std::size_t i = 1; i < bodies.size(); ++i) {
        if (bodies[i].size() >= identity.size()) bodies[i].clear();
    }
    keep_if_smallest(bodies, ContentCoding::dcz);
    if (gzip_copy.empty()) cuts.clear();
    return cuts;
}

std::vector<Piece> pieces_of(const Entry& entry)
{
    std::vector<Piece> pieces;
    if (entry.holes.empty()) return pieces;
    pieces.reserve(entry.holes.size() + 1);
    std::size_t from = 0;
    for (std::size_t i = 0; i <= entry.holes.size(); ++i) {
        const bool is_last = i == entry.holes.size();
        const std::size_t to =
            is_last ? entry.representations[ContentCoding::identity].size : entry.holes[i].offset;
        pieces.push_back({from, to - from, {}, 0});
        if (!is_last) from = to + entry.holes[i].size;
    }
    return pieces;
}

void set_deflated(Entry& entry)
{
    const std::string_view gzip = entry.representations[ContentCoding::gzip].body;
    if (entry.gzip_cuts.empty() || gzip.empty()) return;
    for (std::size_t i = 0; i < entry.pieces.size(); ++i) {
        const std::size_t begin = entry.gzip_cuts[2 * i];
        entry.pieces[i].deflated = gzip.substr(begin, entry.gzip_cuts[2 * i + 1] - begin);
    }
}

void take_bodies(Entry& entry, const Bodies& bodies, std::string_view problem)
{
    if (bodies[1].empty()) entry.gzip_cuts.clear();
    entry.body_etag = etag_of(bodies[0]);
    entry.representations = {};
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (i == 0 || !bodies[i].empty())
            entry.representations.add(static_cast<ContentCoding>(i)).take(bodies[i]);
    }
    entry.problem.reset();
    if (!problem.empty()) {
        entry.problem = std::make_unique<Representation>();
        entry.problem->take(problem);
    }
    entry.pieces = pieces_of(entry);
    set_deflated(entry);
    for (Piece& piece : entry.pieces) {
        const auto* text = reinterpret_cast<const Bytef*>(entry.html().data() + piece.offset);
        piece.crc = static_cast<std::uint32_t>(crc32_z(0, text, piece.size));
    }
}

}  // namespace aspic
