#include "core/operations/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/json.h"
#include "core/operations/doctor_checks.h"
#include "core/operations/key_rows.h"
#include "core/storage/sqlite/sqlite_store.h"

namespace latchkey::operations {

namespace {

// One check by itself: what it throws is what is wrong.
template <class Work>
void look(Checks& all, const std::string& name, Work work) {
  try {
    if constexpr (std::is_same_v<std::invoke_result_t<Work>, Check>) {
      all.push_back(work());
    } else {
      for (Check& check : work()) all.push_back(std::move(check));
    }
  } catch (const std::exception& e) {
    all.push_back(wrong(name, e.what()));
  }
}

std::unique_ptr<storage::Store> open_to_look(const Config& config) {
  storage::SqliteOptions options;
  options.path = config.data.database.string();
  options.readers = 1;
  options.beside = storage::SqliteOptions::Beside::a_server;
  return storage::open_sqlite(options);
}

// In place of what was said before there was a database to compare with.
void tell_of_wrong_key(Checks& all, const Config& config) {
  for (Check& check : all)
    if (check.name == "keys")
      check = wrong("keys", config.data.key_file.string() +
                                " is not the key file that the database was made with; put the "
                                "copy that you kept of that one in its place");
  for (const char* name : {"audit", "backup", "staff"})
    all.push_back(skipped(name, "needs the right key file"));
}

// `config` goes by what is published once that is known.
void look_at_data(Checks& all, Config& config, const Sealer* sealer, Dice& dice,
                  const Clock& clock) {
  auto may_open = DatabaseCheck::MayOpen::no;
  look(all, "database", [&] {
    DatabaseCheck found = check_database(config);
    may_open = found.may_open;
    return std::move(found.checks);
  });
  if (may_open == DatabaseCheck::MayOpen::no || sealer == nullptr) {
    for (const char* name : {"audit", "backup", "staff"})
      all.push_back(skipped(name, "needs the key file and a sound database"));
    return;
  }
  std::unique_ptr<storage::Store> store;
  look(all, "database", [&] {
    store = open_to_look(config);
    return Checks{};
  });
  if (!store) return;
  if (!is_key_of(*store, *sealer)) return tell_of_wrong_key(all, config);
  look(all, "audit", [&] { return check_audit({config, *sealer, *store, dice, clock}); });
  look(all, "backup", [&] { return check_backups(*sealer, *store, clock.now()); });
  look(all, "refusals", [&] { return check_refusals(*sealer, *store, clock.now()); });
  look(all, "sends", [&] { return check_sends(config, *store, clock.now()); });
  look(all, "staff", [&] { return check_staff(config, *sealer, *store, dice, clock); });
  look(all, "settings", [&] { return check_settings(config, *sealer, *store); });
}

std::string described(const Config& config) {
  const std::string from = config.file.empty() ? "the demo's own" : config.file.string();
  return fmt::format("{}: {}, {} {}", from, config.clinic.name, config.locations.size(),
                     config.locations.size() == 1 ? "location" : "locations");
}

void look_at_sending(Checks& all, const DoctorOptions& options, const Config& config) {
  if (options.sends == Sends::nothing) {
    const std::string shown = "; what would go out is shown at " + config.urls.patient + "/demo";
    all.push_back(skipped("provider", "a demo calls and texts nobody" + shown));
    all.push_back(skipped("mail", "a demo mails nobody" + shown));
    return;
  }
  look(all, "sending", [&] { return check_ways_to_send(config); });
  look(all, "provider", [&] { return check_provider(config, options.transport); });
  look(all, "mail", [&] { return check_mail(config); });
}

void look_at_all(Checks& all, const DoctorOptions& options, Config config, Dice& dice,
                 const Clock& clock) {
  all.push_back(ok("config", described(config)));
  look(all, "limits", [&] { return check_limits(config); });
  look(all, "doors", [&] { return check_doors(config, clock); });
  // A demo is on this machine alone.
  if (options.sends != Sends::nothing)
    look(all, "passkeys", [&] { return check_passkeys(config); });
  std::optional<Keys> keys;
  look(all, "keys", [&] {
    keys.emplace(load_keys(config, dice));
    return ok("keys", fmt::format("{}, version {}; is there a copy in a safe place?",
                                  config.data.key_file.string(), keys->version));
  });
  look(all, "clock", [&] { return check_clock(config, clock.now()); });
  look(all, "disk", [&] { return check_disk(config); });
  look_at_data(all, config, keys ? &keys->sealer : nullptr, dice, clock);
  look(all, "content", [&] { return check_content(config); });
  look(all, "guides", [&] { return check_guides(config, clock.now()); });
  look(all, "pages", [&] { return check_pages(config, options.pages); });
  look(all, "offices", [&] { return check_offices(config, clock.now()); });
  look_at_sending(all, options, config);
}

void tell(std::ostream& out, const Checks& all) {
  for (const Check& check : all) {
    std::string says = check.says;
    for (std::size_t at = 0; (at = says.find('\n', at)) != std::string::npos; at += 20)
      says.replace(at, 1, "\n" + std::string(19, ' '));
    out << fmt::format("{:<8} {:<9} {}\n", check_state_names[check.state], check.name, says);
  }
}

enum class Fit { to_serve, not_to_serve };

Fit fitness(const Checks& all) {
  const bool any = std::any_of(all.begin(), all.end(), [](const Check& check) {
    return check.state == Check::State::wrong;
  });
  return any ? Fit::not_to_serve : Fit::to_serve;
}

void tell_json(std::ostream& out, const Checks& all, Fit fit) {
  JsonWriter json;
  json.begin_object().name("ok").truth(fit == Fit::to_serve).name("checks").begin_array();
  for (const Check& check : all) {
    json.begin_object().name("name").text(check.name);
    json.name("state").text(check_state_names[check.state]).name("says").text(check.says);
    json.end_object();
  }
  out << json.end_array().end_object().take() << "\n";
}

std::string verdict(const Checks& all) {
  const auto count = [&](Check::State state) {
    return std::count_if(all.begin(), all.end(), [&](const Check& c) { return c.state == state; });
  };
  const auto errors = count(Check::State::wrong);
  const auto warnings = count(Check::State::warn);
  if (errors > 0) return fmt::format("{} wrong, {} to look at.", errors, warnings);
  if (warnings > 0) return fmt::format("Fit to serve; {} to look at.", warnings);
  return "Fit to serve.";
}

}  // namespace

Check ok(std::string name, std::string says) {
  return {Check::State::ok, std::move(name), std::move(says)};
}
Check warn(std::string name, std::string says) {
  return {Check::State::warn, std::move(name), std::move(says)};
}
Check wrong(std::string name, std::string says) {
  return {Check::State::wrong, std::move(name), std::move(says)};
}
Check skipped(std::string name, std::string says) {
  return {Check::State::skipped, std::move(name), std::move(says)};
}

std::vector<Check> examine(const DoctorOptions& options, Dice& dice, const Clock& clock) {
  Checks all;
  std::optional<Config> config;
  try {
    config = options.config();
  } catch (const std::exception& e) {
    all.push_back(wrong("config", e.what()));
    return all;
  }
  look_at_all(all, options, *config, dice, clock);
  return all;
}

int doctor(const DoctorOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
           std::ostream& err) {
  return in_words(err, [&] {
    const Checks all = examine(options, dice, clock);
    const Fit fit = fitness(all);
    if (options.format == Format::json)
      tell_json(out, all, fit);
    else {
      tell(out, all);
      out << "\n" << verdict(all) << "\n";
    }
    return fit == Fit::to_serve ? done : refused;
  });
}

}  // namespace latchkey::operations
