#pragma once
// The views of the probe that read what a request brings (probe_requests.cpp).

#include <aspic/aspic.h>

#include <filesystem>

namespace requests {

/// Where /upload?save saves a file. Called once, before views run.
void save_in(std::filesystem::path directory);

aspic::Response upload(aspic::Request& request);
aspic::Response json(aspic::Request& request);
aspic::Page priced(aspic::Request& request);
aspic::Response hook(aspic::Request& request);
aspic::Response enter(aspic::Request& request);
aspic::Response value(aspic::Request& request);

}  // namespace requests
