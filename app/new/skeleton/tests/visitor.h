// A visitor of a site that has just been set up, with no notes and no users. There is no server:
// requests go through the whole site within the test.
#pragma once

#include <aspic/test.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "site.h"

class DataDirectory {
public:
    DataDirectory()
    {
        std::string name = std::filesystem::temp_directory_path() / "newsite-test-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make " + name};
        path_ = name;
    }
    ~DataDirectory() { std::filesystem::remove_all(path_); }
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

struct Visitor {
    DataDirectory data;
    aspic::TestClient client{the_site(),
                             {.templates = "templates", .options = {{"data", data.path()}}}};

    aspic::TestResponse sign_up(const std::string& name)
    {
        return client.post("/account/sign-up",
                           {{"name", name}, {"password", "correct horse"}, {"next", "/"}});
    }
    aspic::TestResponse write(const std::string& text)
    {
        return client.post("/notes/write", {{"text", text}});
    }
    std::string field(const std::string& target, const std::string& name)
    {
        return std::string{client.get(target).headers.get(name).value_or("")};
    }
};

inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}
