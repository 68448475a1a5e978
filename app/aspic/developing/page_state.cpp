#include <aspic/developing/page_state.h>

#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include <aspic/base/json.h>
#include <aspic/base/random_id.h>

namespace aspic {

namespace {

template <class Value>
bool changes(Value& place, Value value)
{
    if (place == value) return false;
    place = std::move(value);
    return true;
}

}  // namespace

PageState::PageState(std::filesystem::path file) : file_{std::move(file)}, id_{random_id()}
{
    write();
}

void PageState::set_problem(Problem problem)
{
    if (changes(problem_, std::move(problem))) write();
}

void PageState::set_note(std::string note)
{
    if (changes(note_, std::move(note))) write();
}

void PageState::set_styles(std::vector<std::string> styles)
{
    if (changes(styles_, std::move(styles))) write();
}

void PageState::reload()
{
    ++reloads_;
    write();
}

std::string PageState::seen() const
{
    return id_ + '-' + std::to_string(reloads_);
}

std::string PageState::to_json() const
{
    std::string json = R"({"seen":)" + json_string(seen()) + R"(,"styles":[)";
    std::string_view comma;
    for (const std::string& url : styles_) {
        json.append(comma).append(json_string(url));
        comma = ",";
    }
    json += R"(],"note":)" + json_string(note_) + R"(,"problem":)";
    if (problem_.title.empty()) return json + "null}";
    return json + R"({"title":)" + json_string(problem_.title) + R"(,"text":)" +
           json_string(problem_.text) + "}}";
}

// By rename, so that the site never reads half of it.
void PageState::write() const
{
    const std::filesystem::path part = file_.string() + ".part";
    std::ofstream out{part, std::ios::binary | std::ios::trunc};
    out << seen() << '\n' << to_json() << '\n';
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(part, file_, error);
    if (!out || error) throw std::runtime_error{"cannot write " + file_.string()};
}

}  // namespace aspic
