// The site "Manual": this machine's manual pages.
#pragma once

#include <aspic.h>

namespace manual {

aspic::Site manual_site();

}  // namespace manual
