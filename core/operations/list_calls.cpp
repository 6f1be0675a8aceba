#include "core/operations/list_calls.h"

#include <fmt/format.h>

#include <vector>

#include "core/base/json.h"
#include "core/courier/outbox.h"
#include "core/operations/listing.h"

namespace latchkey::operations {

namespace {

using calls::Call;
using courier::Progress;

constexpr int listed_max = 50;

struct Leg {
  Call call;
  std::vector<calls::Step> steps;
};
// A conversation on every channel that it went over.
struct Timeline {
  std::vector<Leg> legs;
  std::vector<Progress> sent;
};

std::optional<Timeline> timeline_of(Workplace& at, calls::CallId id) {
  const calls::Calls room(at.sealer());
  const courier::Outbox outbox(at.sealer());
  return at.store().read([&](storage::Transaction& tx) -> std::optional<Timeline> {
    const auto asked = room.get(tx, id);
    if (!asked) return std::nullopt;
    Timeline found;
    for (Call& each : room.of_conversation(tx, asked->conversation)) {
      auto steps = room.steps_of(tx, each.id);
      found.legs.push_back({std::move(each), std::move(steps)});
    }
    found.sent =
        outbox.progress_of(tx, courier::OriginKind::conversation, asked->conversation.value);
    return found;
  });
}

std::string outcome_of(const Call& call) {
  if (!call.outcome) return "goes on";
  std::string words(calls::outcome_names[*call.outcome]);
  return call.failure.empty() ? words : words + " (" + call.failure + ")";
}

LocationId office_of(const Call& call) { return call.location.value_or(LocationId{}); }

std::string office_name(const Call& call, const Offices& offices) {
  return call.location ? offices.name(*call.location) : "-";
}

double seconds_of(Millis passed) { return static_cast<double>(passed.count()) / 1000; }

std::string lasted(const Call& call, Time now) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(call.ended_at.value_or(now) -
                                                                      call.started_at);
  return fmt::format("{}:{:02}", whole.count() / 60, whole.count() % 60);
}

// ---- For people --------------------------------------------------------------------------------

void tell(std::ostream& out, const std::vector<Call>& found, Offices& offices, Time now) {
  if (found.empty()) {
    out << "Nobody has come yet.\n";
    return;
  }
  std::vector<Row> rows{
      {"CALL", "BEGAN", "CHANNEL", "LOCATION", "LANG", "TOPIC", "OUTCOME", "LASTED"}};
  for (const Call& call : found)
    rows.push_back({std::to_string(call.id.value), offices.local(office_of(call), call.started_at),
                    std::string(calls::channel_names[call.channel]), office_name(call, offices),
                    call.language, call.topic.empty() ? "-" : call.topic, outcome_of(call),
                    lasted(call, now)});
  print_table(out, rows);
  out << "The latest " << found.size() << ". For one of them: latchkey calls NUMBER\n";
}

void tell_leg(std::ostream& out, const Leg& leg, Offices& offices, Time now) {
  const Call& call = leg.call;
  out << fmt::format("Call {}: {}, {}, {}, began {}, lasted {}: {}\n", call.id.value,
                     calls::channel_names[call.channel], office_name(call, offices), call.language,
                     offices.local(office_of(call), call.started_at), lasted(call, now),
                     outcome_of(call));
  std::vector<Row> rows{{"", "AFTER", "STEP", "SAID", "ANSWER TOOK"}};
  for (const calls::Step& step : leg.steps)
    rows.push_back({"", fmt::format("{:.1f} s", seconds_of(step.at - call.started_at)), step.step,
                    step.notice == "none" ? "-" : step.notice,
                    fmt::format("{:.1f} s", seconds_of(step.duration))});
  print_table(out, rows);
}

// "waiting (throttled)": what became of the last try, where that was no success.
std::string state_of(const Progress& one) {
  if (!one.result || *one.result == courier::Result::done) return one.state;
  return fmt::format("{} ({})", one.state, name_of(*one.result));
}

void tell_sent(std::ostream& out, const std::vector<Progress>& sent, Time began) {
  if (sent.empty()) {
    out << "Nothing was sent for it, or it is forgotten already.\n";
    return;
  }
  out << "Done in its name:\n";
  std::vector<Row> rows{
      {"", "AFTER", "ERRAND", "LANE", "STATE", "TRIES", "CODE", "AT THE PROVIDER"}};
  for (const Progress& one : sent)
    rows.push_back({"", fmt::format("{:.1f} s", seconds_of(one.created_at - began)),
                    std::string(name_of(one.kind)), std::string(name_of(one.lane)), state_of(one),
                    std::to_string(one.tries), one.code == 0 ? "-" : std::to_string(one.code),
                    one.status ? std::string(name_of(*one.status)) : "-"});
  print_table(out, rows);
}

void tell(std::ostream& out, const Timeline& found, Offices& offices, Time now) {
  for (const Leg& leg : found.legs) tell_leg(out, leg, offices, now);
  tell_sent(out, found.sent, found.legs.front().call.started_at);
}

// ---- For programs ------------------------------------------------------------------------------

void write(JsonWriter& json, const Call& call, const Offices& offices) {
  json.name("call").text(std::to_string(call.id.value));
  json.name("channel").text(calls::channel_names[call.channel]);
  json.name("location_name").text(office_name(call, offices));
  json.name("language").text(call.language);
  json.name("topic").text(call.topic);
  json.name("outcome").text(call.outcome ? calls::outcome_names[*call.outcome] : "goes_on");
  json.name("failure").text(call.failure);
  json.name("began").text(iso_utc(call.started_at));
  json.name("ended").text(call.ended_at ? iso_utc(*call.ended_at) : "");
}

void tell_json(std::ostream& out, const std::vector<Call>& found, const Offices& offices) {
  JsonWriter json;
  json.begin_object().name("calls").begin_array();
  for (const Call& call : found) {
    json.begin_object();
    write(json, call, offices);
    json.end_object();
  }
  out << json.end_array().end_object().take() << "\n";
}

void tell_json(std::ostream& out, const Timeline& found, const Offices& offices) {
  JsonWriter json;
  json.begin_object().name("legs").begin_array();
  for (const Leg& leg : found.legs) {
    json.begin_object();
    write(json, leg.call, offices);
    json.name("steps").begin_array();
    for (const calls::Step& step : leg.steps) {
      json.begin_object().name("at").text(iso_utc(step.at));
      json.name("step").text(step.step);
      json.name("notice").text(step.notice);
      json.name("milliseconds").number(step.duration.count());
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().name("errands").begin_array();
  for (const Progress& one : found.sent) {
    json.begin_object().name("kind").text(name_of(one.kind));
    json.name("lane").text(name_of(one.lane));
    json.name("at").text(iso_utc(one.created_at));
    json.name("state").text(one.state);
    json.name("result").text(one.result ? name_of(*one.result) : "");
    json.name("tries").number(one.tries);
    json.name("code").number(one.code);
    json.name("provider").text(one.status ? name_of(*one.status) : "");
    json.end_object();
  }
  out << json.end_array().end_object().take() << "\n";
}

}  // namespace

int list_calls(const CallsOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
               std::ostream& err) {
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    Offices offices(at.config());
    if (options.call) {
      const auto found = timeline_of(at, *options.call);
      if (!found)
        return misused(err, fmt::format("there is no call {}; `latchkey calls` lists the latest",
                                        options.call->value));
      if (options.format == Format::json)
        tell_json(out, *found, offices);
      else
        tell(out, *found, offices, clock.now());
      return done;
    }
    calls::Filter filter;
    filter.limit = listed_max;
    const auto found = at.store().read(
        [&](storage::Transaction& tx) { return calls::Calls(at.sealer()).list(tx, filter); });
    if (options.format == Format::json)
      tell_json(out, found, offices);
    else
      tell(out, found, offices, clock.now());
    return done;
  });
}

}  // namespace latchkey::operations
