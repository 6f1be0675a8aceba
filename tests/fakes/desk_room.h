// The staff desk over a real store: two offices, members to sign in, tickets of failed recoveries.
#pragma once

#include <string>
#include <vector>

#include "core/accounts/local/local_accounts.h"
#include "core/operations/installation.h"
#include "core/operations/service.h"
#include "kiosk/desk/desk_pages.h"
#include "tests/fakes/quiet_sink.h"
#include "tests/fakes/staff_room.h"

namespace latchkey::fakes {

inline constexpr LocationId lake{1}, hill{2};
inline constexpr std::string_view desk_origin = "http://staff.localhost:8082";

struct DeskRoom {
  explicit DeskRoom(const std::string& language = "en") : config(make_config(language)) {}

  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  SetClock clock;
  CountingHasher hasher;
  TestStore store{operations::all_schemas()};
  staff::Staff staff{*store, sealer, dice, clock, hasher, "Example Clinic"};
  staff::Sessions sessions{*store, sealer, clock};
  staff::Passkeys passkeys{*store, sealer, dice, clock, staff::relying_party(desk_origin)};
  tickets::Tickets tickets{sealer};
  calls::Calls calls{sealer};
  accounts::Roster roster{sealer};
  audit::Audit audit{sealer, 1};
  kiosks::Kiosks kiosks{sealer};
  Texts texts = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  LocalWords words{texts};
  Calendar calendar{{{lake, {}}, {hill, {}}}};
  Config config;
  QuietSink sink;
  Log log{sink, clock};
  identity::Limits limits;
  flow::Policy policy;
  identity::Attempts attempts{limits};
  identity::AttemptKeys attempt_keys{sealer};
  identity::RegistrationCodes registrations{sealer, limits};
  identity::SavedCodes saved_codes{sealer};
  identity::Stamps stamps{sealer};
  courier::Outbox outbox{sealer};
  courier::Destinations destinations{{}};
  tickets::Matrix matrix = tickets::default_matrix();
  accounts::LocalAccounts accounts{*store, sealer, hasher, clock, 10};
  conversations::World world{*store,        clock,       dice,    log,    sealer,   config,
                             calendar,      texts,       policy,  roster, attempts, attempt_keys,
                             registrations, saved_codes, tickets, matrix, calls,    outbox,
                             destinations,  audit,       {},      {}};
  conversations::RegistrationDesk registration_desk{
      {*store, sealer, config, texts, roster, accounts, registrations, outbox, audit, clock, dice}};
  conversations::DeskActs acts{world, accounts, stamps, registration_desk};
  operations::Settings settings{config, *store, sealer, clock, dice, {}, {}};
  // Of this desk, under another configuration or other hours, which outlive it.
  kiosk::DeskParts parts(const Config& with) { return parts(with, calendar); }
  kiosk::DeskParts parts(const Config& with, const Calendar& hours) {
    return {.store = *store,
            .staff = staff,
            .tickets = tickets,
            .calls = calls,
            .roster = roster,
            .audit = audit,
            .texts = texts,
            .words = words,
            .calendar = hours,
            .config = with,
            .clock = clock,
            .judge = judge,
            .kiosks = kiosks,
            .dice = dice,
            .vouch =
                [this](const conversations::VouchAsked& asked) {
                  vouched.push_back(asked);
                  return vouch_says;
                },
            .sealer = sealer,
            .acts = acts,
            .stamps = stamps,
            .registrations = registrations,
            .attempts = attempts,
            .attempt_keys = attempt_keys,
            .accounts = accounts,
            .outbox = outbox,
            .sessions = sessions,
            .passkeys = passkeys,
            .matrix = matrix,
            .inspect = [this] { return installation; },
            .settings = settings};
  }
  kiosk::DeskPages desk{parts(config)};
  operations::Installation installation;           // as the desk is told
  std::vector<conversations::VouchAsked> vouched;  // what the desk asked for
  conversations::VouchSaid vouch_says = conversations::VouchSaid::done;
  const std::string password = "fifteen or more letters";

  struct Person {
    StaffId id;
    Secret totp;
    std::string token, csrf;
  };

  static Config make_config(const std::string& language) {
    Config config;
    config.clinic.default_language = language;
    config.clinic.name = "Example Clinic";
    config.clinic.default_location = lake;
    config.urls.staff = std::string(desk_origin);
    for (const auto& [id, name] : {std::pair(lake, "Lake Office"), {hill, "Hill Office"}}) {
      Location location;
      location.id = id;
      location.name = name;
      config.locations.push_back(location);
    }
    return config;
  }
  static std::optional<identity::PasswordReason> judge(const Secret& password, const std::string&) {
    if (password.reveal() != "everybody uses this one") return std::nullopt;
    return identity::PasswordReason::common;
  }

  std::string code_of(const Secret& totp) {
    return staff::totp_code(totp, staff::totp_step(clock.now()));
  }
  Secret totp_of(StaffId id) {
    return store->read([&](storage::Transaction& tx) {
      const auto found = tx.run("SELECT totp FROM staff WHERE id = $1", id);
      return Secret(sealer.open_or_fault(found.one()->blob(0), id.value, "staff.totp"));
    });
  }
  // A member who has enrolled; the next code is fresh.
  Person member(const std::string& name, staff::Role role, std::vector<LocationId> locations) {
    const auto invitation = staff.add({name, "Colleague " + name, role, locations}).value();
    Person out{invitation.id, totp_of(invitation.id), "", ""};
    if (staff.enrol(name, invitation.setup_code, Secret(password), code_of(out.totp)) !=
        staff::Enrolled::enrolled)
      throw Fault("a member could not enrol");
    clock.pass(std::chrono::seconds(30));
    return out;
  }
  Person signed_in(const std::string& name, staff::Role role = staff::Role::office,
                   std::vector<LocationId> locations = {lake}) {
    Person out = member(name, role, std::move(locations));
    auto in = std::get<staff::SignedIn>(staff.sign_in(name, Secret(password), code_of(out.totp)));
    clock.pass(std::chrono::seconds(30));
    out.token = in.token.reveal();
    out.csrf = in.session.csrf.reveal();
    return out;
  }

  // ---- Requests ----
  static http::Request request(const std::string& method, const std::string& target) {
    http::Request out;
    out.method = method;
    out.target = target;
    out.path = target.substr(0, target.find('?'));
    if (const auto mark = target.find('?'); mark != std::string::npos)
      out.query = target.substr(mark + 1);
    out.peer = "192.0.2.7";
    return out;
  }
  http::Response get(const std::string& target, const Person& by) {
    http::Request out = request("GET", target);
    out.headers.emplace_back("Cookie", "latchkey_staff=" + by.token);
    return desk.answer(out);
  }
  http::Response get(const std::string& target) { return desk.answer(request("GET", target)); }
  static http::Request form(const std::string& target,
                            const std::vector<std::pair<std::string, std::string>>& fields) {
    http::Request out = request("POST", target);
    for (const auto& [name, value] : fields)
      out.body += (out.body.empty() ? "" : "&") + name + "=" + http::percent_encode(value);
    out.headers.emplace_back("Origin", std::string(desk_origin));
    return out;
  }
  http::Response post(const std::string& target,
                      const std::vector<std::pair<std::string, std::string>>& fields) {
    return desk.answer(form(target, fields));
  }
  http::Response post(const std::string& target, const Person& by,
                      std::vector<std::pair<std::string, std::string>> fields) {
    fields.emplace_back("csrf", by.csrf);
    http::Request out = form(target, fields);
    out.headers.emplace_back("Cookie", "latchkey_staff=" + by.token);
    return desk.answer(out);
  }

  // ---- Tickets and patients ----
  PatientId patient(const std::string& number, LocationId office) {
    accounts::PatientRecord record;
    record.record_number = number;
    record.first_name = "Wilhelmina";
    record.last_name = "Underbridge";
    record.birth_date = Date(std::chrono::year(1950), std::chrono::month(2), std::chrono::day(3));
    record.location = office;
    const auto ids = accounts::fresh_ids(dice, record);
    return store->write([&](storage::Transaction& tx) {
      roster.upsert(tx, record, ids, clock.now());
      return roster.by_record_number(tx, number).at(0);
    });
  }
  tickets::NewTicket ask(LocationId office, std::optional<PatientId> patient = std::nullopt) {
    tickets::NewTicket out;
    out.minted = tickets::mint(dice);
    out.conversation = ConversationId{dice.row_id()};
    out.code = patient ? tickets::FailureCode::code_failed : tickets::FailureCode::no_match;
    out.category = tickets::Category::password_reset;
    out.location = office;
    out.patient = patient;
    out.promised_by = clock.now() + std::chrono::hours(4);
    // The first is 401-555-0142. Nobody shares one: the same number would be the same ticket.
    const int person = asked_++;
    out.personal.callback = "+1" + std::to_string(401 + person / 100) + "5550" +
                            std::to_string(100 + (42 + person) % 100);
    out.personal.best_time = "after lunchtime please";
    out.tried = {{clock.now(), "text", "sent"}, {clock.now(), "code", "wrong"}};
    return out;
  }
  std::string open(tickets::NewTicket asked) {
    return store->write([&](storage::Transaction& tx) {
      asked.number = tickets.free_number(tx, asked.minted.number_seed);
      tickets.open_or_append(tx, asked, clock.now());
      return asked.number.digits;
    });
  }
  std::string open_ticket(LocationId office = lake) { return open(ask(office)); }
  tickets::TicketDetail detail(const std::string& number) {
    return store->read([&](storage::Transaction& tx) {
      return tickets.get(tx, tickets::HelpNumber{number}).value();
    });
  }

  // Newest first.
  std::vector<audit::Record> audited(StaffId by) {
    audit::Filter filter;
    filter.staff = by.value;
    return store->read([&](storage::Transaction& tx) { return audit.list(tx, filter); });
  }
  std::vector<audit::Record> audited() {
    return store->read([&](storage::Transaction& tx) { return audit.list(tx, {}); });
  }

 private:
  int asked_ = 0;
};

inline std::string header(const http::Response& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return "";
}

inline bool says(const http::Response& answer, std::string_view text) {
  return answer.body.find(text) != std::string::npos;
}

}  // namespace latchkey::fakes
