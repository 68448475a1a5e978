// The pages before and after a page, in the order of its section's index. Any thread may call this.
#pragma once

#include <optional>

#include "catalogue/catalogue.h"

namespace manual {

struct Neighbours {
    std::optional<Entry> previous;
    std::optional<Entry> next;
};

// In the page's real section: 3ssl, not 3. Throws as the catalogue does.
Neighbours neighbours(Catalogue& catalogue, const Entry& page);

}  // namespace manual
