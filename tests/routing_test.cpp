#include "core/tickets/routing.h"

#include <doctest/doctest.h>

using namespace latchkey;
using namespace latchkey::tickets;

TEST_CASE("a ticket goes to the first office known, in the order of product.md") {
  RoutingFacts facts;
  facts.patient_office = LocationId{1};
  facts.last_visit = LocationId{2};
  facts.number_dialled = LocationId{3};
  facts.kiosk = LocationId{4};
  facts.zip = LocationId{5};
  facts.asked = LocationId{6};
  facts.parent = LocationId{7};
  facts.default_queue = LocationId{8};
  CHECK(route(facts) == Routed{LocationId{1}, RoutedBy::patient_office});
  facts.patient_office.reset();
  CHECK(route(facts) == Routed{LocationId{2}, RoutedBy::last_visit});
  facts.last_visit.reset();
  CHECK(route(facts) == Routed{LocationId{3}, RoutedBy::number_dialled});
  facts.number_dialled.reset();
  CHECK(route(facts) == Routed{LocationId{4}, RoutedBy::kiosk});
  facts.kiosk.reset();
  CHECK(route(facts) == Routed{LocationId{5}, RoutedBy::zip});
  facts.zip.reset();
  CHECK(route(facts) == Routed{LocationId{6}, RoutedBy::asked});
  facts.asked.reset();
  CHECK(route(facts) == Routed{LocationId{7}, RoutedBy::parent});
  facts.parent.reset();
  CHECK(route(facts) == Routed{LocationId{8}, RoutedBy::default_queue});
}

TEST_CASE("with offices first no patient's ticket goes to IT, whatever its category") {
  const Matrix matrix = default_matrix();
  for (std::size_t i = 0; i < category_count; ++i) {
    const auto category = static_cast<Category>(i);
    const Queue expected = category == Category::practice_question ? Queue::it : Queue::office;
    CHECK(queue_for(matrix, category, Verified::no) == expected);
    CHECK(queue_for(matrix, category, Verified::yes) == expected);
  }
}

TEST_CASE("a direct line sends technical categories to IT and identity to the office") {
  Matrix matrix = default_matrix();
  matrix.mode = SupportMode::direct_line;
  for (const Category category : {Category::error_message, Category::cannot_connect,
                                  Category::no_email_notice, Category::browser})
    CHECK(queue_for(matrix, category, Verified::no) == Queue::it);
  for (const Category category : {Category::password_reset, Category::user_id, Category::locked,
                                  Category::attachment_find, Category::proxy_request})
    CHECK(queue_for(matrix, category, Verified::yes) == Queue::office);
}

TEST_CASE("mixed support sends only proven people's technical tickets to IT") {
  Matrix matrix = default_matrix();
  matrix.mode = SupportMode::mixed;
  CHECK(queue_for(matrix, Category::browser, Verified::yes) == Queue::it);
  CHECK(queue_for(matrix, Category::browser, Verified::no) == Queue::office);
}
