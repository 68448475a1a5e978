#include <aspic/base/exception_type.h>

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

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
    return name ? name.get() : type->name();
}

std::string text_of_exception()
{
    const std::exception_ptr current = std::current_exception();
    if (!current) return {};
    try {
        std::rethrow_exception(current);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "it threw something that is not a std::exception";
    }
}

}  // namespace aspic
