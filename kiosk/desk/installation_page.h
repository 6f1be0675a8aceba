// The desk's page "What this installation can do" (product.md), and how it is just now.
//
// Above: what the account system can do, with what happens instead of what it can't, and what
// patients are therefore offered. Below: one line for each thing that must be well, with a word for
// how it is and a sentence on what to do. States and numbers only: no secret, path or name of a
// machine. For administrators, managers and IT. Thread-safe.
#pragma once

#include <optional>

#include "core/operations/installation.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class InstallationPage : public PageGroup {
 public:
  // Both outlive it.
  InstallationPage(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/installation"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  void show_capabilities(View& page, const operations::Installation& is) const;
  void show_setting(View& page, const operations::Installation& is) const;
  void show_health(View& page, const operations::Installation& is, Millis wrote_in) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
