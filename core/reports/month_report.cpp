#include "core/reports/month_report.h"

#include <algorithm>

#include "core/reports/contacts.h"

namespace latchkey::reports {

namespace {

// What came back, or had come before, is looked for beyond the month's own days.
constexpr std::chrono::days margin{8};

constexpr std::array<std::string_view, 5> sign_in_reasons{"forgot_password", "forgot_user_name",
                                                          "have_code", "locked", "first_sign_in"};

bool is_about_signing_in(std::string_view reason) {
  return std::ranges::find(sign_in_reasons, reason) != sign_in_reasons.end();
}

std::chrono::year_month month_at(const LocalTime& local) {
  return local.date.year() / local.date.month();
}

void add(MonthReport& report, const Asked& asked, const Contact& contact, const Count& one,
         const LocalTime& at) {
  const auto hour = static_cast<std::size_t>(at.hour);
  report.all += one;
  report.by_reason[contact.topic] += one;
  report.by_channel[contact.channel] += one;
  report.by_language[contact.language] += one;
  report.by_office[contact.office] += one;
  report.by_day.at(static_cast<unsigned>(at.date.day()) - 1) += one;
  report.by_hour.at(hour) += one;
  report.heat.at(at.weekday.iso_encoding() - 1).at(hour) += 1;
  report.by_language_and_age[contact.language][contact.age_band] += one;
  if (!asked.calendar.is_open(clock_of(contact.office, asked), contact.started))
    report.closed_hours += one;
  if (one.in_scope == 1 && is_about_signing_in(contact.topic)) report.sign_in += 1;
  if (contact.outcome != "abandoned") return;
  report.left_at[contact.left_at] += 1;
  if (contact.topic.empty()) report.left_early += 1;
}

}  // namespace

Count& Count::operator+=(const Count& other) {
  contacts += other.contacts;
  in_scope += other.in_scope;
  solved += other.solved;
  came_back += other.came_back;
  solved_once += other.solved_once;
  left += other.left;
  failed += other.failed;
  apart += other.apart;
  return *this;
}

std::optional<std::int64_t> percent(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return (200 * part + whole) / (2 * whole);
}

Spread spread_of(std::vector<Millis> times) {
  Spread out;
  out.count = static_cast<std::int64_t>(times.size());
  if (times.empty()) return out;
  std::ranges::sort(times);
  const auto rank = [&](std::size_t hundredths) {
    return times[(times.size() * hundredths + 99) / 100 - 1];
  };
  out.p50 = rank(50);
  out.p90 = rank(90);
  out.most = times.back();
  for (const Millis time : times) {
    std::size_t bucket = 0;
    while (bucket + 1 < bucket_minutes.size() &&
           time >= std::chrono::minutes(bucket_minutes.at(bucket + 1)))
      ++bucket;
    out.buckets.at(bucket) += 1;
  }
  return out;
}

MonthReport month_report(storage::Transaction& tx, const Asked& asked) {
  MonthReport report;
  report.month = asked.month;
  const Span span = span_of(asked.month, margin);
  const std::vector<Contact> contacts = read_contacts(tx, span.from, span.until);
  const Returns returns(contacts);
  std::vector<Millis> handled;
  for (const Contact& contact : contacts) {
    if (!counts(contact) || wanted(contact.office, asked) == Wanted::no) continue;
    const LocalTime at = asked.calendar.local(clock_of(contact.office, asked), contact.started);
    if (month_at(at) != asked.month) continue;
    add(report, asked, contact, count_of(contact, returns), at);
    if (contact.outcome != "abandoned") handled.push_back(*contact.ended - contact.started);
  }
  report.handle = spread_of(std::move(handled));
  add_tickets(tx, asked, report.tickets);
  return report;
}

std::map<LocationId, Count> since_go_live(storage::Transaction& tx, const Asked& asked,
                                          const GoLive& go_live) {
  std::map<LocationId, Time> since;
  for (const auto& [office, day] : go_live)
    if (wanted(office, asked) == Wanted::yes)
      since[office] = asked.calendar.zone(office).moment(day);
  std::map<LocationId, Count> out;
  if (since.empty()) return out;
  Time first = asked.now;
  for (const auto& [office, at] : since) first = std::min(first, at);
  const auto contacts = read_contacts(tx, first - margin, asked.now);
  const Returns returns(contacts);
  for (const auto& [office, at] : since) out[office];
  for (const Contact& contact : contacts) {
    const auto found = since.find(contact.office);
    if (found == since.end() || !counts(contact) || contact.started < found->second) continue;
    out[contact.office] += count_of(contact, returns);
  }
  return out;
}

std::chrono::year_month month_of(const Calendar& calendar, LocationId office, Time at) {
  return month_at(calendar.local(office, at));
}

}  // namespace latchkey::reports
