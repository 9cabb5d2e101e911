// The test framework under one name: Catch2 2 (Debian 12) and 3 (newer) keep their header in different places.
#pragma once

#if defined(WHITEWATER_CATCH2_3)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
