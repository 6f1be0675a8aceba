#include "core/operations/add_staff.h"

#include <charconv>
#include <optional>
#include <set>

#include "core/base/json.h"
#include "core/operations/hasher.h"
#include "core/staff/staff.h"

namespace latchkey::operations {

namespace {

std::optional<LocationId> location_of(const Config& config, const std::string& word) {
  LocationId id;
  const char* end = word.data() + word.size();
  const auto [last, error] = std::from_chars(word.data(), end, id.value);
  if (error != std::errc() || last != end || !config.location(id)) return std::nullopt;
  return id;
}

// Empty if a word is no location; `wrong` then says which.
std::optional<std::vector<LocationId>> locations_of(const Config& config,
                                                    const std::vector<std::string>& words,
                                                    std::string& wrong) {
  std::set<LocationId> out;
  for (const std::string& word : words) {
    if (word == "all") {
      for (const Location& location : config.locations) out.insert(location.id);
      continue;
    }
    const auto id = location_of(config, word);
    if (!id) {
      wrong = word;
      return std::nullopt;
    }
    out.insert(*id);
  }
  return std::vector<LocationId>(out.begin(), out.end());
}

std::string role_list() {
  std::string out;
  for (const std::string_view word : staff::role_names.words)
    out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

bool needs_location(staff::Role role) {
  return role == staff::Role::office || role == staff::Role::manager;
}

staff::Invitation invite(Workplace& at, const staff::NewMember& asked, Dice& dice,
                         const Clock& clock) {
  Hasher hasher(at.sealer(), dice, hash_cost(at.config()));
  staff::Staff room(at.store(), at.sealer(), dice, clock, hasher, at.config().clinic.name);
  auto invitation = room.add(asked);
  if (!invitation)
    throw Fault("'" + asked.name +
                "' is taken or can't be a name to sign in with; choose another --name");
  record(at.store(), at.audit(),
         {"staff.add", "staff", invitation->id.value,
          "role " + std::string(staff::role_names[asked.role])},
         clock.now());
  return *std::move(invitation);
}

void tell(std::ostream& out, const staff::NewMember& member, const std::string& code,
          const std::string& enrol_url, Time until) {
  out << "Added " << member.name << " as " << staff::role_names[member.role] << ".\n\n"
      << "Setup code: " << code << "\n\n"
      << "It is shown only now and is good until " << iso_utc(until)
      << ". Hand it over in person.\n"
      << "With it they choose a password and enrol an authenticator at " << enrol_url << "\n";
}

void tell_json(std::ostream& out, const staff::NewMember& member, const staff::Invitation& made,
               const std::string& enrol_url, Time until) {
  JsonWriter json;
  json.begin_object().name("id").text(std::to_string(made.id.value));
  json.name("name").text(member.name).name("role").text(staff::role_names[member.role]);
  json.name("setup_code").text(made.setup_code.reveal()).name("enrol_url").text(enrol_url);
  json.name("good_until").text(iso_utc(until));
  out << json.end_object().take() << "\n";
}

}  // namespace

int add_staff(const StaffOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
              std::ostream& err) {
  const auto role = staff::role_names.find(options.role);
  if (!role) return misused(err, "--role '" + options.role + "' is none of " + role_list());
  if (options.name.empty()) return misused(err, "name who is to be added: --name NAME");
  if (needs_location(*role) && options.locations.empty())
    return misused(err,
                   "this role works for locations; name them: --location 1, or --location all");
  return in_words(err, [&] {
    Workplace at(options.config, Database::may_begin, dice, clock);
    std::string wrong;
    const auto locations = locations_of(at.config(), options.locations, wrong);
    if (!locations)
      return misused(
          err, "there is no location '" + wrong + "'; there are: " + location_list(at.config()));
    const staff::NewMember member{
        options.name, options.display.empty() ? options.name : options.display, *role, *locations};
    const Time until = clock.now() + staff::setup_life;
    const staff::Invitation made = invite(at, member, dice, clock);
    const std::string enrol_url = at.config().urls.staff + "/enrol";
    if (options.format == Format::json)
      tell_json(out, member, made, enrol_url, until);
    else
      tell(out, member, std::string(made.setup_code.reveal()), enrol_url, until);
    return done;
  });
}

}  // namespace latchkey::operations
