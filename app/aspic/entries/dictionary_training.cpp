#include <aspic/entries/dictionary_training.h>

#include <zdict.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace aspic {

namespace {

// Short samples make the trainer look for texts that recur anywhere in a page.
constexpr std::size_t sample_bytes = 4096;
// A few large pages must not fill the dictionary.
constexpr std::size_t most_of_a_page = std::size_t{32} << 10U;

}  // namespace

std::string train_dictionary(const std::vector<std::string>& pages, std::string_view end)
{
    std::string samples;
    std::vector<std::size_t> sizes;
    for (const std::string& page : pages) {
        const std::size_t used = std::min(page.size(), most_of_a_page);
        samples.append(page, 0, used);
        for (std::size_t at = 0; at < used; at += sample_bytes)
            sizes.push_back(std::min(sample_bytes, used - at));
    }
    std::string made(trained_bytes - end.size(), '\0');
    const std::size_t size =
        ZDICT_trainFromBuffer(made.data(), made.size(), samples.data(), sizes.data(),
                              static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size) != 0) {
        throw std::invalid_argument{"pages of " + std::to_string(samples.size()) +
                                    " bytes together are too few for a dictionary: give more"};
    }
    // In HTTP, a dictionary is a plain text: what zstd writes before it has no use there.
    const std::size_t header = ZDICT_getDictHeaderSize(made.data(), size);
    return made.substr(header, size - header).append(end);
}

}  // namespace aspic
