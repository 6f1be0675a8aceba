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
