// Readers of what strangers send, held against bytes that nobody would send (standards.md T36).
//
// A target reads bytes and says which promise it broke, if any; a crash is found by the sanitizers
// that `./dev fuzz` builds with. Inputs grow from a target's seeds by small changes, so that they
// get past the first check of a parser. The same seed gives the same inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::fuzz {

struct Target {
  std::string_view name;
  std::vector<std::string> seeds;  // well-formed, at least one
  // The promise that `bytes` made it break, in words; empty if it kept all. Throws nothing: an
  // exception is a finding too.
  std::function<std::optional<std::string>(std::string_view bytes)> read;
};

// Every reader of ours that meets a stranger's bytes.
std::vector<Target> all_targets();

// Endless inputs for one target, none longer than 64 KiB.
class Inputs {
 public:
  Inputs(const Target& target, std::uint64_t seed);
  const std::string& next();

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  void change();
  void change_byte();
  void insert();
  void cut();
  void repeat();
  void splice();

  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_;
  std::string now_;
};

struct Found {
  std::string input, what;
};
// The first broken promise among `rounds` inputs. `about_to_read` hears each input before it is
// read, for whoever has to tell of a crash.
std::optional<Found> search(const Target& target, std::uint64_t seed, std::size_t rounds,
                            const std::function<void(std::string_view)>& about_to_read = {});

// "GET /\x00": printable, and exact.
std::string printable(std::string_view bytes);

}  // namespace latchkey::fuzz
