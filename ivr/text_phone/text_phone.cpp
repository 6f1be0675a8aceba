#include "ivr/text_phone/text_phone.h"

#include <ctime>
#include <utility>

#include "core/base/hex.h"

namespace latchkey::ivr {

namespace {

constexpr int documents_max = 400;

std::string_view direction_name(CallDirection direction) {
  switch (direction) {
    case CallDirection::inbound:
      return "inbound";
    case CallDirection::outbound_api:
      return "outbound-api";
    case CallDirection::outbound_dial:
      return "outbound-dial";
  }
  return {};
}

std::string seconds_text(Millis time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

std::string rfc2822(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &utc);
  return {text, length};
}

}  // namespace

std::string Line::shown() const {
  switch (kind) {
    case LineKind::says:
      return "says: " + text;
    case LineKind::plays:
      return "plays: " + text;
    case LineKind::keys:
      return "keys: " + text;
    case LineKind::note:
      break;
  }
  return "(" + text + ")";
}

TextPhone::TextPhone(CallPlan plan, PhoneHttp http, Handset& handset, Dice& dice,
                     const Clock& clock, Linger linger)
    : plan_(std::move(plan)),
      habits_(habits_of(plan_.provider)),
      http_(std::move(http)),
      carrier_(plan_.signing_key, habits_, plan_.doubling, http_, dice, clock),
      handset_(handset),
      dice_(dice),
      clock_(clock),
      linger_(std::move(linger)) {
  if (plan_.call_sid.empty()) plan_.call_sid = fresh_sid();
}

CallOutcome TextPhone::call() {
  Next next = Goto{plan_.url, Method::post, {}};
  for (int documents = 0; !std::holds_alternative<Ended>(next); ++documents) {
    if (documents == documents_max) {
      next = Ended::circles;
      break;
    }
    auto loaded = load(std::get<Goto>(next));
    if (const auto* ended = std::get_if<Ended>(&loaded)) {
      next = *ended;
    } else {
      const auto& page = std::get<Loaded>(loaded);
      here_ = page.url;
      next = run(page);
    }
  }
  CallOutcome outcome{std::get<Ended>(next), 0, {}, lasted_, plan_.call_sid};
  report_end(outcome);
  outcome.findings = findings_;
  const auto& surprises = carrier_.findings();
  outcome.findings.insert(outcome.findings.end(), surprises.begin(), surprises.end());
  if (outcome.how == Ended::application_error && !findings_.empty()) {
    for (const Finding& finding : findings_) {
      if (finding.code != 0) outcome.error_code = finding.code;
    }
  }
  return outcome;
}

std::variant<TextPhone::Loaded, Ended> TextPhone::load(const Goto& to) {
  auto fetched = fetch(to);
  if (auto* loaded = std::get_if<Loaded>(&fetched)) return std::move(*loaded);
  const Finding failed = std::get<Finding>(fetched);
  find(failed);
  return load_fallback(failed, to);
}

std::variant<TextPhone::Loaded, Finding> TextPhone::fetch(const Goto& to) {
  const std::optional<Url> url = here_ ? resolve(*here_, to.url) : parse_url(to.url);
  if (!url) return Finding{11200, "no URL to call: '" + to.url + "'"};
  auto fetched = carrier_.fetch({*url, to.method, standard_fields(), to.event});
  if (const auto* failed = std::get_if<Finding>(&fetched)) return *failed;
  auto& page = std::get<Page>(fetched);
  auto read = read_document(page.content_type, page.body, habits_);
  if (const auto* failed = std::get_if<Finding>(&read)) return *failed;
  auto& document = std::get<Document>(read);
  for (const Finding& warning : document.warnings) find(warning);
  return Loaded{std::move(page.url), std::move(document)};
}

std::variant<TextPhone::Loaded, Ended> TextPhone::load_fallback(const Finding& failed,
                                                                const Goto& to) {
  if (!plan_.fallback_url.empty()) {
    Goto fallback{plan_.fallback_url, Method::post, to.event};
    fallback.event.emplace_back("ErrorCode", std::to_string(failed.code));
    fallback.event.emplace_back("ErrorUrl", to.url);
    auto fetched = fetch(fallback);
    if (auto* loaded = std::get_if<Loaded>(&fetched)) return std::move(*loaded);
    find(std::get<Finding>(fetched));
  }
  handset_.hear({LineKind::says, "We are sorry, an application error has occurred.", "en-US"});
  return Ended::application_error;
}

TextPhone::Next TextPhone::run(const Loaded& page) {
  status_ = "in-progress";
  verbs_done_ = false;
  for (const Verb& verb : page.document.verbs) {
    Next next = std::visit([&](const auto& one) { return perform(one); }, verb);
    verbs_done_ = true;
    if (auto* to = std::get_if<Goto>(&next)) {
      // Without an action, the current document is asked again.
      if (to->url.empty()) to->url = page.url.text();
    }
    if (!std::holds_alternative<std::monostate>(next)) return next;
  }
  return Ended::document_ran_out;
}

http::Fields TextPhone::standard_fields() const {
  http::Fields fields{{"AccountSid", plan_.account_sid},
                      {"ApiVersion", "2010-04-01"},
                      {"CallSid", plan_.call_sid},
                      {"CallStatus", status_},
                      {"Direction", std::string(direction_name(plan_.direction))},
                      {"From", plan_.from},
                      {"To", plan_.to}};
  if (!plan_.parent_call_sid.empty()) {
    fields.emplace_back("ParentCallSid", plan_.parent_call_sid);
  }
  if (plan_.provider == Provider::twilio || plan_.provider == Provider::signalwire) {
    fields.emplace_back("Caller", plan_.from);
    fields.emplace_back("Called", plan_.to);
    for (const char* name : {"FromCity", "FromState", "FromZip", "FromCountry"}) {
      fields.emplace_back(name, "");
    }
  }
  fields.insert(fields.end(), plan_.more.begin(), plan_.more.end());
  return fields;
}

// 32 digits, as the providers' ids have them.
std::string TextPhone::fresh_hex() const { return hex(dice_.bytes(16)); }

std::string TextPhone::fresh_sid() const {
  std::string hex = fresh_hex();
  switch (habits_.ids) {
    case IdForm::prefixed_hex:
      return "CA" + hex;
    case IdForm::versioned:
      return "v3:" + hex;
    case IdForm::uuid:
      break;
  }
  for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, "-");
  return hex;
}

void TextPhone::find(Finding finding) {
  note(std::to_string(finding.code) + " " + finding.what);
  findings_.push_back(std::move(finding));
}

void TextPhone::note(std::string text) { handset_.hear({LineKind::note, std::move(text), {}}); }

void TextPhone::report_end(const CallOutcome& outcome) {
  note("call ended");
  if (outcome.how != Ended::refused) status_ = "completed";
  const auto url = parse_url(plan_.status_url);
  if (!url) return;
  http::Fields event{{"CallDuration", seconds_text(lasted_)},
                     {"Duration", std::to_string(lasted_.count() / 60000 + 1)},
                     {"Timestamp", rfc2822(clock_.now())},
                     {"CallbackSource", "call-progress-events"},
                     {"SequenceNumber", "0"}};
  report({*url, Method::post, standard_fields(), std::move(event)});
}

// What nobody hears.
void TextPhone::report(const Webhook& what) {
  const auto fetched = carrier_.fetch(what);
  const auto* page = std::get_if<Page>(&fetched);
  if (page == nullptr) return find(std::get<Finding>(fetched));
  if (page->status != 200 && habits_.callback_answer == CallbackAnswer::only_200) {
    find({11200, "this provider takes only 200 for a status callback"});
  }
}

}  // namespace latchkey::ivr
