#include "kiosk/patient/step_frame.h"

#include <algorithm>
#include <array>
#include <utility>

namespace latchkey::kiosk {

std::string_view part_of(std::string_view step) {
  using Parts = std::array<std::pair<std::string_view, std::string_view>, 15>;
  static constexpr Parts parts{{{"enter_name", "who"},
                                {"enter_birth_date", "who"},
                                {"choose_detail", "who"},
                                {"enter_zip", "who"},
                                {"enter_phone", "who"},
                                {"enter_email", "who"},
                                {"enter_record_number", "who"},
                                {"choose_proof", "proof"},
                                {"enter_code", "proof"},
                                {"no_code", "proof"},
                                {"enter_saved_code", "proof"},
                                {"ask_desk", "proof"},
                                {"desk_vouched", "proof"},
                                {"choose_password", "in"},
                                {"your_user_name", "in"}}};
  const auto found = std::ranges::find(parts, step, &Parts::value_type::first);
  return found == parts.end() ? std::string_view{} : found->second;
}

void show_age(const PageWorld& world, const conversations::Prompt& prompt, const Secret& secret,
              View& page) {
  const auto text = [&](std::string_view key) { return world.texts.text(prompt.language, key); };
  page.section("OLD")
      .set("SECRET", secret.reveal())
      .set("QUESTION", prompt.question)
      .set("TEXT", text("words.page.old_page"))
      .set("GO", text("words.page.old_page_go"));
  page.section("STAY")
      .set("SECRET", secret.reveal())
      .set("MINUTES", prompt.minutes_left)
      .set("TEXT", text("words.page.ends_soon"))
      .set("GO", text("words.page.more_time"));
}

}  // namespace latchkey::kiosk
