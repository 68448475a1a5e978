// Forms with files. A body on disk is read as one in memory is, and each file is a part of it.

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include <aspic/base/files.h>
#include <aspic/http/errors.h>
#include <aspic/http/multipart.h>

namespace {

std::optional<aspic::Multipart> read(const aspic::Body& body,
                                     const aspic::ValueWithParameters& type)
{
    try {
        return parse_multipart(
            body, type, {.most_parts = 20, .most_text_bytes = 2000, .most_header_bytes = 500});
    } catch (const aspic::HttpError&) {
        return {};
    }
}

void require(bool condition)
{
    if (!condition) std::abort();
}

}  // namespace

// The first line is the value of Content-Type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input{reinterpret_cast<const char*>(data), size};
    const std::size_t line = input.find('\n');
    if (line == std::string::npos) return 0;
    const auto type = aspic::parse_value_with_parameters(input.substr(0, line));
    if (!type) return 0;
    const std::string bytes = input.substr(line + 1);

    static const aspic::FileDescriptor file{::memfd_create("body", MFD_CLOEXEC)};
    require(::ftruncate(file.get(), 0) == 0 && ::lseek(file.get(), 0, SEEK_SET) == 0);
    require(aspic::write_all(file, bytes));
    const auto in_memory = read(aspic::Body{bytes}, *type);
    const auto on_disk =
        read(aspic::Body{aspic::FileDescriptor{::dup(file.get())}, bytes.size()}, *type);
    require(in_memory.has_value() == on_disk.has_value());
    if (!in_memory) return 0;
    require(in_memory->texts.encoded() == on_disk->texts.encoded());
    require(in_memory->files.size() == on_disk->files.size());
    for (std::size_t i = 0; i < in_memory->files.size(); ++i) {
        const aspic::UploadedFile& one = in_memory->files[i];
        const aspic::UploadedFile& other = on_disk->files[i];
        require(one.field() == other.field() && one.name() == other.name());
        require(one.size() == other.size() && one.size() <= bytes.size());
        require(one.name().find_first_of("/\\") == std::string::npos);
        require(one.bytes().empty() || bytes.find(one.bytes()) != std::string::npos);
        std::array<char, 7> piece{};
        std::string read;
        for (std::size_t at = 0, got = 0; (got = other.read(at, piece)) > 0; at += got)
            read.append(piece.data(), got);
        require(read == one.bytes());
    }
    return 0;
}
