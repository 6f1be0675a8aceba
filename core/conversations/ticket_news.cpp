#include "core/conversations/ticket_news.h"

#include "core/base/json.h"
#include "core/base/time_text.h"
#include "core/courier/delivery.h"

namespace latchkey::conversations {

using tickets::Happening;
using tickets::News;

namespace {

constexpr int news_max = 200;  // at a time; the next minute takes more
constexpr std::chrono::hours life{24};

// A mail is for work that waits: not for what its own office opened, nor for what is over, nor for
// somebody who is in touch again, whose ticket only moves up the list.
bool is_work(const News& news) {
  if (!tickets::is_open(news.ticket.state) || news.ticket.owner) return false;
  if (news.what == Happening::opened)
    return !news.ticket.opened_by || news.ticket.queue != tickets::Queue::office;
  return news.what == Happening::requeued || news.what == Happening::relocated;
}

// The revision is the news, the ordinal which of its errands: told twice is told once.
courier::Errand errand_of(const News& news, courier::Kind kind, std::int64_t ordinal, ErrandId id,
                          Time now) {
  courier::Errand errand;
  errand.id = id;
  errand.origin = {courier::OriginKind::ticket, news.ticket.id.value, news.id, ordinal};
  errand.kind = kind;
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + life;
  return errand;
}

}  // namespace

std::string TicketNews::mailbox_of(const News& news) const {
  switch (news.ticket.queue) {
    case tickets::Queue::it:
      return at_.config.notify.it_email;
    case tickets::Queue::outsourced_desk:
      return at_.config.notify.desk_email;
    case tickets::Queue::office:
      break;
  }
  const Location* office = at_.config.location(news.ticket.location);
  return office ? office->ticket_email : "";
}

std::string TicketNews::line_of(const News& news) const {
  const std::string& language = at_.config.clinic.default_language;
  const tickets::Ticket& ticket = news.ticket;
  const Location* office = at_.config.location(ticket.location);
  const std::string place = office ? office->name : at_.config.clinic.name;
  const std::string about(
      at_.texts.text(language, {"desk", "categories", tickets::category_names[ticket.category]}));
  const std::string when =
      at_.words.moment(language, at_.calendar.zone(ticket.location), ticket.promised_by);
  const std::string link = at_.config.urls.staff + "/ticket/" + ticket.number.digits;
  return at_.texts.fill(language, {"desk", "news", tickets::happening_names[news.what]},
                        {{"number", std::string_view(ticket.number.digits)},
                         {"about", std::string_view(about)},
                         {"office", std::string_view(place)},
                         {"when", std::string_view(when)},
                         {"link", std::string_view(link)}});
}

courier::Errand TicketNews::mail(const std::string& to, const std::vector<const News*>& about,
                                 ErrandId id) const {
  const std::string& language = at_.config.clinic.default_language;
  const auto count = static_cast<std::int64_t>(about.size());
  courier::Errand errand =
      errand_of(*about.front(), courier::Kind::message, 0, id, at_.clock.now());
  courier::Delivery delivery;
  delivery.channel = courier::Channel::mail;
  delivery.to = to;
  delivery.language = language;
  delivery.expires_at = errand.expires_at;
  delivery.subject = at_.texts.fill(language, {"desk", "news", "subject"}, {{"count", count}});
  std::string text;
  for (const News* news : about) text += line_of(*news) + "\n\n";
  text += at_.texts.text(language, "desk.news.end");
  delivery.text = Secret(std::move(text));
  courier::load(errand, delivery);
  return errand;
}

courier::Errand TicketNews::document(const News& news, ErrandId id) const {
  const tickets::Ticket& ticket = news.ticket;
  JsonWriter json;
  json.begin_object().name("news").number(news.id);
  json.name("event").text("ticket." + std::string(tickets::happening_names[news.what]));
  json.name("at").text(iso_utc(news.at)).name("ticket").begin_object();
  json.name("number").text(ticket.number.digits);
  json.name("state").text(tickets::state_names[ticket.state]);
  json.name("category").text(tickets::category_names[ticket.category]);
  json.name("queue").text(tickets::queue_names[ticket.queue]);
  json.name("office").number(ticket.location.value);
  json.name("priority").text(tickets::priority_names[ticket.priority]);
  json.name("promised_by").text(iso_utc(ticket.promised_by));
  json.name("link").text(at_.config.urls.staff + "/ticket/" + ticket.number.digits);
  json.end_object().end_object();
  courier::Errand errand = errand_of(news, courier::Kind::webhook, 1, id, at_.clock.now());
  // Whoever is slow to take it holds up no code that goes by mail.
  errand.lane = courier::Lane::lookups;
  errand.body = Secret(json.take());
  return errand;
}

int TicketNews::put(storage::Transaction& tx, const std::vector<ErrandId>& ids) const {
  const std::vector<News> all = tickets::take_news(tx, at_.tickets, news_max);
  ByMailbox by_mailbox;
  std::size_t made = 0;
  for (const News& news : all) {
    if (!at_.config.notify.webhook_url.empty()) at_.outbox.put(tx, document(news, ids[made++]));
    const std::string mailbox = is_work(news) ? mailbox_of(news) : "";
    if (!mailbox.empty()) by_mailbox[mailbox].push_back(&news);
  }
  for (const auto& [mailbox, about] : by_mailbox)
    at_.outbox.put(tx, mail(mailbox, about, ids[made++]));
  return static_cast<int>(made);
}

int TicketNews::order() const {
  if (!at_.store.read([](storage::Transaction& tx) { return tickets::has_news(tx); })) return 0;
  // Thrown before the transaction: a mail and a document for each piece of news at most.
  std::vector<ErrandId> ids;
  ids.reserve(2 * news_max);
  for (int i = 0; i < 2 * news_max; ++i) ids.push_back(ErrandId{at_.dice.row_id()});
  return at_.store.write([&](storage::Transaction& tx) { return put(tx, ids); });
}

}  // namespace latchkey::conversations
