#pragma once
// Views of the probe whose answers are no pages: JSON, files, streams.

#include <aspic/aspic.h>

#include <filesystem>
#include <string_view>

namespace probe {

/// Where `file` finds its files, and what `gated` waits for: the directory of the site's data.
void use_data(const std::filesystem::path& directory);

aspic::Response tagged(aspic::PublicRequest& request, std::string_view name);
aspic::Page with_cookies(aspic::Request& request);
aspic::Response large(aspic::Request& request, int megabytes);
aspic::File file(aspic::Request& request, std::string_view name);
aspic::Response forwards(aspic::Request& request);
aspic::Stream stream(aspic::Request& request, int megabytes);
aspic::Result kept_stream(aspic::PublicRequest& request);
aspic::Stream fails_after(aspic::Request& request, int pieces);
aspic::Stream promises(aspic::Request& request, int bytes, int given);
aspic::Stream gated(aspic::Request& request);
aspic::Response streams(aspic::Request& request);

}  // namespace probe
