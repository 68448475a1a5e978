// The search index of the catalogue as it is now. It is made when it is first needed, and made again
// after an update of the catalogue, also by another process. Any thread may call this: one thread
// makes the index, and the others use the old one in the meantime.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "catalogue/search_index.h"
#include "database/database_pool.h"

namespace manual {

class CurrentIndex {
public:
    // The result stays valid, whatever happens to the catalogue.
    std::shared_ptr<const SearchIndex> of(DatabasePool& catalogue);

private:
    std::shared_ptr<const SearchIndex> newest(std::int64_t& revision);

    std::mutex makes_;
    std::mutex swaps_;
    std::shared_ptr<const SearchIndex> index_;
    std::int64_t revision_ = -1;
};

}  // namespace manual
