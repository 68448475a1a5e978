#pragma once
// Jobs for the probe, if PROBE_JOBS is in its environment. What they do depends on files in the
// data directory, which the test makes and removes.

#include <aspic/aspic.h>

/// Adds the jobs
/// tick     each 2s: writes "begin PROCESS MILLISECONDS" and "end ..." to DATA/ticks, and stays in
///            between while DATA/hold-tick exists
///   faulty   each second: fails while DATA/fail exists
///   endless  each second, for at most one second: stays while DATA/stay exists
///   purger   each second: if DATA/purge exists, removes it and purges the tag item:purged
/// and a line in DATA/stopped when the server stops.
void add_jobs(aspic::Site& site);

/// POST /later/<what>: asks for the job "later", which writes its request's id to DATA/later. If
/// <what> is "fails", the job fails; if it is "hold", it stays while DATA/hold-later exists; if it
/// is "view", the view fails after it has asked.
aspic::Response later(aspic::Request& request, std::string_view what);
