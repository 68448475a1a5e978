#pragma once
// A variable of the environment for one test, which removes it at its end.

#include <stdlib.h>

#include <string>

namespace support {

class EnvironmentVariable {
public:
    EnvironmentVariable(const char* name, const std::string& value) : name_{name}
    {
        ::setenv(name, value.c_str(), 1);
    }
    ~EnvironmentVariable() { ::unsetenv(name_); }
    EnvironmentVariable(const EnvironmentVariable&) = delete;
    EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

private:
    const char* name_;
};

}  // namespace support
