#pragma once
// The jobs of a site, with the leases that its options ask for. Inner part of `serve`.

#include <memory>

#include <aspic/commands/server_options.h>
#include <aspic/jobs/job_runner.h>
#include <aspic/site/application.h>

namespace aspic {

/// The application must outlive it. It has not started yet.
std::unique_ptr<JobRunner> make_jobs(const Site& site, const ServerOptions& options,
                                     Application& application);

}  // namespace aspic
