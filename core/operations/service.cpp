#include "core/operations/service.h"

#include "core/accounts/roster_only.h"
#include "core/accounts/roster_uploads.h"
#include "core/base/key_file.h"
#include "core/conversations/bridges.h"
#include "core/identity/registration_letters.h"
#include "core/incidents/incidents.h"
#include "core/operations/key_rows.h"
#include "core/operations/languages.h"
#include "core/operations/room_rules.h"
#include "core/operations/workplace.h"
#include "core/staff/openings.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "core/tickets/letters.h"
#include "core/tickets/voicemails.h"

namespace latchkey::operations {

namespace {

Sealer sealer_of(const Config& config, Dice& dice) {
  const MasterKey key = load_key_file(config.data.key_file);
  return {key.key, key.version, dice};
}

std::unique_ptr<storage::Store> opened(const OpenStore& open, const Config& config,
                                       const Sealer& sealer, Time now) {
  auto store = open(config, now);
  require_key(*store, sealer, config.data.key_file);
  return store;
}

}  // namespace

std::span<const storage::AreaSchema> all_schemas() {
  static const storage::AreaSchema schemas[] = {accounts::schema(),
                                                accounts::roster_uploads_schema(),
                                                identity::attempts_schema(),
                                                tickets::schema(),
                                                tickets::letters_schema(),
                                                tickets::voicemails_schema(),
                                                calls::schema(),
                                                audit::schema(),
                                                staff::schema(),
                                                staff::openings_schema(),
                                                kiosks::schema(),
                                                incidents::schema(),
                                                courier::schema(),
                                                conversations::schema(),
                                                conversations::not_me_schema(),
                                                identity::registration_schema(),
                                                identity::registration_letters_schema(),
                                                identity::saved_codes_schema(),
                                                identity::stamps_schema(),
                                                conversations::desk_acts_schema(),
                                                settings::schema(),
                                                conversations::bridges_schema(),
                                                schema()};
  return schemas;
}

std::unique_ptr<storage::Store> open_store(const Config& config, Time now) {
  storage::SqliteOptions options;
  options.path = config.data.database.string();
  auto store = storage::open_sqlite(options);
  storage::upgrade(*store, all_schemas(), now);
  return store;
}

// The store, locked, and what is in force by its word. A file that is wrong is found before
// anything is locked or made.
struct Service::Ground {
  Ground(Config config, const Clock& clock, Dice& dice, const OpenStore& open)
      : file(std::move(config)),
        sealer(sealer_of(file, dice)),
        readings(read_content(file)),
        lock(std::make_unique<storage::ServeLock>(file.data.database.string())),
        store(opened(open, file, sealer, clock.now())) {
    const settings::Documents documents(sealer);
    in_use = store->read([&](storage::Transaction& tx) { return documents.numbers(tx); });
    config_in_force = file;
    if (in_use.empty()) return;
    InForce now = in_force(file, documents, *store);
    config_in_force = std::move(now.config);
    readings = std::move(now.readings);
    in_use = std::move(now.numbers);
    not_used = std::move(now.not_used);
  }

  Config file;
  Sealer sealer;
  Readings readings;
  std::unique_ptr<storage::ServeLock> lock;
  std::unique_ptr<storage::Store> store;
  Config config_in_force;
  settings::Numbers in_use;
  std::vector<NotUsed> not_used;
};

Service::Service(Config config, const Clock& clock, Dice& dice, Log& log,
                 courier::Transport& transport, const OpenStore& open)
    : Service(Ground(std::move(config), clock, dice, open), clock, dice, log, transport) {}

Service::Service(Ground ground, const Clock& clock, Dice& dice, Log& log,
                 courier::Transport& transport)
    : file_(std::move(ground.file)),
      config_(std::move(ground.config_in_force)),
      clock_(clock),
      dice_(dice),
      log_(log),
      transport_(transport),
      sealer_(std::move(ground.sealer)),
      texts_(std::move(ground.readings.texts)),
      words_(texts_),
      calendar_(std::move(ground.readings.calendar)),
      limits_(ground.readings.limits),
      flow_policy_(std::move(ground.readings.flow_policy)),
      matrix_(std::move(ground.readings.matrix)),
      lock_(std::move(ground.lock)),
      store_(std::move(ground.store)),
      settings_(file_, *store_, sealer_, clock, dice, std::move(ground.in_use),
                std::move(ground.not_used)),
      passwords_(limits_,
                 identity::Blocklist::load(config_.data.content / "policy/blocked_passwords.txt")),
      hasher_(sealer_, dice, hash_cost(config_),
              static_cast<std::size_t>(config_.password.hashes_at_once)),
      roster_(sealer_, roster_policy_of(config_, limits_)),
      local_(*store_, sealer_, hasher_, clock, limits_.password_wrong_in_a_row),
      system_(&local_),
      attempts_(limits_),
      keys_(sealer_, AddressSet(config_.patient_policy.shared_networks)),
      registrations_(sealer_, limits_),
      saved_codes_(sealer_),
      stamps_(sealer_),
      tickets_(sealer_, std::chrono::days(config_.sessions.unreachable_days)),
      calls_(sealer_),
      audit_(sealer_, 1),
      staff_(*store_, sealer_, dice, clock, hasher_, config_.clinic.name,
             staff_rules_of(config_, limits_)),
      sessions_(*store_, sealer_, clock, staff_rules_of(config_, limits_)),
      passkeys_(*store_, sealer_, dice, clock, staff::relying_party(config_.urls.staff),
                staff_rules_of(config_, limits_)),
      kiosks_(sealer_),
      outbox_(sealer_),
      destinations_(destination_rules_of(config_)),
      provider_(provider_of(config_, transport, sealer_)) {
  if (config_.patient_policy.account_system == AccountSystemKind::roster) {
    other_system_ = std::make_unique<accounts::RosterOnly>();
    system_ = other_system_.get();
  }
  learn(flow_policy_, system_->capabilities(), matrix_);
  tell_of_not_used();
  const courier::MailSender sender{config_.mail.from, config_.mail.from_name};
  messenger_ = std::make_unique<courier::Messenger>(transport, provider_.get(), sender,
                                                    destinations_, clock, log);
  rehearsal_ = std::make_unique<courier::Rehearsal>(
      [this](courier::Transport& nowhere) { return provider_of(config_, nowhere, sealer_); },
      sender, clock, log);
  account_errands_ = std::make_unique<conversations::AccountErrands>(
      *store_, roster_, *system_, attempts_, keys_, registrations_, clock_);
  recordings_ = std::make_unique<courier::Recordings>(
      transport, provider_ ? provider_->settings() : courier::ProviderSettings{});
  voicemail_errands_ =
      std::make_unique<conversations::VoicemailErrands>(*store_, sealer_, *recordings_);
  lookups_ =
      std::make_unique<courier::Lookups>(transport, config_.provider.lookup_base_url,
                                         provider_ ? provider_->settings().auth : courier::Auth{});
  line_errands_ = std::make_unique<conversations::LineErrands>(
      conversations::LineErrands::Rooms{*store_, sealer_, roster_, outbox_, *lookups_, clock_,
                                        dice_},
      config_.provider.lookups_day);
  webhooks_ = std::make_unique<courier::Webhooks>(transport, clock_, config_.notify.webhook_url,
                                                  config_.notify.webhook_key);
  ticket_news_ = std::make_unique<conversations::TicketNews>(conversations::TicketNews::Rooms{
      *store_, config_, texts_, words_, calendar_, tickets_, outbox_, clock_, dice_});
  conversations_ = std::make_unique<conversations::Conversations>(world());
  repudiations_ = std::make_unique<conversations::Repudiations>(world());
  vouchers_ = std::make_unique<conversations::Vouchers>(world());
  registration_desk_ = std::make_unique<conversations::RegistrationDesk>(
      conversations::RegistrationDesk::Parts{*store_, sealer_, config_, texts_, roster_, *system_,
                                             registrations_, outbox_, audit_, clock_, dice_});
  desk_acts_ =
      std::make_unique<conversations::DeskActs>(world(), *system_, stamps_, *registration_desk_);
  courier_ = std::make_unique<courier::Courier>(
      *store_, outbox_, performers(), clock, dice, log,
      [this](const courier::Claimed& claimed, const courier::Outcome& outcome) {
        using conversations::DeskActs;
        if (desk_acts_->errand_ended(claimed, outcome) == DeskActs::Whose::other)
          conversations_->errand_ended(claimed, outcome);
      });
  upkeep_ = std::make_unique<Upkeep>(Premises{config_, clock_, log_, sealer_, *store_,
                                              *conversations_, attempts_, outbox_, tickets_, staff_,
                                              *line_errands_, *ticket_news_});
}

Service::~Service() { stop(); }

void Service::tell_of_not_used() {
  for (const NotUsed& left : settings_.not_used())
    log_.fault("settings.not_used", left.document + ": " + left.why, {{"version", left.number}});
}

conversations::World Service::world() {
  return {*store_,
          clock_,
          dice_,
          log_,
          sealer_,
          config_,
          calendar_,
          texts_,
          flow_policy_,
          roster_,
          attempts_,
          keys_,
          registrations_,
          saved_codes_,
          tickets_,
          matrix_,
          calls_,
          outbox_,
          destinations_,
          audit_,
          [this](const Secret& password, const conversations::AboutPerson& about) {
            return judge(password, about);
          },
          [this](courier::Lanes lanes) {
            if (courier_) courier_->wake(lanes);
          }};
}

courier::Performers Service::performers() {
  const auto deliver = [this](const courier::Claimed& c) { return messenger_->deliver(c); };
  return {
      {courier::Kind::nothing,
       [this](const courier::Claimed& c) { return rehearsal_->perform(c); }},
      {courier::Kind::send_code, deliver},
      {courier::Kind::call_back, deliver},
      {courier::Kind::notice, deliver},
      {courier::Kind::message, deliver},
      {courier::Kind::take_recording,
       [this](const courier::Claimed& c) { return voicemail_errands_->take(c); }},
      {courier::Kind::look_up,
       [this](const courier::Claimed& c) { return line_errands_->look_up(c); }},
      {courier::Kind::webhook, [this](const courier::Claimed& c) { return webhooks_->post(c); }},
      {courier::Kind::check_account,
       [this](const courier::Claimed& c) { return account_errands_->check(c); }},
      {courier::Kind::account_act,
       [this](const courier::Claimed& c) { return account_errands_->act(c); }},
      {courier::Kind::set_password,
       [this](const courier::Claimed& c) { return account_errands_->set_password(c); }}};
}

std::string Service::judge(const Secret& password, const conversations::AboutPerson& about) const {
  identity::PasswordContext context;
  context.user_name = about.user_name;
  context.about_you = about.facts;
  if (about.birth_date.ok()) context.birth_date = about.birth_date;
  context.about_us = {config_.clinic.name, config_.clinic.portal_name};
  const auto verdict = passwords_.judge(password, context);
  return verdict.ok() ? std::string() : std::string(identity::name_of(verdict.reason));
}

void Service::start() {
  if (running_ == Running::yes) return;
  running_ = Running::yes;
  // The lock proves that whoever held these leases is dead.
  const std::int64_t leased = store_->write(
      [&](storage::Transaction& tx) { return outbox_.give_back_leases(tx, clock_.now()); });
  if (leased > 0) log_.info("courier.leases_given_back", {{"errands", leased}});
  courier_->start();
  upkeep_->start();
}

bool Service::is_outdated() {
  const settings::Documents& documents = settings_.documents();
  try {
    const auto numbers =
        store_->read([&](storage::Transaction& tx) { return documents.numbers(tx); });
    const bool lately = clock_.now() - refused_at_ < std::chrono::minutes(1);
    if (numbers == settings_.in_use() || (numbers == refused_ && lately)) return false;
    refused_ = numbers;
    refused_at_ = clock_.now();
    load_key_file(file_.data.key_file);
    in_force(file_, documents, *store_);
    return true;
  } catch (const std::exception& fault) {
    log_.fault("settings.not_taken_up", fault.what());
    return false;
  }
}

void Service::retire() {
  if (running_ == Running::no) return;
  running_ = Running::no;
  courier_->stop();
  upkeep_->stop();
}

void Service::stop() {
  if (running_ == Running::no) return;
  running_ = Running::no;
  transport_.leave_within(shutdown_grace);
  courier_->stop();
  upkeep_->stop();
}

}  // namespace latchkey::operations
