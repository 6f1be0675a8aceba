#include "core/tickets/routing.h"
#include "tests/refusal.h"

#include <doctest/doctest.h>

#include <filesystem>

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

TEST_CASE("the matrix that is shipped is product.md's") {
  const auto rows = load_matrix(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  const Matrix shipped = make_matrix(SupportMode::office_first, rows);
  CHECK(shipped.rows == default_matrix().rows);
  CHECK(make_matrix(SupportMode::mixed, rows).mode == SupportMode::mixed);
}

TEST_CASE("a matrix with a strange, doubled, missing or forbidden row is refused by its place") {
  const auto good = load_matrix(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  const auto refused = [&](auto change) {
    auto rows = good;
    change(rows);
    return tests::refusal([&] { return make_matrix(SupportMode::office_first, rows); });
  };
  CHECK(refused([](auto&) {}).empty());
  const std::string strange = refused([](auto& rows) { rows[0].category = "parking"; });
  CHECK(strange.find(good[0].place) == 0);
  CHECK(strange.find("parking") != std::string::npos);
  CHECK(refused([](auto& rows) { rows.push_back(rows[0]); }).find("twice") != std::string::npos);
  CHECK(refused([](auto& rows) { rows.erase(rows.begin()); }).find(good[0].category) !=
        std::string::npos);
  CHECK_FALSE(refused([](auto& rows) { rows[0].first = "it"; }).empty());
  CHECK_FALSE(refused([](auto& rows) { rows[0].then = {"nobody"}; }).empty());
}
