// The patients' pages: views a second, whole recoveries a second, bytes of a page.
//
// Views and bytes are those of the program as people start it. Recoveries are made on the same
// service in a fork of the benchmark, whose texts reach the walkers. Every ratio is to an empty
// handler behind the same server shell, asked by the same client in the same run.
#include <array>

#include "core/identity/password_hash.h"
#include "core/operations/machine.h"
#include "tests/bench/benches.h"
#include "tests/bench/disk_directory.h"
#include "tests/bench/pages_met.h"
#include "tests/bench/recoveries.h"
#include "tests/bench/served.h"
#include "tests/fakes/free_ports.h"

namespace latchkey::bench {

namespace {

constexpr std::array<std::size_t, 3> crowds = {1, 16, 64};
constexpr std::chrono::milliseconds views_time{3000}, recoveries_time{6000};
constexpr std::size_t people_a_crowd = 700;
constexpr double empty_times = 2, further_us = 60;  // what a page may cost

// Microseconds.
double each(std::chrono::microseconds used, const Load& load) {
  return static_cast<double>(used.count()) /
         static_cast<double>(std::max<std::size_t>(load.answers, 1));
}

class Web {
 public:
  Web(Report& report, const std::filesystem::path& folder, std::uint16_t port)
      : report_(report),
        log_(folder / "log"),
        demo_folder_(folder / "demo"),
        clinic_folder_(folder / "clinic"),
        port_(port) {
    for (const auto& each : {demo_folder_, clinic_folder_}) std::filesystem::create_directory(each);
  }

  void empty_handler() {
    const int workers = clinic_config(demo_folder_, port_).patients.workers;
    const Served nothing(log_, [&](const auto& ready) { serve_nothing(port_, workers, ready); });
    for (std::size_t i = 0; i < crowds.size(); ++i) {
      const auto before = nothing.processor_time();
      empty_[i] = drive(
          {port_, crowds[i], 100'000'000, views_time}, [](std::size_t) { return get("/", ""); },
          [](std::size_t, const Answer&) {});
      empty_used_[i] = each(nothing.processor_time() - before, empty_[i]);
      report_.load(fmt::format("empty handler, {} connections", crowds[i]), empty_[i]);
    }
  }

  void views() {
    const Served demo(demo_folder_, port_);
    const Config config = clinic_config(demo_folder_, port_);
    const std::vector<std::string> pages = pages_of_a_visit(config);
    for (std::size_t i = 0; i < crowds.size(); ++i) view(demo, pages, i);
    PagesMet met(config);
    met.follow_links();
    met.open_topics();
    met.add(first_recovery_);
    report_.title("Web: bytes of the patients' pages, as served");
    met.tell(report_);
  }

  void recoveries() {
    const Config config = crowded_config(clinic_folder_, port_);
    Headcount count{};
    count[static_cast<std::size_t>(Kind::ordinary)] = people_a_crowd * crowds.size();
    const Cast cast = make_cast(count, SystemClock{}.now());
    Postbox postbox;
    const Served clinic(log_, [&](const auto& ready) {
      serve_clinic(
          config, postbox.transport(), [&](operations::Service& s) { enrol(s, cast); }, ready);
    });
    postbox.open();
    Recoveries walkers(config, cast.of[static_cast<std::size_t>(Kind::ordinary)], postbox);
    for (std::size_t i = 0; i < crowds.size(); ++i) {
      const auto before = clinic.processor_time();
      const Load load = walkers.run(crowds[i], people_a_crowd, recoveries_time);
      const double used = each(clinic.processor_time() - before, load) / 1000;
      report_.load(fmt::format("whole recoveries, {} connections", crowds[i]), load);
      report_.line("", fmt::format("{:.5f} of the empty handler; {:.1f} ms of processor a recovery",
                                   load.per_second() / empty_[i].per_second(), used));
      whole_ += load.answers;
    }
    report_.void_if_broken(whole_, walkers.broken());
    hash_alone(config);
    first_recovery_ = walkers.first();
  }

 private:
  // GET / and the page of each question up to the code, of conversations that wait there.
  static std::vector<std::string> pages_of_a_visit(const Config& config) {
    std::vector<std::string> pages{get("/", "")};
    People people;
    people.next();
    const People::Person stranger = people.next();
    for (std::size_t turns = 1; turns < turns_a_visit; ++turns) {
      Visit visit(config, address_of(turns));
      visit.look("/");
      for (std::size_t turn = 0; turn < turns; ++turn) visit.answer(web_answer(stranger, turn));
      pages.push_back(get("/recover", visit.cookie_header()));
    }
    return pages;
  }

  void view(const Served& demo, const std::vector<std::string>& pages, std::size_t i) {
    std::vector<std::size_t> next(crowds[i]);
    for (std::size_t c = 0; c < next.size(); ++c) next[c] = c;
    std::size_t broken = 0;
    const auto before = demo.processor_time();
    const Load load = drive(
        {port_, crowds[i], 100'000'000, views_time},
        [&](std::size_t c) { return pages[next[c]++ % pages.size()]; },
        [&](std::size_t, const Answer& answer) {
          if (answer.status != 200 || !answer.body.ends_with("</html>")) broken += 1;
        });
    const double used = each(demo.processor_time() - before, load);
    report_.load(fmt::format("page views, {} connections", crowds[i]), load);
    report_.line(
        "", fmt::format("{:.3f} of the empty handler", load.per_second() / empty_[i].per_second()));
    judge("client and server together", 1e6 / load.per_second(), 1e6 / empty_[i].per_second());
    judge("of processor", used, empty_used_[i]);
    report_.void_if_broken(load.answers - broken, broken);
  }

  void judge(std::string_view what, double cost, double empty) {
    const double aim = empty_times * empty + further_us;
    report_.line("", fmt::format("{:.0f} us a view, {}: aim {} x {:.0f} us + {} us = {:.0f} us {}",
                                 cost, what, empty_times, empty, further_us, aim,
                                 cost <= aim ? "met" : "NOT met"));
  }

  // What most of a recovery is: nothing but this is meant to be slow.
  void hash_alone(const Config& config) {
    operations::Machine machine;
    const Sealer sealer(Secret(std::string(32, 'k')), 1, machine.dice);
    const identity::PasswordHash hash(
        sealer, machine.dice,
        {static_cast<unsigned>(config.password.argon2_ops),
         static_cast<std::size_t>(config.password.argon2_mebibytes) << 20U});
    constexpr int times = 20;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) hash.hash(Secret(machine.dice.token()));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    report_.line("of which hashing the password",
                 fmt::format("{:.1f} ms each", took.count() / times));
  }

  Report& report_;
  const std::filesystem::path log_, demo_folder_, clinic_folder_;
  const std::uint16_t port_;
  std::array<Load, crowds.size()> empty_;
  std::array<double, crowds.size()> empty_used_{};  // microseconds of processor, each
  std::size_t whole_ = 0;
  std::vector<Exchange> first_recovery_;
};

}  // namespace

void bench_web(Report& report) {
  const DiskDirectory folder("bench_web");
  report.title("Web: page views and whole recoveries, client and server on the same cores");
  Web web(report, folder.path(), fakes::four_free_ports());
  web.empty_handler();
  web.recoveries();
  web.views();
}

}  // namespace latchkey::bench
