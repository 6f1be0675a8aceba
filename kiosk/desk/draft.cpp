#include "kiosk/desk/draft.h"

#include <algorithm>
#include <array>

#include "core/base/base64url.h"
#include "core/base/codec.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view purpose = "desk.draft";

// Good for one session or one moment, or nobody's to keep.
constexpr std::array<std::string_view, 5> secrets = {"csrf", "password", "code", "setup", "match"};

bool is_kept(const std::pair<std::string, std::string>& field) {
  return std::ranges::find(secrets, field.first) == secrets.end() && field.first != draft_field;
}

// What browsers take for a path on this host: "//elsewhere" and "/\elsewhere" lead away.
bool is_own_path(std::string_view target) {
  return target.starts_with('/') && !target.starts_with("//") && !target.starts_with("/\\");
}

Draft read(Reader& reader) {
  Draft out;
  out.kind = reader.choice(Draft::Kind::form);
  out.target = reader.text();
  while (!reader.done()) {
    std::string name = reader.text();
    out.fields.emplace_back(std::move(name), reader.text());
  }
  return out;
}

http::Response confirm_page(const DeskWords& words, const staff::Session& session,
                            const Draft& draft) {
  View page = words.page("confirm", words.text("confirm.title"), session);
  View& form = page.section("CONFIRM");
  form.set("PATH", draft.target);
  for (const auto& [name, value] : draft.fields) {
    form.section("FIELD").set("NAME", name).set("VALUE", value);
    // Only what a person has typed or chosen has a label; row ids and the like have none.
    const auto label = words.label("typed", name);
    if (!label || value.empty()) continue;
    // Our own words ("place", "admin") are told in plain ones: whoever finds a form at their screen
    // that another hand began must see what it would do.
    const auto told = words.label("typed_values", value);
    form.section("TYPED").set("LABEL", *label).set("VALUE", told ? *told : value);
  }
  return words.answer(200, page);
}

}  // namespace

std::string keep_draft(const DeskParts& parts, StaffId author, const http::Request& request,
                       const http::Fields& fields) {
  if (const auto carried = http::only(fields, draft_field)) return std::string(*carried);
  // A passkey's answer is good for one moment: they begin again on the page that it came from.
  const bool by_passkey = request.path.ends_with("/passkey");
  const bool is_form = request.method == "POST" && !by_passkey;
  const std::string target = by_passkey ? "/me" : is_form ? request.path : request.target;
  if (!is_own_path(target)) return "";
  Writer writer;
  writer.time(parts.clock.now());
  writer.choice(is_form ? Draft::Kind::form : Draft::Kind::page);
  writer.text(target);
  for (const auto& field : fields)
    if (is_form && is_kept(field)) {
      writer.text(field.first);
      writer.text(field.second);
    }
  const std::string whole = writer.take();
  if (whole.size() > draft_bytes_max) return "";
  return base64url(parts.sealer.seal(whole, author.value, purpose));
}

std::optional<Draft> open_draft(const DeskParts& parts, StaffId reader, std::string_view kept) {
  const auto sealed = from_base64url(kept, 2 * draft_bytes_max);
  if (!sealed) return std::nullopt;
  const auto whole = parts.sealer.open(*sealed, reader.value, purpose);
  if (!whole) return std::nullopt;
  Reader from(*whole);
  const Time kept_at = from.time();
  if (parts.clock.now() - kept_at > draft_life) return std::nullopt;
  return read(from);
}

std::optional<http::Response> follow_draft(const DeskParts& parts, const DeskWords& words,
                                           const staff::Session& session, std::string_view kept) {
  const auto draft = open_draft(parts, session.member.id, kept);
  if (!draft) return std::nullopt;
  if (draft->kind == Draft::Kind::page) return redirect(draft->target, words.scheme());
  return confirm_page(words, session, *draft);
}

}  // namespace latchkey::kiosk
