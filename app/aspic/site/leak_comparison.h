#pragma once
// Compares one page as several visitors had it made, and searches it for their names. Inner part of
// the leak test.

#include <string>
#include <vector>

#include <aspic/site/leak_visitor.h>

namespace aspic {

class LeakComparison {
public:
    LeakComparison(std::string route, std::string target)
        : route_{std::move(route)}, target_{std::move(target)}
    {
    }

    /// REQUIRES: a page was kept for both.
    void compare(const LeakVisitor& one, const LeakVisitor& other);

    /// A page that is the same for everyone can still contain a name that the first visitor left in
    /// a static variable.
    void search(const LeakVisitor& visitor, const std::vector<Person>& people);

    void add(std::string what) { leaks_.push_back({route_, target_, std::move(what)}); }
    const std::vector<Leak>& leaks() const { return leaks_; }

private:
    void compare_field(const std::string& name, const LeakVisitor& one, const LeakVisitor& other);
    void search(const LeakVisitor& visitor, const std::string& text);

    std::string route_;
    std::string target_;
    std::vector<Leak> leaks_;
};

}  // namespace aspic
