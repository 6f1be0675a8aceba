// How everybody hears of a recovery, and who is told by post.
#include "core/conversations/telling.h"

#include "core/conversations/desk_acts.h"
#include "core/conversations/effects.h"
#include "core/conversations/messages.h"

namespace latchkey::conversations {

namespace {

using storage::Transaction;
using tickets::LetterAbout;

// A notice must arrive, even a day later (standards.md T40).
constexpr std::chrono::hours notice_life{48};
// Ordinals of errands count up from 0; these are none of theirs.
constexpr std::int64_t not_me_ordinal = -1;

LetterAbout about_of(flow::Topic recovered) {
  switch (recovered) {
    case flow::Topic::first_sign_in:
      return LetterAbout::account_opened;
    case flow::Topic::forgot_user_name:
      return LetterAbout::user_name_told;
    case flow::Topic::locked:
      return LetterAbout::unlocked;
    default:
      return LetterAbout::password_changed;
  }
}

LetterAbout about_of(const flow::TellEveryone& effect) {
  const bool saved = effect.about == flow::TellEveryone::About::saved_code;
  return saved ? LetterAbout::saved_code_made : about_of(effect.recovered);
}

// How the audit log calls it.
Word told_word(LetterAbout about) {
  switch (about) {
    case LetterAbout::saved_code_made:
      return "saved_code.told";
    case LetterAbout::account_opened:
      return "registration.opened";
    case LetterAbout::user_name_told:
      return "recovery.user_name_told";
    case LetterAbout::unlocked:
      return "recovery.unlocked";
    default:
      return "recovery.password_set";
  }
}

}  // namespace

// Others than the one that the code went to.
struct Effects::Told {
  int all = 0, others = 0;
};

// In the patient's own language (product.md rule 8).
Effects::Told Effects::tell(const accounts::Person& person, const flow::TellEveryone& effect) {
  const Messages messages(world_.texts, world_.config);
  const std::string_view message = tickets::letter_about_names[about_of(effect)];
  const Time expires = now_ + notice_life;
  const auto had_code = effect.code_by ? contacts_.contact(person.id, *effect.code_by)
                                       : std::optional<accounts::Contact>();
  Told told;
  for (const accounts::Contact& contact : told_of(tx_, world_.roster, person.id)) {
    courier::Errand out = errand(courier::Kind::notice, expires);
    courier::load(out,
                  messages.recovered(person.language, contact, message, draws_.not_me, expires));
    put(out);
    told.all += 1;
    if (!had_code || contact.value != had_code->value) told.others += 1;
  }
  return told;
}

void Effects::ask_letter(const accounts::Person& person, const flow::TellEveryone& effect) {
  tickets::ask_letter(
      tx_, {tickets::LetterId{draws_.row_id(world_.sealer, letter_ordinal)}, conversation_.id,
            person.id, office_of(tx_, world_.rooms(), person.id, now_), about_of(effect),
            tickets::LetterWhy::nobody_else, now_});
}

// All notices of one recovery carry the same way to say "this wasn't me": whoever reads one of them
// first stops it.
void Effects::on(const flow::TellEveryone& effect) {
  const auto person = world_.roster.person(tx_, effect.patient);
  if (!person) return;
  const Told told = tell(*person, effect);
  if (told.all > 0)
    keep_not_me(tx_, world_.sealer,
                {ConversationId{draws_.row_id(world_.sealer, not_me_ordinal)}, effect.patient,
                 effect.recovered, conversation_.id, now_, now_ + not_me_life, std::nullopt},
                draws_.not_me);
  if (told.others == 0) ask_letter(*person, effect);
  record(told_word(about_of(effect)), effect.patient);
}

void notice_lost(Transaction& tx, const World& world, ConversationId recovery, tickets::LetterId id,
                 Time now) {
  const auto told = notified(tx, recovery);
  if (!told) return;
  // Of what staff did, the act itself says what it was.
  const auto act = find_act(tx, world.sealer, DeskActId{recovery.value});
  const auto about = act ? told_about(act->act) : std::nullopt;
  tickets::ask_letter(
      tx, {id, recovery, told->patient, office_of(tx, world.rooms(), told->patient, now),
           about.value_or(about_of(told->recovered)), tickets::LetterWhy::undelivered, now});
}

}  // namespace latchkey::conversations
