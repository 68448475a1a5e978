// What a cached view reads of a request, what a view that forwards passes on, and the cache key.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/syntax.h>
#include <aspic/entries/forward_request.h>
#include <aspic/entries/key.h>

namespace {

using aspic::Input;
using aspic::InputKind;
using aspic::Inputs;
using aspic::Request;
using aspic::RequestSource;

void require(bool condition)
{
    if (!condition) std::abort();
}

Request request_of(std::string_view target, std::vector<RequestSource::Field> fields,
                   std::string_view host)
{
    RequestSource source;
    source.target = target;
    source.host = host;
    source.fields = std::move(fields);
    return Request{std::move(source), *aspic::Target::parse(target)};
}

std::string key_of(const Request& request, const Inputs& reads)
{
    return aspic::cache_key("/a/<b>", {}, reads, request);
}

// A visitor must not change a page that is stored for others: what a view that forwards passes on
// under a name is what stands in the key, if the answer's Vary names it.
void check_forwarded(const Request& request, const std::set<std::string>& names)
{
    Inputs reads;
    const aspic::ForwardRequest forward{request, reads};
    const auto fields = forward.fields();
    require(reads.empty());
    for (const auto& [name, value] : fields)
        require(name != "cookie" && name != "host" && names.contains(name));
    for (const std::string& name : names) {
        std::vector<RequestSource::Field> passed_on;
        for (const auto& [one, value] : fields) {
            if (one == name) passed_on.emplace_back(one, value);
        }
        if (aspic::detail::is_forwardable(name, ""))
            require(aspic::vary_value(request, name) ==
                    aspic::vary_value(request_of("/", std::move(passed_on), ""), name));
    }
}

// A page is rendered again from the inputs in its key, and must have the same key then.
void check_key(const Request& request, const Inputs& reads)
{
    std::vector<std::pair<std::string, std::string>> known;
    for (const Input& input : reads) {
        const auto value = aspic::key_value(request, input);
        const bool is_field = input.kind == InputKind::header || input.kind == InputKind::vary;
        if (value && is_field) known.emplace_back(input.name, *value);
        require(aspic::parse_input(aspic::to_text(input)) == input);
    }
    require(aspic::parse_inputs(aspic::to_text(reads)) == reads);
    std::vector<RequestSource::Field> fields;
    for (const auto& [name, value] : known)
        fields.emplace_back(name, value);
    const std::string host{request.host()};
    const std::string target = std::string{request.path()} + '?' + std::string{request.raw_query()};
    if (!aspic::Target::parse(target)) return;
    require(key_of(request_of(target, std::move(fields), host), reads) == key_of(request, reads));
}

}  // namespace

// The first line is the target, and each line after it a field. Few are compared with each other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    const std::string_view target = aspic::syntax::take_until(rest, '\n');
    if (!aspic::Target::parse(target)) return 0;
    std::vector<RequestSource::Field> fields;
    std::set<std::string> names;
    constexpr std::size_t most_fields = 20;
    while (!rest.empty() && fields.size() < most_fields) {
        std::string_view value = aspic::syntax::take_until(rest, '\n');
        const std::string_view name = aspic::syntax::take_until(value, ':');
        fields.emplace_back(name, aspic::syntax::trim(value));
        names.insert(aspic::field_input_name(name));
    }
    const Request request = request_of(target, std::move(fields), "example.org");
    check_forwarded(request, names);

    Inputs reads;
    aspic::ForwardRequest view{request, reads};
    require(view.query("a") == request.query("a") && view.raw_query() == request.raw_query());
    require(view.host() == request.host() && view.scheme() == request.scheme());
    bool is_header = true;
    for (const std::string& name : names) {
        const Input input{is_header ? InputKind::header : InputKind::vary, name};
        is_header = !is_header;
        if (name.empty() || !aspic::may_be_read(input)) continue;
        if (input.kind == InputKind::vary)
            reads.insert(input);
        else
            require(view.header(name) == request.header(name));
    }
    check_key(request, reads);
    return 0;
}
