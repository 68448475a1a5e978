// What an operator does if the file of the catalogue is damaged. Any thread may call this.
#pragma once

#include <string>

#include "database/database_error.h"

namespace manual {

// Runs `work`. If it throws a DatabaseError, its text then says the way out.
template <class Work>
auto or_say_how_to_mend(Work work)
{
    try {
        return work();
    } catch (const DatabaseError& error) {
        throw DatabaseError{std::string{error.what()} +
                            "; if the file is damaged, stop the site and remove catalogue.db* in "
                            "its directory: the next start makes it again from the manual pages"};
    }
}

}  // namespace manual
