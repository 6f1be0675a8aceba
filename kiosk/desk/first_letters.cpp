#include "kiosk/desk/first_letters.h"

#include <algorithm>
#include <map>

#include "kiosk/desk/kinship.h"

namespace latchkey::kiosk {

using audit::Answer;
using identity::LetterBatch;
using identity::LetterBatchId;
using identity::LettersBegun;
using storage::Transaction;

namespace {

constexpr int batches_shown = 20;
constexpr std::size_t token_bytes_min = 20;

bool may_print(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::first_letters) == staff::Grant::own_offices;
}

bool is_own(const staff::Member& member, LocationId office) {
  return std::ranges::find(member.locations, office) != member.locations.end();
}

// The same form of the same member is the same batch.
LetterBatchId id_of(const Sealer& sealer, StaffId by, std::string_view token) {
  std::string form = std::to_string(by.value);
  form.append("|").append(token);
  return LetterBatchId{
      static_cast<std::int64_t>(first_bits(sealer.blind("first_letters.form", form)) >> 1U)};
}

}  // namespace

struct FirstLetters::Survey {
  std::vector<PatientId> ready{};
  std::int64_t no_address = 0, has_code = 0, unknown = 0;
};

FirstLetters::FirstLetters(const DeskParts& parts, const DeskWords& words)
    : parts_(parts),
      words_(words),
      codes_({parts.store, parts.sealer, parts.config, parts.texts, parts.roster, parts.accounts,
              parts.registrations, parts.outbox, parts.audit, parts.clock, parts.dice}),
      step_up_(parts, words) {}

std::optional<http::Response> FirstLetters::answer(const Visit& visit) const {
  if (visit.request.path != "/first-letters") return std::nullopt;
  if (!may_print(visit.session.member)) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"first_letters.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "not_your_role", &visit.session);
  }
  if (visit.request.method == "POST") return print(visit);
  const LetterBatchId id{visit.number("batch")};
  return id.value == 0 ? overview(visit, 200, "") : batch(visit, id);
}

// ---- Whom -------------------------------------------------------------------------------------

// Of the addresses on file the first that may be used: not unsafe, and not so new that whoever took
// the record over could have set it (standards.md A-4).
std::string FirstLetters::address_of(Transaction& tx, PatientId patient) const {
  const Time now = parts_.clock.now();
  for (const accounts::Contact& contact : parts_.roster.contacts(tx, patient)) {
    if (contact.kind != accounts::ContactKind::postal ||
        contact.safety == accounts::Contact::Safety::unsafe)
      continue;
    const bool is_new = contact.changed_at && !contact.verified_at &&
                        now - *contact.changed_at < parts_.roster.policy().contact_hold;
    if (!is_new) return std::string(contact.value.reveal());
  }
  return "";
}

FirstLetters::Fit FirstLetters::judge(PatientId patient, const std::vector<staff::Member>& staff,
                                      const staff::Member& by) const {
  const Time now = parts_.clock.now();
  std::optional<accounts::AccountRef> account;
  const Fit on_file = parts_.store.read([&](Transaction& tx) {
    const auto person = parts_.roster.person(tx, patient);
    const auto standing = parts_.roster.standing(tx, patient, now);
    const bool theirs = person && standing && person->account &&
                        standing->age >= parts_.roster.policy().own_account_age &&
                        kinship(staff, by, *person) == Kinship::none;
    if (!theirs) return Fit::not_theirs;
    account = person->account;
    const auto newest = parts_.registrations.newest(tx, patient, now);
    if (newest && newest->status == identity::RegistrationStatus::issued) return Fit::has_code;
    return address_of(tx, patient).empty() ? Fit::no_address : Fit::ready;
  });
  if (on_file == Fit::not_theirs) return on_file;
  const auto said = parts_.accounts.account_state(*account);
  const auto* state = std::get_if<accounts::AccountState>(&said);
  if (!state) return Fit::unknown;
  return state->status == accounts::AccountStatus::invited ? on_file : Fit::not_theirs;
}

FirstLetters::Survey FirstLetters::survey(LocationId office, const staff::Member& by) const {
  Survey out;
  const auto staff = parts_.staff.list();
  PatientId after{};
  for (;;) {
    const auto page = parts_.store.read(
        [&](Transaction& tx) { return parts_.roster.of_office(tx, office, after); });
    if (page.empty()) return out;
    after = page.back();
    for (const PatientId patient : page) switch (judge(patient, staff, by)) {
        case Fit::ready:
          out.ready.push_back(patient);
          break;
        case Fit::no_address:
          out.no_address += 1;
          break;
        case Fit::has_code:
          out.has_code += 1;
          break;
        case Fit::unknown:
          out.unknown += 1;
          break;
        case Fit::not_theirs:
          break;
      }
  }
}

// ---- Pages ------------------------------------------------------------------------------------

http::Response FirstLetters::overview(const Visit& visit, int status,
                                      std::string_view problem) const {
  const staff::Member& member = visit.session.member;
  const LocationId asked{visit.number("office")};
  const bool chosen = is_own(member, asked);
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session,
           {"first_letters.list", "none", 0,
            asked.value == 0 || chosen ? Answer::allowed : Answer::refused});
  });
  View page = words_.page("first_letters", words_.text("first_letters.title"), visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& part = page.section("FIRST_LETTERS");
  for (const LocationId office : member.locations) {
    View& one = part.section("PLACE").set("ID", office.value).set("NAME", words_.office(office));
    if (office == asked) one.show("CHOSEN");
  }
  if (chosen) {
    const Survey found = survey(asked, member);
    const std::int64_t left = parts_.store.read([&](Transaction& tx) {
      return identity::letters_left(tx, member.id, asked, parts_.clock.now());
    });
    const auto ready = static_cast<std::int64_t>(found.ready.size());
    View& counts = part.section("COUNTS");
    counts.set("READY", ready).set("NO_ADDRESS", found.no_address);
    counts.set("HAS_CODE", found.has_code).set("UNKNOWN", found.unknown).set("LEFT", left);
    if (const std::int64_t most = std::min(ready, left); most > 0)
      counts.section("PRINT")
          .set("OFFICE", asked.value)
          .set("MOST", most)
          .set("BATCH", parts_.dice.token());
  }
  show_batches(part, visit);
  return words_.answer(status, page);
}

void FirstLetters::show_batches(View& part, const Visit& visit) const {
  const auto batches = parts_.store.read([&](Transaction& tx) {
    std::vector<std::pair<LetterBatch, std::vector<identity::PostedCode>>> out;
    for (const LetterBatch& each :
         identity::letter_batches(tx, visit.session.member.locations, batches_shown))
      out.emplace_back(each, identity::letters_of(tx, each.id, parts_.clock.now()));
    return out;
  });
  if (batches.empty()) return;
  std::map<StaffId, std::string> names;
  for (const staff::Member& each : parts_.staff.list()) names[each.id] = each.display;
  View& table = part.section("BATCHES");
  for (const auto& [batch, letters] : batches) {
    const auto count = [&](identity::RegistrationStatus status) {
      return static_cast<std::int64_t>(
          std::ranges::count(letters, std::optional(status), &identity::PostedCode::status));
    };
    View& row = table.section("ROW");
    row.set("ID", batch.id.value).set("AT", words_.moment(batch.location, batch.at));
    row.set("OFFICE", words_.office(batch.location)).set("BY", names[batch.by]);
    row.set("LETTERS", batch.letters);
    row.set("ISSUED", count(identity::RegistrationStatus::issued));
    row.set("USED", count(identity::RegistrationStatus::used));
    row.set("EXPIRED", count(identity::RegistrationStatus::expired));
  }
}

http::Response FirstLetters::batch(const Visit& visit, LetterBatchId id) const {
  struct Row {
    std::string name;
    identity::PostedCode code;
  };
  std::optional<LetterBatch> batch;
  const auto rows = parts_.store.write([&](Transaction& tx) {
    std::vector<Row> out;
    batch = identity::letter_batch(tx, id);
    if (batch && !is_own(visit.session.member, batch->location)) batch.reset();
    record(tx, parts_, visit.session,
           {"first_letters.view", "batch", batch ? id.value : 0,
            batch ? Answer::allowed : Answer::refused});
    if (!batch) return out;
    for (const identity::PostedCode& code : identity::letters_of(tx, id, parts_.clock.now())) {
      const auto person = parts_.roster.person(tx, code.patient);
      out.push_back({person ? person->first_name + " " + person->last_name : "–", code});
    }
    return out;
  });
  if (!batch) return words_.message(404, "no_letter", &visit.session);
  View page = words_.page("first_letters", words_.text("first_letters.batch_title"), visit.session);
  View& part = page.section("FIRST_BATCH");
  part.set("AT", words_.moment(batch->location, batch->at));
  part.set("OFFICE", words_.office(batch->location));
  for (const Row& each : rows) {
    View& row = part.section("ROW").set("NAME", each.name);
    row.set("STATUS", each.code.status
                          ? words_.word("registration_states",
                                        identity::registration_status_names[*each.code.status])
                          : std::string(words_.text("first_letters.not_made")));
    row.set("UNTIL", each.code.expires_at ? words_.moment(batch->location, *each.code.expires_at)
                                          : std::string("–"));
  }
  return words_.answer(200, page);
}

// ---- Printing ---------------------------------------------------------------------------------

http::Response FirstLetters::print(const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  const LocationId office{visit.number("office")};
  if (!is_own(member, office)) return overview(visit, 404, "first_office");
  if (auto asked = step_up_.needed(visit)) return *std::move(asked);
  const std::string_view token = visit.field("batch");
  const std::int64_t wanted = visit.number("count");
  if (token.size() < token_bytes_min || wanted < 1) return overview(visit, 422, "first_count");
  std::vector<PatientId> to = survey(office, member).ready;
  if (to.size() > static_cast<std::size_t>(wanted)) to.resize(static_cast<std::size_t>(wanted));
  const LetterBatch batch{id_of(parts_.sealer, member.id, token), member.id, office,
                          parts_.clock.now(), static_cast<std::int64_t>(to.size())};
  const auto begun = parts_.store.write([&](Transaction& tx) {
    const LettersBegun said = identity::letter_batch(tx, batch.id) ? LettersBegun::repeated
                              : to.empty()                         ? LettersBegun::too_many
                                           : identity::begin_letters(tx, batch, to);
    record(tx, parts_, visit.session,
           {"first_letters.print", "batch", batch.id.value,
            said == LettersBegun::begun ? Answer::allowed : Answer::refused});
    return said;
  });
  if (begun == LettersBegun::repeated) return overview(visit, 409, "first_repeated");
  if (begun == LettersBegun::too_many) return overview(visit, 422, "first_count");
  View page = words_.page("first_letters", words_.text("first_letters.print_title"), visit.session);
  View& part = page.section("FIRST_SHEETS");
  for (const FirstLetter& letter : make(visit, batch, to)) write_first_letter(part, parts_, letter);
  return words_.answer(200, page);
}

std::vector<FirstLetter> FirstLetters::make(const Visit& visit, const LetterBatch& batch,
                                            const std::vector<PatientId>& to) const {
  std::vector<FirstLetter> out;
  for (const PatientId patient : to) {
    auto made = codes_.issue(
        patient, identity::RegistrationKind::paper,
        {audit::Actor::staff, visit.session.member.id.value, conversations::Seen::by_post});
    // It was used, or is no account any more, since it was counted: its row says so.
    auto* const code = std::get_if<conversations::IssuedRegistration>(&made);
    if (!code) continue;
    parts_.store.write(
        [&](Transaction& tx) { identity::letter_has(tx, batch.id, patient, code->id); });
    parts_.store.read([&](Transaction& tx) {
      if (auto person = parts_.roster.person(tx, patient))
        out.push_back({*std::move(person), address_of(tx, patient), *code});
    });
  }
  return out;
}

}  // namespace latchkey::kiosk
