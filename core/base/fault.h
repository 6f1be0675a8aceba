// What goes wrong, in three kinds that are never mixed.
//
// An outcome that a person can cause is a value. A Fault is the world failing (disk, network,
// configuration); it is caught at three borders only: the web's, the phone's and the courier's.
// A bug is ensure(): on in release too, it rolls back the turn instead of going on in a lie.
#pragma once

#include <stdexcept>
#include <string>

namespace latchkey {

// Says what happened in words for an operator. Holds ids, never personal data; never shown to a
// patient.
class Fault : public std::runtime_error {
 public:
  explicit Fault(const std::string& what_happened) : std::runtime_error(what_happened) {}
};

// A configuration that can't be used: names the key, the value, and what would be right.
class ConfigFault : public Fault {
 public:
  using Fault::Fault;
};

class Bug : public std::logic_error {
 public:
  explicit Bug(const std::string& broken_promise) : std::logic_error(broken_promise) {}
};

inline void ensure(bool holds, const char* promise) {
  if (!holds) throw Bug(promise);
}

}  // namespace latchkey
