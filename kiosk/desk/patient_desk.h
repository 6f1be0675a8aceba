// Looking a patient up, and opening a record with a reason.
//
// A look-up is exact and shows no more than tells two people apart: initials, year of birth, office
// (45 CFR 164.502(b)). A record is opened for a ticket, for a reason in words, or by breaking the
// glass, and stays open for its member for a while (core/staff/openings.h). An office finds its own
// patients; IT finds nobody, and opens the patient of a ticket of its own; an outsourced desk sees
// all of it masked. Records of colleagues, and of oneself, are refused; so are another office's,
// where the glass can be broken. Who looks up more than limits.desk_lookups_per_hour waits. What
// was typed is in no address. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "core/staff/openings.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// All that a record's page shows.
struct OpenedRecord {
  accounts::Person person;
  Shown shown = Shown::masked;
  staff::Opening opening;
  std::vector<accounts::Contact> contacts{};
  std::vector<std::string> former_user_names{};
  std::vector<tickets::Ticket> tickets{};
  std::vector<conversations::DeskAct> acts{};
  std::optional<identity::RegistrationNews> registration{};
  identity::MayTry self_service = identity::MayTry::allowed;
  // What was sent for them, and how far it is; kept for a day or so.
  struct Sent {
    Time at;
    courier::Progress progress;
  };
  std::vector<Sent> sent{};
  // By whoever said to be them, and what staff wrote down; as far as the member may see it.
  struct Came {
    calls::Call call;
    Reach reach = Reach::nothing;  // nothing: it is told of, and its own page is another office's
    std::string last_asked{};      // the step at which it ended
  };
  std::vector<Came> came{};
  std::string browser{};  // of their newest ticket that knows one, one `name value` a line
};

// The record as a page. `account`: what the account system says of it now.
View record_view(const DeskWords& words, const Visit& visit, const OpenedRecord& opened,
                 const accounts::StateAnswer& account, Time now);

// All that happened around this patient on every channel, as one list, the newest first; and what
// whoever looks for a fault asks first.
void show_timeline(View& view, const DeskWords& words, const OpenedRecord& opened);
void show_trouble(View& view, const DeskWords& words, const OpenedRecord& opened);

// "W. U.", and the whole name for whom it may be shown.
std::string shown_name(const accounts::Person& person, Shown shown);

// A reason is words, not a dot.
std::optional<std::string> read_reason(std::string_view typed);

// Whether this member may open, for a reason that somebody else reads, what is not theirs to open.
bool may_break_glass(const staff::Member& member);

class PatientDesk : public PageGroup {
 public:
  // Both outlive it.
  PatientDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers /patients and /patient/…; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Found {  // by a look-up
    std::vector<accounts::Person> people;
    std::string_view problem{};  // a key of "desk.problems"
  };
  http::Response search_page(const Visit& visit, int status, std::string_view problem,
                             const Found* found) const;
  http::Response find(const Visit& visit) const;
  Found look_up(storage::Transaction& tx, const Visit& visit) const;
  std::optional<std::vector<PatientId>> ids_by(storage::Transaction& tx, const Visit& visit) const;
  bool may_look_up(storage::Transaction& tx, const Visit& visit) const;
  void offer_glass(View& search, const Visit& visit) const;
  http::Response break_glass(const Visit& visit) const;
  http::Response open(const Visit& visit) const;
  struct Opened {  // or why not
    enum class How { open, unseen, problem } how = How::unseen;
    PatientId patient{};
    std::string_view problem{};  // a key of "desk.problems"
  };
  Opened open_record(storage::Transaction& tx, const Visit& visit, PatientId named,
                     const std::vector<staff::Member>& staff, std::int64_t draw) const;
  http::Response opened_page(const Visit& visit, const Opened& opened) const;
  http::Response record(const Visit& visit, PatientId patient) const;
  std::optional<OpenedRecord> read(storage::Transaction& tx, const Visit& visit,
                                   PatientId patient) const;
  void read_past(storage::Transaction& tx, const Visit& visit, OpenedRecord& opened) const;
  http::Response begin(const Visit& visit) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
