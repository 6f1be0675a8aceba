// The running whole: every room of core, built from one configuration and joined.
//
// main builds one Service for `serve` and one for `demo`; nothing else in core sees all rooms.
// Construction locks the database for this one server, opens the store, brings its tables up to
// date, puts what is published on the desk in place of parts of the configuration
// (settings_in_force.h) and loads content; what can't be used is a ConfigFault that says what would
// be right. The configuration never changes in a service's life: what is published later takes a
// new service. Members are built in the order in which they need one another.
#pragma once

#include <memory>

#include "core/accounts/account_system.h"
#include "core/accounts/local/local_accounts.h"
#include "core/base/clinic_policy.h"
#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "core/conversations/desk_acts.h"
#include "core/conversations/errands.h"
#include "core/conversations/line_errands.h"
#include "core/conversations/not_me.h"
#include "core/conversations/ticket_news.h"
#include "core/conversations/voicemail_errands.h"
#include "core/conversations/vouching.h"
#include "core/courier/courier.h"
#include "core/courier/lookups.h"
#include "core/courier/messenger.h"
#include "core/courier/rehearsal.h"
#include "core/courier/webhooks.h"
#include "core/identity/password_hash.h"
#include "core/identity/password_policy.h"
#include "core/identity/registration_codes.h"
#include "core/identity/saved_codes.h"
#include "core/kiosks/kiosks.h"
#include "core/operations/hasher.h"
#include "core/operations/settings.h"
#include "core/operations/upkeep.h"
#include "core/staff/passkeys.h"
#include "core/staff/sessions.h"
#include "core/staff/staff.h"
#include "core/storage/schema.h"
#include "core/storage/serve_lock.h"

namespace latchkey::operations {

// The tables of every room, in the order in which they may refer to one another.
std::span<const storage::AreaSchema> all_schemas();

// How long a send that has begun may still take when the server is told to stop.
inline constexpr Millis shutdown_grace{3'000};

// Opens the store that the configuration names, its tables up to date.
using OpenStore = std::function<std::unique_ptr<storage::Store>(const Config&, Time now)>;
std::unique_ptr<storage::Store> open_store(const Config& config, Time now);

class Service {
 public:
  // `transport` carries calls, texts and mail; all outlive the service.
  Service(Config config, const Clock& clock, Dice& dice, Log& log, courier::Transport& transport,
          const OpenStore& open = open_store);
  ~Service();  // stop()s
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Begins to send errands, those first that a server which died had leased, and to keep house.
  void start();
  // Ends within shutdown_grace and a few seconds: what is under way then ends as not sent or
  // unknown, and the transport sends nothing any more. Harmless without a start().
  void stop();
  // Ends too, but lets what is under way end by itself, half a minute at most: for a service that
  // another follows at once, on the same transport. Pages may still be asked meanwhile.
  void retire();
  // Whether something else is published by now, and a service that goes by it can be built. What
  // can't be taken up is told of once. For one thread.
  bool is_outdated();

  // In force, and as the file has it.
  const Config& config() const { return config_; }
  const Config& file_config() const { return file_; }
  Settings& settings() { return settings_; }
  const Clock& clock() const { return clock_; }
  Dice& dice() { return dice_; }
  Log& log() { return log_; }
  const Sealer& sealer() const { return sealer_; }
  const Texts& texts() const { return texts_; }
  const LocalWords& words() const { return words_; }
  const Calendar& calendar() const { return calendar_; }
  storage::Store& store() { return *store_; }
  accounts::Roster& roster() { return roster_; }
  const identity::Attempts& attempts() const { return attempts_; }
  accounts::LocalAccounts& local_accounts() { return local_; }
  accounts::AccountSystem& account_system() { return *system_; }
  tickets::Tickets& tickets() { return tickets_; }
  calls::Calls& calls() { return calls_; }
  const identity::RegistrationCodes& registrations() const { return registrations_; }
  const identity::SavedCodes& saved_codes() const { return saved_codes_; }
  audit::Audit& audit() { return audit_; }
  staff::Staff& staff() { return staff_; }
  staff::Sessions& sessions() { return sessions_; }
  staff::Passkeys& passkeys() { return passkeys_; }
  const kiosks::Kiosks& kiosks() const { return kiosks_; }
  PasswordHasher& hasher() { return hasher_; }
  courier::Outbox& outbox() { return outbox_; }
  courier::Courier& courier() { return *courier_; }
  courier::Messenger& messenger() { return *messenger_; }
  conversations::Conversations& conversations() { return *conversations_; }
  conversations::Repudiations& repudiations() { return *repudiations_; }
  const conversations::Vouchers& vouchers() const { return *vouchers_; }
  const conversations::DeskActs& desk_acts() const { return *desk_acts_; }
  const identity::AttemptKeys& attempt_keys() const { return keys_; }
  const tickets::Matrix& matrix() const { return matrix_; }
  const identity::Stamps& stamps() const { return stamps_; }
  const identity::PasswordPolicy& password_policy() const { return passwords_; }
  const flow::Policy& flow_policy() const { return flow_policy_; }

  // What start() does every minute (core/operations/upkeep.h).
  void sweep() { upkeep_->sweep(); }

 private:
  struct Ground;
  Service(Ground ground, const Clock& clock, Dice& dice, Log& log, courier::Transport& transport);
  void tell_of_not_used();
  conversations::World world();
  courier::Performers performers();
  std::string judge(const Secret& password, const conversations::AboutPerson& about) const;

  Config file_;
  Config config_;
  const Clock& clock_;
  Dice& dice_;
  Log& log_;
  courier::Transport& transport_;
  Sealer sealer_;
  Texts texts_;
  LocalWords words_;
  Calendar calendar_;
  identity::Limits limits_;
  flow::Policy flow_policy_;
  tickets::Matrix matrix_;
  std::unique_ptr<storage::ServeLock> lock_;
  std::unique_ptr<storage::Store> store_;
  Settings settings_;
  identity::PasswordPolicy passwords_;
  Hasher hasher_;
  accounts::Roster roster_;
  accounts::LocalAccounts local_;
  accounts::AccountSystem* system_;
  std::unique_ptr<accounts::AccountSystem> other_system_;
  identity::Attempts attempts_;
  identity::AttemptKeys keys_;
  identity::RegistrationCodes registrations_;
  identity::SavedCodes saved_codes_;
  identity::Stamps stamps_;
  tickets::Tickets tickets_;
  calls::Calls calls_;
  audit::Audit audit_;
  staff::Staff staff_;
  staff::Sessions sessions_;
  staff::Passkeys passkeys_;
  kiosks::Kiosks kiosks_;
  courier::Outbox outbox_;
  courier::Destinations destinations_;
  std::unique_ptr<courier::Provider> provider_;
  std::unique_ptr<courier::Messenger> messenger_;
  std::unique_ptr<courier::Rehearsal> rehearsal_;
  std::unique_ptr<conversations::AccountErrands> account_errands_;
  std::unique_ptr<courier::Recordings> recordings_;
  std::unique_ptr<conversations::VoicemailErrands> voicemail_errands_;
  std::unique_ptr<courier::Lookups> lookups_;
  std::unique_ptr<conversations::LineErrands> line_errands_;
  std::unique_ptr<courier::Webhooks> webhooks_;
  std::unique_ptr<conversations::TicketNews> ticket_news_;
  std::unique_ptr<conversations::Conversations> conversations_;
  std::unique_ptr<conversations::Repudiations> repudiations_;
  std::unique_ptr<conversations::Vouchers> vouchers_;
  std::unique_ptr<conversations::RegistrationDesk> registration_desk_;
  std::unique_ptr<conversations::DeskActs> desk_acts_;
  std::unique_ptr<courier::Courier> courier_;
  std::unique_ptr<Upkeep> upkeep_;
  enum class Running { no, yes } running_ = Running::no;
  settings::Numbers refused_;  // published, and yet no service could be built
  Time refused_at_{};          // tried again a while later: what was in the way may be gone
};

}  // namespace latchkey::operations
