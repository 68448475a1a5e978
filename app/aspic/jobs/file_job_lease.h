#pragma once
// The lease of a job for the processes of one data directory that share no Redis (--cache memory):
// the lock of the file DATA/jobs/NAME. The system frees the lock when the process dies. The file
// holds the time before which the job need not run, by the system's monotonic clock, which its
// processes share.

#include <filesystem>
#include <string_view>

#include <aspic/base/file_descriptor.h>
#include <aspic/jobs/job_lease.h>

namespace aspic {

class FileJobLease : public JobLease {
public:
    FileJobLease(const std::filesystem::path& data, std::string_view job,
                 std::chrono::milliseconds interval);

    Asked ask() override;
    bool renew() override { return true; }
    void finish(std::chrono::milliseconds rest) override;
    std::chrono::milliseconds lifetime() const override { return {}; }

private:
    const std::filesystem::path file_;
    const std::chrono::milliseconds interval_;
    FileDescriptor held_;  // open while the lease is held
};

}  // namespace aspic
