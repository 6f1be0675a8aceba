#include "kiosk/desk/installation_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "core/operations/progress.h"
#include "kiosk/desk/audit_query.h"

namespace latchkey::kiosk {

using operations::AuditAnchor;
using operations::ChannelFacts;
using operations::Installation;
using operations::KeyFile;
using operations::LastBackup;
using operations::Well;
using storage::Transaction;

namespace {

using namespace std::chrono_literals;

constexpr Millis write_slow{1000};
constexpr Millis drift_most{2000};

// One line of health: what it is, how it is, and what there is to know.
struct Line {
  std::string_view name;  // of "desk.health"
  Well well = Well::unknown;
  std::string_view advice{};  // a key of "desk.health_advice"; empty: nothing is to be done
  std::string says;
};

std::string bytes_words(std::int64_t bytes) {
  constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB"};
  double size = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < std::size(units); ++unit) size /= 1024;
  return fmt::format("{:.{}f} {}", size, size < 10 ? 1 : 0, units[unit]);
}

std::string_view word_of(Well well) {
  constexpr std::string_view words[] = {"good", "look", "bad", "unknown"};
  return words[static_cast<std::size_t>(well)];
}

// The lines of one look at the facts.
class Health {
 public:
  Health(const DeskParts& parts, const DeskWords& words, const Installation& is)
      : words_(words), is_(is), now_(parts.clock.now()) {}

  std::vector<Line> lines(Millis wrote_in) const {
    return {database(wrote_in),
            log_file(),
            outbox(),
            channel("phone", is_.phone),
            channel("mail", is_.mail),
            refusals(),
            disk(),
            clock(),
            key_file(),
            backup(),
            audit()};
  }

 private:
  std::string fill(std::string_view key, std::initializer_list<TextValue> values) const {
    return words_.fill("health_filled." + std::string(key), values);
  }
  std::string said(std::string_view key) const {
    return std::string(words_.text("health_said." + std::string(key)));
  }
  std::string ago(Time at) const {
    const std::string age = words_.age(std::max(now_ - at, Millis(0)));
    return fill("ago", {{"age", std::string_view(age)}});
  }

  // This page's own audit row is the proof that writing works.
  Line database(Millis wrote_in) const {
    const std::string size = bytes_words(is_.database.bytes);
    const bool is_slow = wrote_in > write_slow;
    return {"database", is_slow ? Well::look : Well::good, is_slow ? "slow" : "",
            fill("database",
                 {{"size", std::string_view(size)}, {"time", std::int64_t{wrote_in.count()}}})};
  }
  Line log_file() const {
    const bool is_long = is_.database.log_bytes > operations::log_bytes_usual;
    return {"log_file", is_long ? Well::look : Well::good, is_long ? "log_file" : "",
            bytes_words(is_.database.log_bytes)};
  }
  Line outbox() const {
    if (is_.outbox.due == 0) return {"outbox", Well::good, "", said("nothing_waits")};
    const Millis oldest = is_.outbox.oldest_due ? now_ - *is_.outbox.oldest_due : Millis(0);
    const bool is_late = oldest > operations::errands_late;
    const std::string age = words_.age(oldest);
    return {"outbox", is_late ? Well::bad : Well::good, is_late ? "outbox" : "",
            fill("outbox", {{"count", is_.outbox.due}, {"age", std::string_view(age)}})};
  }
  Line channel(std::string_view name, const ChannelFacts& facts) const {
    if (facts.set == ChannelFacts::Set::off)
      return {name, Well::look, name == "mail" ? "no_mail" : "no_phone", said("none_set")};
    const auto& [done, failed] = facts.ends;
    const bool rests = facts.rests == ChannelFacts::Rests::yes;
    const bool fails = failed && (!done || *failed > *done);
    std::string says =
        done ? fill("last_done", {{"when", std::string_view(ago(*done))}}) : said("none_lately");
    if (failed) says += " " + fill("last_failed", {{"when", std::string_view(ago(*failed))}});
    if (rests) return {name, Well::bad, "resting", says};
    if (fails) return {name, Well::look, "failing", says};
    return {name, done ? Well::good : Well::unknown, "", says};
  }
  Line refusals() const {
    if (is_.complaints == 0) return {"refusals", Well::good, "", said("no_refusals")};
    return {"refusals", Well::bad, "refusals", fill("refusals", {{"count", is_.complaints}})};
  }
  Line disk() const {
    const Well well = operations::judge_disk(is_.disk_left);
    const std::string left = is_.disk_left ? bytes_words(*is_.disk_left) : std::string();
    return {"disk", well, well == Well::good ? "" : "disk",
            is_.disk_left ? fill("left", {{"size", std::string_view(left)}}) : said("not_seen")};
  }
  Line clock() const {
    if (std::chrono::abs(is_.drift) > drift_most)
      return {"clock", Well::bad, "clock_jumped",
              fill("drift", {{"seconds", std::int64_t{is_.drift / 1000ms}}})};
    const bool kept = is_.clock == operations::Kept::yes;
    return {"clock", kept ? Well::good : Well::look, kept ? "" : "clock_free",
            said(kept ? "clock_kept" : "clock_free")};
  }
  Line key_file() const {
    switch (is_.key_file) {
      case KeyFile::own_only:
        return {"key_file", Well::good, "", said("key_own")};
      case KeyFile::open_to_others:
        return {"key_file", Well::bad, "key_open", said("key_open")};
      case KeyFile::foreign:
        return {"key_file", Well::bad, "key_open", said("key_foreign")};
      case KeyFile::missing:
        break;
    }
    return {"key_file", Well::bad, "key_missing", said("key_missing")};
  }
  Line backup() const {
    switch (is_.backup.was) {
      case LastBackup::Was::never:
        return {"backup", Well::bad, "backup", said("backup_never")};
      case LastBackup::Was::restored:
        return {"backup", Well::look, "backup",
                fill("restored", {{"when", std::string_view(ago(is_.backup.at))}})};
      case LastBackup::Was::made:
        break;
    }
    const bool is_old = now_ - is_.backup.at > operations::backup_age_most;
    return {"backup", is_old ? Well::look : Well::good, is_old ? "backup" : "",
            fill("backup", {{"when", std::string_view(ago(is_.backup.at))}})};
  }
  Line audit() const {
    const std::string when = is_.audit.at ? ago(*is_.audit.at) : std::string();
    const std::string says =
        fill("audit_rows", {{"count", is_.audit.rows}}) + " " +
        (is_.audit.at ? fill("anchored", {{"when", std::string_view(when)}}) : said("no_anchor"));
    switch (is_.audit.state) {
      case AuditAnchor::State::none:
        return {"audit", Well::look, "anchor_none", says};
      case AuditAnchor::State::lost:
        return {"audit", Well::bad, "anchor_lost", says};
      case AuditAnchor::State::unreadable:
        return {"audit", Well::bad, "anchor_lost", says};
      case AuditAnchor::State::broken:
        return {"audit", Well::bad, "anchor_broken", says};
      case AuditAnchor::State::holds:
        break;
    }
    // The server writes it every hour.
    if (is_.audit.at && now_ - *is_.audit.at > 3h) return {"audit", Well::look, "anchor_old", says};
    const bool beside = is_.audit.lies == AuditAnchor::Lies::beside_database;
    return {"audit", beside ? Well::look : Well::good, beside ? "anchor_beside" : "", says};
  }

  const DeskWords& words_;
  const Installation& is_;
  Time now_;
};

}  // namespace

std::optional<http::Response> InstallationPage::answer(const Visit& visit) const {
  if (visit.request.path != "/installation" || visit.request.method == "POST") return std::nullopt;
  const bool may_look = staff::allows(visit.session.member.role, staff::Permission::installation) !=
                        staff::Grant::denied;
  const auto began = std::chrono::steady_clock::now();
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session,
           {"installation.view", "none", 0,
            may_look ? audit::Answer::allowed : audit::Answer::refused});
  });
  const auto wrote_in =
      std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  if (!may_look) return words_.message(403, "no_installation", &visit.session);
  const Installation is = parts_.inspect();
  View page = words_.page("installation", words_.text("installation.title"), visit.session);
  View& shown = page.section("INSTALLATION");
  show_health(shown, is, wrote_in);
  show_capabilities(shown, is);
  show_setting(shown, is);
  return words_.answer(200, page);
}

void InstallationPage::show_capabilities(View& page, const Installation& is) const {
  for (int i = 0; i < accounts::capability_count; ++i) {
    const auto capability = static_cast<accounts::Capability>(i);
    const std::string_view name = accounts::name_of(capability);
    View& row = page.section("CAPABILITY");
    row.set("NAME", words_.word("capabilities", name));
    if (is.can.has(capability))
      row.show("CAN");
    else
      row.section("CANT").set("INSTEAD", words_.word("instead", name));
  }
}

void InstallationPage::show_setting(View& page, const Installation& is) const {
  const ClinicSettings& clinic = parts_.config.clinic;
  for (const flow::Topic topic : is.offered)
    page.section("TOPIC").set("NAME", words_.word("topics", flow::word(topic)));
  constexpr std::string_view modes[] = {"office_first", "direct_line", "mixed"};
  constexpr std::string_view systems[] = {"local", "roster"};
  page.set("MODE", words_.word("support_modes", modes[static_cast<int>(clinic.support_mode)]));
  const auto system = static_cast<std::size_t>(parts_.config.patient_policy.account_system);
  page.set("SYSTEM",
           words_.word("account_systems", system < std::size(systems) ? systems[system] : "other"));
  std::string languages;
  for (const std::string& code : clinic.languages)
    languages += (languages.empty() ? "" : ", ") + words_.language(code);
  page.set("LANGUAGES", languages);
  constexpr std::string_view profiles[] = {"none", "Twilio", "SignalWire", "Telnyx", "Somleng"};
  const std::string_view profile = profiles[static_cast<std::size_t>(is.provider)];
  page.set("PHONE", profile == "none" ? words_.text("health_said.none_set") : profile);
  page.set("MAIL", words_.text(is.mail.set == ChannelFacts::Set::on ? "installation.mail_on"
                                                                    : "health_said.none_set"));
}

void InstallationPage::show_health(View& page, const Installation& is, Millis wrote_in) const {
  std::int64_t to_do = 0;
  for (const Line& line : Health(parts_, words_, is).lines(wrote_in)) {
    View& row = page.section("LINE");
    row.set("NAME", words_.word("health", line.name)).set("SAYS", line.says);
    View& state = row.section(line.well == Well::bad    ? "BAD"
                              : line.well == Well::look ? "LOOK"
                                                        : "FINE");
    state.set("STATE", words_.word("health_states", word_of(line.well)));
    if (!line.advice.empty())
      row.section("ADVICE").set("TEXT", words_.word("health_advice", line.advice));
    to_do += line.well == Well::bad || line.well == Well::look;
  }
  if (to_do > 0)
    page.section("TO_DO").set("TEXT", words_.fill("health_filled.to_do", {{"count", to_do}}));
  else
    page.show("ALL_WELL");
}

}  // namespace latchkey::kiosk
