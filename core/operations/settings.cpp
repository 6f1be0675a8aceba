#include "core/operations/settings.h"

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey::operations {

using settings::Overtaken;
using settings::Version;
using storage::Transaction;

// What else is published, and would be in force.
struct Settings::Others {
  settings::Numbers numbers;
  SettingTexts texts;
};

bool Settings::knows(std::string_view document) const {
  const auto all = names();
  return std::ranges::find(all, document) != all.end();
}

Settings::Others Settings::others(std::string_view document) const {
  const auto is_left_out = [&](const std::string& name, std::int64_t number) {
    return std::ranges::any_of(
        not_used_, [&](const NotUsed& n) { return n.document == name && n.number == number; });
  };
  const auto all = names();
  return store_.read([&](Transaction& tx) {
    Others out{documents_.numbers(tx), {}};
    for (const auto& [name, number] : out.numbers)
      if (name != document && !is_left_out(name, number) &&
          std::ranges::find(all, name) != all.end())
        out.texts[name] = documents_.get(tx, name, number).value().text;
    return out;
  });
}

std::string Settings::flaw(std::string_view document, const std::string& text,
                           SettingTexts others) const {
  if (text.size() > setting_bytes_max) return std::string(document) + ": is longer than 48 KiB";
  others[std::string(document)] = text;
  try {
    read_content(with_documents(file_, others));
  } catch (const std::exception& fault) {
    return fault.what();
  }
  return {};
}

std::string Settings::flaw(std::string_view document, const std::string& text) const {
  return flaw(document, text, others(document).texts);
}

std::variant<std::int64_t, Overtaken, Flawed> Settings::save(const settings::Save& save,
                                                             const Along& along) {
  using Saved = std::variant<std::int64_t, Overtaken, Flawed>;
  if (std::string why = flaw(save.document, save.text); !why.empty()) return Flawed{why};
  settings::Save whole = save;
  whole.id = dice_.row_id();
  const Time now = clock_.now();
  return store_.write([&](Transaction& tx) -> Saved {
    const auto saved = documents_.save(tx, whole, now);
    if (const auto* overtaken = std::get_if<Overtaken>(&saved)) return *overtaken;
    along(tx, whole.id);
    return std::get<std::int64_t>(saved);
  });
}

std::variant<std::int64_t, Overtaken, Flawed> Settings::publish(const std::string& document,
                                                                std::int64_t number, StaffId by,
                                                                const Along& along) {
  enum class Tried { published, overtaken, again };
  const auto draft = store_.read([&](Transaction& tx) { return documents_.draft(tx, document); });
  for (;;) {
    if (!draft || draft->number != number) break;
    const Others seen = others(document);
    if (std::string why = flaw(document, draft->text, seen.texts); !why.empty()) return Flawed{why};
    const Time now = clock_.now();
    const Tried tried = store_.write([&](Transaction& tx) {
      if (documents_.numbers(tx) != seen.numbers) return Tried::again;
      if (!documents_.publish(tx, document, number, by, now)) return Tried::overtaken;
      along(tx, draft->id);
      return Tried::published;
    });
    if (tried == Tried::published) return number;
    if (tried == Tried::overtaken) break;
  }
  return Overtaken{store_.read([&](Transaction& tx) { return documents_.standing(tx, document); })};
}

bool Settings::withdraw(const std::string& document, std::int64_t number, const Along& along) {
  return store_.write([&](Transaction& tx) {
    const auto draft = documents_.draft(tx, document);
    if (!documents_.withdraw(tx, document, number)) return false;
    along(tx, draft->id);
    return true;
  });
}

}  // namespace latchkey::operations
