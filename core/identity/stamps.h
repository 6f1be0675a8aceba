// Identity stamps: how staff know that it is the patient, and for how long that counts.
//
// A stamp says that one member has verified one patient for one ticket, by what, and until when
// (rulings.md R21). It holds for that member, ticket and patient alone, for a quarter of an hour
// (standards.md section 3). Only what shows possession or a photograph counts: facts find a record
// and prove nothing, and nobody is known by their voice (NIST 800-63A-4 §2.5.1, 800-63B-4 §3.2.3).
//
// IT verifies nobody. An office that passes a ticket on makes a baton of its stamp: one named act,
// on one ticket, for one business day, once, and void as soon as any contact of the patient
// changes.
//
// A read-back code is sent to a phone on file and told to the clerk who asked for it. It opens
// nothing else, and no other code opens this (standards.md T6). Kept is a keyed MAC alone; it dies
// with the fifth wrong try, and its tries are counted with the patient's others (rulings.md R6).
//
// Call these inside Store::write. Holds nothing but its keys; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::identity {

storage::AreaSchema stamps_schema();

using StampId = Id<struct StampTag>;
using BatonId = Id<struct BatonTag>;
using ReadBackId = Id<struct ReadBackTag>;

inline constexpr std::chrono::minutes stamp_life{15};
inline constexpr std::chrono::minutes read_back_life{10};  // NIST 800-63B-4 §3.1.3.2
inline constexpr int read_back_tries = 5;
inline constexpr std::size_t read_back_digits = 6;

// What a member went by. The first four are a photo ID, seen beside the person. There is no entry
// for a voice, and none for right answers.
enum class StampMethod {
  drivers_license,
  passport,
  state_id,
  other_photo_id,
  code_read_back,  // sent to a phone on file and read to the member
  callback         // the member called a number on file
};
inline constexpr Names<StampMethod, 6> stamp_method_names{
    {"drivers_license", "passport", "state_id", "other_photo_id", "code_read_back", "callback"}};

enum class Presence { in_person, by_phone };
Presence presence_of(StampMethod method);

// What may be done to an account under a stamp (product.md "The staff desk").
// `reopen`: self-service, after "this wasn't me" or too many wrong codes.
enum class Act { reset, rename, registration_code, activate, deactivate, unlock, reopen };
inline constexpr std::size_t act_count = 7;
inline constexpr Names<Act, act_count> act_names{
    {"reset", "rename", "registration_code", "activate", "deactivate", "unlock", "reopen"}};

struct Stamp {
  StampId id;
  TicketId ticket;
  PatientId patient;
  StaffId by;
  StampMethod method = StampMethod::other_photo_id;
  Time made_at, until;
};

struct Baton {
  BatonId id;
  TicketId ticket;
  PatientId patient;
  StaffId by;  // whose stamp it was
  StampMethod method = StampMethod::other_photo_id;
  Act act = Act::reset;
  std::string contacts;  // the patient's contacts as they were, as a keyed mark
  Time made_at, until;
  std::optional<Time> used_at;
};

struct ReadBack {
  ReadBackId id;
  TicketId ticket;
  PatientId patient;
  StaffId by;
  Time sent_at, expires_at;
};

class Stamps {
 public:
  // `sealer` must outlive this.
  explicit Stamps(const Sealer& sealer) : sealer_(sealer) {}

  // `stamp.until` is set here. Earlier stamps of this member on this ticket are over.
  void make(storage::Transaction& tx, const Stamp& stamp, Time now) const;
  // Valid at `now` for exactly this member, ticket and patient; the newest.
  std::optional<Stamp> valid(storage::Transaction& tx, TicketId ticket, PatientId patient,
                             StaffId by, Time now) const;
  // All that were ever made on a ticket, the newest first: valid or over.
  std::vector<Stamp> of_ticket(storage::Transaction& tx, TicketId ticket) const;
  // Somebody else is to work on this ticket.
  void void_on(storage::Transaction& tx, TicketId ticket, Time now) const;
  // The patient says "this wasn't me": whatever anybody went by before proves nothing now.
  void void_for(storage::Transaction& tx, PatientId patient, Time now) const;

  // One baton a ticket and act: a new one takes the place of the earlier.
  void pass_on(storage::Transaction& tx, const Baton& baton) const;
  // For this ticket, patient and act, not used, not too old, with the contacts of then.
  std::optional<Baton> baton(storage::Transaction& tx, TicketId ticket, PatientId patient, Act act,
                             std::string_view contacts, Time now) const;
  std::vector<Baton> batons_of(storage::Transaction& tx, TicketId ticket) const;
  void use(storage::Transaction& tx, BatonId baton, Time now) const;

  // A new code takes the place of this ticket's earlier one. Its tries are not refilled: what was
  // wrong within the hour stays counted (product.md rule 4).
  void keep_read_back(storage::Transaction& tx, const ReadBack& sent, const Secret& code) const;
  // The live one of this member, ticket and patient, with tries left.
  std::optional<ReadBack> read_back(storage::Transaction& tx, TicketId ticket, PatientId patient,
                                    StaffId by, Time now) const;
  // The try is counted before it is judged; a right one ends the code.
  enum class Judged { right, wrong };
  Judged judge(storage::Transaction& tx, ReadBackId code, const Secret& typed, Time now) const;

  // What was over long before `now`. Stamps and batons stay for six years, as the audit log does
  // (standards.md H-13: verification records); codes for a day.
  void forget(storage::Transaction& tx, Time now) const;

 private:
  std::string mac_of(ReadBackId id, const Secret& code) const;
  const Sealer& sealer_;
};

}  // namespace latchkey::identity
