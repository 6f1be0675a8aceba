// A whole Latchkey in a temporary directory: real rooms, real SQLite, real channels, no threads.
//
// The courier is stepped by settle(), the clock is set by the test, and what is sent is captured.
// Each write is run again, as a store may do. Its roster holds the fixture people and one of each
// of the demo clinic's kinds. Its log throws at anything about a person; sink.leaks() says whether
// it ever had to. One test, one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/demo/clinic.h"
#include "core/demo/demo_transport.h"
#include "core/operations/service.h"
#include "ivr/phone_line.h"
#include "kiosk/lobby/lobby_pages.h"
#include "kiosk/patient/check_pages.h"
#include "kiosk/patient/not_me_pages.h"
#include "kiosk/patient/patient_pages.h"
#include "tests/fakes/people.h"
#include "tests/fakes/quiet_sink.h"
#include "tests/fakes/staff_room.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/fakes/weather.h"

namespace latchkey::fakes {

class LossyVfs;

// The machine stopped before it answered: whoever asked was told nothing.
struct PowerCut {};

class Clinic {
 public:
  enum class Roster { fixture_people, and_demo_kinds };
  // `change`: what the test configures otherwise.
  explicit Clinic(Roster roster = Roster::fixture_people,
                  const std::function<void(Config&)>& change = {});

  operations::Service& service() { return *service_; }
  // What its pages are made with; as long as the clinic is not started anew.
  kiosk::PageWorld page_world() const {
    return {service_->config(),   service_->texts(), service_->words(),
            service_->calendar(), *brand_,           *articles_};
  }
  kiosk::PatientPages& pages() { return *pages_; }
  const kiosk::CheckPages& checks() const { return *checks_; }
  kiosk::NotMePages& not_me() { return *not_me_; }
  kiosk::LobbyPages& lobby() { return *lobby_; }
  ivr::PhoneLine& line() { return *line_; }
  const Config& config() const { return config_; }
  const Texts& texts() const { return service_->texts(); }

  // Performs every errand that is due, and what those lead to.
  void settle();
  std::vector<demo::Sent> sent() const { return transport_.sent(); }
  // At the provider, in order.
  std::vector<std::string> deleted_recordings() const { return transport_.deleted(); }
  // From now on.
  void turn(Weather::Is is) { weather_.turn(is); }
  // The telephone provider is really called, by this; mail still arrives nowhere but in sent().
  void connect(courier::Transport& provider) { weather_.connect(provider); }
  // The digits of the newest message of this kind ("text", "mail") that holds a code; or empty.
  std::string newest_code(const std::string& kind) const;
  // The failure codes of all tickets, in the order made.
  std::vector<std::string> tickets();
  // The clock goes on until the default office is open, or closed. It stays where it already is so.
  void open_office();
  void close_office();
  // The office has seen this person and gives out a registration code: the same one, however often
  // it is asked for.
  std::string registration_code(const tests::FixturePerson& who, identity::RegistrationKind kind);
  // A new one each time: the earlier one is void.
  std::string issue_registration(const tests::FixturePerson& who, identity::RegistrationKind kind);
  // This person has a saved code at home: the same one, however often it is asked for.
  std::string saved_code(const tests::FixturePerson& who);
  PatientId patient(const tests::FixturePerson& who);
  // The account system no longer knows this person's account.
  void forget_account(std::string_view user_name);
  // From now on nobody learns what became of anything that the account system is asked.
  void lose_account_system();
  // The program ends, and starts anew on this disk, or on the machine's own. Visitors and callers
  // stay where they are. False if the power went meanwhile: nothing runs then. `disk` outlives this
  // or the next restart.
  bool restart(LossyVfs* disk = nullptr);
  void stop();
  // Whoever gets an answer asks here first whether it ever left the machine.
  bool has_power() const;
  // Every byte of the database's files as they lie on disk now.
  std::string files() const;

  fakes::TemporaryDirectory folder;
  SetClock clock;
  SystemDice dice;
  QuietSink sink;

 private:
  void admit(const tests::FixturePerson& who, const std::string& first, std::string number);
  void admit_fixtures();
  void forbid(const tests::FixturePerson& who);
  void start(const operations::OpenStore& open);

  Log log_{sink, clock};
  demo::DemoTransport transport_{clock};
  Weather weather_{transport_};
  Config config_;
  LossyVfs* disk_ = nullptr;
  std::optional<PatientId> first_admitted_;
  std::map<identity::RegistrationKind, std::string> given_out_;
  std::string saved_;
  std::unique_ptr<operations::Service> service_;
  std::unique_ptr<kiosk::BrowserJudge> browsers_;
  std::unique_ptr<kiosk::Brand> brand_;
  std::unique_ptr<kiosk::Articles> articles_;
  std::unique_ptr<kiosk::CheckPages> checks_;
  std::unique_ptr<kiosk::PatientPages> pages_;
  std::unique_ptr<kiosk::NotMePages> not_me_;
  std::unique_ptr<kiosk::LobbyPages> lobby_;
  std::unique_ptr<ivr::PhoneLine> line_;
};

}  // namespace latchkey::fakes
