// Finding, with the same work for everybody.
#include <algorithm>
#include <array>

#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

namespace {

constexpr std::size_t opens = 4;  // candidates opened, real ones or decoys

// One fact: not asked for, or a set of patients whom it fits.
struct Hits {
  enum class Asked { no, yes } asked = Asked::no;
  std::vector<PatientId> patients;

  bool fits(PatientId patient) const {
    return asked == Asked::no || std::binary_search(patients.begin(), patients.end(), patient);
  }
};

// One question to the index. Without a normal form it asks for what can't be there.
struct Question {
  Hits::Asked asked = Hits::Asked::no;
  std::optional<std::string> normal;
};

template <class Normalise>
Question question(const std::optional<std::string>& typed, Normalise normalise) {
  if (!typed) return {};
  return {Hits::Asked::yes, normalise(*typed)};
}

// The facts, other than names, that can be asked about.
using Questions = std::array<std::pair<IndexKind, Question>, 5>;

Questions questions(const Facts& facts) {
  return {{{IndexKind::zip, question(facts.zip, normal_zip)},
           {IndexKind::phone, question(facts.phone, normal_phone)},
           {IndexKind::email, question(facts.email, normal_email)},
           {IndexKind::record, question(facts.record_number, normal_record_number)},
           {IndexKind::user, question(facts.user_name, normal_user_name)}}};
}

// What the file knows of one candidate's names, and how they were found.
struct NameEvidence {
  Hits as_typed, swapped;
};

bool same_given(std::string_view typed, const Person& person) {
  const bool first = same_given_name(typed, person.first_name);
  const bool preferred = same_given_name(typed, person.preferred_name);
  return first || preferred;
}

// Both ways round are always compared, so that a swapped name costs what a straight one does.
bool names_fit(const Facts& facts, const NameEvidence& names, const Person& person,
               PatientId candidate) {
  const bool straight = facts.first_name.empty() || same_given(facts.first_name, person);
  const bool crossed = same_given(facts.last_name, person) && !facts.first_name.empty();
  return (straight && names.as_typed.fits(candidate)) ||
         (crossed && !facts.last_name.empty() && names.swapped.fits(candidate));
}

std::vector<PatientId> in_all(const std::array<Hits, 5>& all) {
  std::vector<PatientId> left;
  const Hits* smallest = nullptr;
  for (const Hits& hits : all)
    if (hits.asked == Hits::Asked::yes &&
        (smallest == nullptr || hits.patients.size() < smallest->patients.size()))
      smallest = &hits;
  if (smallest == nullptr) return left;
  for (const PatientId patient : smallest->patients)
    if (std::all_of(all.begin(), all.end(), [&](const Hits& h) { return h.fits(patient); }))
      left.push_back(patient);
  return left;
}

// A merged chart gives way to the chart that it went into.
void drop_merged(std::vector<Person>& people) {
  std::vector<PatientId> ids;
  for (const Person& person : people) ids.push_back(person.id);
  std::erase_if(people, [&](const Person& person) {
    return person.merged_into &&
           std::find(ids.begin(), ids.end(), *person.merged_into) != ids.end();
  });
}

// The first is the one that the other questions read too, as it is with a patient who is found.
StandIn another(StandIn stand_in, std::size_t place) {
  const auto at = static_cast<std::uint64_t>(stand_in.at.value) + place * (rows::ids_end / opens);
  return {PatientId{static_cast<std::int64_t>(at % rows::ids_end)}};
}

bool is_too_many(const Hits& hits) { return hits.patients.size() > rows::hits_max; }

}  // namespace

Match Roster::find(storage::Transaction& tx, const Facts& facts, StandIn stand_in) const {
  // A person without a birth date asks about a day on which nobody on the roster was born.
  const Date born = facts.birth_date.value_or(Date{});
  const auto names = [&](const std::string& typed) {
    std::vector<std::string> blinds;
    const auto forms = typed.empty() ? std::vector<std::string>{} : name_forms(typed);
    for (std::size_t i = 0; i < rows::forms_max; ++i)
      blinds.push_back(birth_blind(IndexKind::name, i < forms.size() ? forms[i] : "", born));
    return Hits{typed.empty() ? Hits::Asked::no : Hits::Asked::yes,
                rows::look_up_names(tx, blinds)};
  };
  const NameEvidence evidence{names(facts.last_name), names(facts.first_name)};
  std::array<Hits, 5> all;
  std::size_t slot = 0;
  for (const auto& [kind, ask] : questions(facts))
    all[slot++] = {ask.asked,
                   rows::look_up(tx, kind, birth_blind(kind, ask.normal.value_or(""), born))};

  std::vector<PatientId> candidates = in_all(all);
  // A name that never fits narrows before the few opens are spent.
  std::erase_if(candidates, [&](PatientId patient) {
    return !evidence.as_typed.fits(patient) && !evidence.swapped.fits(patient);
  });
  std::vector<Person> people;
  for (std::size_t i = 0; i < opens; ++i) {
    const PatientId id = i < candidates.size() ? candidates[i] : PatientId{};
    auto [is, person] = look(tx, id, another(stand_in, i));
    const bool fits = names_fit(facts, evidence, person, id);
    if (is == Looked::Is::asked_for && fits) people.push_back(std::move(person));
  }
  drop_merged(people);
  const bool unclear = candidates.size() > opens ||
                       (!candidates.empty() && std::any_of(all.begin(), all.end(), is_too_many));
  if (people.size() > 1 || unclear) return {Found::several, {}};
  if (people.empty()) return {};
  return {Found::one, people.front().id};
}

}  // namespace latchkey::accounts
