#include "kiosk/desk/letter_desk.h"

#include <algorithm>

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;
using tickets::Letter;
using tickets::LetterId;

namespace {

bool may_look(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::letters) == staff::Grant::own_offices;
}

bool is_theirs(const staff::Member& member, const Letter& letter) {
  return may_look(member) &&
         std::ranges::find(member.locations, letter.location) != member.locations.end();
}

std::string name_of(const accounts::Person& person) {
  return person.first_name + ' ' + person.last_name;
}

}  // namespace

struct LetterDesk::Whole {
  Letter letter;
  accounts::Person person;
  std::string address;  // empty if there is none, or none that may be used
};

std::optional<http::Response> LetterDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/letters") return std::nullopt;
  if (!may_look(visit.session.member)) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"letter.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "not_your_role", &visit.session);
  }
  if (visit.request.method == "POST") return end(visit);
  const LetterId id{visit.number("letter")};
  return id.value == 0 ? list(visit) : show(visit, id);
}

http::Response LetterDesk::list(const Visit& visit) const {
  View page = words_.page("letters", words_.text("letters.title"), visit.session);
  View& letters = page.section("LETTERS");
  const auto all = parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {"letter.list", "none", 0});
    std::vector<std::pair<Letter, std::string>> out;
    for (const Letter& letter : tickets::open_letters(tx)) {
      if (!is_theirs(visit.session.member, letter)) continue;
      const auto person = parts_.roster.person(tx, letter.patient);
      out.emplace_back(letter, person ? name_of(*person) : std::string());
    }
    return out;
  });
  if (all.empty()) letters.show("NONE");
  View* const table = all.empty() ? nullptr : &letters.section("TABLE");
  for (const auto& [letter, name] : all) {
    View& row = table->section("LETTER");
    row.set("ID", letter.id.value).set("NAME", name);
    row.set("ABOUT", words_.word("letter_about", tickets::letter_about_names[letter.about]));
    row.set("WHY", words_.word("letter_why", tickets::letter_why_names[letter.why]));
    row.set("OFFICE", words_.office(letter.location));
    row.set("ASKED", words_.moment(letter.location, letter.asked_at));
  }
  return words_.answer(200, page);
}

std::optional<LetterDesk::Whole> LetterDesk::read(Transaction& tx, const Visit& visit,
                                                  LetterId id) const {
  const auto letter = tickets::open_letter(tx, id);
  if (!letter || !is_theirs(visit.session.member, *letter)) return std::nullopt;
  auto person = parts_.roster.person(tx, letter->patient);
  if (!person) return std::nullopt;
  Whole out{*letter, *std::move(person), {}};
  for (const accounts::Contact& contact : parts_.roster.contacts(tx, letter->patient))
    if (contact.kind == accounts::ContactKind::postal &&
        contact.safety == accounts::Contact::Safety::safe && out.address.empty())
      out.address = contact.value.reveal();
  return out;
}

// In the patient's language, on one sheet; what is around it is not printed.
void LetterDesk::write_letter(View& page, const Whole& whole) const {
  const Texts& texts = parts_.texts;
  const std::string& wished = whole.person.language;
  const std::string language =
      texts.speaks(wished) ? wished : parts_.config.clinic.default_language;
  const Location* office = parts_.config.location(whole.letter.location);
  const std::string when = parts_.words.moment(
      language, parts_.calendar.zone(whole.letter.location), whole.letter.asked_at);
  const std::string phone = office ? shown_phone(office->phone) : std::string();
  const auto fill = [&](std::string_view key) {
    return texts.fill(language, {"letters", key},
                      {{"name", std::string_view(whole.person.first_name)},
                       {"when", std::string_view(when)},
                       {"phone", std::string_view(phone)},
                       {"portal", std::string_view(parts_.config.clinic.portal_name)}});
  };
  View& sheet = page.section("SHEET");
  const bool rtl = texts.language(language).direction == Direction::right_to_left;
  sheet.set("SHEET_LANG", language).set("SHEET_DIR", rtl ? "rtl" : "ltr");
  sheet.set("FROM", office ? office->name : parts_.config.clinic.name);
  sheet.set("TO", name_of(whole.person)).set("ADDRESS", whole.address);
  sheet.set("GREETING", fill("frame.greeting"));
  sheet.set("NEWS", fill(std::string(tickets::letter_about_names[whole.letter.about]) + ".text"));
  sheet.set("WAS_YOU", fill("frame.was_you")).set("NOT_YOU", fill("frame.not_you"));
  sheet.set("WHY_POST", fill("frame.why_post")).set("STAFF", fill("frame.staff"));
}

http::Response LetterDesk::show(const Visit& visit, LetterId id) const {
  const auto whole = parts_.store.write([&](Transaction& tx) {
    auto found = read(tx, visit, id);
    record(tx, parts_, visit.session,
           {"letter.read", "patient", found ? found->person.id.value : 0,
            found ? Answer::allowed : Answer::refused});
    return found;
  });
  if (!whole) return words_.message(404, "no_letter", &visit.session);
  View page = words_.page("letters", words_.text("letters.one_title"), visit.session);
  View& letter = page.section("LETTER_PAGE");
  letter.set("ID", whole->letter.id.value);
  if (whole->address.empty())
    letter.show("NO_ADDRESS");
  else
    letter.show("POSTED");
  write_letter(letter, *whole);
  return words_.answer(200, page);
}

http::Response LetterDesk::end(const Visit& visit) const {
  const auto how = tickets::letter_end_names.find(visit.field("do"));
  const LetterId id{visit.number("letter")};
  const bool done = parts_.store.write([&](Transaction& tx) {
    const auto found = how ? read(tx, visit, id) : std::nullopt;
    const Word action = how == tickets::LetterEnd::told ? Word("letter.told")
                        : how                           ? Word("letter.posted")
                                                        : Word("letter.unknown");
    record(tx, parts_, visit.session,
           {action, "patient", found ? found->person.id.value : 0,
            found ? Answer::allowed : Answer::refused});
    return found && tickets::end_letter(tx, id, *how, visit.session.member.id, parts_.clock.now());
  });
  if (!done) return words_.message(404, "no_letter", &visit.session);
  return redirect("/letters", words_.scheme());
}

}  // namespace latchkey::kiosk
