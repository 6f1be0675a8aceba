#include "core/operations/add_staff.h"

#include <charconv>
#include <optional>
#include <set>

#include "core/base/json.h"
#include "core/base/normal.h"
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

// The room of staff at one workplace, with what is audited along.
class StaffRoom {
 public:
  StaffRoom(Workplace& at, Dice& dice, const Clock& clock)
      : at_(at),
        clock_(clock),
        hasher_(at.sealer(), dice, hash_cost(at.config())),
        room_(at.store(), at.sealer(), dice, clock, hasher_, at.config().clinic.name) {}

  staff::Staff& room() { return room_; }
  staff::Staff::Along audited(Word action, staff::Role role) {
    return [this, action, role](storage::Transaction& tx, StaffId id) {
      record(tx, at_.audit(),
             {action, "staff", id.value, "role " + std::string(staff::role_names[role])},
             clock_.now());
    };
  }

 private:
  Workplace& at_;
  const Clock& clock_;
  Hasher hasher_;
  staff::Staff room_;
};

staff::Invitation invite(StaffRoom& at, const staff::NewMember& asked) {
  auto invitation = at.room().add(asked, at.audited("staff.add", asked.role));
  if (!invitation)
    throw Fault("'" + asked.name +
                "' is taken or can't be a name to sign in with; choose another --name");
  return *std::move(invitation);
}

staff::Member known(const staff::Staff& room, const std::string& name) {
  const auto normal = normal_user_name(name);
  for (staff::Member& member : room.list())
    if (normal && member.name == *normal) return std::move(member);
  throw Fault("nobody signs in as '" + name + "'; add them: latchkey staff add --name " + name +
              " --role ROLE");
}

// What was made, to be shown once.
struct Shown {
  std::string_view name;
  staff::Role role;
  const staff::Invitation& made;
  std::string enrol_url;
  Time until;
};

void tell(std::ostream& out, const Shown& shown) {
  out << "Setup code: " << shown.made.setup_code.reveal() << "\n\n"
      << "It is shown only now and is good until " << iso_utc(shown.until)
      << ". Hand it over in person.\n"
      << "With it they choose a password and enrol an authenticator at " << shown.enrol_url << "\n";
}

void tell_json(std::ostream& out, const Shown& shown) {
  JsonWriter json;
  json.begin_object().name("id").text(std::to_string(shown.made.id.value));
  json.name("name").text(shown.name).name("role").text(staff::role_names[shown.role]);
  json.name("setup_code").text(shown.made.setup_code.reveal());
  json.name("enrol_url").text(shown.enrol_url);
  json.name("good_until").text(iso_utc(shown.until));
  out << json.end_object().take() << "\n";
}

std::string enrol_url(const Workplace& at) { return at.config().urls.staff + "/enrol"; }

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
    StaffRoom room(at, dice, clock);
    const Time until = clock.now() + staff::setup_life;
    const staff::Invitation made = invite(room, member);
    const Shown shown{member.name, member.role, made, enrol_url(at), until};
    if (options.format == Format::json) {
      tell_json(out, shown);
    } else {
      out << "Added " << member.name << " as " << staff::role_names[member.role] << ".\n\n";
      tell(out, shown);
    }
    return done;
  });
}

int invite_staff_again(const StaffOptions& options, Dice& dice, const Clock& clock,
                       std::ostream& out, std::ostream& err) {
  if (options.name.empty()) return misused(err, "name who is to be invited again: --name NAME");
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    StaffRoom room(at, dice, clock);
    const staff::Member member = known(room.room(), options.name);
    const Time until = clock.now() + staff::setup_life;
    const auto made =
        room.room().invite_again(member.id, room.audited("staff.invite_again", member.role));
    ensure(made.has_value(), "a member who was listed a moment ago is still there");
    const Shown shown{member.name, member.role, *made, enrol_url(at), until};
    if (options.format == Format::json) {
      tell_json(out, shown);
    } else {
      out << member.name << " is signed out, and the old password and authenticator are void.\n\n";
      tell(out, shown);
    }
    return done;
  });
}

int disable_staff(const StaffOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                  std::ostream& err) {
  if (options.name.empty()) return misused(err, "name who leaves: --name NAME");
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    StaffRoom room(at, dice, clock);
    const staff::Member member = known(room.room(), options.name);
    const auto said = room.room().disable(member.id, room.audited("staff.disable", member.role));
    if (said == staff::Changed::last_admin)
      throw Fault("'" + member.name +
                  "' is the last administrator: nobody could add another; first add one: "
                  "latchkey staff add --role admin --name NAME");
    ensure(said == staff::Changed::changed, "a member who was listed a moment ago is still there");
    if (options.format == Format::json)
      out << JsonWriter().begin_object().name("disabled").text(member.name).end_object().take()
          << "\n";
    else
      out << member.name << " is signed out and can't sign in any more.\n";
    return done;
  });
}

}  // namespace latchkey::operations
