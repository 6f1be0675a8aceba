// The kiosk's views: the same steps as at home, in a frame of their own. Pure but for the texts.
//
// Each view has the button that ends, says how long it still waits, and carries in data attributes
// all words that the kiosk's script needs: no text is written in the script.
#pragma once

#include <string>
#include <vector>

#include "core/base/clinic_policy.h"
#include "core/conversations/conversations.h"
#include "core/kiosks/kiosks.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// What a kiosk's page needs besides what it shows; all outlive the call.
struct LobbyWorld {
  PageWorld pages;
  const std::vector<LanguageHelp>& helps;
};

// The first page: in every language, and the desk as an equal way (45 CFR 84.83).
std::string attract_page(const LobbyWorld& world, const kiosks::Kiosk& kiosk);

// Languages for which there is an interpreter and no page: each begins a visit that notes it.
std::string tongues_page(const LobbyWorld& world);

// "This device is no kiosk yet": asks staff for the pairing code.
enum class Paired { not_yet, refused };
std::string pairing_page(const LobbyWorld& world, Paired paired);

std::string lobby_step(const LobbyWorld& world, const conversations::Prompt& prompt,
                       const Secret& secret, const TypedAgain& typed, const kiosks::Left& left);

// "Are you still there?", as a page of its own: for a kiosk without scripts.
std::string still_page(const LobbyWorld& world, const conversations::Prompt& prompt,
                       const Secret& secret, const kiosks::Left& left);

}  // namespace latchkey::kiosk
