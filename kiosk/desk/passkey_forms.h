// Passkeys between a page and the browser: what a script asks for, and what a form brings back.
//
// The browser's own part needs a script (kiosk/web/passkey.js): it fetches options as JSON, lets
// the browser talk to the authenticator, and sends an ordinary form with the answer as base64url.
// Pure, apart from the challenge's dice; thread-safe.
#pragma once

#include <string>

#include "core/staff/passkeys.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

// PublicKeyCredentialRequestOptions. Needs: there are passkeys here, or the options are empty.
std::string sign_in_options(const staff::Passkeys& passkeys);
std::string step_up_options(const staff::Passkeys& passkeys, const staff::Session& session);
// PublicKeyCredentialCreationOptions. `clinic`: what browsers show.
std::string adding_options(const staff::Passkeys& passkeys, const staff::Session& session,
                           std::string_view clinic);

// Fields that are missing or no base64url are empty, and so no passkey.
staff::Assertion read_assertion(const http::Fields& fields);
staff::Attestation read_new_passkey(const http::Fields& fields);

// Shows the section PASSKEY of `form`, and loads the script on `page`.
View& offer_passkey(View& page, View& form);

}  // namespace latchkey::kiosk
