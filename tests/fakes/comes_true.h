// Waiting for what real threads bring about.
#pragma once

#include <chrono>
#include <thread>

namespace latchkey::fakes {

// False if it does not come true within two minutes.
template <class Holds>
bool comes_true(Holds holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace latchkey::fakes
