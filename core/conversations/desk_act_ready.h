// An act of the desk once everything is judged; private to this room.
#pragma once

#include "core/conversations/desk_acts.h"

namespace latchkey::conversations {

struct DeskActs::Ready {
  tickets::Ticket ticket;
  accounts::Person person;
  identity::StampMethod method = identity::StampMethod::other_photo_id;
  std::optional<identity::BatonId> baton{};
  enum class Second { not_needed, needed } second = Second::not_needed;
};

}  // namespace latchkey::conversations
