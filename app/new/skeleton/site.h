// The whole site, for the program and for its tests.
#pragma once

#include <aspic/aspic.h>

aspic::Site the_site();
