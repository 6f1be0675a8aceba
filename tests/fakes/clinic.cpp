#include "tests/fakes/clinic.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "core/conversations/registration_issue.h"
#include "core/demo/demo_setup.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/clear_forms.h"
#include "tests/fakes/lossy_vfs.h"
#include "tests/fakes/runs_twice.h"

namespace latchkey::fakes {

namespace {

// Whose leases end while it is down, as those of a machine that boots.
constexpr std::chrono::seconds restart_takes{31};
constexpr std::uint16_t port = 18080;  // nothing listens: requests are handed over as values

demo::Clinic people_of(Clinic::Roster roster, Time now) {
  demo::Clinic clinic = demo::make_clinic(demo::default_seed, now);
  clinic.patients.resize(roster == Clinic::Roster::and_demo_kinds ? demo::samples(now).size()
                                                                  : std::size_t{0});
  return clinic;
}

Date date_of(std::string_view mmddyyyy) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::stoi(std::string(mmddyyyy.substr(at, size)));
  };
  return std::chrono::year(number(4, 4)) / number(0, 2) / number(2, 2);
}

}  // namespace

Clinic::Clinic(Roster roster, const std::function<void(Config&)>& change) {
  const demo::Clinic clinic = people_of(roster, clock.now());
  config_ = demo::demo_config(folder.path(), port,
                              std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content", clinic, dice);
  config_.password.argon2_mebibytes = 19;  // the floor: what is proved here is not its strength
  config_.password.argon2_ops = 2;
  sink.forbid(config_.provider.signing_keys.front().reveal());
  if (change) change(config_);
  start([](const Config& config, Time now) {
    return std::make_unique<RunsTwice>(operations::open_store(config, now));
  });
  auto& s = *service_;
  if (!clinic.patients.empty())
    demo::create(clinic, s.store(), s.roster(), s.local_accounts(), s.hasher(), clock, dice);
  admit_fixtures();
}

void Clinic::start(const operations::OpenStore& open) {
  service_ = std::make_unique<operations::Service>(config_, clock, dice, log_, weather_, open);
  auto& s = *service_;
  static const kiosk::UserAgentReader user_agents;
  browsers_ =
      std::make_unique<kiosk::BrowserJudge>(s.config().data.content, user_agents, clock, log_);
  brand_ = std::make_unique<kiosk::Brand>(kiosk::make_brand(s.config().clinic));
  articles_ =
      std::make_unique<kiosk::Articles>(s.config().data.content, s.config().clinic.languages);
  const kiosk::PageWorld world = page_world();
  checks_ = std::make_unique<kiosk::CheckPages>(world, *browsers_, s.flow_policy().guidance, clock);
  pages_ = std::make_unique<kiosk::PatientPages>(s.conversations(), world, s.sealer(), dice,
                                                 *browsers_, s.flow_policy().guidance);
  not_me_ = std::make_unique<kiosk::NotMePages>(s.repudiations(), world, s.sealer());
  lobby_ = std::make_unique<kiosk::LobbyPages>(
      kiosk::LobbyParts{s.store(), s.kiosks(), s.conversations(), s.audit(), world, s.sealer(),
                        clock, dice, *browsers_});
  line_ =
      std::make_unique<ivr::PhoneLine>(s.conversations(), s.store(), s.roster(), s.config(),
                                       s.texts(), s.words(), s.calendar(), s.sealer(), clock, log_);
}

void Clinic::stop() {
  line_.reset();
  lobby_.reset();
  not_me_.reset();
  pages_.reset();
  checks_.reset();
  service_.reset();
}

bool Clinic::has_power() const { return !disk_ || !disk_->is_dark(); }

bool Clinic::restart(LossyVfs* disk) {
  stop();
  disk_ = disk;
  clock.pass(restart_takes);
  try {
    start([&](const Config& config, Time now) {
      storage::SqliteOptions options;
      options.path = config.data.database.string();
      if (disk) options.vfs = disk->name();
      options.wal_pages = 30;  // the log is folded often, so that cuts fall into folding too
      auto store = storage::open_sqlite(options);
      storage::upgrade(*store, operations::all_schemas(), now);
      return store;
    });
    // As Service::start() does, but nothing is sent until the test says so.
    service_->store().write([&](storage::Transaction& tx) {
      return service_->outbox().give_back_leases(tx, clock.now());
    });
  } catch (const Fault&) {
    if (has_power()) throw;
  }
  if (!has_power()) stop();
  return has_power();
}

void Clinic::forbid(const tests::FixturePerson& who) {
  for (const std::string_view datum : {who.first, who.last, who.birth_date, who.phone, who.email,
                                       who.record_number, who.user_name})
    sink.forbid(datum);
  for (const std::string& form : forms_of_number(who.phone)) sink.forbid(form);
  for (const std::string& form : forms_of_date(iso_date(date_of(who.birth_date))))
    sink.forbid(form);
}

void Clinic::admit_fixtures() {
  for (const tests::FixturePerson& who : tests::people) {
    forbid(who);
    if (who.key == "stranger") continue;
    admit(who, std::string(who.first), std::string(who.record_number));
  }
  const auto& twin = tests::person("twin");
  admit(twin, "Alexa", "MRN-4471256");
}

// The second twin has the same everything but the given name, the record and the account.
void Clinic::admit(const tests::FixturePerson& who, const std::string& first, std::string number) {
  auto& s = *service_;
  const bool second_twin = first != who.first;
  if (number.empty()) number = "MRN-4471255";
  accounts::NewAccount account;
  account.id = accounts::LocalAccountId{dice.row_id()};
  account.user_name = (second_twin ? "second." : "") + std::string(who.user_name);
  account.status = who.standing.deactivated ? accounts::AccountStatus::deactivated
                                            : accounts::AccountStatus::active;
  account.password_hash = s.hasher().decoy();
  if (who.account == tests::FixturePerson::Account::never_used) {
    account.status = accounts::AccountStatus::invited;
    account.password_hash.reset();
  }
  accounts::PatientRecord record;
  record.record_number = number;
  record.first_name = first;
  record.last_name = who.last;
  record.birth_date = date_of(who.birth_date);
  record.zip = who.zip;
  record.user_name = account.user_name;
  record.account = accounts::LocalAccounts::ref_of(account.id);
  if (who.standing.deactivated) record.state = accounts::PatientState::deactivated;
  if (who.decoy == flow::Decoy::deceased) record.state = accounts::PatientState::deceased;
  if (who.standing.two_step) record.two_step = accounts::Person::TwoStep::on;
  if (who.key == "proxy") record.proxy_of = first_admitted_;
  const auto add = [&](accounts::ContactKind kind, std::string_view value) {
    auto& contact = record.contacts.emplace_back();
    contact.kind = kind;
    contact.value = value;
    contact.line_type = accounts::LineType::mobile;
  };
  if (who.reach[0]) add(accounts::ContactKind::mobile, who.phone);
  if (who.reach[2] && !who.email.empty()) add(accounts::ContactKind::email, who.email);
  const auto ids = accounts::fresh_ids(dice, record);
  account.patient = ids.patient;
  if (!first_admitted_) first_admitted_ = ids.patient;
  s.store().write([&](storage::Transaction& tx) {
    s.roster().upsert(tx, record, ids, clock.now());
    s.local_accounts().add(tx, account);
  });
}

void Clinic::open_office() {
  const auto open = service().calendar().next_open(config_.clinic.default_location, clock.now());
  ensure(open.has_value(), "the office opens some day");
  clock.ms = to_millis(*open);
}

void Clinic::close_office() {
  while (service().calendar().is_open(config_.clinic.default_location, clock.now()))
    clock.pass(std::chrono::hours(1));
}

void Clinic::settle() {
  try {
    while (service_->courier().run_due() > 0) {
    }
  } catch (const Fault&) {
    if (has_power()) throw;
  }
  for (const demo::Sent& sent : transport_.sent())
    for (const std::string& code : codes_in(sent.body)) sink.forbid(code);
}

std::string Clinic::newest_code(const std::string& kind) const {
  const auto all = transport_.sent();
  for (auto sent = all.rbegin(); sent != all.rend(); ++sent) {
    if (sent->kind != kind) continue;
    // "code is 123456.", "código es 123456.", "código es: 123456."
    static const std::regex code("(code is|c(o|ó)digo( del portal)? es):? ([0-9]+)");
    if (std::smatch found; std::regex_search(sent->body, found, code)) return found[4];
  }
  return "";
}

std::vector<std::string> Clinic::tickets() {
  tickets::Filter filter;
  auto all = service_->store().read(
      [&](storage::Transaction& tx) { return service_->tickets().list(tx, filter); });
  std::sort(all.begin(), all.end(), [](const tickets::Ticket& a, const tickets::Ticket& b) {
    return a.created_at < b.created_at;
  });
  std::vector<std::string> codes;
  for (const auto& ticket : all) codes.emplace_back(tickets::failure_code_names[ticket.code]);
  return codes;
}

PatientId Clinic::patient(const tests::FixturePerson& who) {
  return service_->store().read([&](storage::Transaction& tx) {
    return service_->roster().by_user_name(tx, who.user_name).at(0);
  });
}

std::string Clinic::issue_registration(const tests::FixturePerson& who,
                                       identity::RegistrationKind kind) {
  auto& s = *service_;
  const conversations::RegistrationDesk desk({s.store(), s.sealer(), s.config(), s.texts(),
                                              s.roster(), s.account_system(), s.registrations(),
                                              s.outbox(), s.audit(), clock, dice});
  const auto made = desk.issue(patient(who), kind, {});
  ensure(std::holds_alternative<conversations::IssuedRegistration>(made),
         "this person may have a registration code");
  const std::string code(std::get<conversations::IssuedRegistration>(made).code.reveal());
  sink.forbid(code);
  return code;
}

std::string Clinic::registration_code(const tests::FixturePerson& who,
                                      identity::RegistrationKind kind) {
  if (given_out_.contains(kind)) return given_out_[kind];
  try {
    return given_out_[kind] = issue_registration(who, kind);
  } catch (const Fault&) {
    if (!has_power()) throw PowerCut{};
    throw;
  }
}

std::string Clinic::saved_code(const tests::FixturePerson& who) {
  if (!saved_.empty()) return saved_;
  const Secret code = identity::draw_saved_code(dice);
  const std::int64_t row = dice.row_id();
  try {
    const PatientId whose = patient(who);
    service_->store().write([&](storage::Transaction& tx) {
      service_->saved_codes().keep(tx, row, whose, code, clock.now());
    });
  } catch (const Fault&) {
    if (!has_power()) throw PowerCut{};
    throw;
  }
  sink.forbid(code.reveal());
  return saved_ = std::string(code.reveal());
}

void Clinic::forget_account(std::string_view user_name) {
  auto& s = *service_;
  try {
    s.store().write([&](storage::Transaction& tx) {
      const auto found = s.roster().by_user_name(tx, user_name);
      const auto person = s.roster().person(tx, found.at(0));
      tx.run("DELETE FROM local_account WHERE id = $1",
             std::int64_t{std::stoll(person->account->text)});
    });
  } catch (const Fault&) {
    if (!has_power()) throw PowerCut{};
    throw;
  }
}

void Clinic::lose_account_system() {
  try {
    service_->store().write([](storage::Transaction& tx) {
      const auto there = tx.run("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'local_account'");
      if (there.one()->integer(0) == 1)
        tx.run("ALTER TABLE local_account RENAME TO account_out_of_reach");
    });
  } catch (const Fault&) {
    if (!has_power()) throw PowerCut{};
    throw;
  }
}

std::string Clinic::files() const {
  std::ostringstream bytes;
  for (const char* ending : {"", "-wal", "-shm"}) {
    std::ifstream in(config().data.database.string() + ending, std::ios::binary);
    if (in) bytes << in.rdbuf();
  }
  return std::move(bytes).str();
}

}  // namespace latchkey::fakes
