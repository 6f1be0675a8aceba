#include "kiosk/desk/voicemail_desk.h"

#include <algorithm>
#include <charconv>

#include "core/base/hex.h"
#include "kiosk/desk/desk_scope.h"

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;
using tickets::VoicemailId;

namespace {

// To hear two minutes a few times over, and to write down what was said.
constexpr std::chrono::minutes listening_life{15};

struct Part {
  std::size_t first = 0, last = 0;  // both included
};

// "bytes=0-1", "bytes=5-": the one part that is asked for (RFC 9110 §14.2). Empty for anything
// else, which is answered with all of it.
std::optional<Part> part_of(std::string_view range, std::size_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!range.starts_with(unit) || size == 0) return std::nullopt;
  range.remove_prefix(unit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || dash == 0) return std::nullopt;
  const auto read = [](std::string_view text, std::size_t& out) {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && stop == text.data() + text.size();
  };
  Part part{0, size - 1};
  if (!read(range.substr(0, dash), part.first)) return std::nullopt;
  if (dash + 1 < range.size() && !read(range.substr(dash + 1), part.last)) return std::nullopt;
  part.last = std::min(part.last, size - 1);
  return part.first <= part.last ? std::optional(part) : std::nullopt;
}

// Some browsers play nothing that they can't ask for in parts.
http::Response played(const tickets::VoicemailSound& sound, std::string_view range) {
  const std::string_view bytes = sound.bytes.reveal();
  http::Response answer;
  answer.content_type = sound.type;
  answer.with("Accept-Ranges", "bytes");
  const auto part = part_of(range, bytes.size());
  if (!part) {
    answer.body = std::string(bytes);
    return answer;
  }
  answer.status = 206;
  answer.body = std::string(bytes.substr(part->first, part->last - part->first + 1));
  answer.with("Content-Range", "bytes " + std::to_string(part->first) + '-' +
                                   std::to_string(part->last) + '/' + std::to_string(bytes.size()));
  return answer;
}

}  // namespace

bool may_listen(const staff::Member& member, const tickets::Ticket& ticket) {
  return staff::allows(member.role, staff::Permission::listen) == staff::Grant::own_offices &&
         reach_of(member, ticket) == Reach::work;
}

std::optional<http::Response> VoicemailDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/voicemail") return std::nullopt;
  return visit.request.method == "POST" ? listen(visit) : sound(visit);
}

std::optional<tickets::Voicemail> VoicemailDesk::read(Transaction& tx, const Visit& visit,
                                                      const tickets::HelpNumber& number) const {
  const auto id = parts_.tickets.find(tx, number);
  const auto detail = id ? parts_.tickets.get(tx, *id) : std::nullopt;
  if (!detail || !may_listen(visit.session.member, detail->ticket)) return std::nullopt;
  const auto found = tickets::voicemail(tx, VoicemailId{visit.number("message")});
  if (!found || found->sound == tickets::Voicemail::Sound::awaited) return std::nullopt;
  const bool of_ticket = std::ranges::any_of(detail->contacts, [&](const tickets::Contact& each) {
    return each.conversation == found->conversation;
  });
  return of_ticket ? found : std::nullopt;
}

std::string VoicemailDesk::key_of(const Visit& visit, VoicemailId id, Time until) const {
  const std::string about = visit.session.key + '|' + std::to_string(id.value) + '|' +
                            std::to_string(until.time_since_epoch().count());
  return hex(parts_.sealer.mac("desk.listen", about));
}

http::Response VoicemailDesk::listen(const Visit& visit) const {
  const auto number = tickets::read_help_number(visit.field("ticket"));
  const auto found = parts_.store.write([&](Transaction& tx) {
    auto voicemail = number ? read(tx, visit, *number) : std::nullopt;
    const auto ticket = number ? parts_.tickets.find(tx, *number) : std::nullopt;
    record(tx, parts_, visit.session,
           {"voicemail.listen", "ticket", ticket ? ticket->value : 0,
            voicemail ? Answer::allowed : Answer::refused});
    return voicemail;
  });
  if (!found) return words_.message(404, "no_voicemail", &visit.session);
  const Time until = parts_.clock.now() + listening_life;
  View page = words_.page("voicemail", words_.text("voicemail.title"), visit.session);
  page.section("VOICEMAIL_PAGE")
      .set("SOUND", "/voicemail?message=" + std::to_string(found->id.value) +
                        "&until=" + std::to_string(until.time_since_epoch().count()) +
                        "&key=" + key_of(visit, found->id, until))
      .set("TICKET", "/ticket/" + number->digits);
  return words_.answer(200, page);
}

http::Response VoicemailDesk::sound(const Visit& visit) const {
  const VoicemailId id{visit.number("message")};
  const Time until{Millis{visit.number("until")}};
  const bool opened = Secret(key_of(visit, id, until)) == Secret(std::string(visit.field("key")));
  if (!opened || parts_.clock.now() >= until)
    return words_.message(404, "no_voicemail", &visit.session);
  const auto kept = parts_.store.read(
      [&](Transaction& tx) { return tickets::voicemail_sound(tx, parts_.sealer, id); });
  if (!kept) return words_.message(404, "no_voicemail", &visit.session);
  return played(*kept, visit.request.header("Range"));
}

}  // namespace latchkey::kiosk
