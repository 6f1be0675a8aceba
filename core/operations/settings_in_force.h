// The configuration that is in force: the files', with what administrators have published on the
// desk in place of parts of it.
//
// A published document is judged by the same readers as its file, and with everything that start-up
// builds of the two. One that is refused, as may happen after an upgrade, is left out and told of:
// the file stands in for it, and the clinic stays open. Files that are wrong themselves are a
// ConfigFault, as ever. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/config.h"
#include "core/base/texts.h"
#include "core/flow/policy.h"
#include "core/identity/limits.h"
#include "core/settings/documents.h"
#include "core/storage/store.h"
#include "core/tickets/routing.h"

namespace latchkey::operations {

// All that start-up reads of a configuration and its content.
struct Readings {
  Texts texts;
  Calendar calendar;
  identity::Limits limits;
  flow::Policy flow_policy;
  tickets::Matrix matrix;
};
// ConfigFault with what can't be used.
Readings read_content(const Config& config);

// "holidays", "locations", "matrix", and "sheets/<code>" for each language of the clinic.
std::vector<std::string> setting_documents(const Config& config);
// The document as its file has it: what is in force until somebody publishes. Needs: a document of
// setting_documents().
std::string text_in_file(const Config& file, std::string_view document);

// Texts by document.
using SettingTexts = std::map<std::string, std::string, std::less<>>;
// ConfigFault for what can be told without reading content.
Config with_documents(const Config& file, const SettingTexts& texts);

// A published version that is left out, and why.
struct NotUsed {
  std::string document;
  std::int64_t number = 0;
  std::string why;
};

struct InForce {
  Config config;
  Readings readings;
  settings::Numbers numbers;  // of the published versions, those left out included
  std::vector<NotUsed> not_used;
};
InForce in_force(const Config& file, const settings::Documents& documents, storage::Store& store);

// What in_force() says of documents, for a command that serves nobody: files that are wrong are
// left as they are.
Config in_force_or_file(const Config& file, const Sealer& sealer, storage::Store& store);

}  // namespace latchkey::operations
