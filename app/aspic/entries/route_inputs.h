#pragma once
// What is known of the inputs of one route. Each stored page has the inputs that its view read in
// its key, and no others. So a page may be stored under one of several sets of inputs, and a
// request asks for it under each of them. Any thread; reading takes no lock.

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <aspic/entries/inputs.h>

namespace aspic {

class RouteInputs {
public:
    /// A route with more inputs than this gets no new ones, and pages that need them are not
    /// stored. A view that reads names which visitors make up would come to this number.
    static constexpr std::size_t most_inputs = 64;
    /// With this number of sets, a page with a new set gets all inputs of the route in its key.
    /// That set replaces the newest one, whose pages are then not found any more.
    static constexpr std::size_t most_sets = 16;

    struct Known {
        /// The sets in the keys of stored pages; the newest first.
        std::vector<Inputs> sets{};
        /// The union of the sets. Requests that agree on these inputs get the same page, as far as
        /// is known.
        Inputs all{};
        /// `all`, and the inputs of answers that were not stored. Never in the key of a page.
        Inputs with_unstored{};
    };

    RouteInputs();

    /// The reference is valid as long as this object: what was replaced is kept.
    const Known& get() const { return *current_.load(std::memory_order_acquire); }

    struct Learned {
        Inputs set;  // for the page's key: what was read, or more
        bool is_new;
    };
    /// A page is stored whose view read these inputs. Returns nothing if the route would have too
    /// many inputs.
    std::optional<Learned> add(const Inputs& reads);

    /// An answer was not stored. Returns false if the route would have too many inputs.
    bool add_unstored(const Inputs& reads);

private:
    void replace(Known known);

    std::mutex growing_;
    std::vector<std::unique_ptr<const Known>> versions_;
    std::atomic<const Known*> current_;
};

}  // namespace aspic
