// The front desk vouches for somebody who stands at a kiosk (rulings.md R20).
//
// A clerk of that office has the person and a photo ID in front of them, has found the record that
// the ID names, says what they saw, and types the four digits that the kiosk shows. Then this one
// conversation goes on as that patient's, if the person touches the screen within two minutes.
// Where somebody else was named at that kiosk, by a slip of the keys or because a code was misheard
// and this is another visitor's screen, the clerk first reads the code there themselves. No ticket
// is made. What is refused opens nothing and is audited with its reason; a clerk who types five
// wrong match codes in ten minutes types no more of them for a while. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "core/base/names.h"
#include "core/conversations/world.h"

namespace latchkey::conversations {

// What a clerk may go by: issued with a photograph, by somebody who has checked (NIST 800-63A-4).
enum class VouchMethod { drivers_license, passport, state_id, other_photo_id };
inline constexpr Names<VouchMethod, 4> vouch_method_names{
    {"drivers_license", "passport", "state_id", "other_photo_id"}};

struct VouchAsked {
  StaffId by;
  std::vector<LocationId> locations;  // whose kiosks this clerk may vouch at
  PatientId patient;
  VouchMethod method = VouchMethod::drivers_license;
  std::string match_code;  // as typed
  // Whether the clerk has read the code off that person's screen, or was told it.
  enum class Code { told, read } code = Code::told;
};

enum class VouchSaid {
  done,
  no_match,    // nobody waits with that code there
  throttled,   // too many wrong ones of this clerk
  other_name,  // somebody else, or nobody, is named there: once more, with the code read
  barred       // this patient's self-service is off, or the patient is dead or merged
};

class Vouchers {
 public:
  explicit Vouchers(const World& world) : world_(world) {}

  VouchSaid vouch(const VouchAsked& asked) const;

 private:
  VouchSaid judged(storage::Transaction& tx, const VouchAsked& asked, ConversationId& there,
                   Time now) const;
  bool is_named_there(storage::Transaction& tx, ConversationId there, PatientId patient) const;
  World world_;
};

}  // namespace latchkey::conversations
