#include "store/store.h"

#include <sodium.h>

#include <memory>
#include <stdexcept>

namespace {

std::unique_ptr<Store> opened;

}  // namespace

void open_store(const std::filesystem::path& directory)
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be used on this machine"};
    std::filesystem::create_directories(directory);
    opened = std::make_unique<Store>(directory / "site.db");
}

Store& store()
{
    if (!opened) throw std::logic_error{"the store is not open: open_store() runs at the start"};
    return *opened;
}
