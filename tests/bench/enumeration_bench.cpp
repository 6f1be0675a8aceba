// Whether a stranger can learn from the clock, or from the answer, who is a patient (product.md
// rule 2; architecture.md: equal time by equal work).
//
// People of every kind and strangers walk the web up to a wrong code, one after the other in an
// order drawn by chance, each from an address of their own, while the courier sends what it must.
// Each request's times are ranked, a kind's against the strangers'.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/demo/fixed_dice.h"
#include "tests/bench/benches.h"
#include "tests/bench/cast.h"
#include "tests/bench/disk_directory.h"
#include "tests/bench/postbox.h"
#include "tests/bench/rank.h"
#include "tests/bench/served.h"
#include "tests/bench/visit.h"
#include "tests/fakes/free_ports.h"

namespace latchkey::bench {

namespace {

// More strangers than of any kind: all kinds are ranked against the same ones.
constexpr std::size_t visits_each = 1000, strangers_a_round = 4;
constexpr double aim_low = 0.45, aim_high = 0.55;

constexpr std::array<std::string_view, 14> request_words{
    "GET /",     "topic",      "name",         "page after name", "birth date",
    "its page",  "detail",     "page of it",   "look-up",         "page after look-up",
    "asks code", "page of it", "a wrong code", "page after wrong"};
constexpr std::size_t look_up = 8, asks_code = 10;

struct Seen {
  std::array<std::vector<double>, request_words.size()> took;  // microseconds
  std::size_t different = 0;  // answers unlike those that the first stranger met
};

// An answer without what is drawn anew for every visit.
std::string face(const Exchange& exchange, const std::string& secret) {
  std::string text = fmt::format("{}\n{}{}", exchange.status, exchange.head, exchange.body);
  for (std::size_t at = 0; !secret.empty() && (at = text.find(secret, at)) != text.npos;)
    text.erase(at, secret.size());
  return text;
}

class Watch {
 public:
  explicit Watch(const Config& config) : config_(config) {}

  void follow(Kind kind, const Actor& actor) {
    Visit visit(config_, address_of(visits_++));
    visit.look("/");
    for (std::size_t turn = 0; turn < turns_a_visit; ++turn)
      visit.answer(web_answer(actor.person, turn));
    const bool walked = visit.met().size() == request_words.size() && visit.asks("code") &&
                        visit.question() == std::to_string(turns_a_visit + 1);
    if (!walked) {
      broken_ += 1;
      return;
    }
    note(seen_[static_cast<std::size_t>(kind)], visit);
  }

  std::size_t whole() const { return visits_ - broken_; }
  std::size_t broken() const { return broken_; }
  const Seen& seen(Kind kind) const { return seen_[static_cast<std::size_t>(kind)]; }

 private:
  void note(Seen& seen, const Visit& visit) {
    const std::string secret(between(visit.page().body, "name=\"s\" value=\"", "\""));
    const bool is_first = faces_.empty();
    for (std::size_t i = 0; i < request_words.size(); ++i) {
      const Exchange& exchange = visit.met()[i];
      seen.took[i].push_back(std::chrono::duration<double, std::micro>(exchange.took).count());
      std::string looks = face(exchange, secret);
      if (is_first)
        faces_.push_back(std::move(looks));
      else if (looks != faces_[i])
        seen.different += 1;
    }
  }

  const Config& config_;
  std::size_t visits_ = 0, broken_ = 0;
  std::array<Seen, kind_words.size()> seen_;
  std::vector<std::string> faces_;
};

// All of one round in an order drawn by chance, then the next round.
void watch_all(const Cast& cast, Watch& watch) {
  demo::FixedDice dice(demo::default_seed);
  std::array<std::size_t, kind_words.size()> next{};
  for (std::size_t round = 0; round < visits_each; ++round) {
    std::vector<Kind> order(strangers_a_round, Kind::stranger);
    for (std::size_t kind = 1; kind < kind_words.size(); ++kind)
      order.push_back(static_cast<Kind>(kind));
    for (std::size_t left = order.size(); left > 1; --left)
      std::swap(order[left - 1], order[dice.below(left)]);
    for (const Kind kind : order) {
      const auto place = static_cast<std::size_t>(kind);
      watch.follow(kind, cast.of[place][next[place]++]);
    }
  }
}

std::string told(const Auc& auc) {
  const bool met = auc.low >= aim_low && auc.high <= aim_high;
  return fmt::format("{:.3f} [{:.3f}, {:.3f}] {}", auc.value, auc.low, auc.high,
                     met ? "met" : "NOT met");
}

void compare(Report& report, const Seen& kind, const Seen& strangers, std::string_view word) {
  std::array<Auc, request_words.size()> aucs;
  std::size_t worst = 0;
  const auto off = [&](std::size_t i) { return std::abs(aucs[i].value - 0.5); };
  for (std::size_t i = 0; i < aucs.size(); ++i) {
    aucs[i] = rank_test(kind.took[i], strangers.took[i]);
    const bool is_other = i != look_up && i != asks_code;
    if (is_other && off(i) > off(worst)) worst = i;
  }
  report.line(word, fmt::format("look-up {}   asks for the code {}", told(aucs[look_up]),
                                told(aucs[asks_code])));
  report.line("", fmt::format("furthest of the other {}: \"{}\" {}; {} of {} answers differ in "
                              "status, headers or bytes",
                              request_words.size() - 2, request_words[worst], told(aucs[worst]),
                              kind.different, kind.took[0].size() * request_words.size()));
}

double median(std::vector<double> all) {
  std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
  return all[all.size() / 2];
}

}  // namespace

void bench_enumeration(Report& report) {
  const DiskDirectory folder("bench_enumeration");
  const std::uint16_t port = fakes::four_free_ports();
  const Config config = crowded_config(folder.path(), port);
  Headcount count;
  count.fill(visits_each);
  count[0] *= strangers_a_round;
  const Cast cast = make_cast(count, SystemClock{}.now());
  Postbox postbox;
  const Served clinic(folder.file("log"), [&](const auto& ready) {
    serve_clinic(
        config, postbox.transport(), [&](operations::Service& s) { enrol(s, cast); }, ready);
  });
  postbox.open();

  Watch watch(config);
  watch_all(cast, watch);
  report.title(fmt::format("Enumeration: {} visits of each kind against {} of strangers, by time",
                           visits_each, cast.of[0].size()));
  const Seen& strangers = watch.seen(Kind::stranger);
  report.line("strangers",
              fmt::format("look-up {:.0f} us, asks for the code {:.0f} us (medians); {} answers "
                          "differ; AUC [95 %], aim {} to {}",
                          median(strangers.took[look_up]), median(strangers.took[asks_code]),
                          strangers.different, aim_low, aim_high));
  for (std::size_t kind = 1; kind < kind_words.size(); ++kind)
    compare(report, watch.seen(static_cast<Kind>(kind)), strangers, kind_words[kind]);
  report.void_if_broken(watch.whole(), watch.broken());
}

}  // namespace latchkey::bench
