#include "tests/bench/served.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <thread>

#include "core/demo/demo_setup.h"
#include "core/demo/demo_transport.h"
#include "core/operations/doors.h"
#include "core/operations/machine.h"
#include "core/operations/service.h"
#include "ivr/phone_line.h"
#include "kiosk/patient/patient_pages.h"
#include "tests/bench/load.h"

extern char** environ;

namespace latchkey::bench {

namespace {

using Steady = std::chrono::steady_clock;

constexpr int log_flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;

std::string program_beside_us() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "latchkey";
}

bool is_healthy(std::uint16_t port) {
  const int fd = connect_from("127.0.0.1", port);
  if (fd < 0) return false;
  constexpr std::string_view ask =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  ::send(fd, ask.data(), ask.size(), MSG_NOSIGNAL);
  char bytes[64] = {};
  const ssize_t count = ::recv(fd, bytes, sizeof bytes - 1, 0);
  ::close(fd);
  return count > 0 && std::string_view(bytes).starts_with("HTTP/1.1 200");
}

pid_t start_demo(const std::filesystem::path& folder, std::uint16_t port) {
  std::vector<std::string> words = {program_beside_us(), "demo",   "--dir",
                                    folder.string(),     "--port", std::to_string(port)};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder.string() + "/log").c_str(),
                                   log_flags, 0600);
  pid_t pid = -1;
  const int failed = posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw Fault("the benchmark needs the program " + words[0] + ": build it first");
  return pid;
}

}  // namespace

Served::Served(const std::filesystem::path& log,
               const std::function<void(const std::function<void()>& ready)>& serve) {
  int ends[2];
  ensure(pipe2(ends, O_CLOEXEC) == 0, "a benchmark can have a pipe");
  const auto begin = Steady::now();
  pid_ = fork();
  ensure(pid_ >= 0, "a benchmark can have a child");
  if (pid_ == 0) {
    operations::hold_stop_signals();
    dup2(::open(log.c_str(), log_flags, 0600), STDERR_FILENO);
    try {
      serve([&] { ensure(::write(ends[1], "r", 1) == 1, "whoever forked us is there"); });
    } catch (const std::exception& e) {
      fmt::print(stderr, "bench: {}\n", e.what());
    }
    _exit(0);
  }
  ::close(ends[1]);
  char byte = 0;
  const ssize_t count = ::read(ends[0], &byte, 1);
  ::close(ends[0]);
  if (count != 1) throw Fault("the benchmark's own server did not start");
  start_took_ = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begin);
}

Served::Served(const std::filesystem::path& folder, std::uint16_t port) {
  std::filesystem::create_directories(folder);
  const auto begin = Steady::now();
  pid_ = start_demo(folder, port);
  while (!is_healthy(static_cast<std::uint16_t>(port + 3))) {
    if (waitpid(pid_, nullptr, WNOHANG) != 0 || Steady::now() - begin > std::chrono::seconds(60))
      throw Fault("the demo clinic did not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  start_took_ = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begin);
}

Served::~Served() {
  kill(pid_, SIGTERM);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Served::Memory Served::memory() const {
  std::ifstream in(fmt::format("/proc/{}/smaps_rollup", pid_));
  Memory memory;
  std::string word;
  double kib = 0;
  while (in >> word) {
    if (word == "Rss:" && in >> kib) memory.resident_mib = kib / 1024;
    if (word == "Anonymous:" && in >> kib) memory.anonymous_mib = kib / 1024;
  }
  return memory;
}

std::chrono::microseconds Served::processor_time() const {
  std::ifstream in(fmt::format("/proc/{}/stat", pid_));
  std::string words;
  std::getline(in, words, ')');  // the program's name may hold spaces
  // proc(5): after the name come state and 10 numbers, then user and system time in ticks.
  for (int i = 0; i < 11; ++i) in >> words;
  std::int64_t user = 0, system = 0;
  in >> user >> system;
  return std::chrono::microseconds((user + system) * 1'000'000 / sysconf(_SC_CLK_TCK));
}

Config clinic_config(const std::filesystem::path& folder, std::uint16_t port) {
  operations::Machine machine;
  return demo::demo_config(folder, port, operations::content_folder(),
                           demo::make_clinic(demo::default_seed, machine.clock.now()),
                           machine.dice);
}

void serve_nothing(std::uint16_t port, int workers, const std::function<void()>& ready) {
  operations::Machine machine;
  http::Listen listen;
  listen.port = port;
  listen.hosts = {"127.0.0.1", "localhost"};
  listen.workers = workers;
  http::Server server(
      "bench", std::move(listen), [](const http::Request&) { return http::Response{}; },
      machine.log);
  server.start();
  ready();
  operations::wait_for_stop([] { return false; });
}

struct ClinicHere::Joined {
  Joined(Config wanted, courier::Transport& transport, LogSink& sink,
         const operations::OpenStore& open, const std::function<void(operations::Service&)>& fill)
      : log(sink, clock), service(std::move(wanted), clock, dice, log, transport, open) {
    if (fill) fill(service);
    for (const operations::DoorPlan& door : operations::doors_of(config)) {
      if (door.whom == operations::DoorFor::patients)
        doors.open(door, [this](const http::Request& request) {
          return patients.answer(request).value_or(http::Response{404, {}, {}, {}});
        });
      if (door.whom == operations::DoorFor::webhooks)
        doors.open(door, [this](const http::Request& request) { return phone.answer(request); });
    }
    service.start();
  }
  ~Joined() {
    doors.close();
    service.stop();
  }

  SystemClock clock;
  SystemDice dice;
  Log log;
  operations::Service service;
  const Config& config = service.config();
  kiosk::UserAgentReader user_agents;
  kiosk::BrowserJudge browsers{config.data.content, user_agents, clock, log};
  kiosk::Brand brand = kiosk::make_brand(config.clinic);
  kiosk::Articles articles{config.data.content, config.clinic.languages};
  kiosk::PatientPages patients{
      service.conversations(),
      {config, service.texts(), service.words(), service.calendar(), brand, articles},
      service.sealer(),
      dice,
      browsers,
      service.flow_policy().guidance};
  ivr::PhoneLine phone{service.conversations(), service.store(),
                       service.roster(),        config,
                       service.texts(),         service.words(),
                       service.calendar(),      service.sealer(),
                       service.clock(),         log};
  operations::Doors doors{log};
};

ClinicHere::ClinicHere(Config config, courier::Transport& transport, LogSink& sink,
                       const operations::OpenStore& open,
                       const std::function<void(operations::Service&)>& fill)
    : joined_(std::make_unique<Joined>(std::move(config), transport, sink, open, fill)) {}
ClinicHere::~ClinicHere() = default;
const Config& ClinicHere::config() const { return joined_->config; }

void serve_clinic(Config config, courier::Transport& transport,
                  const std::function<void(operations::Service&)>& fill,
                  const std::function<void()>& ready) {
  StderrSink sink;
  const ClinicHere clinic(std::move(config), transport, sink, operations::open_store, fill);
  ready();
  operations::wait_for_stop([] { return false; });
}

void serve_clinic(const std::filesystem::path& folder, std::uint16_t port,
                  const std::function<void()>& ready) {
  const SystemClock clock;
  demo::DemoTransport transport(clock);
  serve_clinic(clinic_config(folder, port), transport, {}, ready);
}

}  // namespace latchkey::bench
