#include "core/tickets/routing.h"

#include <utility>

namespace latchkey::tickets {

Routed route(const RoutingFacts& facts) {
  const std::pair<const std::optional<LocationId>&, RoutedBy> in_order[] = {
      {facts.patient_office, RoutedBy::patient_office},
      {facts.last_visit, RoutedBy::last_visit},
      {facts.number_dialled, RoutedBy::number_dialled},
      {facts.kiosk, RoutedBy::kiosk},
      {facts.zip, RoutedBy::zip},
      {facts.asked, RoutedBy::asked},
      {facts.parent, RoutedBy::parent}};
  for (const auto& [location, by] : in_order)
    if (location) return {*location, by};
  return {facts.default_queue, RoutedBy::default_queue};
}

Matrix default_matrix() {
  Matrix matrix;
  const auto set = [&](std::initializer_list<Category> categories, const Responsibility& row) {
    for (const Category c : categories) matrix.rows.at(static_cast<std::size_t>(c)) = row;
  };
  using enum Category;
  set({password_reset, user_id}, {Handler::self_service, {Handler::office, Handler::it}});
  set({login_help, first_login, locked, attachment_find, attachment_open, missing_attachment},
      {Handler::self_service, {Handler::office}});
  set({error_message, cannot_connect, no_email_notice, browser},
      {Handler::self_service, {Handler::it}});
  set({proxy_request, contact_change, deactivate_request, other}, {Handler::office, {}});
  set({practice_question}, {Handler::it, {}});
  return matrix;
}

namespace {

Handler handler_of(const HandlerRow& row, const std::string& word) {
  if (const auto handler = handler_names.find(word)) return *handler;
  throw ConfigFault(row.place + ": " + word + ": must be self_service, office or it");
}

Responsibility responsibility_of(const HandlerRow& row, Category category) {
  Responsibility out{handler_of(row, row.first), {}};
  for (const std::string& word : row.then) out.then.push_back(handler_of(row, word));
  if (out.first == Handler::it && category != Category::practice_question)
    throw ConfigFault(row.place + ": " + row.category +
                      ": must begin with self_service or office: IT never meets a patient first");
  return out;
}

}  // namespace

Matrix make_matrix(SupportMode mode, std::span<const HandlerRow> rows) {
  Matrix matrix{mode, {}};
  std::array<bool, category_count> seen{};
  for (const HandlerRow& row : rows) {
    const auto category = category_names.find(row.category);
    if (!category)
      throw ConfigFault(row.place + ": " + row.category + ": is no category of tickets");
    const auto index = static_cast<std::size_t>(*category);
    if (seen.at(index)) throw ConfigFault(row.place + ": " + row.category + ": is there twice");
    seen.at(index) = true;
    matrix.rows.at(index) = responsibility_of(row, *category);
  }
  for (std::size_t i = 0; i < category_count; ++i)
    if (!seen.at(i))
      throw ConfigFault("matrix.toml: [" + std::string(category_names.words.at(i)) +
                        "] is missing: say who helps with it");
  return matrix;
}

Queue queue_for(const Matrix& matrix, Category category, Verified verified) {
  const Responsibility& row = matrix.of(category);
  Handler who = row.first;
  if (who == Handler::self_service) who = row.then.empty() ? Handler::office : row.then.front();
  if (who != Handler::it) return Queue::office;
  // Staff's own questions have no patient to protect from IT.
  if (category == Category::practice_question) return Queue::it;
  switch (matrix.mode) {
    case SupportMode::office_first:
      return Queue::office;
    case SupportMode::direct_line:
      return Queue::it;
    case SupportMode::mixed:
      return verified == Verified::yes ? Queue::it : Queue::office;
  }
  return Queue::office;
}

}  // namespace latchkey::tickets
