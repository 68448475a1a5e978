#include <aspic/site/leak_comparison.h>

#include <aspic/site/difference.h>

namespace aspic {

namespace {

constexpr std::size_t least_searched = 8;  // bytes; a page may contain a shorter name by chance

}  // namespace

void LeakComparison::compare(const LeakVisitor& one, const LeakVisitor& other)
{
    const KeptPage& mine = *one.kept();
    const KeptPage& theirs = *other.kept();
    if (mine.status != theirs.status) {
        add("the status is " + std::to_string(mine.status) + one.as() + ", " +
            std::to_string(theirs.status) + other.as());
    }
    for (const Headers::Field& field : mine.fields)
        compare_field(field.name, one, other);
    for (const Headers::Field& field : theirs.fields) {
        if (!mine.fields.has(field.name)) compare_field(field.name, one, other);
    }
    if (mine.tags != theirs.tags) add("its tags" + one.as() + " are not its tags" + other.as());
    if (const auto place = find_difference(mine.body, theirs.body)) {
        add("the body differs at line " + std::to_string(place->line) + ", column " +
            std::to_string(place->column) + " (byte " + std::to_string(place->byte) +
            "): " + place->first + one.as() + ", " + place->second + other.as());
    }
}

void LeakComparison::compare_field(const std::string& name, const LeakVisitor& one,
                                   const LeakVisitor& other)
{
    const auto mine = one.kept()->fields.joined(name);
    const auto theirs = other.kept()->fields.joined(name);
    if (mine == theirs) return;
    const auto shown = [](const std::optional<std::string>& value) {
        return value ? excerpt(*value, 0, value->size()) : "absent";
    };
    add("the field " + name + " is " + shown(mine) + one.as() + ", " + shown(theirs) + other.as());
}

void LeakComparison::search(const LeakVisitor& visitor, const std::vector<Person>& people)
{
    for (const Person& person : people) {
        search(visitor, person.user);
        search(visitor, person.name);
    }
}

void LeakComparison::search(const LeakVisitor& visitor, const std::string& text)
{
    if (text.size() < least_searched) return;
    const std::string& body = visitor.kept()->body;
    if (const std::size_t at = body.find(text); at != std::string::npos) {
        add("the body holds \"" + text + "\"" + visitor.as() +
            " too: " + excerpt(body, at, text.size()));
    }
    for (const Headers::Field& field : visitor.kept()->fields) {
        if (field.value.find(text) != std::string::npos)
            add("the field " + field.name + " holds \"" + text + "\"" + visitor.as() + " too");
    }
}

}  // namespace aspic
