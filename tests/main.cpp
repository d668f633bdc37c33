// The one entry of the test program; every *_test.cpp registers itself.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "doctest.h"
