#pragma once
// The texts of the manual page that no table has. Values. Inner part of the manual page.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct ManualEntry {
    std::string term;
    std::string text;
};

struct ManualExample {
    std::string text;
    std::vector<std::string> lines;
};

std::vector<std::string> manual_description();
std::vector<std::string> manual_environment();
std::vector<ManualEntry> manual_files(std::string_view program);
std::vector<ManualEntry> manual_exit_statuses();
std::vector<ManualEntry> manual_signals();
std::vector<ManualExample> manual_examples(const std::string& program);
/// Other pages, as "name(section)".
std::string manual_references();

}  // namespace aspic
