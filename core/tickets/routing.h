// Who gets a ticket: which office, and whose list there.
//
// Which office is a pure function of what is known about the person (product.md "Routing"); whose
// list is data, the responsibility matrix category × {self-service, office, IT} of the clinic
// (content/policy/matrix.toml). IT gets a ticket by category or by an office's relay only, never
// first in `office_first`. Pure; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/base/clinic_policy.h"
#include "core/base/ids.h"
#include "core/tickets/words.h"

namespace latchkey::tickets {

// What may be known, in the order in which it counts. What is unknown is empty.
struct RoutingFacts {
  std::optional<LocationId> patient_office;  // the office on the patient's record
  std::optional<LocationId> last_visit;
  std::optional<LocationId> number_dialled;  // whose phone number was called
  std::optional<LocationId> kiosk;           // where the kiosk stands
  std::optional<LocationId> zip;             // nearest to the ZIP that was entered
  std::optional<LocationId> asked;           // which the person chose
  std::optional<LocationId> parent;          // where cases without an office of their own go
  LocationId default_queue;
};

enum class RoutedBy {
  patient_office,
  last_visit,
  number_dialled,
  kiosk,
  zip,
  asked,
  parent,
  default_queue
};
inline constexpr Names<RoutedBy, 8> routed_by_names{{"patient_office", "last_visit",
                                                     "number_dialled", "kiosk", "zip", "asked",
                                                     "parent", "default_queue"}};

struct Routed {
  LocationId location;
  RoutedBy by;
  bool operator==(const Routed&) const = default;
};

Routed route(const RoutingFacts& facts);

enum class Handler { self_service, office, it };
inline constexpr Names<Handler, 3> handler_names{{"self_service", "office", "it"}};

// Who handles a category: the first, then those it goes on to.
struct Responsibility {
  Handler first = Handler::office;
  std::vector<Handler> then;
  bool operator==(const Responsibility&) const = default;
};

// office_first: patients never meet IT. direct_line: technical categories go to IT at once.
// mixed: they do if the person has passed a proof; everybody else goes to an office.
using latchkey::SupportMode;

struct Matrix {
  SupportMode mode = SupportMode::office_first;
  std::array<Responsibility, category_count> rows;

  const Responsibility& of(Category category) const {
    return rows.at(static_cast<std::size_t>(category));
  }
};

// The matrix of product.md, in `office_first`: what an installation without a policy file has.
Matrix default_matrix();

// The clinic's own matrix. Throws ConfigFault, naming the place, if a category is unknown, twice
// there or missing, or if a patient's category begins with IT (product.md: IT only by category
// after self-service, or by an office's relay).
Matrix make_matrix(SupportMode mode, std::span<const HandlerRow> rows);

enum class Verified { no, yes };

// Whose list a failed self-service lands on.
Queue queue_for(const Matrix& matrix, Category category, Verified verified);

}  // namespace latchkey::tickets
