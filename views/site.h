// The site "Manual": this machine's manual pages.
#pragma once

#include <aspic/aspic.h>

namespace manual {

aspic::Site manual_site();

}  // namespace manual
