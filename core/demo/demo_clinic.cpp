#include "core/demo/demo_clinic.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "core/operations/doors.h"

namespace latchkey::demo {

namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t usual_port = 8080;

Config config_at(const fs::path& folder, std::uint16_t port, operations::Machine& machine) {
  return demo_config(fs::absolute(folder), port, operations::content_folder(),
                     make_clinic(default_seed, machine.clock.now()), machine.dice);
}

// For commands beside the server, whose words name its addresses.
void note_port(const fs::path& folder, std::uint16_t port) {
  std::ofstream(folder / "port") << port << '\n';
}

}  // namespace

DemoClinic::DemoClinic(operations::Machine& machine, const fs::path& folder, std::uint16_t port,
                       operations::Progress progress)
    : machine_(machine),
      began_(began(folder, machine.clock.now())),
      transport_(machine.clock),
      service_(std::make_unique<operations::Service>(
          config_at(folder, port, machine), machine.clock, machine.dice, machine.log, transport_)) {
  operations::ProgressLine line(std::cerr, progress);
  staff_ = fill(*service_, make_clinic(default_seed, began_), folder,
                [&](std::size_t done, std::size_t all) {
                  line.show(fmt::format("Preparing the demo clinic: {} of {} patients", done, all));
                });
  note_port(folder, port);
}

void DemoClinic::renew() {
  Config config = service_->file_config();
  service_.reset();
  service_ = std::make_unique<operations::Service>(std::move(config), machine_.clock, machine_.dice,
                                                   machine_.log, transport_);
}

std::string DemoClinic::introduction(operations::Format format) const {
  const auto say = format == operations::Format::json ? description : greeting;
  return say(service_->config(), staff_, samples(began_));
}

Config config_of(const fs::path& folder, operations::Machine& machine) {
  if (!fs::exists(folder / "latchkey.key"))
    throw ConfigFault(
        fmt::format("there is no demo clinic in {0}; `latchkey demo --dir {0}` makes "
                    "one",
                    folder.string()));
  std::uint16_t port = 0;
  std::ifstream noted(folder / "port");
  return config_at(folder, noted >> port ? port : usual_port, machine);
}

}  // namespace latchkey::demo
