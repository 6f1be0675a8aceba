// The table of contents: every command, and what each is built from.
//
// The only file that sees both kiosk and ivr. Nothing here decides anything: it builds the parts by
// constructor argument, in the order in which they need one another, and hands them to each other.
#include <iostream>

#include "core/demo/demo_setup.h"
#include "core/demo/demo_transport.h"
#include "core/operations/attend.h"
#include "core/operations/command_line.h"
#include "core/operations/doors.h"
#include "core/operations/init.h"
#include "ivr/phone_line.h"
#include "ivr/text_phone/call_command.h"
#include "kiosk/demo/demo_pages.h"
#include "kiosk/desk/desk_pages.h"
#include "kiosk/patient/patient_pages.h"

using namespace latchkey;
using operations::Command;
using operations::CommandLine;

namespace {

// What every command has at hand.
struct Machine {
  SystemClock clock;
  SystemDice dice;
  StderrSink sink;
  Log log{sink, clock};
};

// The listeners of one service, until it is told to stop. `demo` is null in `serve`.
// `ready` is called once every listener answers.
void open_doors(Machine& machine, operations::Service& service, kiosk::DemoPages* demo,
                const std::function<void()>& ready) {
  const Config& config = service.config();
  kiosk::PatientPages patients(service.conversations(), config, service.texts(), service.words(),
                               service.calendar(), service.sealer(), machine.dice);
  kiosk::DeskPages desk({service.store(), service.staff(), service.tickets(), service.calls(),
                         service.roster(), service.audit(), service.texts(), service.words(),
                         service.calendar(), config, machine.clock,
                         kiosk::judge_by(service.password_policy(), config)});
  std::optional<ivr::PhoneLine> phone;
  if (config.provider.profile != ProviderProfile::none)
    phone.emplace(service.conversations(), service.store(), service.outbox(), service.roster(),
                  config, service.texts(), service.words(), service.calendar(), service.sealer(),
                  machine.clock, machine.log);
  operations::Doors doors(machine.log);
  doors.open("patients", config.patients, [&](const http::Request& request) {
    auto answer = demo ? demo->answer(request) : std::nullopt;
    if (!answer) answer = patients.answer(request);
    return answer ? *std::move(answer) : kiosk::not_found(kiosk::scheme_of(config.urls.patient));
  });
  doors.open("staff", config.staff,
             [&](const http::Request& request) { return desk.answer(request); });
  if (phone)
    doors.open("webhooks", config.webhooks,
               [&](const http::Request& request) { return phone->answer(request); });
  operations::Health health(service, doors.watched());
  doors.open("metrics", config.metrics,
             [&](const http::Request& request) { return health.answer(request); });
  service.start();
  ready();
  operations::wait_for_stop();
  doors.close();
  service.stop();
}

int serve(Machine& machine, const CommandLine& line) {
  Config config = Config::load(line.config, ConfigUse::serve);
  const courier::CurlLibrary library;
  courier::CurlTransport transport(library, operations::reach_of(config));
  operations::Service service(std::move(config), machine.clock, machine.dice, machine.log,
                              transport);
  open_doors(machine, service, nullptr, [] {});
  return operations::done;
}

Config demo_config(Machine& machine, const CommandLine& line, const std::string& folder) {
  return demo::demo_config(
      std::filesystem::absolute(folder), line.port, operations::content_folder(),
      demo::make_clinic(demo::default_seed, machine.clock.now()), machine.dice);
}

int open_demo(Machine& machine, const CommandLine& line) {
  const std::string folder = line.dir.empty() ? ".demo" : line.dir;
  const Time began = demo::began(folder, machine.clock.now());
  demo::DemoTransport transport(machine.clock);
  operations::Service service(demo_config(machine, line, folder), machine.clock, machine.dice,
                              machine.log, transport);
  const auto staff = demo::fill(service, demo::make_clinic(demo::default_seed, began),
                                service.config().data.folder);
  const auto people = demo::samples(began);
  const auto say = line.format == operations::Format::json ? demo::description : demo::greeting;
  kiosk::DemoPages pages(transport, service.local_accounts(), machine.clock);
  // Whoever reads this may click at once.
  open_doors(machine, service, &pages,
             [&] { std::cout << say(service.config(), staff, people) << std::endl; });
  return operations::done;
}

int call_line(Machine& machine, const CommandLine& line) {
  const courier::CurlLibrary library;
  courier::CurlTransport transport(library, operations::reach_of(line.server));
  return ivr::hold_call(ivr::call_options({line.server, line.account, Secret(line.token), line.from,
                                           line.to, line.script, line.answer}),
                        transport, machine.dice, machine.clock, std::cin, std::cout);
}

int run(Machine& machine, const CommandLine& line) {
  switch (line.command) {
    case Command::serve:
      return serve(machine, line);
    case Command::demo:
      return open_demo(machine, line);
    case Command::call:
      return call_line(machine, line);
    case Command::init:
      return operations::init({line.dir, line.clinic_name, operations::content_folder()},
                              machine.dice, std::cout, std::cerr);
    default:
      return operations::attend(
          line,
          line.demo_dir.empty() ? operations::config_file(line.config)
                                : [&] { return demo_config(machine, line, line.demo_dir); },
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
