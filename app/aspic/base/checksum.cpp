#include <aspic/base/checksum.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>  // uses AVX2 or AVX-512 if the processor has it
#else
#define XXH_INLINE_ALL
#include <xxhash.h>
#endif

#include <aspic/base/file_descriptor.h>

namespace aspic {

std::uint64_t checksum(std::string_view text)
{
    return XXH3_64bits(text.data(), text.size());
}

std::optional<std::uint64_t> checksum_of_file(const char* path)
{
    const FileDescriptor file{::open(path, O_RDONLY | O_CLOEXEC)};
    struct stat status {};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return checksum({});
    void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.get(), 0);
    if (bytes == MAP_FAILED) return {};
    const std::uint64_t sum = checksum({static_cast<const char*>(bytes), size});
    ::munmap(bytes, size);
    return sum;
}

}  // namespace aspic
