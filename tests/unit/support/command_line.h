#pragma once
// A command line for a test, without the program's name.

#include <filesystem>
#include <string>
#include <vector>

#include <aspic/commands/options.h>

namespace support {

inline aspic::CommandLine parse_words(const std::vector<std::string>& words,
                                      const aspic::Site& site,
                                      const std::vector<std::string>& environment = {},
                                      const std::filesystem::path& default_file = {})
{
    std::vector<const char*> argv{"aspic-site"};
    for (const std::string& word : words)
        argv.push_back(word.c_str());
    const int argc = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    std::vector<const char*> variables;
    for (const std::string& variable : environment)
        variables.push_back(variable.c_str());
    variables.push_back(nullptr);
    return aspic::parse_command_line(argc, argv.data(), variables.data(), all_options(site),
                                     default_file);
}

}  // namespace support
