// The table of contents: every command, and what each is built from.
//
// The only file that sees both kiosk and ivr. Nothing here decides anything: it reads the command
// line, builds the parts by constructor argument in the order in which they need one another, and
// hands them to each other.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/base/config.h"
#include "core/demo/demo_setup.h"
#include "core/demo/demo_transport.h"
#include "core/operations/doors.h"
#include "core/operations/health.h"
#include "core/operations/service.h"
#include "ivr/phone_line.h"
#include "ivr/text_phone/call_command.h"
#include "kiosk/demo/demo_pages.h"
#include "kiosk/desk/desk_pages.h"
#include "kiosk/patient/patient_pages.h"

using namespace latchkey;

namespace {

// What every command has at hand.
struct Machine {
  SystemClock clock;
  SystemDice dice;
  StderrSink sink;
  Log log{sink, clock};
};

// The four listeners of one service. `demo` is null in `serve`.
void open_doors(Machine& machine, operations::Service& service, kiosk::DemoPages* demo) {
  const Config& config = service.config();
  kiosk::PatientPages patients(service.conversations(), config, service.texts(), service.words(),
                               service.calendar(), service.sealer(), machine.dice);
  std::optional<ivr::PhoneLine> phone;
  if (config.provider.profile != ProviderProfile::none)
    phone.emplace(service.conversations(), service.store(), service.outbox(), service.roster(),
                  config, service.texts(), service.words(), service.calendar(), service.sealer(),
                  machine.clock, machine.log);
  kiosk::DeskPages desk({service.store(), service.staff(), service.tickets(), service.calls(),
                         service.roster(), service.audit(), service.texts(), service.words(),
                         service.calendar(), config, machine.clock,
                         kiosk::judge_by(service.password_policy(), config)});
  operations::Doors doors(machine.log);
  doors.open("patients", config.patients, [&](const http::Request& request) {
    if (demo)
      if (auto answer = demo->answer(request)) return *std::move(answer);
    if (auto answer = patients.answer(request)) return *std::move(answer);
    return kiosk::not_found(kiosk::scheme_of(config.urls.patient));
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
  operations::wait_for_stop();
  doors.close();
  service.stop();
}

int serve(Machine& machine, const std::string& file) {
  Config config = Config::load(file, ConfigUse::serve);
  const courier::CurlLibrary library;
  courier::CurlTransport transport(library, operations::reach_of(config));
  operations::Service service(std::move(config), machine.clock, machine.dice, machine.log,
                              transport);
  open_doors(machine, service, nullptr);
  return 0;
}

struct DemoOptions {
  std::string folder = ".demo";
  std::uint16_t port = 8080;
  bool json = false;
};

int demo_clinic(Machine& machine, const DemoOptions& options) {
  const auto clinic = demo::make_clinic(demo::default_seed, machine.clock.now());
  Config config = demo::demo_config(std::filesystem::absolute(options.folder), options.port,
                                    operations::content_folder(), clinic, machine.dice);
  demo::DemoTransport transport(machine.clock);
  operations::Service service(std::move(config), machine.clock, machine.dice, machine.log,
                              transport);
  const auto staff = demo::fill(service, clinic, service.config().data.folder);
  const auto people = demo::samples(machine.clock.now());
  std::cout << (options.json ? demo::description(service.config(), staff, people) + "\n"
                             : demo::greeting(service.config(), staff, people))
            << std::flush;
  kiosk::DemoPages pages(transport, service.local_accounts(), machine.clock);
  open_doors(machine, service, &pages);
  return 0;
}

struct CallOptions {
  std::string server, account, token, from = "+14015550199", to = "+14015550100", script;
};

int call_line(Machine& machine, const CallOptions& options) {
  const courier::CurlLibrary library;
  courier::Reach reach;
  reach.bases = {options.server};
  courier::CurlTransport transport(library, reach);
  ivr::CallOptions call;
  call.plan.url = options.server + "/ivr/call";
  call.plan.account_sid = options.account;
  call.plan.signing_key = Secret(options.token);
  call.plan.from = options.from;
  call.plan.to = options.to;
  if (!options.script.empty()) {
    std::ifstream in(options.script);
    if (!in) throw ConfigFault("--script " + options.script + ": there is no such file");
    std::ostringstream text;
    text << in.rdbuf();
    call.script = text.str();
  }
  return ivr::hold_call(call, transport, machine.dice, machine.clock, std::cin, std::cout);
}

}  // namespace

int main(int argc, char** argv) {
  operations::hold_stop_signals();
  CLI::App app{"Latchkey gets patients back into their portal account, by phone and on the web."};
  app.require_subcommand(1);
  Machine machine;
  std::function<int()> run;

  std::string config_file;
  auto* serving = app.add_subcommand("serve",
                                     "Serve a clinic.\nExample: latchkey serve --config "
                                     "/etc/latchkey/latchkey.toml");
  serving->add_option("--config", config_file, "The clinic's latchkey.toml")->required();
  serving->callback([&] { run = [&] { return serve(machine, config_file); }; });

  DemoOptions demo;
  auto* demoing = app.add_subcommand("demo",
                                     "Open the demo clinic on this machine.\nExample: "
                                     "latchkey demo --port 8080");
  demoing->add_option("--dir", demo.folder, "Folder of the demo's data")->capture_default_str();
  demoing->add_option("--port", demo.port, "Patients' pages; the next three ports are used too")
      ->capture_default_str();
  demoing->add_flag("--json", demo.json, "Describe the demo in one line of JSON");
  demoing->callback([&] { run = [&] { return demo_clinic(machine, demo); }; });

  CallOptions call;
  auto* calling = app.add_subcommand("call",
                                     "Call the phone line from this terminal.\nExample: "
                                     "latchkey call --server http://127.0.0.1:8082 "
                                     "--account AC… --token …");
  calling->add_option("--server", call.server, "The webhooks' address")->required();
  calling->add_option("--account", call.account, "The provider account's id")->required();
  calling->add_option("--token", call.token, "The provider's signing token")->required();
  calling->add_option("--from", call.from, "The caller's number")->capture_default_str();
  calling->add_option("--to", call.to, "The number dialled")->capture_default_str();
  calling->add_option("--script", call.script, "A file that says what to hear and press");
  calling->callback([&] { run = [&] { return call_line(machine, call); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return run();
  } catch (const std::exception& fault) {
    std::cerr << "latchkey: " << fault.what() << '\n';
    return 1;
  }
}
