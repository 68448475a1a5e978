#include <aspic/rendering/content_security_policy.h>

#include <sodium.h>

#include <array>
#include <optional>
#include <vector>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

namespace aspic {

namespace {

struct Directive {
    std::string name;
    std::vector<std::string> sources;
};

std::vector<Directive> parse(std::string_view policy)
{
    std::vector<Directive> directives;
    while (!policy.empty()) {
        std::string_view rest = syntax::trim(syntax::take_until(policy, ';'));
        Directive directive;
        while (!rest.empty()) {
            const std::string_view word = syntax::take_until(rest, ' ');
            rest = syntax::trim(rest);
            if (directive.name.empty()) {
                directive.name = word;
            } else {
                directive.sources.emplace_back(word);
            }
        }
        if (!directive.name.empty()) directives.push_back(std::move(directive));
    }
    return directives;
}

Directive* find(std::vector<Directive>& directives, std::string_view name)
{
    for (Directive& directive : directives) {
        if (equal_ignoring_case(directive.name, name)) return &directive;
    }
    return nullptr;
}

// 'unsafe-inline' counts only if there is neither a hash nor a nonce, so adding a hash would cancel
// it.
bool allows_inline(const Directive& directive)
{
    bool unsafe_inline = false;
    for (const std::string& source : directive.sources) {
        if (source.starts_with("'sha") || source.starts_with("'nonce-")) return false;
        unsafe_inline = unsafe_inline || equal_ignoring_case(source, "'unsafe-inline'");
    }
    return unsafe_inline;
}

void allow(Directive& directive, const std::string& source)
{
    std::erase_if(directive.sources,
                  [](const std::string& one) { return equal_ignoring_case(one, "'none'"); });
    directive.sources.push_back(source);
}

std::string allow_in_one(std::string_view policy, const std::string& source)
{
    std::vector<Directive> directives = parse(policy);
    Directive* governing = find(directives, "script-src-elem");
    if (governing == nullptr) governing = find(directives, "script-src");
    const Directive* fallback = find(directives, "default-src");
    if (governing != nullptr) {
        if (!allows_inline(*governing)) allow(*governing, source);
    } else if (fallback != nullptr && !allows_inline(*fallback)) {
        Directive scripts{"script-src", fallback->sources};
        allow(scripts, source);
        directives.push_back(std::move(scripts));
    }
    std::string text;
    for (const Directive& directive : directives) {
        if (!text.empty()) text += "; ";
        text += directive.name;
        for (const std::string& one : directive.sources)
            text.append(" ").append(one);
    }
    return text;
}

}  // namespace

std::string hash_source(std::string_view text)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, variant)> base64{};
    sodium_bin2base64(base64.data(), base64.size(), hash.data(), hash.size(), variant);
    return std::string{"'sha256-"} + base64.data() + '\'';
}

std::string allow_script(std::string_view policies, std::string_view script)
{
    const std::string source = hash_source(script);
    std::string text;
    while (!policies.empty()) {
        const std::string_view policy = syntax::take_until(policies, ',');
        if (!text.empty()) text += ", ";
        text += allow_in_one(policy, source);
    }
    return text;
}

}  // namespace aspic
