// The desk's settings: offices and hours, holidays, who helps with what, and what to do.
//
// Administrators only. A change is saved as a draft, read once more as a list of what it changes,
// and published shortly after six digits; the service takes it up by itself within seconds. Nothing
// is saved that the service would not start with, and nobody overwrites a colleague unseen
// (core/operations/settings.h). Every version stays, can be taken as a file, and can be gone back
// to. Every look and act is on record. Thread-safe.
#pragma once

#include <optional>

#include "core/settings/documents.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/setting_form.h"

namespace latchkey::kiosk {

class SettingsDesk : public PageGroup {
 public:
  // Both outlive it.
  SettingsDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/settings" and what is below it; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  // What stands: the draft, else what is published, else the file.
  struct Standing {
    std::int64_t number = 0;  // 0: the file
    std::string text;
    std::optional<settings::Version> draft, published;
  };
  struct Edited;  // an editor's text, as it stands or as it was typed (setting_edited.h)
  Standing standing(const std::string& document) const;
  std::string in_force(const std::string& document, const Standing& stands) const;
  std::optional<std::string> text_of(const std::string& document, std::int64_t number) const;
  SettingPlace place(const Visit& visit) const;
  void record(storage::Transaction& tx, const Visit& visit, const Deed& deed,
              const std::string& details) const;
  void looked(const Visit& visit, const std::string& details) const;

  http::Response list(const Visit& visit) const;
  http::Response edit(const Visit& visit) const;
  http::Response editor(const Visit& visit, int status, const Edited& edited) const;
  http::Response review(const Visit& visit, int status, const std::string& problem) const;
  http::Response history(const Visit& visit) const;
  http::Response version(const Visit& visit) const;
  std::optional<Edited> read(const Visit& visit) const;
  http::Response save(const Visit& visit) const;
  http::Response keep(const Visit& visit, Edited edited) const;
  http::Response go_back(const Visit& visit) const;
  http::Response publish(const Visit& visit) const;
  http::Response withdraw(const Visit& visit) const;
  http::Response take_file(const Visit& visit) const;
  void show_document(View& list, const Visit& visit, const std::string& document) const;
  void show_changes(View& into, const std::string& document, const std::string& before,
                    const std::string& after) const;
  std::string title(std::string_view document) const;
  std::string name_of(StaffId id) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
