// Texts as patients see or hear them: a step or a message, in a language and a medium.
//
// Read from the live texts, with sample values in place of what is filled in, so that whoever
// answers for the words can read them without being a patient. Administrators only; nothing is
// changed here: texts are files of content/. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class TextPreview : public PageGroup {
 public:
  // Both outlive it.
  TextPreview(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/texts"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Asked {
    std::string what, language, medium;
  };
  Asked read(const Visit& visit) const;
  void show_choices(View& form, const Asked& asked) const;
  void show_texts(View& page, const Asked& asked, Time now) const;
  std::string filled(const std::string& language, const std::string& key, Time now) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
