#pragma once
// The jobs of a site, with the leases that its options ask for. Inner part of the commands.

#include <memory>

#include <aspic/commands/server_options.h>
#include <aspic/jobs/job_runner.h>
#include <aspic/site/application.h>

namespace aspic {

/// The application must outlive it. It has not started yet.
std::unique_ptr<JobRunner> make_jobs(const Site& site, const ServerOptions& options,
                                     Application& application);

/// The same for a command that renders pages without serving: runs only what their views begin
/// (after_answer). It has started. REQUIRES: a PurgeScope of the application exists.
std::unique_ptr<JobRunner> start_jobs_of_views(const ServerOptions& options,
                                               Application& application);

}  // namespace aspic
