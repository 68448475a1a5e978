#include <aspic/base/exception_type.h>

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string_view>
#include <typeinfo>
#include <utility>

#include <aspic/base/shown_text.h>

namespace aspic {

std::string type_of_exception()
{
    const std::type_info* const type = abi::__cxa_current_exception_type();
    if (type == nullptr) return {};
    struct Free {
        void operator()(char* text) const { std::free(text); }  // NOLINT: the ABI says so
    };
    int status = 0;
    const std::unique_ptr<char, Free> name{
        abi::__cxa_demangle(type->name(), nullptr, nullptr, &status)};
    std::string text = name ? name.get() : type->name();
    constexpr std::string_view nested = "std::_Nested_exception<";
    if (text.starts_with(nested) && text.ends_with('>'))
        text = text.substr(nested.size(), text.size() - nested.size() - 1);
    return text;
}

std::string text_of_exception()
{
    const std::exception_ptr current = std::current_exception();
    if (!current) return {};
    try {
        std::rethrow_exception(current);
    } catch (const std::exception& error) {
        constexpr std::size_t longest = 4000;
        std::string text = error.what();
        return text.size() <= longest ? text : shown_text(text, longest);
    } catch (...) {
        return "it threw something that is not a std::exception";
    }
}

std::string text_of_exception_and_causes()
{
    constexpr int most_causes = 8;
    std::string text = text_of_exception();
    std::exception_ptr current = std::current_exception();
    for (int depth = 0; current && depth < most_causes; ++depth) {
        try {
            std::rethrow_exception(std::exchange(current, nullptr));
        } catch (const std::nested_exception& outer) {
            current = outer.nested_ptr();
        } catch (...) {
            break;  // it has no cause
        }
        if (!current) break;
        try {
            std::rethrow_exception(current);
        } catch (...) {
            text += "; because of " + type_of_exception() + ": " + text_of_exception();
        }
    }
    return text;
}

}  // namespace aspic
