// The table of contents: every command, and what each is built from.
//
// The only file that sees both kiosk and ivr. Nothing here decides anything: it builds the parts by
// constructor argument, in the order in which they need one another, and hands them to each other.
#include <iostream>

#include "core/demo/demo_clinic.h"
#include "core/operations/attend.h"
#include "core/operations/command_line.h"
#include "core/operations/doors.h"
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

// The listeners of one service, until it is told to stop. `demo` is null in `serve`.
// `ready` is called once every listener answers.
void open_doors(Machine& machine, operations::Service& service, kiosk::DemoPages* demo,
                const std::function<void(const operations::Doors&)>& ready) {
  const Config& config = service.config();
  PageParts parts(config, machine.clock, machine.log);
  const kiosk::BrowserJudge& browsers = parts.browsers;
  const kiosk::PageWorld world{config,      service.texts(), service.words(), service.calendar(),
                               parts.brand, parts.articles};
  kiosk::PatientPages patients(service.conversations(), world, service.sealer(), machine.dice,
                               browsers, service.flow_policy().guidance);
  const kiosk::CheckPages checks(world, browsers, service.flow_policy().guidance, machine.clock);
  const kiosk::NotMePages not_me(service.repudiations(), world, service.sealer());
  kiosk::DeskPages desk(kiosk::desk_parts_of(service));
  kiosk::LobbyPages lobby({service.store(), service.kiosks(), service.conversations(),
                           service.audit(), world, service.sealer(), machine.clock, machine.dice,
                           browsers});
  std::optional<ivr::PhoneLine> phone;
  if (config.provider.profile != ProviderProfile::none)
    phone.emplace(service.conversations(), service.store(), service.roster(), config,
                  service.texts(), service.words(), service.calendar(), service.sealer(),
                  machine.clock, machine.log);
  std::optional<operations::Health> health;  // outlives its door
  operations::Doors doors(machine.log);
  const auto answerer = [&](DoorFor whom) -> http::Handler {
    switch (whom) {
      case DoorFor::patients:
        return [&](const http::Request& request) {
          auto answer = kiosk::other_site_answer(config.urls, request);
          if (!answer && demo) answer = demo->answer(request);
          if (!answer) answer = lobby.answer(request);
          if (!answer) answer = checks.answer(request);
          if (!answer) answer = not_me.answer(request);
          if (!answer) answer = patients.answer(request);
          return answer ? *std::move(answer) : patients.missing(request);
        };
      case DoorFor::staff:
        return [&](const http::Request& request) { return desk.answer(request); };
      case DoorFor::webhooks:
        return [&](const http::Request& request) { return phone->answer(request); };
      case DoorFor::metrics:
        break;
    }
    health.emplace(service, doors.watched());
    return [&](const http::Request& request) { return health->answer(request); };
  };
  for (const operations::DoorPlan& door : operations::doors_of(config))
    doors.open(door, answerer(door.whom));
  service.start();
  parts.browsers.warm_up();
  ready(doors);
  operations::wait_for_stop();
  doors.close();
  service.stop();
}

int serve(Machine& machine, const CommandLine& line) {
  Config config = operations::config_file(line.config)();
  const auto network = operations::network_of(config);
  operations::Service service(std::move(config), machine.clock, machine.dice, machine.log,
                              *network);
  open_doors(machine, service, nullptr, [&](const operations::Doors& doors) {
    std::cout << doors.addresses(service.config()) << std::flush;
  });
  return operations::done;
}

int open_demo(Machine& machine, const CommandLine& line) {
  demo::DemoClinic clinic(machine, line.dir, line.port, operations::progress_here());
  kiosk::DemoPages pages(clinic.transport(), clinic.service().local_accounts(), clinic.staff(),
                         clinic.people(), machine.clock);
  // Whoever reads this may click at once.
  open_doors(machine, clinic.service(), &pages, [&](const operations::Doors&) {
    std::cout << clinic.introduction(line.format) << std::endl;
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
