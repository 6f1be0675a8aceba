// Registration codes by post, for an office's patients who have never signed in (product.md, R19).
//
// An office sees how many of its patients have an account that nobody ever used and an address that
// may be written to, shows once more who prints, and gets one page a letter, each in its patient's
// language with a code of its own, shown that once. What became of each code is listed afterwards,
// never the code. So many at a time and a day; a form that is sent twice prints nothing the second
// time. Nobody prints for a colleague or for themselves, no address that is unsafe or new is used,
// and a code that somebody was given already stays good: it gets no letter. Every code is told to
// the contacts on file, as at the desk. Thread-safe; blocks on the account system.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/conversations/registration_issue.h"
#include "core/identity/registration_letters.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

// One letter, ready for its envelope.
struct FirstLetter {
  accounts::Person person;
  std::string address;
  conversations::IssuedRegistration code;
};

// The letter as a sheet of `page`, in the patient's language.
void write_first_letter(View& page, const DeskParts& parts, const FirstLetter& letter);

class FirstLetters : public PageGroup {
 public:
  // Both outlive it.
  FirstLetters(const DeskParts& parts, const DeskWords& words);

  // Answers "/first-letters"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Survey;  // whom an office could write to
  Survey survey(LocationId office, const staff::Member& by) const;
  enum class Fit { ready, not_theirs, no_address, has_code, unknown };
  Fit judge(PatientId patient, const std::vector<staff::Member>& staff,
            const staff::Member& by) const;
  std::string address_of(storage::Transaction& tx, PatientId patient) const;

  http::Response overview(const Visit& visit, int status, std::string_view problem) const;
  void show_batches(View& part, const Visit& visit) const;
  http::Response batch(const Visit& visit, identity::LetterBatchId id) const;
  http::Response print(const Visit& visit) const;
  std::vector<FirstLetter> make(const Visit& visit, const identity::LetterBatch& batch,
                                const std::vector<PatientId>& to) const;

  const DeskParts& parts_;
  const DeskWords& words_;
  conversations::RegistrationDesk codes_;
  StepUp step_up_;
};

}  // namespace latchkey::kiosk
