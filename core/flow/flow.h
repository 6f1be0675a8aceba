// START HERE: the recovery conversation as a pure function.
//
// A conversation is one person's attempt to get back into one account. It is the same conversation
// whether the person types on a page or presses keys on a phone: advance() decides, view() says
// what to ask, and neither knows HTML, TwiML, SQL, the clock or chance. What it needs to know of
// the world arrives in Context; what must happen to the world leaves as effects, which are stored
// in the same transaction as the new state.
//
// What strangers may learn is nothing (product.md rule 2): people who cannot be matched walk the
// same steps and hear the same notices as everybody else; only the effects differ, and those in
// kind, not in number. tests/flow_walk_test.cpp holds that against random walks.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/flow/context.h"
#include "core/flow/effect.h"
#include "core/flow/input.h"
#include "core/flow/state.h"
#include "core/flow/step.h"

namespace latchkey::flow {

struct Decision {
  State next;
  std::vector<Effect> effects;
  Notice notice = Notice::none;
  std::string notice_detail;  // a reason's word where the notice has several ("too_short")
};

// Decides one turn.
//
// Total: every (state, input) pair has a decision; an input that makes no sense here leaves the
// state as it is, with a notice. Deterministic for a given Context: never throws for what a person
// typed, never waits. Effects come only with a changed state, so a turn that changed nothing may be
// repeated at will.
Decision advance(const State& state, const Input& input, const Context& ctx);

// What to ask or say now. Pure; cheap enough to call for every page view.
Step view(const State& state, const Policy& policy, Channel channel);

// The state a channel's new conversation begins in: the phone asks for the language first
// (product.md Words); a page knows it from its address. `then`: of callers only.
State opening(Channel channel, std::string_view language,
              ChoosingLanguage::Then then = ChoosingLanguage::Then::topic);

// All is done, and no input of a person moves it any more; but what was recovered on a page may
// still be followed by a saved code for the next time.
bool is_over(const State& state);
// A spoken message was asked for, and none was heard.
bool misses_message(const State& state);
// Whether a caller who was cut off may come back to it by another call (Resuming).
bool can_resume(const State& state);

// Whether this is over because whoever answered a ring wanted a person (rulings.md R18).
bool asked_for_person_when_rung(const State& state);

// Somebody was looked up and nothing was proven. A call that is hung up so has failed, and one
// that has_failed() sooner: only a person helps from there (standards.md 3, "IVR per ANI"). Both
// follow from what the person could see, whoever it is (rulings.md R1).
bool is_unproven_attempt(const State& state);
bool has_failed(const State& state);

// Every id that view() can give, for the tests that hold content/ and the renderers to it.
std::span<const std::string_view> step_ids();

}  // namespace latchkey::flow
