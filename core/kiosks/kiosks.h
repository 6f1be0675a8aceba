// The clinic's registered kiosks: which device stands where, and whether somebody stands at it.
//
// Staff add a kiosk at the desk and type its pairing code on the device itself; the device is then
// given a credential of 256 bits, of which only a keyed hash is kept. The credential is the only
// thing that makes a browser a kiosk: it says which office the device stands in and whose budget is
// spent there; a clinic's many visitors share one internet address (standards.md section 3). A
// revoked credential opens nothing from the next request on.
//
// A kiosk serves one person at a time. Their visit is the leg of their conversation and two
// moments: it is over a minute and a half after their last sign of life, and after twenty minutes
// in any case (standards.md section 3, "Kiosk session"); whoever begins after them ends it too.
//
// Everything happens in the caller's transaction; audit is the caller's. Immutable; thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::kiosks {

storage::AreaSchema schema();

using KioskId = Id<struct KioskTag>;

// 50 random bits, found by themselves alone and typed once on the device.
inline constexpr std::chrono::minutes pairing_life{10};
// So long nobody touches it, then it asks for so long (WCAG 2.2.1: at least 20 s, ten times), then
// it forgets. `asked_late`: a page that is on its way while the server counts.
inline constexpr std::chrono::seconds idle_life{60}, asks_for{30}, asked_late{10};
inline constexpr std::chrono::minutes visit_life{20};
// So much longer a screen waits for somebody who went to the front desk.
inline constexpr std::chrono::minutes desk_walk{4};
// "Last heard of" is right to this much; the desk calls a kiosk silent long after.
inline constexpr std::chrono::seconds seen_every{60};
// Above this many letters a name is cut.
inline constexpr std::size_t name_points_max = 60;

// `waiting`: for its pairing code to be typed.
enum class State { waiting, paired, revoked };
inline constexpr Names<State, 3> state_names{{"waiting", "paired", "revoked"}};

struct Kiosk {
  KioskId id;
  std::string name;  // as staff call it: "Lobby, left of the door"
  LocationId location;
  State state = State::waiting;
  Time added_at;
  std::optional<Time> seen_at;       // its last request, while it is paired
  std::optional<Time> inspected_at;  // somebody looked it over (NIST 800-63A-4 §4.1.10)
};

// Chance for one act, thrown before its transaction (rulings.md R14).
struct Draws {
  KioskId id;
  Secret pairing_code;  // 10 characters without look-alikes
  Secret credential;    // 43 characters
};
Draws draw(Dice& dice);

// As people read and type it: "7K4MP-9QX2T".
Secret spaced(const Secret& pairing_code);

// How long a visit may still go on.
struct Left {
  Millis idle;   // until the kiosk asks
  Millis asked;  // until it forgets; more than `idle`
  Millis whole;  // until it ends in any case
};

class Kiosks {
 public:
  // Must outlive this.
  explicit Kiosks(const Sealer& sealer) : sealer_(sealer) {}

  // Waits for draws.pairing_code to be typed within pairing_life.
  Kiosk add(storage::Transaction& tx, const Draws& draws, std::string_view name,
            LocationId location, Time now) const;
  // A new code for a device that lost its credential; the old one opens nothing any more. False if
  // there is no such kiosk, or it is revoked.
  bool pair_again(storage::Transaction& tx, KioskId id, const Draws& draws, Time now) const;
  // The device that typed `code` holds draws.credential from now on. Empty if nobody waits for it.
  std::optional<Kiosk> pair(storage::Transaction& tx, const Secret& code, const Draws& draws,
                            Time now) const;
  // For good. False if there is no such kiosk, or it is revoked already.
  bool revoke(storage::Transaction& tx, KioskId id) const;
  bool inspected(storage::Transaction& tx, KioskId id, Time now) const;

  // The paired kiosk that holds this credential; empty for everybody else. Reads only.
  std::optional<Kiosk> present(storage::Transaction& tx, const Secret& credential) const;
  // Whether its last sign of life is old enough to be written anew: a page that asks every two
  // seconds costs no write each time.
  static bool is_news(const Kiosk& kiosk, Time now);
  // A sign of life of the device.
  void seen(storage::Transaction& tx, KioskId id, Time now) const;
  std::optional<Kiosk> get(storage::Transaction& tx, KioskId id) const;
  // By office and age; revoked ones last.
  std::vector<Kiosk> list(storage::Transaction& tx) const;

  // `leg`: the keyed hash of the conversation's secret. What was there before is over.
  void begin_visit(storage::Transaction& tx, KioskId id, std::string_view leg, Time now) const;
  // Empty if that leg is not, or no longer, this kiosk's visit.
  std::optional<Left> visit(storage::Transaction& tx, KioskId id, std::string_view leg,
                            Time now) const;
  // A sign of life. Needs: visit() is not empty.
  void touch(storage::Transaction& tx, KioskId id, Time now) const;
  // A sign of life of somebody who walks to the front desk now: it counts `desk_walk` longer.
  void wait_for_desk(storage::Transaction& tx, KioskId id, Time now) const;
  // The leg that was there last, over or not; empty if there is none. Nobody is there afterwards.
  std::optional<std::string> end_visit(storage::Transaction& tx, KioskId id) const;

 private:
  std::string code_mac(const Secret& code) const;
  std::string credential_mac(const Secret& credential) const;
  const Sealer& sealer_;
};

}  // namespace latchkey::kiosks
