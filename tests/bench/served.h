// Servers in processes of their own, so that their memory can be told from the client's.
//
// The demo clinic is the program itself, as people start it. The others are forks of the benchmark:
// an empty handler behind the same server shell, and the same clinic on a slow disk. Each ends with
// its object. Needs: no other thread of the benchmark runs while one is made.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/config.h"
#include "core/operations/service.h"

namespace latchkey::bench {

// A process that serves on loopback until it is told to end, by its own id.
class Served {
 public:
  // The child runs `serve` and ends; serve() calls its argument once when it listens.
  // Its log is appended to `log`.
  Served(const std::filesystem::path& log,
         const std::function<void(const std::function<void()>& ready)>& serve);
  // The program `latchkey` beside this one, as `demo` on `folder`; ready when /healthz says so. Its
  // log is appended to `folder`/log.
  Served(const std::filesystem::path& folder, std::uint16_t port);
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::chrono::milliseconds start_took() const { return start_took_; }

  struct Memory {
    double resident_mib = 0, anonymous_mib = 0;
  };
  Memory memory() const;
  // Processor time that it has used since its start, in its own and the system's code.
  std::chrono::microseconds processor_time() const;

 private:
  pid_t pid_ = -1;
  std::chrono::milliseconds start_took_{0};
};

// The demo clinic's configuration for `folder`, which has been served before.
Config clinic_config(const std::filesystem::path& folder, std::uint16_t port);

// A clinic's pages and webhooks, served by threads of this process while it lives.
class ClinicHere {
 public:
  // `transport` and `sink` outlive it. `fill`, if given, is called before anything is served.
  ClinicHere(Config config, courier::Transport& transport, LogSink& sink,
             const operations::OpenStore& open = operations::open_store,
             const std::function<void(operations::Service&)>& fill = {});
  ~ClinicHere();
  ClinicHere(const ClinicHere&) = delete;
  ClinicHere& operator=(const ClinicHere&) = delete;

  const Config& config() const;

 private:
  struct Joined;
  std::unique_ptr<Joined> joined_;
};

// Bodies for Served: `workers` answer 200 and nothing else; and the clinic itself, in the fork, on
// whatever disk SQLite finds by default: the demo's in `folder`, or one as ClinicHere is given it.
void serve_nothing(std::uint16_t port, int workers, const std::function<void()>& ready);
void serve_clinic(const std::filesystem::path& folder, std::uint16_t port,
                  const std::function<void()>& ready);
void serve_clinic(Config config, courier::Transport& transport,
                  const std::function<void(operations::Service&)>& fill,
                  const std::function<void()>& ready);

}  // namespace latchkey::bench
