// The demo clinic as one thing: its folder, its service, and a network that ends in a list.
//
// Made on the first start, found again on the next: the same people, staff and tokens.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/demo/demo_setup.h"
#include "core/demo/demo_transport.h"
#include "core/operations/machine.h"
#include "core/operations/progress.h"
#include "core/operations/workplace.h"

namespace latchkey::demo {

class DemoClinic {
 public:
  // `machine` outlives it. Making it takes some seconds once; `progress` tells of them.
  DemoClinic(operations::Machine& machine, const std::filesystem::path& folder, std::uint16_t port,
             operations::Progress progress);

  operations::Service& service() { return *service_; }
  // Another service in place of this one, which has retired: it takes up what was published.
  void renew();
  DemoTransport& transport() { return transport_; }
  const std::vector<StaffAccount>& staff() const { return staff_; }
  std::vector<SamplePatient> people() const { return samples(began_); }

  // Where to click, whom to be, how to call: for a person, or one line of JSON for a program.
  std::string introduction(operations::Format format) const;

 private:
  operations::Machine& machine_;
  Time began_;
  DemoTransport transport_;
  std::unique_ptr<operations::Service> service_;
  std::vector<StaffAccount> staff_;
};

// The configuration of a demo clinic that `latchkey demo` has made in `folder`, for the operator's
// commands. ConfigFault if there is none.
Config config_of(const std::filesystem::path& folder, operations::Machine& machine);

}  // namespace latchkey::demo
