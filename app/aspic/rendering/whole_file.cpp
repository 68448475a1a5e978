#include <aspic/rendering/whole_file.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <aspic/base/random_id.h>

namespace aspic {

std::string read_whole_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw std::runtime_error{"cannot read " + file.string()};
    return content;
}

void write_whole_file(const std::filesystem::path& file, std::string_view content)
{
    // Another process may collect the same file at the same time.
    const std::filesystem::path part = file.string() + ".part-" + random_id();
    std::ofstream out{part, std::ios::binary | std::ios::trunc};
    out << content;
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(part, file, error);
    if (!out || error) {
        std::filesystem::remove(part, error);
        throw std::runtime_error{
            "cannot write " + file.string() +
            ": check that the disk has room and that this user may write in the directory"};
    }
}

}  // namespace aspic
