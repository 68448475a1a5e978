#pragma once
// Templates that a test writes itself: a base and others. Each one gets its pragma.

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "temporary_directory.h"

namespace support {

class TemplateDirectory {
public:
    using Texts = std::vector<std::pair<std::string_view, std::string_view>>;

    explicit TemplateDirectory(const Texts& texts)
    {
        write("base.tpl", "<body>{{>CONTENT}}</body>");
        for (const auto& [name, text] : texts)
            write(name, text);
    }
    void write(std::string_view name, std::string_view text) const
    {
        directory_.write(name, "{{%AUTOESCAPE context=\"HTML\"}}" + std::string{text});
    }
    void write_as_is(std::string_view name, std::string_view text) const
    {
        directory_.write(name, text);
    }
    const std::filesystem::path& path() const { return directory_.path(); }
    /// An error's text as if this directory were the working directory: "page.tpl:1: ...".
    std::string relative(std::string text) const
    {
        const std::string directory = path().string() + '/';
        for (std::size_t at = text.find(directory); at != std::string::npos;
             at = text.find(directory, at))
            text.erase(at, directory.size());
        return text;
    }

private:
    TemporaryDirectory directory_;
};

}  // namespace support
