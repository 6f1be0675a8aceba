// The table of contents: every command, and what each is built from.
//
// The only file that sees both kiosk and ivr. Nothing here decides anything: it builds the parts by
// constructor argument, in the order in which they need one another, and hands them to each other.
#include <iostream>

#include "core/demo/demo_clinic.h"
#include "core/operations/attend.h"
#include "core/operations/command_line.h"
#include "core/operations/doors.h"
#include "core/operations/turnstile.h"
#include "ivr/phone_line.h"
#include "ivr/text_phone/call_command.h"
#include "kiosk/demo/demo_pages.h"
#include "kiosk/desk/desk_pages.h"
#include "kiosk/lobby/lobby_pages.h"
#include "kiosk/patient/check_pages.h"
#include "kiosk/patient/not_me_pages.h"
#include "kiosk/patient/other_site.h"
#include "kiosk/patient/patient_pages.h"

using namespace latchkey;
using operations::Command;
using operations::CommandLine;
using operations::DoorFor;
using operations::Machine;

namespace {

// What pages are made of besides texts: files that the house of the pages reads.
struct PageParts {
  PageParts(const Config& config, const Clock& clock, Log& log)
      : browsers(config.data.content, user_agents, clock, log),
        brand(kiosk::make_brand(config.clinic)),
        articles(config.data.content, config.clinic.languages) {}

  kiosk::UserAgentReader user_agents;
  kiosk::BrowserJudge browsers;
  kiosk::Brand brand;
  kiosk::Articles articles;
};

// Everything that answers for one service, which outlives it.
class Answers {
 public:
  Answers(Machine& machine, operations::Service& service, const PageParts& parts,
          kiosk::DemoPages* demo)
      : service_(service),
        demo_(demo),
        world_{service.config(),   service.texts(), service.words(),
               service.calendar(), parts.brand,     parts.articles},
        patients_(service.conversations(), world_, service.sealer(), machine.dice, parts.browsers,
                  service.flow_policy().guidance),
        checks_(world_, parts.browsers, service.flow_policy().guidance, machine.clock),
        not_me_(service.repudiations(), world_, service.sealer()),
        desk_(kiosk::desk_parts_of(service)),
        lobby_({service.store(), service.kiosks(), service.conversations(), service.audit(), world_,
                service.sealer(), machine.clock, machine.dice, parts.browsers}) {
    if (service.config().provider.profile != ProviderProfile::none)
      phone_.emplace(service.conversations(), service.store(), service.roster(), service.config(),
                     service.texts(), service.words(), service.calendar(), service.sealer(),
                     machine.clock, machine.log);
  }

  // Before the metrics are asked for.
  void watch(std::vector<operations::Watched> doors) {
    health_.emplace(service_, std::move(doors));
  }

  http::Response answer(DoorFor whom, const http::Request& request) {
    switch (whom) {
      case DoorFor::patients:
        return for_patient(request);
      case DoorFor::staff:
        return desk_.answer(request);
      case DoorFor::webhooks:
        return phone_->answer(request);
      case DoorFor::metrics:
        break;
    }
    return health_->answer(request);
  }

 private:
  http::Response for_patient(const http::Request& request) {
    auto answer = kiosk::other_site_answer(service_.config().urls, request);
    if (!answer && demo_) answer = demo_->answer(request);
    if (!answer) answer = lobby_.answer(request);
    if (!answer) answer = checks_.answer(request);
    if (!answer) answer = not_me_.answer(request);
    if (!answer) answer = patients_.answer(request);
    return answer ? *std::move(answer) : patients_.missing(request);
  }

  operations::Service& service_;
  kiosk::DemoPages* demo_;
  const kiosk::PageWorld world_;
  kiosk::PatientPages patients_;
  const kiosk::CheckPages checks_;
  kiosk::NotMePages not_me_;
  kiosk::DeskPages desk_;
  kiosk::LobbyPages lobby_;
  std::optional<ivr::PhoneLine> phone_;
  std::optional<operations::Health> health_;
};

// Where services follow one another: a new one when settings were published.
class House {
 public:
  House() = default;
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  virtual ~House() = default;
  virtual operations::Service& service() = 0;
  // Null in `serve`.
  virtual kiosk::DemoPages* demo() = 0;
  // Another service in place of this one, which has retired.
  virtual void renew() = 0;
};

// The listeners of a house, until it is told to stop. `ready` is called once each of them answers.
void open_doors(Machine& machine, House& house,
                const std::function<void(const operations::Doors&)>& ready) {
  PageParts parts(house.service().config(), machine.clock, machine.log);
  operations::Turnstile turnstile;
  std::optional<Answers> answers;
  operations::Doors doors(machine.log);
  // Whoever waits must not keep the doors from closing.
  const std::shared_ptr<void> at_end(nullptr, [&](void*) { turnstile.end(); });
  std::vector<operations::Watched> watched;
  const auto begin = [&] {
    answers.emplace(machine, house.service(), parts, house.demo());
    answers->watch(watched);
    house.service().start();
    turnstile.open();
  };
  for (const operations::DoorPlan& door : operations::doors_of(house.service().config())) {
    if (door.whom == DoorFor::metrics) watched = doors.watched();
    const http::Handler inner = [&answers, whom = door.whom](const http::Request& request) {
      return answers->answer(whom, request);
    };
    doors.open(door, [&turnstile, inner](const http::Request& request) {
      return turnstile.pass(inner, request);
    });
  }
  begin();
  parts.browsers.warm_up();
  ready(doors);
  const auto is_due = [&] { return house.service().is_outdated(); };
  while (operations::wait_for_stop(is_due) == operations::Woken::as_due) {
    house.service().retire();
    turnstile.close();
    answers.reset();
    house.renew();
    begin();
    machine.log.info("settings.taken_up");
  }
  doors.close();
  house.service().stop();
}

class Served final : public House {
 public:
  Served(Machine& machine, Config config)
      : machine_(machine), network_(operations::network_of(config)) {
    serve(std::move(config));
  }
  operations::Service& service() override { return *service_; }
  kiosk::DemoPages* demo() override { return nullptr; }
  void renew() override {
    Config config = service_->file_config();
    service_.reset();
    serve(std::move(config));
  }

 private:
  void serve(Config config) {
    service_.emplace(std::move(config), machine_.clock, machine_.dice, machine_.log, *network_);
  }

  Machine& machine_;
  const std::unique_ptr<courier::Transport> network_;
  std::optional<operations::Service> service_;
};

class OpenDemo final : public House {
 public:
  OpenDemo(Machine& machine, const CommandLine& line)
      : machine_(machine), clinic_(machine, line.dir, line.port, operations::progress_here()) {
    show();
  }
  demo::DemoClinic& clinic() { return clinic_; }
  operations::Service& service() override { return clinic_.service(); }
  kiosk::DemoPages* demo() override { return &*pages_; }
  void renew() override {
    pages_.reset();
    clinic_.renew();
    show();
  }

 private:
  void show() {
    pages_.emplace(clinic_.transport(), clinic_.service().local_accounts(), clinic_.staff(),
                   clinic_.people(), machine_.clock);
  }

  Machine& machine_;
  demo::DemoClinic clinic_;
  std::optional<kiosk::DemoPages> pages_;
};

int serve(Machine& machine, const CommandLine& line) {
  Served house(machine, operations::config_file(line.config)());
  open_doors(machine, house, [&](const operations::Doors& doors) {
    std::cout << doors.addresses(house.service().config()) << std::flush;
  });
  return operations::done;
}

int open_demo(Machine& machine, const CommandLine& line) {
  OpenDemo house(machine, line);
  // Whoever reads this may click at once.
  open_doors(machine, house, [&](const operations::Doors&) {
    std::cout << house.clinic().introduction(line.format) << std::endl;
  });
  return operations::done;
}

int call_line(Machine& machine, const CommandLine& line) {
  const auto network = operations::network_to(line.server);
  const auto heard = line.heard == operations::CommandLine::Heard::aloud
                         ? ivr::CallWish::Heard::aloud
                         : ivr::CallWish::Heard::in_print;
  const auto options =
      ivr::call_options({line.server, line.account, Secret(line.token), line.from, line.to,
                         line.script, line.answer, line.format, line.profile, heard});
  return ivr::hold_call(options, *network, machine.dice, machine.clock, std::cin, std::cout,
                        std::cerr);
}

int run(Machine& machine, const CommandLine& line) {
  switch (line.command) {
    case Command::serve:
      return serve(machine, line);
    case Command::demo:
      return open_demo(machine, line);
    case Command::call:
      return call_line(machine, line);
    default:
      return operations::attend(
          line,
          line.demo_dir.empty() ? operations::config_file(line.config)
                                : [&] { return demo::config_of(line.demo_dir, machine); },
          [&](const Config& config) {
            return PageParts(config, machine.clock, machine.log).browsers.flaw();
          },
          machine.dice, machine.clock, std::cout, std::cerr);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto line = operations::read_command_line(argc, argv);
  if (const int* code = std::get_if<int>(&line)) return *code;
  operations::hold_stop_signals();
  return operations::in_words(std::cerr, [&] {
    Machine machine;
    return run(machine, std::get<CommandLine>(line));
  });
}
