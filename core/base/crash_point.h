// Places where a test may pull the plug (rulings.md R33).
//
// A named point between two steps that must not come apart ("store.before_commit"). In a build
// with LATCHKEY_TEST_HOOKS the process kills itself with SIGKILL at the count-th time it passes the
// point named in the environment, LATCHKEY_CRASH_AT="name:count"; nothing is flushed, no destructor
// runs. In every other build a point is nothing at all. Thread-safe.
#pragma once

namespace latchkey {

#ifdef LATCHKEY_TEST_HOOKS
void crash_point(const char* name);
#else
inline void crash_point(const char*) {}
#endif

}  // namespace latchkey
