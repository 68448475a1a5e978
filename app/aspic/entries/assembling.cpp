#include <aspic/entries/assembling.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace aspic {

namespace {

// RFC 1952, section 2.3.1: no file name, no time, operating system Unix.
constexpr std::array<char, 10> gzip_header{'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, 3};
// RFC 1951: the last block, with fixed codes and no content.
constexpr std::array<char, 2> last_block{3, 0};
constexpr std::size_t stored_at_most = 1024;  // for less text, deflate costs more than it saves

void append_number(std::string& bytes, std::uint32_t number, unsigned size)
{
    for (unsigned i = 0; i < size; ++i)
        bytes += static_cast<char>(number >> (8 * i) & 0xffU);
}

// RFC 1951, section 3.2.4: a stored (not compressed) block, not the last. It holds at most 65,535
// bytes.
void append_stored(std::string& bytes, std::string_view text)
{
    bytes += '\0';
    append_number(bytes, static_cast<std::uint32_t>(text.size()), 2);
    append_number(bytes, static_cast<std::uint32_t>(~text.size() & 0xffffU), 2);
    bytes += text;
}

// Appends complete blocks, none of them the last. Returns false and appends nothing if zlib has no
// memory.
bool append_deflated(std::string& bytes, std::string_view text)
{
    z_stream stream{};
    constexpr int raw = -15;
    if (deflateInit2(&stream, 1, Z_DEFLATED, raw, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    const std::size_t before = bytes.size();
    constexpr std::size_t most_of_a_flush = 16;
    bytes.resize(before + deflateBound(&stream, text.size()) + most_of_a_flush);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + before);
    stream.avail_out = static_cast<uInt>(bytes.size() - before);
    const int result = deflate(&stream, Z_FULL_FLUSH);
    const bool is_whole = result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0;
    bytes.resize(before + (is_whole ? stream.total_out : 0));
    deflateEnd(&stream);
    return is_whole;
}

void append_block(std::string& bytes, std::string_view text)
{
    if (text.size() > stored_at_most && append_deflated(bytes, text)) return;
    constexpr std::size_t most = 65'535;
    for (std::size_t from = 0; from < text.size(); from += most)
        append_stored(bytes, text.substr(from, most));
}

// Calls `piece` and `element` in the order of the page.
template <class OnPiece, class OnElement>
void walk(const Entry& entry, const Elements& elements, OnPiece piece, OnElement element)
{
    for (std::size_t i = 0; i < entry.pieces.size(); ++i) {
        piece(entry.pieces[i]);
        if (i < elements.size()) element(std::string_view{elements[i]});
    }
}

std::size_t size_of(const Elements& elements)
{
    std::size_t size = 0;
    for (const std::string& element : elements)
        size += element.size();
    return size;
}

// About: a long element is deflated, and then it is smaller.
std::size_t size_as_gzip(const Entry& entry, const Elements& elements)
{
    constexpr std::size_t of_ends = 24;
    constexpr std::size_t of_a_stored_block = 5;
    std::size_t size = of_ends + size_of(elements) + of_a_stored_block * elements.size();
    for (const Piece& piece : entry.pieces)
        size += piece.deflated.size();
    return size;
}

}  // namespace

std::string assemble(const Entry& entry, const Elements& elements)
{
    std::string body;
    body.reserve(entry.html().size() + size_of(elements));
    walk(
        entry, elements,
        [&](const Piece& piece) { body.append(entry.html(), piece.offset, piece.size); },
        [&](std::string_view element) { body += element; });
    return body;
}

std::string assemble_gzip(const Entry& entry, const Elements& elements)
{
    constexpr std::size_t least_combined = 1024;  // of less text, a new CRC-32 costs less
    std::string body;
    body.reserve(size_as_gzip(entry, elements));
    body.append(gzip_header.data(), gzip_header.size());
    uLong crc = 0;
    std::size_t size = 0;
    const auto count = [&](std::string_view text) {
        if (text.empty()) return;  // zlib takes a null pointer as a wish for a new CRC-32
        crc = crc32_z(crc, reinterpret_cast<const Bytef*>(text.data()), text.size());
        size += text.size();
    };
    walk(
        entry, elements,
        [&](const Piece& piece) {
            body += piece.deflated;
            if (piece.size < least_combined) {
                count(entry.html().view().substr(piece.offset, piece.size));
                return;
            }
            crc = size == 0 ? piece.crc
                            : crc32_combine(crc, piece.crc, static_cast<z_off_t>(piece.size));
            size += piece.size;
        },
        [&](std::string_view element) {
            append_block(body, element);
            count(element);
        });
    body.append(last_block.data(), last_block.size());
    append_number(body, static_cast<std::uint32_t>(crc), 4);
    append_number(body, static_cast<std::uint32_t>(size), 4);
    return body;
}

}  // namespace aspic
