// Text that must not leak: codes, passwords, tokens, keys.
//
// A Secret has no operator<< and no implicit conversion, so it can't be logged by accident; its
// memory is wiped when it goes; equality takes the same time wherever the difference is.
#pragma once

#include <string>
#include <string_view>

namespace latchkey {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  ~Secret() { wipe(); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;

  // The text itself, for the few places that must use it. The view dies with the Secret.
  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }

  // Constant time for equal lengths.
  friend bool operator==(const Secret& a, const Secret& b);

 private:
  void wipe() noexcept;
  std::string text_;
};

// Constant time for equal lengths; lengths themselves are not hidden.
bool same_bytes(std::string_view a, std::string_view b);

}  // namespace latchkey
