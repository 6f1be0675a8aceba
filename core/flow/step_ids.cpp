// The names of all steps: keys of content/ and of tests.

#include <array>

#include "core/flow/flow.h"

namespace latchkey::flow {

namespace {

constexpr std::array<std::string_view, 72> ids{"first_sign_in",
                                               "incident",
                                               "incident_until",
                                               "paper_code_by_phone",
                                               "enter_registration",
                                               "enter_live_code",
                                               "registration_birth_date",
                                               "checking_registration",
                                               "choose_first_password",
                                               "recovered_first",
                                               "enter_saved_code",
                                               "second_saved_code",
                                               "choose_second_proof",
                                               "your_saved_code",
                                               "ask_desk",
                                               "desk_vouched",
                                               "hand_off_to_phone",
                                               "account_locked",
                                               "account_locked_until",
                                               "account_open",
                                               "unlocking",
                                               "unlocking_later",
                                               "recovered_locked",
                                               "hours_office",
                                               "hours_open",
                                               "hours_closed",
                                               "hours_unknown",
                                               "when_to_call",
                                               "helping",
                                               "choose_language",
                                               "choose_topic",
                                               "enter_name",
                                               "enter_birth_date",
                                               "choose_detail",
                                               "enter_zip",
                                               "enter_phone",
                                               "enter_email",
                                               "enter_record_number",
                                               "choose_proof",
                                               "enter_code",
                                               "no_code",
                                               "checking",
                                               "checking_later",
                                               "your_user_name",
                                               "choose_password",
                                               "hand_off_code",
                                               "hand_off_waiting",
                                               "enter_hand_off",
                                               "joined",
                                               "resetting",
                                               "recovered_password",
                                               "recovered_user_name",
                                               "transferring",
                                               "transferring_many_calls",
                                               "offer_help",
                                               "help_number",
                                               "help_message",
                                               "help_office",
                                               "handed_over",
                                               "handed_over_proven",
                                               "calling_back",
                                               "resume_call",
                                               "voicemail",
                                               "voicemail_left",
                                               "ended_declined",
                                               "ended_transferred",
                                               "ended_no_answer",
                                               "ended_many_calls",
                                               "ended_no_number",
                                               "ended_solved",
                                               "ended_told",
                                               "ended_waits"};

}  // namespace

std::span<const std::string_view> step_ids() { return ids; }

}  // namespace latchkey::flow
