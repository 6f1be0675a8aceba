#include "kiosk/lobby/lobby_pages.h"

#include <algorithm>
#include <array>

#include "kiosk/patient/answer_form.h"
#include "kiosk/patient/device.h"
#include "kiosk/patient/language.h"

namespace latchkey::kiosk {

using conversations::Prompt;
using conversations::Reply;
using conversations::Taken;
using storage::Transaction;

namespace {

constexpr std::string_view device_cookie = "latchkey_kiosk";
constexpr std::string_view visit_cookie = "latchkey_visit";
constexpr std::size_t secret_size = 43;  // Dice::token()
constexpr std::string_view home = "/kiosk";
constexpr std::string_view present_page = "/kiosk/now";

// Somebody who tries devices' secrets fills no log: some of them are told one by one.
std::array<audit::Source, 2> sources_of(const http::Request& request) {
  return {{{"everybody", 200}, {"address|" + request.peer, 20}}};
}

}  // namespace

// A person whose visit this kiosk's is; what a post brought along.
struct LobbyPages::Visit {
  const kiosks::Kiosk& kiosk;
  Secret secret;
  conversations::LegKey key;
  kiosks::Left left;
  http::Fields fields{};
  std::int64_t question = -1;
};

LobbyPages::LobbyPages(const LobbyParts& parts)
    : parts_(parts),
      helps_(load_language_help(parts.pages.config.data.content)),
      scheme_(scheme_of(parts.pages.config.urls.patient)) {}

conversations::LegKey LobbyPages::key_of(const Secret& secret) const {
  return conversations::leg_key(parts_.sealer, flow::Channel::kiosk, secret.reveal());
}

std::optional<http::Response> LobbyPages::answer(const http::Request& request) {
  const std::string_view held = request.cookie(cookie_name(device_cookie, scheme_));
  const bool ours = request.path == home || request.path.starts_with("/kiosk/");
  if (held.empty()) return ours ? std::optional(unpaired(request)) : std::nullopt;
  if (request.path.starts_with("/static/")) return std::nullopt;
  const Time now = parts_.clock.now();
  const Secret credential{std::string(held)};
  const auto kiosk =
      parts_.store.read([&](Transaction& tx) { return parts_.kiosks.present(tx, credential); });
  if (!kiosk || kiosks::Kiosks::is_news(*kiosk, now)) note_presence(request, kiosk, now);
  if (kiosk && parts_.pages.config.location(kiosk->location)) return at_kiosk(request, *kiosk);
  // Forged or revoked: it opens nothing, and is not kept.
  if (!ours) return std::nullopt;
  auto answer = unpaired(request);
  const bool renewed = std::ranges::any_of(
      answer.headers, [](const auto& header) { return header.first == "Set-Cookie"; });
  if (!renewed) clear_cookie(answer, device_cookie, scheme_);
  return answer;
}

void LobbyPages::note_presence(const http::Request& request,
                               const std::optional<kiosks::Kiosk>& kiosk, Time now) {
  parts_.store.write([&](Transaction& tx) {
    if (kiosk) return parts_.kiosks.seen(tx, kiosk->id, now);
    parts_.audit.append_refusal(tx,
                                {audit::Actor::latchkey, 0, "kiosk.present", "kiosk", 0,
                                 audit::Answer::refused, request.peer, now},
                                sources_of(request));
  });
}

http::Response LobbyPages::unpaired(const http::Request& request) {
  if (request.path == "/kiosk/pair" && request.method == "POST") return pair(request);
  if (request.path != home) return redirect(home, scheme_);
  return html_answer(200, pairing_page(world(), Paired::not_yet), scheme_);
}

http::Response LobbyPages::pair(const http::Request& request) {
  const auto fields = http::parse_form(request.body);
  // The form has no secret of its own: silence about where it comes from is refused.
  if (!fields || came_from(request, parts_.pages.config.urls.patient) != CameFrom::own_page)
    return html_answer(403, pairing_page(world(), Paired::refused), scheme_);
  const Secret code{std::string(http::only(*fields, "code").value_or(""))};
  const kiosks::Draws draws = kiosks::draw(parts_.dice);
  const Time now = parts_.clock.now();
  const auto kiosk = parts_.store.write([&](Transaction& tx) {
    auto found = parts_.kiosks.pair(tx, code, draws, now);
    const audit::Event event{audit::Actor::latchkey,
                             0,
                             "kiosk.pair",
                             "kiosk",
                             found ? found->id.value : 0,
                             found ? audit::Answer::allowed : audit::Answer::refused,
                             request.peer,
                             now};
    if (found) parts_.audit.append(tx, event);
    if (!found) parts_.audit.append_refusal(tx, event, sources_of(request));
    return found;
  });
  if (!kiosk) return html_answer(422, pairing_page(world(), Paired::refused), scheme_);
  auto answer = redirect(home, scheme_);
  set_lasting_cookie(answer, device_cookie, draws.credential.reveal(), scheme_);
  return answer;
}

http::Response LobbyPages::at_kiosk(const http::Request& request, const kiosks::Kiosk& kiosk) {
  const bool is_post = request.method == "POST";
  if (is_post && came_from(request, parts_.pages.config.urls.patient) == CameFrom::elsewhere)
    return html_answer(403, pairing_page(world(), Paired::refused), scheme_);
  if (request.path == home && !is_post) return attract(kiosk);
  if (request.path == present_page && !is_post) return show(request, kiosk);
  if (request.path == "/kiosk/languages" && !is_post)
    return html_answer(200, tongues_page(world()), scheme_);
  if (request.path == "/kiosk/start" && is_post) return begin(request, kiosk);
  const auto visit = is_post ? visit_of(request, kiosk) : std::nullopt;
  if (visit && request.path == present_page) return take(*visit);
  if (visit && request.path == "/kiosk/more") return more(*visit);
  return redirect(home, scheme_);
}

// Whoever is here is nobody yet: what was there before is over. The browser drops what it has;
// "cookies" would take the device's credential along, so the visit's is dropped by itself.
http::Response LobbyPages::attract(const kiosks::Kiosk& kiosk) {
  parts_.store.write([&](Transaction& tx) { end_visit(tx, kiosk); });
  auto answer = html_answer(200, attract_page(world(), kiosk), scheme_);
  clear_cookie(answer, visit_cookie, scheme_);
  answer.with("Clear-Site-Data", "\"cache\", \"storage\"");
  return answer;
}

void LobbyPages::end_visit(Transaction& tx, const kiosks::Kiosk& kiosk) {
  if (auto leg = parts_.kiosks.end_visit(tx, kiosk.id))
    parts_.conversations.leave(tx, {flow::Channel::kiosk, *std::move(leg)});
}

http::Response LobbyPages::begin(const http::Request& request, const kiosks::Kiosk& kiosk) {
  const auto fields = http::parse_form(request.body);
  const std::string_view asked = fields ? http::only(*fields, "lang").value_or("") : "";
  std::string language = parts_.pages.config.clinic.default_language;
  for (const std::string& known : parts_.pages.config.clinic.languages)
    if (known == asked) language = known;
  const Secret secret(parts_.dice.token());
  const auto key = key_of(secret);
  conversations::Opening opening;
  opening.language = language;
  opening.here = kiosk.location;
  opening.kiosk = kiosk.id;
  opening.device = device_of(facts_of(request, {}, parts_.browsers));
  const std::string wish(fields ? http::only(*fields, "interpreter").value_or("") : "");
  parts_.conversations.begin(key, opening, [&](const Prompt&) {
    return wish.empty() ? std::nullopt : std::optional<flow::Input>(flow::NeedInterpreter{wish});
  });
  parts_.store.write([&](Transaction& tx) {
    end_visit(tx, kiosk);
    parts_.kiosks.begin_visit(tx, kiosk.id, key.hash, parts_.clock.now());
  });
  auto answer = redirect(present_page, scheme_);
  set_cookie(answer, visit_cookie, secret.reveal(), scheme_, SameSite::strict);
  return answer;
}

// Empty unless cookie and form agree on the visit that is this kiosk's now.
std::optional<LobbyPages::Visit> LobbyPages::visit_of(const http::Request& request,
                                                      const kiosks::Kiosk& kiosk) {
  const Secret secret{std::string(request.cookie(cookie_name(visit_cookie, scheme_)))};
  if (secret.size() != secret_size) return std::nullopt;
  Visit visit{kiosk, secret, key_of(secret), {}};
  if (request.method == "POST") {
    auto fields = http::parse_form(request.body);
    if (!fields || Secret(std::string(http::only(*fields, "s").value_or(""))) != secret)
      return std::nullopt;
    visit.fields = *std::move(fields);
    visit.question = http::only_number(visit.fields, "q").value_or(-1);
  }
  const Time now = parts_.clock.now();
  const auto look = [&](Transaction& tx) {
    return parts_.kiosks.visit(tx, kiosk.id, visit.key.hash, now);
  };
  const auto touch = [&](Transaction& tx) {
    const auto found = look(tx);
    if (!found) return found;
    parts_.kiosks.touch(tx, kiosk.id, now);
    return look(tx);
  };
  const auto left = request.method == "POST" ? parts_.store.write(touch) : parts_.store.read(look);
  if (!left) return std::nullopt;
  visit.left = *left;
  return visit;
}

http::Response LobbyPages::show(const http::Request& request, const kiosks::Kiosk& kiosk) {
  const auto visit = visit_of(request, kiosk);
  const auto prompt = visit ? parts_.conversations.current(visit->key) : std::nullopt;
  // Gone on to the person's own telephone: nothing of it is shown here any more.
  if (!prompt || prompt->channel != flow::Channel::kiosk) return redirect(home, scheme_);
  if (visit->left.idle <= Millis(0))
    return html_answer(200, still_page(world(), *prompt, visit->secret, visit->left), scheme_);
  return html_answer(200, lobby_step(world(), *prompt, visit->secret, {}, visit->left), scheme_);
}

http::Response LobbyPages::take(const Visit& visit) {
  const std::string_view act = http::only(visit.fields, "do").value_or("answer");
  if (act == "look") {
    if (const auto prompt = parts_.conversations.current(visit.key)) wait_if_away(visit, *prompt);
    return redirect(present_page, scheme_);
  }
  std::optional<Secret> password;
  const Reply reply =
      parts_.conversations.answer(visit.key, visit.question, [&](const Prompt& asked) {
        auto input = input_of(visit.fields, act, asked.step);
        // Judging a password is slow: it is done apart, while others write.
        if (!input || !std::holds_alternative<flow::NewPasswordEntry>(asked.step.field))
          return input;
        if (const auto* typed = std::get_if<flow::Typed>(&*input)) password = typed->text;
        return password ? std::nullopt : input;
      });
  if (password)
    return after(visit, parts_.conversations.reply_password(visit.key, visit.question, *password));
  return after(visit, reply);
}

http::Response LobbyPages::after(const Visit& visit, const Reply& reply) {
  if (!reply.prompt) return redirect(home, scheme_);
  const bool understood = reply.taken != Taken::not_understood && reply.taken != Taken::unread;
  if (understood) {
    wait_if_away(visit, *reply.prompt);
    return redirect(present_page, scheme_);
  }
  return html_answer(
      422, lobby_step(world(), *reply.prompt, visit.secret, typed_again(visit.fields), visit.left),
      scheme_);
}

// Nobody touches a screen while they stand in line at the front desk.
void LobbyPages::wait_if_away(const Visit& visit, const Prompt& prompt) {
  if (prompt.step.id != "ask_desk") return;
  parts_.store.write([&](Transaction& tx) {
    parts_.kiosks.wait_for_desk(tx, visit.kiosk.id, parts_.clock.now());
  });
}

// The sign of life itself was counted with the visit.
http::Response LobbyPages::more(const Visit& visit) {
  if (http::only(visit.fields, "by") == "script") return json_answer(200, "{}", scheme_);
  return redirect(present_page, scheme_);
}

}  // namespace latchkey::kiosk
